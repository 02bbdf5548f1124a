package flow

import (
	"fmt"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	cal, err := workday.Load(os.DirFS("../../migrations/calendars"))
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// monday is 2026-11-23, the day of A12.
var monday = workday.MustParse("2026-11-23")

func work(number string, class Class, doBy, finishBy string) Work {
	return Work{Place: Place{Number: number, Class: class, Turn: 1, DoBy: workday.MustParse(doBy), FinishBy: workday.MustParse(finishBy),
		ReceivedAt: time.Date(2026, 11, 20, 9, 0, 0, 0, workday.Zone)}, After: 1}
}

func TestEffectListsWhoWouldBecomeLate(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	queue := []Work{work("b", Ordinary, "2026-11-24", "2026-11-25"), work("a", Ordinary, "2026-11-23", "2026-11-24"),
		work("c", Ordinary, "2026-11-27", "2026-11-30")}
	one := Pace{PerDay: 1}
	admitted := work("u", Expedited, "2026-11-23", "2026-11-24")
	harmed := Effect(queue, admitted, one, monday, cal)
	if len(harmed) != 2 || harmed[0].Number != "a" || harmed[1].Number != "b" {
		t.Fatalf("one a day: %+v, want a and b", harmed)
	}
	if a := harmed[0]; a.Without != workday.MustParse("2026-11-24") || a.With != workday.MustParse("2026-11-25") {
		t.Errorf("a finishes %s without and %s with", a.Without, a.With)
	}
	if harmed := Effect(queue, admitted, Pace{PerDay: 2}, monday, cal); len(harmed) != 0 {
		t.Errorf("two a day: %+v, want nobody", harmed)
	}
	queue = append(queue, work("u", Ordinary, "2026-11-23", "2026-11-24"))
	queue[3].Number = "0" // stands before a already
	admitted.Number = "0"
	if harmed := Effect(queue, admitted, one, monday, cal); len(harmed) != 1 || harmed[0].Number != "a" {
		if len(harmed) != 0 {
			t.Errorf("who stands first already harms %+v", harmed)
		}
	}
}

// Nobody who stands before the admitted case is ever harmed, and a faster queue harms no more than a slower one.
func TestEffectReachesOnlyBack(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		queue := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Work {
			do := monday.AddDays(rapid.IntRange(0, 12).Draw(t, "do"))
			return Work{Place: Place{DoBy: do, FinishBy: cal.AddWD(do, 1), Class: Class(rapid.IntRange(0, 1).Draw(t, "class")), Turn: 1}, After: 1}
		}), 0, 40).Draw(t, "queue")
		for i := range queue {
			queue[i].Number = fmt.Sprintf("%03d", i)
		}
		admitted := Work{Place: Place{Number: "u", DoBy: monday.AddDays(rapid.IntRange(0, 9).Draw(t, "u")), Turn: 1}, After: 1}
		admitted.FinishBy = cal.AddWD(admitted.DoBy, 1)
		slow := Pace{PerDay: float64(rapid.IntRange(10, 90).Draw(t, "pace")) / 10}
		for _, h := range Effect(queue, admitted, slow, monday, cal) {
			if h.Compare(admitted.Place) < 0 || h.Class != Ordinary || !h.With.After(h.FinishBy) || h.Without.After(h.FinishBy) {
				t.Fatalf("%+v is not harmed by %+v", h, admitted.Place)
			}
		}
		all := append(queue, admitted)
		played := Play(all, slow, monday, cal)
		for i := 1; i < len(played); i++ {
			if played[i].Compare(played[i-1].Place) < 0 || played[i].Done.Before(played[i-1].Done) {
				t.Fatalf("played out of order: %+v after %+v", played[i], played[i-1])
			}
		}
	})
}

