package pages

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ChooseView is the choice of window, day and time, for a new appointment or to move one.
type ChooseView struct {
	Item    *catalog.Item
	Path    string     // of this page
	Query   url.Values // what every link of it carries: case, situations
	On      string     // where a chosen time leads
	Back    string
	Moves   *appointment.Booking // the appointment that is moved
	Areas   []AreaChoice
	Windows []WindowChoice
	Window  *appointment.Window // chosen
	Days    []appointment.Day   // whole weeks, Monday first
	Day     *appointment.Day    // chosen
	Today   workday.Date
	LastDay workday.Date
	Refusal string
}

// AreaChoice is an area in which windows serve the item.
type AreaChoice struct {
	Code, Name string
	Current    bool
}

// WindowChoice is a window with the first day on which it has room; no date when it has none.
type WindowChoice struct {
	appointment.Window
	AreaName string
	First    workday.Date
}

// link is an address of this page, or of another, with further values of the query as name, value pairs.
func (v ChooseView) link(path string, pairs ...string) string {
	q := url.Values{}
	for name, values := range v.Query {
		q[name] = values
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (v ChooseView) dayHref(d appointment.Day) string {
	return v.link(v.Path, "window", v.Window.Code, "day", d.Date.String()) + "#times"
}

func (v ChooseView) slotHref(s appointment.Slot) string {
	return v.link(v.On, "window", v.Window.Code, "at", locale.Machine(s.Start))
}

// weeks cuts the days into weeks.
func (v ChooseView) weeks() (weeks [][]appointment.Day) {
	for i := 0; i+7 <= len(v.Days); i += 7 {
		weeks = append(weeks, v.Days[i:i+7])
	}
	return weeks
}

// dayState is the word below a day of the calendar.
func dayState(ctx context.Context, d appointment.Day) string {
	switch {
	case d.Why != appointment.WhyNone:
		return locale.T(ctx, "visit.why."+string(d.Why))
	case d.Left == 0:
		return locale.T(ctx, "visit.full")
	}
	return locale.T(ctx, "visit.left", "count", d.Left)
}

// looks names how a day of the calendar is drawn.
func dayLook(d appointment.Day) string {
	switch {
	case d.Why == appointment.WhyNone && d.Left > 0:
		return "free"
	case d.Why == appointment.WhyNone:
		return "full"
	}
	return "off"
}

// dayName is the date for readers of screens, with its weekday.
func dayName(ctx context.Context, d workday.Date) string {
	return locale.Date(ctx, d) + " " + weekday(ctx, d)
}

func weekday(ctx context.Context, d workday.Date) string {
	return locale.T(ctx, "visit.weekday."+fmt.Sprint((int(d.Weekday())+6)%7))
}

// dayNumber is the day of the month; the first of a month, and the first cell, name the month.
func dayNumber(ctx context.Context, d workday.Date, first bool) string {
	_, month, day := d.YMD()
	if first || day == 1 {
		return locale.T(ctx, "visit.monthday", "month", int(month), "day", day)
	}
	return fmt.Sprint(day)
}

const noon = 12

// halves are the slots of the morning and of the afternoon.
func halves(slots []appointment.Slot) (list []half) {
	for _, s := range slots {
		key := "visit.morning"
		if s.Start.In(workday.Zone).Hour() >= noon {
			key = "visit.afternoon"
		}
		if len(list) == 0 || list[len(list)-1].Key != key {
			list = append(list, half{Key: key})
		}
		list[len(list)-1].Slots = append(list[len(list)-1].Slots, s)
	}
	return list
}

type half struct {
	Key   string
	Slots []appointment.Slot
}

// slotTime is the time of an appointment: 09:00–09:30.
func slotTime(start, end time.Time) string { return locale.Clock(start) + "–" + locale.Clock(end) }

// whenOf is day, weekday and time.
func whenOf(ctx context.Context, start, end time.Time) string {
	return dayName(ctx, workday.DateOf(start)) + " " + slotTime(start, end)
}

// ConfirmVisitView is the last look before an appointment is booked or moved.
type ConfirmVisitView struct {
	Entry
	Item       *catalog.Item
	CaseID     uuid.UUID
	Window     appointment.Window
	Start, End time.Time
	Bring      []catalog.Material
	Situations map[string]string
	Moves      *appointment.Booking
	Name       string
	Mobile     string
	Key        string
	Action     string
	Again      string // where another time is chosen
}

// SlipView is an appointment on one page, to be shown on the phone or printed.
type SlipView struct {
	appointment.Booking
	Bring   []catalog.Material
	Address string // of this page, for its QR code
	Name    string
	Flash   string
}

// VisitsView are the appointments of a person.
type VisitsView struct {
	Ahead, Past []appointment.Booking
	Flash       string
}

// CancelVisitView asks before an appointment is cancelled.
type CancelVisitView struct {
	Entry
	Booking appointment.Booking
	Key     string
}

func visitPath(id uuid.UUID) string { return "/appointments/" + id.String() }

// visitForCase is where a window is chosen with which a case goes on.
func visitForCase(item string, id uuid.UUID) string {
	return "/items/" + item + "/appointment?case=" + id.String()
}

// VisitTone is the colour of what became of an appointment.
func visitTone(s appointment.State) ui.Tone {
	switch s {
	case appointment.Booked:
		return ui.Info
	case appointment.Arrived:
		return ui.Accent
	case appointment.Served:
		return ui.Success
	case appointment.Missed, appointment.Closed:
		return ui.Warning
	}
	return ui.Neutral
}

func visitState(ctx context.Context, s appointment.State) string {
	return locale.T(ctx, "visit.state."+string(s))
}

// placeRows say where somebody must go.
func placeRows(ctx context.Context, w appointment.Place) []ui.Row {
	rows := []ui.Row{{Label: locale.T(ctx, "visit.window"), Value: say(ctx, w.Name)}}
	address := say(ctx, w.Address)
	if address == "" || !w.Confirmed {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "visit.address"), Show: unconfirmed(address)})
	} else {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "visit.address"), Value: address})
	}
	if w.Phone != "" {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "visit.phone"), Value: w.Phone})
	}
	return rows
}

