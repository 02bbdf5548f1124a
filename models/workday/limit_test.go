package workday

import (
	"encoding/json"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"pgregory.net/rapid"
)

func limits() *rapid.Generator[Limit] {
	return rapid.Custom(func(t *rapid.T) Limit {
		return Limit{
			N:    rapid.IntRange(0, 40).Draw(t, "n"),
			Unit: rapid.SampledFrom([]Unit{WorkingDays, NaturalDays, Months, Years}).Draw(t, "unit"),
			Roll: rapid.Bool().Draw(t, "roll"),
		}
	})
}

func TestLimitEnds(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	march := Interval{MustParse("2026-03-11"), MustParse("2026-03-25")}
	for _, c := range []struct {
		what  string
		limit Limit
		day0  string
		excl  []Interval
		want  string
	}{
		{"working days", Limit{N: 5, Unit: WorkingDays}, "2026-02-12", nil, "2026-02-26"},
		{"natural days", Limit{N: 30, Unit: NaturalDays}, "2026-11-01", nil, "2026-12-01"},
		{"natural days, not rolling", Limit{N: 60, Unit: NaturalDays}, "2026-06-24", nil, "2026-08-23"},
		{"natural days, rolling", Limit{N: 60, Unit: NaturalDays, Roll: true}, "2026-06-24", nil, "2026-08-24"},
		{"months, clipped", Limit{N: 6, Unit: Months}, "2026-08-31", nil, "2027-02-28"},
		{"months, clipped to a Sunday and rolled", Limit{N: 6, Unit: Months, Roll: true}, "2026-08-31", nil, "2027-03-01"},
		{"one year (K18)", Limit{N: 1, Unit: Years}, "2026-06-17", nil, "2027-06-17"},
		{"three years from leap day (K19)", Limit{N: 3, Unit: Years}, "2024-02-29", nil, "2027-02-28"},
		{"hours", Limit{N: 24, Unit: Hours}, "2026-06-24", nil, "2026-06-25"},
		{"more hours", Limit{N: 48, Unit: Hours}, "2026-06-24", nil, "2026-06-26"},
		{"at once", Limit{Unit: Now}, "2026-06-24", nil, "2026-06-24"},
		{"at once, on a Sunday", Limit{Unit: Now}, "2026-06-28", nil, "2026-06-29"},
		{"natural days, suspended", Limit{N: 30, Unit: NaturalDays}, "2026-03-02", []Interval{march}, "2026-04-15"},
		{"a month, suspended", Limit{N: 1, Unit: Months}, "2026-03-02", []Interval{march}, "2026-04-16"},
		{"nothing", Limit{Unit: WorkingDays}, "2026-06-20", nil, "2026-06-20"},
		{"over official years into one without data", Limit{N: 2, Unit: WorkingDays}, "2027-12-31", nil, "2028-01-04"},
	} {
		check(t, c.what, c.limit.End(cal, MustParse(c.day0), c.excl...), c.want)
	}
	check(t, "no day 0", Limit{N: 5, Unit: WorkingDays}.End(cal, Date{}), "")
}

func TestExplain(t *testing.T) {
	t.Parallel()
	days := Explain(announced(t), MustParse("2026-02-12"), Limit{N: 5, Unit: WorkingDays}, Interval{MustParse("2026-02-23"), MustParse("2026-02-24")})
	want := map[string]Day{
		"2026-02-12": {Reason: DayZero},
		"2026-02-13": {Counted: true, N: 1, Reason: Weekday},
		"2026-02-14": {Counted: true, N: 2, Reason: MakeUp},
		"2026-02-15": {N: 2, Reason: Holiday},
		"2026-02-23": {N: 2, Reason: Holiday},
		"2026-02-24": {N: 2, Reason: Suspended},
		"2026-02-25": {Counted: true, N: 3, Reason: Weekday},
		"2026-02-26": {Counted: true, N: 4, Reason: Weekday},
		"2026-02-27": {Counted: true, N: 5, Reason: Weekday},
	}
	seen := 0
	for _, got := range days {
		if day, ok := want[got.Date.String()]; ok {
			seen++
			if day.Date = got.Date; got != day {
				t.Errorf("got %+v, want %+v", got, day)
			}
		}
	}
	if seen != len(want) || len(days) != 16 {
		t.Errorf("%d days, %d of those expected", len(days), seen)
	}

	rolled := Explain(announced(t), MustParse("2026-08-21"), Limit{N: 1, Unit: NaturalDays, Roll: true})
	reasons := []Reason{DayZero, Weekend, Weekend, Rolled}
	if len(rolled) != len(reasons) {
		t.Fatalf("rolled over %d days", len(rolled))
	}
	for i, day := range rolled {
		if day.Reason != reasons[i] || day.Counted != (i == 1) {
			t.Errorf("day %d is %+v, want %s", i, day, reasons[i])
		}
	}
}

func TestExplainEndsWhereTheLimitEnds(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	rapid.Check(t, func(t *rapid.T) {
		d, l, excl := dates().Draw(t, "d"), limits().Draw(t, "limit"), intervals().Draw(t, "excl")
		days, counted := Explain(cal, d, l, excl...), 0
		for i, day := range days {
			if day.Date != d.AddDays(i) {
				t.Fatalf("day %d is %s", i, day.Date)
			}
			if day.Counted {
				counted++
			}
			if day.N != counted {
				t.Fatalf("%s says %d after %d", day.Date, day.N, counted)
			}
		}
		end := l.End(cal, d, excl...)
		if last := days[len(days)-1].Date; last != end {
			t.Fatalf("explained to %s, ends %s", last, end)
		}
		if l.Roll && !cal.IsWorkingDay(end) {
			t.Fatalf("rolled to %s", end)
		}
		if l.Unit == WorkingDays && !l.Roll && end != cal.AddWD(d, l.N, excl...) {
			t.Fatalf("limit ends %s, AddWD %s", end, cal.AddWD(d, l.N, excl...))
		}
	})
}

func TestUnitIsClosed(t *testing.T) {
	t.Parallel()
	var l Limit
	if err := json.Unmarshal([]byte(`{"n":20,"unit":"WD"}`), &l); err != nil || l != (Limit{N: 20, Unit: WorkingDays}) {
		t.Errorf("%+v, %v", l, err)
	}
	if err := json.Unmarshal([]byte(`{"n":20,"unit":"weeks"}`), &l); fault.Code(err) != "LIMIT_UNIT" {
		t.Errorf("weeks: %v", err)
	}
}
