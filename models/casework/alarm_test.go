package casework

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// A promise that is missed is apologised for once, with a new date and a red card; before that the head of the desk hears of it.
func TestAMissedPromiseIsApologisedForOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	promise, running := w.law(id).Runs(procedure.K3)
	if !running {
		w.exec(`UPDATE cases SET law = jsonb_set(law, '{clocks}', law->'clocks' || '[{"kind": "K3", "day0": "2026-09-17", "due": "2026-09-28"}]') WHERE id = ?`, id)
		promise.Due = workday.MustParse("2026-09-28")
	}
	w.exec(`UPDATE steps SET do_by = ? WHERE case_id = ? AND state <> 'DONE'`, w.calendar().SubWD(promise.Due, 2), id)
	w.exec(`INSERT INTO officers (id, police_no, name, id_number, created_at) VALUES (gen_random_uuid(), '099001', '何队', 'o1', now())`)
	reasons := func() (n int) { return w.count(`SELECT count(*) FROM queue_alarms WHERE case_id = ?`, id) }

	w.at(w.calendar().SubWD(promise.Due, 1).String() + " 09:00")
	for range 2 {
		_, err := w.WatchQueues(ctx)
		check(t, err)
	}
	if n := w.count(`SELECT count(*) FROM queue_alarms WHERE case_id = ? AND reason = ?`, id, flow.AlarmPromise); n != 1 || reasons() != 1 {
		t.Fatalf("one day before the promise: %d alarms of %d", n, reasons())
	}
	w.at(promise.Due.AddDays(1).String() + " 09:00")
	for range 3 {
		_, err := w.WatchQueues(ctx)
		check(t, err)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'promise_missed'`, id); n != 1 {
		t.Errorf("%d apologies, want 1", n)
	}
	if n := w.count(`SELECT count(*) FROM river_job WHERE kind = 'supervise.alarm' AND args->>'reason' = ?`, flow.AlarmOverdue); n != 1 {
		t.Errorf("%d red cards are asked for, want 1", n)
	}
	var due string
	w.scan(&due, `SELECT facts->>'due' FROM notices WHERE case_id = ? AND kind = 'promise_missed'`, id)
	if day, err := workday.Parse(due); err != nil || !day.After(w.db.Today()) {
		t.Errorf("the new date is %q", due)
	}
}

// Every waiting case shows its place and two dates, to applicant and clerk alike.
func TestEveryWaitingCaseTellsItsPlace(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(30)
	page, err := w.Queue(ctx, receiver, window, procedure.StageIntake, "", 20)
	check(t, err)
	next, err := w.Queue(ctx, receiver, window, procedure.StageIntake, page.Next, 20)
	check(t, err)
	for i, r := range append(page.Items, next.Items...) {
		if r.ETA.Place != i+1 || r.ETA.Latest.Before(r.ETA.Earliest) {
			t.Fatalf("row %d: %+v", i, r.ETA)
		}
	}
	person := w.blaster(1, "2026-12-01")
	id := w.submit(person)
	v, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	if v.ETA == nil || v.ETA.Place < 1 || v.ETA.Place > 31 || v.ETA.Why == "" {
		t.Errorf("the applicant is told %+v", v.ETA)
	}
}

// An expedited case that nobody takes turns yellow after two working hours and red after four, on its row and on its page, and says so beside
// its departure (domain.md 3.8).
func TestAlarmsStandOnRowAndPage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-12-01"))
	w.exec(`UPDATE cases SET law = law || '{"urgent": true, "departure": "2026-09-21"}' WHERE id = ?`, id)
	w.exec(`UPDATE steps SET finish_by = '2027-01-04' WHERE case_id = ?`, id)
	colours := func(list []flow.Alarm) map[string]flow.Colour {
		found := map[string]flow.Colour{}
		for _, a := range list {
			found[a.Reason] = a.Colour
		}
		return found
	}
	for _, at := range []struct {
		time string
		want flow.Colour
	}{{"2026-09-17 10:00", flow.NoAlarm}, {"2026-09-17 11:30", flow.Yellow}, {"2026-09-17 16:00", flow.Red}} {
		w.at(at.time)
		page, err := w.Queue(ctx, receiver, window, procedure.StageIntake, "", 20)
		check(t, err)
		v, err := w.Review(ctx, receiver, id)
		check(t, err)
		row, own := colours(page.Items[0].Alarms), colours(v.Alarms)
		if row[flow.AlarmUnclaimed] != at.want || own[flow.AlarmUnclaimed] != at.want {
			t.Errorf("%s: the row says %v and the page %v, want %q", at.time, row, own, at.want)
		}
		if row[flow.AlarmSlack] == flow.NoAlarm {
			t.Errorf("%s: row %+v hides the journey", at.time, page.Items[0])
		}
	}
}
