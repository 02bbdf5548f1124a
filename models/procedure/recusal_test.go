package procedure

import "testing"

// Two officers declare relations on two days: the superior is late when his day for the first one has ended.
func TestASecondDeclarationDoesNotPutOffTheFirst(t *testing.T) {
	t.Parallel()
	declares := Act{Name: ActRecuse, Reason: "同学"}
	first := next(t, inReview(t, "2026-03-02", "2026-03-02"), declares, officer(Reviewer), "2026-03-03").Case
	both := next(t, first, declares, officer(Lawyer), "2026-03-04").Case
	if k, _ := both.Runs(KQ); k.Due != day("2026-03-04") {
		t.Errorf("the superior has until %s", k.Due)
	}
	late := Settle(Permit(), limited, both, calendar(t), at("2026-03-05 00:00"))
	if len(late.Entries) != 1 || late.Entries[0].Act != ActRecusalLate || len(late.Alarms) != 1 {
		t.Errorf("late: %+v, alarms %v", late.Entries, late.Alarms)
	}
}
