package expedite

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Outlook is what somebody may expect who hands in a complete application at an instant and departs on a day (domain.md 3.8).
type Outlook struct {
	Received  workday.Date `json:"received"`
	Day0      workday.Date `json:"day0"`      // of the expedited promise, after the cut-off
	Target    workday.Date `json:"target"`    // what the bureau aims at
	Expedited workday.Date `json:"expedited"` // promised when admitted
	Ordinary  workday.Date `json:"ordinary"`  // promised otherwise
	Departure workday.Date `json:"departure"`
	InWindow  bool         `json:"in_window"` // within fifteen days, so that the expedited queue is open
	Fits      Fit          `json:"fits"`
	DutyOffer bool         `json:"duty_offer"` // a duty window before the holiday
	Official  bool         `json:"official"`   // every year concerned has an official calendar
}

// Fit tells whether it can be ready in time.
type Fit string

// Fits, from the best down.
const (
	FitsOrdinary  Fit = "ordinary"  // even in the ordinary time
	FitsExpedited Fit = "expedited" // with the expedited promise
	FitsTarget    Fit = "target"    // only if the bureau's aim is reached; not promised
	FitsNot       Fit = "not"       // 可能赶不上行程: smart machine, any window, another type
)

// OrdinaryDays is the ordinary promise of endorsements in working days.
const OrdinaryDays = 7

// Look reckons the outlook.
func Look(cal *workday.Calendar, received time.Time, departure workday.Date, d Delivery) Outlook {
	day := workday.DateOf(received)
	o := Outlook{Received: day, Day0: procedure.PromiseDay(cal, received), Departure: departure, Ordinary: cal.AddWD(day, OrdinaryDays)}
	o.Target, o.Expedited = cal.AddWD(o.Day0, 3), cal.AddWD(o.Day0, procedure.ExpeditedDays)
	o.InWindow = departure.After(day) && departure.Sub(day) <= soonDays
	last := cal.SubWD(cal.LastWDBefore(departure), d.Days())
	switch {
	case !o.Ordinary.After(last):
		o.Fits = FitsOrdinary
	case o.InWindow && !o.Expedited.After(last):
		o.Fits = FitsExpedited
	case o.InWindow && !o.Target.After(last):
		o.Fits = FitsTarget
	default:
		o.Fits = FitsNot
	}
	o.DutyOffer = afterHoliday(cal, departure) && departure.After(day) && flow.Slack(day, departure, 3, d.Days(), cal) <= 1
	o.Official = cal.Official(day, o.Ordinary)
	return o
}

// afterHoliday tells whether a day lies in or right after three or more days off in a row.
func afterHoliday(cal *workday.Calendar, d workday.Date) bool {
	holiday, n := false, 0
	count := func(day workday.Date) bool {
		if cal.IsWorkingDay(day) {
			return false
		}
		holiday = holiday || cal.Reason(day) == workday.Holiday
		n++
		return true
	}
	for day := d.AddDays(-1); n < 31 && count(day); day = day.AddDays(-1) {
	}
	if !cal.IsWorkingDay(d) {
		for day := d; n < 31 && count(day); day = day.AddDays(1) {
		}
	}
	return holiday && n >= 3
}
