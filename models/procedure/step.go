package procedure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Step is the one function that moves a case: it settles what time has already decided, then applies the act.
//
// With an error nothing of the act happened, but the Outcome still holds the settlement, and the alarms that the attempt itself raises
// (domain.md A04, A08); both must be stored. Faults: ACT_NOT_NOW, DEEMED_ACCEPTED or DEEMED_RENEWED (Conflict) when the table has no such
// row, ROLE_REQUIRED (Forbidden) and the guards' own.
func Step(p *Procedure, o Options, c Case, act Act, actor Actor, cal *workday.Calendar, now time.Time) (Outcome, error) {
	out := Settle(p, o, c, cal, now)
	l := &look{p: p, o: o.WithDefaults(), c: out.Case, act: act, actor: actor, cal: cal, now: now}
	m := p.row(l)
	if m == nil {
		return out, tooLate(l)
	}
	if err := l.permitted(m, true); err != nil {
		out.Alarms = append(out.Alarms, attempted(err, l.role)...)
		return out, err
	}
	l.apply(m, &out)
	l.settle(&out)
	out.finish(l, c)
	return out, nil
}

// Settle applies every limit that has ended and every move that waits for nobody, in the order of their instants. Settling again changes
// nothing. A new calendar recounts running clocks first (C-6).
func Settle(p *Procedure, o Options, c Case, cal *workday.Calendar, now time.Time) Outcome {
	l := &look{p: p, o: o.WithDefaults(), c: c.clone(), actor: BySystem(), cal: cal, now: now}
	out := Outcome{Case: l.c}
	if out.Shifts = l.recount(); len(out.Shifts) > 0 {
		out.Entries = append(out.Entries, Entry{Move: "C-6", Act: ActRecount, From: c.State, To: c.State, Role: System, At: now, Reason: shiftWords(out.Shifts)})
		out.Notices = append(out.Notices, TellDueMoved)
	}
	l.settle(&out)
	out.Settled = len(out.Entries)
	out.finish(l, c)
	return out
}

// settle runs acts of time until none is due. Their instant is the end of the limit, never later than now.
func (l *look) settle(out *Outcome) {
	until, at := l.now, l.now
	actor := l.actor
	l.actor = BySystem()
	for {
		m, end, due := l.due(until)
		if !due {
			l.now, l.actor = until, actor
			return
		}
		if m.When != "" {
			at = end
		}
		l.now, l.act, l.role = at, Act{Name: m.Act}, System
		l.apply(m, out)
	}
}

// due finds the next act of time: one that waits for nobody, else the limit that ended first; of two that end together, the one higher
// in the table.
func (l *look) due(until time.Time) (next *Move, end time.Time, found bool) {
	for i := range l.p.Moves {
		m := &l.p.Moves[i]
		if m.Beside || !slices.Contains(m.By, System) || !slices.Contains(m.From, l.c.State) || m.If != nil && m.If.Holds(l) != nil {
			continue
		}
		if m.When == "" {
			return m, until, true
		}
		k, running := l.c.Runs(m.When)
		if !running || k.Due.End().After(until) {
			continue
		}
		if !found || k.Due.End().Before(end) {
			next, end, found = m, k.Due.End(), true
		}
	}
	return next, end, found
}

// shiftWords writes moved due dates into the journal: "K2 2027-02-12→2027-02-18".
func shiftWords(shifts []Shift) string {
	words := make([]string, len(shifts))
	for i, s := range shifts {
		words[i] = fmt.Sprintf("%s %s→%s", s.Clock, s.Was, s.Due)
	}
	return strings.Join(words, "; ")
}

// permitted checks the actor's role and the guards; those on what is handed in only when the act is real.
func (l *look) permitted(m *Move, real bool) error {
	if l.c.Motion != nil && !m.Amid && m.By[0] != Applicant {
		return fault.New(fault.Conflict, "MOTION_OPEN", "motion", string(l.c.Motion.Act))
	}
	role, ok := l.actor.has(m.By)
	if !ok && slices.Equal(m.By, []Role{Leader}) {
		return fault.New(fault.Forbidden, "NEED_LEADER")
	}
	if !ok {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(m.By[0]))
	}
	l.role = role
	for _, g := range m.Guards {
		if !real && g.Asks {
			continue
		}
		if err := g.Holds(l); err != nil {
			return err
		}
	}
	return nil
}

