package procedure

import (
	"reflect"
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// against is a case with a failed point.
func against(c Case) Case { c.Findings = barred; return c }

var tellB3 = Act{Name: ActTellRefusal, Grounds: []string{"B3"}, Record: "2009年因过失犯罪受过刑事处罚。", Reason: "不符合许可条件。"}

func TestT28_TheApplicantIsHeardBeforeARefusal(t *testing.T) {
	t.Parallel()
	c, when := against(inReview(t, "2026-09-16", "2026-09-17")), "2026-09-18"
	refused(t, inReview(t, "2026-09-16", "2026-09-17"), tellB3, officer(Reviewer), when, "GROUND_NOT_FOUND")
	refused(t, c, Act{Name: ActTellRefusal, Grounds: []string{"B3"}, Reason: "x"}, officer(Reviewer), when, "FACTS_REQUIRED")
	refused(t, c, Act{Name: ActState, Reason: "x"}, officer(Applicant), when, "ACT_NOT_NOW")

	told := next(t, c, tellB3, officer(Reviewer), when)
	kh, _ := told.Case.Runs(KH)
	if kh.Due != day("2026-09-24") { // 20 September 2026 is a make-up day
		t.Errorf("he may speak until %s", kh.Due)
	}
	if k2, _ := told.Case.Clock(K2); k2.Held || k2.Due != day("2026-10-21") {
		t.Errorf("telling stops no clock: %+v", k2)
	}
	if k, _ := told.Case.Governing(); k.Kind != K2 {
		t.Errorf("the agency's clock is %s", k.Kind)
	}
	open := told.Case
	for _, a := range []Act{{Name: ActPropose, Verdict: Refuse, Grounds: []string{"B3"}, Reason: "x"}, tellB3, {Name: ActAskVerify}} {
		refused(t, open, a, officer(Reviewer), when, "STATEMENT_OPEN")
	}
	refused(t, open, Act{Name: ActWaiveStatement}, Actor{Roles: []Role{Applicant}, Assurance: 2}, when, "ASSURANCE_TOO_LOW")

	stated := next(t, open, Act{Name: ActState, Reason: "已满二十年", Pictures: []string{"1"}}, officer(Applicant), "2026-09-24").Case
	waived := next(t, open, Act{Name: ActWaiveStatement}, officer(Applicant), when).Case
	passed := against(Settle(Permit(), limited, open, calendar(t), at("2026-09-25 00:00")).Case)
	if i, _ := passed.Intent(); i.EndedOn != day("2026-09-24") {
		t.Errorf("his days ended on %s", i.EndedOn)
	}
	refused(t, passed, Act{Name: ActState, Reason: "x"}, officer(Applicant), "2026-09-25", "ACT_NOT_NOW")
	refused(t, stated, tellB3, officer(Reviewer), "2026-09-25", "REFUSAL_TOLD")
	if i, _ := open.Intent(); i.Heard() {
		t.Error("the case before was written")
	}

	plain := Act{Name: ActRefuse, Grounds: []string{"B3"}, Reason: "有前科"}
	for name, test := range map[string]struct {
		c    Case
		add  func(*Act)
		code string
	}{
		"waived": {waived, nil, ""}, "passed": {passed, nil, ""},
		"stated, silent":        {stated, nil, "STATEMENT_TAKEN_REQUIRED"},
		"stated, without words": {stated, func(a *Act) { a.Kind = TakenNot }, "STATEMENT_ANSWER_REQUIRED"},
		"stated and answered":   {stated, func(a *Act) { a.Kind, a.Heard = TakenNot, "条例未规定年限" }, ""},
	} {
		proposed := next(t, test.c, Act{Name: ActPropose, Verdict: Refuse, Grounds: []string{"B3"}, Reason: "拟不予"}, officer(Reviewer), "2026-09-25").Case
		proposed = next(t, proposed, given(ActLegalOpinion), officer(Lawyer), "2026-09-25").Case
		a := plain
		if test.add != nil {
			test.add(&a)
		}
		if test.code != "" {
			refused(t, proposed, a, officer(Decider), "2026-09-26", test.code)
		} else if out := next(t, proposed, a, officer(Decider), "2026-09-26"); out.Case.State != Refused {
			t.Errorf("%s: %s", name, out.Case.State)
		}
	}
}

// Without a letter nobody proposes a refusal before it is recorded on which day, how and with which words he was heard; the decision stands on that
// record, and on no other grounds (行政许可法 第七条).
func TestT24_HeardWithoutALetter(t *testing.T) {
	t.Parallel()
	c, when := against(inReview(t, "2026-09-16", "2026-09-17")), "2026-09-25"
	said := Act{Name: ActPropose, Verdict: Refuse, Grounds: []string{"B3"}, Reason: "拟不予", Kind: SpokenStated, Way: HeardByPhone, On: day("2026-09-24"), Heard: "该处罚已过十五年"}
	for name, test := range map[string]struct {
		spoil func(*Act)
		code  string
	}{
		"what he did":        {func(a *Act) { a.Kind = TakenNot }, "HEARD_KIND_REQUIRED"},
		"no day":             {func(a *Act) { a.On = workday.Date{} }, "HEARD_DAY"},
		"tomorrow":           {func(a *Act) { a.On = day("2026-09-26") }, "HEARD_DAY"},
		"before the receipt": {func(a *Act) { a.On = day("2026-09-15") }, "HEARD_DAY"},
		"no way":             {func(a *Act) { a.Way = "ems" }, "HEARD_WAY_REQUIRED"},
		"no words":           {func(a *Act) { a.Heard = " " }, "HEARD_WORDS_REQUIRED"},
	} {
		bad := said
		test.spoil(&bad)
		for _, act := range []ActName{ActPropose, ActAskCollective} {
			bad.Name = act
			if out := refused(t, c, bad, officer(Reviewer), when, test.code); out.Case.Spoken != nil {
				t.Errorf("%s: recorded", name)
			}
		}
	}
	stated := next(t, c, said, officer(Reviewer), when).Case
	want := Spoken{Grounds: []string{"B3"}, Way: HeardByPhone, On: day("2026-09-24"), Words: "该处罚已过十五年", By: Clerk{officer(Reviewer).Officer, officer(Reviewer).Name}}
	if got, recorded := stated.SpokenOn([]string{"B3"}); !recorded || !reflect.DeepEqual(got, want) {
		t.Errorf("recorded %+v", got)
	}
	if _, recorded := stated.SpokenOn([]string{"B3", "B7"}); recorded {
		t.Error("he was never told of B7")
	}
	refuse := Act{Name: ActRefuse, Grounds: []string{"B3"}, Reason: "有前科"}
	stated = next(t, stated, given(ActLegalOpinion), officer(Lawyer), when).Case
	refused(t, stated, refuse, officer(Decider), when, "STATEMENT_TAKEN_REQUIRED")
	refuse.Kind = TakenNot
	refused(t, stated, refuse, officer(Decider), when, "STATEMENT_ANSWER_REQUIRED")
	refuse.Heard = "条例未规定年限"
	if out := next(t, stated, refuse, officer(Decider), when); out.Case.State != Refused || out.Case.Spoken.Words != want.Words {
		t.Errorf("%s on %+v", out.Case.State, out.Case.Spoken)
	}
	said.Kind, said.Heard = SpokenWaived, "电话中表示不再提意见"
	waived := next(t, next(t, c, said, officer(Reviewer), when).Case, given(ActLegalOpinion), officer(Lawyer), when).Case
	if out := next(t, waived, Act{Name: ActRefuse, Grounds: []string{"B3"}, Reason: "有前科"}, officer(Decider), when); out.Case.State != Refused {
		t.Errorf("waived: %s", out.Case.State)
	}
	if _, told := next(t, next(t, c, tellB3, officer(Reviewer), "2026-09-17").Case, Act{Name: ActWaiveStatement}, officer(Applicant), "2026-09-17").Case.SpokenOn([]string{"B3"}); told {
		t.Error("a letter needs no record")
	}
}

// A refusal on the spot stands on the same record (T12).
func TestT12_HeardBeforeARefusalOnTheSpot(t *testing.T) {
	t.Parallel()
	spot := limited.of(Permit(), func(o *Options) { o.OnTheSpot = true })
	c, cal, when := spot.to(t), calendar(t), at(walkDay)
	c.Findings = barred
	asked := Act{Name: ActAskOnTheSpot, Verdict: Refuse, Grounds: []string{"B3"}, Reason: "有前科"}
	if _, err := Step(spot.p, spot.o, c, asked, officer(Intake), cal, when); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("moved unheard: %v", err)
	}
	asked.Kind, asked.Way, asked.On, asked.Heard = SpokenWaived, HeardInPerson, day(walkDay[:10]), "当场表示没有意见"
	out, err := Step(spot.p, spot.o, c, asked, officer(Intake), cal, when)
	if err != nil {
		t.Fatal(err)
	}
	if out.Opens.Stage != StageLegal {
		t.Errorf("first with the lawyer, not %s", out.Opens.Stage)
	}
	refuse := Act{Name: ActRefuse, Grounds: []string{"B3"}, Reason: "有前科"}
	for _, early := range []Act{refuse, {Name: ActApprove}} {
		if _, err := Step(spot.p, spot.o, out.Case, early, officer(Decider), cal, when); fault.Code(err) != "ROLE_REQUIRED" {
			t.Errorf("%s before the lawyer: %v", early.Name, err)
		}
	}
	out.Case.Findings = barred
	if out, err = Step(spot.p, spot.o, out.Case, Act{Name: ActApprove, Reason: "同意"}, officer(Lawyer), cal, when); err != nil || out.Opens.Stage != StageDecision {
		t.Fatalf("the lawyer agrees: %+v, %v", out.Opens, err)
	}
	if _, err := Step(spot.p, spot.o, out.Case, Act{Name: ActApprove}, officer(Lawyer), cal, when); err == nil {
		t.Error("he agrees twice")
	}
	out.Case.Findings = barred
	if out, err = Step(spot.p, spot.o, out.Case, refuse, officer(Decider), cal, when); err != nil {
		t.Fatal(err)
	}
	if s := out.Case.Spoken; out.Case.State != Refused || s == nil || s.Words != "当场表示没有意见" || s.By.Officer != officer(Intake).Officer {
		t.Errorf("%s on %+v", out.Case.State, s)
	}
}

