package procedure

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// walks is how many random walks must keep the law; together they take every row of every table.
const walks = 10_000

// Ten thousand walks through all tables, by people who do what may be done, at times what may not, over time that lets limits end: no state outside
// the table, no second decision, no clock that is lost, no entry missing between two states, no person on both sides of four eyes.
func TestTenThousandWalksTakeEveryRowOfEveryTable(t *testing.T) {
	t.Parallel()
	cal, r := calendar(t), rand.New(rand.NewPCG(2026, 11))
	taken, tried := map[*Move]int{}, map[*Move]int{}
	for range walks {
		w := newWalker(r, cal)
		known := append(w.p.States(), None)
		for range 40 {
			w.passes()
			w.meets()
			rows := w.candidates()
			if len(rows) == 0 {
				break
			}
			m := w.picks(rows, tried)
			if w.p.Final(m.To) && m.Act == ActWithdraw && w.often(9) {
				continue // else most walks would be short
			}
			before, act := w.c, w.act(m)
			if who := w.actor(m, act); w.steps(t, act, who, taken) && !slices.Contains(known, w.c.State) {
				t.Fatalf("%s: %s by %v led from %q to %q", w.p.Code, act.Name, who.Roles, before.State, w.c.State)
			}
			if f := w.broken(before); f != "" {
				t.Fatalf("%s: %s from %s to %s: %s", w.p.Code, act.Name, before.State, w.c.State, f)
			}
		}
		w.archives(taken)
	}
	for _, code := range Codes() {
		p, _ := Named(code)
		for i := range p.Moves {
			if m := &p.Moves[i]; taken[m] == 0 {
				t.Errorf("no walk took %s from %v to %q: %v", m.ID, m.From, m.To, m.Conditions())
			}
		}
	}
}

// steps settles the case, does the act and counts the rows that both took. It tells whether anything moved.
func (w *walker) steps(t *testing.T, a Act, who Actor, taken map[*Move]int) bool {
	t.Helper()
	settled := Settle(w.p, w.o, w.c, w.cal, w.now)
	if len(a.Members) > 0 {
		a.Members[0].Officer = who.Officer // the chair
	}
	row := w.p.row(&look{p: w.p, o: w.o.WithDefaults(), c: settled.Case, act: a, actor: who, cal: w.cal, now: w.now})
	out, err := Step(w.p, w.o, w.c, a, who, w.cal, w.now)
	if err != nil && fault.Code(err) == "" {
		t.Fatalf("%s: %v", a.Name, err)
	}
	state := w.c.State
	for i, e := range out.Entries {
		if e.From != state {
			t.Fatalf("%s: %s begins in %q, the case stood in %q", w.p.Code, e.Move, e.From, state)
		}
		state = e.To
		if e.Move == "C-6" {
			continue
		}
		if i == out.Settled && err == nil {
			taken[row]++
			if slices.ContainsFunc(row.Guards, func(g Guard) bool { return g.Word == fourEyes.Word || g.Word == approver.Word }) {
				w.hands = append(w.hands, Hand{Role: e.Role, Officer: who.Officer})
			}
			continue
		}
		if m := w.p.ofTime(e); m != nil {
			taken[m]++
		} else {
			t.Fatalf("%s: %s from %s to %s is no row of time", w.p.Code, e.Move, e.From, e.To)
		}
	}
	if state != out.Case.State || err == nil && len(out.Entries) == out.Settled {
		t.Fatalf("%s: %s: the entries end in %s, the case in %s", w.p.Code, a.Name, state, out.Case.State)
	}
	findings := w.c.Findings
	w.c = out.Case
	w.c.Findings = findings
	return out.Moved()
}

// ofTime is the row of an entry that nobody asked for.
func (p *Procedure) ofTime(e Entry) *Move {
	i := slices.IndexFunc(p.Moves, func(m Move) bool {
		return m.ID == e.Move && m.Act == e.Act && slices.Contains(m.By, System) && slices.Contains(m.From, e.From) && m.Target(e.From) == e.To
	})
	if i < 0 {
		return nil
	}
	return &p.Moves[i]
}

