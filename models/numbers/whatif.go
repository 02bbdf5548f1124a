package numbers

import (
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Question is what if: one month of a desk, with other hands or hours.
type Question struct {
	Desk   string       `json:"desk"`
	Month  workday.Date `json:"month"`           // its first day
	Clerks int          `json:"clerks"`          // officers at each step; 0: as measured
	PerDay float64      `json:"per_day"`         // steps that one of them does on a working day; 0: as measured
	More   int          `json:"more"`            // clerks more, or fewer
	Cutoff int          `json:"cutoff"`          // minutes of the day after which a receipt counts for the next; 0: as it is
	Closed Period       `json:"closed,omitzero"` // further days on which nobody works; zero for none
}

// Bounds of a replay.
const (
	warmDays     = 21    // days before the month, so that it begins with a queue
	coolDays     = 45    // days after it, so that what came late in the month ends
	mostReplayed = 3_000 // arrivals
	mostClerks   = 99
	mostPerDay   = 200
	mostMore     = 5
	mostClosed   = 14 // days
	usualCutoff  = 15*60 + 30
	stepsOfCase  = 3 // 受理, 审查, 审批
)

// check refuses what cannot be replayed. Faults by field: NOT_A_DATE, OUT_OF_RANGE, PERIOD_ORDER.
func (q Question) check(today workday.Date) error {
	var faults []fault.Field
	within := func(pointer string, v, low, high float64) {
		if v < low || v > high {
			faults = append(faults, fault.OneField(pointer, "OUT_OF_RANGE", "min", int(low), "max", int(high)))
		}
	}
	within("/clerks", float64(q.Clerks), 0, mostClerks)
	within("/per_day", q.PerDay, 0, mostPerDay)
	within("/more", float64(q.More), -mostMore, mostMore)
	within("/cutoff", float64(q.Cutoff), 0, 24*60)
	if q.Month.IsZero() || q.Month.After(today) {
		faults = append(faults, fault.OneField("/month", "MONTH_UNKNOWN"))
	}
	if c := q.Closed; c != (Period{}) {
		switch {
		case c.From.IsZero() || c.To.IsZero():
			faults = append(faults, fault.OneField("/closed_from", "NOT_A_DATE"))
		case c.To.Before(c.From):
			faults = append(faults, fault.OneField("/closed_to", "PERIOD_ORDER"))
		case c.To.Sub(c.From) >= mostClosed:
			faults = append(faults, fault.OneField("/closed_to", "PERIOD_TOO_LONG", "max", mostClosed))
		}
	}
	return fault.Fields(faults...)
}

// month is the period of the question, not beyond today.
func (q Question) month(today workday.Date) Period {
	y, m, _ := q.Month.YMD()
	first := workday.NewDate(y, m, 1)
	return Period{first, workday.Earliest(first.AddMonths(1).AddDays(-1), today)}
}

// Staff is the measured work of a desk: how many officers did business endorsements at its busiest step, and how many steps one of them did on
// a busy day (nine of ten days brought less or as much).
type Staff struct {
	Clerks int     `json:"clerks"`
	PerDay float64 `json:"per_day"`
}

// DayOf is how a day of the month ended.
type DayOf struct {
	Day     workday.Date `json:"day"`
	Arrived int          `json:"arrived"`
	Before  int          `json:"before"` // cases that wait at its end
	After   int          `json:"after"`
}

// Outcome is how a replay went for the cases that arrived in the month.
type Outcome struct {
	Arrived  int     `json:"arrived"`
	Admitted int     `json:"admitted"` // that were expedited
	Late     int     `json:"late"`     // that missed their finish_by
	Mean     float64 `json:"mean"`     // working days from receipt to the end
	Longest  int     `json:"longest"`
	Peak     int     `json:"peak"` // most cases that waited at the end of a day
}

// Answer is both replays of one month.
type Answer struct {
	Question Question `json:"question"`
	Desks    []string `json:"desks"`
	Month    Period   `json:"month"`
	Measured Staff    `json:"measured"`
	Clerks   int      `json:"clerks"` // before
	PerDay   float64  `json:"per_day"`
	Before   Outcome  `json:"before"`
	After    Outcome  `json:"after"`
	Days     []DayOf  `json:"days"`
}

// measure makes staff out of what officers did: steps by stage, officer and day.
func measure(done []dayOfWork) Staff {
	hands, counts := map[string]map[string]bool{}, []int{}
	for _, d := range done {
		stage := string(d.stage)
		if hands[stage] == nil {
			hands[stage] = map[string]bool{}
		}
		hands[stage][d.officer] = true
		counts = append(counts, d.steps)
	}
	s := Staff{Clerks: 1, PerDay: 1}
	for _, h := range hands {
		s.Clerks = max(s.Clerks, len(h))
	}
	if n := len(counts); n > 0 {
		slices.Sort(counts)
		s.PerDay = float64(counts[(n*9+9)/10-1])
	}
	return s
}

// arrivals turn facts into what is replayed; a receipt after the cut-off is late on its day.
func arrivals(facts []Fact, cutoff int) []flow.Arrival {
	list := make([]flow.Arrival, len(facts))
	for i, f := range facts {
		at := f.ReceivedAt.Hour()*60 + f.ReceivedAt.Minute()
		list[i] = flow.Arrival{Number: f.CaseID.String(), Day: f.Day(), Late: at > cutoff, Asks: f.Reason.Urgent(), Departure: f.Departure, Steps: stepsOfCase}
	}
	return list
}

// replay plays the month twice: as it is, and as it would be. facts begin warmDays before the month.
func (a *Answer) replay(facts []Fact, cal *workday.Calendar) {
	q := a.Question
	before := flow.Staff{Clerks: a.Clerks, PerDay: a.PerDay, Promise: expedite.OrdinaryDays, Cutoff: true}
	after := before
	after.Clerks = max(after.Clerks+q.More, 0)
	for d := q.Closed.From; !d.IsZero() && !d.After(q.Closed.To); d = d.AddDays(1) {
		after.Closed = append(after.Closed, d)
	}
	from, to := a.Month.From.AddDays(-warmDays), a.Month.To.AddDays(coolDays)
	var waits [2][]int
	for i, p := range []struct {
		staff  flow.Staff
		cutoff int
		out    *Outcome
	}{{before, usualCutoff, &a.Before}, {after, q.Cutoff, &a.After}} {
		if p.cutoff == 0 {
			p.cutoff = usualCutoff
		}
		played := flow.Replay(arrivals(facts, p.cutoff), p.staff, from, to, cal)
		waits[i] = flow.Sum(played, a.Month.From, a.Month.To, cal).Waiting
		*p.out = a.sum(played, cal)
		p.out.Peak = slices.Max(waits[i])
	}
	came := map[workday.Date]int{}
	for _, f := range facts {
		came[f.Day()]++
	}
	for i := range waits[0] {
		d := a.Month.From.AddDays(i)
		a.Days = append(a.Days, DayOf{Day: d, Arrived: came[d], Before: waits[0][i], After: waits[1][i]})
	}
}

// sum sums up what arrived in the month.
func (a *Answer) sum(played []flow.Outcome, cal *workday.Calendar) (out Outcome) {
	mine := slices.DeleteFunc(slices.Clone(played), func(o flow.Outcome) bool { return o.Day.Before(a.Month.From) || o.Day.After(a.Month.To) })
	for _, o := range mine {
		if o.Admitted {
			out.Admitted++
		}
	}
	s := flow.Sum(mine, a.Month.From, a.Month.To, cal)
	out.Arrived, out.Late, out.Mean, out.Longest = s.Arrived, s.Late, s.Mean, s.Longest
	return out
}

// LastMonth is the first day of the month before a day's.
func LastMonth(today workday.Date) workday.Date {
	y, m, _ := today.YMD()
	return workday.NewDate(y, m-1, 1)
}

// Usual cut-off as a clock time.
func Cutoff(minutes int) string {
	if minutes == 0 {
		minutes = usualCutoff
	}
	return time.Time{}.Add(time.Duration(minutes) * time.Minute).Format("15:04")
}
