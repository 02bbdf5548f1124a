package flow

import (
	"math"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Why says which rule gives an estimate its later date: a message key eta.<why>.
type Why string

// Reasons of an estimate.
const (
	WhyNext    Why = "next"    // nothing waits before it
	WhyQueue   Why = "queue"   // what waits before it, at the pace of the last ten working days
	WhyPromise Why = "promise" // the promise ends before the queue would
	WhyMissed  Why = "missed"  // the promise can not be kept any more
	WhyTrip    Why = "trip"    // it may be too late for the journey
)

// ETA is the estimate that every waiting case shows: two dates and a reason (domain.md 3.8). It is information, not a promise.
type ETA struct {
	Place    int          `json:"place"` // 1 is next
	Earliest workday.Date `json:"earliest"`
	Latest   workday.Date `json:"latest"`
	PerDay   float64      `json:"per_day"`
	Why      Why          `json:"why"`
}

// Waiting is what an estimate is made of.
type Waiting struct {
	Ahead     int          // steps that wait before this one
	After     int          // steps that the case needs once this one is done
	Promise   workday.Date // due date of the promise; zero without one
	Departure workday.Date // zero without a journey
}

// need is how many working days the case takes from the day on which its step is taken up (domain.md 3.7: 3 at 受理, 2 at 审查, 1 at 审批).
func (w Waiting) need() int { return w.After + 1 }

// Estimate reckons both dates on a day: earliest = t + need, latest = the earlier of the promise and t + ⌈ahead / pace⌉ + need, in working
// days (domain.md 3.8). A promise that is past keeping binds no estimate: then the true date is told.
func Estimate(w Waiting, pace Pace, today workday.Date, cal *workday.Calendar) ETA {
	queue := int(math.Ceil(float64(w.Ahead) / pace.floor()))
	e := ETA{Place: w.Ahead + 1, Earliest: cal.AddWD(today, w.need()), PerDay: pace.floor(), Why: WhyQueue}
	e.Latest = cal.AddWD(today, queue+w.need())
	switch {
	case !w.Promise.IsZero() && w.Promise.Before(e.Earliest):
		e.Why = WhyMissed
	case !w.Promise.IsZero() && w.Promise.Before(e.Latest):
		e.Latest, e.Why = w.Promise, WhyPromise
	case w.Ahead == 0:
		e.Why = WhyNext
	}
	if !w.Departure.IsZero() && !e.Latest.Before(w.Departure) {
		e.Why = WhyTrip
	}
	return e
}
