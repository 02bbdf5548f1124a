package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const visitsPath = "/me/appointments"

func visitPath(id uuid.UUID) string { return "/appointments/" + id.String() }

// situationField begins the names of answers to situation questions.
const situationField = "situation."

// ChooseVisit shows windows, days and times for an item; ?case= is for a case of the reader.
func (s *Site) ChooseVisit(c echo.Context) error {
	item, err := s.Catalog.Item(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	v := pages.ChooseView{Item: item, Path: "/items/" + url.PathEscape(item.Code) + "/appointment", On: "/appointments/new", Back: "/items/" + url.PathEscape(item.Code),
		Query: carried(c)}
	if which := c.QueryParam("case"); which != "" {
		v.Query.Set("case", which)
		v.Back = myCasePath(which)
	}
	if v.Windows, err = s.windowChoices(c, item); err != nil {
		return err
	}
	if err := s.fillChoice(c, &v); err != nil {
		return err
	}
	v.Query.Set("item", item.Code) // the next page needs it; on this one it stands in the path and does no harm
	title := say(c, "visit.title")
	return respond.Page(c, http.StatusOK, pages.ChooseVisit(s.frame(c, title, crumb(say(c, "nav.items"), "/items"), crumb(pick(c, item.Name), "/items/"+item.Code), crumb(title, "")), v))
}

// carried are the answers to situation questions that every link of the choice carries.
func carried(c echo.Context) url.Values {
	q := url.Values{}
	for name, values := range c.QueryParams() {
		if strings.HasPrefix(name, situationField) && len(values) > 0 {
			q.Set(name, values[0])
		}
	}
	return q
}

// windowChoices are the windows of an item with the first day on which each has room.
func (s *Site) windowChoices(c echo.Context, item *catalog.Item) ([]pages.WindowChoice, error) {
	ctx := respond.Context(c)
	windows, err := s.Appointments.WindowsFor(ctx, item)
	if err != nil {
		return nil, err
	}
	first, err := s.Appointments.Openings(ctx, windows)
	if err != nil {
		return nil, err
	}
	list := make([]pages.WindowChoice, len(windows))
	for i, w := range windows {
		list[i] = pages.WindowChoice{Window: w, AreaName: areaName(c, w.Area), First: first[w.Code]}
	}
	return list, nil
}

func areaName(c echo.Context, code string) string {
	area, err := identity.ParseArea(code)
	if err != nil {
		return code
	}
	return locale.Pick(respond.Context(c), area.Zh(), area.En())
}

// fillChoice takes what the address says: an area to narrow the windows, or a window and a day. What names nothing is left out.
func (s *Site) fillChoice(c echo.Context, v *pages.ChooseView) error {
	v.Today, v.LastDay = s.today(), s.Appointments.LastDay()
	if len(v.Windows) == 1 {
		v.Window = &v.Windows[0].Window
	}
	if at := slices.IndexFunc(v.Windows, func(w pages.WindowChoice) bool { return w.Code == c.QueryParam("window") }); at >= 0 {
		v.Window = &v.Windows[at].Window
	}
	if v.Window == nil {
		narrow(c, v)
		return nil
	}
	monday := v.Today.AddDays(-(int(v.Today.Weekday()) + 6) % 7)
	sunday := v.LastDay.AddDays((7 - int(v.LastDay.Weekday())) % 7)
	days, err := s.Appointments.Days(c.Request().Context(), v.Window.Code, monday, sunday)
	if err != nil {
		return err
	}
	v.Days = days
	if day, err := workday.Parse(c.QueryParam("day")); err == nil {
		if at := slices.IndexFunc(days, func(d appointment.Day) bool { return d.Date == day && d.Why == appointment.WhyNone }); at >= 0 {
			v.Day = &days[at]
		}
	}
	return nil
}

// narrow shows the windows of one area when there are many.
func narrow(c echo.Context, v *pages.ChooseView) {
	const few = 3
	if len(v.Windows) <= few {
		return
	}
	chosen := c.QueryParam("area")
	v.Areas = []pages.AreaChoice{{Name: say(c, "visit.area.all"), Current: true}}
	for _, w := range v.Windows {
		if !slices.ContainsFunc(v.Areas, func(a pages.AreaChoice) bool { return a.Code == w.Area }) {
			v.Areas = append(v.Areas, pages.AreaChoice{Code: w.Area, Name: w.AreaName, Current: w.Area == chosen})
		}
	}
	if !slices.ContainsFunc(v.Areas[1:], func(a pages.AreaChoice) bool { return a.Current }) {
		return
	}
	v.Areas[0].Current = false
	v.Windows = slices.DeleteFunc(v.Windows, func(w pages.WindowChoice) bool { return w.Area != chosen })
}

// visitOrder reads what a query or a form asks for.
func visitOrder(c echo.Context) (o appointment.Order, err error) {
	values, err := c.FormParams() // of a GET its query
	if err != nil {
		return o, fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	o = appointment.Order{Item: values.Get("item"), Window: values.Get("window"), Situations: situations(c)}
	if which := values.Get("case"); which != "" {
		if o.CaseID, err = uuid.Parse(which); err != nil {
			return o, fault.New(fault.NotFound, "NOT_FOUND")
		}
	}
	if o.Start, err = time.Parse(time.RFC3339, values.Get("at")); err != nil {
		return o, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return o, nil
}

// ConfirmVisit shows what is about to be booked.
func (s *Site) ConfirmVisit(c echo.Context) error {
	o, err := visitOrder(c)
	if err != nil {
		return err
	}
	return s.confirmVisit(c, http.StatusOK, o, pages.Entry{})
}

func (s *Site) confirmVisit(c echo.Context, status int, o appointment.Order, e pages.Entry) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	item, err := s.Appointments.Subject(ctx, actor, o.Item, o.CaseID)
	if err != nil {
		return err
	}
	q := url.Values{"window": {o.Window}, "day": {workday.DateOf(o.Start).String()}}
	if o.CaseID != uuid.Nil {
		q.Set("case", o.CaseID.String())
	}
	for key, value := range o.Situations {
		q.Set(situationField+key, value)
	}
	v := pages.ConfirmVisitView{Entry: e, Item: item, CaseID: o.CaseID, Situations: o.Situations, Bring: appointment.ToBring(item, o.Situations), Key: newIntent(),
		Action: "/appointments", Again: "/items/" + url.PathEscape(item.Code) + "/appointment?" + q.Encode()}
	return s.showConfirm(c, status, v, o.Window, o.Start)
}

func (s *Site) showConfirm(c echo.Context, status int, v pages.ConfirmVisitView, window string, start time.Time) (err error) {
	actor := auth.Actor(c)
	if v.Window, err = s.Appointments.Window(c.Request().Context(), window); err != nil {
		return err
	}
	v.Start, v.End = start, start.Add(time.Duration(v.Window.SlotMinutes)*time.Minute)
	v.Name, v.Mobile = actor.Name, actor.Mobile
	title := say(c, "visit.confirm")
	return respond.Page(c, status, pages.ConfirmVisit(s.visitFrame(c, title), v))
}

func (s *Site) visitFrame(c echo.Context, title string) ui.Frame {
	f := s.frame(c, title, inSpace(c, crumb(say(c, "visit.mine"), visitsPath), crumb(title, ""))...)
	if c.Request().Method != http.MethodGet {
		f.Path = visitsPath
	}
	return f
}

// BookVisit books. What stands in the way is said on the page on which the reader was, with the way to another time.
func (s *Site) BookVisit(c echo.Context) error {
	o, err := visitOrder(c)
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	b, err := s.Appointments.Book(c.Request().Context(), auth.Actor(c), o, key)
	if f, ok := fault.As(err); ok && f.Kind == fault.Conflict && f.Code != "ITEM_NO_WINDOW" && f.Code != "VISIT_NOT_ASKED" {
		return s.confirmVisit(c, respond.Status(f), o, pages.Refused(respond.Context(c), nil, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, visitPath(b.ID)+"?done=visit-booked")
}

// Visits lists the reader's appointments.
func (s *Site) Visits(c echo.Context) error {
	list, err := s.Appointments.Mine(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return err
	}
	v, now := pages.VisitsView{Flash: flash(c)}, s.Now()
	for _, b := range list {
		if b.State.Open() && b.End.After(now) {
			v.Ahead = append(v.Ahead, b)
		} else {
			v.Past = append(v.Past, b)
		}
	}
	title := say(c, "visit.mine")
	return respond.Page(c, http.StatusOK, pages.Visits(s.frame(c, title, inSpace(c, crumb(title, ""))...), v))
}

// Slip is the slip of an appointment. An officer of its window who reads the code on it comes to his day's list.
func (s *Site) Slip(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx, actor := respond.Context(c), auth.Actor(c)
	if actor.IsClerk() {
		b, err := s.Appointments.ForWindow(ctx, actor, which)
		if err != nil {
			return err
		}
		return respond.Redirect(c, dayListPath(b.Window.Code, b.Day())+"#a-"+b.Number)
	}
	v := pages.SlipView{Address: s.PublicURL + visitPath(which), Name: actor.Name, Flash: flash(c)}
	if v.Booking, err = s.Appointments.Booking(ctx, actor, which); err != nil {
		return err
	}
	if v.Bring, err = s.Appointments.Bring(ctx, v.Booking); err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, pages.Slip(s.visitFrame(c, say(c, "visit.slip")), v))
}

// MoveVisitForm shows other times for an appointment, or with ?at= the last look before it is moved.
func (s *Site) MoveVisitForm(c echo.Context) error {
	if c.QueryParam("at") == "" {
		return s.chooseMove(c, http.StatusOK, "")
	}
	return s.confirmMove(c, http.StatusOK, pages.Entry{})
}

func (s *Site) chooseMove(c echo.Context, status int, refusal string) error {
	b, item, err := s.movable(c)
	if err != nil {
		return err
	}
	path := visitPath(b.ID) + "/move"
	v := pages.ChooseView{Item: item, Path: path, On: path, Back: visitPath(b.ID), Moves: &b, Query: url.Values{}, Refusal: refusal}
	if v.Windows, err = s.windowChoices(c, item); err != nil {
		return err
	}
	if err := s.fillChoice(c, &v); err != nil {
		return err
	}
	return respond.Page(c, status, pages.ChooseVisit(s.visitFrame(c, say(c, "visit.move.title")), v))
}

// movable finds the appointment that the path names, and its item.
func (s *Site) movable(c echo.Context) (b appointment.Booking, item *catalog.Item, err error) {
	which, err := id(c, "id")
	if err != nil {
		return b, nil, err
	}
	ctx := c.Request().Context()
	if b, err = s.Appointments.Booking(ctx, auth.Actor(c), which); err != nil {
		return b, nil, err
	}
	if !b.Changeable {
		return b, nil, fault.New(fault.Conflict, "APPOINTMENT_CLOSED")
	}
	item, err = s.Catalog.Version(ctx, b.Item, b.ItemVersion)
	return b, item, err
}

func (s *Site) confirmMove(c echo.Context, status int, e pages.Entry) error {
	b, item, err := s.movable(c)
	if err != nil {
		return err
	}
	o, err := visitOrder(c)
	if err != nil {
		return err
	}
	path := visitPath(b.ID) + "/move"
	again := path + "?" + url.Values{"window": {o.Window}, "day": {workday.DateOf(o.Start).String()}}.Encode()
	v := pages.ConfirmVisitView{Entry: e, Item: item, Moves: &b, Bring: appointment.ToBring(item, b.Situations), Key: newIntent(), Action: path, Again: again}
	return s.showConfirm(c, status, v, o.Window, o.Start)
}

// MoveVisit moves an appointment.
func (s *Site) MoveVisit(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	o, err := visitOrder(c)
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	_, err = s.Appointments.Move(c.Request().Context(), auth.Actor(c), which, o.Window, o.Start, key)
	if f, ok := fault.As(err); ok && f.Kind == fault.Conflict && f.Code != "APPOINTMENT_CLOSED" {
		return s.confirmMove(c, respond.Status(f), pages.Refused(respond.Context(c), nil, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, visitPath(which)+"?done=visit-moved")
}

// CancelVisitForm asks before an appointment is cancelled.
func (s *Site) CancelVisitForm(c echo.Context) error {
	return s.showCancelVisit(c, http.StatusOK, pages.Entry{})
}

func (s *Site) showCancelVisit(c echo.Context, status int, e pages.Entry) error {
	b, _, err := s.movable(c)
	if err != nil {
		return err
	}
	return respond.Page(c, status, pages.CancelVisit(s.visitFrame(c, say(c, "visit.cancel")), pages.CancelVisitView{Entry: e, Booking: b, Key: newIntent()}))
}

// CancelVisit gives the time back.
func (s *Site) CancelVisit(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	_, err = s.Appointments.Cancel(c.Request().Context(), auth.Actor(c), which, c.FormValue("reason"), key)
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
		return s.showCancelVisit(c, respond.Status(f), pages.Refused(respond.Context(c), url.Values{"reason": {c.FormValue("reason")}}, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, visitsPath+"?done=visit-cancelled")
}
