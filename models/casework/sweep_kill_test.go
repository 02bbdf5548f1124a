package casework

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// killedAt runs a sweep that comes to a case which somebody else has locked, and ends its connection there; it tells what the sweep says.
func (w *world) killedAt(id uuid.UUID, sweep func() (int, error)) (moved int, told error) {
	w.t.Helper()
	return w.killedOn(`SELECT id FROM cases WHERE id = $1 FOR UPDATE`, id, sweep)
}

// killedOn does the same at a row that a query locks.
func (w *world) killedOn(lock string, id uuid.UUID, sweep func() (int, error)) (moved int, told error) {
	w.t.Helper()
	ctx := context.Background()
	held, err := w.db.Pool().Begin(ctx)
	check(w.t, err)
	defer func() { check(w.t, held.Rollback(ctx)) }()
	_, err = held.Exec(ctx, lock, id)
	check(w.t, err)
	var sweeping sync.WaitGroup
	sweeping.Go(func() { moved, told = sweep() })
	pid := int(held.Conn().PgConn().PID())
	dbtest.AwaitBlocked(w.t, w.db, pid, 1)
	w.count(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE ? = ANY(pg_blocking_pids(pid))`, pid)
	sweeping.Wait()
	return moved, told
}

// ending is the context of a process that is stopped after so many looks at it.
func ending(looks int64) context.Context {
	var left atomic.Int64
	left.Store(looks)
	return dying{context.Background(), &left}
}

// together lets several instances do the same at once, and sums up how many cases each moved.
func together(t *testing.T, instances []*Service, do func(*Service) (int, error)) int {
	t.Helper()
	var moved atomic.Int64
	var all sync.WaitGroup
	for _, s := range instances {
		all.Go(func() {
			n, err := do(s)
			if err != nil {
				t.Error(err)
			}
			moved.Add(int64(n))
		})
	}
	all.Wait()
	return int(moved.Load())
}

// chains verifies the journal, the row and the open step of every case.
func (w *world) chains(want int) {
	w.t.Helper()
	rows, err := w.db.Pool().Query(context.Background(), `SELECT id FROM cases`)
	check(w.t, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	check(w.t, err)
	if len(ids) != want {
		w.t.Errorf("%d cases, want %d", len(ids), want)
	}
	for _, id := range ids {
		w.agrees(id)
	}
}

// A sweep whose connection ends in the middle of a case leaves that case as it was; several instances that sweep after it settle what is left. Every
// case is settled once, its journal whole, its letter numbered without a hole.
func TestAKilledSweepIsFinishedByOthers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	const cases = 40
	template := w.submit(w.blaster(1, "2026-12-10"))
	w.many(template, cases-1)
	w.at("2026-09-25 00:00")
	var victim uuid.UUID
	w.scan(&victim, `SELECT id FROM cases ORDER BY settle_at, id OFFSET 10 LIMIT 1`)
	version := w.version(victim)
	first, err := w.killedAt(victim, func() (int, error) { return w.Service.SettleDue(ending(30), 7) })
	if err == nil || first < 10 || first >= cases-1 {
		t.Errorf("the killed sweep moved %d cases (%v)", first, err)
	}
	if w.version(victim) != version || w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'deemed_acceptance'`, victim) != 0 {
		t.Error("the case at which it was killed is changed")
	}
	instances := []*Service{w.Service, w.instance(w.calendar, nil), w.instance(w.calendar, nil)}
	if n := together(t, instances, func(s *Service) (int, error) { return s.SettleDue(ctx, 7) }); first+n != cases {
		t.Errorf("%d and %d of %d cases were moved", first, n, cases)
	}
	if n := w.count(`SELECT count(*) FROM (SELECT case_id FROM journal WHERE move = 'T11' GROUP BY case_id HAVING count(*) = 1) j`); n != cases {
		t.Errorf("%d cases have one record of T11, want %d", n, cases)
	}
	w.chains(cases)
	if n := w.count(`SELECT count(*) FROM documents WHERE kind = 'deemed_acceptance'`); n != cases {
		t.Errorf("%d letters, want %d", n, cases)
	}
	w.seriesAreWhole()
}

// However many cases are due, a sweep holds no more than a portion of them.
func TestASweepHoldsAPortion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.many(w.submit(w.blaster(1, "2026-12-10")), 29)
	w.at("2026-09-25 00:00")
	var looks []int
	moved, err := w.sweep(context.Background(), 7, func(tx *db.Tx, from place, limit int) ([]place, error) {
		found, err := dueCases(tx, from, limit)
		looks = append(looks, len(found))
		return found, err
	})
	check(t, err)
	if got := fmt.Sprint(looks); moved != 30 || got != "[7 7 7 7 2]" {
		t.Errorf("%d cases moved in portions of %s", moved, got)
	}
}

