package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

const itemsAPage = 20

// Items is the catalogue: what matches a search and the chosen filters. Lists without a search are rendered once.
func (s *Site) Items(c echo.Context) error {
	ctx := c.Request().Context()
	revision, err := s.Catalog.Revision(ctx)
	if err != nil {
		return err
	}
	asked := c.Request().URL.RawQuery
	if !strings.Contains(asked, "q=") {
		return s.cached(c, "items "+asked, revision, func() (templ.Component, error) {
			filter := itemsFilter(c)
			page, err := s.Catalog.List(ctx, filter)
			if err != nil {
				return nil, err
			}
			return s.items(c, filter, page)
		})
	}
	filter := itemsFilter(c)
	if err := s.Searches.Allow(c); err != nil {
		return err
	}
	page, err := s.Catalog.List(ctx, filter)
	if err != nil {
		return err
	}
	if page.Total == 0 {
		if filter == (catalog.Filter{Query: filter.Query, Limit: itemsAPage}) {
			if err := s.Catalog.NoteMiss(ctx, filter.Query); err != nil {
				return err
			}
		}
		shown, err := s.items(c, filter, page)
		if err != nil {
			return err
		}
		return respond.Page(c, http.StatusOK, shown)
	}
	return s.cached(c, "items "+asked, revision, func() (templ.Component, error) { return s.items(c, filter, page) })
}

// itemsFilter reads the filters of the address. What is none of their words filters nothing.
func itemsFilter(c echo.Context) catalog.Filter {
	q := c.QueryParams()
	f := catalog.Filter{
		Query: q.Get("q"), Audience: catalog.Audience(q.Get("audience")), Theme: q.Get("theme"), Department: q.Get("department"),
		PowerType: catalog.PowerType(q.Get("power")), Area: catalog.Area(q.Get("area")), After: q.Get("after"), Limit: itemsAPage,
	}
	f.OnlineDepth, _ = strconv.Atoi(q.Get("depth"))
	return f
}

func (s *Site) items(c echo.Context, filter catalog.Filter, page catalog.Page) (templ.Component, error) {
	facets, err := s.Catalog.FacetsOf(c.Request().Context(), filter)
	if err != nil {
		return nil, err
	}
	title := say(c, "items.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.Query, f.Side, f.Canonical = filter.Query, string(filter.Audience), s.PublicURL+itemsPath(filter)
	f.Path = withoutLanguage(c.Request().URL)
	return pages.Items(f, pages.ItemsView{Filter: filter, Page: page, Facets: facets}), nil
}

// itemsPath is the address of the list under which search engines know it: of a side and theme, without searches and pages.
func itemsPath(f catalog.Filter) string {
	q := url.Values{}
	if f.Audience != "" {
		q.Set("audience", string(f.Audience))
	}
	if f.Theme != "" {
		q.Set("theme", f.Theme)
	}
	if len(q) == 0 {
		return "/items"
	}
	return "/items?" + q.Encode()
}

// withoutLanguage is an address without the language that it may carry: where the reader comes back to after choosing another.
func withoutLanguage(u *url.URL) string {
	q := u.Query()
	q.Del("lang")
	if len(q) == 0 {
		return u.Path
	}
	return u.Path + "?" + q.Encode()
}
