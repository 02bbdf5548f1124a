package casework

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// proposed is a case of a licence that waits for its decision, and its applicant.
func (w *world) proposed(expiry string) (uuid.UUID, account.Actor) {
	w.t.Helper()
	person := w.blaster(1, expiry)
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	return id, person
}

// Those who act in the races. What each is told does not matter: the case shows who was first.

// decides is an officer's decision in the step that he holds, on the case as he has seen it.
func (w *world) decides(officer account.Actor, d Decision) func(meeting) {
	return func(m meeting) {
		d := d
		d.CaseID, d.StepID, d.Fence, d.Version = m.id, m.claim.StepID, m.claim.Fence, 1
		_, _ = w.Service.Decide(context.Background(), officer, d, db.Key{})
	}
}

// besides is what somebody does who needs no claim.
func (w *world) besides(officer account.Actor, d Decision) func(meeting) {
	return func(m meeting) {
		d := d
		d.CaseID, d.Version = m.id, 1
		_, _ = w.Service.Decide(context.Background(), officer, d, db.Key{})
	}
}

// rivals is an officer who claims the step first, or takes it from him whose lease is over.
func (w *world) rivals(officer account.Actor, stage procedure.Stage, d Decision) func(meeting) {
	return func(m meeting) {
		c, err := w.Service.ClaimNext(context.Background(), officer, officer.Grants[0].Desk, stage, db.Key{})
		if err == nil {
			m.claim = c
			w.decides(officer, d)(m)
		}
	}
}

func (w *world) withdraws(person account.Actor) func(meeting) {
	return func(m meeting) { _ = w.Service.Withdraw(context.Background(), person, m.id, "不办了", db.Key{}) }
}

func (w *world) answers(person account.Actor, r ApplicantReply) func(meeting) {
	return func(m meeting) { _ = w.Service.Answer(context.Background(), person, m.id, r, db.Key{}) }
}

func (w *world) sweeps(meeting) { _, _ = w.Service.SettleDue(context.Background(), 10) }

var third = clerk("何军", "090015", account.Decider, city) // decider

var grant = Decision{Act: procedure.ActGrant}

// What becomes of a case that waits for its decision.
const (
	isGranted   = "GRANTED | T27 | grant | granted"
	isWithdrawn = "WITHDRAWN | T29 | withdrawal | withdrawn"
	isRenewed   = "CLOSED | T34 | deemed_renewal | deemed_renewed"
)

// The officer grants, the applicant withdraws and time renews at the end of the licence.
func TestApproveWithdrawAndSweepMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-10-20T09:00:00+08:00")
	template, person := w.proposed("2026-11-20")
	w.run(race{rounds: 2000, template: template, end: procedure.K11, officer: decider, acts: []func(meeting){w.decides(decider, grant), w.withdraws(person), w.sweeps},
		before: []string{isGranted, isWithdrawn}, ended: []string{isRenewed}})
}

// The window accepts an endorsement, the applicant withdraws and time accepts at the end of K1: it is accepted once at most, and withdrawn or not.
func TestAcceptWithdrawAndSweepMeetAtAnEndorsement(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	template, person, window := w.stepwise(procedure.Endorsement())
	w.run(race{rounds: 80, template: template, end: procedure.K1, officer: window,
		acts:   []func(meeting){w.decides(window, Decision{Act: procedure.ActAccept}), w.withdraws(person), w.sweeps},
		before: []string{"WITHDRAWN | E30 | withdrawal | withdrawn", "WITHDRAWN | E10 E15 E30 | acceptance withdrawal | accepted withdrawn"},
		ended:  []string{"WITHDRAWN | E11 E15 E30 | deemed_acceptance withdrawal | deemed_complete withdrawn"}})
}

// A held decision is committed, taken back and overtaken by the applicant or by time.
func TestCommitUndoWithdrawAndSweepMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-10-20T09:00:00+08:00")
	template, person := w.proposed("2026-11-20")
	w.undo = UndoFor
	hold := func(m meeting) {
		_, _, _ = w.Service.Hold(ctx, decider, Decision{CaseID: m.id, StepID: m.claim.StepID, Fence: m.claim.Fence, Version: 1, Act: procedure.ActGrant}, db.Key{})
		_ = w.Service.CommitPending(ctx, m.claim.StepID)
	}
	undo := func(m meeting) {
		if m.turn%2 == 0 { // not always: he would mostly be quicker
			_, _ = w.Service.Undo(ctx, decider, m.claim.StepID)
		}
	}
	w.run(race{rounds: 500, template: template, end: procedure.K11, officer: decider, acts: []func(meeting){hold, undo, w.withdraws(person), w.sweeps},
		before: []string{isGranted, isWithdrawn}, ended: []string{isRenewed},
		after: func(m meeting) {
			_ = w.Service.Dismiss(ctx, decider, m.claim.StepID)
			if n := w.count(`SELECT count(*) FROM pending_decisions WHERE case_id = ?`, m.id); n != 0 {
				t.Errorf("%d decisions are still held", n)
			}
		}})
}

