package procedure

import (
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// TestA12_DatesOfTheQueue reckons finish_by and do_by of the four cases of A12; where they stand in a queue is casework's test of that name.
func TestA12_DatesOfTheQueue(t *testing.T) {
	t.Parallel()
	cal, day := calendar(t), workday.MustParse
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, workday.Zone)
	promised := func(due string) []Clock { return []Clock{{Kind: K3, Due: day(due)}} }
	for _, c := range []struct {
		name, finish, do string
		law              Case
	}{
		{"a", "2026-11-25", "2026-11-24", Case{Urgent: true, PromiseDay0: day("2026-11-20"), Departure: day("2026-11-27"), Clocks: promised("2026-11-27")}},
		{"b", "2026-11-23", "2026-11-20", Case{Clocks: promised("2026-11-23")}},
		{"c", "2026-11-26", "2026-11-25", Case{Urgent: true, PromiseDay0: day("2026-11-23"), Departure: day("2026-12-07"), Clocks: promised("2026-11-30")}},
		{"d", "2026-11-25", "2026-11-24", Case{Clocks: promised("2026-11-25")}},
		{"by post out of the province", "2026-11-24", "2026-11-23", Case{Urgent: true, PromiseDay0: day("2026-11-20"), Departure: day("2026-11-27"),
			SendingDays: 2, Clocks: promised("2026-11-27")}},
		{"an ordinary journey", "2026-11-26", "2026-11-25", Case{Departure: day("2026-11-28"), SendingDays: 1, Clocks: promised("2026-11-30")}},
	} {
		c.law.State = Review
		l := &look{p: Endorsement(), c: c.law, cal: cal, now: now}
		o := l.order(StageReview)
		if o.FinishBy != day(c.finish) || o.DoBy != day(c.do) || o.Urgent != c.law.Urgent {
			t.Errorf("%s: finish_by %s, do_by %s, urgent %v; want %s and %s", c.name, o.FinishBy, o.DoBy, o.Urgent, c.finish, c.do)
		}
	}
}
