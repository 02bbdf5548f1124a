package expedite_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

func TestBatchBecomesSeparateCases(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(12)
	id, persons := w.submitted(tripTo(HongKong, Macao), travellers(12, OnceQuarter))
	seen := map[string]bool{}
	for _, p := range persons {
		if p.CaseID == uuid.Nil || p.State != procedure.Received || seen[p.Number] || p.Fee.Total() != 30 || !Admitted(p.Conditions) {
			t.Fatalf("%+v", p)
		}
		seen[p.Number] = true
	}
	// one is withdrawn, the others go on
	w.check(w.cases.Withdraw(ctx, w.agent, persons[3].CaseID, "此人不去了", db.Key{}))
	if w.state(persons[3].CaseID) != procedure.Withdrawn || w.state(persons[4].CaseID) != procedure.Received {
		t.Error("cases are not separate")
	}
	c, err := w.Check(ctx, w.agent, id)
	w.check(err)
	if c.Fees != 360 || c.State != Submitted {
		t.Errorf("fees %d, %s", c.Fees, c.State)
	}
	// whom it is about sees his own case, and nobody else does
	self := w.person(persons[0].Name)
	self.IDNumber = persons[0].IDNumber
	if v, err := w.cases.CaseForApplicant(ctx, self, persons[0].CaseID); err != nil || v.Applicant != persons[0].Name || v.Unit == "" {
		t.Errorf("the traveller: %+v, %v", v.CaseSummary, err)
	}
	_, err = w.cases.CaseForApplicant(ctx, w.person("王芳"), persons[0].CaseID)
	w.want(err, "NOT_FOUND")
}

func TestOneOpenBatchForAnEnterpriseAndDestination(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(4)
	_, persons := w.submitted(tripTo(HongKong), travellers(2, OnceQuarter))
	later := travellers(4, OnceQuarter)[2:]
	second := w.request(tripTo(HongKong, Macao), later)
	_, err := w.Submit(ctx, w.agent, second, db.Key{})
	w.want(err, "BATCH_OPEN")
	if _, err = w.Submit(ctx, w.agent, w.request(tripTo(Macao), later[:1]), db.Key{}); err != nil {
		t.Errorf("another destination: %v", err)
	}
	for _, p := range persons {
		w.check(w.cases.Withdraw(ctx, w.agent, p.CaseID, "行程取消", db.Key{}))
	}
	trip := tripTo(HongKong)
	if _, err = w.Submit(ctx, w.agent, w.request(trip, later[1:]), db.Key{}); err != nil {
		t.Errorf("after the first batch: %v", err)
	}
}

// Seats go by the ranking; who gets none is offered 3个月一次 or waits.
func TestShortSeatsAreOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.outside.tax.Yuan = 300_000 // two seats for a year
	w.registered(4)
	persons := travellers(4, MultiYear)
	id := w.request(tripTo(HongKong), persons)
	c, err := w.Check(ctx, w.agent, id)
	w.check(err)
	if !c.Persons[0].Seat || !c.Persons[1].Seat || c.Persons[2].Seat || c.Persons[3].Seat || c.Ready || !c.Persons[0].Faster {
		t.Fatalf("%+v", c.Persons)
	}
	_, err = w.Submit(ctx, w.agent, id, db.Key{})
	w.want(err, "INVALID_FIELDS")
	persons[2].Type, persons[2].Choice = OnceQuarter, ChoiceOnce
	persons[3].Choice = ChoiceWait
	_, err = w.Save(ctx, w.agent, id, 0, tripTo(HongKong), persons)
	w.check(err)
	numbers, err := w.Submit(ctx, w.agent, id, db.Key{})
	w.check(err)
	if len(numbers) != 3 {
		t.Errorf("%v", numbers)
	}
}

// A seat is taken at acceptance and freed by withdrawal; the last one goes to whoever is accepted first.
func TestSeatsAreTakenAtAcceptance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.outside.tax.Yuan = 300_000
	w.registered(4)
	people := travellers(4, MultiYear)
	_, first := w.submitted(tripTo(HongKong), people[:2])
	_, second := w.submitted(tripTo(Macao), people[1:3]) // person 1 shares his seat, person 2 is new
	accept := casework.Decision{Act: procedure.ActAccept}
	for _, id := range []uuid.UUID{first[0].CaseID, first[1].CaseID, second[0].CaseID} {
		w.decide(receiver, id, accept)
	}
	w.want(w.tryDecide(receiver, second[1].CaseID, accept), "NO_SEAT")
	if w.state(second[1].CaseID) != procedure.Received {
		t.Error("the case without a seat moved")
	}
	w.check(w.cases.Withdraw(ctx, w.agent, first[0].CaseID, "不去了", db.Key{}))
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if Taken(v.Held, MultiYear) != 1 {
		t.Errorf("%d seats in use", Taken(v.Held, MultiYear))
	}
}

