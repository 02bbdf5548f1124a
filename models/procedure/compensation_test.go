package procedure

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// loss are the acts of the table with everything that they ask for.
func loss(name ActName) Act {
	a := whole(name)
	switch name {
	case ActClaimLoss:
		a.Amount, a.Reason = 1_000_000, "停工一个月的租金"
	case ActTellLacks:
		a.Reason = "请补交六月账目"
	case ActState:
		a.Reason = "补充说明"
	case ActPropose:
		a.Verdict, a.Amount, a.Reason, a.Heard, a.Grounds = Grant, 600_000, "租金有合同证明", "同意按合同计算", nil
	case ActLegalOpinion:
		a.Agree, a.Reason = true, "同意"
	case ActAward, ActDenyAward, ActReturn:
		a.Reason = "依法决定"
	case ActRecordPayment:
		a.On, a.Receipt = day("2026-09-17"), "国库2026001"
	}
	return a
}

func lossWalk(t *testing.T, ground string, o Options, acts ...said) Case {
	t.Helper()
	m := Revoke
	if ground == "A8.law" {
		m = Withdraw
	}
	c := Case{Licence: &Licence{Measure: m, Ground: ground}, Compensation: &Compensation{Case: "1", KnownOn: day("2026-09-15")}}
	o = o.CompensationOptions("430900", c.Licence.Damages())
	for _, a := range append([]said{{System, Act{Name: ActOffer}}}, acts...) {
		by := officer(a.by)
		if a.by == System {
			by = BySystem()
		}
		out, err := Step(compensation, o, c, a.Act, by, calendar(t), at(walkDay))
		if err != nil {
			t.Fatalf("%s from %s: %v", a.Name, c.State, err)
		}
		c = out.Case
	}
	return c
}

func does(by Role, name ActName) said { return said{by, loss(name)} }

func denial() said {
	a := loss(ActPropose)
	a.Verdict, a.Amount = Refuse, 0
	return said{Reviewer, a}
}

