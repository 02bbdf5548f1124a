package web

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Procedure reads a procedure's table to everybody.
func (s *Site) Procedure(c echo.Context) error {
	p, ok := procedure.Named(c.Param("code"))
	if !ok {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	path := pages.ProcedurePath(p.Code)
	return s.cached(c, path, 0, func() (templ.Component, error) {
		ctx, v := respond.Context(c), pages.ProcedureView{Procedure: p}
		f := s.bareFrame(c, v.Title(ctx), crumb(locale.T(ctx, "about.nav"), "/about"), crumb(v.Title(ctx), ""))
		f.Path, f.Canonical, f.Description = path, s.PublicURL+path, locale.T(ctx, "procedure.lead")
		return pages.Procedure(f, v), nil
	})
}

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