func TestLetterOfStateStaffIsAskedBeforeAcceptance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(1)
	persons := travellers(1, OnceQuarter)
	w.outside.staff = map[string]bool{persons[0].IDNumber: true}
	id := w.request(tripTo(HongKong), persons)
	_, err := w.Submit(ctx, w.agent, id, db.Key{})
	if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Code != "LETTER_REQUIRED" || f.Fields[0].Pointer != "/persons/0/letter" {
		t.Fatalf("%v", err)
	}
	persons[0].Letter = Letter{Unit: "益阳市某局", Person: persons[0].Name, Document: "往来港澳通行证签注", Destination: "香港", Dated: day("2026-11-01"), Sealed: true}
	_, err = w.Save(ctx, w.agent, id, 0, tripTo(HongKong), persons)
	w.check(err)
	if _, err = w.Submit(ctx, w.agent, id, db.Key{}); err != nil {
		t.Error(err)
	}
}

// A12, intake: an admitted case has class U, its promise from the cut-off, and a place by its target and departure.
func TestA12_AdmissionAtIntake(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(2)
	_, persons := w.submitted(tripTo(HongKong), travellers(2, OnceQuarter))
	id := persons[0].CaseID
	v, err := w.Case(ctx, receiver, id)
	w.check(err)
	if !v.Admitted || !v.MayAdmit || len(v.Harms) != 0 || v.Level != E2 || len(v.Conditions) != 7 {
		t.Fatalf("%+v", v)
	}
	w.check(w.Admit(ctx, receiver, id, "", db.Key{}))
	if got := w.text(`SELECT class || ' ' || finish_by || ' ' || do_by FROM steps WHERE case_id = ? AND state <> 'DONE'`, id); got != "0 2026-11-26 2026-11-24" {
		t.Errorf("place %s", got)
	}
	v, err = w.Case(ctx, receiver, id)
	w.check(err)
	k3, _ := v.Standing.Law.Runs(procedure.K3)
	if !v.Standing.Law.Urgent || k3.Day0 != day("2026-11-23") || k3.Due != day("2026-11-30") || len(v.Decisions) != 1 || !v.Decisions[0].Admitted || len(v.Decisions[0].Conditions) != 7 {
		t.Errorf("%+v, %+v", k3, v.Decisions)
	}
	w.want(w.Admit(ctx, receiver, id, "", db.Key{}), "ACT_NOT_NOW")
	// not admitted is never a refusal
	w.check(w.Ordinary(ctx, receiver, id, "行程改期", db.Key{}))
	if w.state(id) != procedure.Received || w.text(`SELECT class::text FROM steps WHERE case_id = ? AND state <> 'DONE'`, id) != "1" {
		t.Error("the ordinary queue refused it")
	}
}

// Where others would become late only case management admits, and the list is kept.
func TestAdmissionThatHarmsOthersNeedsCaseManagement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(6)
	_, persons := w.submitted(tripTo(HongKong), travellers(5, OnceQuarter))
	for i, p := range persons[:4] { // ordinary cases with one day each left, at a pace of one a day
		finish := w.Calendar().AddWD(day("2026-11-23"), i+2)
		w.exec(`UPDATE steps SET do_by = ?, finish_by = ? WHERE case_id = ?`, finish, finish, p.CaseID)
	}
	id := persons[4].CaseID
	v, err := w.Case(ctx, receiver, id)
	w.check(err)
	if len(v.Harms) == 0 || v.MayAdmit || v.Why != "EFFECT_NEEDS_MANAGER" {
		t.Fatalf("harms %+v, %s", v.Harms, v.Why)
	}
	w.want(w.Admit(ctx, receiver, id, "", db.Key{}), "EFFECT_NEEDS_MANAGER")
	w.want(w.Admit(ctx, manager, id, "", db.Key{}), "INVALID_FIELDS")
	w.check(w.Admit(ctx, manager, id, "境外设备停机，先办", db.Key{}))
	v, err = w.Case(ctx, manager, id)
	w.check(err)
	if d := v.Decisions; len(d) != 1 || d[0].Role != "R-CAG" || len(d[0].Effect) == 0 || d[0].Reason == "" {
		t.Errorf("%+v", d)
	}
}

