package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
)

// Prefer keeps what the reader chose, language or large type, and goes back to where he was.
func (s *Site) Prefer(c echo.Context) error {
	if lang := c.QueryParam("lang"); lang != "" {
		keep(c, "lang", string(locale.Parse(lang)))
	}
	switch c.QueryParam("elder") {
	case "1":
		keep(c, "elder", "1")
	case "0":
		keep(c, "elder", "0")
	}
	back := c.QueryParam("back")
	if !auth.Local(back) {
		back = "/"
	}
	return respond.Redirect(c, back)
}

const oneYear = 365 * 24 * 60 * 60 // seconds

func keep(c echo.Context, name, value string) {
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: oneYear, HttpOnly: true, Secure: c.Scheme() == "https", SameSite: http.SameSiteLaxMode,
	})
}