// An announcement is brought in by two instances at once, after an import that was killed before its commit and while the recount of one is killed at
// a case. Each open limit is counted again once and its applicant told once; a last run changes nothing.
func TestC6_AnImportIsKilledAndRepeatedByTwo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2027-01-25T09:00:00+08:00")
	years, err := workday.ReadYears(migrations.Calendars())
	check(t, err)
	books := []*calendar.Service{w.calendars(), w.calendars()}
	instances := []*Service{w.instance(books[0].Current, books[0].Newest), w.instance(books[1].Current, books[1].Newest)}
	w.Service = instances[0]
	person := w.blaster(1, "2027-04-20")
	id := w.submit(person)
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	const cases = 60
	w.alike(id, cases-1)

	clean, err := dbtest.Rows(ctx, w.db)
	check(t, err)
	held, err := w.db.Pool().Begin(ctx)
	check(t, err)
	_, err = held.Exec(ctx, `LOCK TABLE calendar_years IN SHARE ROW EXCLUSIVE MODE`)
	check(t, err)
	var killed sync.WaitGroup
	killed.Go(func() {
		if done, err := books[0].Import(ctx, []byte(official2027), "夏敏"); err == nil {
			t.Errorf("the killed import says %+v", done)
		}
	})
	pid := int(held.Conn().PgConn().PID())
	dbtest.AwaitBlocked(t, w.db, pid, 1)
	w.count(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE ? = ANY(pg_blocking_pids(pid))`, pid)
	killed.Wait()
	check(t, held.Rollback(ctx))
	left, err := dbtest.Rows(ctx, w.db)
	check(t, err)
	for table, rows := range left {
		if rows != clean[table] {
			t.Errorf("the killed import left something in %s", table)
		}
	}
	if books[0].Current().Status(2027) != workday.Provisional {
		t.Error("the killed import is in use")
	}

	var taken atomic.Int64
	var importing sync.WaitGroup
	for _, b := range books {
		importing.Go(func() {
			done, err := b.Import(ctx, []byte(official2027), "夏敏")
			if err != nil {
				t.Error(err)
			}
			taken.Add(int64(len(done.Taken)))
		})
	}
	importing.Wait()
	if n := w.count(`SELECT count(*) FROM calendar_years`); taken.Load() != 1 || n != len(years)+1 {
		t.Errorf("the year was taken %d times, %d announcements are kept", taken.Load(), n)
	}

	var victim uuid.UUID
	w.scan(&victim, `SELECT id FROM cases ORDER BY id OFFSET 10 LIMIT 1`)
	first, err := w.killedAt(victim, func() (int, error) { return instances[0].Recount(ending(25), 7) })
	if err == nil || first < 10 || first >= cases-1 {
		t.Errorf("the killed recount moved %d cases (%v)", first, err)
	}
	if n := together(t, instances, func(s *Service) (int, error) { return s.Recount(ctx, 7) }); first+n != cases {
		t.Errorf("%d and %d of %d cases were moved", first, n, cases)
	}
	for what, query := range map[string]string{
		"records of C-6": `SELECT count(*) FROM (SELECT case_id FROM journal WHERE move = 'C-6' GROUP BY case_id HAVING count(*) = 1) j`,
		"people told":    `SELECT count(*) FROM (SELECT case_id FROM notices WHERE kind = 'due_moved' GROUP BY case_id HAVING count(*) = 1) n`,
		"moved limits":   `SELECT count(*) FROM (SELECT case_id FROM due_moves WHERE clock = 'K2' AND was = '2027-02-26' AND due = '2027-03-01' GROUP BY case_id HAVING count(*) = 1) m`,
	} {
		if n := w.count(query); n != cases {
			t.Errorf("%s: %d cases, want %d", what, n, cases)
		}
	}
	w.chains(cases)
	before := w.tally()
	for i, s := range instances {
		again, err := books[i].Import(ctx, []byte(official2027), "夏敏")
		check(t, err)
		if n, err := s.Recount(ctx, 7); err != nil || n != 0 || len(again.Taken) != 0 {
			t.Errorf("again: %d moved, %v taken (%v)", n, again.Taken, err)
		}
	}
	if after := w.tally(); after != before {
		t.Errorf("another run changed rows: %v, were %v", after, before)
	}
}

// BenchmarkSweep settles cases of all five tables, as many as its name says, by one instance: cases a second, and the most that lives on the heap while it
// does, which must not grow with their number. go test ./models/casework -run - -bench Sweep -benchtime 1x
func BenchmarkSweep(b *testing.B) {
	for _, cases := range []int{500, 5000} {
		b.Run(fmt.Sprint(cases), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w := newWorld(b, "2026-06-17T09:00:00+08:00")
				w.enrol(chair)
				w.dueInAllTables(cases / 5)
				w.exec(`ANALYZE`)
				measure(b, cases, w.Service.SettleDue)
			}
		})
	}
}

// BenchmarkRecount counts the limit of so many cases again on a calendar that moves it.
func BenchmarkRecount(b *testing.B) {
	for _, cases := range []int{500, 2000} {
		b.Run(fmt.Sprint(cases), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w := newWorld(b, "2027-01-25T09:00:00+08:00")
				book := w.calendars()
				w.Service = w.instance(book.Current, book.Newest)
				id := w.submit(w.blaster(1, "2027-04-20"))
				w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
				w.alike(id, cases-1)
				_, err := book.Import(b.Context(), []byte(official2027), "夏敏")
				check(b, err)
				w.exec(`ANALYZE`)
				measure(b, cases, w.Service.Recount)
			}
		})
	}
}

// measure runs a sweep with the timer stopped before and started after, and reports its pace and the most that lives on the heap meanwhile.
func measure(b *testing.B, least int, sweep func(context.Context, int) (int, error)) {
	b.Helper()
	runtime.GC()
	most := heapLive(b.Context())
	began := time.Now()
	b.StartTimer()
	n, err := sweep(b.Context(), 200)
	b.StopTimer()
	check(b, err)
	if n < least {
		b.Errorf("%d cases moved, want %d", n, least)
	}
	b.ReportMetric(float64(n)/time.Since(began).Seconds(), "cases/s")
	b.ReportMetric(most()/(1<<20), "MB-live")
	b.StartTimer()
}

// heapLive watches how much lives on the heap after each collection, and tells the most of it.
func heapLive(ctx context.Context) (most func() float64) {
	ctx, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	var max uint64
	watching.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		for ctx.Err() == nil {
			metrics.Read(sample)
			if n := sample[0].Value.Uint64(); n > max {
				max = n
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	})
	return func() float64 {
		cancel()
		watching.Wait()
		return float64(max)
	}
}
