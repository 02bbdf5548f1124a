package supervise_test

import (
	"context"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/supervise"
)

// An instance from before the two versions were kept edits a rating beside this one, by its own statements: its repair is closed and not lost, and what was
// closed or done already stays as it is.
func TestAnOlderInstanceDeletesNoRepair(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-14T10:00:00+08:00")
	ctx := context.Background()
	id, person := w.closedCase()
	check(t, w.Rate(ctx, person, id, supervise.Rated{Grade: 5, Tags: []string{"attitude"}}))
	w.at(w.clock.Now().Add(time.Hour))
	w.exec(`UPDATE ratings SET grade = 1, edited_at = ? WHERE case_id = ?`, w.clock.Now(), id)
	drop := `DELETE FROM rating_tickets WHERE contacted_at IS NULL AND rating_id = (SELECT id FROM ratings WHERE case_id = ?)`
	w.exec(drop, id)
	closed := `SELECT count(*) FROM rating_tickets WHERE closed_why = 'RATER_EDITED' AND closed_at = ? AND result_at IS NULL`
	edited := w.clock.Now()
	if n := w.count(closed, edited); n != 1 {
		t.Errorf("%d repairs closed by the edit", n)
	}
	if page, err := w.Repairs(ctx, inspector, supervise.Filter{Limit: 10}); err != nil || len(page.Items) != 1 || page.Items[0].Repair.ClosedWhy != supervise.RaterEdited {
		t.Errorf("it is not shown as closed: %+v, %v", page.Items, err)
	}
	w.at(w.clock.Now().Add(time.Hour))
	w.exec(drop, id)
	if n := w.count(closed, edited); n != 1 {
		t.Error("a second deletion changed what was closed")
	}
}
