package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The after-life of a certificate (domain.md 1.4b), line by line.

var caseManager = clerk("夏敏", "090023", account.CaseManager, window)

// certified is a closed renewal with its certificate.
func (w *world) certified(person account.Actor) (id, certificate uuid.UUID) {
	w.t.Helper()
	id = w.granted(person)
	w.mustDecide(printer, id, Decision{Act: procedure.ActIssueCertificate})
	check(w.t, w.ConfirmDelivery(context.Background(), person, id))
	w.scan(&certificate, `SELECT id FROM certificates WHERE case_id = ?`, id)
	return id, certificate
}

func (w *world) standing(certificate uuid.UUID) document.Standing {
	w.t.Helper()
	var code string
	w.scan(&code, `SELECT verify_code FROM certificates WHERE id = ?`, certificate)
	v, err := w.documents.Verify(context.Background(), code)
	check(w.t, err)
	return v.Standing
}

func (w *world) opened(officer account.Actor, m Measure) uuid.UUID {
	w.t.Helper()
	d, err := w.OpenMeasure(context.Background(), officer, m, db.Key{})
	check(w.t, err)
	return d.CaseID
}

func (w *world) wantState(id uuid.UUID, want procedure.State) {
	w.t.Helper()
	if got := w.law(id).State; got != want {
		w.t.Fatalf("the case stands at %s, want %s", got, want)
	}
}

func TestL05_RevocationForFraud(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	granted, certificate := w.certified(person)
	_, err := w.disclosures().Publish(ctx, publisher, []uuid.UUID{w.disclosed(granted)})
	check(t, err)

	w.exec(`INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, invited_at, accepted_at) VALUES (?, ?, ?, ?, ?, 'R-LEG', ?, ?)`,
		uuid.New(), w.unit.Enterprises[0].ID, w.unit.IDNumber, w.unit.Name, w.unit.PersonID, w.clock.Now(), w.clock.Now())
	m := Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "申请时提交伪造的培训学时证明"}
	_, err = w.OpenMeasure(ctx, decider, m, db.Key{})
	wantCode(t, err, "ROLE_REQUIRED")
	_, err = w.OpenMeasure(ctx, reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A70.1", Facts: "x"}, db.Key{})
	wantCode(t, err, "INVALID_FIELDS")
	id := w.opened(reviewer, m)
	w.wantState(id, procedure.Heard)
	_, err = w.OpenMeasure(ctx, reviewer, m, db.Key{})
	wantCode(t, err, "DUPLICATE_CASE")
	kh, _ := w.law(id).Clock(procedure.KH)
	wantDate(t, "time to answer", kh.Due, "2026-06-25")
	wantField(t, w.State(ctx, person, id, Statement{}, db.Key{}), "OWN_STATEMENT_REQUIRED")
	file := w.proofOf(person, id)
	check(t, w.State(ctx, person, id, Statement{Text: "证明由培训机构出具，我不知情。", Files: []uuid.UUID{file}}, db.Key{}))
	own, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	desk, err := w.Review(ctx, caseManager, id)
	check(t, err)
	for who, known := range map[string]func(uuid.UUID) (form.MaterialFacts, bool){"the holder": own.Material, "an officer": desk.Material} {
		if m, ok := known(file); !ok || m.Name != "判决书.pdf" {
			t.Errorf("%s is not led to the file: %+v", who, m)
		}
	}
	if got := own.Law.Licence.Materials; !slices.Equal(got, []string{file.String()}) || !slices.Equal(desk.Law.Licence.Materials, got) {
		t.Errorf("the measure tells of the files %v", got)
	}
	w.wantState(id, procedure.Heard) // whoever has spoken may still ask for a hearing
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
	w.wantState(id, procedure.Review)

	_, err = w.decide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "事实清楚，拟撤销"})
	wantCode(t, err, "INVALID_FIELDS") // the public interest was not weighed
	held, err := w.Mine(ctx, reviewer)
	check(t, err)
	_, err = w.Decide(ctx, reviewer, Decision{CaseID: id, StepID: held[0].StepID, Fence: held[0].Fence, Version: w.version(id), Act: procedure.ActPropose,
		Verdict: procedure.Grant, Reason: "事实清楚，拟撤销", Heard: "撤销不会对公共利益造成重大损害"}, db.Key{})
	check(t, err)
	w.wantState(id, procedure.Legal)
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.wantState(id, procedure.Deciding)
	if got := w.standing(certificate); got != document.StandingValid {
		t.Fatalf("before the decision the certificate is %s", got)
	}
	done := w.mustDecide(decider, id, Decision{Act: procedure.ActRevoke, Reason: "以欺骗手段取得许可"})
	if done.Documents[0].Title != "撤销行政许可决定书" || !contains(done.Documents[0].Number, "许销") {
		t.Errorf("decided by %+v", done.Documents[0])
	}
	letter := w.letterText(done.Documents[0].ID)
	for _, part := range []string{"第六十九条第二款", "我不知情", "表示不要求听证", "2029年6月17日", "六十日", "六个月"} {
		if !contains(letter, part) {
			t.Errorf("the decision does not say %s:\n%s", part, letter)
		}
	}
	if got := w.standing(certificate); got != document.StandingRevoked {
		t.Errorf("the certificate is %s", got)
	}
	e, err := w.disclosures().Entry(ctx, w.disclosed(granted))
	check(t, err)
	if e.Standing != disclosure.Revoked {
		t.Errorf("the published record stands %s", e.Standing)
	}
	if n := w.count(`SELECT count(*) FROM disclosures WHERE case_id = ? AND standing = 'DONE'`, id); n != 1 {
		t.Errorf("%d records of the revocation itself", n)
	}
	if n := w.count(`SELECT count(*) FROM bans WHERE id_number = ? AND basis = '79' AND until = '2029-06-17'`, person.IDNumber); n != 1 {
		t.Errorf("%d bans for three years (K19)", n)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE kind = 'licence_ended' AND case_id = ?`, id); n != 2 {
		t.Errorf("%d people were told, want the holder and his unit", n)
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'certificate' AND state = 'SUPERSEDED'`, granted); n != 1 {
		t.Errorf("%d papers marked", n)
	}

	// then 注销 (第七十条第四项)
	a := CancelLicenceArgs{Certificate: certificate, Ground: "A70.4", Proof: done.Documents[0].Number}
	check(t, w.CancelLicence(ctx, a))
	check(t, w.CancelLicence(ctx, a))
	var cancel uuid.UUID
	w.scan(&cancel, `SELECT id FROM cases WHERE certificate_id = ? AND id <> ?`, certificate, id)
	w.mustDecide(reviewer, cancel, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟注销"})
	w.mustDecide(decider, cancel, Decision{Act: procedure.ActCancelLicence})
	if got := w.standing(certificate); got != document.StandingCancelled {
		t.Errorf("at the end the certificate is %s", got)
	}
	check(t, w.CancelLicence(ctx, a))
}

