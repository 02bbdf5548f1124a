package procedure

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// annulled is a timely renewal that was refused on B3, delivered, and is to be decided again; how changes the ruling.
func annulled(t testing.TB, how func(*Act)) (trial, Case) {
	t.Helper()
	tr := limited.of(Permit())
	c := tr.to(t, by1(Intake, ActAccept), refusal(Reviewer, ActPropose), heardRefusal(), by1(Deliverer, ActDeliver))
	c.Timely, c.Expiry = true, day("2026-09-20")
	a := whole(ActDecideAgain)
	how(&a)
	out, err := Step(tr.p, tr.o, c, a, officer(Leader), calendar(t), at(walkDay))
	if err != nil {
		t.Fatal(err)
	}
	return tr, out.Case
}

// asked is what becomes of an act, by another officer than before where the rule asks for it.
func (tr trial) asked(t testing.TB, c Case, a Act, by Actor) (Case, string) {
	t.Helper()
	out, err := Step(tr.p, tr.o, c, a, by, calendar(t), at(walkDay))
	return out.Case, fault.Code(err)
}

func TestWhatIsDecidedAgainHasTheRulingsLimit(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	for _, days := range []int{0, 15} {
		_, c := annulled(t, func(a *Act) { a.Days = days })
		want := cal.AddWD(day("2026-09-17"), max(days, 20*(1-min(days, 1))))
		k2, running := c.Runs(K2)
		if !running || k2.Due != want || c.EffectiveDue() != want || k2.Day0 != day("2026-09-17") {
			t.Errorf("%d days: K2 %+v, due %s, want %s", days, k2, c.EffectiveDue(), want)
		}
		if len(c.Clocks) != 1 || c.State != Review || c.Verdict != "" || !c.DecidedOn.IsZero() || !c.DeliveredOn.IsZero() || c.Proposal != nil || c.Grounds != nil {
			t.Errorf("left of the first decision: %+v", c)
		}
		// the licence ends meanwhile: the first decision had been made in time, so silence renews nothing
		if out := Settle(Permit(), limited.of(Permit()).o, c, cal, at("2026-09-21 10:00")); out.Moved() {
			t.Errorf("time moved it to %s", out.Case.State)
		}
	}
}

func TestTheFirstDecisionStaysWhole(t *testing.T) {
	t.Parallel()
	_, c := annulled(t, func(a *Act) {
		a.Paper = Paper{ID: "1", Title: "不予延续行政许可决定书", Number: "益公治许不续〔2026〕1号", SHA256: "ab"}
	})
	r, ok := c.Redecision()
	f := r.First
	if !ok || f.Verdict != Refuse || !slices.Equal(f.Grounds, []string{"B3"}) || f.DecidedOn != day("2026-09-17") || f.DeliveredOn != day("2026-09-17") ||
		f.Paper.Number == "" || f.Proposal == nil || !slices.Equal(f.Deciders, []string{officer(Decider).Officer}) || len(f.Clocks) == 0 {
		t.Errorf("kept: %+v", f)
	}
	if slices.ContainsFunc(f.Clocks, Clock.Running) {
		t.Errorf("a clock of the first decision runs on: %+v", f.Clocks)
	}
	if r.Ruling.Kind != Judged || r.Ruling.Body == "" || r.By.Officer != officer(Leader).Officer || r.On != day("2026-09-17") {
		t.Errorf("ruling: %+v", r)
	}
	if !slices.Contains(c.BarredAt(StageDecision), officer(Decider).Officer) {
		t.Errorf("barred at the decision: %v", c.BarredAt(StageDecision))
	}
}