// A special procedure ends while the head extends the limit and time renews the licence.
func TestSuspensionEndExtensionAndSweepMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-04-20T09:00:00+08:00")
	template := w.submit(w.blaster(1, "2026-05-21"))
	w.review(template)
	w.mustAct(reviewer, procedure.StageReview, template, Decision{Act: procedure.ActAskSpecial, Kind: "expert_review", Basis: "《行政许可法》第四十五条", Days: 10, Reason: "涉及新工艺"})
	w.mustAct(decider, procedure.StageDecision, template, Decision{Act: procedure.ActApprove})
	files := map[uuid.UUID][]uuid.UUID{}
	finish := func(m meeting) {
		w.decides(reviewer, Decision{Act: procedure.ActFinishSpecial, Record: "专家组一致同意", Pictures: files[m.id]})(m)
	}
	w.run(race{rounds: 500, template: template, end: procedure.K11, officer: reviewer, each: func(m *meeting) { files[m.id] = w.enclosed(reviewer, m.id) },
		acts:   []func(meeting){finish, w.besides(head, Decision{Act: procedure.ActExtend, Reason: "需跨市核实"}), w.sweeps},
		before: []string{"REVIEW | T20 | special_report | special_over", "SPECIAL | T26 | extension | extended"}, ended: []string{isRenewed},
		between: []string{"CLOSED | T20 T34 | deemed_renewal special_report | deemed_renewed special_over", "CLOSED | T26 T34 | deemed_renewal extension | deemed_renewed extended"}})
}

// He asks for a hearing in two windows at once, or waives it, while his days end (K6).
func TestHearingRequestWaiverAndLapseMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(reviewer)
	person := w.blaster(1, "2026-05-30")
	template := w.submit(person)
	w.review(template)
	w.mustAct(reviewer, procedure.StageReview, template, Decision{Act: procedure.ActTellHearing, Reason: "涉及相邻单位"})
	ask := w.answers(person, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"})
	w.run(race{rounds: 100, template: template, end: procedure.K6,
		acts:   []func(meeting){ask, ask, w.answers(person, ApplicantReply{Act: procedure.ActWaiveHearing}), w.sweeps, w.sweeps},
		before: []string{"REVIEW | T19w | applicant_spoke", "SPECIAL | T19h | special | applicant_hearing hearing_asked"}, ended: []string{"REVIEW | T19e"}})
}

// A correction is answered twice at once while its time ends (K9).
func TestCorrectionAnswerAndLapseMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	template, _ := w.correcting(person)
	answer := func(m meeting) {
		_, _ = w.Service.AnswerCorrection(context.Background(), person, m.id, nil, db.Key{})
	}
	w.run(race{rounds: 100, template: template, end: procedure.K9, each: w.certificates(person), acts: []func(meeting){answer, answer, w.sweeps, w.sweeps},
		before: []string{"RECEIVED | T08 | corrected_receipt | correction_received"}, ended: []string{"LAPSED | T09 | lapse | lapsed"}})
}

