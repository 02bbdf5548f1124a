package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The scenarios of domain.md 7 that a renewal touches, through the real services.

func TestA01_DeemedAcceptanceOverSpringFestival(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-02-12T16:40:00+08:00")
	person := w.blaster(1, "2026-04-30")
	id := w.submit(person) // what was uploaded as health certificate is none, but nobody says so
	claim := w.claim(receiver, id)
	version := w.version(id)
	wantDate(t, "end of K1", w.law(id).Clocks[len(w.law(id).Clocks)-2].Due, "2026-02-26")

	w.at("2026-02-26 23:59")
	if n, err := w.SettleDue(ctx, 100); err != nil || n != 0 {
		t.Fatalf("settled %d cases before K1 ended (%v)", n, err)
	}
	w.at("2026-02-27 00:00")
	_, err := w.Decide(ctx, receiver, Decision{CaseID: id, StepID: claim.StepID, Fence: claim.Fence, Version: version, Act: procedure.ActCorrect,
		Defects: []procedure.Defect{{Where: "体检证明", Problem: "缺少", Mend: "上传"}}}, db.Key{})
	wantCode(t, err, "DEEMED_ACCEPTED")

	law := w.law(id)
	if !law.DeemedAccepted {
		t.Error("the case is not deemed accepted")
	}
	wantDate(t, "acceptance day", law.AcceptedOn, "2026-02-12")
	wantDate(t, "decision due", law.EffectiveDue(), "2026-03-18")
	if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'T11' AND to_state = 'ACCEPTED'`, id); n != 1 {
		t.Errorf("%d records of T11", n)
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind IN ('deemed_acceptance', 'acceptance')`, id); n != 2 {
		t.Errorf("%d documents of acceptance, want 2", n)
	}
	var acceptance uuid.UUID
	w.scan(&acceptance, `SELECT id FROM documents WHERE case_id = ? AND kind = 'acceptance'`, id)
	if text := w.letterText(acceptance); contains(text, "齐全") || !contains(text, "起视为受理") || !contains(text, "2026年3月18日") {
		t.Errorf("what nobody looked at was accepted as complete: %s", text)
	}
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'supervise.alarm' AND args->>'reason' = 'DEEMED_ACCEPTED' AND args->>'card' = 'yellow'
		AND args->>'role' = 'R-REC'`); n != 1 {
		t.Errorf("%d yellow cards, want 1", n)
	}
	if n, err := w.SettleDue(ctx, 100); err != nil || n != 0 {
		t.Errorf("settling again moved %d cases (%v)", n, err)
	}
}

func TestA05_RenewalWindow(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-10-01T09:00:00+08:00")
	person := w.blaster(1, "2026-12-31")
	_, err := w.StartDraft(ctx, person, Start{Item: item}, db.Key{})
	wantCode(t, err, "ITEM_CLOSED") // before 2026-10-02 the form is not open

	w.at("2026-10-02 00:00")
	_, err = w.StartDraft(ctx, person, Start{Item: item}, db.Key{})
	check(t, err)

	w.at("2026-12-01 23:59")
	if law := w.law(w.submit(person)); !law.Timely || law.Late {
		t.Errorf("2026-12-01: timely %t, late %t", law.Timely, law.Late)
	}

	w.at("2026-12-02 00:00")
	other := w.blaster(2, "2026-12-31")
	draft := w.draft(other)
	view, err := w.Draft(ctx, other, draft)
	check(t, err)
	if len(view.Warnings) != 2 || view.Warnings[1].Code != "PROVISIONAL" || view.Warnings[0].Code != "LATE" || view.Warnings[0].Params["expiry"] != "2026-12-31" {
		t.Errorf("the page does not warn about the end of 2026-12-31: %+v", view.Warnings)
	}
	_, err = w.Finish(ctx, other, draft, false, db.Key{})
	check(t, err)
	receipt, err := w.UnitSign(ctx, w.unit, draft, true, db.Key{})
	check(t, err)
	if receipt.Timely || !receipt.Late {
		t.Errorf("2026-12-02: timely %t, late %t", receipt.Timely, receipt.Late)
	}

	w.at("2026-12-30 10:00")
	third := w.blaster(3, "2026-12-31")
	late := w.draft(third)
	_, err = w.Finish(ctx, third, late, false, db.Key{})
	check(t, err)
	w.at("2027-01-01 00:00")
	_, err = w.UnitSign(ctx, w.unit, late, true, db.Key{}) // the receipt day is the day of the unit's signature
	wantCode(t, err, "ITEM_CLOSED")
	_, err = w.StartDraft(ctx, w.blaster(4, "2026-12-31"), Start{Item: item}, db.Key{})
	wantCode(t, err, "ITEM_CLOSED")
}

func TestA06_DeemedRenewal(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-24T10:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-10-31"))
	w.at("2026-09-28 09:00")
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	law := w.law(id)
	k2, _ := law.Clock(procedure.K2)
	wantDate(t, "K2", k2.Due, "2026-10-30")

	w.at("2026-10-26 09:00")
	check(t, w.aside(head, id, Decision{Act: procedure.ActExtend, Reason: "爆破项目需跨市核实"}))
	k2, _ = w.law(id).Clock(procedure.K2)
	wantDate(t, "K2 after the extension", k2.Due, "2026-11-13")
	wantDate(t, "effective due", w.law(id).EffectiveDue(), "2026-10-31")
	for when, lamp := range map[string]procedure.Lamp{"2026-10-27 09:00": procedure.LampYellow, "2026-10-30 09:00": procedure.LampRed} {
		w.at(when)
		view, err := w.CaseForApplicant(ctx, w.owner(id), id)
		check(t, err)
		at := slices.IndexFunc(view.Clocks, func(r ClockRow) bool { return r.Kind == procedure.K2 })
		if row := view.Clocks[at]; row.Lamp != lamp || row.Effective != workday.MustParse("2026-10-31") {
			t.Errorf("%s: the lamp is %s, want %s: it follows the licence's last day", when, row.Lamp, lamp)
		}
	}

	w.at("2026-10-31 23:59")
	if n, err := w.SettleDue(ctx, 10); err != nil || n != 0 {
		t.Fatalf("moved %d cases on the last day (%v)", n, err)
	}
	w.at("2026-11-01 00:00")
	for range 3 {
		if _, err := w.SettleDue(ctx, 10); err != nil {
			t.Fatal(err)
		}
	}
	law = w.law(id)
	if law.State != procedure.Closed || !law.DeemedRenewed || law.Verdict != procedure.Grant {
		t.Fatalf("state %s, deemed renewed %t, verdict %q", law.State, law.DeemedRenewed, law.Verdict)
	}
	wantDate(t, "new term", law.Term.From, "2026-11-01")
	wantDate(t, "end of the new term", law.Term.To, "2029-10-31")
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'deemed_renewal'`, id); n != 1 {
		t.Errorf("%d confirmations of the deemed renewal, want 1", n)
	}
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'supervise.alarm' AND args->>'reason' = 'DEEMED_RENEWED' AND args->>'card' = 'red'`); n != 1 {
		t.Errorf("%d red cards, want 1", n)
	}
}

func TestA07_CriminalRecord(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)

	_, err := w.decide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	wantCode(t, err, "CHECKLIST_FORBIDS")
	held, err := w.Mine(ctx, reviewer)
	check(t, err)
	propose := Decision{CaseID: id, StepID: held[0].StepID, Fence: held[0].Fence, Version: w.version(id), Act: procedure.ActPropose,
		Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "2009年因过失犯罪受过刑事处罚"}
	_, err = w.Decide(ctx, reviewer, propose, db.Key{})
	wantField(t, err, "HEARD_WORDS_REQUIRED")
	propose.Kind, propose.Way, propose.On, propose.Heard = procedure.SpokenWaived, procedure.HeardInPerson, workday.MustParse("2026-09-17"), "申请人表示放弃陈述申辩"
	_, err = w.Decide(ctx, reviewer, propose, db.Key{})
	check(t, err)
	if law := w.law(id); law.State != procedure.Legal {
		t.Fatalf("a refusal went to %s without the lawyer", law.State)
	}
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	_, err = w.decide(decider, id, Decision{Act: procedure.ActGrant})
	wantCode(t, err, "CHECKLIST_FORBIDS")
	held, err = w.Mine(ctx, decider)
	check(t, err)
	done, err := w.Decide(ctx, decider, Decision{CaseID: id, StepID: held[0].StepID, Fence: held[0].Fence, Version: w.version(id),
		Act: procedure.ActRefuse, Grounds: []string{"B3"}, Reason: "申请人曾受刑事处罚", Heard: "申请人放弃陈述申辩"}, db.Key{})
	check(t, err)
	if done.State != procedure.Refused || len(done.Documents) != 1 {
		t.Fatalf("decided %+v", done)
	}
	letter := w.letterText(done.Documents[0].ID)
	for _, part := range []string{"民用爆炸物品安全管理条例", "第六条", "益阳市人民政府", "六十日", "六个月", "https://xzfy.example.gov.cn"} {
		if !contains(letter, part) {
			t.Errorf("the decision does not say %s:\n%s", part, letter)
		}
	}
	view, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	for _, m := range view.Item.Materials {
		if contains(m.Name.Zh, "无犯罪") {
			t.Errorf("the applicant was asked for %s", m.Name.Zh)
		}
	}
}

func TestA07_TheLawyersOpinionIsRequired(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true} // found only now
	check(t, w.AskRegisters(context.Background(), id))
	_, err := w.decide(decider, id, Decision{Act: procedure.ActRefuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚", Heard: "放弃"})
	wantCode(t, err, "LEGAL_REVIEW_REQUIRED")
}

func TestA08_FourEyesLooksAtThePerson(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})

	jia := clerk("陈晓", receiver.Officer, account.Decider, city) // the receiving officer on his other account
	if _, err := w.ClaimNext(ctx, jia, city, procedure.StageDecision, db.Key{}); err == nil {
		t.Fatal("the queue gave the case to the officer who accepted it")
	}
	// Even if the step came into his hands, the law refuses.
	w.exec(`UPDATE steps SET barred = '{}' WHERE case_id = ? AND state = 'QUEUED'`, id)
	before := w.version(id)
	_, err := w.decide(jia, id, Decision{Act: procedure.ActGrant})
	wantCode(t, err, "FOUR_EYES")
	if w.version(id) != before || w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'grant'`, id) != 0 {
		t.Error("something of the refused decision was stored")
	}
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'supervise.alarm' AND args->>'reason' = 'P4' AND args->>'officer' = ?`, jia.Officer); n != 1 {
		t.Errorf("%d patrol events P4, want 1", n)
	}
	held, err := w.Mine(ctx, jia)
	check(t, err)
	check(t, w.ReturnStep(ctx, jia, held[0].StepID, held[0].Fence, Recusal, ""))
	if done := w.mustDecide(decider, id, Decision{Act: procedure.ActGrant}); done.State != procedure.Granted {
		t.Errorf("state %s", done.State)
	}
}

func TestA13_LeaseAndFencing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T08:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	jia, yi := receiver, clerk("刘洋", "090011", account.Receiver, window)
	w.exec(`UPDATE steps SET fence = 6 WHERE case_id = ?`, id)
	w.at("2026-09-17 09:00")
	claim := w.claim(jia, id)
	if claim.Fence != 7 {
		t.Fatalf("fence %d, want 7", claim.Fence)
	}
	check(t, w.SaveNote(ctx, jia, claim.StepID, claim.Fence, "照片待核"))

	w.at("2026-09-17 09:15")
	page, err := w.Queue(ctx, yi, window, procedure.StageIntake, "", 10)
	check(t, err)
	if len(page.Items) != 1 || page.Items[0].State != "QUEUED" || !page.Items[0].ReceivedAt.Equal(w.law(id).ReceivedAt) {
		t.Fatalf("the queue after the lease ran out: %+v", page.Items)
	}
	queues, err := w.Queues(ctx, yi)
	check(t, err)
	if len(queues) != 1 || queues[0].Waiting != 1 || queues[0].Held != 0 {
		t.Errorf("the desk counts %+v after the lease ran out, want one that waits", queues)
	}
	second := w.claim(yi, id)
	if second.Fence != 8 || second.Draft != "照片待核" || !contains(second.DraftBy, jia.Officer) {
		t.Errorf("the next holder got fence %d and draft %q by %q", second.Fence, second.Draft, second.DraftBy)
	}
	version := w.version(id)
	_, err = w.Decide(ctx, jia, Decision{CaseID: id, StepID: claim.StepID, Fence: 7, Version: version, Act: procedure.ActAccept}, db.Key{})
	wantCode(t, err, "LEASE_LOST")
	wantCode(t, w.SaveNote(ctx, jia, claim.StepID, 7, "另写"), "LEASE_LOST")
	_, err = w.Heartbeat(ctx, jia, claim.StepID, 7, true)
	wantCode(t, err, "LEASE_LOST")
	if w.version(id) != version || w.law(id).State != procedure.Received {
		t.Error("a lost lease changed the case")
	}
}

func TestA04_OneTimeCorrection(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person) // what was uploaded as health certificate is none
	defect := []procedure.Defect{{Where: "photo", Problem: "照片不合格", Mend: "重新上传"}}
	w.mustDecide(receiver, id, Decision{Act: procedure.ActCorrect, Defects: defect})
	w.at("2026-09-22 09:00")
	_, err := w.AnswerCorrection(ctx, person, id, form.Answers{"photo_from_register": raw(false),
		"photo": raw(map[string]any{"material": w.photo(person, id)})}, db.Key{})
	check(t, err)
	k1, _ := w.law(id).Clock(procedure.K1)
	wantDate(t, "day 0 of the new K1", k1.Day0, "2026-09-22")

	missed := []procedure.Defect{{Where: "health_cert", Problem: "缺体检证明", Mend: "上传"}}
	_, err = w.decide(receiver, id, Decision{Act: procedure.ActCorrect, Defects: missed})
	wantCode(t, err, "CORRECTION_ONCE")
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'supervise.alarm' AND args->>'reason' = 'P3'`); n != 1 {
		t.Errorf("%d patrol events P3, want 1", n)
	}
	again := Decision{Act: procedure.ActAskCorrectAgain, Reason: "补正后才出现", Defects: missed}
	_, err = w.act(receiver, procedure.StageIntake, id, again)
	wantCode(t, err, "CORRECTION_ONCE")

	again.Defects = []procedure.Defect{{Where: "photo", Problem: "新上传的照片不是本人", Mend: "上传本人照片"}}
	w.mustAct(receiver, procedure.StageIntake, id, again)
	if state := w.law(id).State; state != procedure.Received {
		t.Errorf("%s before case management has approved", state)
	}
	w.mustAct(manager, procedure.StageManage, id, Decision{Act: procedure.ActReject, Reason: "请电话核实"})
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
}