// Every state × act × role, against a table written by hand: once for a withdrawal (补偿), once for a fault of the agency (赔偿).
func TestCompensationTable(t *testing.T) {
	t.Parallel()
	acts := append(slices.Clone(everyAct), ActState, ActOffer, ActUnclaimed, ActClaimLoss, ActAward, ActDenyAward, ActRecordPayment, ActTellLacks, ActRecusalLate)
	for ground, agreed := range map[string]State{"A8.law": Leading, "A69.1.4": Discussing} {
		claim, propose, agree, award := does(Applicant, ActClaimLoss), does(Reviewer, ActPropose), does(Lawyer, ActLegalOpinion), does(Leader, ActAward)
		walk := func(acts ...said) Case { return lossWalk(t, ground, limited, acts...) }
		before := []said{claim, propose, agree}
		denied := []said{claim, denial(), agree}
		if agreed == Discussing {
			discuss := does(Leader, ActCollective)
			against := discuss
			against.Members = []Member{{Clerk{officer(Leader).Officer, "局长"}, Refuse, ""}, {Clerk{"m1", "委员"}, Refuse, ""}, {Clerk{"m2", "委员"}, Refuse, ""}}
			before, denied = append(before, discuss), append(denied, against)
		}
		paying := append(slices.Clone(before), award, does(Deliverer, ActDeliver))
		always := map[ActName]row{ActWithdraw: {Offered, []Role{Applicant}}, ActRecuse: {"", inner}}
		hand := row{Paying, []Role{Deliverer, Applicant}}
		cases := map[string]Case{
			"offered": walk(), "review": walk(claim), "legal": walk(claim, propose), "leading": walk(before...), "leading to none": walk(denied...),
			"delivery": walk(append(slices.Clone(before), award)...), "paying": walk(paying...),
			"delivery of none": walk(append(slices.Clone(denied), does(Leader, ActDenyAward))...),
			"closed":           walk(append(slices.Clone(paying), does(Manager, ActRecordPayment))...),
		}
		rows := map[string][]map[ActName]row{
			"offered": {{ActClaimLoss: {Review, []Role{Applicant}}}},
			"review":  {always, {ActPropose: {Legal, []Role{Reviewer}}, ActState: {"", []Role{Applicant}}, ActTellLacks: {"", []Role{Reviewer}}}},
			"legal":   {always, {ActLegalOpinion: {agreed, []Role{Lawyer}}}},
			"leading": {always, {ActAward: {Delivery, []Role{Leader}}, ActReturn: {Review, []Role{Leader}}}}, "leading to none": {always,
				{ActDenyAward: {Delivery, []Role{Leader}}, ActReturn: {Review, []Role{Leader}}}},
			"delivery": {{ActDeliver: hand, ActFailDelivery: {"", []Role{Deliverer}}}}, "delivery of none": {{ActDeliver: {Closed, []Role{Deliverer, Applicant}},
				ActFailDelivery: {"", []Role{Deliverer}}}},
			"paying": {{ActRecordPayment: {Closed, []Role{Manager}}}}, "closed": {},
		}
		if agreed == Discussing {
			cases["discussing"], rows["discussing"] = walk(claim, propose, agree), []map[ActName]row{always, {ActCollective: {Leading, []Role{Leader}}}}
		}
		for name, c := range cases {
			o := limited.CompensationOptions("430900", c.Licence.Damages())
			for _, act := range acts {
				for _, role := range everybody {
					out, err := Step(compensation, o, c, loss(act), officer(role), calendar(t), at(walkDay))
					want, known := row{}, false
					for _, m := range rows[name] {
						if r, ok := m[act]; ok {
							want, known = r, true
						}
					}
					to := want.to
					if to == "" {
						to = c.State
					}
					switch allowed := known && slices.Contains(want.roles, role); {
					case allowed && (err != nil || out.Case.State != to):
						t.Errorf("%s %s: %s by %s: %s, %v; want %s", ground, name, act, role, out.Case.State, err, to)
					case !allowed && err == nil:
						t.Errorf("%s %s: %s by %s was allowed and led to %s", ground, name, act, role, out.Case.State)
					case !allowed && out.Moved():
						t.Errorf("%s %s: %s by %s was refused and yet moved", ground, name, act, role)
					}
				}
			}
		}
	}
}

// 国家赔偿法 第三十九条 (two years, the holder's, so they roll), 第十三条 (two months to decide, ten days to serve) and 第三十七条 (7 + 15 days to pay), in
// natural units; for 补偿 an item may set others, for 赔偿 never.
func TestC_LimitsAreThoseOfTheLaw(t *testing.T) {
	t.Parallel()
	want := func(c Case, kind ClockKind, due string) {
		t.Helper()
		if k, ok := c.Runs(kind); !ok || k.Due != day(due) {
			t.Errorf("%s ends on %s (%v), want %s", kind, k.Due, ok, due)
		}
	}
	award := []said{does(Applicant, ActClaimLoss), does(Reviewer, ActPropose), does(Lawyer, ActLegalOpinion), does(Leader, ActCollective), does(Leader, ActAward)}
	want(lossWalk(t, "A69.1.1", limited), KL, "2028-09-15")
	want(lossWalk(t, "A69.1.1", limited, award[:1]...), K2, "2026-11-17")
	want(lossWalk(t, "A69.1.1", limited, award...), K4, "2026-09-27") // a Sunday: the agency's limit does not roll
	want(lossWalk(t, "A69.1.1", limited, append(award, does(Deliverer, ActDeliver))...), KP, "2026-10-09")
	other := limited
	other.Redress = Redress{Claim: workday.Limit{N: 1, Unit: workday.Years}, Decide: wd(30)}
	want(lossWalk(t, "A8.facts", other), KL, "2027-09-16") // 15 September is 中秋节
	want(lossWalk(t, "A69.1.1", other), KL, "2028-09-15")
	want(lossWalk(t, "A8.law", other, award[:1]...), K2, calendar(t).AddWD(day("2026-09-17"), 30).String())
	other.Redress.Decide.N = 2000
	if faults := other.of(Permit()).o.Check(); !slices.ContainsFunc(faults, func(f fault.Field) bool { return f.Pointer == "/procedure/redress" }) {
		t.Errorf("eight years to decide pass: %v", faults)
	}
	// nobody claimed: at the end of the last day the case is over
	c := lossWalk(t, "A8.law", limited)
	o := limited.CompensationOptions("430900", false)
	if out := Settle(compensation, o, c, calendar(t), at("2028-09-15 23:59")); out.Moved() {
		t.Error("over before its last day")
	}
	if out := Settle(compensation, o, c, calendar(t), at("2028-09-16 00:00")); out.Case.State != Unclaimed {
		t.Errorf("after its last day it stands at %s", out.Case.State)
	}
}