// What was told covers only its own grounds: others are told again, or he is heard in another recorded way.
func TestT28_OtherGroundsAreToldAgain(t *testing.T) {
	t.Parallel()
	c, when := against(inReview(t, "2026-09-16", "2026-09-17")), "2026-09-18"
	c = next(t, c, tellB3, officer(Reviewer), when).Case
	c = next(t, c, Act{Name: ActWaiveStatement}, officer(Applicant), when).Case
	c.Findings = []Finding{{Code: "R6", Mark: Fail, Grounds: []string{"B3"}}, {Code: "R8", Mark: Fail, Grounds: []string{"B7"}}}
	if _, proven := c.HeardOn([]string{"B3", "B7"}); proven {
		t.Error("B7 was never told")
	}
	again := tellB3
	again.Grounds = []string{"B3", "B7"}
	out := next(t, c, again, officer(Reviewer), when)
	if n := len(out.Case.Intents); n != 2 {
		t.Errorf("%d notices", n)
	}
	if _, open := out.Case.Runs(KH); !open {
		t.Error("he has no time to speak about B7")
	}
}

// The right to speak outlasts a hearing that he asks for meanwhile, and ends with the case.
func TestT28_HearingAndWithdrawal(t *testing.T) {
	t.Parallel()
	c, when := against(inReview(t, "2026-09-16", "2026-09-17")), "2026-09-18"
	c = next(t, c, tellB3, officer(Reviewer), when).Case
	c = next(t, c, Act{Name: ActTellHearing, Reason: "涉及相邻权"}, officer(Reviewer), when).Case
	heard := next(t, c, Act{Name: ActRequestHearing, Reason: "要求听证"}, officer(Applicant), when).Case
	if out := next(t, heard, Act{Name: ActState, Reason: "另有意见"}, officer(Applicant), when); out.Case.State != InSpecial {
		t.Errorf("speaking left %s", out.Case.State)
	}
	if _, runs := next(t, c, Act{Name: ActWithdraw}, officer(Applicant), when).Case.Runs(KH); runs {
		t.Error("his days run on in a case that he has withdrawn")
	}
}

// Whoever is refused for false material is warned as well (行政许可法 第七十八条); on other grounds he is not.
func TestT28_FalseMaterialBringsAWarning(t *testing.T) {
	t.Parallel()
	for ground, warned := range map[string]bool{FalseMaterial: true, "B3": false} {
		c := Case{State: Deciding, Proposal: &Opinion{Verdict: Refuse, Agree: true}, LegalView: &Opinion{Verdict: Refuse, Agree: true}}
		c.Findings = []Finding{{Code: "R15", Mark: Fail, Grounds: []string{ground}}}
		out := next(t, c, Act{Name: ActRefuse, Grounds: []string{ground}, Reason: "体检证明系伪造",
			Kind: SpokenWaived, Way: HeardByPhone, On: day("2026-09-17"), Heard: "已告知，申请人放弃"}, officer(Decider), "2026-09-17")
		if out.Case.State != Refused || out.Case.Warned != warned || slices.Contains(out.Entries[0].Documents, DocWarning) != warned ||
			slices.Contains(out.Notices, TellWarned) != warned {
			t.Errorf("%s: %+v", ground, out)
		}
	}
}
