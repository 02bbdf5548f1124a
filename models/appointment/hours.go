package appointment

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// TimeOfDay is a time of the civil day in minutes after midnight, Asia/Shanghai; as text "09:30".
type TimeOfDay int

// MarshalText is "09:30".
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// UnmarshalText reads "09:30", and "24:00" as the end of the day. TIME_FORMAT for anything else.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	if string(text) == "24:00" {
		*t = 24 * 60
		return nil
	}
	at, err := time.Parse("15:04", string(text))
	if err != nil || len(text) != len("15:04") {
		return fault.New(fault.Invalid, "TIME_FORMAT")
	}
	*t = TimeOfDay(at.Hour()*60 + at.Minute())
	return nil
}

// On is the instant on a day.
func (t TimeOfDay) On(day workday.Date) time.Time {
	return day.Start().Add(time.Duration(t) * time.Minute)
}

// Span is a time of the day in which a window takes appointments: Capacity people in each slot.
type Span struct {
	From     TimeOfDay `json:"from"`
	To       TimeOfDay `json:"to"`
	Capacity int       `json:"capacity"`
}

// Week is the hours of each weekday, Monday first.
type Week [7][]Span

// of finds the spans of a weekday.
func (w Week) of(d time.Weekday) []Span { return w[(int(d)+6)%7] }

// Exception is a day on which a window keeps other hours than its week. Without spans it is closed.
type Exception struct {
	Day   workday.Date `json:"day"`
	Spans []Span       `json:"spans"`
	Note  string       `json:"note"` // why, for people who read it
	SetBy string       `json:"-"`    // 警号
}

// Why says why a window takes no appointments on a day.
type Why string

// Reasons.
const (
	WhyNone    Why = ""
	WhyWeekend Why = "weekend" // a day off as every week
	WhyHoliday Why = "holiday" // announced as off
	WhyClosed  Why = "closed"  // the window itself is closed on that day
	WhyPast    Why = "past"    // the day has gone by, or all its times
	WhyLater   Why = "later"   // bookings for it are not open yet
)

// spansOn is when a window is open on a day. An exception goes before everything; then the official calendar: nobody works on a holiday,
// a make-up weekend day (调休) has the hours of a Monday, and at an ordinary weekend only those windows open that say so.
func spansOn(week Week, exceptions map[workday.Date]Exception, cal *workday.Calendar, day workday.Date) ([]Span, Why) {
	if e, ok := exceptions[day]; ok {
		if len(e.Spans) == 0 {
			return nil, WhyClosed
		}
		return e.Spans, WhyNone
	}
	switch cal.Reason(day) {
	case workday.Holiday:
		return nil, WhyHoliday
	case workday.MakeUp:
		return week.of(time.Monday), WhyNone
	case workday.Weekend:
		if spans := week.of(day.Weekday()); len(spans) > 0 {
			return spans, WhyNone
		}
		return nil, WhyWeekend
	}
	spans := week.of(day.Weekday())
	if len(spans) == 0 {
		return nil, WhyClosed
	}
	return spans, WhyNone
}

// SlotState says whether a slot can be booked now.
type SlotState string

// States of a slot.
const (
	Free SlotState = "free"
	Full SlotState = "full"
	Gone SlotState = "past" // gone by, or too soon to be booked
)

// Slot is a time at which Capacity people can come.
type Slot struct {
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Capacity int       `json:"capacity"`
	Booked   int       `json:"booked"`
	State    SlotState `json:"state"`
}

// Left is how many can still book.
func (s Slot) Left() int { return max(s.Capacity-s.Booked, 0) }

// slotsOf cuts spans into slots of the same length; what is left at the end of a span is no slot.
func slotsOf(spans []Span, minutes int, day workday.Date) (slots []Slot) {
	for _, span := range spans {
		for from := span.From; from+TimeOfDay(minutes) <= span.To; from += TimeOfDay(minutes) {
			slots = append(slots, Slot{Start: from.On(day), End: (from + TimeOfDay(minutes)).On(day), Capacity: span.Capacity})
		}
	}
	return slots
}

