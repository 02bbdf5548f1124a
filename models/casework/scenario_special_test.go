package casework

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Officers of the special moves.
var (
	head     = clerk("杨建平", "090008", account.Leader, account.City)
	manager  = clerk("夏敏", "090009", account.CaseManager, window)
	checker1 = clerk("罗刚", "090010", account.Verifier, city)
	checker2 = clerk("熊伟", "090011", account.Verifier, city)
	chair    = clerk("文斌", "090012", account.Reviewer, city)
	deputy   = clerk("秦岚", "090013", account.Decider, city)
)

// enrol makes officers known by name, as an administrator does.
func (w *world) enrol(list ...account.Actor) {
	w.t.Helper()
	for _, a := range list {
		w.exec(`INSERT INTO officers (id, police_no, name, id_number, created_at) VALUES (?, ?, ?, ?, ?)`, a.OfficerID, a.Officer, a.Name, "x"+a.Officer, w.clock.Now())
		w.exec(`INSERT INTO accounts (id, kind, login, officer_id, password_hash, password_changed_at, totp_secret, created_at) VALUES (?, 'clerk', ?, ?, 'x', ?, 'x', ?)`,
			a.AccountID, "login"+a.Officer, a.OfficerID, w.clock.Now(), w.clock.Now())
		for _, g := range a.Grants {
			w.exec(`INSERT INTO grants (account_id, desk, role) VALUES (?, ?, ?)`, a.AccountID, g.Desk, g.Role)
		}
	}
}

