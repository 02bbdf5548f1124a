package expedite

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

func TestSeatsFollowTheTaxPaid(t *testing.T) {
	t.Parallel()
	q := quota(t)
	for _, c := range []struct {
		tax           int64 // 元
		known         bool
		year, quarter Seats
	}{
		{0, false, Seats{}, Seats{}},
		{0, true, Seats{}, Seats{}},
		{1, true, Seats{}, Seats{N: 3}},
		{299_999, true, Seats{}, Seats{N: 3}},
		{300_000, true, Seats{N: 2}, Seats{N: 4}},
		{399_999, true, Seats{N: 2}, Seats{N: 4}},
		{400_000, true, Seats{N: 3}, Seats{N: 6}},
		{620_000, true, Seats{N: 5}, Seats{N: 10}},
		{700_000, true, Seats{N: 6}, Seats{N: 12}},
		{4_999_999, true, Seats{N: 6}, Seats{N: 12}},
		{5_000_000, true, Seats{N: 15}, Seats{Unlimited: true}},
		{9_999_999, true, Seats{N: 15}, Seats{Unlimited: true}},
		{10_000_000, true, Seats{Unlimited: true}, Seats{Unlimited: true}},
	} {
		if a := q.For(c.tax, c.known); a.Year != c.year || a.Quarter != c.quarter {
			t.Errorf("%d yuan: %+v", c.tax, a)
		}
	}
}