func (l *look) apply(m *Move, out *Outcome) {
	from, day := l.c.State, l.today()
	for _, e := range m.Then {
		e.Apply(l)
	}
	for _, kind := range m.Stops {
		l.stop(kind, day)
	}
	if !m.Stays {
		l.c.State = m.To
		l.leaves()
	}
	out.passes = out.passes || m.Passes
	for _, kind := range m.Starts {
		l.start(kind, day)
	}
	if h := (Hand{Role: l.role, Officer: l.actor.Officer}); h.Officer != "" && !slices.Contains(l.c.Hands, h) {
		l.c.Hands = append(l.c.Hands, h)
	}
	out.Entries = append(out.Entries, Entry{Move: m.ID, Act: m.Act, From: from, To: l.c.State, Role: l.role, At: l.now,
		Reason: l.act.Reason, Grounds: l.act.Grounds, Documents: m.Papers})
	out.Notices = append(out.Notices, m.Tells...)
	out.Alarms = append(out.Alarms, m.Alarms...)
}

// finish compares where the case stood with where it stands: which step is done, which is open.
func (out *Outcome) finish(l *look, before Case) {
	out.Case = l.c
	if !out.Moved() {
		return
	}
	was, is := l.p.StageOf(before), l.p.StageOf(l.c)
	out.Closes, out.Opens, out.Reorders = false, nil, nil
	switch order := l.order(is); {
	case was == is && !out.passes && out.stayed(before.State):
		if is != "" {
			out.Reorders = &order
		}
	default:
		out.Closes = was != ""
		if is != "" {
			out.Opens = &order
		}
	}
}

// stayed tells whether no entry left the state, so that the open step is still the same work.
func (out *Outcome) stayed(s State) bool {
	return !slices.ContainsFunc(out.Entries, func(e Entry) bool { return e.From != s || e.To != s })
}

// tooLate explains why the table has no row for the act here.
func tooLate(l *look) error {
	intake := l.act.Name == ActCorrect || l.act.Name == ActNotAccept || l.act.Name == ActNotNeeded || l.act.Name == ActAccept
	switch {
	case l.c.NotOurs != nil:
		return notCompetent(l.c.NotOurs.Competent)
	case l.c.DeemedRenewed:
		return fault.New(fault.Conflict, "DEEMED_RENEWED", "on", l.c.Expiry.String())
	case l.c.DeemedAccepted && intake:
		return fault.New(fault.Conflict, "DEEMED_ACCEPTED", "on", l.c.AcceptedOn.String())
	default:
		return notNow(l.act.Name, l.c.State)
	}
}

// attempted are the patrol events of a forbidden attempt: P3 a second correction, P4 one person in two roles.
func attempted(err error, role Role) []Alarm {
	switch fault.Code(err) {
	case "CORRECTION_ONCE":
		return []Alarm{{Patrol, "P3", role}}
	case "FOUR_EYES":
		return []Alarm{{Patrol, "P4", role}}
	}
	return nil
}

// clone keeps Step pure: the caller's slices are never written.
func (c Case) clone() Case {
	c.Clocks, c.Hands, c.Beyond = slices.Clone(c.Clocks), slices.Clone(c.Hands), c.Beyond.clone()
	return c
}

// SettleAt is the instant at which time will next move the case; zero when it will not.
func (p *Procedure) SettleAt(c Case) time.Time {
	var at time.Time
	for _, m := range p.Moves {
		if k, running := c.Runs(m.When); m.When != "" && running && slices.Contains(m.From, c.State) {
			if end := k.Due.End(); at.IsZero() || end.Before(at) {
				at = end
			}
		}
	}
	return at
}