// enclosed is a file that an officer has added to the case.
func (w *world) enclosed(officer account.Actor, id uuid.UUID) []uuid.UUID {
	w.t.Helper()
	rule, err := w.EnclosureRule(context.Background(), officer, id)
	check(w.t, err)
	file := uuid.Must(uuid.NewV7())
	w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, sha256, created_at, touched_at)
		VALUES (?, ?, ?, ?, false, 1000000, '现场照片.jpg', 4000, 'CLEAN', 'image/jpeg', 'ab', ?, ?)`,
		file, officer.AccountID, id, rule.Question, w.clock.Now(), w.clock.Now())
	return []uuid.UUID{file}
}

// act claims the step of a stage and acts.
func (w *world) act(officer account.Actor, stage procedure.Stage, id uuid.UUID, d Decision) (Decided, error) {
	w.t.Helper()
	ctx := context.Background()
	desk := officer.Grants[0].Desk
	mine, err := w.Mine(ctx, officer)
	check(w.t, err)
	i := slices.IndexFunc(mine, func(c Claim) bool { return c.CaseID == id && c.Stage == stage })
	var c Claim
	if i >= 0 {
		c = mine[i] // a move that stays leaves the step in his hands
	} else if c, err = w.ClaimNext(ctx, officer, desk, stage, db.Key{}); err != nil {
		w.t.Fatalf("%s at %s: %v", officer.Name, stage, err)
	}
	if c.CaseID != id {
		w.t.Fatalf("claimed case %s instead of %s", c.CaseID, id)
	}
	d = w.heardToday(d)
	d.CaseID, d.StepID, d.Fence, d.Version = id, c.StepID, c.Fence, w.version(id)
	done, err := w.Decide(ctx, officer, d, db.Key{})
	if err != nil {
		check(w.t, w.ReturnStep(ctx, officer, c.StepID, c.Fence, SystemFailure, ""))
	}
	return done, err
}

func (w *world) mustAct(officer account.Actor, stage procedure.Stage, id uuid.UUID, d Decision) Decided {
	w.t.Helper()
	done, err := w.act(officer, stage, id, d)
	check(w.t, err)
	return done
}

// aside acts without a claim.
func (w *world) aside(officer account.Actor, id uuid.UUID, d Decision) error {
	d.CaseID, d.Version = id, w.version(id)
	_, err := w.Decide(context.Background(), officer, d, db.Key{})
	return err
}

func kinds(d Decided) (list []string) {
	for _, p := range d.Documents {
		list = append(list, string(p.Kind))
	}
	return list
}

func TestA02_ExtensionIsTheHeadsAndHappensOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.at("2026-09-17 09:00")
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准予"})
	w.at("2026-10-16 10:00")
	extend := Decision{Act: procedure.ActExtend, Reason: "爆破项目需跨市核实"}
	wantCode(t, w.aside(decider, id, extend), "NEED_LEADER")
	check(t, w.aside(head, id, extend))
	k2, _ := w.law(id).Clock(procedure.K2)
	wantDate(t, "K2 after the extension", k2.Due, "2026-11-04")
	wantCode(t, w.aside(head, id, extend), "EXTENDED_ONCE")
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'extension' AND number LIKE '%许延〔2026〕1号'`, id); n != 1 {
		t.Errorf("%d letters of extension", n)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'extended'`, id); n != 1 {
		t.Errorf("%d notices of the extension", n)
	}
	view, err := w.CaseForApplicant(context.Background(), w.owner(id), id)
	check(t, err)
	if view.Law.Extension == nil || view.Law.Extension.Reason != extend.Reason { // P29
		t.Errorf("the applicant does not see why: %+v", view.Law.Extension)
	}
	w.at("2026-10-22 10:00")
	other := newWorld(t, "2026-09-16T10:00:00+08:00")
	late := other.submit(other.blaster(1, "2026-12-01"))
	other.at("2026-09-17 09:00")
	other.review(late)
	other.at("2026-10-22 10:00")
	wantCode(t, other.aside(head, late, extend), "K2_ENDED")
}

// owner is the applicant of a case.
func (w *world) owner(id uuid.UUID) account.Actor {
	w.t.Helper()
	a := account.Actor{Kind: account.KindPerson, AccountID: uuid.New(), Name: "李建国", Assurance: account.AssuranceStep}
	w.scan(&a.PersonID, `SELECT person_id FROM cases WHERE id = ?`, id)
	w.scan(&a.IDNumber, `SELECT id_number FROM people WHERE id = ?`, a.PersonID)
	return a
}

func TestA03_ExpertReviewStopsTheClock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-05-30"))
	w.review(id)
	w.at("2026-03-11 09:00")
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskSpecial, Kind: "expert_review", Basis: "《行政许可法》第四十五条", Days: 10, Reason: "涉及新工艺"})
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'special'`, id); n != 0 {
		t.Error("a motion alone issues nothing")
	}
	begun := w.mustAct(decider, procedure.StageDecision, id, Decision{Act: procedure.ActApprove})
	if !slices.Equal(kinds(begun), []string{"special"}) || begun.State != procedure.InSpecial {
		t.Errorf("begun: %s %v", begun.State, kinds(begun))
	}
	w.at("2026-03-25 15:00")
	_, err := w.act(reviewer, procedure.StageSpecial, id, Decision{Act: procedure.ActFinishSpecial, Record: "专家组一致同意"})
	wantField(t, err, "PICTURES_REQUIRED")
	over := w.mustAct(reviewer, procedure.StageSpecial, id, Decision{Act: procedure.ActFinishSpecial, Record: "专家组一致同意", Pictures: w.enclosed(reviewer, id)})
	if over.State != procedure.Review || !slices.Equal(kinds(over), []string{"special_report"}) {
		t.Errorf("over: %s %v", over.State, kinds(over))
	}
	k2, _ := w.law(id).Clock(procedure.K2)
	wantDate(t, "K2", k2.Due, "2026-04-14")
	if n := w.count(`SELECT count(*) FROM materials WHERE case_id = ? AND question = '_enclosure' AND attached_at IS NOT NULL`, id); n != 1 {
		t.Errorf("%d files stay with the case", n)
	}
	if n := w.count(`SELECT count(*) FROM materials WHERE case_id = ? AND question = 'health_cert' AND attached_at IS NOT NULL`, id); n != 1 {
		t.Error("the applicant's file was let go")
	}
}

func wantField(t testing.TB, err error, code string) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Code == code }) {
		t.Fatalf("error %v, want field %s", err, code)
	}
}

