package workday

import "testing"

// The dates of the acceptance scenarios (domain.md 7); the services test the rest of each.

func TestA01_CorrectionLimitOverSpringFestival(t *testing.T) {
	t.Parallel()
	cal, day0 := announced(t), MustParse("2026-02-12")
	for n, want := range []string{"2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25", "2026-02-26"} {
		check(t, "K1", cal.AddWD(day0, n+1), want)
	}
	end := Limit{N: 5, Unit: WorkingDays}.End(cal, day0)
	if got := end.End().Format("2006-01-02T15:04:05-07:00"); got != "2026-02-27T00:00:00+08:00" {
		t.Errorf("K1 runs out at %s", got)
	}
	check(t, "decision due", cal.AddWD(day0, 20), "2026-03-18")
}

func TestA02_DecisionClockOverNationalDay(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	due := cal.AddWD(MustParse("2026-09-17"), 20)
	check(t, "K2", due, "2026-10-21")
	check(t, "K2 extended (C-5)", cal.AddWD(due, 10), "2026-11-04")
	for _, day := range []string{"2026-09-20", "2026-10-10"} {
		if !cal.IsWorkingDay(MustParse(day)) {
			t.Errorf("%s is a working day", day)
		}
	}
}

func TestA03_SpecialProcedure(t *testing.T) {
	t.Parallel()
	cal, accepted := announced(t), MustParse("2026-03-02")
	notice, report := MustParse("2026-03-11"), MustParse("2026-03-25")
	check(t, "due without", cal.AddWD(accepted, 20), "2026-03-30")
	if used := cal.CountWD(accepted, notice); used != 7 {
		t.Errorf("%d WD used", used)
	}
	if excluded := cal.CountWD(notice, report); excluded != 10 {
		t.Errorf("%d WD excluded", excluded)
	}
	check(t, "due with", cal.AddWD(accepted, 20, Interval{notice, report}), "2026-04-14")
}

func TestA05_RenewalWindow(t *testing.T) {
	t.Parallel()
	expiry := MustParse("2026-12-31")
	check(t, "last timely day (K10)", expiry.AddDays(-30), "2026-12-01")
	check(t, "form opens", expiry.AddDays(-90), "2026-10-02")
}

func TestA06_EffectiveDueDateIsTheExpiry(t *testing.T) {
	t.Parallel()
	cal, expiry := announced(t), MustParse("2026-10-31")
	due := cal.AddWD(MustParse("2026-09-28"), 20)
	check(t, "K2", due, "2026-10-30")
	extended := cal.AddWD(due, 10)
	check(t, "K2 extended", extended, "2026-11-13")
	check(t, "effective", Earliest(extended, expiry), "2026-10-31")
	if timely := !MustParse("2026-09-24").After(expiry.AddDays(-30)); !timely {
		t.Error("2026-09-24 is timely")
	}
}

func TestA09_GuardFilingDeadlines(t *testing.T) {
	t.Parallel()
	cal, start := announced(t), MustParse("2026-11-01")
	check(t, "duty date", Limit{N: 30, Unit: NaturalDays, Roll: true}.End(cal, start), "2026-12-01")
	check(t, "late after", Limit{N: 30, Unit: WorkingDays}.End(cal, start), "2026-12-11")
}

func TestA12_WorkBackFromTheFinish(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	for finish, do := range map[string]string{"2026-11-25": "2026-11-24", "2026-11-23": "2026-11-20", "2026-11-26": "2026-11-25"} {
		check(t, finish, cal.SubWD(MustParse(finish), 1), do)
	}
}

func TestA15_PublicityDeliveryRemedies(t *testing.T) {
	t.Parallel()
	cal, decided, delivered := announced(t), MustParse("2026-06-17"), MustParse("2026-06-24")
	check(t, "双公示 (K5)", cal.AddWD(decided, 7), "2026-06-29")
	check(t, "delivery (K4)", cal.AddWD(decided, 10), "2026-07-02")
	check(t, "reconsideration (K12)", Limit{N: 60, Unit: NaturalDays, Roll: true}.End(cal, delivered), "2026-08-24")
	check(t, "court (K13)", Limit{N: 6, Unit: Months, Roll: true}.End(cal, delivered), "2026-12-24")
}
