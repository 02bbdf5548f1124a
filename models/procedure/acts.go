package procedure

import (
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Possible is an act of an officer and whether he may do it now; Why is the fault that he would meet. Verdict tells the two proposals apart.
// Rows is the row of the table that answers the act; while none does, the first row of each law on which the act may come to stand.
type Possible struct {
	Act     ActName
	Verdict Verdict
	Allowed bool
	Why     *fault.Error
	Rows    []MoveID
}

// Acts lists every officer's act of the procedure in the order of the table, allowed or not and why. What the act must bring along
// (a reason, grounds, defects) is not asked here.
func (p *Procedure) Acts(o Options, c Case, actor Actor, cal *workday.Calendar, now time.Time) []Possible {
	var list []Possible
	for _, m := range p.Moves {
		if slices.Contains(m.By, System) || slices.Contains(m.By, UnitHead) || m.By[0] == Applicant || m.Apart {
			continue
		}
		verdict := verdictOf(m)
		if slices.ContainsFunc(list, func(q Possible) bool { return q.Act == m.Act && q.Verdict == verdict }) {
			continue
		}
		list = append(list, p.possible(o, c, Act{Name: m.Act, Verdict: verdict}, actor, cal, now))
	}
	return list
}

// verdictOf is the verdict by which the two acts of a row that come in two kinds are told apart, "" for all other rows.
func verdictOf(m Move) Verdict {
	switch {
	case m.Act != ActPropose && m.Act != ActAskCollective:
		return ""
	case m.If == toGrant || m.If == grantDirectly || m.If == grantByLaw || m.If == proposesMeasure || m.If == proposesPlain || m.If == toAward:
		return Grant
	}
	return Refuse
}

// standsOn are the rows of an act that no row answers now, the first of each law behind them; those from the present state go before the others.
func (p *Procedure) standsOn(act Act, from State) []MoveID {
	var here, all []MoveID
	for _, m := range p.Moves {
		if m.Act != act.Name || verdictOf(m) != act.Verdict {
			continue
		}
		if all = append(all, m.ID); slices.Contains(m.From, from) {
			here = append(here, m.ID)
		}
	}
	if len(here) > 0 {
		all = here
	}
	var rows []MoveID
	for _, id := range all {
		if !slices.ContainsFunc(rows, func(r MoveID) bool { return r.Law() == id.Law() }) {
			rows = append(rows, id)
		}
	}
	return rows
}

// Allows tells whether the actor may do an act now, as far as that can be said before he hands anything in.
func (p *Procedure) Allows(o Options, c Case, act ActName, actor Actor, cal *workday.Calendar, now time.Time) bool {
	return p.possible(o, c, Act{Name: act}, actor, cal, now).Allowed
}

func (p *Procedure) possible(o Options, c Case, act Act, actor Actor, cal *workday.Calendar, now time.Time) Possible {
	l := &look{p: p, o: o.WithDefaults(), c: c, act: act, actor: actor, cal: cal, now: now}
	q := Possible{Act: act.Name, Verdict: act.Verdict}
	var err error
	if m := p.row(l); m == nil {
		q.Rows, err = p.standsOn(act, c.State), tooLate(l)
	} else {
		q.Rows, err = []MoveID{m.ID}, l.permitted(m, false)
	}
	q.Why, _ = fault.As(err)
	q.Allowed = err == nil
	return q
}
