package procedure

import (
	"github.com/yiyang-police/permit-portal/models/workday"
)

// More reasons why a day is or is not counted; the others are those of models/workday.
const (
	AfterStop workday.Reason = "after_stop" // the clock had stopped before this day
	Extended  workday.Reason = "extension"  // a working day of the extension (C-5)
)

// ExplainedDay is one day of a clock: counted or not and why, the count reached, and the announcement behind a holiday or make-up day.
type ExplainedDay struct {
	workday.Day
	Source  string       `json:"source,omitempty"`
	Special SpecialKind  `json:"special,omitempty"` // why a suspended day is not counted (行政许可法 第四十五条)
	Notice  workday.Date `json:"notice,omitzero"`   // day of the written notice that began the suspension
}

// ExplainedClock is how a due date came about, day by day, as it stands on a day of reckoning.
type ExplainedClock struct {
	Clock
	Effective workday.Date   `json:"effective,omitzero"` // K2 of a timely renewal: the earlier of its end and the licence's last day
	Lamp      Lamp           `json:"lamp,omitempty"`
	Count     int            `json:"count"`           // days counted until the day of reckoning
	Left      int            `json:"left"`            // working days until the effective end; negative when past
	Older     bool           `json:"older,omitempty"` // counted on an older calendar than the one by which the days are told
	Days      []ExplainedDay `json:"days"`            // none for a date that is a fact, as a licence's last day
}

// Explain tells of every clock that had begun by a day how its due date came about.
func (c Case) Explain(cal *workday.Calendar, on workday.Date) []ExplainedClock {
	list := []ExplainedClock{}
	for _, k := range c.Clocks {
		if k.Day0.After(on) {
			continue
		}
		if k.StoppedOn.After(on) {
			k.StoppedOn = workday.Date{}
		}
		list = append(list, c.explain(k, cal, on))
	}
	return list
}

func (c Case) explain(k Clock, cal *workday.Calendar, on workday.Date) ExplainedClock {
	e := ExplainedClock{Clock: k, Days: []ExplainedDay{}}
	effective := k
	if k.Kind == K2 && c.Timely {
		effective.Due = workday.Earliest(k.Due, c.Expiry)
		e.Effective = effective.Due
	}
	e.Lamp = LampOf(effective, on, cal)
	if e.Left = cal.CountWD(on, effective.Due); on.After(effective.Due) {
		e.Left = min(-1, -cal.CountWD(effective.Due, on))
	}
	for _, d := range k.days(cal) {
		day := ExplainedDay{Day: d}
		if d.Reason == workday.Holiday || d.Reason == workday.MakeUp {
			day.Source = cal.Source(d.Date.Year())
		}
		if s, ok := c.suspendedBy(d); ok {
			day.Special, day.Notice = s.Kind, s.From
		}
		if !k.StoppedOn.IsZero() && d.Date.After(k.StoppedOn) {
			day.Counted, day.Reason, day.N = false, AfterStop, e.Count
		} else if !d.Date.After(on) {
			e.Count = d.N
		}
		e.Days = append(e.Days, day)
	}
	e.Older = len(e.Days) > 0 && e.Days[len(e.Days)-1].Date != k.Due
	return e
}

// days are the days from day 0 to the end of a limit.
func (k Clock) days(cal *workday.Calendar) []workday.Day {
	if k.Limit.IsZero() {
		return nil
	}
	days := workday.Explain(cal, k.Day0, k.Limit, k.Off...)
	if k.Extra == 0 || len(days) == 0 {
		return days
	}
	last := days[len(days)-1]
	more := workday.Explain(cal, last.Date, workday.Limit{N: k.Extra, Unit: workday.WorkingDays}, k.Off...)
	for _, d := range more[1:] {
		if d.N += last.N; d.Counted && d.Reason == workday.Weekday {
			d.Reason = Extended
		}
		days = append(days, d)
	}
	return days
}

// suspendedBy finds the special procedure because of which a day is not counted.
func (c Case) suspendedBy(d workday.Day) (Special, bool) {
	if d.Reason != workday.Suspended {
		return Special{}, false
	}
	for _, s := range c.Specials {
		to := s.To
		if to.IsZero() {
			to = s.Expected
		}
		if (workday.Interval{From: s.From, To: to}).Contains(d.Date) {
			return s, true
		}
	}
	return Special{}, false
}
