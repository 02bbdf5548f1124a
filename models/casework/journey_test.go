package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The whole way of a granted renewal: every state, document, notice and view on it.
func TestGrantedRenewal(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	draft := w.draft(person)
	open, err := w.OpenDrafts(ctx, person, item)
	check(t, err)
	if len(open) != 1 || open[0].ID != draft {
		t.Errorf("open drafts %+v", open)
	}
	receipt, err := w.Finish(ctx, person, draft, false, db.Key{})
	check(t, err)
	if !receipt.AwaitingUnit || receipt.SignBy.String() != "2026-10-08" || receipt.Number != "" {
		t.Errorf("finished: %+v", receipt)
	}
	_, err = w.SaveAnswers(ctx, person, draft, form.Answers{"accident": raw(true)}, 0)
	wantCode(t, err, "ACT_NOT_NOW") // what the unit is to sign stays as it is
	waiting, err := w.AwaitingUnit(ctx, w.unit)
	check(t, err)
	if len(waiting) != 1 {
		t.Errorf("the unit has %d forms to sign", len(waiting))
	}
	receipt, err = w.UnitSign(ctx, w.unit, draft, true, db.Key{})
	check(t, err)
	number, err := identity.ParseCaseNumber(receipt.Number)
	check(t, err)
	if number.String() != receipt.Number || number.Received() != workday.MustParse("2026-09-17") || len(receipt.QueryCode) != 8 || receipt.IntakeDue.String() != "2026-09-23" {
		t.Errorf("receipt %+v", receipt)
	}
	check(t, w.AskRegisters(ctx, draft))
	w.review(draft)
	w.mustDecide(reviewer, draft, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "符合条件，拟准予延续"})
	w.mustDecide(decider, draft, Decision{Act: procedure.ActReturn, Reason: "请核实照片"})
	w.mustDecide(reviewer, draft, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "已核实"})
	done := w.mustDecide(decider, draft, Decision{Act: procedure.ActGrant})
	if done.State != procedure.Granted || done.Documents[0].Number != "益公治许续〔2026〕1号" {
		t.Errorf("granted %+v", done)
	}
	w.registers.down[FromPopulation] = true // he chose the register's photo: without it no certificate
	claim := w.claim(printer, draft)
	issue := Decision{CaseID: draft, StepID: claim.StepID, Fence: claim.Fence, Version: w.version(draft), Act: procedure.ActIssueCertificate}
	_, err = w.Decide(ctx, printer, issue, db.Key{})
	wantCode(t, err, "CERTIFICATE_PHOTO_REQUIRED")
	w.registers.down[FromPopulation] = false
	_, err = w.Decide(ctx, printer, issue, db.Key{})
	check(t, err)
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'certificate' AND facts::text LIKE ?`, draft, "%photo/"+draft.String()+"%"); n != 1 {
		t.Error("the certificate does not show the register's photo")
	}
	view, err := w.CaseForApplicant(ctx, person, draft)
	check(t, err)
	if view.State != procedure.Delivery || view.Certificate == nil || view.Certificate.ValidFrom.String() != "2026-12-02" || view.Certificate.ValidTo.String() != "2029-12-01" {
		t.Errorf("certificate %+v in state %s", view.Certificate, view.State)
	}
	if view.Host == nil || view.Host.Officer != reviewer.Officer || view.Host.DeskName == "" || view.Host.DeskNameEn == "" || view.Law.Proposal != nil {
		t.Errorf("host %+v, inner opinion %+v", view.Host, view.Law.Proposal)
	}
	check(t, w.ConfirmDelivery(ctx, person, draft))
	view, err = w.CaseForApplicant(ctx, person, draft)
	check(t, err)
	if view.State != procedure.Closed || view.Verdict != procedure.Grant {
		t.Errorf("in the end %s %s", view.State, view.Verdict)
	}
	kinds := []string{}
	for _, d := range view.Documents {
		kinds = append(kinds, string(d.Kind))
	}
	if !slices.Equal(kinds, []string{"application", "receipt", "acceptance", "grant", "certificate", "delivery"}) {
		t.Errorf("documents %v", kinds)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND person_id = ?`, draft, person.PersonID); n < 5 {
		t.Errorf("the applicant was told %d things", n)
	}
	w.agrees(draft)
	verified, err := w.documents.Verify(ctx, view.Certificate.VerifyCode)
	check(t, err)
	if verified.Standing != document.StandingValid || verified.MaskedName != "李**" {
		t.Errorf("verified %+v", verified)
	}
	progress, err := w.Progress(ctx, receipt.Number, receipt.QueryCode, person.IDNumber[14:])
	check(t, err)
	if progress.State != procedure.Closed {
		t.Errorf("progress %+v", progress)
	}
	_, err = w.Progress(ctx, receipt.Number, "00000000", person.IDNumber[14:])
	wantCode(t, err, "PROGRESS_UNKNOWN")
}

