package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// windowView is a window with its names and addresses flat.
type windowView struct {
	appointment.Window
	Name      string `json:"name"`
	NameEn    string `json:"name_en,omitempty"`
	Address   string `json:"address"`
	AddressEn string `json:"address_en,omitempty"`
}

func newWindowView(w appointment.Window) windowView {
	return windowView{Window: w, Name: w.Name.Zh, NameEn: w.Name.En, Address: w.Address.Zh, AddressEn: w.Address.En}
}

// visitView is an appointment as its person sees it.
type visitView struct {
	appointment.Booking
	ItemName   string     `json:"item_name"`
	ItemNameEn string     `json:"item_name_en,omitempty"`
	CaseID     *uuid.UUID `json:"case_id"`
	Window     placeView  `json:"window"`
}

type placeView struct {
	Code string `json:"code"`
	named
	Address   string `json:"address"`
	AddressEn string `json:"address_en,omitempty"`
	Phone     string `json:"phone"`
	Confirmed bool   `json:"confirmed"`
}

func newVisitView(b appointment.Booking) visitView {
	v := visitView{Booking: b, ItemName: b.ItemName.Zh, ItemNameEn: b.ItemName.En, Window: placeView{Code: b.Window.Code, named: nameOf(b.Window.Name),
		Address: b.Window.Address.Zh, AddressEn: b.Window.Address.En, Phone: b.Window.Phone, Confirmed: b.Window.Confirmed}}
	if b.CaseID != uuid.Nil {
		v.CaseID = &b.CaseID
	}
	return v
}

// Windows lists the windows that take appointments, of an item or an area when asked.
func (a *API) Windows(c echo.Context) error {
	ctx := c.Request().Context()
	code, err := text(c, "item")
	if err != nil {
		return err
	}
	windows, err := a.Appointments.Windows(ctx)
	if code != "" {
		item, missing := a.Catalog.Item(ctx, code)
		if missing != nil {
			return missing
		}
		windows, err = a.Appointments.WindowsFor(ctx, item)
	}
	if area := c.QueryParam("area"); area != "" {
		windows = slices.DeleteFunc(windows, func(w appointment.Window) bool { return w.Area != area })
	}
	return or(c, http.StatusOK, whole(windows, newWindowView), err)
}

// Slots lists a window's days with what is free and what is taken.
func (a *API) Slots(c echo.Context) error {
	from, err := day(c, "from")
	if err != nil {
		return err
	}
	to, err := day(c, "to")
	if err != nil {
		return err
	}
	days, err := a.Appointments.Days(c.Request().Context(), c.Param("code"), from, to)
	return or(c, http.StatusOK, whole(days, same[appointment.Day]), err)
}

// day reads a date of the query, no date when it is not there.
func day(c echo.Context, name string) (workday.Date, error) {
	text := c.QueryParam(name)
	if text == "" {
		return workday.Date{}, nil
	}
	d, err := workday.Parse(text)
	if err != nil {
		return d, fault.Fields(fault.OneField("/"+name, "DATE_FORMAT"))
	}
	return d, nil
}

// Visits lists the person's appointments, those to come first.
func (a *API) Visits(c echo.Context) error {
	list, err := a.Appointments.Mine(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(list, newVisitView), err)
}

// Visit shows one appointment of the person.
func (a *API) Visit(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		b, err := a.Appointments.Booking(c.Request().Context(), auth.Actor(c), which)
		return or(c, http.StatusOK, newVisitView(b), err)
	})
}

// visitOrder asks for an appointment.
type visitOrder struct {
	Item       string            `json:"item"`
	CaseID     uuid.UUID         `json:"case_id"`
	Window     string            `json:"window"`
	Start      time.Time         `json:"start"`
	Situations map[string]string `json:"situations"`
}

// BookVisit books.
func (a *API) BookVisit(c echo.Context) error {
	in, err := read[visitOrder](c)
	if err != nil {
		return err
	}
	key, err := idempotency(c)
	if err != nil {
		return err
	}
	b, err := a.Appointments.Book(c.Request().Context(), auth.Actor(c),
		appointment.Order{Item: in.Item, CaseID: in.CaseID, Window: in.Window, Start: in.Start, Situations: in.Situations}, key)
	if err != nil {
		return err
	}
	return created(c, "/appointments/"+b.ID.String(), newVisitView(b))
}

// visitTime is another window and time.
type visitTime struct {
	Window string    `json:"window"`
	Start  time.Time `json:"start"`
}

// MoveVisit moves an appointment.
func (a *API) MoveVisit(c echo.Context) error {
	return command(c, func(which uuid.UUID, in visitTime, key db.Key) error {
		b, err := a.Appointments.Move(c.Request().Context(), auth.Actor(c), which, in.Window, in.Start, key)
		return or(c, http.StatusOK, newVisitView(b), err)
	})
}

