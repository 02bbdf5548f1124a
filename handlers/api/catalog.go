package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// itemEntry is an item in a list.
type itemEntry struct {
	catalog.Summary
	Name   string `json:"name"` // before the summary's own, so that all lists name their entries alike
	NameEn string `json:"name_en,omitempty"`
}

func newItemEntry(s catalog.Summary) itemEntry {
	return itemEntry{Summary: s, Name: s.Name.Zh, NameEn: s.Name.En}
}

// itemView is everything about one version of an item.
type itemView struct {
	*catalog.Item
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

// Items lists the items that match, best match first. A list is made once for what its address asks, and a search counts towards the limit
// of an address only when it has to be made.
func (a *API) Items(c echo.Context) error {
	ctx := c.Request().Context()
	revision, err := a.Catalog.Revision(ctx)
	if err != nil {
		return err
	}
	key := "api items " + strconv.FormatInt(revision, 10) + " " + c.Request().URL.RawQuery
	return a.Cache.Serve(c, key, echo.MIMEApplicationJSON, func() ([]byte, error) {
		filter, err := itemFilter(c)
		if err != nil {
			return nil, err
		}
		if filter.Query != "" {
			if err := a.Searches.Allow(c); err != nil {
				return nil, err
			}
		}
		found, err := a.Catalog.List(ctx, filter)
		if err != nil {
			return nil, err
		}
		return plainJSON(page(found.Items, found.Next, found.Total, newItemEntry))
	})
}

func itemFilter(c echo.Context) (f catalog.Filter, err error) {
	if f.Query, err = text(c, "q"); err != nil {
		return f, err
	}
	if f.Audience, err = among(c, "audience", catalog.AudiencePerson, catalog.AudienceEnterprise); err != nil {
		return f, err
	}
	if f.PowerType, err = among(c, "power_type", catalog.PowerTypes()...); err != nil {
		return f, err
	}
	if f.Area, err = among(c, "area", catalog.Areas()...); err != nil {
		return f, err
	}
	if f.OnlineDepth, err = number(c, "online_depth", 1, 4); err != nil {
		return f, err
	}
	f.Theme, f.Department, f.After = c.QueryParam("theme"), c.QueryParam("department"), c.QueryParam("after")
	f.Limit, err = limit(c)
	return f, err
}

// Item is an item's whole guide with form, materials and rules, made once per version.
func (a *API) Item(c echo.Context) error {
	item, err := a.Catalog.Item(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	return a.item(c, item)
}

func (a *API) item(c echo.Context, item *catalog.Item) error {
	key := "api " + strconv.Itoa(item.Version) + " " + item.Code
	return a.Cache.Serve(c, key, echo.MIMEApplicationJSON, func() ([]byte, error) {
		return plainJSON(itemView{Item: item, Name: item.Name.Zh, NameEn: item.Name.En})
	})
}

// plainJSON leaves <, > and & as they are: nothing here is read as HTML.
func plainJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return b.Bytes(), err
}

// itemVersion is one frozen version of an item.
type itemVersion struct {
	Code        string         `json:"code"`
	Version     int            `json:"version"`
	Current     bool           `json:"current"`
	Status      catalog.Status `json:"status"`
	Digest      string         `json:"digest"`
	PublishedAt string         `json:"published_at"`
	named
}

// ItemVersions lists the frozen versions of an item, newest first.
func (a *API) ItemVersions(c echo.Context) error {
	ctx := c.Request().Context()
	current, err := a.Catalog.Item(ctx, c.Param("code"))
	if err != nil {
		return err
	}
	var versions []*catalog.Item
	for n := current.Version; n > 0; n-- {
		item, err := a.Catalog.Version(ctx, current.Code, n)
		if f, ok := fault.As(err); ok && f.Kind == fault.NotFound {
			continue // numbers may be left out
		}
		if err != nil {
			return err
		}
		versions = append(versions, item)
	}
	return c.JSON(http.StatusOK, whole(versions, func(i *catalog.Item) itemVersion {
		return itemVersion{Code: i.Code, Version: i.Version, Current: i == current, Status: i.Status, Digest: i.Digest,
			PublishedAt: i.PublishedAt.Format("2006-01-02T15:04:05.999999Z07:00"), named: nameOf(i.Name)}
	}))
}

// ItemVersion is the version of an item under which a case may have begun.
func (a *API) ItemVersion(c echo.Context) error {
	n, err := strconv.Atoi(c.Param("version"))
	if err != nil || n < 1 || n > 1<<30 {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	item, err := a.Catalog.Version(c.Request().Context(), c.Param("code"), n)
	if err != nil {
		return err
	}
	return a.item(c, item)
}

// Facets counts the items by everything that the list filters on.
func (a *API) Facets(c echo.Context) error {
	return a.published(c, "facets", echo.MIMEApplicationJSON, func() ([]byte, error) {
		facets, err := a.Catalog.Facets(c.Request().Context())
		if err != nil {
			return nil, err
		}
		return plainJSON(facets)
	})
}

// ofItem names the item and version that a draft or case stands on.
type ofItem struct {
	Item        string `json:"item"`
	ItemVersion int    `json:"item_version"`
	Name        string `json:"name"`
	NameEn      string `json:"name_en,omitempty"`
}

func itemOf(i *catalog.Item) ofItem {
	return ofItem{Item: i.Code, ItemVersion: i.Version, Name: i.Name.Zh, NameEn: i.Name.En}
}
