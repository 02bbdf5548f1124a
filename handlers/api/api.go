// Package api is the door for programs: /api/v1, as openapi.yaml describes it. Each handler reads the request, calls one method of the
// room and answers JSON; everything that a person can do on a page a program can do here, by the same methods. One file per
// capability, named like the package in models.
package api

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/enterprise"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/reading"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// Prefix stands before every path of this version.
const Prefix = "/api/v1"

// API is what the operations stand on.
type API struct {
	Accounts     *account.Service
	Appointments *appointment.Service
	Expedite     *expedite.Service
	Calendars    *calendar.Service
	Catalog      *catalog.Service
	Cases        *casework.Service
	Publicity    *disclosure.Service
	Filing       *filing.Service
	Deliveries   *delivery.Service
	Rosters      *roster.Book
	ReadingLog   *reading.Book
	Documents    *document.Service
	Enterprise   *enterprise.Service
	Materials    *material.Service
	Notices      *notice.Service
	Numbering    *numbers.Service
	Supervise    *supervise.Service
	Auth         *auth.Auth
	Cache        *respond.Cache
	Searches     *respond.Pace                               // of one address, shared with the pages
	Frame        func(c echo.Context, title string) ui.Frame // around the page of the documentation
}

// Asking without an account is limited by address. Progress of one case is limited harder, so that its query code cannot be found by
// trying; pages count under the same keys.
var (
	lookups             = account.Limit{N: 300, Window: time.Minute}
	progressOfCase      = account.Limit{N: 10, Window: 30 * time.Minute}
	progressFromAddress = account.Limit{N: 60, Window: 30 * time.Minute}
)

// lookup counts a search or verification from this address; TOO_MANY when there were too many.
func (a *API) lookup(c echo.Context) error {
	return a.Accounts.Limiter.Allow(c.Request().Context(), "lookup address|"+c.RealIP(), lookups)
}

// private keeps an answer that is meant for one reader out of every cache.
func private(c echo.Context) {
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
}

// answer sends what one reader asked for.
func answer(c echo.Context, status int, body any) error {
	private(c)
	return c.JSON(status, body)
}

// done answers a request that leaves nothing to say.
func done(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	private(c)
	return c.NoContent(http.StatusNoContent)
}

// or answers with the body unless there is an error.
func or(c echo.Context, status int, body any, err error) error {
	if err != nil {
		return err
	}
	return answer(c, status, body)
}

// created answers with a new thing and where it is.
func created(c echo.Context, path string, body any) error {
	c.Response().Header().Set(echo.HeaderLocation, Prefix+path)
	return answer(c, http.StatusCreated, body)
}

// list is one page of a list. Next continues it; null at the end.
type list[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next"`
	Total int     `json:"total"`
}

// page makes a list, each row as show puts it.
func page[T, V any](rows []T, next string, total int, show func(T) V) list[V] {
	l := list[V]{Items: make([]V, len(rows)), Total: total}
	for i, row := range rows {
		l.Items[i] = show(row)
	}
	if next != "" {
		l.Next = &next
	}
	return l
}

// whole is a list that always comes on one page.
func whole[T, V any](rows []T, show func(T) V) list[V] { return page(rows, "", len(rows), show) }

// same shows a row as it is.
func same[T any](row T) T { return row }

// named puts a name of both languages flat beside the rest: name is Chinese, name_en English.
type named struct {
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

func nameOf(t form.Text) named { return named{Name: t.Zh, NameEn: t.En} }

// identified is the answer that names a new thing.
type identified struct {
	ID uuid.UUID `json:"id"`
}

// id reads the id in a path; one that is none names nothing.
func id(c echo.Context, name string) (uuid.UUID, error) {
	value, err := uuid.Parse(c.Param(name))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return value, nil
}
