package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	ownGuards = "430900-ZA-0013"
	ownEnds   = "430900-ZA-0014"
	branch    = "430900-ZA-0011"
)

// example is an item's first complete example, with situations and answers changed.
func example(t testing.TB, code string, situations map[string]string, answers map[string]any) application {
	t.Helper()
	for _, a := range applications(t) {
		if a.item.Code != code {
			continue
		}
		e := a.example
		e.Facts, e.Answers = copied(e.Facts), copied(e.Answers)
		for k, v := range situations {
			e.Facts[situation+k] = v
		}
		for k, v := range answers {
			if e.Answers[k] = v; v == nil {
				delete(e.Answers, k)
			}
		}
		return application{a.item, e}
	}
	t.Fatalf("no example of %s", code)
	return application{}
}

func copied(m map[string]any) map[string]any {
	c := map[string]any{}
	for k, v := range m {
		c[k] = v
	}
	return c
}

// report hands a filing in and lets the registers answer.
func (w *world) report(a application) (uuid.UUID, account.Actor, error) {
	w.t.Helper()
	person := w.applicant(a)
	id, err := w.start(person, a)
	if err == nil {
		err = w.fill(person, id, a)
	}
	var receipt Receipt
	if err == nil {
		receipt, err = w.Finish(context.Background(), person, id, false, db.Key{})
	}
	if err == nil && receipt.AwaitingUnit {
		head := person
		head.Enterprises = slices.Clone(head.Enterprises)
		head.Enterprises[0].Role = account.Legal
		_, err = w.UnitSign(context.Background(), head, id, true, db.Key{})
	}
	if err == nil {
		err = w.AskRegisters(context.Background(), id)
	}
	return id, person, err
}

// file brings a filing to its receipt.
func (w *world) file(a application) uuid.UUID {
	w.t.Helper()
	id, person, err := w.report(a)
	check(w.t, err)
	check(w.t, w.drive(person, id, a.item))
	return id
}

// stands makes sure that what an item would take out is filed.
func (w *world) stands(a application) {
	w.t.Helper()
	if !a.item.Procedure.Register.Always {
		return
	}
	code, _ := a.example.Facts[form.EnterpriseCode].(string)
	if w.count(`SELECT count(*) FROM filings WHERE subject = ? AND state = 'ACTIVE'`, code) > 0 {
		return
	}
	first := example(w.t, ownGuards, nil, nil)
	var id uuid.UUID
	if w.count(`SELECT count(*) FROM cases WHERE item_code = ? AND unit_code = ? AND state = 'RECEIVED'`, ownGuards, code) == 1 {
		w.scan(&id, `SELECT id FROM cases WHERE item_code = ? AND unit_code = ? AND state = 'RECEIVED'`, ownGuards, code)
		check(w.t, w.drive(w.applicant(first), id, first.item))
		return
	}
	w.file(first)
}

func (w *world) entry(list string) (e filing.Entry) {
	w.t.Helper()
	page, err := w.filings().List(context.Background(), filing.Search{List: list, Limit: 10})
	check(w.t, err)
	if len(page.Items) != 1 {
		w.t.Fatalf("%d filings of %s", len(page.Items), list)
	}
	return page.Items[0]
}

func (w *world) filings() *filing.Service {
	s, err := filing.New(w.db)
	check(w.t, err)
	return s
}

func (w *world) kinds(id uuid.UUID) (kinds []string) {
	papers := w.count(`SELECT count(*) FROM documents WHERE case_id = ?`, id)
	var all string
	w.scan(&all, `SELECT coalesce(string_agg(kind, ' ' ORDER BY issued_at, id), '') FROM documents WHERE case_id = ?`, id)
	if kinds = strings.Fields(all); len(kinds) != papers {
		w.t.Fatalf("%d documents, kinds %v", papers, kinds)
	}
	return kinds
}

func (w *world) letter(id uuid.UUID, kind string) (text string) {
	w.t.Helper()
	var doc uuid.UUID
	w.scan(&doc, `SELECT id FROM documents WHERE case_id = ? AND kind = ?`, id, kind)
	_, l, err := w.documents.Letter(context.Background(), doc)
	check(w.t, err)
	raw, err := json.Marshal(l)
	check(w.t, err)
	return string(raw)
}

