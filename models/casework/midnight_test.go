package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Every row that a clock brings about (domain.md C-3) happens at 24:00 of the last day: not in the day's last microsecond, once in the first of the
// next day, and never again. TestEveryClockHasALateAct sees that no row is missing here.
func TestEveryLimitEndsAtItsMidnight(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for move, l := range lateActs {
		t.Run(string(move), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, l.start)
			w.enrol(chair)
			id, _ := l.begin(w, w.blaster(1, l.expiry))
			k, running := w.law(id).Clock(l.clock)
			if !running {
				t.Fatalf("%s does not run", l.clock)
			}
			midnight := k.Due.AddDays(1).Start()
			if got := midnight.Format("15:04:05 -0700"); got != "00:00:00 +0800" {
				t.Fatalf("%s ends at %s", l.clock, got)
			}
			at := func(instant time.Time, times int) {
				t.Helper()
				w.clock.Set(t, instant.Format(time.RFC3339Nano))
				_, err := w.Service.SettleDue(ctx, 10)
				check(t, err)
				if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = ?`, id, move); n != times {
					t.Errorf("%s: %s happened %d times, want %d", instant, move, n, times)
				}
			}
			at(midnight.Add(-time.Minute), 0)
			at(midnight.Add(-time.Microsecond), 0)
			at(midnight, 1)
			at(midnight.Add(time.Minute), 1)
		})
	}
	t.Run("L04a", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, "2026-06-17T09:00:00+08:00")
		_, certificate := w.certified(w.blaster(1, "2026-08-31")) // valid to 2029-08-31
		for _, test := range []struct {
			at   string
			want int
		}{{"2029-08-31T23:59:59.999999+08:00", 0}, {"2029-09-01T00:00:00+08:00", 1}, {"2029-09-01T00:01:00+08:00", 1}} {
			w.clock.Set(t, test.at)
			check(t, w.Service.SweepLicences(ctx))
			if n := w.count(`SELECT count(*) FROM journal j JOIN cases c ON c.id = j.case_id WHERE c.certificate_id = ? AND j.move = 'L04a'`, certificate); n != test.want {
				t.Errorf("%s: %d cases of cancellation, want %d", test.at, n, test.want)
			}
		}
	})
}

// Five tables, a hundred cases of each, whose limits end at different midnights; two instances sweep them at once while officers claim and read. Every case
// is moved exactly once, by its own row, in the order in which the limits ended.
func TestTwoInstancesSweepTheCasesOfAllTables(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-06-17T09:00:00+08:00")
	w.enrol(chair)
	const each = 100
	swept := w.dueInAllTables(each)
	due := w.count(`SELECT count(*) FROM cases WHERE settle_at <= ?`, w.clock.Now())
	other := w.instance(w.calendar, nil)
	stop := make(chan struct{})
	var load, wait sync.WaitGroup
	for i := range 4 {
		me := clerk("陈晓", fmt.Sprintf("1%05d", i), account.Receiver, window)
		load.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := w.claimAndClose(me); err != nil && !slices.Contains([]string{"QUEUE_EMPTY", "BUSY", "LEASE_LOST"}, fault.Code(err)) {
					t.Error(err)
				}
				if _, err := w.Queue(ctx, me, window, procedure.StageIntake, "", 50); err != nil {
					t.Error(err)
				}
			}
		})
	}
	var moved atomic.Int64
	began := time.Now()
	for _, s := range []*Service{w.Service, other} {
		wait.Go(func() {
			n, err := s.SettleDue(ctx, 100)
			if err != nil {
				t.Error(err)
			}
			moved.Add(int64(n))
		})
	}
	wait.Wait()
	close(stop)
	load.Wait()
	t.Logf("%d cases in %s", moved.Load(), time.Since(began).Round(time.Millisecond))
	if int(moved.Load()) != due || due < 5*each {
		t.Errorf("%d cases were moved, %d were due", moved.Load(), due)
	}
	for move := range swept {
		if n, m := w.count(`SELECT count(*) FROM journal WHERE move = ?`, move), w.count(`SELECT count(DISTINCT case_id) FROM journal WHERE move = ?`, move); n != each || m != each {
			t.Errorf("%s happened %d times to %d cases, want %d", move, n, m, each)
		}
	}
	// The transaction of a case tells when it was swept; two instances may overtake each other by what each has in hand.
	if n := w.count(`SELECT coalesce(max(abs(swept - ended)), 0) FROM (
		SELECT rank() OVER (ORDER BY at) + count(*) OVER (PARTITION BY at) AS ended, rank() OVER (ORDER BY at) AS first, row_number() OVER (ORDER BY xmin::text::bigint) AS swept
		  FROM journal WHERE move IN ('L05c', 'T11', 'F01b', 'S11', 'E11')) j WHERE swept < first - 4 OR swept > ended + 4`); n != 0 {
		t.Errorf("a case was swept %d places out of its turn", n)
	}
	if n, err := other.SettleDue(ctx, 100); err != nil || n != 0 {
		t.Errorf("again: %d moved (%v)", n, err)
	}
}

// dueInAllTables makes so many cases of each of the five tables, and moves the clock to where a limit of all of them has ended; it tells by which move.
func (w *world) dueInAllTables(each int) map[procedure.MoveID]uuid.UUID {
	w.t.Helper()
	swept := map[procedure.MoveID]uuid.UUID{}
	_, certificate := w.certified(w.blaster(1, "2026-08-31"))
	swept["L05c"] = w.opened(reviewer, Measure{Certificate: certificate, Measure: procedure.Revoke, Ground: "A69.2", Facts: "提交伪造的培训学时证明"})
	swept["T11"] = w.submit(w.blaster(2, "2026-08-31"))
	swept["F01b"], _, _ = w.stepwise(procedure.Filing())
	swept["S11"], _, _ = w.stepwise(procedure.Service())
	swept["E11"], _, _ = w.stepwise(procedure.Endorsement())
	var last time.Time
	for move, template := range swept {
		k, running := w.law(template).Clock(lateActs[move].clock)
		if !running {
			w.t.Fatalf("%s: no %s", move, lateActs[move].clock)
		}
		if end := k.Due.AddDays(1).Start(); end.After(last) {
			last = end
		}
		w.alike(template, each-1)
	}
	w.clock.Set(w.t, last.Format(time.RFC3339))
	return swept
}

// alike makes n more cases that stand where the template stands, each with its open step and, where it is about a certificate, a certificate of its own.
func (w *world) alike(template uuid.UUID, n int) {
	w.t.Helper()
	const id, certificate, number = `md5(r.id::text || n)::uuid`, `md5(r.certificate_id::text || n)::uuid`, `substr(md5(r.id::text || n), 1, 24)`
	w.copies(n, "certificates", `r.id = (SELECT certificate_id FROM cases WHERE id = @template)`, template, map[string]string{"id": `md5(r.id::text || n)::uuid`,
		"number": `'C' || lpad(n::text, 11, '0')`, "verify_code": `translate(lpad(n::text, 26, 'A'), '0189', 'WXYZ')`, "holder_id": `lpad(n::text, 18, '0')`})
	w.copies(n, "cases", `r.id = @template`, template, map[string]string{"id": id, "number": number, "subject": number, "certificate_id": certificate,
		"journal_seq": "0", "journal_digest": "''"})
	w.copies(n, "steps", `r.case_id = @template AND r.state <> 'DONE'`, template, map[string]string{"id": "gen_random_uuid()", "case_id": `md5(r.case_id::text || n)::uuid`,
		"number": `substr(md5(r.case_id::text || n), 1, 24)`})
}

// copies inserts the chosen rows of a table n times, with other values in some columns.
func (w *world) copies(n int, table, choice string, template uuid.UUID, other map[string]string) {
	w.t.Helper()
	check(w.t, w.db.Write(context.Background(), func(tx *db.Tx) error {
		var names []string
		if err := tx.Raw(`SELECT attname FROM pg_attribute WHERE attrelid = ?::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, table).Scan(&names).Error; err != nil {
			return err
		}
		values := make([]string, len(names))
		for i, name := range names {
			if values[i] = other[name]; values[i] == "" {
				values[i] = "r." + name
			}
		}
		return tx.Exec(`INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) SELECT `+strings.Join(values, ", ")+` FROM `+table+` r CROSS JOIN generate_series(1, @n) n WHERE `+choice,
			map[string]any{"template": template, "n": n}).Error
	}))
}
