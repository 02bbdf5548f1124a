package supervise_test

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// C-6: answers to yellow cards and results of tickets are counted again on a new calendar, once; the old days are kept and who answers is told. A red card
// is answered on its own day, and what is answered stays as it was.
func TestANewCalendarCountsCardsAndTicketsAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-11-23T09:00:00+08:00")
	w.officer("090110", inspector.Grants...)
	w.officer("090001", account.Grant{Role: account.Receiver, Desk: account.CityWindow})
	check(t, w.Raise(ctx, deemed(w.quiet()), "job 1"))
	red := deemed(w.quiet())
	red.Card, red.Reason = procedure.Red, "OVERDUE_K2"
	check(t, w.Raise(ctx, red, "job 2"))
	for _, job := range []string{"job 3", "job 4"} {
		check(t, w.Raise(ctx, casework.AlarmArgs{CaseID: w.quiet(), Card: procedure.Patrol, Reason: supervise.P8, Officer: "090001"}, job))
	}
	storm, err := workday.NewCalendar("storm", workday.Year{Year: 2026, Status: workday.Official, Source: "测试", Off: []string{"2026-11-24"}})
	check(t, err)
	for _, want := range []int{3, 0} {
		if n, err := w.Recount(ctx, storm, 1); err != nil || n != want {
			t.Errorf("%d limits moved, want %d: %v", n, want, err)
		}
	}
	for what, query := range map[string]string{
		"yellow card":         `SELECT count(*) FROM cards WHERE colour = 'yellow' AND answer_due = '2026-11-25'`,
		"red card":            `SELECT count(*) FROM cards WHERE colour = 'red' AND answer_due = '2026-11-23'`,
		"tickets":             `SELECT count(*) - 1 FROM patrol_events WHERE due = '2026-11-27'`,
		"card's old day":      `SELECT count(*) FROM due_moves WHERE clock = 'card' AND was = '2026-11-24' AND due = '2026-11-25'`,
		"tickets' old days":   `SELECT count(*) - 1 FROM due_moves WHERE clock = 'patrol' AND was = '2026-11-26' AND due = '2026-11-27'`,
		"officer of the card": `SELECT count(*) FROM notices WHERE kind = 'task_moved' AND facts->>'clock' = 'card'`,
		"inspector, of both":  `SELECT count(*) FROM notices WHERE kind = 'tasks_moved' AND facts->>'clock' = 'patrol' AND facts->>'count' = '2'`,
	} {
		if n := w.count(query); n != 1 {
			t.Errorf("%s: %d, want 1", what, n)
		}
	}
}