// A09: the natural-day date is the duty, thirty working days make it late; neither hinders the filing.
func TestA09_SelfRecruitedGuardsTwoDeadlines(t *testing.T) {
	t.Parallel()
	cal, err := calendarOnce()
	check(t, err)
	from := workday.MustParse("2026-11-01")
	items, err := loadItems()
	check(t, err)
	i := slices.IndexFunc(items, func(i *catalog.Item) bool { return i.Code == ownGuards })
	d := optionsOf(items[i]).DutiesOf(cal, from)
	wantDate(t, "the duty date", d.Due, "2026-12-01")
	wantDate(t, "the last day before LATE", d.Late, "2026-12-11")
	for _, test := range []struct {
		at        string
		level     procedure.LateLevel
		referrals int
	}{{"2026-11-30T09:00:00+08:00", procedure.OnTime, 0}, {"2026-12-05T09:00:00+08:00", procedure.Hint, 0}, {"2026-12-14T09:00:00+08:00", procedure.Late, 1}} {
		w := newWorld(t, test.at)
		id := w.file(example(t, ownGuards, nil, map[string]any{"start_date": "2026-11-01"}))
		law := w.law(id)
		if law.LateLevel != test.level || law.State != procedure.Closed || law.Verdict != procedure.Grant {
			t.Errorf("received %s: %q in %s", test.at, law.LateLevel, law.State)
		}
		if n := w.count(`SELECT count(*) FROM referrals WHERE case_id = ?`, id); n != test.referrals {
			t.Errorf("received %s: %d referrals", test.at, n)
		}
	}
}

// A10: a karaoke venue learns at once, with the article, that it must engage a security company.
func TestA10_EntertainmentVenue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	a := example(t, ownGuards, nil, nil)
	code := a.example.Facts[form.EnterpriseCode].(string)
	w.registers.companies[code] = CompanyAnswer{Name: "益阳市金嗓子歌厅有限公司", Kind: LegalPerson, Area: "430902", Venue: true}
	id, person, err := w.report(a)
	check(t, err)
	if law := w.law(id); law.State != procedure.NotAccepted || law.NotOurs == nil || law.NotOurs.Code != procedure.BarVenue {
		t.Fatalf("%s, %+v", law.State, law.NotOurs)
	}
	text := w.letter(id, "not_accepted")
	if !contains(text, "第十三条") || !contains(text, "保安服务公司") || !contains(text, "不予接收备案") {
		t.Errorf("the notice says %s", text)
	}
	if kinds := w.kinds(id); slices.Contains(kinds, "correction") {
		t.Errorf("documents %v", kinds)
	}
	view, err := w.CaseForApplicant(context.Background(), person, id)
	check(t, err)
	if view.State != procedure.NotAccepted || w.count(`SELECT count(*) FROM steps WHERE case_id = ? AND state <> 'DONE' AND stage <> 'delivery'`, id) != 0 {
		t.Error("somebody still has to work on it")
	}
	check(t, w.ConfirmDelivery(context.Background(), person, id))
	if kinds := w.kinds(id); !slices.Contains(kinds, "delivery") || w.count(`SELECT count(*) FROM steps WHERE case_id = ? AND state <> 'DONE'`, id) != 0 {
		t.Errorf("delivered, with documents %v", kinds)
	}
}

// A11: a branch elsewhere is another city's; a branch here of a head company elsewhere is ours.
func TestA11_BranchElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id, _, err := w.report(example(t, branch, nil, map[string]any{"br_addr": map[string]any{"area": "other", "detail": "湖南省长沙市岳麓区金星路 9 号"}}))
	check(t, err)
	if law := w.law(id); law.State != procedure.NotAccepted || law.NotOurs.Code != procedure.BarElsewhere {
		t.Fatalf("%s %+v", law.State, law.NotOurs)
	}
	if text := w.letter(id, "not_accepted"); !contains(text, "长沙市公安局") {
		t.Errorf("the notice names nobody: %s", text)
	}
	if slices.Contains(w.kinds(id), "correction") {
		t.Error("a correction was asked for")
	}
	here := w.file(example(t, branch, nil, map[string]any{"hq_uscc": identity.MakeCreditCode("91", "440101", "MA5CKT1K").String(), "br_addr": map[string]any{"area": "430923", "detail": "东坪镇迎春路 19 号"}}))
	if e := w.entry("guard_branch"); e.CaseID != here || e.Area != "430923" || e.State != filing.Active {
		t.Errorf("filed %+v", e)
	}
}

