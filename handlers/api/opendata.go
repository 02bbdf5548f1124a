package api

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// group is a theme or a department with how many items it has.
type group struct {
	Code string `json:"code"`
	named
	Count int `json:"count"`
}

// Themes are the life and business events under which items stand.
func (a *API) Themes(c echo.Context) error {
	return a.groups(c, "themes", func(f catalog.Facets) (list []group) {
		ctx := c.Request().Context()
		for _, t := range catalog.Themes() {
			if n := f.Theme[t]; n > 0 {
				name := named{locale.T(locale.With(ctx, locale.Chinese), "theme."+t), locale.T(locale.With(ctx, locale.English), "theme."+t)}
				list = append(list, group{t, name, n})
			}
		}
		return list
	})
}

// Departments are those that handle items.
func (a *API) Departments(c echo.Context) error {
	return a.groups(c, "departments", func(f catalog.Facets) (list []group) {
		for code, d := range f.Department {
			list = append(list, group{code, nameOf(d.Name), d.Count})
		}
		slices.SortFunc(list, func(x, y group) int { return cmp.Compare(x.Code, y.Code) })
		return list
	})
}

// groups answers a short list that changes only when something is published.
func (a *API) groups(c echo.Context, what string, list func(catalog.Facets) []group) error {
	return a.published(c, what, echo.MIMEApplicationJSON, func() ([]byte, error) {
		facets, err := a.Catalog.Facets(c.Request().Context())
		if err != nil {
			return nil, err
		}
		return plainJSON(whole(list(facets), same))
	})
}

// published serves what depends on nothing but what is published.
func (a *API) published(c echo.Context, what, contentType string, make func() ([]byte, error)) error {
	revision, err := a.Catalog.Revision(c.Request().Context())
	if err != nil {
		return err
	}
	return a.Cache.Serve(c, "api "+what+" "+strconv.FormatInt(revision, 10), contentType, make)
}

// all are the summaries of everything that is published, by code.
func (a *API) all(c echo.Context) ([]catalog.Summary, error) {
	return a.Catalog.Select(c.Request().Context(), func(*catalog.Item) bool { return true })
}

// OpenItems is the whole list as open data.
func (a *API) OpenItems(c echo.Context) error {
	return a.published(c, "open items", echo.MIMEApplicationJSON, func() ([]byte, error) {
		list, err := a.all(c)
		if err != nil {
			return nil, err
		}
		return plainJSON(whole(list, newItemEntry))
	})
}

const (
	mimeCSV = "text/csv; charset=utf-8"
	bom     = "\ufeff" // tells spreadsheets that the file is UTF-8
)

// csvHead names the columns of the table.
var csvHead = []string{
	"code", "name", "name_en", "main_item", "department", "department_name", "power_type", "audience", "level", "themes", "online_depth",
	"visits", "statutory_limit", "promised_limit", "charged", "status", "version",
}

// OpenItemsCSV is the same as a table that spreadsheets open.
func (a *API) OpenItemsCSV(c echo.Context) error {
	return a.published(c, "open csv", mimeCSV, func() ([]byte, error) {
		list, err := a.all(c)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		b.WriteString(bom)
		w := csv.NewWriter(&b)
		w.UseCRLF = true // RFC 4180
		_ = w.Write(csvHead)
		for _, s := range list {
			_ = w.Write(csvRow(s)) // a bytes.Buffer never fails; Error tells of the rest
		}
		w.Flush()
		return b.Bytes(), w.Error()
	})
}

func csvRow(s catalog.Summary) []string {
	audience := make([]string, len(s.Audience))
	for i, one := range s.Audience {
		audience[i] = string(one)
	}
	return []string{
		s.Code, s.Name.Zh, s.Name.En, s.MainItem.Zh, s.Department, s.DepartmentName.Zh, string(s.PowerType), strings.Join(audience, " "), s.Level,
		strings.Join(s.Themes, " "), strconv.Itoa(s.OnlineDepth), strconv.Itoa(s.Visits), csvLimit(s.Statutory), csvLimit(s.Promised),
		strconv.FormatBool(s.Charged), string(s.Status), strconv.Itoa(s.Version),
	}
}

// csvLimit is a limit as "7 WD", "now", or nothing while it is not confirmed.
func csvLimit(l workday.Limit) string {
	switch {
	case l.IsZero():
		return ""
	case l.Unit == workday.Now:
		return string(l.Unit)
	}
	return strconv.Itoa(l.N) + " " + string(l.Unit)
}
