package procedure

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

func find(t *testing.T, list []ExplainedClock, kind ClockKind) ExplainedClock {
	t.Helper()
	for _, e := range list {
		if e.Kind == kind {
			return e
		}
	}
	t.Fatalf("%s is not explained", kind)
	return ExplainedClock{}
}

func wantDay(t *testing.T, e ExplainedClock, on string, n int, counted bool, why workday.Reason) {
	t.Helper()
	for _, d := range e.Days {
		if d.Date.String() != on {
			continue
		}
		if d.N != n || d.Counted != counted || d.Reason != why {
			t.Errorf("%s %s: n %d, counted %t, %s; want %d, %t, %s", e.Kind, on, d.N, d.Counted, d.Reason, n, counted, why)
		}
		return
	}
	t.Errorf("%s does not tell of %s", e.Kind, on)
}

func TestA01_ExplainDeemedAcceptanceOverSpringFestival(t *testing.T) {
	t.Parallel()
	received := day("2026-02-12")
	c := Case{State: Received, ReceivedOn: received, ReceivedAt: at("2026-02-12 16:40"), Expiry: day("2026-12-31"), Timely: true}
	k := Clock{Kind: K1, Day0: received, Limit: wd(5)}
	k.count(calendar(t))
	c.Clocks = []Clock{k}
	out := Settle(permit, options, c, calendar(t), at("2026-02-27 00:00"))
	list := out.Case.Explain(calendar(t), day("2026-02-27"))
	k1 := find(t, list, K1)
	wantDay(t, k1, "2026-02-12", 0, false, workday.DayZero)
	wantDay(t, k1, "2026-02-14", 2, true, workday.MakeUp)
	wantDay(t, k1, "2026-02-15", 2, false, workday.Holiday)
	wantDay(t, k1, "2026-02-26", 5, true, workday.Weekday)
	if last := k1.Days[len(k1.Days)-1]; last.Date.String() != "2026-02-26" || k1.Days[3].Source == "" {
		t.Errorf("K1 ends on %s; the holiday names %q", last.Date, k1.Days[3].Source)
	}
	k2 := find(t, list, K2)
	wantDay(t, k2, "2026-02-12", 0, false, workday.DayZero) // back-dated
	wantDay(t, k2, "2026-03-18", 20, true, workday.Weekday)
	if k2.Due.String() != "2026-03-18" || k2.Older || k2.Lamp != Green {
		t.Errorf("K2 ends on %s, lamp %s", k2.Due, k2.Lamp)
	}
}

func TestA02_ExplainDecisionClockOverNationalDay(t *testing.T) {
	t.Parallel()
	c := Case{State: Review, AcceptedOn: day("2026-09-17")}
	k := Clock{Kind: K2, Day0: c.AcceptedOn, Limit: wd(20)}
	k.count(calendar(t))
	c.Clocks = []Clock{k}
	k2 := find(t, c.Explain(calendar(t), day("2026-10-16")), K2)
	wantDay(t, k2, "2026-09-20", 2, true, workday.MakeUp)
	wantDay(t, k2, "2026-10-10", 12, true, workday.MakeUp)
	wantDay(t, k2, "2026-10-21", 20, true, workday.Weekday)
	if k2.Count != 17 || k2.Left != 3 || k2.Lamp != LampYellow {
		t.Errorf("on 2026-10-16: %d counted, %d left, lamp %s", k2.Count, k2.Left, k2.Lamp)
	}
}

func TestAStoppedClockCountsNoFurther(t *testing.T) {
	t.Parallel()
	k := Clock{Kind: K1, Day0: day("2026-09-17"), Limit: wd(5), StoppedOn: day("2026-09-21")}
	k.count(calendar(t))
	c := Case{Clocks: []Clock{k}}
	e := find(t, c.Explain(calendar(t), day("2026-09-30")), K1)
	wantDay(t, e, "2026-09-21", 3, true, workday.Weekday)
	wantDay(t, e, "2026-09-22", 3, false, AfterStop)
	if e.Lamp != NoLamp || e.Count != 3 {
		t.Errorf("lamp %q, %d counted", e.Lamp, e.Count)
	}
	if e := find(t, c.Explain(calendar(t), day("2026-09-18")), K1); e.Lamp == NoLamp || !e.StoppedOn.IsZero() {
		t.Error("on an earlier day it was running")
	}
	if list := c.Explain(calendar(t), day("2026-09-16")); len(list) != 0 {
		t.Error("before its day 0 there was no clock")
	}
}

func TestA03_ExplainSpecialProcedure(t *testing.T) {
	t.Parallel()
	c := Case{State: Review, AcceptedOn: day("2026-03-02")}
	c.Specials = []Special{{Kind: ExpertReview, From: day("2026-03-11"), To: day("2026-03-25")}}
	k := Clock{Kind: K2, Day0: c.AcceptedOn, Limit: wd(20), Off: c.off()}
	k.count(calendar(t))
	c.Clocks = []Clock{k}
	k2 := find(t, c.Explain(calendar(t), day("2026-03-26")), K2)
	wantDay(t, k2, "2026-03-11", 7, true, workday.Weekday)
	wantDay(t, k2, "2026-03-12", 7, false, workday.Suspended)
	wantDay(t, k2, "2026-03-25", 7, false, workday.Suspended)
	wantDay(t, k2, "2026-03-26", 8, true, workday.Weekday)
	wantDay(t, k2, "2026-04-14", 20, true, workday.Weekday)
	if k2.Due != day("2026-04-14") || k2.Older {
		t.Errorf("K2 ends on %s", k2.Due)
	}
	off := 0
	for _, d := range k2.Days {
		if d.Reason == workday.Suspended && calendar(t).IsWorkingDay(d.Date) {
			off++
		}
		if d.Reason == workday.Suspended && (d.Special != ExpertReview || d.Notice != day("2026-03-11")) {
			t.Errorf("%s does not name its notice: %+v", d.Date, d)
		}
	}
	if off != 10 {
		t.Errorf("%d working days are excluded, want 10", off)
	}
}

func TestA02_ExplainExtension(t *testing.T) {
	t.Parallel()
	k := Clock{Kind: K2, Day0: day("2026-09-17"), Limit: wd(20), Extra: extensionDays}
	k.count(calendar(t))
	k2 := find(t, Case{Clocks: []Clock{k}}.Explain(calendar(t), day("2026-10-16")), K2)
	wantDay(t, k2, "2026-10-21", 20, true, workday.Weekday)
	wantDay(t, k2, "2026-10-22", 21, true, Extended)
	wantDay(t, k2, "2026-11-04", 30, true, Extended)
	if k2.Due != day("2026-11-04") || k2.Older {
		t.Errorf("K2 ends on %s", k2.Due)
	}
}
