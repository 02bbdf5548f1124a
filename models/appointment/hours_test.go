package appointment

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func calendar(t *testing.T) *workday.Calendar {
	t.Helper()
	cal, err := workday.Load(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func hm(text string) (t TimeOfDay) {
	if err := t.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return t
}

// office is open from Monday to Friday, and on Saturdays in the morning.
func office() Window {
	w := Window{SlotMinutes: 30}
	for i := range 5 {
		w.Week[i] = []Span{{hm("09:00"), hm("12:00"), 2}, {hm("13:30"), hm("17:00"), 2}}
	}
	w.Week[5] = []Span{{hm("09:00"), hm("10:00"), 1}}
	return w
}

func TestDaysFollowTheOfficialCalendar(t *testing.T) {
	t.Parallel()
	cal, w := calendar(t), office()
	closed := map[workday.Date]Exception{
		workday.MustParse("2026-09-22"): {Note: "系统升级"},
		workday.MustParse("2026-10-03"): {Spans: []Span{{hm("09:00"), hm("11:00"), 1}}, Note: "假期值班"},
	}
	for _, test := range []struct {
		day   string
		why   Why
		slots int
	}{
		{"2026-09-18", WhyNone, 13},   // a Friday
		{"2026-09-19", WhyNone, 2},    // a Saturday on which the office opens
		{"2026-09-20", WhyNone, 13},   // a Sunday that makes up for a holiday has the hours of a Monday
		{"2026-09-22", WhyClosed, 0},  // an exception closes it
		{"2026-09-25", WhyHoliday, 0}, // 中秋节, a Friday
		{"2026-09-26", WhyHoliday, 0}, // the Saturday of the same holiday, although the office opens on Saturdays
		{"2026-10-01", WhyHoliday, 0}, // 国庆节
		{"2026-10-03", WhyNone, 4},    // on duty in the holiday
		{"2026-10-07", WhyHoliday, 0},
		{"2026-10-08", WhyNone, 13},
		{"2026-10-10", WhyNone, 13}, // a make-up Saturday
		{"2026-10-11", WhyWeekend, 0},
	} {
		day := workday.MustParse(test.day)
		now := cal.SubWD(day, 2).Start().Add(12 * time.Hour)
		if d := plan(w, closed, cal, day, nil, now); d.Why != test.why || len(d.Slots) != test.slots {
			t.Errorf("%s: %q with %d slots, want %q with %d", test.day, d.Why, len(d.Slots), test.why, test.slots)
		}
	}
}

func TestSlotsAroundNowAndMidnight(t *testing.T) {
	t.Parallel()
	cal, w := calendar(t), office()
	w.Week[3] = []Span{{hm("22:00"), hm("24:00"), 1}} // Thursdays until midnight
	at := func(text string) time.Time {
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	for _, test := range []struct {
		name, now, day string
		why            Why
		left           int
	}{
		{"everything of tomorrow", "2026-09-15T17:00:00+08:00", "2026-09-16", WhyNone, 26},
		{"an hour's lead", "2026-09-16T08:00:00+08:00", "2026-09-16", WhyNone, 26},
		{"a second later the first slot is gone", "2026-09-16T08:00:01+08:00", "2026-09-16", WhyNone, 24},
		{"only the last slot", "2026-09-16T15:30:00+08:00", "2026-09-16", WhyNone, 2},
		{"too late for today", "2026-09-16T15:30:01+08:00", "2026-09-16", WhyPast, 0},
		{"yesterday", "2026-09-16T00:00:00+08:00", "2026-09-15", WhyPast, 0},
		{"until midnight", "2026-09-17T22:29:00+08:00", "2026-09-17", WhyNone, 1},
		{"Shanghai's midnight is not that of UTC", "2026-09-16T16:00:00Z", "2026-09-17", WhyNone, 4},
		{"the last bookable day", "2026-09-16T12:00:00+08:00", "2026-10-13", WhyNone, 26}, // 15 working days over the National Day, and its make-up days count
		{"one more", "2026-09-16T12:00:00+08:00", "2026-10-14", WhyLater, 0},
		{"at midnight a new day opens", "2026-09-17T00:00:00+08:00", "2026-10-14", WhyNone, 26},
	} {
		if d := plan(w, nil, cal, workday.MustParse(test.day), nil, at(test.now)); d.Why != test.why || d.Left != test.left {
			t.Errorf("%s: %q, %d left, want %q, %d", test.name, d.Why, d.Left, test.why, test.left)
		}
	}
}

func TestTakenSeatsAreNotLeft(t *testing.T) {
	t.Parallel()
	day := workday.MustParse("2026-09-18")
	nine := hm("09:00").On(day)
	booked := map[int64]int{nine.Unix(): 2, nine.Add(30 * time.Minute).Unix(): 1, nine.Add(time.Hour).Unix(): 5} // more than the hours say now
	d := plan(office(), nil, calendar(t), day, booked, workday.MustParse("2026-09-17").Start())
	if d.Slots[0].State != Full || d.Slots[1].State != Free || d.Slots[1].Left() != 1 || d.Slots[2].State != Full || d.Slots[2].Left() != 0 {
		t.Errorf("%+v", d.Slots[:3])
	}
	if d.Left != 21 || d.Seats != 26 || d.Booked != 8 {
		t.Errorf("%d left of %d, %d booked", d.Left, d.Seats, d.Booked)
	}
}

func TestHoursAreChecked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ spans, want string }{
		{`[]`, ""},
		{`[{"from":"13:30","to":"17:00","capacity":2},{"from":"09:00","to":"12:00","capacity":2}]`, ""},
		{`[{"from":"09:00","to":"24:00","capacity":200}]`, ""},
		{`[{"from":"09:00","to":"09:20","capacity":2}]`, "HOURS_ORDER"},
		{`[{"from":"12:00","to":"09:00","capacity":2}]`, "HOURS_ORDER"},
		{`[{"from":"09:00","to":"12:00","capacity":2},{"from":"11:59","to":"13:00","capacity":2}]`, "HOURS_OVERLAP"},
		{`[{"from":"09:00","to":"12:00","capacity":0}]`, "NUMBER_RANGE"},
		{`[{"from":"09:00","to":"12:00","capacity":201}]`, "NUMBER_RANGE"},
		{"[" + strings.Repeat(`{"from":"09:00","to":"10:00","capacity":1},`, 6) + `{"from":"09:00","to":"10:00","capacity":1}]`, "HOURS_TOO_MANY"},
	} {
		var spans []Span
		if err := json.Unmarshal([]byte(test.spans), &spans); err != nil {
			t.Fatal(err)
		}
		_, faults := checkSpans("/week/0", spans, 30)
		got := ""
		if len(faults) > 0 {
			got = faults[0].Code
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.spans, got, test.want)
		}
	}
	for _, text := range []string{"", "9:00", "09:60", "24:01", "25:00", "09:00:00", "0900", "aa:bb", "-1:00"} {
		var at TimeOfDay
		if err := at.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is no time", text)
		}
	}
}

func TestWindowsServeTheirTradeAndLevel(t *testing.T) {
	t.Parallel()
	hall, county := Window{Area: "430900", Trades: []string{"zhian"}}, Window{Area: "430921", Trades: []string{"zhian"}}
	for _, test := range []struct {
		level        string
		hall, county bool
	}{{"city", true, false}, {"county", false, true}, {"station", false, true}, {"station_county", false, true}, {"city_county", true, true}, {"all", true, true}} {
		item := &catalog.Item{Department: "zhian", Level: test.level}
		if hall.Serves(item) != test.hall || county.Serves(item) != test.county {
			t.Errorf("%s: city %v, county %v", test.level, hall.Serves(item), county.Serves(item))
		}
	}
	if hall.Serves(&catalog.Item{Department: "jiaotong", Level: "city"}) {
		t.Error("another trade")
	}
}