// archives ends a walk whose case has ended.
func (w *walker) archives(taken map[*Move]int) {
	if e, err := Archive(w.p, w.c, nil, BySystem(), w.now); err == nil {
		taken[&w.p.Moves[slices.IndexFunc(w.p.Moves, func(m Move) bool { return m.ID == e.Move && m.Beside })]]++
	}
}

// mustRun are the clocks of which one must run while a case stands in a state and a length is set for it.
var mustRun = map[*Procedure]map[State][]ClockKind{
	permit: {Correction: {K9}, CountyCheck: {K2}, Review: {K2}, Verifying: {K2}, InSpecial: {K2}, Legal: {K2}, Discussing: {K2}, Deciding: {K2},
		Received: {K1}, Granted: {K4}, Cert: {K4}, Delivery: {K4}, Refused: {K4}},
	filing:  {Received: {K1}, Correction: {K9}, Checking: {K2}},
	service: {Received: {K1}, Correction: {K9}, Review: {K2}, Deciding: {K2}, Done: {K4}, Cert: {K4}, Delivery: {K4}, Declined: {K4}},
	endorsement: {Received: {K1}, Correction: {K9}, Review: {K2}, Deciding: {K2}, Forwarded: {K2}, Entered: {K2}, Delivery: {K4},
		NotIssued: {K4}},
	licence:      {Heard: {KH}, InSpecial: {K7}, Received: {K2}, Delivery: {K4}},
	compensation: {Offered: {KL}, Review: {K2}, Legal: {K2}, Discussing: {K2}, Leading: {K2}, Delivery: {K4}, Paying: {KP}},
}

// broken tells what of the law the last step has broken, "" for nothing.
func (w *walker) broken(before Case) string {
	c, ended := w.c, w.p.Final(w.c.State)
	for _, kind := range mustRun[w.p][c.State] {
		if _, runs := c.Runs(kind); !runs {
			return string(kind) + " was lost"
		}
	}
	running := map[ClockKind]bool{}
	for _, k := range c.Clocks {
		switch {
		case k.Running() && running[k.Kind]:
			return string(k.Kind) + " runs twice"
		case k.Running() && ended && k.Kind != K4 || k.Running() && k.Due.IsZero():
			return string(k.Kind) + " runs on"
		}
		running[k.Kind] = running[k.Kind] || k.Running()
	}
	again := len(c.Redecisions) > len(before.Redecisions)
	if !again && len(c.Clocks) < len(before.Clocks) || again && len(c.Redecisions[len(c.Redecisions)-1].First.Clocks) < len(before.Clocks) {
		return "a clock was forgotten"
	}
	if !again {
		for i, k := range before.Clocks {
			if is := c.Clocks[i]; is.Kind != k.Kind || is.Day0 != k.Day0 || is.Due != k.Due && len(is.Was) <= len(k.Was) || !k.Running() && is.StoppedOn != k.StoppedOn {
				return "the past of " + string(k.Kind) + " was changed"
			}
		}
		if !before.DecidedOn.IsZero() && (c.DecidedOn != before.DecidedOn || c.Verdict != before.Verdict) {
			return "decided a second time"
		}
		if w.p.Final(before.State) && c.State != before.State {
			return "an end was left"
		}
	}
	if k2, runs := c.Runs(K2); runs && k2.Held != c.Held() {
		return "K2 and the special procedure disagree"
	}
	if c.Motion != nil && !slices.Contains(undecided, c.State) {
		return "a motion outlived the case"
	}
	if end := w.p.SettleAt(c); !end.IsZero() && !end.After(w.now) || Settle(w.p, w.o, c, w.cal, w.now).Moved() {
		return "time has left something undone"
	}
	return w.oneBothSides()
}

// oneBothSides tells whether one person has acted on both sides of four eyes.
func (w *walker) oneBothSides() string {
	for _, a := range w.hands {
		for _, b := range w.hands {
			shift := w.c.TwoPersonShift && (a.Role == Intake && b.Role == Reviewer || a.Role == Reviewer && b.Role == Intake)
			if a.Officer == b.Officer && !shift && slices.Contains(apart, [2]Role{a.Role, b.Role}) {
				return a.Officer + " acted as " + string(a.Role) + " and " + string(b.Role)
			}
		}
	}
	return ""
}
