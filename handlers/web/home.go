package web

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

const fullyOnline = 4 // 网办深度 Ⅳ

// Home is the first page.
func (s *Site) Home(c echo.Context) error {
	ctx := c.Request().Context()
	revision, err := s.Catalog.Revision(ctx)
	if err != nil {
		return err
	}
	return s.cached(c, "home", revision, func() (templ.Component, error) {
		online, err := s.Catalog.List(ctx, catalog.Filter{OnlineDepth: fullyOnline, Limit: 3})
		if err != nil {
			return nil, err
		}
		facets, err := s.Catalog.Facets(ctx)
		if err != nil {
			return nil, err
		}
		f := s.bareFrame(c, "")
		f.Path = "/"
		return pages.Home(f, pages.HomeView{Online: online.Items, Total: facets.Total, Service: s.Footer.ServicePhone}), nil
	})
}
