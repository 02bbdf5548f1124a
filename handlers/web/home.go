package web

import (
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

const (
	fullyOnline = 4 // 网办深度 Ⅳ
	mostOften   = 8
	mostNews    = 4
)

// Home is the first page of a side.
func (s *Site) Home(side catalog.Audience) echo.HandlerFunc {
	path := "/"
	if side == catalog.AudienceEnterprise {
		path = "/enterprise"
	}
	return func(c echo.Context) error {
		revision, err := s.Catalog.Revision(c.Request().Context())
		if err != nil {
			return err
		}
		figures, err := s.Cases.Figures(c.Request().Context())
		if err != nil {
			return err
		}
		about := fmt.Sprintf("home %s %d %s", side, figures.AsOf.Unix(), s.today())
		return s.cached(c, about, revision, func() (templ.Component, error) {
			v, err := s.homeView(c, side, figures)
			if err != nil {
				return nil, err
			}
			f := s.bareFrame(c, "")
			if side == catalog.AudienceEnterprise {
				f.Title = locale.T(respond.Context(c), "nav.enterprise")
			}
			f.Path, f.Side, f.Canonical = path, string(side), s.PublicURL+path
			f.Structured = s.siteData(c)
			return pages.Home(f, v), nil
		})
	}
}

func (s *Site) homeView(c echo.Context, side catalog.Audience, figures *casework.Figures) (v pages.HomeView, err error) {
	ctx := c.Request().Context()
	v = pages.HomeView{Side: side, Figures: figures, News: s.Front.News(s.today(), mostNews)}
	all, err := s.Catalog.Facets(ctx)
	if err != nil {
		return v, err
	}
	v.Total, v.Online = all.Total, all.OnlineDepth[fullyOnline]
	if v.Facets, err = s.Catalog.FacetsOf(ctx, catalog.Filter{Audience: side}); err != nil {
		return v, err
	}
	if v.Often, v.Counted, err = s.often(c, side, figures); err != nil {
		return v, err
	}
	if v.NoVisit, err = s.Catalog.Summaries(ctx, s.Front.NoVisit...); err != nil {
		return v, err
	}
	v.Business, err = s.Catalog.Summaries(ctx, s.Front.Business...)
	return v, err
}

// often are the items that most cases of a side are about; until there are enough cases, those that editors named.
func (s *Site) often(c echo.Context, side catalog.Audience, figures *casework.Figures) (list []catalog.Summary, counted bool, err error) {
	used, err := s.Catalog.Summaries(c.Request().Context(), figures.MostUsed()...)
	if err != nil {
		return nil, false, err
	}
	for _, item := range used {
		for _, a := range item.Audience {
			if a == side && len(list) < mostOften {
				list = append(list, item)
			}
		}
	}
	if len(list) == mostOften {
		return list, true, nil
	}
	list, err = s.Catalog.Summaries(c.Request().Context(), s.Front.Often(side)...)
	return list, false, err
}
