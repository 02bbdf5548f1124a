package casework

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// holder is who holds a step, "" when it waits.
func (w *world) holder(step uuid.UUID) (officer string) {
	w.t.Helper()
	w.scan(&officer, `SELECT CASE WHEN state = 'CLAIMED' THEN holder_officer ELSE '' END FROM steps WHERE id = ?`, step)
	return officer
}

func (w *world) wantHolder(step uuid.UUID, want string) {
	w.t.Helper()
	if got := w.holder(step); got != want {
		w.t.Errorf("the step is with %q, want %q", got, want)
	}
}

// K04: taking over needs a role and a reason, is told to who had the step, takes his lease and keeps his private note.
func TestK04_TakingOverIsToldAndKeepsTheNote(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.enrol(receiver, manager)
	id := w.submit(w.blaster(1, "2026-12-01"))
	c := w.claim(receiver, id)
	check(t, w.SaveNote(ctx, receiver, c.StepID, c.Fence, "体检医院待核实"))
	_, err := w.Heartbeat(ctx, receiver, c.StepID, c.Fence, true)
	check(t, err)

	_, err = w.TakeOver(ctx, counter, c.StepID, "急件", db.Key{})
	wantCode(t, err, "ROLE_REQUIRED")
	_, err = w.TakeOver(ctx, manager, c.StepID, " ", db.Key{})
	wantField(t, err, "REASON_REQUIRED")
	got, err := w.TakeOver(ctx, manager, c.StepID, "持有人临时外出", key(manager, "take"))
	check(t, err)
	again, err := w.TakeOver(ctx, manager, c.StepID, "持有人临时外出", key(manager, "take"))
	check(t, err)
	if got.Fence <= c.Fence || again.Fence != got.Fence || got.Draft != "体检医院待核实" {
		t.Errorf("taken as %+v, again as %+v", got, again)
	}
	w.wantHolder(c.StepID, manager.Officer)
	_, err = w.Heartbeat(ctx, receiver, c.StepID, c.Fence, true)
	wantCode(t, err, "LEASE_LOST")
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'step_taken' AND officer_id = ? AND facts->>'reason' = '持有人临时外出'`, receiver.OfficerID); n != 1 {
		t.Errorf("the former holder was told %d times", n)
	}
	if n := w.count(`SELECT count(*) FROM claims WHERE step_id = ? AND ended_at IS NULL`, c.StepID); n != 1 {
		t.Errorf("%d claims are open", n)
	}
}

// K06 and domain.md 3.6: all that an officer holds goes to another with one reason; a leave or the end of a shift gives the rest back to its place in
// the queue; case management may take a step out of its turn.
func TestK06_WhatAnAbsentOfficerHolds(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	colleague := clerk("何平", "090030", account.Receiver, window)
	w.enrol(receiver, colleague, manager, lawyer)
	w.waiting(6)
	var held []Claim
	for range 3 {
		c, err := w.ClaimNext(ctx, receiver, window, procedure.StageIntake, db.Key{})
		check(t, err)
		held = append(held, c)
	}
	_, err := w.Assign(ctx, receiver, nil, receiver.Officer, "login"+colleague.Officer, "休假")
	wantCode(t, err, "ROLE_REQUIRED")
	_, err = w.Assign(ctx, manager, nil, receiver.Officer, "nobody", "休假")
	wantField(t, err, "COLLEAGUE_UNKNOWN")
	list, err := w.Assign(ctx, manager, []uuid.UUID{held[0].StepID}, "", "login"+lawyer.Officer, "休假")
	check(t, err)
	if len(list) != 1 || list[0].Fault != "ASSIGN_ROLE" {
		t.Errorf("a lawyer got %+v", list)
	}
	if list, err = w.Assign(ctx, manager, []uuid.UUID{held[0].StepID, held[1].StepID}, "", "login"+colleague.Officer, "休假"); err != nil || len(list) != 2 || list[0].Fault+list[1].Fault != "" {
		t.Fatalf("given %+v, %v", list, err)
	}
	w.wantHolder(held[0].StepID, colleague.Officer)
	if n := w.count(`SELECT count(*) FROM notices WHERE kind IN ('step_assigned', 'step_taken')`); n != 4 {
		t.Errorf("%d were told of two steps", n)
	}

	today := workday.DateOf(w.clock.Now())
	wantField(t, w.SetLeave(ctx, manager, receiver.Officer, today, today.AddDays(-1), "年休"), "DATES_ORDER")
	check(t, w.SetLeave(ctx, manager, receiver.Officer, today, today.AddDays(4), "年休"))
	w.wantHolder(held[2].StepID, "")
	w.wantHolder(held[1].StepID, colleague.Officer)
	if n := w.count(`SELECT count(*) FROM absences WHERE officer = ?`, receiver.Officer); n != 1 {
		t.Errorf("%d leaves", n)
	}
	_, err = w.Assign(ctx, manager, []uuid.UUID{held[2].StepID}, "", "login"+receiver.Officer, "回来了")
	wantField(t, err, "OFFICER_AWAY")

	check(t, w.SetShift(ctx, manager, colleague.Officer, "08:30", "12:00"))
	n, err := w.ReleaseAbsent(ctx)
	check(t, err)
	if n != 0 {
		t.Errorf("%d went back within the shift", n)
	}
	w.clock.Advance(3*time.Hour + time.Minute)
	if n, err = w.ReleaseAbsent(ctx); err != nil || n != 2 {
		t.Errorf("%d went back after the shift (%v)", n, err)
	}
	w.wantHolder(held[0].StepID, "")

	page, err := w.Queue(ctx, manager, window, procedure.StageIntake, "", 10)
	check(t, err)
	last := page.Items[len(page.Items)-1]
	_, err = w.Pick(ctx, receiver, last.StepID, "来人催办", db.Key{})
	wantCode(t, err, "ROLE_REQUIRED")
	picked, err := w.Pick(ctx, manager, last.StepID, "来人催办", key(manager, "pick"))
	check(t, err)
	if picked.StepID != last.StepID || w.count(`SELECT count(*) FROM claims WHERE step_id = ? AND why->>'picked' = '来人催办'`, last.StepID) != 1 {
		t.Errorf("picked %+v", picked)
	}
	_, err = w.Pick(ctx, manager, last.StepID, "来人催办", db.Key{})
	wantCode(t, err, "QUEUE_EMPTY")
}

// Points of a checklist are judged together or not at all, and messages are read by the side they were written to.
func TestPointsAreJudgedTogether(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	w.mustDecide(counter, id, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "无异常"})
	c := w.claim(reviewer, id)
	v, err := w.Review(ctx, reviewer, id)
	check(t, err)
	var judged []Judged
	for _, row := range v.Checks {
		if row.Mark == procedure.Open {
			judged = append(judged, Judged{Code: row.Code, Mark: procedure.Pass})
		}
	}
	before := w.count(`SELECT count(*) FROM checks WHERE case_id = ?`, id)
	if err := w.RecordChecks(ctx, reviewer, id, c.StepID, c.Fence, append(slices.Clone(judged), Judged{Code: "R99", Mark: procedure.Pass})); err == nil {
		t.Error("a point that does not exist was judged")
	}
	if n := w.count(`SELECT count(*) FROM checks WHERE case_id = ?`, id); n != before {
		t.Errorf("%d points were judged with a wrong one, had %d", n, before)
	}
	check(t, w.RecordChecks(ctx, reviewer, id, c.StepID, c.Fence, judged))
	if n := w.count(`SELECT count(*) FROM checks WHERE case_id = ? AND mark = 'pass'`, id); n < len(judged) {
		t.Errorf("%d of %d points were judged", n, len(judged))
	}

	_, err = w.SendMessage(ctx, reviewer, id, "请保持电话畅通", db.Key{})
	check(t, err)
	unread := func() int { return w.count(`SELECT count(*) FROM messages WHERE case_id = ? AND read_at IS NULL`, id) }
	check(t, w.ReadMessages(ctx, reviewer, id))
	if unread() != 1 {
		t.Error("the writer's own look counts as read")
	}
	check(t, w.ReadMessages(ctx, person, id))
	if unread() != 0 {
		t.Error("it is still unread")
	}
}

// A roster comes from its spreadsheet whole, or not at all.
func TestASpreadsheetFillsTheRosterOrNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a := example(t, ownGuards, nil, nil)
	person := w.applicant(a)
	id := w.prepared(t, person, a)
	guards := func() string {
		v, err := w.Draft(ctx, person, id)
		check(t, err)
		return string(v.Answers["guards"])
	}
	before := guards()
	wrong := guard("罗立新", "430922199208150024") // its last digit does not fit
	sheet, err := roster.Template(guard("陈晓梅", guardOfExample), wrong)
	check(t, err)
	read, err := w.ImportRoster(ctx, person, id, sheet)
	check(t, err)
	if read.Wrong != 1 || guards() != before {
		t.Errorf("%d lines are wrong, and the roster is now %s", read.Wrong, guards())
	}
	sheet, err = roster.Template(guard("陈晓梅", guardOfExample), guard("罗立新", otherGuard))
	check(t, err)
	_, err = w.ImportRoster(ctx, person, id, sheet)
	check(t, err)
	if got := guards(); !contains(got, otherGuard) || got == before {
		t.Errorf("the roster is %s", got)
	}
}

// Whoever has a draft of an item that is gone is told once, also when the job comes twice.
func TestDraftsOfARetiredItemAreToldOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	first, second := w.blaster(1, "2026-12-01"), w.blaster(2, "2026-12-01")
	w.draft(first)
	id := w.draft(second)
	_, err := w.SaveAnswers(ctx, second, id, form.Answers{"accident": raw(false)}, 0)
	check(t, err)
	for range 2 {
		check(t, w.TellRetired(ctx, item, 1))
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind IN ('item_retired', 'item_replaced')`); n != 2 {
		t.Errorf("%d notices to two applicants", n)
	}
}
