package casework

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// hold claims a case at intake and accepts it for the ten seconds in which that may be taken back.
func (w *world) hold(id uuid.UUID) (Decision, Pending) {
	w.t.Helper()
	c := w.claim(receiver, id)
	d := Decision{CaseID: id, StepID: c.StepID, Fence: c.Fence, Version: w.version(id), Act: procedure.ActAccept}
	p, held, err := w.Hold(context.Background(), receiver, d, key(receiver, "accept"))
	check(w.t, err)
	if !held || w.law(id).State != procedure.Received {
		w.t.Fatalf("held %v, state %s", held, w.law(id).State)
	}
	return d, p
}

func TestADecisionIsTakenBackOrCommittedOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.undo = UndoFor
	id := w.submit(w.blaster(1, "2026-12-01"))
	d, p := w.hold(id)
	again, held, err := w.Hold(ctx, receiver, d, key(receiver, "accept")) // a second click
	check(t, err)
	if !held || !again.CommitAt.Equal(p.CommitAt) || w.count(`SELECT count(*) FROM river_job WHERE kind = 'casework.commit'`) != 1 {
		t.Errorf("a second click holds %+v", again)
	}
	undone, err := w.Undo(ctx, receiver, d.StepID)
	check(t, err)
	check(t, w.CommitPending(ctx, d.StepID)) // the job comes all the same
	if undone.Act != procedure.ActAccept || w.law(id).State != procedure.Received {
		t.Fatalf("after undo: %s", w.law(id).State)
	}
	_, err = w.Undo(ctx, receiver, d.StepID)
	wantCode(t, err, "UNDO_LATE")

	// Decided again, it is committed by job, by going on and by a second instance at once: one of them does it.
	_, _, err = w.Hold(ctx, receiver, d, db.Key{})
	check(t, err)
	var wait sync.WaitGroup
	for i := range 6 {
		wait.Go(func() {
			if i%2 == 0 {
				check(t, w.CommitPending(ctx, d.StepID))
			} else {
				check(t, w.CommitHeld(ctx, receiver))
			}
		})
	}
	wait.Wait()
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'acceptance'`, id); n != 1 || w.law(id).State != procedure.CountyCheck {
		t.Errorf("%d acceptance letters, state %s", n, w.law(id).State)
	}
	if n := w.count(`SELECT count(*) FROM pending_decisions`); n != 0 {
		t.Errorf("%d decisions are still held", n)
	}
	w.agrees(id)
}

func TestGoingOnCommitsAndLoadsTheNextCase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.undo = UndoFor
	first, second := w.submit(w.blaster(1, "2026-12-01")), w.submit(w.blaster(2, "2026-12-01"))
	c := w.claim(receiver, first)
	here := Next{Desk: window, Stage: procedure.StageIntake}
	accept := Decision{CaseID: first, StepID: c.StepID, Fence: c.Fence, Version: w.version(first), Act: procedure.ActAccept}
	went, err := w.DecideAndGoOn(ctx, receiver, accept, here, key(receiver, "accept"))
	check(t, err)
	again, err := w.DecideAndGoOn(ctx, receiver, accept, here, key(receiver, "accept"))
	check(t, err)
	if again.Claim.StepID != went.Claim.StepID || !again.Held {
		t.Errorf("a second click gives %+v, the first gave %+v", again, went)
	}
	if !went.Held || !went.Claimed || went.Claim.CaseID != second || w.law(first).State != procedure.Received {
		t.Fatalf("%+v, first %s", went, w.law(first).State)
	}
	went, err = w.DecideAndGoOn(ctx, receiver, Decision{CaseID: second, StepID: went.Claim.StepID, Fence: went.Claim.Fence, Version: w.version(second), Act: procedure.ActAccept}, here, db.Key{})
	check(t, err)
	if went.Claimed || w.law(first).State != procedure.CountyCheck || w.law(second).State != procedure.Received {
		t.Errorf("%+v, first %s, second %s", went, w.law(first).State, w.law(second).State)
	}
}

// What the law no longer allows when the ten seconds end is told to the officer with his words, and nothing is stored of it.
func TestAHeldDecisionThatComesTooLateIsTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.undo = UndoFor
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	d, _ := w.hold(id)
	check(t, w.Withdraw(ctx, person, id, "不办了", db.Key{}))
	check(t, w.CommitPending(ctx, d.StepID))
	list, err := w.Pending(ctx, receiver)
	check(t, err)
	if len(list) != 1 || list[0].Fault != "LEASE_LOST" || w.law(id).State != procedure.Withdrawn {
		t.Fatalf("%+v, state %s", list, w.law(id).State)
	}
	check(t, w.Dismiss(ctx, receiver, d.StepID))
	if list, _ = w.Pending(ctx, receiver); len(list) != 0 {
		t.Errorf("still told: %+v", list)
	}
	// What the law refuses at once is never held.
	other := w.submit(w.blaster(2, "2026-12-01"))
	c := w.claim(receiver, other)
	_, held, err := w.Hold(ctx, receiver, Decision{CaseID: other, StepID: c.StepID, Fence: c.Fence, Version: w.version(other), Act: procedure.ActGrant}, db.Key{})
	wantCode(t, err, "ACT_NOT_NOW")
	if held || w.count(`SELECT count(*) FROM pending_decisions`) != 0 {
		t.Error("a refused act is held")
	}
}