// Day is one day of a window.
type Day struct {
	Date    workday.Date `json:"date"`
	Why     Why          `json:"why,omitempty"`  // it takes no appointments, and why
	Note    string       `json:"note,omitempty"` // of an exception
	Slots   []Slot       `json:"slots"`
	Left    int          `json:"left"`    // seats that can be booked now
	Seats   int          `json:"seats"`   // of all slots
	Booked  int          `json:"booked"`  // of all slots
	MadeUp  bool         `json:"made_up"` // 调休 make-up day
	Another bool         `json:"another"` // other hours than usual
}

// Full tells whether a day is open and nothing is left of it.
func (d Day) Full() bool { return d.Why == WhyNone && d.Left == 0 }

// Bookings must be made at least lead before the slot and at most horizon working days ahead.
const (
	lead    = time.Hour
	horizon = 15
)

// LastDay is the last day that can be booked today.
func LastDay(cal *workday.Calendar, today workday.Date) workday.Date {
	last := cal.AddWD(today, horizon)
	for !cal.IsWorkingDay(last.AddDays(1)) { // the weekend after it belongs to it, for windows that open then
		last = last.AddDays(1)
	}
	return last
}

// plan is a window's day as it can be booked at an instant; booked is how many seats are taken, by start.
func plan(w Window, exceptions map[workday.Date]Exception, cal *workday.Calendar, day workday.Date, booked map[int64]int, now time.Time) Day {
	d := Day{Date: day, Slots: []Slot{}, Note: exceptions[day].Note, MadeUp: cal.Reason(day) == workday.MakeUp}
	spans, why := spansOn(w.Week, exceptions, cal, day)
	if _, d.Another = exceptions[day]; why != WhyNone {
		d.Why = why
		return d
	}
	today := workday.DateOf(now)
	gone := true
	for _, slot := range slotsOf(spans, w.SlotMinutes, day) {
		slot.Booked = booked[slot.Start.Unix()]
		switch {
		case slot.Start.Before(now.Add(lead)):
			slot.State = Gone
		case slot.Left() == 0:
			slot.State, gone = Full, false
		default:
			slot.State, gone = Free, false
			d.Left += slot.Left()
		}
		d.Seats += slot.Capacity
		d.Booked += slot.Booked
		d.Slots = append(d.Slots, slot)
	}
	switch {
	case day.After(LastDay(cal, today)):
		d.Why, d.Left = WhyLater, 0
	case gone:
		d.Why = WhyPast
	}
	return d
}

// Most that a window may be given.
const (
	mostSpans    = 6
	mostCapacity = 200
)

// checkSpans refuses spans that are empty, overlap or hold more than a hall can; pointer is where they stand. They come back in order.
func checkSpans(pointer string, spans []Span, minutes int) ([]Span, []fault.Field) {
	var faults []fault.Field
	spans = slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return int(a.From - b.From) })
	if len(spans) > mostSpans {
		return spans, []fault.Field{fault.OneField(pointer, "HOURS_TOO_MANY", "max", mostSpans)}
	}
	for i, s := range spans {
		switch {
		case s.From < 0 || s.To > 24*60 || s.To < s.From+TimeOfDay(minutes):
			faults = append(faults, fault.OneField(pointer, "HOURS_ORDER"))
		case i > 0 && s.From < spans[i-1].To:
			faults = append(faults, fault.OneField(pointer, "HOURS_OVERLAP"))
		case s.Capacity < 1 || s.Capacity > mostCapacity:
			faults = append(faults, fault.OneField(pointer, "NUMBER_RANGE", "min", 1, "max", mostCapacity))
		default:
			continue
		}
		break // one sentence a place
	}
	return spans, faults
}

// sortedExceptions lists exceptions by day.
func sortedExceptions(found map[workday.Date]Exception) []Exception {
	return slices.SortedFunc(maps.Values(found), func(a, b Exception) int { return a.Day.Compare(b.Day) })
}