func TestA04_SecondCorrectionThroughCaseManagement(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	w.mustDecide(receiver, id, Decision{Act: procedure.ActCorrect, Defects: []procedure.Defect{{Where: "体检医院", Problem: "不清楚", Mend: "写明"}}})
	_, err := w.AnswerCorrection(ctx, person, id, form.Answers{"health_hospital": raw("桃江县中医院")}, db.Key{})
	check(t, err)
	again := Decision{Act: procedure.ActAskCorrectAgain, Reason: "补正后才出现", Defects: []procedure.Defect{{Where: "现住址", Problem: "不完整", Mend: "补全"}}}
	_, err = w.act(receiver, procedure.StageIntake, id, again)
	wantCode(t, err, "CORRECTION_ONCE")
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'supervise.alarm' AND args->>'reason' = 'P3'`); n != 1 {
		t.Errorf("%d patrol events P3", n)
	}
	again.Defects[0].Where = "health_hospital"
	w.mustAct(receiver, procedure.StageIntake, id, again)
	w.mustAct(manager, procedure.StageManage, id, Decision{Act: procedure.ActApprove})
	if law := w.law(id); law.State != procedure.Correction || law.Corrections != 2 {
		t.Errorf("%s, %d corrections", law.State, law.Corrections)
	}
	var second uuid.UUID
	w.scan(&second, `SELECT id FROM documents WHERE case_id = ? AND kind = 'correction' ORDER BY issued_at DESC, id DESC LIMIT 1`, id)
	if text := w.letterText(second); !strings.Contains(text, "本次再次告知的理由：补正后才出现") {
		t.Errorf("the second notice does not say why: %s", text)
	}
	_, err = w.AnswerCorrection(ctx, person, id, form.Answers{"health_hospital": raw("桃江县人民医院")}, db.Key{})
	check(t, err)
	if n := w.count(`SELECT count(*) FROM corrections WHERE case_id = ? AND answered_at IS NOT NULL`, id); n != 2 {
		t.Errorf("%d corrections answered", n)
	}
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
}

func TestT05b_FalseMaterialWarnsAndBars(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.mustAct(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActAskNotAccept, Kind: procedure.NotAcceptFalse, Reason: "体检证明系伪造", Record: "医院复函", Heard: "9月16日电话告知，申请人承认并放弃申辩"})
	done := w.mustAct(lawyer, procedure.StageLegal, id, Decision{Act: procedure.ActApprove})
	if done.State != procedure.NotAccepted || !slices.Equal(kinds(done), []string{"not_accepted", "warning"}) {
		t.Errorf("%s %v", done.State, kinds(done))
	}
	if n := w.count(`SELECT count(*) FROM bans WHERE case_id = ? AND basis = '78' AND until = '2027-09-16'`, id); n != 1 {
		t.Errorf("%d bans", n)
	}
	for _, d := range done.Documents {
		if d.Kind == document.WarningPaper && !strings.Contains(w.letterText(d.ID), "六十日") {
			t.Error("the warning tells no remedies")
		}
		if d.Kind == document.WarningPaper && !strings.Contains(w.letterText(d.ID), "申请人承认并放弃申辩") {
			t.Error("the warning does not tell how he was heard")
		}
		if text := w.letterText(d.ID); d.Kind == document.NotAccepted && !(strings.Contains(text, "根据《中华人民共和国行政许可法》第七十八条的规定，本机关决定不予受理") &&
			strings.Contains(text, "2027年9月16日起可以再次申请")) {
			t.Errorf("not accepted without article and day: %s", text)
		}
	}
}

// A ban that begins while an application waits is told with its own article and end (T05b; 行政许可法 第七十九条).
func TestT05b_ABanIsToldWithItsArticle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	w.exec(`INSERT INTO bans (id_number, item_code, basis, since, until) SELECT ?, item_code, '79', '2026-09-16', '2029-09-16' FROM cases WHERE id = ?`, person.IDNumber, id)
	w.mustAct(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActAskNotAccept, Kind: procedure.NotAcceptBan, Reason: "三年内不得再次申请"})
	done := w.mustAct(lawyer, procedure.StageLegal, id, Decision{Act: procedure.ActApprove})
	if text := w.letterText(done.Documents[0].ID); !strings.Contains(text, "第七十九条的规定，本机关决定不予受理") || !strings.Contains(text, "2029年9月16日起可以再次申请") {
		t.Errorf("%s", text)
	}
}

func TestT06_CorrectionOnTheSpotKeepsBothVersions(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	_, err := w.act(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActFix, Where: "health_cert", Value: "x", Reason: "x"})
	wantField(t, err, "FIX_NOT_HERE")
	w.mustAct(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActFix, Where: "health_hospital", Value: "桃江县中医医院", Reason: "笔误"})
	wantCode(t, w.Answer(ctx, w.blaster(2, "2026-12-01"), id, ApplicantReply{Act: procedure.ActConfirmFix}, db.Key{}), "NOT_FOUND")
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActConfirmFix}, db.Key{}))
	f := w.law(id).Fixes[0]
	if string(f.Was) != `"桃江县人民医院"` || string(f.Is) != `"桃江县中医医院"` || f.ConfirmedOn.IsZero() {
		t.Errorf("both versions: %s %s", f.Was, f.Is)
	}
	if n := w.count(`SELECT count(*) FROM cases WHERE id = ? AND answers->>'health_hospital' = '桃江县中医医院' AND state = 'RECEIVED'`, id); n != 1 {
		t.Error("the answer is not the new one")
	}
}

func TestT16_VerificationByTwoOfficers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(checker1, checker2)
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.review(id)
	_, err := w.act(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskVerify, Kind: procedure.VerifyField, Named: []string{"090010", "099999"}, Reason: "查看储存库"})
	wantCode(t, err, "OFFICER_UNKNOWN")
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskVerify, Kind: procedure.VerifyField, Named: []string{"090010", "090011"}, Reason: "查看储存库"})
	w.mustAct(checker1, procedure.StageVerify, id, Decision{Act: procedure.ActVerify, Record: "与申报一致", Pictures: w.enclosed(checker1, id), Unrelated: true})
	if _, err := w.ClaimNext(context.Background(), checker1, city, procedure.StageVerify, db.Key{}); err == nil {
		t.Error("who has signed gets it again")
	}
	done := w.mustAct(checker2, procedure.StageVerify, id, Decision{Act: procedure.ActVerify, Unrelated: true})
	if done.State != procedure.Review || !slices.Equal(kinds(done), []string{"verification"}) {
		t.Errorf("%s %v", done.State, kinds(done))
	}
	view, err := w.CaseForApplicant(context.Background(), w.owner(id), id)
	check(t, err)
	if slices.ContainsFunc(view.Documents, func(d document.Document) bool { return d.Kind.Internal() }) || view.Law.Verifications != nil {
		t.Error("inner papers are shown to the applicant")
	}
}

func TestT18_ExplanationAndT19_HearingByTheApplicant(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-03-02T09:00:00+08:00")
	w.enrol(chair)
	person := w.blaster(1, "2026-05-30")
	id := w.submit(person)
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskExplanation, Reason: "两份证明为何不同"})
	_, err := w.act(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准"})
	wantCode(t, err, "EXPLANATION_OPEN")
	view, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if !slices.Contains(view.Acts, procedure.ActExplain) {
		t.Errorf("acts %v", view.Acts)
	}
	wantField(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActExplain}, db.Key{}), "ANSWER_REQUIRED")
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActExplain, Reason: "系笔误"}, db.Key{}))

	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActTellHearing, Reason: "涉及相邻单位"})
	w.at("2026-03-06 10:00")
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"}, db.Key{}))
	wantCode(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActRequestHearing}, db.Key{}), "ACT_NOT_NOW")
	w.at("2026-03-09 10:00")
	set := Decision{Act: procedure.ActSetHearing, Named: []string{"090012"}, On: workday.MustParse("2026-03-18"), At: "09:30", Place: "三楼会议室"}
	hourless := set
	hourless.At = ""
	_, err = w.act(reviewer, procedure.StageSpecial, id, hourless)
	wantField(t, err, "HEARING_HOUR_REQUIRED")
	w.mustAct(reviewer, procedure.StageSpecial, id, set)
	if text := w.letter(id, "hearing_notice"); !strings.Contains(text, "2026年3月18日 09时30分") || !strings.Contains(text, "三楼会议室") || !strings.Contains(text, chair.Name) {
		t.Errorf("the notice of the hearing: %s", text)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'hearing' AND facts->>'time' = '09:30' AND facts->>'place' = '三楼会议室' AND facts->>'chair' = ?`, id, chair.Name); n != 1 {
		t.Errorf("%d notices tell hour, place and chair", n)
	}
	w.at("2026-03-18 15:00")
	done := w.mustAct(chair, procedure.StageSpecial, id, Decision{Act: procedure.ActFinishSpecial, Record: "各方陈述", Pictures: w.enclosed(chair, id)})
	if !slices.Equal(kinds(done), []string{"hearing_record"}) {
		t.Errorf("%v", kinds(done))
	}
	var host string
	w.scan(&host, `SELECT host_officer FROM cases WHERE id = ?`, id)
	if host != reviewer.Officer {
		t.Errorf("the chair became the host: %s", host)
	}
	if got := w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "拟准"}); got.State != procedure.Legal {
		t.Errorf("after a hearing: %s", got.State)
	}
}

