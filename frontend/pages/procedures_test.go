package pages

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Every word of the tables has its words in both languages: a missing key shows here before it shows on the page.
func TestEveryWordOfTheTablesHasItsWords(t *testing.T) {
	t.Parallel()
	want := func(key string) {
		if !locale.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
	for _, code := range procedure.Codes() {
		p, _ := procedure.Named(code)
		want("procedure." + code)
		for _, s := range p.States() {
			if !locale.Has("state." + code + "." + string(s)) {
				want("state." + string(s))
			}
		}
		for _, m := range p.Moves {
			want("act." + string(m.Act))
			for _, w := range m.Conditions() {
				want("rule." + w)
			}
			for _, e := range m.Then {
				want("rule." + e.Word)
			}
			for _, d := range m.Papers {
				want("paper." + string(d))
			}
			for _, k := range append(m.Starts, m.Stops...) {
				want("desk.clock." + string(k))
			}
			for _, r := range m.By {
				if r != procedure.System {
					want("role." + string(r))
				}
			}
		}
	}
}

// Whoever may not do something now reads why, in his language, in every state of every table and whatever his role is; and everybody who waits reads
// what comes next.
func TestEveryActSaysWhyItMayNotBeDoneNow(t *testing.T) {
	t.Parallel()
	cal, err := workday.Load(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 9, 17, 10, 0, 0, 0, workday.Zone)
	said := map[string]bool{}
	for _, code := range procedure.Codes() {
		p, _ := procedure.Named(code)
		o := procedure.Options{Code: code, CountyCheck: true, UnitSignature: true}
		for _, state := range p.States() {
			if words := NextWords(context.Background(), code, state); state != procedure.Draft && (words == "" || strings.HasPrefix(words, "next.")) {
				t.Errorf("%s in %s does not say what comes next", code, state)
			}
			c := procedure.Case{State: state, Licence: &procedure.Licence{}, Compensation: &procedure.Compensation{}}
			for _, role := range append(p.Roles(), "") {
				for _, act := range p.Acts(o, c, procedure.Actor{Officer: "090101", Name: "刘芳", Roles: []procedure.Role{role}}, cal, now) {
					if len(act.Rows) == 0 || slices.ContainsFunc(act.Rows, func(id procedure.MoveID) bool { return id.Law() == "" }) {
						t.Errorf("%s: %s in %s stands on nothing: %v", code, act.Act, state, act.Rows)
					}
					if act.Allowed {
						continue
					}
					said[act.Why.Code] = true
					for _, lang := range []locale.Lang{locale.Chinese, locale.English} {
						words := locale.Fault(locale.With(context.Background(), lang), act.Why)
						if !locale.Has("fault."+act.Why.Code) || strings.ContainsAny(words, "{}") {
							t.Errorf("%s: %s in %s by %q is refused with %s: %s", code, act.Act, state, role, act.Why.Code, words)
						}
					}
				}
			}
		}
	}
	if len(said) < 7 {
		t.Errorf("only %d reasons were met", len(said))
	}
}

// The chart reads from the beginning to the ends: the law's stages in their order, and no way back that need not be one.
func TestTheChartReadsFromTheBeginningToTheEnds(t *testing.T) {
	t.Parallel()
	for code, want := range map[string][]procedure.State{
		"permit": {procedure.Draft, procedure.Received, procedure.Correction, procedure.Review, procedure.Legal, procedure.Discussing, procedure.Deciding,
			procedure.Granted, procedure.Cert, procedure.Delivery, procedure.Closed},
		"filing":      {procedure.Draft, procedure.Received, procedure.Correction, procedure.Checking, procedure.Filed, procedure.Closed},
		"endorsement": {procedure.Received, procedure.Review, procedure.Deciding, procedure.Forwarded, procedure.Entered, procedure.Issued, procedure.Closed},
		"licence":     {procedure.Heard, procedure.Review, procedure.Legal, procedure.Deciding, procedure.Delivery, procedure.Dropped, procedure.Closed},
	} {
		p, _ := procedure.Named(code)
		last := -1
		states := ProcedureView{p}.ordered()
		for _, s := range want {
			at := slices.Index(states, s)
			if at <= last {
				t.Errorf("%s: %s stands at %d, the state before it at %d: %v", code, s, at, last, states)
			}
			last = at
		}
	}
}
