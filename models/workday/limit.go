package workday

import (
	"iter"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Unit is what a limit counts in.
type Unit string

const (
	WorkingDays Unit = "WD"
	NaturalDays Unit = "D"
	Months      Unit = "M"
	Years       Unit = "Y"
	Hours       Unit = "H"   // ends on the day on which that many hours after day 0 end
	Now         Unit = "now" // 即办: day 0 itself, or the next working day; N is 0
)

// UnmarshalText refuses any other unit: Invalid LIMIT_UNIT.
func (u *Unit) UnmarshalText(text []byte) error {
	switch unit := Unit(text); unit {
	case WorkingDays, NaturalDays, Months, Years, Hours, Now:
		*u = unit
		return nil
	}
	return fault.New(fault.Invalid, "LIMIT_UNIT")
}

// Limit is a length of time that the law or the item gives, counted forward from a day 0. With Roll it moves from a last day that is
// not a working day to the next working day; only limits that an applicant or unit must keep do (C-8).
type Limit struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
	Roll bool `json:"roll,omitempty"`
}

// IsZero tells whether there is no limit.
func (l Limit) IsZero() bool { return l.N == 0 && l.Unit != Now }

// OnCalendar tells whether the end hangs on which days are worked; another calendar may then move it (C-6).
func (l Limit) OnCalendar() bool { return l.Unit == WorkingDays || l.Unit == Now || l.Roll }

// Day is one day of a limit's reckoning, for the page that shows how a due date came about. N is the count reached on this day.
type Day struct {
	Date    Date   `json:"date"`
	Counted bool   `json:"counted"`
	N       int    `json:"n"`
	Reason  Reason `json:"reason"`
}

// End is the last day of the limit; it runs out at 24:00 of that day. Suspended days are not counted. Months and years end on the
// corresponding day, put off by as many days as were suspended.
func (l Limit) End(cal *Calendar, day0 Date, excl ...Interval) Date {
	end := day0
	for day := range l.days(cal, day0, excl) {
		end = day.Date
	}
	return end
}

// Explain lists every day of the limit from day 0 to its end, counted or not and why.
func Explain(cal *Calendar, day0 Date, limit Limit, excl ...Interval) []Day {
	var days []Day
	for day := range limit.days(cal, day0, excl) {
		days = append(days, day)
	}
	return days
}

func (l Limit) days(cal *Calendar, day0 Date, excl []Interval) iter.Seq[Day] {
	return func(yield func(Day) bool) {
		if day0.IsZero() || !yield(Day{Date: day0, Reason: DayZero}) {
			return
		}
		length, d := l.length(day0), day0
		for n := 0; n < length; {
			d = d.AddDays(1)
			day := Day{Date: d, Reason: cal.Reason(d)}
			day.Counted = l.Unit != WorkingDays || cal.IsWorkingDay(d)
			if suspended(d, excl) {
				day.Counted, day.Reason = false, Suspended
			}
			if day.Counted {
				n++
			}
			day.N = n
			if !yield(day) {
				return
			}
		}
		for (l.Roll || l.Unit == Now) && !cal.IsWorkingDay(d) {
			d = d.AddDays(1)
			day := Day{Date: d, N: length, Reason: cal.Reason(d)}
			if cal.IsWorkingDay(d) {
				day.Reason = Rolled
			}
			if !yield(day) {
				return
			}
		}
	}
}

// length is how many days have to be counted.
func (l Limit) length(day0 Date) int {
	switch l.Unit {
	case Months:
		return day0.AddMonths(l.N).Sub(day0)
	case Years:
		return day0.AddYears(l.N).Sub(day0)
	case Hours:
		return (l.N + 23) / 24
	case Now:
		return 0
	}
	return l.N
}
