package pages

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// everyMove walks the tables of all procedures.
func everyMove() iter.Seq2[*procedure.Procedure, procedure.Move] {
	return func(yield func(*procedure.Procedure, procedure.Move) bool) {
		for _, p := range []*procedure.Procedure{procedure.Permit(), procedure.Filing(), procedure.Service(), procedure.Endorsement()} {
			for _, move := range p.Moves {
				if !yield(p, move) {
					return
				}
			}
		}
	}
}

func TestEveryStateHasWords(t *testing.T) {
	t.Parallel()
	for p, move := range everyMove() {
		state := move.To
		if state == procedure.None {
			continue
		}
		row := casework.TimelineRow{Move: move.ID, Act: move.Act, To: state}
		if words := moveWords(context.Background(), p.Code, row); strings.HasPrefix(words, "state.") {
			t.Errorf("row %s has no words", move.ID)
		}
		if words := actName(context.Background(), p.Code, string(move.Act)); words == string(move.Act) {
			t.Errorf("act %s has no words", move.Act)
		}
		if _, words := StateWords(context.Background(), p.Code, state, "", ""); strings.HasPrefix(words, "state.") {
			t.Errorf("state %s has no words", state)
		}
		if state != procedure.Draft && !locale.Has("next."+string(state)) {
			t.Errorf("state %s does not say what comes next", state)
		}
	}
	for _, verdict := range []procedure.Verdict{procedure.Grant, procedure.Refuse} {
		if _, words := StateWords(context.Background(), "permit", procedure.Closed, "", verdict); strings.HasPrefix(words, "state.") {
			t.Errorf("%s has no words", verdict)
		}
	}
}

// Whoever waits is told where on its way his case is, and what the day means that is named to him.
func TestEveryStateStandsAtAStationOfItsWay(t *testing.T) {
	t.Parallel()
	item := &catalog.Item{}
	item.Procedure.UnitSignature, item.Procedure.CountyCheck = true, true
	for p, move := range everyMove() {
		v := CaseView{ApplicantView: casework.ApplicantView{Item: item}}
		v.Procedure, v.State = p.Code, move.To
		if move.To == procedure.None || move.To == procedure.Draft || move.To == procedure.Closed || move.To == procedure.Archived || v.ended() {
			continue
		}
		here := 0
		for _, step := range v.stages(context.Background()) {
			if step.Status == ui.Current {
				here++
			}
		}
		if here != 1 {
			t.Errorf("%s at %s stands at %d stations", p.Code, move.To, here)
		}
	}
	for _, kind := range []procedure.ClockKind{procedure.KR, procedure.KS, procedure.KQ, procedure.KT, procedure.KH, procedure.K1, procedure.K2, procedure.K3,
		procedure.K4, procedure.K6, procedure.K7, procedure.K9, procedure.K11} {
		c := procedure.Case{Clocks: []procedure.Clock{{Kind: kind, Due: workday.NewDate(2026, 12, 1)}}}
		if k, ok := c.Governing(); ok && !locale.Has("mycase.expected."+string(k.Kind)) {
			t.Errorf("nobody is told what the last day of %s means", k.Kind)
		}
	}
}

// The page that explains limits names each that a case may have, to its applicant as to officers.
func TestEveryClockHasItsNames(t *testing.T) {
	t.Parallel()
	kinds := []procedure.ClockKind{procedure.K10, procedure.K11}
	for _, code := range procedure.Codes() {
		p, _ := procedure.Named(code)
		for _, m := range p.Moves {
			kinds = append(kinds, m.Starts...)
		}
	}
	for _, kind := range kinds {
		for _, prefix := range []string{"mycase.clock.", "desk.clock."} {
			if !locale.Has(prefix + string(kind)) {
				t.Errorf("%s%s is not worded", prefix, kind)
			}
		}
	}
}
