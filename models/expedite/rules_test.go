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

func announced(t testing.TB) *workday.Calendar {
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
	cal := announced(t)
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

func TestNamesOfRulesAreWords(t *testing.T) {
	t.Parallel()
	for _, r := range []Reason{Meeting, Contract, Emergency, Fair, Lost, Project} {
		if !r.Urgent() || !strings.HasPrefix(string(r), "U") {
			t.Errorf("%s", r)
		}
	}
}
