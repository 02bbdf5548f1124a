// Package numbers is what the head of a section sees of the work on business endorsements (domain.md 3.7 to 3.11): how much comes, waits and
// is late, by whom, for what and whereto, beside the figures of 2023; and how a month would have gone with other hands or hours. It reads what
// the other capabilities keep and changes nothing.
package numbers

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Period is a range of days, both included.
type Period struct {
	From workday.Date `json:"from"`
	To   workday.Date `json:"to"`
}

// Bounds of a period, in days: longer ones are asked for in parts, and more than mostDays days are drawn week by week.
const (
	mostPeriod = 400
	mostDays   = 31
)

// check refuses a period that is none, or longer than is counted at once. Faults: REQUIRED, PERIOD_ORDER, PERIOD_TOO_LONG.
func (p Period) check() error {
	switch {
	case p.From.IsZero():
		return fault.Fields(fault.OneField("/from", "NOT_A_DATE"))
	case p.To.IsZero():
		return fault.Fields(fault.OneField("/to", "NOT_A_DATE"))
	case p.To.Before(p.From):
		return fault.Fields(fault.OneField("/to", "PERIOD_ORDER"))
	case p.To.Sub(p.From) >= mostPeriod:
		return fault.Fields(fault.OneField("/from", "PERIOD_TOO_LONG", "max", mostPeriod))
	}
	return nil
}

// Fact is one business endorsement that was received: one person, one case, whatever number of destinations.
type Fact struct {
	CaseID       uuid.UUID
	Desk         string // at which it was received
	Item         string
	Unit         string
	UnitCode     string
	Reason       expedite.Reason
	Destinations []expedite.Destination
	Expedited    bool // admitted to the expedited queue
	ReceivedAt   time.Time
	Departure    workday.Date
	Promise      workday.Date // due day of the promise as it stands
	Ended        workday.Date // day on which the promise stopped to count
	State        procedure.State
}

// Day is the day of receipt.
func (f Fact) Day() workday.Date { return workday.DateOf(f.ReceivedAt) }

// Taiwan tells to which of the two groups of 3.11 it belongs: Taiwan, or Hong Kong and Macao.
func (f Fact) Taiwan() bool { return f.Item != expedite.ItemHKMacao }

// Word is what became of a promise.
type Word int

// Words.
const (
	NoWord Word = iota // withdrawn, lapsed, not accepted, or waiting for the applicant: nobody owes a day
	Owed               // still to be kept
	Kept
	Missed
)

// answered are the states of cases that the bureau has answered.
var answered = []procedure.State{procedure.Issued, procedure.NotIssued, procedure.Delivery, procedure.Closed}

// Word tells whether the promised day was kept. An open case is late from the day after on; what its applicant ended or holds counts on neither
// side.
func (f Fact) Word(today workday.Date) Word {
	switch {
	case f.Promise.IsZero():
		return NoWord
	case slices.Contains(answered, f.State):
		if f.Ended.IsZero() || f.Ended.After(f.Promise) {
			return Missed
		}
		return Kept
	case !f.Ended.IsZero():
		return NoWord
	case f.Promise.Before(today):
		return Missed
	}
	return Owed
}

// Split counts cases by class (domain.md 3.7).
type Split struct {
	Expedited int `json:"expedited"`
	Ordinary  int `json:"ordinary"`
}

// All is both classes together.
func (s Split) All() int { return s.Expedited + s.Ordinary }

func (s *Split) add(expedited bool, n int) {
	if expedited {
		s.Expedited += n
	} else {
		s.Ordinary += n
	}
}

// Arrived is what came within a day or a week.
type Arrived struct {
	Period
	Split
}

// Named is what came of one enterprise, for one reason or to one destination.
type Named struct {
	Code string `json:"code"`
	Name string `json:"name,omitempty"`
	Split
}

// Due is what waits now for one day; a zero day is work without one.
type Due struct {
	DoBy workday.Date `json:"do_by"`
	Split
}

// Took is how long a step waited and was worked on, in the office's hours: half took Median or less, nine of ten P90 or less.
type Took struct {
	Stage  procedure.Stage `json:"stage"`
	Steps  int             `json:"steps"`
	Median time.Duration   `json:"median"`
	P90    time.Duration   `json:"p90"`
}

// Promises are kept and missed ones of a class; Owed are not due yet.
type Promises struct {
	Kept   int `json:"kept"`
	Missed int `json:"missed"`
	Owed   int `json:"owed"`
}

// Share is the share of kept promises in percent, rounded down so that 100 means all; -1 while none was due.
func (p Promises) Share() int {
	if p.Kept+p.Missed == 0 {
		return -1
	}
	return 100 * p.Kept / (p.Kept + p.Missed)
}

func (p *Promises) add(w Word) {
	switch w {
	case Kept:
		p.Kept++
	case Missed:
		p.Missed++
	case Owed:
		p.Owed++
	}
}

// Officer is how an officer decided on admissions.
type Officer struct {
	Officer  string `json:"officer"`
	Name     string `json:"name"`
	Admitted int    `json:"admitted"`
	Ordinary int    `json:"ordinary"` // put back into the ordinary queue
}