// What is awarded is what a lawyer has seen, never more than was claimed; the claimant is heard first; whoever decides otherwise returns it; one
// person never does two of it; a claim taken back can be made again in its time.
func TestC_GuardsOfAnAward(t *testing.T) {
	t.Parallel()
	claim, propose, agree := does(Applicant, ActClaimLoss), does(Reviewer, ActPropose), does(Lawyer, ActLegalOpinion)
	for name, test := range map[string]struct {
		before []said
		act    said
		by     Actor
		code   string
	}{
		"no amount":                      {nil, said{Applicant, Act{Name: ActClaimLoss, Reason: "损失"}}, Actor{}, "INVALID_FIELDS"},
		"no reason":                      {nil, said{Applicant, Act{Name: ActClaimLoss, Amount: 1}}, Actor{}, "INVALID_FIELDS"},
		"more than claimed":              {[]said{claim}, said{Reviewer, Act{Name: ActPropose, Verdict: Grant, Amount: 1_000_001, Reason: "x", Heard: "x"}}, Actor{}, "INVALID_FIELDS"},
		"an award of nothing":            {[]said{claim}, said{Reviewer, Act{Name: ActPropose, Verdict: Grant, Reason: "x", Heard: "x"}}, Actor{}, "INVALID_FIELDS"},
		"unheard":                        {[]said{claim}, said{Reviewer, Act{Name: ActPropose, Verdict: Refuse, Reason: "x"}}, Actor{}, "INVALID_FIELDS"},
		"denied against the proposal":    {[]said{claim, propose, agree}, does(Leader, ActDenyAward), Actor{}, "ACT_NOT_NOW"},
		"one person reviews and advises": {[]said{claim, propose}, agree, Actor{Officer: officer(Reviewer).Officer, Roles: []Role{Lawyer}, Assurance: 3}, "FOUR_EYES"},
		"one person advises and decides": {[]said{claim, propose, agree}, does(Leader, ActAward), Actor{Officer: officer(Lawyer).Officer, Roles: []Role{Leader}, Assurance: 3}, "FOUR_EYES"},
		"paid tomorrow": {[]said{claim, propose, agree, does(Leader, ActAward), does(Deliverer, ActDeliver)},
			said{Manager, Act{Name: ActRecordPayment, On: day("2026-09-18"), Receipt: "1"}}, Actor{}, "INVALID_FIELDS"},
		"paid without a voucher": {[]said{claim, propose, agree, does(Leader, ActAward), does(Deliverer, ActDeliver)},
			said{Manager, Act{Name: ActRecordPayment, On: day("2026-09-17")}}, Actor{}, "INVALID_FIELDS"},
	} {
		c, by := lossWalk(t, "A8.law", limited, test.before...), test.by
		if by.Officer == "" {
			by = officer(test.act.by)
		}
		if _, err := Step(compensation, limited.CompensationOptions("430900", false), c, test.act.Act, by, calendar(t), at(walkDay)); fault.Code(err) != test.code {
			t.Errorf("%s: %v, want %s", name, err, test.code)
		}
	}
	done := lossWalk(t, "A8.law", limited, claim, propose, agree, does(Leader, ActAward))
	if done.Compensation.Awarded != 600_000 || done.Verdict != Grant {
		t.Errorf("awarded %s, %s", done.Compensation.Awarded, done.Verdict)
	}
	back := lossWalk(t, "A8.law", limited, claim, propose, agree, does(Applicant, ActWithdraw))
	if back.Compensation.Claim != nil || back.Proposal != nil || back.LegalView != nil {
		t.Errorf("taken back: %+v", back)
	}
	if k, _ := back.Runs(KL); k.Day0 != day("2026-09-15") {
		t.Errorf("the time to claim begins anew on %s", k.Day0)
	}
	if again := lossWalk(t, "A8.law", limited, claim, does(Applicant, ActWithdraw), claim); again.State != Review {
		t.Errorf("claimed again it stands at %s", again.State)
	}
	// 第十四条: three months from the decision for damages, sixty days from the day on which it was known
	review, suit := DamagesRemedies(calendar(t), day("2026-09-22"), day("2026-09-17"))
	if review != day("2026-11-23") || suit != day("2026-12-17") { // the sixtieth day is a Saturday
		t.Errorf("reconsideration until %s, lawsuit until %s", review, suit)
	}
}

