package procedure

import (
	"slices"
	"testing"
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
		"never told":            {c, nil, "STATEMENT_REQUIRED"},
		"heard at the window":   {c, func(a *Act) { a.Heard = "窗口当面听取" }, ""},
	} {
		proposed := next(t, test.c, Act{Name: ActPropose, Verdict: Refuse, Grounds: []string{"B3"}, Reason: "拟不予"}, officer(Reviewer), "2026-09-25").Case
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
		out := next(t, c, Act{Name: ActRefuse, Grounds: []string{ground}, Reason: "体检证明系伪造", Heard: "已告知，申请人放弃"}, officer(Decider), "2026-09-17")
		if out.Case.State != Refused || out.Case.Warned != warned || slices.Contains(out.Entries[0].Documents, DocWarning) != warned ||
			slices.Contains(out.Notices, TellWarned) != warned {
			t.Errorf("%s: %+v", ground, out)
		}
	}
}