// Figures are the numbers of a period, as of an instant.
type Figures struct {
	Period       Period    `json:"period"`
	Desk         string    `json:"desk"` // "" for all desks that the reader may see
	Desks        []string  `json:"desks"`
	AsOf         time.Time `json:"as_of"`
	Weekly       bool      `json:"weekly"`
	Received     Split     `json:"received"`
	Arrivals     []Arrived `json:"arrivals"`
	Waiting      []Due     `json:"waiting"`
	Steps        []Took    `json:"steps"`
	Expedited    Promises  `json:"expedited"`
	Ordinary     Promises  `json:"ordinary"`
	Units        []Named   `json:"units"`
	OtherUnits   Named     `json:"other_units"` // what stands behind the first mostUnits
	Reasons      []Named   `json:"reasons"`
	Destinations []Named   `json:"destinations"`
	Officers     []Officer `json:"officers"`
	Odd          []Odd     `json:"odd"`
	Baseline     Year      `json:"baseline"`
	ThisYear     Year      `json:"this_year"`
}

// mostUnits is how many enterprises are named; the others are summed up.
const mostUnits = 20

// sum fills in what follows from the facts of the period.
func (f *Figures) sum(facts []Fact, today workday.Date) {
	f.Arrivals, f.Weekly = spans(f.Period)
	units, reasons, places := counts{}, counts{}, counts{}
	for _, c := range facts {
		f.Received.add(c.Expedited, 1)
		at := c.Day().Sub(f.Period.From)
		if f.Weekly {
			at = weekOf(c.Day()).Sub(weekOf(f.Period.From)) / 7
		}
		f.Arrivals[at].add(c.Expedited, 1)
		if c.Expedited {
			f.Expedited.add(c.Word(today))
		} else {
			f.Ordinary.add(c.Word(today))
		}
		if c.UnitCode != "" {
			units.add(c.UnitCode, c.Unit, c.Expedited)
		}
		reasons.add(string(c.reason()), "", c.Expedited)
		for _, d := range c.Destinations {
			places.add(string(d), "", c.Expedited)
		}
	}
	f.Units = units.sorted()
	if len(f.Units) > mostUnits {
		for _, u := range f.Units[mostUnits:] {
			f.OtherUnits.Expedited, f.OtherUnits.Ordinary = f.OtherUnits.Expedited+u.Expedited, f.OtherUnits.Ordinary+u.Ordinary
		}
		f.Units = f.Units[:mostUnits]
	}
	for _, r := range []expedite.Reason{expedite.Meeting, expedite.Contract, expedite.Emergency, expedite.Fair, expedite.Lost, expedite.Project, expedite.NotUrgent} {
		f.Reasons = append(f.Reasons, reasons.of(string(r)))
	}
	for _, d := range []expedite.Destination{expedite.HongKong, expedite.Macao, expedite.Taiwan} {
		f.Destinations = append(f.Destinations, places.of(string(d)))
	}
}

// reason is one of U1 to U6, or ordinary.
func (f Fact) reason() expedite.Reason {
	if f.Reason.Urgent() {
		return f.Reason
	}
	return expedite.NotUrgent
}

// weekOf is the Monday of a day's week.
func weekOf(d workday.Date) workday.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// spans are the days of a period, or its weeks when it is long; the first and last week end with the period.
func spans(p Period) (list []Arrived, weekly bool) {
	if weekly = p.To.Sub(p.From) >= mostDays; !weekly {
		for d := p.From; !d.After(p.To); d = d.AddDays(1) {
			list = append(list, Arrived{Period: Period{d, d}})
		}
		return list, weekly
	}
	for d := weekOf(p.From); !d.After(p.To); d = d.AddDays(7) {
		week := Period{d, workday.Earliest(d.AddDays(6), p.To)}
		if week.From.Before(p.From) {
			week.From = p.From
		}
		list = append(list, Arrived{Period: week})
	}
	return list, weekly
}

// counts are sums by code.
type counts map[string]Named

func (c counts) add(code, name string, expedited bool) {
	n := c[code]
	n.Code, n.Name = code, cmp.Or(name, n.Name)
	n.add(expedited, 1)
	c[code] = n
}

func (c counts) of(code string) Named {
	n := c[code]
	n.Code = code
	return n
}

// sorted lists the most expedited first, then the largest.
func (c counts) sorted() []Named {
	list := make([]Named, 0, len(c))
	for _, n := range c {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b Named) int {
		return cmp.Or(cmp.Compare(b.Expedited, a.Expedited), cmp.Compare(b.All(), a.All()), cmp.Compare(a.Code, b.Code))
	})
	return list
}

// took sums up the durations of a stage's steps.
func took(stage procedure.Stage, list []time.Duration) Took {
	slices.Sort(list)
	t := Took{Stage: stage, Steps: len(list)}
	if n := len(list); n > 0 {
		t.Median, t.P90 = list[(n-1)/2], list[(n*9+9)/10-1]
	}
	return t
}
