package casework

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var tellsRefusal = Decision{Act: procedure.ActTellRefusal, Grounds: []string{"B3"}, Record: "申请人2009年曾因过失犯罪受过刑事处罚。", Reason: "不符合从事爆破作业的条件。"}

// proofOf is a file that the applicant hands in with his statement.
func (w *world) proofOf(person account.Actor, id uuid.UUID) uuid.UUID {
	w.t.Helper()
	rule, err := w.StatementRule(context.Background(), person, id)
	check(w.t, err)
	file := uuid.Must(uuid.NewV7())
	w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, sha256, created_at, touched_at)
		VALUES (?, ?, ?, ?, false, 1000000, '判决书.pdf', 4000, 'CLEAN', 'application/pdf', 'ab', ?, ?)`, file, person.PersonID, id, rule.Question, w.clock.Now(), w.clock.Now())
	return file
}

// toldOfRefusal is a renewal that is to be refused, as the applicant has been told.
func toldOfRefusal(t *testing.T) (w *world, person account.Actor, id uuid.UUID, notice string) {
	t.Helper()
	w = newWorld(t, "2026-09-16T10:00:00+08:00")
	person = w.blaster(1, "2026-12-01")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id = w.submit(person)
	w.review(id)
	_, err := w.StatementRule(context.Background(), person, id)
	wantCode(t, err, "ACT_NOT_NOW")
	told := w.mustAct(reviewer, procedure.StageReview, id, tellsRefusal)
	return w, person, id, w.letterText(told.Documents[0].ID)
}

// refusedAs proposes, reviews and decides the refusal, and returns its letter.
func (w *world) refusedAs(id uuid.UUID, d Decision) string {
	w.t.Helper()
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "拟不予", Grounds: []string{"B3"}})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	d.Act, d.Grounds, d.Reason = procedure.ActRefuse, []string{"B3"}, "申请人曾受刑事处罚"
	return w.letterText(w.mustDecide(decider, id, d).Documents[0].ID)
}

// What is intended is told with facts, articles and the day; what he says is kept, quoted and answered (domain.md T28; 行政许可法 第七条).
func TestT28_AStatementIsQuotedAndAnswered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w, person, id, letter := toldOfRefusal(t)
	for _, words := range []string{"不予延续行政许可", "2009年", "第六条", "2026年9月22日前", "第七条"} {
		if !contains(letter, words) {
			t.Errorf("the notice does not say %q:\n%s", words, letter)
		}
	}
	_, err := w.act(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "拟不予", Grounds: []string{"B3"}})
	wantCode(t, err, "STATEMENT_OPEN")
	wantField(t, w.State(ctx, person, id, Statement{Text: " \n"}, db.Key{}), "OWN_STATEMENT_REQUIRED")
	wantCode(t, w.State(ctx, person, id, Statement{Text: "x", Files: []uuid.UUID{uuid.New()}}, db.Key{}), "NOT_FOUND")
	stranger := w.blaster(2, "2026-12-01")
	wantCode(t, w.State(ctx, stranger, id, Statement{Text: "x"}, db.Key{}), "NOT_FOUND")

	file := w.proofOf(person, id)
	check(t, w.State(ctx, person, id, Statement{Text: "该处罚已过十五年。", Files: []uuid.UUID{file}}, db.Key{}))
	wantCode(t, w.State(ctx, person, id, Statement{Text: "再说一次"}, db.Key{}), "ACT_NOT_NOW")
	view, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if i, told := view.Law.Intent(); !told || i.Statement != "该处罚已过十五年。" || len(i.Materials) != 1 {
		t.Errorf("he reads %+v", i)
	}
	decision := w.refusedAs(id, Decision{Kind: procedure.TakenNot, Heard: "条例第六条不分年限。"})
	for _, words := range []string{"申请人陈述申辩意见及采纳情况", "该处罚已过十五年。", "判决书.pdf", "不予采纳。条例第六条不分年限。"} {
		if !contains(decision, words) {
			t.Errorf("the decision does not say %q:\n%s", words, decision)
		}
	}
}

// Whoever waives it, or lets his days pass, has been heard: the case proves it, and the decision says so with the day.
func TestT28_WaivedAndPassed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, test := range map[string]struct {
		hear func(w *world, person account.Actor, id uuid.UUID)
		want string
	}{
		"waived": {func(w *world, person account.Actor, id uuid.UUID) {
			weak := person
			weak.Assurance = 2
			wantCode(t, w.Answer(ctx, weak, id, ApplicantReply{Act: procedure.ActWaiveStatement}, db.Key{}), "ASSURANCE_TOO_LOW")
			check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActWaiveStatement}, db.Key{}))
		}, "申请人于2026年9月16日表示放弃陈述、申辩"},
		"passed": {func(w *world, person account.Actor, id uuid.UUID) {
			w.at("2026-09-23 09:00")
			wantCode(t, w.State(ctx, person, id, Statement{Text: "晚了"}, db.Key{}), "ACT_NOT_NOW")
		}, "申请人在2026年9月22日前（含当日）未提出陈述、申辩意见"},
	} {
		w, person, id, _ := toldOfRefusal(t)
		test.hear(w, person, id)
		if decision := w.refusedAs(id, Decision{}); !contains(decision, test.want) {
			t.Errorf("%s: the decision does not say %q:\n%s", name, test.want, decision)
		}
	}
}

// A refusal for false material warns and bars; the notice before it tells the warning, which is a penalty (行政许可法 第七十八条; 行政处罚法 第四十四条).
func TestT28_FalseMaterialIsWarnedAndBarred(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	w.review(id)
	c := w.claim(reviewer, id)
	check(t, w.RecordCheck(ctx, reviewer, id, c.StepID, c.Fence, "R15", procedure.Fail, "医院复函：未出具过该证明"))
	check(t, w.ReturnStep(ctx, reviewer, c.StepID, c.Fence, SystemFailure, ""))
	grounds := []string{procedure.FalseMaterial}
	told := w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActTellRefusal, Grounds: grounds, Record: "体检证明系伪造。", Reason: "提供虚假材料。"})
	if letter := w.letterText(told.Documents[0].ID); !contains(letter, "不予延续行政许可，并给予警告") || !contains(letter, "行政处罚法》第四十四条") {
		t.Errorf("the warning is not told: %s", letter)
	}
	check(t, w.Answer(ctx, person, id, ApplicantReply{Act: procedure.ActWaiveStatement}, db.Key{}))
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "拟不予", Grounds: grounds})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	done := w.mustDecide(decider, id, Decision{Act: procedure.ActRefuse, Grounds: grounds, Reason: "申请人提供伪造的体检证明。"})
	if got := kinds(done); !slices.Equal(got, []string{"refusal", "warning"}) {
		t.Fatalf("papers %v", got)
	}
	letter := w.letterText(done.Documents[1].ID)
	for _, words := range []string{"给予警告", "未出具过该证明", "放弃陈述、申辩", "2027年9月16日", "六十日"} {
		if !contains(letter, words) {
			t.Errorf("the warning does not say %q: %s", words, letter)
		}
	}
	if n := w.count(`SELECT count(*) FROM bans WHERE case_id = ? AND basis = '78' AND until = '2027-09-16'`, id); n != 1 {
		t.Errorf("%d bans", n)
	}
	for kind, paper := range map[string]uuid.UUID{"denied": done.Documents[0].ID, "refused": done.Documents[0].ID, "warned": done.Documents[1].ID} {
		if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND kind = ? AND facts->>'document' <> ?`, id, kind, paper); n != 0 {
			t.Errorf("%s leads to another paper", kind)
		}
	}
}

