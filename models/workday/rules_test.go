package workday

import (
	"testing"
	"time"
)

// The counting rules of domain.md 1.3, each by its number. C-5 and C-6 are about clocks and stand in models/procedure.

func TestC1_DayZeroIsNeverCounted(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	check(t, "one working day from a Monday", cal.AddWD(MustParse("2026-11-23"), 1), "2026-11-24")
	check(t, "one working day from a Friday", cal.AddWD(MustParse("2026-11-20"), 1), "2026-11-23")
}

func TestC2_ReceiptOutOfHoursIsDayZeroOfThatDay(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	for received, want := range map[string]string{
		"2026-11-20T23:59:59+08:00": "2026-11-27", // a Friday night: day 0 is the Friday
		"2026-11-21T10:00:00+08:00": "2026-11-27", // a Saturday: day 0 is the Saturday
		"2026-11-20T15:59:59Z":      "2026-11-27", // the same night, told in another zone
		"2026-11-20T16:00:00Z":      "2026-11-27", // already Saturday in Shanghai
		"2026-11-23T00:00:00+08:00": "2026-11-30", // a Monday
	} {
		at, err := time.Parse(time.RFC3339, received)
		if err != nil {
			t.Fatal(err)
		}
		check(t, received, cal.AddWD(DateOf(at), 5), want)
	}
}

func TestC3_ALimitEndsAtMidnightInShanghai(t *testing.T) {
	t.Parallel()
	if got := MustParse("2026-11-30").End().UTC().Format(time.RFC3339); got != "2026-11-30T16:00:00Z" {
		t.Errorf("ends at %s", got)
	}
}

func TestC4_SuspendedWorkingDaysAreNotCounted(t *testing.T) {
	t.Parallel()
	cal, day0 := announced(t), MustParse("2026-11-02")
	from, to := MustParse("2026-11-05"), MustParse("2026-11-10") // the 5th still counts, 6th, 9th and 10th do not
	check(t, "one suspension", cal.AddWD(day0, 5, Interval{From: from, To: to}), "2026-11-12")
	overlapping := []Interval{{From: from, To: to}, {From: MustParse("2026-11-09"), To: MustParse("2026-11-11")}}
	check(t, "overlapping ones are merged", cal.AddWD(day0, 5, Merge(overlapping)...), "2026-11-13")
}

func TestC7_NaturalDaysCountEveryDay(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	check(t, "seven days over National Day", Limit{N: 7, Unit: NaturalDays}.End(cal, MustParse("2026-09-30")), "2026-10-07")
}

func TestC8_OnlyWhatAnApplicantMustKeepRolls(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	day0 := MustParse("2026-09-03") // thirty days later is 3 October, a holiday
	check(t, "a duty rolls", Limit{N: 30, Unit: NaturalDays, Roll: true}.End(cal, day0), "2026-10-08")
	check(t, "other limits do not", Limit{N: 30, Unit: NaturalDays}.End(cal, day0), "2026-10-03")
	check(t, "six months roll", Limit{N: 6, Unit: Months, Roll: true}.End(cal, MustParse("2026-04-03")), "2026-10-08")
	check(t, "thirty days before an expiry do not", MustParse("2026-11-02").AddDays(-30), "2026-10-03")
}
