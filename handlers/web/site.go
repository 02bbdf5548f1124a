// Package web is the door for people: each handler reads the request, calls one method of the room and shows a page or goes on to the
// next one. One file per capability, named like the package in models.
package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
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
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/reading"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// Site is what the pages stand on.
type Site struct {
	Accounts     *account.Service
	Appointments *appointment.Service
	Expedite     *expedite.Service
	Calendars    *calendar.Service
	Catalog      *catalog.Service
	Cases        *casework.Service
	Publicity    *disclosure.Service
	Filing       *filing.Service
	Delivering   *delivery.Service
	Rosters      *roster.Book
	ReadingLog   *reading.Book
	Documents    *document.Service
	Enterprises  *enterprise.Service
	Materials    *material.Service
	Live         *live.Hub
	Notices      *notice.Service
	Numbering    *numbers.Service
	Supervise    *supervise.Service
	Outbox       *notice.Outbox // nil outside demo mode
	Auth         *auth.Auth
	Cache        *respond.Cache

	Footer       ui.Footer
	PublicURL    string // of the site, without a slash at the end: what QR codes lead to
	DemoAccounts []pages.DemoAccount
	Now          func() time.Time // the portal's clock
	Front        *catalog.Front   // what editors put on the first page
	Searches     *respond.Pace    // of one address, shared with the door for programs

	lookups *respond.Pace
}

// Verifying needs no account, so one address may do it only so often: many at once, then a few a second.
const (
	lookupsPerSecond = 5
	lookupsAtOnce    = 60
)

// Prepare makes what the pages share; called once before the first request.
func (s *Site) Prepare() {
	s.lookups = respond.NewPace(lookupsPerSecond, lookupsAtOnce)
}

// Seconds without a request after which a session ends (domain.md 6.2); the page warns before.
const (
	personIdle = 30 * 60
	clerkIdle  = 15 * 60
)

// frame is what stands around a page for the one who asks.
func (s *Site) frame(c echo.Context, title string, crumbs ...ui.Crumb) ui.Frame {
	f := s.bareFrame(c, title, crumbs...)
	f.NoIndex, f.Time = true, locale.ClockSeconds(s.Now())
	actor := auth.Actor(c)
	if !actor.SignedIn() {
		f.Viewer, f.IdleSeconds = ui.Viewer{}, 0
		return f
	}
	f.Viewer = ui.Viewer{SignedIn: true, Name: actor.Name, Kind: ui.Citizen}
	f.IdleSeconds = personIdle
	if actor.IsClerk() {
		f.Viewer.Kind, f.IdleSeconds = ui.Clerk, clerkIdle
	}
	if m, acts := actor.Member(actor.Acting); acts {
		f.Viewer.Name, f.Viewer.Kind, f.Side = m.Name, ui.Enterprise, ui.SideEnterprise
	}
	if n, err := s.Notices.Unread(c.Request().Context(), actor); err == nil { // a page is better without the number than not at all
		f.Viewer.Unread = n
	}
	if actor.IsClerk() {
		f.Nav = deskNav(c, actor, f.Viewer.Unread, s.Outbox != nil)
	}
	return f
}

// bareFrame is the frame of pages that are the same for everybody: it knows of the reader only what his cookies say, so that it costs
// no query. Somebody with a session is shown the way to his space, not his name.
func (s *Site) bareFrame(c echo.Context, title string, crumbs ...ui.Crumb) ui.Frame {
	f := ui.Frame{Title: title, Crumbs: crumbs, Elder: isElder(c), Path: c.Request().URL.RequestURI(), Footer: s.Footer}
	if hasSession(c) {
		f.Viewer = ui.Viewer{SignedIn: true, Kind: ui.Citizen, Name: locale.T(respond.Context(c), "nav.space")}
	}
	return f
}

// ErrorFrame is what stands around an error page.
func (s *Site) ErrorFrame(c echo.Context) pages.ErrorFrame {
	f := s.bareFrame(c, "")
	f.NoIndex = true
	if c.Request().Method != http.MethodGet {
		f.Path = "/"
	}
	return f
}

// hasSession tells whether the browser brought a session along; whether it still lives only the database knows.
func hasSession(c echo.Context) bool {
	_, err := c.Request().Cookie(auth.CookieName)
	return err == nil
}

func isElder(c echo.Context) bool {
	cookie, err := c.Request().Cookie("elder")
	return err == nil && cookie.Value == "1"
}

// say is a message in the reader's language.
func say(c echo.Context, key string, pairs ...any) string {
	return locale.T(respond.Context(c), key, pairs...)
}

// crumb is a step of the way to a page.
func crumb(label, href string) ui.Crumb { return ui.Crumb{Label: label, Href: href} }