func TestUnmetConditionsGoToTheOrdinaryQueue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(1)
	trip := tripTo(HongKong)
	trip.Departure, trip.EventFrom, trip.EventTo, trip.Return = day("2027-01-05"), day("2027-01-05"), day("2027-01-06"), day("2027-01-06")
	id, persons := w.submitted(trip, travellers(1, OnceQuarter))
	if persons[0].State != procedure.Received || persons[0].Conditions[2].Code != "DATE_FAR" {
		t.Fatalf("%+v", persons[0])
	}
	w.want(w.Admit(ctx, receiver, persons[0].CaseID, "", db.Key{}), "CONDITIONS_UNMET")
	// the journey moves: asked again, admitted; it moves back: asked again, ordinary
	w.check(w.Redate(ctx, w.agent, id, day("2026-12-02"), day("2026-12-04"), day("2026-12-03"), day("2026-12-04")))
	w.check(w.Admit(ctx, receiver, persons[0].CaseID, "", db.Key{}))
	w.check(w.Redate(ctx, w.agent, id, day("2027-01-05"), day("2027-01-06"), day("2027-01-05"), day("2027-01-06")))
	v, err := w.Case(ctx, receiver, persons[0].CaseID)
	w.check(err)
	if v.Standing.Law.Urgent || v.Standing.Law.Departure != day("2027-01-05") {
		t.Errorf("%+v", v.Standing.Law)
	}
}

// One date moves for all who travel together, in one transaction, and outside what the approval covers for nobody.
func TestAJourneyMovesForAllOfItsTravellersAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(3)
	id, persons := w.submitted(tripTo(HongKong), travellers(3, OnceQuarter))
	w.check(w.Admit(ctx, receiver, persons[0].CaseID, "", db.Key{}))
	w.check(w.Admit(ctx, receiver, persons[2].CaseID, "", db.Key{}))
	w.check(w.cases.Withdraw(ctx, w.agent, persons[1].CaseID, "不去了", db.Key{}))
	w.check(w.Redate(ctx, w.agent, id, day("2027-01-05"), day("2027-01-06"), day("2027-01-05"), day("2027-01-06")))
	for i, p := range persons {
		v, err := w.Case(ctx, receiver, p.CaseID)
		w.check(err)
		if moved := v.Standing.Law.Departure == day("2027-01-05"); moved != (i != 1) || v.Standing.Law.Urgent {
			t.Errorf("%d: %+v", i, v.Standing.Law)
		}
		if told := w.text(`SELECT count(*)::text FROM notices WHERE case_id = ? AND kind = ?`, p.CaseID, string(notice.OrdinaryQueue)); (told != "0") != (i != 1) {
			t.Errorf("%d: told %s times that it goes on in the ordinary queue", i, told)
		}
	}
}

func TestDepartedCaseIsClosedByTheDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(1)
	_, persons := w.submitted(tripTo(HongKong), travellers(1, OnceQuarter))
	id := persons[0].CaseID
	w.want(w.Departed(ctx, receiver, id, "已电话联系", db.Key{}), "ACT_NOT_NOW")
	w.decide(receiver, id, casework.Decision{Act: procedure.ActAccept})
	w.at("2026-12-02 09:00")
	w.want(w.Departed(ctx, receiver, id, " ", db.Key{}), "INVALID_FIELDS")
	w.check(w.Departed(ctx, receiver, id, "12月2日电话联系，行程取消", db.Key{}))
	if w.state(id) != procedure.Lapsed {
		t.Errorf("%s", w.state(id))
	}
}

// Three persons for one case; a two-person shift is recorded by case management, and the decision is still another's.
func TestTwoPersonShiftLetsOnePersonReviewToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(1)
	_, persons := w.submitted(tripTo(HongKong), travellers(1, OnceQuarter))
	id := persons[0].CaseID
	both := officer("091009", hall, "R-REC", "R-REV", "R-DEC")
	w.decide(both, id, casework.Decision{Act: procedure.ActAccept})
	propose := casework.Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "同意"}
	if w.tryDecide(both, id, propose) == nil {
		t.Fatal("one person accepted and reviewed")
	}
	w.want(w.Shift(ctx, receiver, id, "值班", db.Key{}), "ROLE_REQUIRED")
	w.check(w.Shift(ctx, manager, id, "周末值班两人", db.Key{}))
	w.decide(both, id, propose)
	if w.tryDecide(both, id, casework.Decision{Act: procedure.ActForward, Verdict: procedure.Grant, Reason: "同意"}) == nil {
		t.Error("one person did everything")
	}
}

