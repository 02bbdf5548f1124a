package expedite_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

func TestNextOfTheWaitingList(t *testing.T) {
	t.Parallel()
	today := day("2026-11-23")
	two := Allowance{Year: Seats{N: 2}}
	held := []Holding{{IDNumber: "a", Type: MultiYear}}
	list := []Waiting{
		{Name: "passed", IDNumber: "b", Type: MultiYear, Departure: day("2026-12-01"), OfferUntil: day("2026-11-20")},
		{Name: "gone", IDNumber: "c", Type: MultiYear, Departure: today},
		{Name: "first", IDNumber: "d", Type: MultiYear, Departure: day("2026-12-01")},
		{Name: "second", IDNumber: "e", Type: MultiYear, Departure: day("2026-12-01")},
	}
	if next := two.Next(held, list, today); len(next) != 1 || next[0].Name != "first" {
		t.Errorf("%+v", next)
	}
	if next := two.Next(append(held, Holding{IDNumber: "x", Type: MultiYear}), list, today); len(next) != 0 {
		t.Errorf("without a free seat %+v", next)
	}
}

// waits has two seats for a year taken by two cases, and two people who wait for one.
func (w *world) waits() (request uuid.UUID, persons []CheckedPerson) {
	w.t.Helper()
	w.outside.tax.Yuan = 300_000
	w.registered(4)
	people := travellers(4, MultiYear)
	people[2].Choice, people[3].Choice = ChoiceWait, ChoiceWait
	request, persons = w.submitted(tripTo(HongKong), people)
	for _, p := range persons[:2] {
		w.decide(receiver, p.CaseID, casework.Decision{Act: procedure.ActAccept})
	}
	return request, persons
}

func (w *world) offers(request uuid.UUID) (names []string) {
	w.t.Helper()
	c, err := w.Check(ctx, w.agent, request)
	w.check(err)
	for _, p := range c.Persons {
		if p.Offered(w.db.Today()) {
			names = append(names, p.Name)
		}
	}
	return names
}

// A seat that is given back goes to the first who waits, in the enterprise's ranking; it is kept for him and the enterprise is told (3.3, 3.8).
func TestAFreedSeatGoesToTheFirstWhoWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request, persons := w.waits()
	if got := w.offers(request); len(got) != 0 {
		t.Fatalf("offered without a free seat: %v", got)
	}
	_, err := w.TakeSeats(ctx, w.agent, request, db.Key{})
	w.want(err, "NO_OFFER")
	w.check(w.cases.Withdraw(ctx, w.agent, persons[0].CaseID, "不去了", db.Key{}))
	if got := w.offers(request); len(got) != 1 || got[0] != nameOf(2) {
		t.Fatalf("offered to %v", got)
	}
	if told := w.text(`SELECT count(*) || ' ' || min(facts->>'applicant') FROM notices WHERE kind = 'seat_offered'`); told != "1 "+nameOf(2) {
		t.Errorf("told %s", told)
	}
	// nobody else can take it: the seat is kept
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if v.Registration.Allowance.Free(v.Held, MultiYear) != 0 {
		t.Errorf("held %+v", v.Held)
	}
	_, err = w.TakeSeats(ctx, w.person("外人"), request, db.Key{})
	w.want(err, "NOT_FOUND")
	numbers, err := w.TakeSeats(ctx, w.agent, request, db.Key{})
	w.check(err)
	c, err := w.Check(ctx, w.agent, request)
	w.check(err)
	if len(numbers) != 1 || c.Persons[2].Number != numbers[0] || c.Persons[3].CaseID != uuid.Nil {
		t.Errorf("%v: %+v", numbers, c.Persons)
	}
	w.decide(receiver, c.Persons[2].CaseID, casework.Decision{Act: procedure.ActAccept})
	// who is not accepted after all gives it to the next
	w.check(w.cases.Withdraw(ctx, w.agent, persons[1].CaseID, "不去了", db.Key{}))
	if got := w.offers(request); len(got) != 1 || got[0] != nameOf(3) {
		t.Errorf("then offered to %v", got)
	}
}

// The traveller himself is told as well: in his own space when he has an account, else by a short message to the number that his enterprise gave.
func TestTheTravellerIsToldOfTheSeatHimself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, persons := w.waits()
	third := w.person(nameOf(2))
	w.exec(`UPDATE people SET id_number = ? WHERE id = ?`, persons[2].IDNumber, third.PersonID)
	w.check(w.cases.Withdraw(ctx, w.agent, persons[0].CaseID, "不去了", db.Key{}))
	if told := w.text(`SELECT count(*) || ' ' || min(facts->>'unit') || ' ' || min(sms_state) || ' ' || (min(mobile) IS NULL) FROM notices WHERE kind = 'seat_kept' AND person_id = ?`,
		third.PersonID); told != "1 益阳资江商贸有限公司 waiting true" {
		t.Errorf("who has an account was told %s", told)
	}
	w.check(w.cases.Withdraw(ctx, w.agent, persons[1].CaseID, "不去了", db.Key{}))
	if told := w.text(`SELECT count(*) || ' ' || min(mobile) || ' ' || min(sms_state) FROM notices WHERE kind = 'seat_kept' AND person_id IS NULL`); told != "1 "+persons[3].Mobile+" waiting" {
		t.Errorf("who has none was told %s", told)
	}
}

// An offer that nobody takes within three working days goes to the next; the job may run as often as it likes.
func TestAnOfferThatPassesGoesToTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request, persons := w.waits()
	w.check(w.cases.Withdraw(ctx, w.agent, persons[0].CaseID, "不去了", db.Key{}))
	w.at("2026-11-26 10:00")
	w.check(w.OfferSeats(ctx))
	if got := w.offers(request); len(got) != 1 || got[0] != nameOf(2) {
		t.Errorf("on the last day %v", got)
	}
	w.at("2026-11-27 10:00")
	w.check(w.OfferSeats(ctx))
	w.check(w.OfferSeats(ctx))
	if got := w.offers(request); len(got) != 1 || got[0] != nameOf(3) {
		t.Errorf("after it %v", got)
	}
	if told := w.text(`SELECT count(*)::text FROM notices WHERE kind = 'seat_offered'`); told != "2" {
		t.Errorf("told %s times", told)
	}
}

// Who waits for a seat does not keep the enterprise from its next batch.
func TestWaitingDoesNotHoldUpTheNextBatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, persons := w.waits()
	for _, p := range persons[:2] {
		w.check(w.cases.Withdraw(ctx, w.agent, p.CaseID, "改期", db.Key{}))
	}
	if _, err := w.Submit(ctx, w.agent, w.request(tripTo(HongKong), travellers(1, OnceQuarter)), db.Key{}); err != nil {
		t.Error(err)
	}
}
