package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// offered is the case in which a holder may claim for a measure, once that is delivered.
func (w *world) offered(person account.Actor, measure uuid.UUID) (claim uuid.UUID) {
	w.t.Helper()
	check(w.t, w.ConfirmDelivery(context.Background(), person, measure))
	check(w.t, w.OfferCompensation(context.Background(), OfferCompensationArgs{Measure: measure}))
	w.scan(&claim, `SELECT id FROM cases WHERE origin_id = ?`, measure)
	return claim
}

// withdrawn is a certificate that was withdrawn; the decision is not delivered yet.
func (w *world) withdrawn(person account.Actor) uuid.UUID {
	w.t.Helper()
	_, certificate := w.certified(person)
	id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Withdraw, Ground: "A8.law", Facts: "所依据的规章已废止"})
	check(w.t, w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤回"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.mustAct(leader, procedure.StageCollective, id, Decision{Act: procedure.ActWithdrawLicence, Reason: "为公共利益撤回"})
	return id
}

// faulty is a certificate that was revoked for a fault of the agency.
func (w *world) faulty(person account.Actor) uuid.UUID {
	w.t.Helper()
	_, certificate := w.certified(person)
	id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.1.4", Facts: "发证时申请人不符合条件"})
	check(w.t, w.Answer(context.Background(), person, id, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤销", Heard: "无重大损害"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.agree(id, procedure.Grant)
	w.mustDecide(decider, id, Decision{Act: procedure.ActRevoke, Reason: "依法撤销"})
	return id
}

// agree is a collective discussion with one voice.
func (w *world) agree(id uuid.UUID, v procedure.Verdict) {
	w.t.Helper()
	w.mustAct(leader, procedure.StageCollective, id, Decision{Act: procedure.ActCollective, Record: "讨论意见一致",
		Members: []Voice{{Officer: leader.Officer, Verdict: v}, {Officer: chair.Officer, Verdict: v}, {Officer: manager.Officer, Verdict: v}}})
}

// proved is a file that the holder hands in for his loss.
func (w *world) proved(person account.Actor, id uuid.UUID) uuid.UUID {
	w.t.Helper()
	rule, err := w.LossProofRule(context.Background(), person, id)
	check(w.t, err)
	file := uuid.Must(uuid.NewV7())
	w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, sha256, created_at, touched_at)
		VALUES (?, ?, ?, ?, false, 1000000, '租赁合同.png', 4000, 'CLEAN', 'image/png', 'ab', ?, ?)`,
		file, person.PersonID, id, rule.Question, w.clock.Now(), w.clock.Now())
	return file
}

// C01–C33 for a withdrawal (行政许可法 第八条第二款): told when the measure is delivered, claimed, heard, reviewed by a lawyer, decided by the head of the
// agency, delivered and paid.
func TestC14_CompensationForAWithdrawal(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	w.enrol(chair, manager)
	person := w.blaster(1, "2026-08-31")
	measure := w.withdrawn(person)
	id := w.offered(person, measure)
	w.wantState(id, procedure.Offered)
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'may_claim' AND case_id = ?`, id); n != 1 {
		t.Errorf("%d notices that he may claim", n)
	}
	kl, _ := w.law(id).Clock(procedure.KL)
	wantDate(t, "time to claim", kl.Due, "2028-06-19") // 17 June is a Saturday
	view, err := w.CaseForApplicant(ctx, person, measure)
	check(t, err)
	if view.Compensation == nil || view.Compensation.CaseID != id || view.Compensation.Damages || view.Compensation.State != procedure.Offered || view.Compensation.Due != kl.Due {
		t.Errorf("his measure tells %+v", view.Compensation)
	}
	again, err := w.AskCompensation(ctx, person, measure)
	if err != nil || again != id {
		t.Errorf("asked for, it is %s (%v), want %s", again, err, id)
	}
	other := w.blaster(2, "2026-08-31")
	_, err = w.AskCompensation(ctx, other, measure)
	wantCode(t, err, "NOT_FOUND")
	wantCode(t, w.ClaimLoss(ctx, other, id, Loss{Amount: 1, Reason: "x"}, db.Key{}), "NOT_FOUND")
	wantCode(t, w.ClaimLoss(ctx, person, measure, Loss{Amount: 1, Reason: "x"}, db.Key{}), "ACT_NOT_NOW")
	wantCode(t, w.ClaimLoss(ctx, person, id, Loss{Reason: "x"}, db.Key{}), "INVALID_FIELDS")

	w.at("2026-06-24 10:00")
	proof := w.proved(person, id)
	check(t, w.ClaimLoss(ctx, person, id, Loss{Amount: 12_000_00, Reason: "停工期间的设备租金", Proofs: []uuid.UUID{proof}}, db.Key{}))
	w.wantState(id, procedure.Review)
	k2, _ := w.law(id).Clock(procedure.K2)
	wantDate(t, "two months to decide", k2.Due, "2026-08-24")
	told := w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActTellLacks, Reason: "请补交六月账目"})
	if letter := w.letterText(told.Documents[0].ID); !contains(letter, "第十二条第四款") || !contains(letter, "请补交六月账目") || !contains(letter, "2026年8月24日前") {
		t.Errorf("the claimant is told:\n%s", letter)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'claim_lacks' AND case_id = ?`, id); n != 1 {
		t.Errorf("%d notices of what the claim lacks", n)
	}
	check(t, w.AddToClaim(ctx, person, id, Loss{Reason: "另附六月账目"}, db.Key{}))
	if n := w.count(`SELECT count(*) FROM materials WHERE case_id = ? AND question = '_loss' AND attached_at IS NOT NULL`, id); n != 1 {
		t.Errorf("%d proofs are kept", n)
	}
	propose := Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Amount: 12_000_01, Reason: "租金有合同证明，扣除押金", Heard: "请求人同意扣除押金"}
	_, err = w.act(reviewer, procedure.StageReview, id, propose)
	wantCode(t, err, "INVALID_FIELDS") // more than was claimed
	propose.Amount = 10_000_00
	w.mustAct(reviewer, procedure.StageReview, id, propose)
	w.wantState(id, procedure.Legal)
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.wantState(id, procedure.Leading)
	view, err = w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if view.Law.Proposal != nil {
		t.Error("the claimant sees what is proposed")
	}
	done := w.mustDecide(leader, id, Decision{Act: procedure.ActAward, Reason: "符合法定条件"})
	if d := done.Documents[0]; d.Title != "行政许可补偿决定书" || !contains(d.Number, "许偿") {
		t.Errorf("decided by %+v", d)
	}
	letter := w.letterText(done.Documents[0].ID)
	for _, part := range []string{"撤回行政许可决定书", "12,000.00元", "停工期间的设备租金", "另附六月账目", "租赁合同.png", "请求人同意扣除押金", "第八条第二款", "10,000.00元", "财政部门", "六十日", "六个月"} {
		if !contains(letter, part) {
			t.Errorf("the decision does not say %s:\n%s", part, letter)
		}
	}
	check(t, w.ConfirmDelivery(ctx, person, id))
	w.wantState(id, procedure.Paying)
	_, err = w.decide(manager, id, Decision{Act: procedure.ActRecordPayment, On: workday.MustParse("2026-06-25"), Receipt: "国库2026-118"})
	wantCode(t, err, "INVALID_FIELDS") // tomorrow
	w.mustAct(manager, procedure.StageManage, id, Decision{Act: procedure.ActRecordPayment, On: workday.MustParse("2026-06-24"), Receipt: "国库2026-118"})
	w.wantState(id, procedure.Closed)
	if p := w.law(id).Compensation.Payment; p == nil || p.Voucher != "国库2026-118" || p.By.Officer != manager.Officer {
		t.Errorf("paid: %+v", p)
	}
	for _, kind := range []string{"loss_claimed", "awarded", "award_paid"} {
		if n := w.count(`SELECT count(*) FROM notices WHERE kind = ? AND case_id = ?`, kind, id); n != 1 {
			t.Errorf("%d notices %s", n, kind)
		}
	}
	if n := w.count(`SELECT count(*) FROM archives WHERE case_id = ?`, id); n != 1 {
		t.Errorf("%d archives wait for it", n)
	}
	if n := w.count(`SELECT count(*) FROM disclosures WHERE case_id = ?`, id); n != 0 {
		t.Error("an award is published")
	}
	view, err = w.CaseForApplicant(ctx, person, measure)
	check(t, err)
	if c := view.Compensation; c == nil || c.State != procedure.Closed || c.Due != kl.Due {
		t.Errorf("after the payment his measure tells %+v", c)
	}
	// nothing is offered twice, whoever asks for it
	check(t, w.OfferCompensation(ctx, OfferCompensationArgs{Measure: measure}))
	check(t, w.SweepCompensations(ctx))
	if n := w.count(`SELECT count(*) FROM cases WHERE origin_id = ?`, measure); n != 1 {
		t.Errorf("%d cases about one measure", n)
	}
}

// For a fault of the agency damages are discussed collectively before the head of the agency decides, and the paper tells the three months of 国家赔偿法
// 第十四条 (行政许可法 第六十九条第四款, 第七十六条; domain.md 1.7).
func TestC17_DamagesAreDiscussedAndMayBeDenied(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	w.enrol(chair, leader, manager)
	person := w.blaster(1, "2026-08-31")
	id := w.offered(person, w.faulty(person))
	check(t, w.ClaimLoss(ctx, person, id, Loss{Amount: 500_00, Reason: "体检费"}, db.Key{}))
	// taken back, it may be claimed again within its time
	check(t, w.Withdraw(ctx, person, id, "再算一算", db.Key{}))
	w.wantState(id, procedure.Offered)
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'claim_withdrawal'`, id); n != 1 {
		t.Errorf("%d confirmations", n)
	}
	check(t, w.ClaimLoss(ctx, person, id, Loss{Amount: 800_00, Reason: "体检费和培训费"}, db.Key{}))
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "费用与撤销无关", Heard: "请求人坚持请求"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.wantState(id, procedure.Discussing)
	_, err := w.decide(leader, id, Decision{Act: procedure.ActDenyAward, Reason: "x"})
	wantCode(t, err, "ACT_NOT_NOW")
	w.agree(id, procedure.Refuse)
	w.wantState(id, procedure.Leading)
	done := w.mustDecide(leader, id, Decision{Act: procedure.ActDenyAward, Reason: "与撤销没有因果关系"})
	letter := w.letterText(done.Documents[0].ID)
	for _, part := range []string{"不予赔偿", "第六十九条第四款、第七十六条", "请求人坚持请求", "集体讨论", "三个月内", "六十日"} {
		if !contains(letter, part) {
			t.Errorf("the decision does not say %s:\n%s", part, letter)
		}
	}
	if contains(letter, "六个月") || !contains(done.Documents[0].Number, "许不赔") {
		t.Errorf("%s:\n%s", done.Documents[0].Number, letter)
	}
	check(t, w.ConfirmDelivery(ctx, person, id))
	w.wantState(id, procedure.Closed)
	var dates []LegalDate
	check(t, w.db.Read(ctx, func(tx *db.Tx) (err error) {
		dates, err = knownPapers(tx, id, workday.MustParse("2026-06-17"), w.calendar())
		return err
	}))
	if !slices.ContainsFunc(dates, func(d LegalDate) bool { return d.Kind == procedure.K13 && d.Due == workday.MustParse("2026-09-17") }) {
		t.Errorf("portal clock tells %+v", dates)
	}
}