func TestT23_CollectiveDiscussionAfterADisagreement(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	w.enrol(head, deputy, checker1)
	person := w.blaster(1, "2026-12-01")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)
	refuse := Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "限制期内", Grounds: []string{"B3"}}
	w.mustAct(reviewer, procedure.StageReview, id, refuse)
	against := w.mustAct(lawyer, procedure.StageLegal, id, Decision{Act: procedure.ActLegalOpinion, Kind: procedure.LawyerDisagrees, Reason: "证据不足"})
	if against.State != procedure.Deciding {
		t.Fatalf("%s", against.State)
	}
	w.mustAct(decider, procedure.StageDecision, id, Decision{Act: procedure.ActPersist, Reason: "证据充分"})
	talk := w.mustAct(head, procedure.StageCollective, id, Decision{Act: procedure.ActCollective, Record: "会议认为应不予许可", Members: []Voice{
		{head.Officer, procedure.Refuse, ""}, {deputy.Officer, procedure.Refuse, ""}, {checker1.Officer, procedure.Grant, "宜再核实"}}})
	if talk.State != procedure.Deciding || !slices.Equal(kinds(talk), []string{"collective"}) || len(w.law(id).Collective.Dissenters()) != 1 {
		t.Errorf("%s %v", talk.State, kinds(talk))
	}
	done := w.mustAct(decider, procedure.StageDecision, id, Decision{Act: procedure.ActRefuse, Reason: "限制期内", Grounds: []string{"B3"}, Heard: "放弃陈述"})
	if done.State != procedure.Refused {
		t.Errorf("%s", done.State)
	}
}

