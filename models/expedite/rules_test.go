package expedite

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var (
	day   = workday.MustParse
	today = day("2026-11-23")
)

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	cal, err := workday.Load(os.DirFS("../../migrations/calendars"))
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func idOf(seq int) string { return identity.MakeIDNumber("430903", day("1988-04-05"), seq).String() }

func quota(t testing.TB) Quota {
	t.Helper()
	q, err := ParseQuota(migrations.Quota)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func traveller(change ...func(*Person)) Person {
	p := Person{Name: "李建国", IDNumber: idOf(11), Mobile: "13812345678", Household: "430903", Post: "销售经理", Relation: Staff,
		DocState: DocValid, DocNo: "C12345678", DocValidTo: day("2031-06-30"), Type: OnceQuarter}
	for _, c := range change {
		c(&p)
	}
	return p
}

func trip(change ...func(*Trip)) Trip {
	t := Trip{UnitCode: "91430900MA4L0A1B7P", UnitName: "益阳资江商贸有限公司", Destinations: []Destination{HongKong}, Reason: Meeting,
		Host:      Host{Name: "香港南洋贸易有限公司", Contact: "陈先生", Phone: "00852-21234567", Address: "香港中环德辅道中1号"},
		EventFrom: day("2026-12-03"), EventTo: day("2026-12-04"), Departure: day("2026-12-02"), Return: day("2026-12-05"), Delivery: Collect, Truth: true,
		Papers: []Paper{{Kind: Invitation, Dated: day("2026-11-20"), Chinese: true}, {Kind: Assignment, Dated: day("2026-11-21"), Chinese: true}}}
	for _, c := range change {
		c(&t)
	}
	return t
}

func toTaiwan(t *Trip) {
	t.Destinations, t.Reason = []Destination{Taiwan}, Project
	t.Approval = ApprovalPaper{Number: "湘台经〔2026〕12号", From: day("2026-11-01"), To: day("2026-12-31"), Names: []string{"李建国"}}
	t.Papers = []Paper{{Kind: Approval, Dated: day("2026-10-30"), Chinese: true}, {Kind: EntryPaper, Dated: day("2026-11-10"), Chinese: true}}
}

func taiwanese(p *Person) { p.Type, p.DocNo, p.EntryNo = Business, "L12345678", "115001234567" }

// has finds a code at a pointer.
func has(faults []fault.Field, pointer, code string) bool {
	return slices.ContainsFunc(faults, func(f fault.Field) bool { return f.Pointer == pointer && f.Code == code })
}

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

func TestFormRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, pointer, code string
		change              func(*Trip)
	}{
		{"HK and Taiwan apart", "/destinations", "DESTINATIONS_APART", func(t *Trip) { t.Destinations = []Destination{HongKong, Taiwan} }},
		{"a destination", "/destinations", "REQUIRED", func(t *Trip) { t.Destinations = nil }},
		{"departure after receipt", "/departure", "DEPARTURE_PAST", func(t *Trip) { t.Departure = today }},
		{"departure given", "/departure", "REQUIRED", func(t *Trip) { t.Departure = workday.Date{} }},
		{"return not before departure", "/return", "RETURN_BEFORE_DEPARTURE", func(t *Trip) { t.Return = day("2026-12-01") }},
		{"stay of 14 days", "/return", "STAY_TOO_LONG", func(t *Trip) { t.Return = day("2026-12-17") }},
		{"event not before departure", "/event_from", "EVENT_BEFORE_DEPARTURE", func(t *Trip) { t.EventFrom = day("2026-12-01") }},
		{"event in order", "/event_to", "EVENT_ENDS_BEFORE", func(t *Trip) { t.EventTo = day("2026-12-02") }},
		{"host of U1", "/host/name", "REQUIRED", func(t *Trip) { t.Host.Name = " " }},
		{"host of U4", "/host/phone", "REQUIRED", func(t *Trip) { t.Reason, t.Host.Phone = Fair, "" }},
		{"reason known", "/reason", "REASON_UNKNOWN", func(t *Trip) { t.Reason = "U9" }},
		{"U6 is Taiwan's", "/reason", "REASON_ELSEWHERE", func(t *Trip) { t.Reason = Project }},
		{"delivery", "/delivery", "REQUIRED", func(t *Trip) { t.Delivery = "" }},
		{"truth", "/truth", "DECLARATION_REQUIRED", func(t *Trip) { t.Truth = false }},
		{"approval number", "/approval/number", "REQUIRED", func(t *Trip) { toTaiwan(t); t.Approval.Number = "" }},
		{"approval covers the trip", "/approval/to", "APPROVAL_TERM", func(t *Trip) { toTaiwan(t); t.Approval.To = day("2026-12-04") }},
		{"approved persons", "/approval/names", "REQUIRED", func(t *Trip) { toTaiwan(t); t.Approval.Names = nil }},
		{"entry permit", "/papers", "ENTRY_PERMIT_REQUIRED", func(t *Trip) { toTaiwan(t); t.Papers = t.Papers[:1] }},
	} {
		if faults := trip(c.change).Check(today); !has(faults, c.pointer, c.code) {
			t.Errorf("%s: %v", c.name, faults)
		}
	}
	for name, good := range map[string]Trip{
		"plain": trip(), "Taiwan": trip(toTaiwan), "fourteen days": trip(func(t *Trip) { t.Return = day("2026-12-16") }),
		"loss needs no host": trip(func(t *Trip) { t.Reason, t.Host = Lost, Host{} }), "ordinary": trip(func(t *Trip) { t.Reason, t.Host = NotUrgent, Host{} }),
		"both": trip(func(t *Trip) { t.Destinations = []Destination{HongKong, Macao} }),
	} {
		if faults := good.Check(today); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

func TestPersonRules(t *testing.T) {
	t.Parallel()
	listed := Known{Listed: true, Asked: true, Insured: 8}
	for _, c := range []struct {
		name, pointer, code string
		trip                Trip
		known               Known
		person              Person
	}{
		{"adult", "/id_number", "ADULT_REQUIRED", trip(), listed, traveller(func(p *Person) { p.IDNumber = identity.MakeIDNumber("430903", day("2010-01-01"), 1).String() })},
		{"household", "/household", "REQUIRED", trip(), listed, traveller(func(p *Person) { p.Household = "" })},
		{"document covers the endorsement", "/doc_valid_to", "DOCUMENT_TOO_SHORT", trip(), listed, traveller(func(p *Person) { p.DocValidTo = day("2027-02-22") })},
		{"passport is no permit", "/doc_no", "TYPE_MISMATCH", trip(), listed, traveller(func(p *Person) { p.DocNo = "E12345678" })},
		{"Taiwan permit for Hong Kong", "/doc_no", "TYPE_MISMATCH", trip(), listed, traveller(func(p *Person) { p.DocNo = "L12345678" })},
		{"old booklet", "/doc_no", "TRAVEL_BOOKLET_EXPIRED", trip(), listed, traveller(func(p *Person) { p.DocNo = "W12345678" })},
		{"no letter I", "/doc_no", "TRAVEL_FORMAT", trip(), listed, traveller(func(p *Person) { p.DocNo = "CI0000001" })},
		{"type of the other side", "/type", "TYPE_MISMATCH", trip(), listed, traveller(func(p *Person) { p.Type = Business })},
		{"multiple needs the roster", "/type", "ROSTER_REQUIRED", trip(), Known{}, traveller(func(p *Person) { p.Type = MultiYear })},
		{"insurance", "/relation", "INSURANCE_TOO_SHORT", trip(), Known{Asked: true, Insured: 2}, traveller()},
		{"relation", "/relation", "RELATION_UNKNOWN", trip(), listed, traveller(func(p *Person) { p.Relation = "" })},
		{"approved list", "/name", "APPROVAL_LIST", trip(toTaiwan), listed, traveller(taiwanese, func(p *Person) { p.Name = "王芳" })},
		{"letter of state staff", "/letter", "LETTER_REQUIRED", trip(), listed, traveller(func(p *Person) { p.StateStaff = true })},
	} {
		if faults := c.trip.CheckPerson(c.person, c.known, today); !has(faults, c.pointer, c.code) {
			t.Errorf("%s: %v", c.name, faults)
		}
	}
	for name, faults := range map[string][]fault.Field{
		"once needs no roster":   trip().CheckPerson(traveller(), Known{}, today),
		"exchange mends a card":  trip().CheckPerson(traveller(func(p *Person) { p.DocState, p.DocValidTo = DocExchange, day("2027-01-01") }), listed, today),
		"new card has no number": trip().CheckPerson(traveller(func(p *Person) { p.DocState, p.DocNo = DocNew, "" }), listed, today),
		"lettered card":          trip().CheckPerson(traveller(func(p *Person) { p.DocNo = "CA0000001" }), listed, today),
		"several on the roster":  trip().CheckPerson(traveller(func(p *Person) { p.Type = MultiYear }), listed, today),
		"owner":                  trip().CheckPerson(traveller(func(p *Person) { p.Relation = Owner }), Known{}, today),
		"Taiwan":                 trip(toTaiwan).CheckPerson(traveller(taiwanese), Known{}, today),
	} {
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

func TestLetterOfStateStaff(t *testing.T) {
	t.Parallel()
	good := Letter{Unit: "益阳市某局", Person: "李建国", Document: "往来港澳通行证", Destination: "香港", Dated: day("2026-08-23"), Sealed: true}
	p := traveller(func(p *Person) { p.StateStaff = true })
	if !good.Holds(p, today) {
		t.Error("a letter of exactly three months")
	}
	for name, change := range map[string]func(*Letter){
		"too old": func(l *Letter) { l.Dated = day("2026-08-22") }, "no seal": func(l *Letter) { l.Sealed = false }, "no unit": func(l *Letter) { l.Unit = "" },
		"another person": func(l *Letter) { l.Person = "王芳" }, "no destination": func(l *Letter) { l.Destination = "" }, "from the future": func(l *Letter) { l.Dated = day("2026-11-24") },
	} {
		l := good
		if change(&l); l.Holds(p, today) {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestEvidenceLevels(t *testing.T) {
	t.Parallel()
	paper := func(kinds ...PaperKind) (list []Paper) {
		for _, k := range kinds {
			list = append(list, Paper{Kind: k, Dated: day("2026-11-20"), Chinese: true})
		}
		return list
	}
	for _, c := range []struct {
		reason   Reason
		papers   []Paper
		verified bool
		want     Level
	}{
		{Meeting, nil, false, E0},
		{Meeting, paper(Ticket, Hotel), true, E0}, // a ticket or hotel is supporting, never sufficient
		{Meeting, paper(Invitation), false, E1},
		{Meeting, paper(Invitation, Assignment), false, E2},
		{Meeting, paper(Invitation, Assignment), true, E3},
		{Contract, paper(Agreement, Assignment), false, E2}, {Contract, paper(Tender, Assignment), false, E2}, {Contract, paper(Agreement, Tender), false, E1},
		{Emergency, paper(Incident), false, E2}, {Fair, paper(Exhibitor), false, E2}, {Fair, paper(Acceptance), false, E2},
		{Lost, paper(LossReport, Ticket), false, E2}, {Lost, paper(LossReport), false, E1}, {Lost, paper(Ticket), false, E0},
		{Project, paper(Approval, EntryPaper), false, E2}, {Project, paper(Approval), true, E1},
		{Meeting, []Paper{{Kind: Invitation, Dated: workday.Date{}, Chinese: true}, {Kind: Assignment, Dated: today, Chinese: true}}, false, E1}, // undated
		{Meeting, []Paper{{Kind: Invitation, Dated: today, Chinese: false}, {Kind: Assignment, Dated: today, Chinese: true}}, false, E1},         // neither Chinese nor translated
		{NotUrgent, paper(Invitation, Assignment), true, E0},
	} {
		if got := Evidence(c.reason, c.papers, c.verified); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.reason, c.papers, got, c.want)
		}
	}
}

func inquiry(change ...func(*Inquiry)) Inquiry {
	q := Inquiry{Received: today, Today: today, Trip: trip(), Person: traveller(), UnitArea: "430903"}
	for _, c := range change {
		c(&q)
	}
	return q
}

// Each of the seven conditions fails alone, with its own reason; a case that meets all is admitted.
func TestSevenConditions(t *testing.T) {
	t.Parallel()
	if list := Admission(inquiry()); !Admitted(list) || len(list) != 7 {
		t.Fatalf("a good case: %+v", list)
	}
	for _, c := range []struct {
		name   string
		n      int
		code   string
		change func(*Inquiry)
	}{
		{"neither unit nor household", 1, "NOT_LOCAL", func(q *Inquiry) { q.UnitArea, q.Person.Household = "430104", "other" }},
		{"no reason", 2, "NO_REASON", func(q *Inquiry) { q.Trip.Reason = NotUrgent }},
		{"weak evidence", 2, "EVIDENCE_WEAK", func(q *Inquiry) { q.Trip.Papers = q.Trip.Papers[:1] }},
		{"too far", 3, "DATE_FAR", func(q *Inquiry) {
			q.Trip.Departure, q.Trip.EventFrom, q.Trip.EventTo, q.Trip.Return = day("2026-12-09"), day("2026-12-09"), day("2026-12-10"), day("2026-12-10")
		}},
		{"today", 3, "DATE_PAST", func(q *Inquiry) { q.Trip.Departure = today }},
		{"papers disagree", 4, "PAPERS_DISAGREE", func(q *Inquiry) { q.Disagrees = "邀请函上的姓名不一致" }},
		{"wrong type", 4, "TYPE_MISMATCH", func(q *Inquiry) { q.Person.Type = Business }},
		{"event outside", 4, "EVENT_OUTSIDE", func(q *Inquiry) { q.Trip.EventTo = day("2027-02-24") }},
		{"sanction", 5, "SANCTION", func(q *Inquiry) { q.Marks = []Effect{NoQueue} }},
		{"Y1 needs E3", 5, "EVIDENCE_UNVERIFIED", func(q *Inquiry) { q.Marks = []Effect{NeedsE3} }},
		{"no letter", 5, "LETTER_REQUIRED", func(q *Inquiry) { q.Person.StateStaff = true }},
		{"equal case", 6, "EQUAL_CASE", func(q *Inquiry) { q.EqualCase = "4309…" }},
		{"not approved", 7, "APPROVAL_INCOMPLETE", func(q *Inquiry) {
			toTaiwan(&q.Trip)
			taiwanese(&q.Person)
			q.Trip.Approval.Names = []string{"王芳"}
		}},
		{"no entry permit", 7, "APPROVAL_INCOMPLETE", func(q *Inquiry) {
			toTaiwan(&q.Trip)
			taiwanese(&q.Person)
			q.Trip.Papers = q.Trip.Papers[:1]
		}},
	} {
		list := Admission(inquiry(c.change))
		if got := list[c.n-1]; got.Met || got.Code != c.code || Admitted(list) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	for name, change := range map[string]func(*Inquiry){
		"household alone": func(q *Inquiry) { q.UnitArea = "430104" },
		"the fifteenth day": func(q *Inquiry) {
			q.Trip.Departure, q.Trip.EventFrom, q.Trip.EventTo, q.Trip.Return = day("2026-12-08"), day("2026-12-08"), day("2026-12-08"), day("2026-12-08")
		},
		"the next day":    func(q *Inquiry) { q.Trip.Departure = day("2026-11-24") },
		"E3 under a mark": func(q *Inquiry) { q.Marks, q.Verified = []Effect{NeedsE3}, true },
		"Taiwan":          func(q *Inquiry) { toTaiwan(&q.Trip); taiwanese(&q.Person) },
	} {
		if list := Admission(inquiry(change)); !Admitted(list) {
			t.Errorf("%s: %+v", name, list)
		}
	}
}

// Where a date moves, the conditions are asked again and may change (domain.md 3.5, last line).
func TestAdmissionIsAskedAgainWhenTheDateMoves(t *testing.T) {
	t.Parallel()
	q := inquiry()
	q.Trip.Departure, q.Trip.EventFrom, q.Trip.EventTo, q.Trip.Return = day("2027-01-10"), day("2027-01-10"), day("2027-01-11"), day("2027-01-11")
	if Admitted(Admission(q)) {
		t.Error("still admitted")
	}
}

func TestFees(t *testing.T) {
	t.Parallel()
	both := trip(func(t *Trip) { t.Destinations = []Destination{HongKong, Macao} })
	for _, c := range []struct {
		name   string
		trip   Trip
		person Person
		want   int
	}{
		{"once", trip(), traveller(), 15},
		{"several", trip(), traveller(func(p *Person) { p.Type = MultiQuarter }), 80},
		{"a year, both", both, traveller(func(p *Person) { p.Type = MultiYear }), 160},
		{"new card", trip(), traveller(func(p *Person) { p.DocState = DocNew }), 75},
		{"Taiwan once", trip(toTaiwan), traveller(taiwanese), 15},
		{"Taiwan several", trip(toTaiwan), traveller(taiwanese, func(p *Person) { p.Several = true }), 80},
	} {
		if got := c.trip.FeeOf(c.person).Total(); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if trip().FeeOf(traveller()) != trip(func(t *Trip) { t.Reason = NotUrgent }).FeeOf(traveller()) {
		t.Error("urgency costs extra")
	}
}

func TestFasterPathIsShown(t *testing.T) {
	t.Parallel()
	several := traveller(func(p *Person) { p.Type = MultiYear })
	if !trip().FasterPath(several, Known{Listed: true}) {
		t.Error("not shown")
	}
	for name, shown := range map[string]bool{
		"once": trip().FasterPath(traveller(), Known{Listed: true}), "not listed": trip().FasterPath(several, Known{}),
		"new card": trip().FasterPath(traveller(func(p *Person) { p.Type, p.DocState = MultiYear, DocNew }), Known{Listed: true}),
	} {
		if shown {
			t.Errorf("%s: shown", name)
		}
	}
}

func TestBatchHasTwentyPersonsAtMost(t *testing.T) {
	t.Parallel()
	var persons []Person
	for i := range 21 {
		persons = append(persons, traveller(func(p *Person) { p.IDNumber = idOf(i + 1) }))
	}
	if !has(CheckPersons(persons), "/persons", "BATCH_TOO_LARGE") || len(CheckPersons(persons[:20])) > 0 {
		t.Error("the limit is not 20")
	}
	if !has(CheckPersons([]Person{persons[0], persons[0]}), "/persons/1/id_number", "TWICE") {
		t.Error("one person twice")
	}
	if !has(CheckPersons(nil), "/persons", "REQUIRED") {
		t.Error("nobody")
	}
}

func TestOutlookTellsWhetherItFits(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	at := func(s string) time.Time { v, _ := time.Parse(time.RFC3339, s+":00+08:00"); return v }
	for _, c := range []struct {
		at, departure string
		by            Delivery
		want          Fit
		day0          string
	}{
		{"2026-11-23T10:00", "2026-12-03", Collect, FitsOrdinary, "2026-11-23"}, // ordinary due 12-02
		{"2026-11-23T10:00", "2026-12-02", Collect, FitsExpedited, "2026-11-23"},
		{"2026-11-23T10:00", "2026-12-01", Collect, FitsExpedited, "2026-11-23"}, // expedited due 11-30
		{"2026-11-23T15:31", "2026-12-01", Collect, FitsTarget, "2026-11-24"},
		{"2026-11-23T10:00", "2026-11-27", Collect, FitsTarget, "2026-11-23"}, // target 11-26
		{"2026-11-23T10:00", "2026-11-27", EMSHere, FitsNot, "2026-11-23"},
		{"2026-11-23T10:00", "2026-11-25", Collect, FitsNot, "2026-11-23"},
		{"2026-11-21T10:00", "2026-12-01", Collect, FitsExpedited, "2026-11-23"}, // a Saturday
	} {
		o := Look(cal, at(c.at), day(c.departure), c.by)
		if o.Fits != c.want || o.Day0 != day(c.day0) {
			t.Errorf("%s to %s by %s: %+v", c.at, c.departure, c.by, o)
		}
	}
	// A departure in or right after a long holiday, with one working day to spare or less: a duty window before it.
	for _, c := range []struct {
		at, departure string
		offer         bool
	}{{"2026-09-27T10:00", "2026-10-08", true}, {"2026-09-27T10:00", "2026-10-02", true}, {"2026-09-21T10:00", "2026-10-02", false},
		{"2026-11-26T10:00", "2026-11-30", false}} {
		if o := Look(cal, at(c.at), day(c.departure), Collect); o.DutyOffer != c.offer {
			t.Errorf("%s to %s: %+v", c.at, c.departure, o)
		}
	}
}

func mark(kind MarkKind, on string) Mark {
	return Mark{Kind: kind, Imposed: true, DecidedOn: day(on), Until: kind.Expiry(day(on))}
}

func TestMarksExpire(t *testing.T) {
	t.Parallel()
	for kind, last := range map[MarkKind]string{Y1: "2027-02-21", Y2: "2027-05-23", Y3: "2029-11-23"} {
		m := mark(kind, "2026-11-23")
		if m.Until != day(last) || !m.InForce(day(last)) || m.InForce(day(last).AddDays(1)) {
			t.Errorf("%s until %s", kind, m.Until)
		}
		if !slices.Equal(Effects([]Mark{m}, today), []Effect{kind.Effect()}) {
			t.Errorf("%s: %v", kind, Effects([]Mark{m}, today))
		}
	}
	m := mark(Y2, "2026-11-01")
	m, err := m.Lift("复议决定撤销", today)
	if err != nil || m.InForce(today) {
		t.Errorf("lifted: %+v, %v", m, err)
	}
	if _, err := m.Lift("又一次", today); fault.Code(err) != "MARK_NOT_IN_FORCE" {
		t.Errorf("lifted twice: %v", err)
	}
}

func TestMarksNeedHearingAndCollectiveDecision(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	m := Mark{Kind: Y3, HearBy: HearBy(cal, day("2026-11-19"))}
	if m.HearBy != day("2026-11-24") {
		t.Fatalf("heard by %s", m.HearBy)
	}
	r := Ruling{Impose: true, Reason: "邀请函系伪造", Members: []string{"091001", "091002", "091003"}}
	if _, err := m.Decide(r, "090001", today); fault.Code(err) != "HEARING_OPEN" {
		t.Errorf("before the hearing ended: %v", err)
	}
	heard := m
	heard.Heard = "企业放弃陈述"
	if _, err := heard.Decide(r, "090001", today); err != nil {
		t.Errorf("after a waiver: %v", err)
	}
	for name, members := range map[string][]string{"two": {"091001", "091002"}, "one thrice": {"091001", "091001", "091001"}, "the proposer": {"091001", "091002", "090001"}} {
		bad := r
		bad.Members = members
		if _, err := heard.Decide(bad, "090001", today); err == nil {
			t.Errorf("%s decided", name)
		}
	}
	y1 := Mark{Kind: Y1, Heard: "已说明"}
	if got, err := y1.Decide(Ruling{Impose: true, Reason: "改期未告知"}, "090001", today); err != nil || !got.InForce(today) {
		t.Errorf("Y1: %+v, %v", got, err)
	}
	if got, err := y1.Decide(Ruling{Reason: "情况属实，不予标记"}, "090001", today); err != nil || got.InForce(today) {
		t.Errorf("dropped: %+v, %v", got, err)
	}
	if _, err := y1.Decide(Ruling{Impose: true}, "090001", today); err == nil {
		t.Error("without a reason")
	}
}

func TestY2IsSuggestedNeverImposed(t *testing.T) {
	t.Parallel()
	three := []Mark{mark(Y1, "2026-01-10"), mark(Y1, "2026-05-10"), mark(Y1, "2026-09-10")}
	if k, ok := Suggests(three, nil, today); !ok || k != Y2 {
		t.Error("three Y1 in twelve months")
	}
	three[0].LiftedOn = day("2026-02-01")
	if _, ok := Suggests(three, nil, today); ok {
		t.Error("a lifted mark counts")
	}
	old := []Mark{mark(Y1, "2025-11-22"), mark(Y1, "2026-05-10"), mark(Y1, "2026-09-10")}
	if _, ok := Suggests(old, nil, today); ok {
		t.Error("a mark older than twelve months counts")
	}
	travels := func(used ...bool) (list []Travel) {
		for _, u := range used {
			list = append(list, Travel{IssuedOn: day("2026-08-01"), Used: u})
		}
		return list
	}
	for _, c := range []struct {
		used []bool
		want bool
	}{{[]bool{false, false, true}, false}, {[]bool{false, false, true, true}, true}, {[]bool{false, true, true, true}, false}, {[]bool{false, false, false}, false}, {[]bool{false, false, false, true, true, true, true}, false}, {nil, false}} {
		if _, ok := Suggests(nil, travels(c.used...), today); ok != c.want {
			t.Errorf("%v: %t", c.used, ok)
		}
	}
	late := travels(false, false, false, false)
	late[0].IssuedOn = today.AddMonths(-12) // one of four is out of the twelve months, so that three are left
	if _, ok := Suggests(nil, late, today); ok {
		t.Error("a journey older than twelve months counts")
	}
	if Effects([]Mark{{Kind: Y3, HearBy: today}}, today) != nil {
		t.Error("an undecided Y3 has effect")
	}
}

func TestNamesOfRulesAreWords(t *testing.T) {
	t.Parallel()
	for _, r := range []Reason{Meeting, Contract, Emergency, Fair, Lost, Project} {
		if !r.Urgent() || !strings.HasPrefix(string(r), "U") {
			t.Errorf("%s", r)
		}
	}
}
