package expedite_test

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// closed is the year 2026 with one more day off, as a storm would close it.
func (w *world) closed(day string) *workday.Calendar {
	w.t.Helper()
	cal, err := workday.NewCalendar("storm", workday.Year{Year: 2026, Status: workday.Official, Source: "测试", Off: []string{day}})
	w.check(err)
	return cal
}

// recounted counts limits again twice, and wants the same number moved by the first only.
func (w *world) recounted(cal *workday.Calendar, want int) {
	w.t.Helper()
	for _, want := range []int{want, 0} {
		if n, err := w.Recount(ctx, cal, 1); err != nil || n != want {
			w.t.Errorf("%d limits moved, want %d: %v", n, want, err)
		}
	}
}

// C-6: answers to doubts, statements against marks and offered seats are counted again on a new calendar, once; the old days are kept and those whom they
// bind are told. What has ended stays ended.
func TestANewCalendarCountsDoubtsMarksAndSeatsAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.police(lawyer.Officer, receiver.Officer)
	_, doubt := w.doubted(1)
	mark := w.proposed(Y1)
	w.recounted(w.closed("2026-11-24"), 2)
	if v, err := w.DoubtOf(ctx, lawyer, doubt); err != nil || v.Due != day("2026-11-25") {
		t.Errorf("the doubt is due %s, %v", v.Due, err)
	}
	if v, err := w.Overview(ctx, w.agent); err != nil || len(v.Marks) != 1 || v.Marks[0].ID != mark || v.Marks[0].HearBy != day("2026-11-27") {
		t.Errorf("marks %+v, %v", v.Marks, err)
	}
	for what, query := range map[string]string{
		"lawyer":           `SELECT count(*) FROM notices WHERE kind = 'tasks_moved' AND facts->>'clock' = 'doubt'`,
		"proposer":         `SELECT count(*) FROM notices WHERE kind = 'task_moved' AND facts->>'clock' = 'mark'`,
		"enterprise":       `SELECT count(*) FROM notices WHERE kind = 'limit_moved' AND facts->>'clock' = 'mark' AND person_id IS NOT NULL`,
		"doubt's old day":  `SELECT count(*) FROM due_moves WHERE clock = 'doubt' AND case_id IS NOT NULL AND was = '2026-11-24' AND due = '2026-11-25'`,
		"mark's old day":   `SELECT count(*) FROM due_moves WHERE clock = 'mark' AND about LIKE 'JJ%' AND was = '2026-11-26' AND due = '2026-11-27'`,
		"nobody else told": `SELECT count(*) - 2 FROM notices WHERE kind IN ('task_moved', 'tasks_moved', 'limit_moved')`,
	} {
		if got := w.text(query); got != "1" {
			t.Errorf("%s: %s, want 1", what, got)
		}
	}
	w.check(w.Answer(ctx, lawyer, doubt, Opinion{Stands: true, Level: E2, Reason: "更名公告可证"}, db.Key{}))
	w.at("2026-11-28 09:00") // the time to speak has ended, and the doubt is answered
	w.recounted(w.closed("2026-11-25"), 0)
}

func TestANewCalendarKeepsASeatLongerAndBringsNoneBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, persons := w.waits()
	w.check(w.cases.Withdraw(ctx, w.agent, persons[0].CaseID, "不去了", db.Key{}))
	w.recounted(w.closed("2026-11-25"), 1)
	if got := w.text(`SELECT string_agg(offer_until::text, ' ') FROM business_travellers WHERE offer_until IS NOT NULL`); got != "2026-11-27" {
		t.Errorf("kept until %s", got)
	}
	if got := w.text(`SELECT count(*) || ' ' || min(was::text) FROM due_moves WHERE clock = 'seat'`); got != "1 2026-11-26" {
		t.Errorf("old day: %s", got)
	}
	if got := w.text(`SELECT count(*) FROM notices WHERE kind = 'limit_moved' AND facts->>'clock' = 'seat'`); got != "2" { // the enterprise and himself
		t.Errorf("%s were told", got)
	}
	w.at("2026-11-28 09:00")
	w.recounted(w.closed("2026-11-26"), 0)
}
