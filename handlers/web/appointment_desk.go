package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	dayLists   = clerkHome + "/appointments"
	hoursPath  = clerkHome + "/windows"
	hoursDepth = 6 // spans of a day that a form may send
)

func dayListPath(window string, day workday.Date) string {
	return dayLists + "?" + url.Values{"window": {window}, "day": {day.String()}}.Encode()
}

// DayList shows who is expected at a window on a day: today at the officer's first one unless the address says otherwise.
func (s *Site) DayList(c echo.Context) error {
	day, err := workday.Parse(c.QueryParam("day"))
	if err != nil {
		day = s.today()
	}
	return s.dayList(c, http.StatusOK, c.QueryParam("window"), day, pages.Entry{})
}

func (s *Site) dayList(c echo.Context, status int, window string, day workday.Date, e pages.Entry) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	windows, err := s.Appointments.DeskWindows(ctx, actor)
	if err != nil {
		return err
	}
	if len(windows) == 0 {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if window == "" {
		window = windows[0].Code
	}
	v := pages.DayListView{Entry: e, Windows: windows, Today: s.today(), Now: s.Now(), Flash: deskFlash(c)}
	if v.DayList, err = s.Appointments.DayList(ctx, actor, window, day); err != nil {
		return err
	}
	title := say(c, "visit.desk.title")
	f := s.frame(c, title, crumb(title, ""))
	if c.Request().Method != http.MethodGet {
		f.Path = dayListPath(window, day)
	}
	return respond.Page(c, status, pages.DayList(f, v))
}

// MarkVisit records who arrived, was served or did not come.
func (s *Site) MarkVisit(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	b, err := s.Appointments.Mark(ctx, actor, which, appointment.State(c.FormValue("mark")), key)
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		seen, missing := s.Appointments.ForWindow(ctx, actor, which)
		if missing != nil {
			return err
		}
		return s.dayList(c, respond.Status(f), seen.Window.Code, seen.Day(), pages.Refused(respond.Context(c), nil, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, dayListPath(b.Window.Code, b.Day())+"#a-"+b.Number)
}

// CountWalkIn counts somebody who came without an appointment.
func (s *Site) CountWalkIn(c echo.Context) error {
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	if _, err := s.Appointments.WalkIn(c.Request().Context(), auth.Actor(c), c.Param("code"), key); err != nil {
		return err
	}
	return respond.Redirect(c, dayListPath(c.Param("code"), s.today()))
}

// PickWindow goes from the list of windows to the hours of one.
func (s *Site) PickWindow(c echo.Context) error {
	windows, err := s.Appointments.DeskWindows(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return err
	}
	at := max(slices.IndexFunc(windows, func(w appointment.Window) bool { return w.Code == c.QueryParam("window") }), 0)
	if at >= len(windows) {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return respond.Redirect(c, hoursPath+"/"+windows[at].Code)
}

// Hours shows hours, capacity and place of a window to who sets them.
func (s *Site) Hours(c echo.Context) error { return s.hours(c, http.StatusOK, "", pages.Entry{}) }

func (s *Site) hours(c echo.Context, status int, which string, e pages.Entry) (err error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	v := pages.HoursView{Entry: e, Form: which, Flash: deskFlash(c)}
	if v.Window, v.Exceptions, err = s.Appointments.Managed(ctx, actor, c.Param("code")); err != nil {
		return err
	}
	if v.Windows, err = s.Appointments.DeskWindows(ctx, actor); err != nil {
		return err
	}
	v.Week = v.Window.Week
	title := say(c, "visit.hours.title")
	f := s.frame(c, title, crumb(say(c, "visit.desk.title"), dayLists), crumb(title, ""))
	if c.Request().Method != http.MethodGet {
		f.Path = hoursPath + "/" + v.Window.Code
	}
	return respond.Page(c, status, pages.Hours(f, v))
}

// hoursAgain shows the form that came back.
func (s *Site) hoursAgain(c echo.Context, err error, which string) error {
	f, ok := fault.As(err)
	if !ok || !mendable(f.Kind) && f.Kind != fault.Stale {
		return err
	}
	values, bad := c.FormParams()
	if bad != nil {
		return err
	}
	return s.hours(c, respond.Status(f), which, pages.Refused(respond.Context(c), values, f))
}

// SetHours changes a window.
func (s *Site) SetHours(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	minutes, _ := strconv.Atoi(values.Get("slot_minutes")) // what is no number is out of range
	version, _ := strconv.Atoi(values.Get("version"))
	in := appointment.Settings{Address: form.Text{Zh: strings.TrimSpace(values.Get("address")), En: strings.TrimSpace(values.Get("address_en"))},
		Phone: strings.TrimSpace(values.Get("phone")), Confirmed: values.Get("confirmed") == "yes", SlotMinutes: minutes, Version: version}
	var wrong []fault.Field
	for day := range in.Week {
		place := fmt.Sprintf("week/%d", day)
		spans, faults := readSpans(values, place)
		in.Week[day], wrong = spans, append(wrong, faults...)
	}
	if err = fault.Fields(wrong...); err == nil {
		_, err = s.Appointments.Set(c.Request().Context(), auth.Actor(c), c.Param("code"), in)
	}
	if err != nil {
		return s.hoursAgain(c, err, "week")
	}
	return respond.Redirect(c, hoursPath+"/"+c.Param("code")+"?done=hours")
}

// SetDay gives a window other hours on one day.
func (s *Site) SetDay(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	e := appointment.Exception{Note: strings.TrimSpace(values.Get("note"))}
	spans, wrong := readSpans(values, "spans")
	e.Spans = spans
	if e.Day, err = workday.Parse(values.Get("day")); err != nil {
		wrong = append([]fault.Field{fault.OneField("/day", "REQUIRED")}, wrong...)
	}
	if err = fault.Fields(wrong...); err == nil {
		_, err = s.Appointments.SetDay(c.Request().Context(), auth.Actor(c), c.Param("code"), e, values.Get("cancel") == "yes")
	}
	if err != nil {
		return s.hoursAgain(c, err, "day")
	}
	return respond.Redirect(c, hoursPath+"/"+c.Param("code")+"?done=day#days")
}

// UnsetDay lets a window keep its usual hours on a day again.
func (s *Site) UnsetDay(c echo.Context) error {
	day, err := workday.Parse(c.Param("day"))
	if err != nil {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err := s.Appointments.UnsetDay(c.Request().Context(), auth.Actor(c), c.Param("code"), day); err != nil {
		return err
	}
	return respond.Redirect(c, hoursPath+"/"+c.Param("code")+"?done=day#days")
}

// readSpans reads the spans of one day. A line of which nothing is filled in counts for nothing.
func readSpans(values url.Values, name string) (spans []appointment.Span, wrong []fault.Field) {
	for i := range hoursDepth {
		at := func(part string) string { return strings.TrimSpace(values.Get(fmt.Sprintf("%s/%d/%s", name, i, part))) }
		from, to, capacity := at("from"), at("to"), at("capacity")
		if from == "" && to == "" {
			continue
		}
		var s appointment.Span
		if s.From.UnmarshalText([]byte(from)) != nil || s.To.UnmarshalText([]byte(to)) != nil {
			return spans, []fault.Field{fault.OneField("/"+name, "TIME_FORMAT")}
		}
		s.Capacity, _ = strconv.Atoi(capacity) // what is no number is out of range
		spans = append(spans, s)
	}
	return spans, nil
}
