package pages

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// DayListView is a window's day for its officers.
type DayListView struct {
	Entry
	appointment.DayList
	Windows []appointment.Window // among which the officer chooses
	Today   workday.Date
	Now     time.Time
	Flash   string
}

func (v DayListView) href(day workday.Date) string {
	return "/desk/appointments?" + url.Values{"window": {v.Window.Code}, "day": {day.String()}}.Encode()
}

// numbers are how the day goes.
func (v DayListView) numbers(ctx context.Context) []ui.Row {
	count := map[appointment.State]int{}
	for _, b := range v.Visitors {
		count[b.State]++
	}
	row := func(key string, n int) ui.Row { return ui.Row{Label: locale.T(ctx, key), Value: fmt.Sprint(n)} }
	return []ui.Row{
		row("visit.number.booked", v.Day.Booked), row("visit.number.seats", v.Day.Seats), row("visit.number.arrived", count[appointment.Arrived]),
		row("visit.number.served", count[appointment.Served]), row("visit.number.missed", count[appointment.Missed]),
	}
}

// marks are what the officer may do with a visitor now.
func (v DayListView) marks(b appointment.Visitor) []appointment.State {
	switch b.State {
	case appointment.Booked:
		if v.Now.Before(b.End) {
			return []appointment.State{appointment.Arrived, appointment.Served}
		}
		return []appointment.State{appointment.Arrived, appointment.Served, appointment.Missed}
	case appointment.Arrived:
		return []appointment.State{appointment.Served, appointment.Booked}
	case appointment.Missed:
		return []appointment.State{appointment.Booked}
	}
	return nil
}

func markLook(s appointment.State) string {
	switch s {
	case appointment.Served:
		return string(ui.Primary)
	case appointment.Arrived:
		return string(ui.Secondary)
	}
	return string(ui.Tertiary)
}

// tail is the end of a mobile number: enough to ask for somebody, not enough to call him.
func tail(mobile string) string {
	if len(mobile) < 4 {
		return ""
	}
	return "*" + mobile[len(mobile)-4:]
}

// HoursView is where a case manager sets hours, capacity and place of a window.
type HoursView struct {
	Entry
	Form       string // which form came back: "week" or "day"
	Window     appointment.Window
	Windows    []appointment.Window
	Week       appointment.Week
	Exceptions []appointment.Exception
	Flash      string
}

// SpanInput is a span as it stands in its inputs.
type SpanInput struct{ From, To, Capacity string }

// spanInputs is how many spans a day of the form has room for.
const spanInputs = 2

// spans are the inputs of a weekday: what was typed, else what is set.
func (v HoursView) spans(day int) []SpanInput {
	if v.Form == "week" {
		return typedSpans(v.Values, fmt.Sprintf("week/%d", day))
	}
	return spansFor(v.Week[day])
}

func (v HoursView) daySpans() []SpanInput {
	if v.Form == "day" {
		return typedSpans(v.Values, "spans")
	}
	return spansFor(nil)
}

func spansFor(spans []appointment.Span) []SpanInput {
	list := make([]SpanInput, max(len(spans), spanInputs))
	for i, s := range spans {
		list[i] = SpanInput{s.From.String(), s.To.String(), strconv.Itoa(s.Capacity)}
	}
	return list
}

func typedSpans(values url.Values, name string) (list []SpanInput) {
	for i := 0; values.Has(fmt.Sprintf("%s/%d/from", name, i)) || i < spanInputs; i++ {
		at := func(part string) string { return values.Get(fmt.Sprintf("%s/%d/%s", name, i, part)) }
		list = append(list, SpanInput{at("from"), at("to"), at("capacity")})
	}
	return list
}

func (v HoursView) typed(name, set string) string {
	if v.Form == "week" {
		return v.Value(name)
	}
	return set
}

func (v HoursView) isConfirmed() bool {
	if v.Form == "week" {
		return v.Value("confirmed") != ""
	}
	return v.Window.Confirmed
}

func (v HoursView) number(ctx context.Context) ui.TextInput {
	t := v.Text("slot_minutes", locale.T(ctx, "visit.hours.minutes"), "")
	t.Type, t.Value = "number", v.typed("slot_minutes", strconv.Itoa(v.Window.SlotMinutes))
	return t
}

func (v HoursView) text(ctx context.Context, name, set string) ui.TextInput {
	t := v.Text(name, locale.T(ctx, "visit.hours."+name), "")
	t.Value, t.Autocomplete = v.typed(name, set), "off"
	return t
}

func (v HoursView) day(ctx context.Context) ui.TextInput {
	t := v.Text("day", locale.T(ctx, "visit.hours.day"), "")
	t.Type = "date"
	return t
}

func (v HoursView) note(ctx context.Context) ui.TextInput {
	t := v.Text("note", locale.T(ctx, "visit.hours.note"), locale.T(ctx, "visit.hours.note.hint"))
	t.MaxLength, t.Autocomplete = 200, "off"
	return t
}

// spansText is the hours of a day in words.
func spansText(ctx context.Context, spans []appointment.Span) string {
	if len(spans) == 0 {
		return locale.T(ctx, "visit.why.closed")
	}
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = locale.T(ctx, "visit.hours.span", "from", s.From.String(), "to", s.To.String(), "count", s.Capacity)
	}
	return strings.Join(words, " · ")
}

// windowOptions are the windows among which an officer chooses.
func windowOptions(ctx context.Context, windows []appointment.Window, chosen string) (options []ui.Option) {
	for _, w := range windows {
		options = append(options, ui.Option{Value: w.Code, Label: say(ctx, w.Name), Checked: w.Code == chosen})
	}
	return options
}