func TestT30_EarlyEndAndT43_Recusal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.review(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActRecuse, Reason: "申请人系表弟"})
	if _, err := w.ClaimNext(context.Background(), reviewer, city, procedure.StageReview, db.Key{}); err == nil {
		t.Error("who is recused gets the case again")
	}
	check(t, w.aside(head, id, Decision{Act: procedure.ActDecideRecusal, Officer: reviewer.Officer, Agree: true, Reason: "属近亲属"}))
	wantField(t, w.aside(chair, id, Decision{Act: procedure.ActAskTerminate, Kind: procedure.EndDead, Reason: "死亡证明"}), "PROOF_REQUIRED")
	check(t, w.aside(chair, id, Decision{Act: procedure.ActAskTerminate, Kind: procedure.EndDead, Reason: "死亡证明", Pictures: w.enclosed(chair, id)}))
	done := w.mustAct(decider, procedure.StageDecision, id, Decision{Act: procedure.ActApprove})
	if done.State != procedure.Terminated || !slices.Equal(kinds(done), []string{"termination"}) {
		t.Errorf("%s %v", done.State, kinds(done))
	}
	if n := w.count(`SELECT count(*) FROM steps WHERE case_id = ? AND state <> 'DONE'`, id); n != 0 {
		t.Errorf("%d steps are still open", n)
	}
}
