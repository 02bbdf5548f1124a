package workday

import "time"

// Status tells how far the data of a calendar year can be trusted.
type Status string

const (
	Official    Status = "OFFICIAL"    // announced by the State Council
	Provisional Status = "PROVISIONAL" // only the statutory days; due dates carry 以国务院正式通知为准
	None        Status = "NONE"        // no data: Monday to Friday count
)

// Reason says why a day is or is not counted.
type Reason string

const (
	Weekday   Reason = "weekday"   // Monday to Friday, a working day
	Weekend   Reason = "weekend"   // Saturday or Sunday without more
	Holiday   Reason = "holiday"   // announced as off
	MakeUp    Reason = "make_up"   // 调休 make-up day at a weekend, a working day
	Suspended Reason = "suspended" // inside a suspension (C-4)
	DayZero   Reason = "day_zero"  // the day a limit starts, never counted (C-1)
	Rolled    Reason = "rolled"    // the working day to which a limit moved (C-8)
)

// Calendar knows the working days of the years that were announced. It never changes; a new announcement is a new Calendar with
// another Version (C-6).
type Calendar struct {
	version string
	status  map[int]Status
	source  map[int]string
	special map[Date]Reason // Holiday or MakeUp
}

// Version names the data, stored beside every due date that was counted with it.
func (c *Calendar) Version() string { return c.version }

// Status tells what is known of a year.
func (c *Calendar) Status(year int) Status {
	if s, ok := c.status[year]; ok {
		return s
	}
	return None
}

// Source is where the data of a year come from, "" without data.
func (c *Calendar) Source(year int) string { return c.source[year] }

// Official tells whether every year between the two dates is official; a due date that is not must be labelled.
func (c *Calendar) Official(from, to Date) bool {
	if to.Before(from) {
		from, to = to, from
	}
	for year := from.Year(); year <= to.Year(); year++ {
		if c.Status(year) != Official {
			return false
		}
	}
	return true
}

// Reason says what kind of day d is: Weekday, Weekend, Holiday or MakeUp.
func (c *Calendar) Reason(d Date) Reason {
	if r, ok := c.special[d]; ok {
		return r
	}
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return Weekend
	}
	return Weekday
}

// IsWorkingDay tells whether offices are open on d.
func (c *Calendar) IsWorkingDay(d Date) bool {
	r := c.Reason(d)
	return r == Weekday || r == MakeUp
}

// AddWD is the n-th working day after day0, leaving suspended days out; day0 itself for n ≤ 0 (C-1, C-4).
func (c *Calendar) AddWD(day0 Date, n int, excl ...Interval) Date {
	d := day0
	for n > 0 && !d.IsZero() {
		d = d.AddDays(1)
		if c.IsWorkingDay(d) && !suspended(d, excl) {
			n--
		}
	}
	return d
}

// SubWD is the n-th working day before d; d itself for n ≤ 0.
func (c *Calendar) SubWD(d Date, n int) Date {
	for n > 0 && !d.IsZero() {
		d = d.AddDays(-1)
		if c.IsWorkingDay(d) {
			n--
		}
	}
	return d
}

// CountWD is the number of working days d with from < d ≤ to that are not suspended.
func (c *Calendar) CountWD(from, to Date, excl ...Interval) int {
	if from.IsZero() {
		return 0
	}
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.IsWorkingDay(d) && !suspended(d, excl) {
			n++
		}
	}
	return n
}

// RollForward is d when it is a working day, else the next one (C-8, 民法典 第二百零三条).
func (c *Calendar) RollForward(d Date) Date {
	for !d.IsZero() && !c.IsWorkingDay(d) {
		d = d.AddDays(1)
	}
	return d
}

// LastWDBefore is the latest working day earlier than d.
func (c *Calendar) LastWDBefore(d Date) Date { return c.SubWD(d, 1) }
