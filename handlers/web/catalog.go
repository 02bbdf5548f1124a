package web

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

const itemsAPage = 20

// Items is the catalogue: what matches a search and the chosen filters.
func (s *Site) Items(c echo.Context) error {
	filter := catalog.Filter{
		Query: c.QueryParam("q"), Audience: catalog.Audience(c.QueryParam("audience")), Theme: c.QueryParam("theme"),
		Department: c.QueryParam("department"), After: c.QueryParam("after"), Limit: itemsAPage,
	}
	filter.OnlineDepth, _ = strconv.Atoi(c.QueryParam("depth")) // what is no number filters nothing
	if filter.Query != "" {
		if err := s.lookup(c); err != nil {
			return err
		}
	}
	ctx := c.Request().Context()
	page, err := s.Catalog.List(ctx, filter)
	if err != nil {
		return err
	}
	if filter.Query != "" && page.Total == 0 && filter == (catalog.Filter{Query: filter.Query, Limit: itemsAPage}) {
		if err := s.Catalog.NoteMiss(ctx, filter.Query); err != nil {
			return err
		}
	}
	facets, err := s.Catalog.Facets(ctx)
	if err != nil {
		return err
	}
	title := say(c, "items.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.Query, f.Side = filter.Query, string(filter.Audience)
	return respond.Page(c, 200, pages.Items(f, pages.ItemsView{Filter: filter, Page: page, Facets: facets}))
}

// Guide is an item's guide, rendered once per version and look.
func (s *Site) Guide(c echo.Context) error {
	item, err := s.Catalog.Item(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	return s.cached(c, item.Code, int64(item.Version), func() (templ.Component, error) {
		ctx := respond.Context(c)
		name := locale.Pick(ctx, item.Name.Zh, item.Name.En)
		path := "/items/" + item.Code
		f := s.bareFrame(c, name, crumb(locale.T(ctx, "items.title"), "/items"), crumb(name, ""))
		f.Path, f.Description = path, locale.Pick(ctx, item.Summary.Zh, item.Summary.En)
		if len(item.Audience) > 0 {
			f.Side = string(item.Audience[0])
		}
		return pages.Guide(f, pages.GuideView{Item: item, Address: s.PublicURL + path, Service: s.Footer.ServicePhone}), nil
	})
}
