package auth

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/account"
)

// CookieName begins with __Host-: browsers take it only with Secure, for this host alone and for all paths. They treat 127.0.0.1 and
// localhost as secure.
const CookieName = "__Host-portal"

// Pages that help those who may not go on.
const (
	SignInPath   = "/sign-in"
	PasswordPath = "/me/password"
)

func readCookie(c echo.Context) string {
	cookie, err := c.Request().Cookie(CookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func setCookie(c echo.Context, value string, maxAge int) {
	c.SetCookie(&http.Cookie{
		Name: CookieName, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Enter gives the browser the session that has just begun. The secret is new, and the session of a cookie that the browser brought along
// ends: a planted or shared cookie gains nothing by a sign-in.
func (a *Auth) Enter(c echo.Context, in account.SignedIn) error {
	if old := readCookie(c); old != "" {
		if err := a.accounts.EndSession(c.Request().Context(), old); err != nil {
			return err
		}
	}
	setCookie(c, in.Secret, 0) // no Max-Age: it goes with the browser, and the server keeps the limits
	return nil
}

// Leave ends the session and takes the cookie back.
func (a *Auth) Leave(c echo.Context) error {
	actor, err := load(c)
	if err == nil && actor.SignedIn() {
		if err := a.accounts.SignOut(c.Request().Context(), actor); err != nil {
			return err
		}
	}
	setCookie(c, "", -1)
	return nil
}

// Next is where to go after signing in: the local path of the field "back" in query or form, else fallback. It never leads to another
// site or back to the sign-in.
func Next(c echo.Context, fallback string) string {
	next := c.FormValue("back")
	if !Local(next) || strings.HasPrefix(next, SignInPath) {
		return fallback
	}
	return next
}

// Local tells whether browsers read the path as one of this site: they take "//", "/\" and paths with stripped control characters for
// other hosts.
func Local(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\") {
		return false
	}
	for _, r := range path {
		if r < ' ' || r == 0x7f {
			return false
		}
	}
	u, err := url.Parse(path)
	return err == nil && u.Host == "" && u.Scheme == ""
}

func withBack(path, back string) string {
	return path + "?back=" + url.QueryEscape(back)
}
