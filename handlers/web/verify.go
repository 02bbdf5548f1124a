package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/filing"
)

// VerifyForm asks for the code of a certificate; with a code in its address it goes on to the answer.
func (s *Site) VerifyForm(c echo.Context) error {
	if code := compact(c.QueryParam("code")); code != "" {
		if filing.IsCode(code) {
			return respond.Redirect(c, filingsPath+"/"+code)
		}
		return respond.Redirect(c, "/verify/"+url.PathEscape(code))
	}
	title := say(c, "verify.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.Path = "/verify"
	return respond.Page(c, http.StatusOK, pages.Verify(f, pages.Entry{}))
}

// Verify tells a stranger how a certificate stands. Every code gets an answer: one that does not exist is unknown.
func (s *Site) Verify(c echo.Context) error {
	if err := s.lookup(c); err != nil {
		return err
	}
	code := compact(c.Param("code"))
	result, err := s.Documents.Verify(c.Request().Context(), code)
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	title := locale.T(ctx, "verify.title")
	f := s.bareFrame(c, title, crumb(title, "/verify"), crumb(locale.T(ctx, "verify.standing."+string(result.Standing)), ""))
	f.NoIndex = true
	return respond.Page(c, http.StatusOK, pages.Verification(f, pages.VerificationView{
		Code: code, Result: result, At: locale.Time(ctx, s.Now()), Phone: s.Footer.ServicePhone,
	}))
}

// longestCode is more than any code with its blanks; what is longer is cut, because it is shown again.
const longestCode = 64

// compact takes out of a typed code what only groups it.
func compact(code string) string {
	code = strings.ToUpper(strings.Map(func(r rune) rune {
		if r <= ' ' || r == '-' || r > '~' {
			return -1
		}
		return r
	}, code))
	return code[:min(len(code), longestCode)]
}
