package casework

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
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

// T30: while a case is open the registers are asked every day, so that who dies or is closed after the receipt is told to the officers. A silent
// register takes nothing back, and a decided case is left alone.
func TestT30_RegistersAreAskedEveryDayWhileACaseIsOpen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	filed, _, err := w.report(example(t, ownGuards, nil, nil))
	check(t, err)
	asks := func(want int) {
		t.Helper()
		if n, err := w.AskEnds(ctx, 1); err != nil || n != want {
			t.Errorf("%d cases have a new answer (%v), want %d", n, err, want)
		}
	}
	ends := func(id uuid.UUID, officer account.Actor) string {
		t.Helper()
		v, err := w.Review(ctx, officer, id)
		check(t, err)
		if v.Ends == nil {
			return ""
		}
		return v.Ends.Kind
	}
	unit := w.officerOf("430900-ban", procedure.StageIntake)
	asks(0) // asked at the receipt
	w.registers.dead = map[string]bool{person.IDNumber: true}
	code := example(t, ownGuards, nil, nil).example.Facts[form.EnterpriseCode].(string)
	w.registers.companies[code] = CompanyAnswer{Name: "绿洲物业", Kind: LegalPerson, Area: "430903", Closed: true}
	w.at("2026-09-17 09:00")
	asks(0) // not a day yet
	w.at("2026-09-17 10:01")
	w.registers.down[FromPopulation] = true
	asks(1)
	if ends(id, receiver) != "" || ends(filed, unit) != procedure.EndDissolved {
		t.Errorf("told %q and %q", ends(id, receiver), ends(filed, unit))
	}
	w.registers.down[FromPopulation] = false
	asks(1)
	asks(0)
	if ends(id, receiver) != procedure.EndDead {
		t.Errorf("of the person is told %q", ends(id, receiver))
	}
	w.wantState(id, procedure.Received)
	w.registers.dead, w.registers.down[FromPopulation] = nil, true
	w.at("2026-09-19 10:00")
	asks(1)
	if ends(id, receiver) != procedure.EndDead {
		t.Error("a silent register took back what it had said")
	}
	check(t, w.Withdraw(ctx, person, id, "不办了", db.Key{}))
	w.registers.down[FromPopulation] = false
	asks(0)
}