func TestL05_FaultOfTheAgencyIsDiscussed(t *testing.T) {
	t.Parallel()
	voices := []Voice{{Officer: leader.Officer, Verdict: procedure.Grant}, {Officer: decider.Officer, Verdict: procedure.Grant},
		{Officer: lawyer.Officer, Verdict: procedure.Refuse, Text: "建议先责令改正"}}
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	for _, a := range []account.Actor{leader, decider, lawyer} {
		w.exec(`INSERT INTO officers (id, police_no, name, id_number, created_at) VALUES (?, ?, ?, ?, ?)`, uuid.New(), a.Officer, a.Name, "x"+a.Officer, w.clock.Now())
	}
	_, certificate := w.certified(w.blaster(1, "2026-08-31"))
	id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.1.4", Facts: "发证时申请人不符合条件"})
	w.at("2026-06-26 00:00") // nobody spoke
	if _, err := w.SettleDue(context.Background(), 10); err != nil {
		t.Fatal(err)
	}
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤销", Heard: "无重大损害"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.wantState(id, procedure.Discussing)
	_, err := w.decide(leader, id, Decision{Act: procedure.ActCollective, Record: "讨论意见一致", Members: voices[:2]})
	wantCode(t, err, "INVALID_FIELDS") // quorum
	held, err := w.Mine(context.Background(), leader)
	check(t, err)
	_, err = w.Decide(context.Background(), leader, Decision{CaseID: id, StepID: held[0].StepID, Fence: held[0].Fence, Version: w.version(id),
		Act: procedure.ActCollective, Record: "多数同意撤销", Members: voices}, db.Key{})
	check(t, err)
	done := w.mustDecide(decider, id, Decision{Act: procedure.ActRevoke, Reason: "依法撤销"})
	letter := w.letterText(done.Documents[0].ID)
	for _, part := range []string{"集体讨论", "第七十六条", "未提出陈述"} {
		if !contains(letter, part) {
			t.Errorf("the decision does not say %s:\n%s", part, letter)
		}
	}
	if contains(letter, "不得再次申请") || w.count(`SELECT count(*) FROM bans`) != 0 {
		t.Error("a fault of the agency bans nobody")
	}
}