// CancelVisit gives the time back.
func (a *API) CancelVisit(c echo.Context) error {
	return command(c, func(which uuid.UUID, in reason, key db.Key) error {
		b, err := a.Appointments.Cancel(c.Request().Context(), auth.Actor(c), which, in.Reason, key)
		return or(c, http.StatusOK, newVisitView(b), err)
	})
}

// visitorView is somebody expected at a window, for its officers.
type visitorView struct {
	visitView
	Name   string `json:"name"`
	Mobile string `json:"mobile"`
}

// dayList is a window's day.
type dayList struct {
	Window   windowView    `json:"window"`
	Day      any           `json:"day"`
	Visitors []visitorView `json:"visitors"`
	WalkIns  int           `json:"walk_ins"`
}

// DayList lists who is expected at a window on a day, today unless asked.
func (a *API) DayList(c echo.Context) error {
	on, err := day(c, "day")
	if err != nil {
		return err
	}
	if on.IsZero() {
		on = a.Appointments.DB.Today()
	}
	found, err := a.Appointments.DayList(c.Request().Context(), auth.Actor(c), c.Param("code"), on)
	list := dayList{Window: newWindowView(found.Window), Day: found.Day, Visitors: make([]visitorView, len(found.Visitors)), WalkIns: found.WalkIns}
	for i, v := range found.Visitors {
		respond.Shows(c, v.Mobile)
		list.Visitors[i] = visitorView{newVisitView(v.Booking), v.Name, v.Mobile}
	}
	return or(c, http.StatusOK, list, err)
}

// visitMark is what became of a visitor.
type visitMark struct {
	Mark appointment.State `json:"mark"`
}

// MarkVisit records who arrived, was served or did not come.
func (a *API) MarkVisit(c echo.Context) error {
	return command(c, func(which uuid.UUID, in visitMark, key db.Key) error {
		b, err := a.Appointments.Mark(c.Request().Context(), auth.Actor(c), which, in.Mark, key)
		return or(c, http.StatusOK, newVisitView(b), err)
	})
}

// CountWalkIn counts somebody who came without an appointment.
func (a *API) CountWalkIn(c echo.Context) error {
	key, err := idempotency(c)
	if err != nil {
		return err
	}
	n, err := a.Appointments.WalkIn(c.Request().Context(), auth.Actor(c), c.Param("code"), key)
	return or(c, http.StatusCreated, map[string]int{"walk_ins": n}, err)
}

// windowSettings are hours, capacity and place of a window.
type windowSettings struct {
	Address     string               `json:"address"`
	AddressEn   string               `json:"address_en"`
	Phone       string               `json:"phone"`
	Confirmed   bool                 `json:"confirmed"`
	SlotMinutes int                  `json:"slot_minutes"`
	Week        [][]appointment.Span `json:"week"` // Monday first
}

// SetWindow changes hours, capacity and place of a window; If-Match keeps two from overwriting each other.
func (a *API) SetWindow(c echo.Context) error {
	in, err := read[windowSettings](c)
	if err != nil {
		return err
	}
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	var week appointment.Week
	if copy(week[:], in.Week) != len(in.Week) || len(in.Week) != len(week) {
		return fault.Fields(fault.OneField("/week", "NUMBER_RANGE", "min", len(week), "max", len(week)))
	}
	w, err := a.Appointments.Set(c.Request().Context(), auth.Actor(c), c.Param("code"), appointment.Settings{
		Address: form.Text{Zh: in.Address, En: in.AddressEn}, Phone: in.Phone, Confirmed: in.Confirmed, SlotMinutes: in.SlotMinutes, Week: week, Version: version})
	if err != nil {
		return err
	}
	setVersion(c, w.Version)
	return answer(c, http.StatusOK, newWindowView(w))
}

// windowDay is other hours on one day.
type windowDay struct {
	Spans  []appointment.Span `json:"spans"`
	Note   string             `json:"note"`
	Cancel bool               `json:"cancel"`
}

// SetWindowDay gives a window other hours on one day.
func (a *API) SetWindowDay(c echo.Context) error {
	in, err := read[windowDay](c)
	if err != nil {
		return err
	}
	on, err := workday.Parse(c.Param("day"))
	if err != nil {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	n, err := a.Appointments.SetDay(c.Request().Context(), auth.Actor(c), c.Param("code"), appointment.Exception{Day: on, Spans: in.Spans, Note: in.Note}, in.Cancel)
	return or(c, http.StatusOK, map[string]int{"cancelled": n}, err)
}

// UnsetWindowDay lets a window keep its usual hours on a day again.
func (a *API) UnsetWindowDay(c echo.Context) error {
	on, err := workday.Parse(c.Param("day"))
	if err != nil {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	return done(c, a.Appointments.UnsetDay(c.Request().Context(), auth.Actor(c), c.Param("code"), on))
}