// certificates gives each copy a health certificate of its own.
func (w *world) certificates(person account.Actor) func(*meeting) {
	return func(m *meeting) {
		file := uuid.Must(uuid.NewV7())
		w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, sha256, created_at, touched_at)
			VALUES (?, ?, ?, 'health_cert', false, 1000000, '体检证明.pdf', 4000, 'CLEAN', 'application/pdf', 'ab', ?, ?)`, file, person.PersonID, m.id, w.clock.Now(), w.clock.Now())
		w.exec(`UPDATE cases SET answers = jsonb_set(answers, '{health_cert,material}', to_jsonb(?::text)) WHERE id = ?`, file.String(), m.id)
	}
}

// The head extends the limit, the decider decides, and the limit ends (K2): afterwards nobody extends, and the late decision stands.
func TestExtensionDecisionAndEndOfK2Meet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	template, _ := w.proposed("2026-12-10")
	extend := w.besides(head, Decision{Act: procedure.ActExtend, Reason: "需跨市核实"})
	w.run(race{rounds: 100, template: template, end: procedure.K2, officer: decider, acts: []func(meeting){extend, extend, w.decides(decider, grant), w.sweeps},
		before: []string{isGranted, "DECISION | T26 | extension | extended"}, ended: []string{isGranted}})
}

// He speaks, waives it, or his days end, and the reviewer proposes as soon as he may (T28a to T28d).
func TestStatementWaiverLapseAndProposalMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	person := w.blaster(1, "2026-05-30")
	w.enrol(reviewer)
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	template := w.submit(person)
	w.review(template)
	w.mustAct(reviewer, procedure.StageReview, template, tellsRefusal)
	speak := func(m meeting) {
		_ = w.Service.State(context.Background(), person, m.id, Statement{Text: "已过追诉时效"}, db.Key{})
	}
	propose := Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "拟不予", Grounds: []string{"B3"}}
	watches := func(m meeting) { // and asks again as the case goes on
		for version := 1; version < 4; version++ {
			d := propose
			d.CaseID, d.StepID, d.Fence, d.Version = m.id, m.claim.StepID, m.claim.Fence, version
			_, _ = w.Service.Decide(context.Background(), reviewer, d, db.Key{})
		}
	}
	w.run(race{rounds: 100, template: template, end: procedure.KH, officer: reviewer,
		acts:   []func(meeting){speak, w.answers(person, ApplicantReply{Act: procedure.ActWaiveStatement}), watches, w.sweeps},
		before: []string{"REVIEW | T28b | applicant_stated", "LEGAL | T28b T21 | approval to_legal | applicant_stated", "REVIEW | T28c | applicant_stated", "LEGAL | T28c T21 | approval to_legal | applicant_stated"},
		ended:  []string{"REVIEW | T28d", "LEGAL | T28d T21 | approval to_legal"}})
}

// What one 利害关系人 said is recorded twice at once, differently, while his days end (KT).
func TestStatementsOfOneThirdPartyMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(reviewer)
	template := w.submit(w.blaster(1, "2026-05-30"))
	w.review(template)
	w.mustAct(reviewer, procedure.StageReview, template, tellNeighbour)
	hears := func(kind string) func(meeting) {
		return w.decides(reviewer, Decision{Act: procedure.ActHearThirdParty, Kind: kind, Record: "要求避开夜间作业"})
	}
	w.run(race{rounds: 60, template: template, end: procedure.KT, officer: reviewer,
		acts:   []func(meeting){hears(procedure.ThirdPartyStated), hears(procedure.ThirdPartyStated), hears(procedure.ThirdPartyDeclines), w.sweeps},
		before: []string{"REVIEW | T45a"}, ended: []string{"REVIEW | T45e"}})
}

// Two heads keep the record of the same discussion, one of them after the other's lease is over: there is one discussion.
func TestTwoChairsMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	second := clerk("刘捷", "090014", account.Leader, account.City)
	w.enrol(head, second, deputy, checker1, checker2)
	template := w.submit(w.blaster(1, "2026-12-01"))
	w.review(template)
	w.mustAct(reviewer, procedure.StageReview, template, Decision{Act: procedure.ActAskCollective, Verdict: procedure.Grant, Reason: "提请讨论"})
	record := func(chair account.Actor, v procedure.Verdict) Decision {
		return Decision{Act: procedure.ActCollective, Record: "逐项讨论", Members: []Voice{{chair.Officer, v, ""}, {deputy.Officer, v, ""}, {checker1.Officer, v, ""}}}
	}
	w.run(race{rounds: 80, template: template, officer: head, pause: LeaseFor, acts: []func(meeting){w.decides(head, record(head, procedure.Grant)),
		w.rivals(second, procedure.StageCollective, record(second, procedure.Refuse)), w.decides(head, record(head, procedure.Grant))},
		before: []string{"LEGAL | T23 | collective to_legal"}})
}

// Three deciders claim and grant the same case: one from the queue, or the holder whose lease is over against those who take it from him. The fence lets one decide.
func TestDecidersMeet(t *testing.T) {
	t.Parallel()
	for _, holder := range []account.Actor{{}, decider} {
		t.Run(fmt.Sprintf("held by %q", holder.Officer), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2026-09-17T09:00:00+08:00")
			template, _ := w.proposed("2026-12-01")
			acts := []func(meeting){w.rivals(deputy, procedure.StageDecision, grant), w.rivals(third, procedure.StageDecision, grant)}
			if holder.Officer != "" {
				acts = append(acts, w.decides(holder, grant), w.decides(holder, grant)) // a double click
			}
			w.run(race{rounds: 80, template: template, officer: holder, pause: LeaseFor, acts: acts, before: []string{isGranted}})
		})
	}
}