// The holder asks for a hearing (K6); it must be held within twenty working days (K7), with seven days' notice (K8), and nothing is decided
// before it. Held too late it is a red card, but still held.
func TestL05_HearingBeforeARevocation(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	w.enrol(chair)
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"})
	view, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if !slices.Contains(view.Acts, procedure.ActRequestHearing) {
		t.Fatalf("the holder may %v", view.Acts)
	}
	w.at("2026-06-24 10:00")
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"}, db.Key{}))
	w.wantState(id, procedure.InSpecial)
	_, err = w.OpenMeasure(ctx, reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "x"}, db.Key{})
	wantCode(t, err, "DUPLICATE_CASE")
	k7, _ := w.law(id).Clock(procedure.K7)
	wantDate(t, "K7", k7.Due, "2026-07-22")
	if k, _ := w.law(id).Governing(); k.Kind != procedure.K7 {
		t.Errorf("%s governs", k.Kind)
	}
	set := Decision{Act: procedure.ActSetHearing, Named: []string{chair.Officer}, On: workday.MustParse("2026-07-03"), At: "09:30", Place: "三楼会议室"}
	w.at("2026-06-25 10:00")
	_, err = w.act(reviewer, procedure.StageSpecial, id, set)
	wantCode(t, err, "HEARING_TOO_SOON")
	set.On = workday.MustParse("2026-07-23")
	_, err = w.act(reviewer, procedure.StageSpecial, id, set)
	wantCode(t, err, "HEARING_TOO_LATE")

	w.at("2026-07-24 09:00") // nobody has organised it
	if lamp := procedure.LampOf(k7, workday.MustParse("2026-07-24"), w.calendar()); lamp != procedure.Overdue {
		t.Errorf("the lamp is %s", lamp)
	}
	if n, err := w.SettleDue(ctx, 10); err != nil || n != 0 {
		t.Fatalf("%d moved by time, %v", n, err)
	}
	_, err = w.act(reviewer, procedure.StageSpecial, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤销", Heard: "无重大损害"})
	wantCode(t, err, "ACT_NOT_NOW")
	set.On = workday.MustParse("2026-08-05")
	notice := w.mustAct(reviewer, procedure.StageSpecial, id, set)
	if letter := w.letterText(notice.Documents[0].ID); !contains(letter, "三楼会议室") || !contains(letter, "2026年8月5日") || contains(letter, "提出的") {
		t.Errorf("the notice:\n%s", letter)
	}
	w.at("2026-08-05 15:00")
	done := w.mustAct(chair, procedure.StageSpecial, id, Decision{Act: procedure.ActFinishSpecial, Record: "双方陈述、申辩和质证", Pictures: w.enclosed(chair, id)})
	if !slices.Equal(kinds(done), []string{"hearing_record"}) {
		t.Errorf("%v", kinds(done))
	}
	got := w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "听证后认为证据不足"})
	if got.State != procedure.Legal {
		t.Errorf("after a hearing a lawyer looks at it: %s", got.State)
	}
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意终止"})
	w.mustDecide(decider, id, Decision{Act: procedure.ActDropMeasure, Reason: "证据不足"})
	if got := w.standing(certificate); got != document.StandingValid {
		t.Errorf("the certificate is %s", got)
	}
}

func TestL06_WithdrawalIsTheHeadsDecision(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	person := w.blaster(1, "2026-08-31")
	_, certificate := w.certified(person)
	id := w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Withdraw, Ground: "A8.law", Facts: "所依据的规章已废止"})
	check(t, w.State(ctx, person, id, Statement{Text: "请依法补偿"}, db.Key{}))
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActWaiveHearing}, db.Key{}))
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟撤回"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.wantState(id, procedure.Leading)
	done := w.mustDecide(leader, id, Decision{Act: procedure.ActWithdrawLicence, Reason: "为公共利益撤回"})
	if letter := w.letterText(done.Documents[0].ID); !contains(letter, "补偿") || !contains(done.Documents[0].Number, "许回") {
		t.Errorf("%s:\n%s", done.Documents[0].Number, letter)
	}
	if got := w.standing(certificate); got != document.StandingWithdrawn {
		t.Errorf("the certificate is %s", got)
	}
}

func TestL07_PenaltyIsRegistered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	_, certificate := w.certified(w.blaster(1, "2026-08-31"))
	m := Measure{Certificate: certificate, Measure: procedure.Punish, Ground: "PENALTY", Facts: "违规储存民用爆炸物品"}
	_, err := w.OpenMeasure(ctx, reviewer, m, db.Key{})
	wantCode(t, err, "ROLE_REQUIRED")
	_, err = w.OpenMeasure(ctx, caseManager, m, db.Key{})
	wantCode(t, err, "INVALID_FIELDS")
	m.Penalty = "益公治罚决〔2026〕77号"
	id := w.opened(caseManager, m)
	w.wantState(id, procedure.Delivery)
	if got := w.standing(certificate); got != document.StandingPunished {
		t.Errorf("the certificate is %s", got)
	}
}

func TestL08_CancellationNeedsProofAndTwoOfficers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	_, certificate := w.certified(w.blaster(1, "2026-08-31"))
	m := Measure{Certificate: certificate, Measure: procedure.Cancel, Ground: "A70.2", Facts: "持证人于2026年6月10日死亡"}
	_, err := w.OpenMeasure(ctx, reviewer, m, db.Key{})
	wantCode(t, err, "INVALID_FIELDS")
	m.Proof = "死亡医学证明"
	id := w.opened(reviewer, m)
	if w.count(`SELECT count(*) FROM steps WHERE case_id = ? AND ? = ANY(barred)`, id, reviewer.Officer) != 1 {
		t.Error("who opened it could decide it")
	}
	done := w.mustDecide(decider, id, Decision{Act: procedure.ActCancelLicence})
	if !contains(done.Documents[0].Number, "许注") || w.standing(certificate) != document.StandingCancelled {
		t.Errorf("%+v, certificate %s", done.Documents, w.standing(certificate))
	}
}