func TestEstimateTellsTwoDatesAndWhy(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	day := workday.MustParse
	for _, c := range []struct {
		name             string
		w                Waiting
		pace             float64
		earliest, latest string
		why              Why
	}{
		{"next", Waiting{After: 1}, 3, "2026-11-25", "2026-11-25", WhyNext},
		{"queue", Waiting{Ahead: 7, After: 1}, 3, "2026-11-25", "2026-11-30", WhyQueue},
		{"slow", Waiting{Ahead: 2, After: 0}, 0.2, "2026-11-24", "2026-11-26", WhyQueue},
		{"promise", Waiting{Ahead: 7, After: 1, Promise: day("2026-11-27")}, 3, "2026-11-25", "2026-11-27", WhyPromise},
		{"missed", Waiting{Ahead: 3, After: 1, Promise: day("2026-11-24")}, 3, "2026-11-25", "2026-11-26", WhyMissed},
		{"trip", Waiting{Ahead: 3, After: 1, Departure: day("2026-11-26")}, 3, "2026-11-25", "2026-11-26", WhyTrip},
	} {
		e := Estimate(c.w, Pace{PerDay: c.pace}, monday, cal)
		if e.Earliest != day(c.earliest) || e.Latest != day(c.latest) || e.Why != c.why || e.Place != c.w.Ahead+1 {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
}

func TestSlackAndLeft(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	day := workday.MustParse
	// A12 a) departs Friday 11-27: 24, 25 and 26 lie between; review needs two.
	if s := Slack(monday, day("2026-11-27"), 2, 0, cal); s != 1 {
		t.Errorf("s is %d, want 1", s)
	}
	if s := Slack(monday, day("2026-11-27"), 2, 2, cal); s != -1 {
		t.Errorf("s by post is %d, want -1", s)
	}
	for due, want := range map[string]int{"2026-11-23": 0, "2026-11-24": 1, "2026-11-30": 5, "2026-11-20": -1, "2026-11-22": -1, "2026-11-19": -2} {
		if r := Left(monday, day(due), cal); r != want {
			t.Errorf("r to %s is %d, want %d", due, r, want)
		}
	}
}

func TestAlarmsOfACase(t *testing.T) {
	t.Parallel()
	cal, day := calendar(t), workday.MustParse
	for name, c := range map[string]struct {
		s    Signs
		want string
	}{
		"nothing":          {Signs{Promise: day("2026-11-27")}, ""},
		"one day left":     {Signs{Promise: day("2026-11-24")}, "ALARM_PROMISE red "},
		"two days left, U": {Signs{Promise: day("2026-11-25"), Urgent: true}, "ALARM_PROMISE yellow "},
		"two days left, O": {Signs{Promise: day("2026-11-25")}, ""},
		"overdue":          {Signs{Promise: day("2026-11-20")}, "PROMISE_MISSED red "},
		"no slack":         {Signs{Departure: day("2026-11-26"), Need: 2}, "ALARM_SLACK red "},
		"little slack":     {Signs{Departure: day("2026-11-27"), Need: 2}, "ALARM_SLACK yellow "},
		"gone":             {Signs{Departure: day("2026-11-23"), Need: 2}, ""},
		"unclaimed":        {Signs{Urgent: true, Unclaimed: 3 * time.Hour}, "ALARM_UNCLAIMED yellow "},
		"long unclaimed":   {Signs{Urgent: true, Unclaimed: 5 * time.Hour}, "ALARM_UNCLAIMED red "},
	} {
		got := ""
		for _, a := range Alarms(c.s, monday, cal) {
			got += a.Reason + " " + string(a.Colour) + " "
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, workday.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	// Friday 16:30 to Monday 09:00: an hour on Friday, half an hour on Monday.
	if got := WorkingTime(at("2026-11-20 16:30"), at("2026-11-23 09:00"), cal); got != 90*time.Minute {
		t.Errorf("over a weekend %s", got)
	}
	if got := WorkingTime(at("2026-11-23 08:00"), at("2026-11-23 20:00"), cal); got != 6*time.Hour+30*time.Minute {
		t.Errorf("a day has %s", got)
	}
}
