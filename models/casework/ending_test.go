package casework

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/procedure"
)

// T30: what a register knows only suggests the end; an officer moves for it with proof and a decider approves, in every state before the decision.
func TestT30_ADeadApplicantIsSuggestedToTwoOfficers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, accepted := range []bool{false, true} {
		w := newWorld(t, "2026-09-16T10:00:00+08:00")
		person := w.blaster(1, "2026-12-01")
		id := w.submit(person)
		if accepted {
			w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
		}
		view, err := w.Review(ctx, receiver, id)
		check(t, err)
		if view.Ends != nil {
			t.Fatalf("ends %+v", view.Ends)
		}
		w.registers.dead = map[string]bool{person.IDNumber: true}
		check(t, w.AskRegisters(ctx, id))
		view, err = w.Review(ctx, receiver, id)
		check(t, err)
		if view.Ends == nil || view.Ends.Kind != procedure.EndDead || view.Ends.Request == "" {
			t.Fatalf("ends %+v", view.Ends)
		}
		w.wantState(id, map[bool]procedure.State{false: procedure.Received, true: procedure.CountyCheck}[accepted])
		wantField(t, w.aside(receiver, id, Decision{Act: procedure.ActAskTerminate, Kind: procedure.EndDead, Reason: "申请人已死亡"}), "PROOF_REQUIRED")
		check(t, w.aside(receiver, id, Decision{Act: procedure.ActAskTerminate, Kind: procedure.EndDead, Reason: "申请人已死亡", Pictures: w.enclosed(receiver, id)}))
		done := w.mustAct(decider, procedure.StageDecision, id, Decision{Act: procedure.ActApprove})
		if done.State != procedure.Terminated || kinds(done)[0] != "termination" {
			t.Errorf("%s %v", done.State, kinds(done))
		}
		view, err = w.Review(ctx, receiver, id)
		check(t, err)
		if view.Ends != nil {
			t.Error("an ended case is told to end")
		}
	}
}

func TestT30_AClosedUnitIsSuggestedForItsOwnCaseOnly(t *testing.T) {
	t.Parallel()
	d := Dossier{Company: &CompanyAnswer{Closed: true}, Person: &PersonAnswer{Deceased: true}}
	if e := d.ended(true); e == nil || e.Kind != procedure.EndDissolved {
		t.Errorf("a unit: %+v", e)
	}
	if e := d.ended(false); e == nil || e.Kind != procedure.EndDead {
		t.Errorf("a person: %+v", e)
	}
	if e := (Dossier{Company: &CompanyAnswer{Closed: true}}).ended(false); e != nil {
		t.Errorf("a person whose company is closed: %+v", e)
	}
}