// Heard without a letter: who records it is named, the decider reads it, and the decision quotes it with the answer (行政许可法 第七条).
func TestT28_HeardWithoutALetterIsQuoted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)
	propose := Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Reason: "拟不予", Grounds: []string{"B3"}, Heard: "该处罚已过十五年。"}
	_, err := w.act(reviewer, procedure.StageReview, id, propose)
	wantField(t, err, "HEARD_KIND_REQUIRED")
	propose.Kind, propose.Way, propose.On = procedure.SpokenStated, procedure.HeardInPerson, workday.MustParse("2026-09-16")
	w.mustAct(reviewer, procedure.StageReview, id, propose)
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	refuse := Decision{Act: procedure.ActRefuse, Grounds: []string{"B3"}, Reason: "申请人曾受刑事处罚", Heard: "条例第六条不分年限。"}
	_, err = w.act(decider, procedure.StageDecision, id, refuse)
	wantField(t, err, "STATEMENT_TAKEN_REQUIRED")
	view, err := w.Review(context.Background(), decider, id)
	check(t, err)
	if s, recorded := view.Law.SpokenOn([]string{"B3"}); !recorded || s.Words != "该处罚已过十五年。" || s.By.Officer != reviewer.Officer {
		t.Errorf("the decider reads %+v", s)
	}
	refuse.Kind = procedure.TakenNot
	letter := w.letterText(w.mustAct(decider, procedure.StageDecision, id, refuse).Documents[0].ID)
	for _, words := range []string{"2026年9月16日以当面方式", "由" + reviewer.Name + "（警号" + reviewer.Officer + "）记录", "该处罚已过十五年。", "不予采纳。条例第六条不分年限。"} {
		if !contains(letter, words) {
			t.Errorf("the decision does not say %q:\n%s", words, letter)
		}
	}
}