// F1: received with its receipt; nobody answers in five working days, and it goes on as complete.
func TestF1_NobodyAnswersAndItIsComplete(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id, _, err := w.report(example(t, ownGuards, nil, nil))
	check(t, err)
	w.at("2026-09-24 00:00")
	_, err = w.settle(context.Background(), id)
	check(t, err)
	law := w.law(id)
	if law.State != procedure.Checking || !law.DeemedAccepted || !slices.Contains(w.kinds(id), "receipt") {
		t.Errorf("%s, deemed %t", law.State, law.DeemedAccepted)
	}
}

// F2: every defect at once, once; F3 by hand; F6 with its ground and remedies.
func TestF2F3F6_OfficersAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	window := w.officerOf("430900-ban", procedure.StageIntake)
	id, _, err := w.report(example(t, ownGuards, nil, nil))
	check(t, err)
	_, err = w.decide(window, id, Decision{Act: procedure.ActCorrect, Defects: []procedure.Defect{{Where: "sys_post", Problem: "没有盖章", Mend: "盖章后重新上传"}}})
	check(t, err)
	if !contains(w.letter(id, "correction"), "没有盖章") {
		t.Error("the notice lists no defect")
	}
	other, _, err := w.report(example(t, branch, nil, nil))
	check(t, err)
	_, err = w.decide(window, other, Decision{Act: procedure.ActNotAccept, Reason: "总公司的设立属省厅办理", Competent: "湖南省公安厅"})
	check(t, err)
	if !contains(w.letter(other, "not_accepted"), "湖南省公安厅") {
		t.Error("nobody competent is named")
	}
	w.registers.security["91430900MA4L0A1B7P"] = SecurityAnswer{Name: "湖南安邦保安服务有限公司", Number: "湘公保服20110001号", Status: LicenceRevoked}
	third, _, err := w.report(example(t, branch, nil, nil))
	check(t, err)
	_, err = w.decide(window, third, Decision{Act: procedure.ActAccept})
	check(t, err)
	reviews := w.officerOf("430900-zhi", procedure.StageReview)
	_, err = w.decide(reviews, third, Decision{Act: procedure.ActFile})
	if code := fault.Code(err); code != "CHECKLIST_FORBIDS" && code != "CHECKLIST_OPEN" {
		t.Errorf("filed although the head company has no licence: %v", err)
	}
	held, err := w.Mine(context.Background(), reviews)
	check(t, err)
	check(t, w.ReturnStep(context.Background(), reviews, held[0].StepID, held[0].Fence, SystemFailure, ""))
	_, err = w.decide(reviews, third, Decision{Act: procedure.ActNotFile, Grounds: []string{"C2"}, Reason: "总公司的保安服务许可证已被撤销"})
	check(t, err)
	if text := w.letter(third, "not_filed"); !contains(text, "第十二条") || !contains(text, "益阳市人民政府") {
		t.Errorf("reasons or remedies are missing: %s", text)
	}
}

// F4 and F5: complete, the promise runs; filed with a receipt that anybody verifies, and without a person in public.
func TestF4F5_FiledAndPublic(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.file(example(t, ownGuards, nil, nil))
	e := w.entry("self_guards")
	if e.CaseID != id || e.State != filing.Active || !strings.HasPrefix(e.Number, "益公治备〔2026〕") {
		t.Errorf("filed %+v", e)
	}
	text := w.letter(id, "filed")
	if !contains(text, "/filings/"+e.Code) || !contains(text, "李建国") || !contains(text, "1 人") {
		t.Errorf("the receipt says %s", text)
	}
	public, history, err := w.filings().Show(ctx, e.Code)
	check(t, err)
	raw, err := json.Marshal([]any{public, history})
	check(t, err)
	if contains(string(raw), "李建国") || contains(string(raw), "430903199003074515") || len(history) != 1 {
		t.Errorf("the public reads %s", raw)
	}
	_, _, err = w.filings().Show(ctx, "BA"+strings.Repeat("A", 24))
	wantCode(t, err, "NOT_FOUND")
	if n := w.count(`SELECT count(*) FROM disclosures WHERE case_id = ?`, id); n != 0 {
		t.Error("a filing is no subject of 双公示")
	}
}

