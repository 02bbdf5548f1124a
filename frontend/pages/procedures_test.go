package pages

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/procedure"
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