func placeOf(w appointment.Window) appointment.Place {
	return appointment.Place{Code: w.Code, Name: w.Name, Address: w.Address, Phone: w.Phone, Confirmed: w.Confirmed}
}

// confirmRows are what somebody is about to book.
func (v ConfirmVisitView) rows(ctx context.Context) []ui.Row {
	rows := []ui.Row{{Label: locale.T(ctx, "visit.item"), Value: say(ctx, v.Item.Name)}}
	if v.Moves != nil {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "visit.before"), Value: whenOf(ctx, v.Moves.Start, v.Moves.End) + " · " + say(ctx, v.Moves.Window.Name)})
	}
	rows = append(rows, ui.Row{Label: locale.T(ctx, "visit.when"), Value: whenOf(ctx, v.Start, v.End)})
	rows = append(rows, placeRows(ctx, placeOf(v.Window))...)
	return append(rows, ui.Row{Label: locale.T(ctx, "visit.who"), Value: v.Name + " " + v.Mobile})
}

func (v SlipView) rows(ctx context.Context) []ui.Row {
	rows := append([]ui.Row{{Label: locale.T(ctx, "visit.item"), Value: say(ctx, v.ItemName)}}, placeRows(ctx, v.Window)...)
	rows = append(rows, ui.Row{Label: locale.T(ctx, "visit.who"), Value: v.Name})
	if v.Reason != "" {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "visit.reason"), Value: v.Reason})
	}
	return rows
}

// materialHint says in which form a material is brought.
func materialHint(ctx context.Context, m catalog.Material) string {
	text := ""
	if key := "visit.kind." + m.Kind; locale.Has(key) {
		text = locale.T(ctx, key, "n", max(m.Copies, 1))
	}
	if m.Conditional() {
		text += locale.T(ctx, "visit.bring.maybe")
	}
	return text
}

func situationName(key string) string { return "situation." + key }

// choosing is how far the reader has come.
func choosing(ctx context.Context, step int) []ui.Step {
	steps := make([]ui.Step, 3)
	for i := range steps {
		steps[i] = ui.Step{Label: locale.T(ctx, "visit.step."+fmt.Sprint(i+1)), Status: ui.Todo}
		switch {
		case i < step:
			steps[i].Status = ui.Done
		case i == step:
			steps[i].Status = ui.Current
		}
	}
	return steps
}

const emptyID = "00000000-0000-0000-0000-000000000000"

func weekdayKey(d workday.Date) string { return fmt.Sprint((int(d.Weekday()) + 6) % 7) }

// chosenDay is the value of aria-current on a day of the calendar.
func chosenDay(is bool) string {
	if is {
		return "date"
	}
	return "false"
}

// rebookPath is where an appointment that fell away is made anew.
func rebookPath(b appointment.Booking) string {
	q := url.Values{}
	if b.CaseID != uuid.Nil {
		q.Set("case", b.CaseID.String())
	}
	for key, value := range b.Situations {
		q.Set(situationName(key), value)
	}
	path := "/items/" + url.PathEscape(b.Item) + "/appointment"
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

// reasons are the sentences from which one chooses why an appointment is cancelled.
func (v CancelVisitView) reasons(ctx context.Context) (options []ui.Option) {
	for _, key := range []string{"time", "materials", "online", "notneeded", "other"} {
		text := locale.T(ctx, "visit.cancel.reason."+key)
		options = append(options, ui.Option{Value: text, Label: text, Checked: v.Value("reason") == text})
	}
	return options
}
