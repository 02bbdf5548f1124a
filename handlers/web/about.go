package web

import (
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
			f.Path, f.Canonical = p.Path(), s.PublicURL+p.Path()
			f.Description = p.Lead(respond.Context(c))
			return pages.About(f, p), nil
		})
	}
}
