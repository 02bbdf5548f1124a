package workday

import (
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// announced is the calendar that the portal ships.
func announced(t *testing.T) *Calendar {
	t.Helper()
	c, err := Load(os.DirFS("../../migrations/calendars"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func check(t *testing.T, what string, got Date, want string) {
	t.Helper()
	if got.String() != want {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}

func TestEveryYearHas248WorkingDays(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	for year := 2025; year <= 2027; year++ {
		if n := cal.CountWD(NewDate(year-1, 12, 31), NewDate(year, 12, 31)); n != 248 {
			t.Errorf("%d has %d working days", year, n)
		}
	}
}

func TestAddWDVectors(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	for _, c := range []struct {
		day0 string
		n    int
		want string
	}{
		{"2025-01-20", 5, "2025-01-26"},
		{"2025-09-22", 20, "2025-10-24"},
		{"2026-01-30", 20, "2026-03-05"},
		{"2026-06-12", 7, "2026-06-24"},
		{"2026-11-21", 1, "2026-11-23"}, // received on a Saturday: day 0 is the Saturday (C-2)
		{"2026-11-20", 0, "2026-11-20"},
	} {
		check(t, c.day0, cal.AddWD(MustParse(c.day0), c.n), c.want)
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	for day, want := range map[string]Reason{
		"2026-09-17": Weekday, "2026-09-19": Weekend, "2026-09-20": MakeUp, "2026-09-25": Holiday, "2026-09-26": Holiday,
		"2026-10-10": MakeUp, "2026-10-11": Weekend, "2028-01-01": Weekend, "2028-10-02": Weekday,
	} {
		if got := cal.Reason(MustParse(day)); got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
		if working := want == Weekday || want == MakeUp; cal.IsWorkingDay(MustParse(day)) != working {
			t.Errorf("%s: working day is %v", day, !working)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	for year, want := range map[int]Status{2024: None, 2025: Official, 2026: Official, 2027: Provisional, 2028: None} {
		if got := cal.Status(year); got != want {
			t.Errorf("%d is %s, want %s", year, got, want)
		}
	}
	if !cal.Official(MustParse("2025-01-01"), MustParse("2026-12-31")) {
		t.Error("2025–2026 is official")
	}
	if cal.Official(MustParse("2026-12-31"), MustParse("2027-01-04")) || cal.Official(MustParse("2027-01-04"), MustParse("2026-12-31")) {
		t.Error("2027 is provisional")
	}
	if cal.Source(2026) == "" || cal.Source(2028) != "" {
		t.Error("sources")
	}
}

func TestRolling(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	check(t, "Sunday rolls", cal.RollForward(MustParse("2026-08-23")), "2026-08-24")
	check(t, "make-up Sunday stays", cal.RollForward(MustParse("2026-09-20")), "2026-09-20")
	check(t, "holiday week rolls", cal.RollForward(MustParse("2026-10-01")), "2026-10-08")
	check(t, "last before the holiday week", cal.LastWDBefore(MustParse("2026-10-08")), "2026-09-30")
	check(t, "last before a Monday with make-up Sunday", cal.LastWDBefore(MustParse("2026-09-21")), "2026-09-20")
	check(t, "nothing rolls to nothing", cal.RollForward(Date{}), "")
	check(t, "nothing plus working days", cal.AddWD(Date{}, 3), "")
}

func TestMerge(t *testing.T) {
	t.Parallel()
	i := func(from, to string) Interval { return Interval{MustParse(from), MustParse(to)} }
	in := []Interval{i("2026-03-20", "2026-03-25"), i("2026-03-02", "2026-03-10"), i("2026-03-10", "2026-03-12"), i("2026-03-05", "2026-03-06"), i("2026-04-02", "2026-04-01"), {}}
	before := slices.Clone(in)
	want := []Interval{i("2026-03-02", "2026-03-12"), i("2026-03-20", "2026-03-25")}
	if got := Merge(in); !slices.Equal(got, want) {
		t.Errorf("merged %v, want %v", got, want)
	}
	if !slices.Equal(in, before) {
		t.Error("the argument was changed")
	}
}

func intervals() *rapid.Generator[[]Interval] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Interval {
		from := dates().Draw(t, "from")
		return Interval{From: from, To: from.AddDays(rapid.IntRange(-3, 40).Draw(t, "length"))}
	}), 0, 6)
}

func TestAddWDIsMonotone(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	rapid.Check(t, func(t *rapid.T) {
		d, n, excl := dates().Draw(t, "d"), rapid.IntRange(0, 60).Draw(t, "n"), intervals().Draw(t, "excl")
		if !cal.AddWD(d, n+1, excl...).After(cal.AddWD(d, n, excl...)) {
			t.Fatal("one working day more is not later")
		}
		if cal.AddWD(d.AddDays(1), n, excl...).Before(cal.AddWD(d, n, excl...)) {
			t.Fatal("a later start ends earlier")
		}
		if cal.AddWD(d, n, excl...).Before(cal.AddWD(d, n)) {
			t.Fatal("a suspension shortened the limit")
		}
	})
}

func TestAddWDAndCountWDAreInverse(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	rapid.Check(t, func(t *rapid.T) {
		d, n, excl := dates().Draw(t, "d"), rapid.IntRange(1, 60).Draw(t, "n"), intervals().Draw(t, "excl")
		end := cal.AddWD(d, n, excl...)
		if !cal.IsWorkingDay(end) || suspended(end, excl) {
			t.Fatalf("ends on %s, which is not counted", end)
		}
		if got := cal.CountWD(d, end, excl...); got != n {
			t.Fatalf("%d working days from %s end on %s, where %d are counted", n, d, end, got)
		}
		if got := cal.CountWD(d, end.AddDays(-1), excl...); got != n-1 {
			t.Fatalf("%s is not the first day with %d", end, n)
		}
	})
}

func TestSubWDUndoesAddWD(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	rapid.Check(t, func(t *rapid.T) {
		d, n := cal.RollForward(dates().Draw(t, "d")), rapid.IntRange(0, 60).Draw(t, "n")
		if got := cal.SubWD(cal.AddWD(d, n), n); got != d {
			t.Fatalf("there and back from %s gives %s", d, got)
		}
		if got := cal.AddWD(cal.SubWD(d, n), n); got != d {
			t.Fatalf("back and there from %s gives %s", d, got)
		}
	})
}

func TestMergedSuspensionsCountAsTheirUnion(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	rapid.Check(t, func(t *rapid.T) {
		d, n, excl := dates().Draw(t, "d"), rapid.IntRange(0, 60).Draw(t, "n"), intervals().Draw(t, "excl")
		merged := Merge(excl)
		if a, b := cal.AddWD(d, n, excl...), cal.AddWD(d, n, merged...); a != b {
			t.Fatalf("apart %s, merged %s", a, b)
		}
		if suspended(d, excl) != suspended(d, merged) {
			t.Fatalf("%s is in one and not in the other", d)
		}
		for i := 1; i < len(merged); i++ {
			if !merged[i].From.After(merged[i-1].To) {
				t.Fatalf("%v still touch", merged)
			}
		}
	})
}
