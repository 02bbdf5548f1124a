// Package workday counts days the way the law does: civil dates in Asia/Shanghai, holiday calendars as data, and limits in working
// days, natural days, months and years with their suspensions (domain.md 1.3, C-1 … C-8). It is pure arithmetic: no clock, no database.
package workday

import (
	"fmt"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Zone is the zone of every legal date: UTC+8 without summer time, whatever the machine says.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

// ISO is the layout of a date in text, JSON and SQL.
const ISO = "2006-01-02"

// Date is a civil day in the years 1 to 9999. The zero value means "no date"; it stays so under arithmetic. Dates compare with ==.
type Date struct {
	day int32 // days from 0001-01-01, which is day 1 and a Monday
}

const secondsPerDay = 86400

var dayZero = time.Date(0, time.December, 31, 0, 0, 0, 0, time.UTC).Unix()

// DateOf is the day that t falls on in Zone; a zero t gives no date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return NewDate(t.In(Zone).Date())
}

// NewDate makes a date; months and days outside their range carry over, as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date{int32((t.Unix() - dayZero) / secondsPerDay)}
}

// Parse reads "2026-11-23", nothing shorter or longer; any other text is Invalid DATE_FORMAT.
func Parse(s string) (Date, error) {
	if len(s) != len(ISO) {
		return Date{}, fault.New(fault.Invalid, "DATE_FORMAT")
	}
	t, err := time.Parse(ISO, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fault.New(fault.Invalid, "DATE_FORMAT")
	}
	return NewDate(t.Date()), nil
}

// MustParse is Parse for constants; it panics on a fault.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(fmt.Sprintf("workday: %q is not a date", s))
	}
	return d
}

// Earliest is the first of the dates that exist, or no date when none does.
func Earliest(dates ...Date) Date {
	var first Date
	for _, d := range dates {
		if !d.IsZero() && (first.IsZero() || d.Before(first)) {
			first = d
		}
	}
	return first
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d.day == 0 }

// String is the ISO form, "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.midnight().Format(ISO)
}

// YMD is the date in its parts.
func (d Date) YMD() (year int, month time.Month, day int) { return d.midnight().Date() }

// Year is the calendar year.
func (d Date) Year() int { return d.midnight().Year() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((d.day % 7) + 7) % 7) }

// AddDays moves by natural days.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date{d.day + int32(n)}
}

// AddMonths moves by calendar months to the corresponding day; a month without that day ends on its last day (民法典 第二百零二条).
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	year, month, day := d.YMD()
	lastDay := NewDate(year, month+time.Month(n)+1, 0)
	_, _, last := lastDay.YMD()
	return lastDay.AddDays(min(day, last) - last)
}

// AddYears moves by calendar years, with 29 February clipped to 28.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// Sub is the number of natural days from other to d.
func (d Date) Sub(other Date) int { return int(d.day) - int(other.day) }

// Before tells whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.day < other.day }

// After tells whether d is later than other.
func (d Date) After(other Date) bool { return d.day > other.day }

// Compare is -1, 0 or +1, for sorting.
func (d Date) Compare(other Date) int {
	switch {
	case d.day < other.day:
		return -1
	case d.day > other.day:
		return +1
	}
	return 0
}

// Start is 00:00 of the day in Zone; no date gives the zero time.
func (d Date) Start() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	year, month, day := d.YMD()
	return time.Date(year, month, day, 0, 0, 0, 0, Zone)
}

// End is 24:00 of the day in Zone, the instant a limit with this last day has run out (C-3).
func (d Date) End() time.Time { return d.AddDays(1).Start() }

func (d Date) midnight() time.Time { return time.Unix(int64(d.day)*secondsPerDay+dayZero, 0).UTC() }