func TestVerifiedEvidenceIsE3AndDisagreementIsSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(1)
	_, persons := w.submitted(tripTo(HongKong), travellers(1, OnceQuarter))
	id := persons[0].CaseID
	w.want(w.Verify(ctx, receiver, id, true, "", ""), "INVALID_FIELDS")
	w.check(w.Verify(ctx, receiver, id, true, "电话联系接待方陈先生", ""))
	v, err := w.Case(ctx, receiver, id)
	w.check(err)
	if v.Level != E3 {
		t.Errorf("%s", v.Level)
	}
	w.check(w.Verify(ctx, receiver, id, false, "复核", "邀请函日期与派遣函不一致"))
	if v, err = w.Case(ctx, receiver, id); err != nil || v.Admitted || v.Conditions[3].Code != "PAPERS_DISAGREE" || len(v.Verifications) != 2 {
		t.Errorf("%+v, %v", v.Conditions, err)
	}
}

func TestOfficersSeeOnlyTheirDesks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(1)
	_, persons := w.submitted(tripTo(HongKong), travellers(1, OnceQuarter))
	stranger := officer("091077", "430921-jing", "R-REC")
	_, err := w.Case(ctx, stranger, persons[0].CaseID)
	w.want(err, "NOT_FOUND")
	w.want(w.Admit(ctx, stranger, persons[0].CaseID, "", db.Key{}), "NOT_FOUND")
	if list, err := w.Desk(ctx, stranger); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err := w.Desk(ctx, receiver); err != nil || len(list) != 1 || list[0].Name != persons[0].Name {
		t.Errorf("%+v, %v", list, err)
	}
	_, err = w.Desk(ctx, officer("091078", "430900-zhi", "R-REC"))
	w.want(err, "NOT_FOUND")
}

// Taiwan: one destination, F on a 立项批复 and Y on a 赴台批件, each a case of its own item.
func TestTaiwanRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for exchange, item := range map[bool]string{false: ItemTaiwan, true: ItemInvited} {
		trip := tripTo(Taiwan)
		trip.Reason, trip.Exchange = Project, exchange
		persons := travellers(1, Business)
		persons[0].DocNo, persons[0].EntryNo = "L12345678", "115001234567"
		if exchange {
			persons[0].Type, persons[0].Several = Invited, true
		}
		trip.Approval = ApprovalPaper{Number: "国台交字〔2026〕第1234号", From: day("2026-11-01"), To: day("2026-12-31"), Names: []string{persons[0].Name}}
		id, err := w.Save(ctx, w.agent, uuid.Nil, 0, trip, persons)
		w.check(err)
		for _, kind := range []PaperKind{Approval, EntryPaper} {
			_, err := w.AddPaper(ctx, w.agent, id, Paper{Kind: kind, Dated: day("2026-11-02"), Chinese: true}, noFile)
			w.check(err)
		}
		_, err = w.Submit(ctx, w.agent, id, db.Key{})
		if err != nil {
			c, _ := w.Check(ctx, w.agent, id)
			t.Fatalf("%v %+v %+v", err, c.Faults, c.Persons)
		}
		c, err := w.Check(ctx, w.agent, id)
		w.check(err)
		p := c.Persons[0]
		if w.text(`SELECT item_code FROM cases WHERE id = ?`, p.CaseID) != item || !Admitted(p.Conditions) {
			t.Errorf("%+v", p)
		}
		w.check(w.Admit(ctx, receiver, p.CaseID, "", db.Key{}))
		w.want(w.Redate(ctx, w.agent, id, day("2026-12-28"), day("2027-01-03"), day("2026-12-28"), day("2026-12-30")), "INVALID_FIELDS")
		w.check(w.cases.Withdraw(ctx, w.agent, p.CaseID, "试", db.Key{}))
	}
}

// A person without a registered enterprise asks for himself, once in 3 months.
func TestAPersonAsksForHimself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	self := w.person("王芳")
	p := travellers(1, OnceQuarter)
	trip := tripTo(Macao)
	trip.UnitCode, trip.UnitName = unitCode, "益阳资江商贸有限公司"
	id, err := w.Save(ctx, self, uuid.Nil, 0, trip, p)
	w.check(err)
	for _, kind := range []PaperKind{Invitation, Assignment} {
		_, err := w.AddPaper(ctx, self, id, Paper{Kind: kind, Dated: day("2026-11-20"), Chinese: true}, noFile)
		w.check(err)
	}
	_, err = w.Submit(ctx, self, id, db.Key{})
	w.check(err)
	c, err := w.Check(ctx, self, id)
	w.check(err)
	if c.Persons[0].Name != "王芳" || c.Persons[0].IDNumber != self.IDNumber {
		t.Errorf("%+v", c.Persons[0])
	}
	_, err = w.Check(ctx, w.agent, id)
	w.want(err, "NOT_FOUND")
	_, err = w.Save(ctx, self, id, 0, trip, p)
	w.want(err, "REQUEST_SUBMITTED")
}
