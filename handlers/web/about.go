package web

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/respond"
)

// About is a page about the site itself.
func (s *Site) About(p pages.AboutPage) echo.HandlerFunc {
	return func(c echo.Context) error {
		return s.cached(c, p.Path(), 0, func() (templ.Component, error) {
			title := p.Title(respond.Context(c))
			f := s.bareFrame(c, title, ui.Crumb{Label: title})
			f.Path = p.Path()
			return pages.About(f, p), nil
		})
	}
}

// Robots tells search engines what to leave alone.
func (s *Site) Robots(c echo.Context) error {
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /me\nDisallow: /desk\nDisallow: /drafts/\nDisallow: /cases/\nDisallow: /documents/\nDisallow: /verify/\nDisallow: /demo/\nDisallow: /preferences\nDisallow: /api/v1/\n")
}
