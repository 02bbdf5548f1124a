package workday

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"pgregory.net/rapid"
)

func TestDateOfUsesShanghai(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ at, want string }{
		{"2026-11-22T15:59:59Z", "2026-11-22"},
		{"2026-11-22T16:00:00Z", "2026-11-23"},
		{"2026-11-23T00:00:00+08:00", "2026-11-23"},
		{"2026-11-23T23:59:59+08:00", "2026-11-23"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := DateOf(at).String(); got != c.want {
			t.Errorf("DateOf(%s) = %s, want %s", c.at, got, c.want)
		}
	}
	if !DateOf(time.Time{}).IsZero() {
		t.Error("the zero time has a date")
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := Parse(good); err != nil || d.String() != good {
			t.Errorf("Parse(%q) = %v, %v", good, d, err)
		}
	}
	for _, bad := range []string{"", "2026-2-3", "2026-02-30", "2025-02-29", "0000-01-01", "2026/11/23", "2026-11-23 ", "２０２６-11-23", "-026-01-01"} {
		if d, err := Parse(bad); fault.Code(err) != "DATE_FORMAT" || !d.IsZero() {
			t.Errorf("Parse(%q) = %v, %v", bad, d, err)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	d := MustParse
	for _, c := range []struct {
		what      string
		got, want Date
	}{
		{"month end clipped", d("2026-01-31").AddMonths(1), d("2026-02-28")},
		{"leap month end clipped", d("2024-01-31").AddMonths(1), d("2024-02-29")},
		{"month end back", d("2026-03-31").AddMonths(-1), d("2026-02-28")},
		{"over the year", d("2026-11-30").AddMonths(3), d("2027-02-28")},
		{"year from leap day", d("2024-02-29").AddYears(1), d("2025-02-28")},
		{"four years from leap day", d("2024-02-29").AddYears(4), d("2028-02-29")},
		{"days", d("2026-12-31").AddDays(1), d("2027-01-01")},
		{"carry", NewDate(2026, 14, 1), d("2027-02-01")},
		{"nothing plus days", Date{}.AddDays(5), Date{}},
		{"nothing plus months", Date{}.AddMonths(5), Date{}},
		{"earliest", Earliest(d("2026-10-31"), Date{}, d("2026-10-30")), d("2026-10-30")},
		{"earliest of none", Earliest(Date{}), Date{}},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
	if w := d("2026-11-23").Weekday(); w != time.Monday {
		t.Errorf("2026-11-23 is a %s", w)
	}
	if n := d("2027-01-01").Sub(d("2026-01-01")); n != 365 {
		t.Errorf("2026 has %d days", n)
	}
}

func TestStartAndEnd(t *testing.T) {
	t.Parallel()
	day := MustParse("2026-10-31")
	if got := day.Start().Format(time.RFC3339); got != "2026-10-31T00:00:00+08:00" {
		t.Errorf("start %s", got)
	}
	if got := day.End().Format(time.RFC3339); got != "2026-11-01T00:00:00+08:00" {
		t.Errorf("end %s", got)
	}
	if !(Date{}).End().IsZero() || !(Date{}).Start().IsZero() {
		t.Error("no date has an instant")
	}
}

func TestDateInJSONAndSQL(t *testing.T) {
	t.Parallel()
	type row struct {
		Due  Date         `json:"due"`
		None Date         `json:"none"`
		By   map[Date]int `json:"by"`
	}
	in := row{Due: MustParse("2026-10-21"), By: map[Date]int{MustParse("2026-09-17"): 1}}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"due":"2026-10-21","none":null,"by":{"2026-09-17":1}}`; string(text) != want {
		t.Errorf("json %s, want %s", text, want)
	}
	var out row
	if err := json.Unmarshal(text, &out); err != nil || out.Due != in.Due || !out.None.IsZero() || len(out.By) != 1 {
		t.Errorf("read back %+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"due":"2026-02-30"}`), &out); fault.Code(err) != "DATE_FORMAT" {
		t.Errorf("30 February: %v", err)
	}

	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v, %v", v, err)
	}
	if v, err := in.Due.Value(); v != "2026-10-21" || err != nil {
		t.Errorf("stored as %v, %v", v, err)
	}
	for _, src := range []any{time.Date(2026, 10, 21, 0, 0, 0, 0, time.UTC), "2026-10-21", []byte("2026-10-21")} {
		var d Date
		if err := d.Scan(src); err != nil || d != in.Due {
			t.Errorf("Scan(%v) = %s, %v", src, d, err)
		}
	}
	d := in.Due
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("Scan(nil) = %s, %v", d, err)
	}
	if err := d.Scan(7); err == nil {
		t.Error("a number was read as a date")
	}
}

// dates draws days over the years with and without calendar data.
func dates() *rapid.Generator[Date] {
	return rapid.Custom(func(t *rapid.T) Date {
		return MustParse("2024-12-01").AddDays(rapid.IntRange(0, 1300).Draw(t, "day"))
	})
}

func TestDateAgreesWithTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3652058).Draw(t, "days") // the last is 9999-12-31
		want := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		d := MustParse("0001-01-01").AddDays(n)
		if d.String() != want.Format(ISO) || d.Weekday() != want.Weekday() || NewDate(d.YMD()) != d {
			t.Fatalf("day %d is %s %s, want %s", n, d, d.Weekday(), want)
		}
		if back, err := Parse(d.String()); err != nil || back != d {
			t.Fatalf("%s reads back as %s, %v", d, back, err)
		}
	})
}

func TestAddMonthsStaysInTheMonth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, n := dates().Draw(t, "d"), rapid.IntRange(-60, 60).Draw(t, "n")
		year, month, day := d.YMD()
		got := d.AddMonths(n)
		gotYear, gotMonth, gotDay := got.YMD()
		if (gotYear*12+int(gotMonth))-(year*12+int(month)) != n {
			t.Fatalf("%s plus %d months is %s", d, n, got)
		}
		_, _, next := got.AddDays(1).YMD()
		if clipped := gotDay < day && next == 1; gotDay != day && !clipped {
			t.Fatalf("%s plus %d months is %s", d, n, got)
		}
	})
}