func TestARulingIsToldWhole(t *testing.T) {
	t.Parallel()
	tr := limited.of(Permit())
	c := tr.to(t, by1(Intake, ActAccept), refusal(Reviewer, ActPropose), heardRefusal())
	for code, how := range map[string]func(*Act){
		"RULING_KIND_REQUIRED": func(a *Act) { a.Kind = "x" }, "RULING_BODY_REQUIRED": func(a *Act) { a.Body = " " }, "RULING_NUMBER_REQUIRED": func(a *Act) { a.Number = "" },
		"RULING_WRONG_REQUIRED": func(a *Act) { a.Wrong = "" }, "RULING_DAYS": func(a *Act) { a.Days = -1 }, "RULING_SUMMARY_REQUIRED": func(a *Act) { a.Reason = "" },
		"PROOF_REQUIRED": func(a *Act) { a.Pictures = nil },
	} {
		a := whole(ActDecideAgain)
		how(&a)
		_, err := Step(tr.p, tr.o, c, a, officer(Leader), calendar(t), at(walkDay))
		if f, _ := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, on := range []workday.Date{{}, day("2026-09-16"), day("2026-09-18")} { // none, before the decision, not yet
		a := whole(ActDecideAgain)
		a.On = on
		_, err := Step(tr.p, tr.o, c, a, officer(Leader), calendar(t), at(walkDay))
		if f, _ := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Code != "RULING_DAY" {
			t.Errorf("ruled on %s: %v", on, err)
		}
	}
}

// 行政诉讼法 第七十一条, 行政复议法 第六十四条第二款, 法释〔2018〕1号 第九十条.
func TestTheSameGroundsRefuseAgainOnlyAfterABreachOfProcedure(t *testing.T) {
	t.Parallel()
	for _, p := range []struct {
		wrong   string
		grounds []string
		want    string
	}{
		{WrongGrounds, []string{"B3"}, "SAME_GROUNDS"}, {WrongWhole, []string{"B3"}, "SAME_GROUNDS"}, {WrongProcedure, []string{"B3"}, ""},
		{WrongGrounds, []string{"B3", "B7"}, ""}, {WrongGrounds, []string{"B7"}, ""},
	} {
		tr, c := annulled(t, func(a *Act) { a.Wrong = p.wrong })
		c.Findings = append(slices.Clone(barred), Finding{Code: "R9", Mark: Fail, Grounds: []string{"B7"}})
		a := whole(ActAskCollective)
		a.Verdict, a.Grounds, a.Reason = Refuse, p.grounds, "仍不符合条件"
		a.Kind, a.Way, a.On, a.Heard = SpokenWaived, HeardByPhone, day(walkDay[:10]), "放弃"
		if _, code := tr.asked(t, c, a, officer(Reviewer)); code != p.want {
			t.Errorf("%s, %v: %q, want %q", p.wrong, p.grounds, code, p.want)
		}
		// a decider cannot do what the reviewer may not
		c.State, c.Proposal, c.LegalView = Deciding, &Opinion{Verdict: Refuse}, &Opinion{Verdict: Refuse, Agree: true}
		c.Collective = &Collective{Verdict: Refuse}
		a = heardRefusal().Act
		a.Grounds = p.grounds
		if _, code := tr.asked(t, c, a, Actor{Officer: "d2", Roles: []Role{Decider}}); code != p.want {
			t.Errorf("decided on %s, %v: %q, want %q", p.wrong, p.grounds, code, p.want)
		}
		if _, code := tr.asked(t, c, a, officer(Decider)); code != "DECIDED_BEFORE" {
			t.Errorf("the first decider: %q", code)
		}
		c.Collective = nil
		if _, code := tr.asked(t, c, a, Actor{Officer: "d2", Roles: []Role{Decider}}); code != "DISCUSS_AGAIN" {
			t.Errorf("without the discussion: %q", code)
		}
	}
}

// A hearing before the first decision is not the one that a second may need.
func TestTheRightToAHearingIsToldAgain(t *testing.T) {
	t.Parallel()
	tr, c := annulled(t, func(*Act) {})
	r := &c.Redecisions[0]
	r.First.Clocks = append(r.First.Clocks, Clock{Kind: K6})
	c.Specials, r.First.Specials = []Special{{Kind: HearingOnRequest, To: day("2026-09-10")}}, 1
	if _, code := tr.asked(t, c, whole(ActTellHearing), officer(Reviewer)); code != "" {
		t.Errorf("told again: %s", code)
	}
	c.Specials = append(c.Specials, c.Specials[0])
	if _, code := tr.asked(t, c, whole(ActTellHearing), officer(Reviewer)); code != "HEARING_TOLD" {
		t.Errorf("after the second hearing: %q", code)
	}
}