// inSpace is the way to a page of somebody's own space; officers come from their desk instead.
func inSpace(c echo.Context, crumbs ...ui.Crumb) []ui.Crumb {
	if auth.Actor(c).IsClerk() {
		return crumbs
	}
	return append([]ui.Crumb{crumb(say(c, "nav.space"), personHome)}, crumbs...)
}

// again shows a form once more with what was wrong, when it is something that its reader can mend; any other fault is an error page.
func again(c echo.Context, err error, show func(pages.Entry) templ.Component) error {
	return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return show(e), nil })
}

// againOr is again for a page that has to be looked up and may fail.
func againOr(c echo.Context, err error, show func(pages.Entry) (templ.Component, error)) error {
	f, ok := fault.As(err)
	if !ok || !mendable(f.Kind) {
		return err
	}
	typed, err := c.FormParams()
	if err != nil {
		return err
	}
	page, err := show(pages.Refused(respond.Context(c), typed, f))
	if err != nil {
		return err
	}
	if wait, limited := f.Params["seconds"]; limited {
		c.Response().Header().Set(echo.HeaderRetryAfter, fmt.Sprint(wait))
	}
	return respond.Page(c, respond.Status(f), page)
}

func mendable(kind fault.Kind) bool {
	switch kind {
	case fault.Invalid, fault.Conflict, fault.Unauthenticated, fault.TooMany, fault.Unavailable:
		return true
	}
	return false
}

// pin sets a fault that concerns one field at that field: places goes from code to JSON pointer.
func pin(err error, places map[string]string) error {
	f, ok := fault.As(err)
	if !ok || len(f.Fields) > 0 {
		return err
	}
	if pointer, known := places[f.Code]; known {
		return fault.Fields(fault.Field{Pointer: pointer, Code: f.Code, Params: f.Params})
	}
	return err
}

// typed is what the reader put into the form so far; a GET has none.
func typed(c echo.Context) pages.Entry {
	values, err := c.FormParams()
	if err != nil {
		return pages.Entry{}
	}
	return pages.Entry{Values: values}
}

// isFragment tells whether script asks for a part of the page instead of a whole one.
func isFragment(c echo.Context) bool { return c.Request().Header.Get("HX-Request") == "true" }

// done are the answers that a page shows after a redirect, by the word that stands in its address.
var done = map[string]string{
	"registered": "account.register.done", "reset": "account.reset.done", "password": "account.password.done", "mobile": "account.mobile.done", "left": "account.ended",
	"enterprise": "account.enterprise.done", "invited": "members.invited", "ended": "me.ended", "joined": "me.invited.done",
	"finished": "draft.done.finished", "reopened": "draft.done.reopened", "discarded": "draft.done.discarded", "returned": "unit.done.returned",
	"replied": "special.reply.done",
	"sent":    "mycase.done.sent", "withdrawn": "mycase.done.withdrawn", "delivered": "mycase.done.delivered",
	"suspended": "members.suspended", "resumed": "members.resumed", "confirmed": "enterprise.done.confirmed", "refused": "enterprise.done.refused",
	"offered": "handover.done", "texts": "texts.saved", "paper": "box.done.added",
	"paper-removed": "box.done.removed", "takeover": "takeover.done", "takeover-objected": "takeover.objected", "recorded": "enterprise.desk.recorded",
	"passed": "enterprise.desk.passed", "noted": "enterprise.desk.noted",
	"visit-booked": "visit.done.booked", "visit-moved": "visit.done.moved", "visit-cancelled": "visit.done.cancelled",
	"objected": "disclosure.done.objected", "asked": "licence.done.asked", "claimed": "compensation.done.claimed", "added": "compensation.done.added", "stated": "licence.done.stated",
	"penalty_confirmed": "penalty.done.confirmed", "penalty_rejected": "penalty.done.rejected",
}

// flash is the sentence for ?done=, empty when there is none.
func flash(c echo.Context) string {
	if key, ok := done[c.QueryParam("done")]; ok {
		return say(c, key)
	}
	return ""
}

// id reads the id in a path; one that is none names nothing.
func id(c echo.Context, name string) (uuid.UUID, error) {
	value, err := uuid.Parse(c.Param(name))
	if err != nil || value == uuid.Nil { // nobody has that one
		return uuid.Nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return value, nil
}

// lookup counts a verification of this address; TOO_MANY when there were too many.
func (s *Site) lookup(c echo.Context) error { return s.lookups.Allow(c) }

// pinTo sets a fault at one field, whatever its code.
func pinTo(err error, pointer string) error {
	if f, ok := fault.As(err); ok && len(f.Fields) == 0 {
		return fault.Fields(fault.Field{Pointer: pointer, Code: f.Code, Params: f.Params})
	}
	return err
}