// C02, and the sweep: who is not offered compensation by the job opens it himself, or the daily run does; what owes nothing is not offered.
func TestC01_CompensationIsOfferedWhereItIsOwed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	w.enrol(chair)
	person, other := w.blaster(1, "2026-08-31"), w.blaster(2, "2026-08-31")
	measure := w.withdrawn(person)
	_, err := w.AskCompensation(ctx, person, measure)
	wantCode(t, err, "ACT_NOT_NOW") // the decision was not delivered yet
	check(t, w.ConfirmDelivery(ctx, person, measure))
	id, err := w.AskCompensation(ctx, person, measure)
	check(t, err)
	w.wantState(id, procedure.Offered)
	second := w.withdrawn(other)
	check(t, w.ConfirmDelivery(ctx, other, second))
	check(t, w.SweepCompensations(ctx))
	check(t, w.SweepCompensations(ctx))
	if n := w.count(`SELECT count(*) FROM cases WHERE procedure = 'compensation'`); n != 2 {
		t.Errorf("%d cases", n)
	}
	var certificate uuid.UUID
	// fraud owes nothing (第六十九条第四款)
	fraud := w.blaster(3, "2026-08-31")
	_, certificate = w.certified(fraud)
	bad := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "伪造证明"})
	check(t, w.Answer(ctx, fraud, bad, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
	w.mustDecide(reviewer, bad, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤销", Heard: "无重大损害"})
	w.mustDecide(lawyer, bad, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.mustDecide(decider, bad, Decision{Act: procedure.ActRevoke, Reason: "欺骗"})
	check(t, w.ConfirmDelivery(ctx, fraud, bad))
	_, err = w.AskCompensation(ctx, fraud, bad)
	wantCode(t, err, "ACT_NOT_NOW")
	check(t, w.SweepCompensations(ctx))
	if n := w.count(`SELECT count(*) FROM cases WHERE origin_id = ?`, bad); n != 0 {
		t.Error("fraud was offered compensation")
	}
	// a claim stands in no other measure's way, and is not ended by one
	w.scan(&certificate, `SELECT certificate_id FROM cases WHERE id = ?`, measure)
	check(t, w.ClaimLoss(ctx, person, id, Loss{Amount: 1, Reason: "x"}, db.Key{}))
	check(t, w.CancelLicence(ctx, CancelLicenceArgs{Certificate: certificate, Ground: "A70.4", Proof: "撤回决定"}))
	w.wantState(id, procedure.Review)
	if document.Kind("compensation").Internal() {
		t.Error("an award is kept from its addressee")
	}
}
