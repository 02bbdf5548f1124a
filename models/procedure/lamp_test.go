package procedure

import (
	"testing"
)

// The order of work: do_by steps back from the promise by the steps that come after (domain.md 3.7).
func TestDoBy(t *testing.T) {
	t.Parallel()
	when, expiry := "2026-09-17 10:00", "2026-12-01"
	order := func(c Case) StepOrder {
		l := &look{p: Permit(), o: options.WithDefaults(), c: c, cal: calendar(t), now: at(when)}
		return l.order(Permit().Stage(c.State))
	}
	c := received(t, when, expiry)
	if o := order(c); o.FinishBy != day("2026-09-23") || o.DoBy != day("2026-09-23") {
		t.Errorf("intake: %+v", o)
	}
	c = received(t, when, expiry, doing(t, when, officer(Intake), act(ActAccept)))
	if o := order(c); o.FinishBy != day("2026-10-08") || o.DoBy != day("2026-09-23") { // two steps back is 09-29; the county has five days
		t.Errorf("county: %+v", o)
	}
	c = received(t, when, expiry, doing(t, when, officer(Intake), act(ActAccept)), doing(t, when, officer(County), act(ActCountyOpinion)))
	if o := order(c); o.FinishBy != day("2026-10-08") || o.DoBy != day("2026-09-30") {
		t.Errorf("review: %+v", o)
	}
	c = received(t, when, expiry, doing(t, when, officer(Intake), act(ActAccept)), doing(t, when, officer(County), act(ActCountyOpinion)),
		doing(t, when, officer(Reviewer), act(ActPropose)))
	if o := order(c); o.FinishBy != day("2026-10-08") || o.DoBy != day("2026-10-08") {
		t.Errorf("decision: %+v", o)
	}
}

func TestLamps(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	for _, test := range []struct {
		n     int
		today string
		want  Lamp
	}{
		{20, "2026-06-08", Green}, {20, "2026-06-09", LampYellow}, {20, "2026-06-10", LampYellow}, {20, "2026-06-11", LampRed}, {20, "2026-06-12", LampRed}, {20, "2026-06-13", Overdue},
		{5, "2026-06-09", Green}, {5, "2026-06-10", LampYellow}, {5, "2026-06-11", LampRed},
		{3, "2026-06-10", Green}, {3, "2026-06-11", LampYellow}, {3, "2026-06-12", LampRed}, {3, "2026-06-15", Overdue},
	} {
		k := Clock{Limit: wd(test.n), Due: day("2026-06-12")}
		if got := LampOf(k, day(test.today), cal); got != test.want {
			t.Errorf("%d WD on %s: %s, want %s", test.n, test.today, got, test.want)
		}
	}
}