func TestFen(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"1234.5": "1,234.50", "1,234.50 元": "1,234.50", "0.01": "0.01", "100000000": "100,000,000.00", "12": "12.00"} {
		if f, err := ParseFen(text); err != nil || f.String() != want {
			t.Errorf("%s: %s, %v", text, f, err)
		}
	}
	for text, code := range map[string]string{"": "AMOUNT_REQUIRED", "0": "AMOUNT_RANGE", "100000000.01": "AMOUNT_RANGE", "-5": "AMOUNT_INVALID", "1.234": "AMOUNT_INVALID",
		".5": "AMOUNT_INVALID", "1e3": "AMOUNT_INVALID", "九千": "AMOUNT_INVALID", "99999999999999": "AMOUNT_INVALID"} {
		if _, err := ParseFen(text); fault.Code(err) != code {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}

// 国家赔偿法 第十二条第四款: what a claim lacks is told at once and once, within five days; the two months to decide run on.
func TestC18_WhatAClaimLacksIsToldOnceWithinFiveDays(t *testing.T) {
	t.Parallel()
	c := lossWalk(t, "A69.1.1", limited, does(Applicant, ActClaimLoss))
	o := limited.CompensationOptions("430900", true)
	tell := func(c Case, on string) (Outcome, error) {
		return Step(compensation, o, c, loss(ActTellLacks), officer(Reviewer), calendar(t), at(on))
	}
	if _, err := tell(c, "2026-09-23 00:00"); fault.Code(err) != "LACKS_LATE" {
		t.Errorf("after five days: %v", err)
	}
	out, err := tell(c, "2026-09-22 23:59")
	if err != nil {
		t.Fatal(err)
	}
	claim := out.Case.Claimed()
	if claim.Lacks == nil || claim.Lacks.What != "请补交六月账目" || claim.On != c.Claimed().On || c.Claimed().Lacks != nil {
		t.Errorf("%+v", claim)
	}
	if k2, runs := out.Case.Runs(K2); !runs || k2.Held || k2.Due != day("2026-11-17") {
		t.Errorf("K2 %+v", k2)
	}
	if _, err := tell(out.Case, "2026-09-22 23:59"); fault.Code(err) != "LACKS_TOLD" {
		t.Errorf("twice: %v", err)
	}
	empty := loss(ActTellLacks)
	empty.Reason = " "
	if _, err := Step(compensation, o, c, empty, officer(Reviewer), calendar(t), at("2026-09-18 09:00")); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("without words: %v", err)
	}
}
