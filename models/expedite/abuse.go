package expedite

import (
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// MarkKind is a mark of abuse against an enterprise (domain.md 3.9).
type MarkKind string

// Marks.
const (
	Y1 MarkKind = "Y1" // urgency overstated once
	Y2 MarkKind = "Y2" // again and again, or no travel
	Y3 MarkKind = "Y3" // false invitation, contract or employment
)

// Effect is what a mark in force brings.
type Effect string

// Effects.
const (
	NeedsE3    Effect = "needs_e3"    // only verified evidence is admitted to the expedited queue
	NoQueue    Effect = "no_queue"    // the expedited queue is closed, the ordinary one stays open
	NoBusiness Effect = "no_business" // business endorsements of its staff are not accepted
)

// Mark is one mark with its proceedings: proposed on evidence, the enterprise heard, decided, and lifted on a successful appeal.
type Mark struct {
	Kind       MarkKind
	ProposedAt time.Time
	HearBy     workday.Date // last day of the enterprise's statement
	Heard      string       // its statement, or that it waived one
	DecidedOn  workday.Date // zero: not decided
	Imposed    bool
	Until      workday.Date // last day
	LiftedOn   workday.Date
}

// hearingDays is how many working days an enterprise has to answer.
const hearingDays = 3

// HearBy is the last day of the hearing.
func HearBy(cal *workday.Calendar, proposed workday.Date) workday.Date {
	return cal.AddWD(proposed, hearingDays)
}

// Expiry is the last day of a mark decided on a day: 90 days, 6 months, 3 years (the practice elsewhere; local rule awaited).
func (k MarkKind) Expiry(decided workday.Date) workday.Date {
	switch k {
	case Y1:
		return decided.AddDays(90)
	case Y2:
		return decided.AddMonths(6)
	}
	return decided.AddYears(3)
}

// Effect is what the mark brings while it is in force.
func (k MarkKind) Effect() Effect {
	return map[MarkKind]Effect{Y1: NeedsE3, Y2: NoQueue, Y3: NoBusiness}[k]
}

// Collective tells whether the mark needs a collective decision.
func (k MarkKind) Collective() bool { return k != Y1 }

// InForce tells whether the mark has effect on a day.
func (m Mark) InForce(today workday.Date) bool {
	return m.Imposed && !m.DecidedOn.After(today) && !today.After(m.Until) && m.LiftedOn.IsZero()
}

// Effects are those of the marks in force, the hardest first.
func Effects(marks []Mark, today workday.Date) []Effect {
	var list []Effect
	for _, kind := range []MarkKind{Y3, Y2, Y1} {
		if slices.ContainsFunc(marks, func(m Mark) bool { return m.Kind == kind && m.InForce(today) }) {
			list = append(list, kind.Effect())
		}
	}
	return list
}

// Travel is an expedited endorsement that was issued and may have been used.
type Travel struct {
	IssuedOn workday.Date
	Used     bool
}

// Triggers of Y2.
const (
	y2Marks   = 3
	y2Travels = 4
)

// Suggests tells which mark the record suggests to an officer: Y2 after three Y1 in twelve months, or when at least half of four or more
// expedited endorsements of twelve months were not used. It is a suggestion; no mark is ever automatic, and Y3 is never even suggested.
func Suggests(marks []Mark, travels []Travel, today workday.Date) (MarkKind, bool) {
	since := today.AddMonths(-12)
	y1 := 0
	for _, m := range marks {
		if m.Kind == Y1 && m.Imposed && m.DecidedOn.After(since) && m.LiftedOn.IsZero() {
			y1++
		}
	}
	n, unused := 0, 0
	for _, t := range travels {
		if t.IssuedOn.After(since) {
			n++
			if !t.Used {
				unused++
			}
		}
	}
	if y1 >= y2Marks || n >= y2Travels && 2*unused >= n {
		return Y2, true
	}
	return "", false
}

// Verdict on a proposed mark.
type Ruling struct {
	Impose  bool
	Reason  string   // in words, for the notice
	Members []string // police numbers of those who decided together; Y2 and Y3 need three, none of them who proposed it
}

// membersNeeded is how many decide together.
const membersNeeded = 3

// Decide settles a proposed mark. Faults: MARK_DECIDED, HEARING_OPEN (before the statement came or its time ended), REASON_REQUIRED,
// COLLECTIVE_REQUIRED.
func (m Mark) Decide(r Ruling, proposer string, today workday.Date) (Mark, error) {
	switch {
	case !m.DecidedOn.IsZero():
		return m, fault.New(fault.Conflict, "MARK_DECIDED")
	case m.Heard == "" && !today.After(m.HearBy):
		return m, fault.New(fault.Conflict, "HEARING_OPEN", "due", m.HearBy.String())
	case r.Reason == "":
		return m, fault.Fields(fault.OneField("/reason", "REASON_REQUIRED"))
	}
	members := slices.Compact(slices.Sorted(slices.Values(r.Members)))
	if m.Kind.Collective() && (len(members) < membersNeeded || slices.Contains(members, proposer)) {
		return m, fault.Fields(fault.OneField("/members", "COLLECTIVE_REQUIRED", "members", membersNeeded))
	}
	m.DecidedOn, m.Imposed = today, r.Impose
	if r.Impose {
		m.Until = m.Kind.Expiry(today)
	}
	return m, nil
}

// Lift ends a mark after a successful appeal. Faults: MARK_NOT_IN_FORCE, REASON_REQUIRED.
func (m Mark) Lift(reason string, today workday.Date) (Mark, error) {
	if !m.InForce(today) {
		return m, fault.New(fault.Conflict, "MARK_NOT_IN_FORCE")
	}
	if reason == "" {
		return m, fault.Fields(fault.OneField("/reason", "REASON_REQUIRED"))
	}
	m.LiftedOn = today
	return m, nil
}
