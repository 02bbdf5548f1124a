package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// 回避 (domain.md 1.6.3): who is near a party is kept away by the queue and, should he hold the case already, by the act.

// near makes a relation known by the register.
func (w *world) near(officer account.Actor, subject, relation string) {
	w.t.Helper()
	w.registers.families = map[string][]Relative{"x" + officer.Officer: {{IDNumber: subject, Relation: relation}}}
	w.exec(`UPDATE officers SET family_asked_at = NULL`)
	check(w.t, w.AskFamilies(context.Background()))
}

func (w *world) wantBarred(officer account.Actor, id uuid.UUID, want bool) {
	w.t.Helper()
	n := w.count(`SELECT count(*) FROM steps WHERE case_id = ? AND state <> 'DONE' AND ? = ANY(barred)`, id, officer.Officer)
	if (n == 1) != want {
		w.t.Errorf("%s is kept away from %d open steps, want %v", officer.Name, n, want)
	}
}

func TestFamilyOfThePartiesKeepsAway(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, relation := range []string{"household", "spouse", "parent", "child"} {
		w := newWorld(t, "2026-09-16T10:00:00+08:00")
		w.enrol(receiver, reviewer, decider)
		person := w.blaster(1, "2026-12-01")
		w.near(receiver, person.IDNumber, relation)
		id := w.submit(person)
		w.wantBarred(receiver, id, true)
		_, err := w.ClaimNext(ctx, receiver, window, procedure.StageIntake, db.Key{})
		wantCode(t, err, "QUEUE_EMPTY")
		other := clerk("曾丽华", "090031", account.Receiver, window)
		w.mustDecide(other, id, Decision{Act: procedure.ActAccept})
		w.mustDecide(counter, id, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "经比对无异常"})

		// the relation becomes known while the reviewer holds the case
		c := w.claim(reviewer, id)
		w.near(reviewer, person.IDNumber, relation)
		d := Decision{CaseID: id, StepID: c.StepID, Fence: c.Fence, Version: w.version(id), Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准"}
		_, err = w.Decide(ctx, reviewer, d, db.Key{})
		wantCode(t, err, "RECUSAL")
		view, err := w.Review(ctx, reviewer, id)
		check(t, err)
		if slices.ContainsFunc(view.Acts, func(p Possible) bool { return p.Act == procedure.ActPropose && p.Allowed }) {
			t.Error("his page offers what he must not do")
		}
		d.Act, d.Reason = procedure.ActRecuse, "申请人系近亲属" // saying so is always allowed
		_, err = w.Decide(ctx, reviewer, d, db.Key{})
		check(t, err)
	}
}

func TestDeclarationsAreKeptAndKeepAway(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(receiver, decider)
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	wantField(t, w.Declare(ctx, receiver, "430903", "同学", db.Key{}), "SUBJECT_INVALID")
	wantField(t, w.Declare(ctx, receiver, person.IDNumber, " ", db.Key{}), "RELATION_REQUIRED")
	check(t, w.Declare(ctx, receiver, person.IDNumber, "战友，多年经济往来", db.Key{}))
	w.wantBarred(receiver, id, true) // the step that was open already
	check(t, w.Declare(ctx, decider, w.registers.unit.CreditCode, "配偶持有该公司股份", db.Key{}))
	w.review2(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准"})
	w.wantBarred(decider, id, true)
	list, err := w.Declared(ctx, decider)
	check(t, err)
	if len(list) != 1 || list[0].Masked() != w.registers.unit.CreditCode {
		t.Fatalf("declared %+v", list)
	}
	wantCode(t, w.Undeclare(ctx, receiver, list[0].ID), "NOT_FOUND")
	check(t, w.Undeclare(ctx, decider, list[0].ID))
	if n := w.count(`SELECT count(*) FROM relations WHERE officer = ? AND withdrawn_at IS NOT NULL`, decider.Officer); n != 1 {
		t.Errorf("%d withdrawn declarations are kept", n)
	}
}

// review2 is review with another officer at the window.
func (w *world) review2(id uuid.UUID) {
	w.t.Helper()
	w.mustDecide(clerk("曾丽华", "090031", account.Receiver, window), id, Decision{Act: procedure.ActAccept})
	w.mustDecide(counter, id, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "经比对无异常"})
	w.see(id)
}