func TestQuotaIsValidatedAtStart(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no version":    `{"source":"x","bands":[{"from":1,"year":{},"quarter":{"seats":3}}]}`,
		"no band":       `{"version":"quota.v2","source":"x","bands":[]}`,
		"rising bands":  `{"version":"quota.v2","source":"x","bands":[{"from":1,"year":{},"quarter":{}},{"from":2,"year":{},"quarter":{}}]}`,
		"unknown field": `{"version":"quota.v2","source":"x","seats":3,"bands":[{"from":1,"year":{},"quarter":{}}]}`,
		"step to less":  `{"version":"quota.v2","source":"x","bands":[{"from":1,"year":{"seats":5,"step":10,"more":1,"most":4},"quarter":{}}]}`,
		"limit and not": `{"version":"quota.v2","source":"x","bands":[{"from":1,"year":{"unlimited":true,"seats":5},"quarter":{}}]}`,
	} {
		if _, err := ParseQuota([]byte(text)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestRosterNeedsThreeMonthsOfInsurance(t *testing.T) {
	t.Parallel()
	person := func(r Relation, asked bool, months int) RosterPerson {
		return RosterPerson{Name: "李建国", IDNumber: idOf(11), Post: "经理", Mobile: "13812345678", Relation: r, Asked: asked, Insured: months}
	}
	for _, c := range []struct {
		p    RosterPerson
		code string
	}{
		{person(Staff, true, 3), ""}, {person(Staff, true, 2), "INSURANCE_TOO_SHORT"}, {person(Staff, false, 0), ""}, // a silent register bars nobody
		{person(Head, true, 0), ""}, {person(Shareholder, true, 0), ""}, {person("friend", true, 30), "RELATION_UNKNOWN"}, {person(Owner, true, 30), "RELATION_UNKNOWN"},
	} {
		faults := CheckRoster([]RosterPerson{c.p}, today)
		if c.code == "" && len(faults) > 0 || c.code != "" && !has(faults, "/roster/0/relation", c.code) {
			t.Errorf("%+v: %v", c.p, faults)
		}
	}
	twice := []RosterPerson{person(Head, true, 0), person(Head, true, 0)}
	if !has(CheckRoster(twice, today), "/roster/1/id_number", "TWICE") {
		t.Error("one person stands twice")
	}
}

func TestRegistrationHasAtMostTwoLiaisons(t *testing.T) {
	t.Parallel()
	liaison := func(seq int) Liaison {
		return Liaison{Name: "陈晓梅", IDNumber: idOf(seq), Mobile: "13873700002", Authorised: today}
	}
	a := Application{Scope: "竹制品", With: []Destination{HongKong}, Partners: "香港南洋贸易有限公司", Promise: true, Liaisons: []Liaison{liaison(1), liaison(2)},
		Roster: []RosterPerson{{Name: "李建国", IDNumber: idOf(11), Post: "经理", Mobile: "13812345678", Relation: Head}}}
	if faults := a.Check(today); len(faults) > 0 {
		t.Fatal(faults)
	}
	a.Liaisons = append(a.Liaisons, liaison(3))
	if !has(a.Check(today), "/liaisons", "LIAISONS_TOO_MANY") {
		t.Error("three liaison officers")
	}
	a.Liaisons = []Liaison{{Name: "陈晓梅", IDNumber: idOf(1), Mobile: "13873700002"}}
	if !has(a.Check(today), "/liaisons/0/authorised", "AUTHORISATION_REQUIRED") {
		t.Error("a liaison officer without authorisation")
	}
	if faults := (Application{}).Check(today); !has(faults, "/promise", "DECLARATION_REQUIRED") || !has(faults, "/roster", "REQUIRED") || !has(faults, "/scope", "REQUIRED") {
		t.Errorf("empty: %v", faults)
	}
}

func TestWhoMayRegister(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, area, want string }{
		{"91430900MA4L0A1B7P", "430903", ""},
		{"524309005012345691", "430902", ""},
		{"124309004461234510", "430900", ""},
		{"92430903MA4PC7TH5X", "430903", "TRADER_CANNOT_REGISTER"},
		{"11430900006543210K", "430900", "ORGAN_CANNOT_REGISTER"},
		{"91430100MA4L0A1B7P", "430104", "UNIT_ELSEWHERE"},
		{"91430100MA4L0A1B7P", "", "UNIT_ELSEWHERE"},
	} {
		if err := MayRegister(c.code, c.area); fault.Code(err) != c.want {
			t.Errorf("%s in %q: %v, want %q", c.code, c.area, err, c.want)
		}
	}
}

func TestRegistrationIsValidOneYear(t *testing.T) {
	t.Parallel()
	r := Registration{ApprovedOn: day("2026-01-10"), ValidTo: Term(day("2026-01-10"))}
	if r.ValidTo != day("2027-01-10") || !r.Valid(day("2027-01-10")) || r.Valid(day("2027-01-11")) || r.Valid(day("2026-01-09")) {
		t.Errorf("valid to %s", r.ValidTo)
	}
	if r.RenewalOpens() != day("2026-12-12") {
		t.Errorf("renewal opens %s", r.RenewalOpens())
	}
	if err := r.MayApply(day("2026-12-11")); fault.Code(err) != "RENEWAL_NOT_OPEN" {
		t.Errorf("a day early: %v", err)
	}
	for _, on := range []string{"2026-12-12", "2027-01-10", "2027-03-01"} {
		if err := r.MayApply(day(on)); err != nil {
			t.Errorf("%s: %v", on, err)
		}
	}
	r.Ended = "false data"
	if r.Valid(day("2026-06-01")) {
		t.Error("a cancelled registration stands")
	}
}

func TestRosterChangesOnceAQuarter(t *testing.T) {
	t.Parallel()
	r := Registration{ApprovedOn: day("2026-01-10"), ValidTo: day("2027-01-10"), RosterOn: day("2026-10-01")}
	if err := r.MayChangeRoster(day("2026-12-31")); fault.Code(err) != "ROSTER_CHANGED_THIS_QUARTER" {
		t.Errorf("same quarter: %v", err)
	}
	if err := r.MayChangeRoster(day("2027-01-02")); err != nil {
		t.Errorf("next quarter: %v", err)
	}
	if err := r.MayChangeRoster(day("2027-01-11")); fault.Code(err) != "REGISTRATION_REQUIRED" {
		t.Errorf("expired: %v", err)
	}
}

func TestHongKongAndMacaoShareOneSeat(t *testing.T) {
	t.Parallel()
	a := Allowance{Year: Seats{N: 2}, Quarter: Seats{N: 4}}
	held := []Holding{{IDNumber: "a", Type: MultiYear}, {IDNumber: "a", Type: MultiYear}, {IDNumber: "a", Type: MultiQuarter}}
	if Taken(held, MultiYear) != 1 || a.Free(held, MultiYear) != 1 {
		t.Errorf("%d taken", Taken(held, MultiYear))
	}
	held = append(held, Holding{IDNumber: "b", Type: MultiYear})
	if err := a.Seat(held, "c", MultiYear); fault.Code(err) != "NO_SEAT" {
		t.Errorf("a third person: %v", err)
	}
	if err := a.Seat(held, "a", MultiYear); err != nil {
		t.Errorf("who has the seat already: %v", err)
	}
	if err := a.Seat(held, "c", OnceQuarter); err != nil {
		t.Errorf("3个月一次 takes no seat: %v", err)
	}
}

func TestFallOfSeatsCancelsNothing(t *testing.T) {
	t.Parallel()
	held := []Holding{{IDNumber: "a", Type: MultiYear}, {IDNumber: "b", Type: MultiYear}, {IDNumber: "c", Type: MultiYear}}
	fallen := Allowance{Year: Seats{N: 1}}
	if fallen.Free(held, MultiYear) != 0 {
		t.Errorf("free %d", fallen.Free(held, MultiYear))
	}
	if err := fallen.Seat(held, "b", MultiYear); err != nil {
		t.Errorf("a holder lost his seat: %v", err)
	}
}

func TestSeatsGoByTheEnterprisesOwnRanking(t *testing.T) {
	t.Parallel()
	want := func(id string, ty Type, c Choice) Person { return Person{IDNumber: id, Type: ty, Choice: c} }
	a := Allowance{Year: Seats{N: 2}}
	got := a.Allot([]Holding{{IDNumber: "x", Type: MultiYear}},
		[]Person{want("a", MultiYear, ""), want("x", MultiYear, ""), want("b", MultiYear, ""), want("c", OnceQuarter, ChoiceOnce), want("d", MultiYear, ChoiceWait)})
	if !slices.Equal(got, []bool{true, true, false, true, false}) {
		t.Errorf("%v", got)
	}
}