// What is not one's own is not there.
func TestStrangersSeeNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person, stranger := w.blaster(1, "2026-12-01"), w.blaster(2, "2026-12-01")
	draft := w.draft(person)
	_, err := w.Draft(ctx, stranger, draft)
	wantCode(t, err, "NOT_FOUND")
	_, err = w.SaveAnswers(ctx, stranger, draft, nil, 0)
	wantCode(t, err, "NOT_FOUND")
	_, err = w.UploadRule(ctx, stranger, draft, "health_cert")
	wantCode(t, err, "NOT_FOUND")
	_, err = w.Finish(ctx, stranger, draft, false, db.Key{})
	wantCode(t, err, "NOT_FOUND")
	_, err = w.UnitForm(ctx, w.unit, draft)
	wantCode(t, err, "NOT_FOUND") // not finished yet
	wantCode(t, w.DiscardDraft(ctx, stranger, draft), "NOT_FOUND")
	_, err = w.Finish(ctx, person, draft, false, db.Key{})
	check(t, err)
	other := stranger
	other.Enterprises = []account.Membership{{CreditCode: w.registers.unit.CreditCode, Role: account.Agent}}
	_, err = w.UnitSign(ctx, other, draft, true, db.Key{})
	wantCode(t, err, "NOT_FOUND") // an R-ENT does not sign
	_, err = w.UnitSign(ctx, w.unit, draft, false, db.Key{})
	wantCode(t, err, "INVALID_FIELDS")
	_, err = w.UnitSign(ctx, w.unit, draft, true, db.Key{})
	check(t, err)
	_, err = w.CaseForApplicant(ctx, stranger, draft)
	wantCode(t, err, "NOT_FOUND")
	wantCode(t, w.Withdraw(ctx, stranger, draft, "", db.Key{}), "NOT_FOUND")
	_, err = w.SendMessage(ctx, stranger, draft, "你好", db.Key{})
	wantCode(t, err, "NOT_FOUND")
	_, err = w.Review(ctx, person, draft)
	wantCode(t, err, "NOT_FOUND")
	_, err = w.Review(ctx, counter, draft)
	wantCode(t, err, "NOT_FOUND") // the county has nothing to do with it yet
	_, err = w.Review(ctx, receiver, draft)
	check(t, err)
	w.mustDecide(receiver, draft, Decision{Act: procedure.ActAccept})
	elsewhere := clerk("周凯", "090099", account.County, "430921-zhi")
	_, err = w.Review(ctx, elsewhere, draft)
	wantCode(t, err, "NOT_FOUND") // another county
	_, err = w.Review(ctx, counter, draft)
	check(t, err)
	_, err = w.Queue(ctx, elsewhere, county, procedure.StageCounty, "", 10)
	wantCode(t, err, "NOT_FOUND")
	_, err = w.ClaimNext(ctx, elsewhere, county, procedure.StageCounty, db.Key{})
	wantCode(t, err, "ROLE_REQUIRED")
}

// A register that is down never stops a case: the point stays open for an officer.
func TestSilentRegistersLeavePointsOpen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	w.registers.down[FromBackground] = true
	id := w.submit(person)
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	w.mustDecide(counter, id, Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "人工比对无异常"})
	_, err := w.decide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	wantCode(t, err, "CHECKLIST_OPEN")
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'casework.ask' AND scheduled_at > ?`, w.clock.Now()); n == 0 {
		t.Error("nobody will ask again")
	}
	held, err := w.Mine(ctx, reviewer)
	check(t, err)
	v, err := w.Review(ctx, reviewer, id)
	check(t, err)
	for _, row := range v.Checks {
		if row.Word == "criminal_record" && (row.Mark != procedure.Open || row.Evidence.Key != "not_returned") {
			t.Errorf("%s: %s %s", row.Code, row.Mark, row.Evidence.Key)
		}
		if row.Mark == procedure.Open {
			check(t, w.RecordCheck(ctx, reviewer, id, held[0].StepID, held[0].Fence, row.Code, procedure.Pass, "人工核验"))
		}
	}
	_, err = w.Decide(ctx, reviewer, Decision{CaseID: id, StepID: held[0].StepID, Fence: held[0].Fence, Version: v.Version, Act: procedure.ActPropose,
		Verdict: procedure.Grant, Reason: "拟准予"}, db.Key{})
	check(t, err)
}