// photo is an uploaded photograph for a correction.
func (w *world) photo(person account.Actor, id uuid.UUID) uuid.UUID {
	w.t.Helper()
	file := uuid.Must(uuid.NewV7())
	w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, width, height, sha256, created_at, touched_at)
		VALUES (?, ?, ?, 'photo', true, 500000, '照片.jpg', 4000, 'CLEAN', 'image/jpeg', 358, 441, 'cd', ?, ?)`, file, person.PersonID, id, w.clock.Now(), w.clock.Now())
	return file
}

func (w *world) letterText(id uuid.UUID) string {
	w.t.Helper()
	_, letter, err := w.documents.Letter(context.Background(), id)
	check(w.t, err)
	return string(raw(letter))
}

// T05 and domain.md 2.1: whose unit and licence belong to another city is told so while he fills in the form; the window cannot accept the case, and the
// decision names the agency that is competent.
func TestAnotherCitysBlasterIsNotAccepted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.registers.unit.Area = "430104"
	person := w.blaster(1, "2026-12-01")
	w.registers.change(person.IDNumber, func(h *HolderAnswer) { h.Licences[0].Issuer, h.Licences[0].IssuerArea = "长沙市公安局", "430100" })
	id := w.draft(person)
	draft, err := w.Draft(ctx, person, id)
	check(t, err)
	if !slices.ContainsFunc(draft.Warnings, func(m Warned) bool { return m.Code == "NOT_COMPETENT" && m.Params["agency"] == "长沙市公安局" }) {
		t.Errorf("warnings %+v", draft.Warnings)
	}
	_, err = w.Finish(ctx, person, id, false, db.Key{})
	check(t, err)
	_, err = w.UnitSign(ctx, w.unit, id, true, db.Key{})
	check(t, err)
	check(t, w.AskRegisters(ctx, id))
	_, err = w.decide(receiver, id, Decision{Act: procedure.ActAccept})
	wantCode(t, err, "NOT_COMPETENT")
	held, err := w.Mine(ctx, receiver)
	check(t, err)
	done, err := w.Decide(ctx, receiver, Decision{CaseID: id, StepID: held[0].StepID, Fence: held[0].Fence, Version: w.version(id), Act: procedure.ActNotAccept,
		Competent: "长沙市公安局", Reason: "从业单位和原许可证均属长沙市"}, db.Key{})
	check(t, err)
	if done.State != procedure.NotAccepted || !contains(w.letterText(done.Documents[0].ID), "长沙市公安局") {
		t.Errorf("%+v", done)
	}
}
