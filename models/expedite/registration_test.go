package expedite_test

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

func TestRegistrationBecomesACaseAndStandsForAYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, err := w.Apply(ctx, w.agent, application(3), db.Key{})
	w.check(err)
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if v.Applied == nil || v.Applied.Number != r.Number || r.Number == "" || v.Registration.Valid(day("2026-11-23")) {
		t.Fatalf("applied %+v", v.Applied)
	}
	_, err = w.Apply(ctx, w.agent, application(3), db.Key{})
	w.want(err, "REGISTRATION_OPEN")
	w.finish(r.CaseID)
	v, err = w.Overview(ctx, w.agent)
	w.check(err)
	if reg := v.Registration; !reg.Valid(day("2027-11-23")) || reg.Valid(day("2027-11-24")) || reg.Allowance.Year.N != 5 || reg.Allowance.Quarter.N != 10 || len(reg.Roster) != 3 {
		t.Errorf("registration %+v", v.Registration)
	}
	_, err = w.Apply(ctx, w.agent, application(3), db.Key{})
	w.want(err, "RENEWAL_NOT_OPEN")
}

func TestRegistrationTakesTaxAndInsuranceFromTheRegisters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.outside.months[idOf(2)] = 2 + 1
	_, err := w.Apply(ctx, w.agent, application(3), db.Key{})
	if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Pointer != "/roster/1/relation" || f.Fields[0].Code != "INSURANCE_TOO_SHORT" {
		t.Fatalf("%v", err)
	}
	w.outside.months = nil
	w.outside.tax = TaxRecord{}
	a := application(3)
	a.Tax, a.TaxKnown = 99_000_000, true // what is typed counts for nothing
	r, err := w.Apply(ctx, w.agent, a, db.Key{})
	w.check(err)
	w.finish(r.CaseID)
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if v.Registration.Allowance != (Allowance{}) || v.Registration.TaxKnown {
		t.Errorf("seats without a tax record: %+v", v.Registration.Allowance)
	}
}

// A unit of another city is told where to go, on its page and when it tries.
func TestAUnitOfAnotherCityIsToldWhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE enterprises SET area = '430104', address = '长沙市岳麓区麓山南路1号' WHERE credit_code = ?`, unitCode)
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	w.want(v.MayApply, "UNIT_ELSEWHERE")
	_, err = w.Apply(ctx, w.agent, application(1), db.Key{})
	w.want(err, "UNIT_ELSEWHERE")
}

func TestRosterChangeKeepsTheYearAndComesOnceAQuarter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(2)
	r, err := w.ChangeRoster(ctx, w.agent, rosterOf(4), db.Key{})
	w.check(err)
	w.finish(r.CaseID)
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if len(v.Registration.Roster) != 4 || v.Registration.ValidTo != day("2027-11-23") || v.Registration.RosterOn != day("2026-11-23") {
		t.Errorf("%+v", v.Registration)
	}
	_, err = w.ChangeRoster(ctx, w.agent, rosterOf(5), db.Key{})
	w.want(err, "ROSTER_CHANGED_THIS_QUARTER")
	w.at("2027-01-04 10:00")
	if _, err = w.ChangeRoster(ctx, w.agent, rosterOf(5), db.Key{}); err != nil {
		t.Errorf("in the next quarter: %v", err)
	}
}

// A yearly review with less tax gives fewer seats, and takes none away that is in use.
func TestYearlyReviewRecomputesSeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(5)
	trip := tripTo(HongKong)
	_, persons := w.submitted(trip, travellers(3, MultiYear))
	for _, p := range persons {
		w.decide(receiver, p.CaseID, casework.Decision{Act: procedure.ActAccept})
	}
	w.at("2027-11-01 10:00")
	w.outside.tax.Yuan = 300_000
	w.registered(5)
	v, err := w.Overview(ctx, w.agent)
	w.check(err)
	if v.Registration.Allowance.Year.N != 2 || v.Registration.ValidTo != day("2028-11-23") || Taken(v.Held, MultiYear) != 3 || v.Registration.Allowance.Free(v.Held, MultiYear) != 0 {
		t.Errorf("%+v, held %d", v.Registration, len(v.Held))
	}
}