// F7: the referral is the county's work, answered once; others do not see it.
func TestF7_ReferralIsAnsweredByTheCounty(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-12-14T09:00:00+08:00")
	id := w.file(example(t, ownGuards, nil, map[string]any{"start_date": "2026-11-01", "unit_addr": map[string]any{"area": "430922", "detail": "桃花江镇芙蓉路 18 号"}}))
	brigade := clerk("罗平", "090002", account.County, "430922-zhi")
	list, err := w.filings().Referrals(ctx, brigade)
	check(t, err)
	if len(list) != 1 || list[0].CaseID != id || list[0].DutyDue.String() != "2026-12-01" || list[0].Level != "LATE" {
		t.Fatalf("referred %+v", list)
	}
	stranger := clerk("何平", "090099", account.County, "430921-zhi")
	others, err := w.filings().Referrals(ctx, stranger)
	check(t, err)
	if len(others) != 0 {
		t.Error("another county sees it")
	}
	answer := filing.Answer{Outcome: filing.Ordered, Words: "已责令改正", MendBy: workday.MustParse("2026-12-28")}
	wantCode(t, w.filings().AnswerReferral(ctx, stranger, list[0].ID, answer), "NOT_FOUND")
	wantCode(t, w.filings().AnswerReferral(ctx, brigade, list[0].ID, filing.Answer{Outcome: filing.Ordered, Words: "已责令改正"}), "INVALID_FIELDS")
	check(t, w.filings().AnswerReferral(ctx, brigade, list[0].ID, answer))
	wantCode(t, w.filings().AnswerReferral(ctx, brigade, list[0].ID, answer), "ALREADY_ANSWERED")
	if law := w.law(id); law.State != procedure.Closed {
		t.Error("the filing waited for the referral")
	}
}

// F8: who files again what stands reports a change; the register shows before and after, under the first number.
func TestF8_FilingAgainIsAChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.file(example(t, branch, nil, nil))
	first := w.entry("guard_branch")
	w.at("2026-09-21 09:00")
	id := w.file(example(t, branch, map[string]string{"what": "change"}, map[string]any{"services": []any{"gate"}}))
	e := w.entry("guard_branch")
	if e.Number != first.Number || e.Code != first.Code || e.ChangedOn.String() != "2026-09-21" || e.State != filing.Active {
		t.Errorf("changed %+v", e)
	}
	if text := w.letter(id, "filing_changed"); !contains(text, "门卫，巡逻") || !contains(text, first.Number) {
		t.Errorf("the receipt of the change says %s", text)
	}
	if kinds := w.kinds(id); slices.Contains(kinds, "filed") {
		t.Errorf("filed twice: %v", kinds)
	}
	_, history, err := w.filings().Show(context.Background(), e.Code)
	check(t, err)
	if len(history) != 2 || history[1].Kind != filing.Changed || len(history[1].Changed) != 1 {
		t.Errorf("history %+v", history)
	}
}

// F9: what ended is taken out, later than thirty days with a hint and a referral; what was never filed cannot end.
func TestF9_EndingAFiling(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	ends := example(t, ownEnds, nil, map[string]any{"stop_date": "2026-09-01"})
	_, _, err := w.report(ends)
	wantCode(t, err, "FILING_UNKNOWN")
	w.exec(`DELETE FROM cases WHERE item_code = ? AND number IS NULL`, ownEnds)
	w.file(example(t, ownGuards, nil, nil))
	w.at("2026-11-02 09:00")
	id := w.file(ends)
	if e := w.entry("self_guards"); e.State != filing.Cancelled || e.EndedOn.String() != "2026-11-02" {
		t.Errorf("ended %+v", e)
	}
	if law := w.law(id); law.LateLevel != procedure.Hint {
		t.Errorf("level %q", law.LateLevel)
	}
	if n := w.count(`SELECT count(*) FROM referrals WHERE case_id = ?`, id); n != 1 {
		t.Errorf("%d referrals", n)
	}
	if !slices.Contains(w.kinds(id), "filing_ended") {
		t.Errorf("documents %v", w.kinds(id))
	}
	w.file(example(t, branch, nil, nil))
	w.file(example(t, branch, map[string]string{"what": "end"}, map[string]any{"hq_name": nil, "hq_uscc": nil, "hq_licence_no": nil, "hq_scope": nil,
		"hq_legal": nil, "hq_legal_phone": nil, "br_name": nil, "br_est": nil, "br_addr": nil, "br_head": nil, "br_head_phone": nil, "br_head_cv": nil,
		"services": nil, "guards": nil, "end_date": "2026-10-30", "end_reason": "业务收缩，分公司停业"}))
	if e := w.entry("guard_branch"); e.State != filing.Cancelled {
		t.Errorf("the branch is %s", e.State)
	}
}