func TestLegalRepresentativeAgentAndComplaintKeepAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(reviewer, decider, receiver, lawyer)
	person := w.blaster(1, "2026-12-01")
	w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, invited_at, accepted_at) VALUES (?, ?, ?, ?, ?, 'R-LEG', ?, ?)`,
		uuid.New(), w.unit.Enterprises[0].ID, w.unit.IDNumber, w.unit.Name, w.unit.PersonID, w.clock.Now(), w.clock.Now())
	id := w.submit(person)
	near := func() (list []procedure.Near) {
		check(t, w.db.Read(context.Background(), func(tx *db.Tx) error {
			r, err := selectCase(tx, id, anybody, false)
			if err == nil {
				list, err = nearTo(tx, r)
			}
			return err
		}))
		return list
	}
	if got := near(); len(got) != 0 {
		t.Fatalf("near: %+v", got)
	}
	w.near(reviewer, w.unit.IDNumber, "spouse")
	if got := near(); !slices.Equal(got, []procedure.Near{{Officer: reviewer.Officer, Party: procedure.PartyHead, Relation: "spouse"}}) {
		t.Errorf("of the legal representative: %+v", got)
	}

	// an officer who, as a citizen, complained about a case of the same enterprise
	citizen := w.person("孙伟", "x"+decider.Officer)
	w.exec(`INSERT INTO voices (id, case_id, person_id, kind, text, desk, said_at, due) VALUES (?, ?, ?, 'complaint', '炮声扰民', ?, ?, ?)`,
		uuid.New(), id, citizen.PersonID, city, w.clock.Now(), w.clock.Now())
	if got := near(); !slices.Contains(got, procedure.Near{Officer: decider.Officer, Party: procedure.PartyComplaint, Relation: "self"}) {
		t.Errorf("of a complaint: %+v", got)
	}
	w.exec(`UPDATE officers SET id_number = ? WHERE police_no = ?`, person.IDNumber, receiver.Officer)
	if got := near(); !slices.Contains(got, procedure.Near{Officer: receiver.Officer, Party: procedure.PartyApplicant, Relation: "self"}) {
		t.Errorf("himself: %+v", got)
	}
}

func TestASuperiorDecidesOnARecusalWithinADay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00") // a Wednesday
	w.enrol(leader, manager)
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActRecuse, Reason: "同学"})
	k, running := w.law(id).Clock(procedure.KQ)
	wantDate(t, "decision on the recusal", k.Due, "2026-09-17")
	if !running || w.count(`SELECT count(*) FROM notices WHERE kind = 'recusal_asked' AND case_id = ?`, id) != 2 {
		t.Error("the superior and case management were not told")
	}
	w.wantBarred(reviewer, id, true)
	w.at("2026-09-18 00:00")
	n, err := w.SettleDue(ctx, 10)
	check(t, err)
	if k, _ := w.law(id).Clock(procedure.KQ); n != 1 || k.Running() {
		t.Errorf("%d settled, clock %+v", n, k)
	}
	if n := w.count(`SELECT count(*) FROM river_job WHERE args->>'reason' = 'RECUSAL_LATE' AND args->>'desk' = ?`, account.City); n != 1 {
		t.Errorf("%d alarms to the head", n)
	}
	w.wantBarred(reviewer, id, true) // silence is no answer
	check(t, w.aside(leader, id, Decision{Act: procedure.ActDecideRecusal, Officer: reviewer.Officer, Agree: false, Reason: "不影响公正"}))
	if r := w.law(id).Recusals[0]; !r.Decided || r.Upheld {
		t.Errorf("%+v", r)
	}
}
