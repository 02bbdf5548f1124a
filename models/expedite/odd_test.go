package expedite_test

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/numbers"
)

// Patterns among admissions, as they were decided and stored: one enterprise with more than half of them, and an enterprise that one officer alone
// admits although several officers admit (features E13). Too few admissions are no pattern.
func TestOddPatternsAmongAdmissions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(7)
	_, persons := w.submitted(tripTo(HongKong), travellers(7, OnceQuarter))
	other := officer("091014", "430900", account.CaseManager)
	admit := func(who account.Actor, of ...CheckedPerson) {
		for _, p := range of {
			w.check(w.Admit(ctx, who, p.CaseID, "会议临近", db.Key{}))
		}
	}
	belongs := func(code, name string, of ...CheckedPerson) {
		for _, p := range of {
			w.exec(`UPDATE cases SET unit_code = ?, unit_name = ? WHERE id = ?`, code, name, p.CaseID)
		}
	}
	n := w.numbers()
	found := func(want ...numbers.Odd) {
		t.Helper()
		f, err := n.Figures(ctx, manager, numbers.Ask{Desk: hall})
		w.check(err)
		if !slices.Equal(f.Odd, want) {
			t.Errorf("found %+v, want %+v", f.Odd, want)
		}
	}
	const unit, second, secondCode = "益阳资江商贸有限公司", "益阳第二贸易有限公司", "91430900MA4L0A1C3X"
	admit(manager, persons[:5]...)
	found() // five are too few, and nobody else admits
	belongs(secondCode, second, persons[5:]...)
	admit(other, persons[5])
	unitOdd := func(name string, count, of int) numbers.Odd {
		return numbers.Odd{Kind: numbers.OddUnit, Unit: name, Count: count, Of: of}
	}
	officerOdd := func(name string, a account.Actor, count int) numbers.Odd {
		return numbers.Odd{Kind: numbers.OddOfficer, Unit: name, Officer: a.Officer, Name: a.Name, Count: count, Of: count}
	}
	found(unitOdd(unit, 5, 6), officerOdd(unit, manager, 5))
	belongs(secondCode, second, persons[3:5]...)
	found() // three of six are not more than half, and three are too few for one officer's
	admit(other, persons[6])
	found(unitOdd(second, 4, 7)) // by two officers
	belongs("", "", persons[5:]...)
	found() // who asks for himself is no enterprise's
}
