package casework

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// waiting puts n made-up steps into the intake queue, each of a case of its own.
func (w *world) waiting(n int) {
	w.t.Helper()
	p := w.blaster(399, "2026-12-01")
	w.exec(`
WITH made AS (
  INSERT INTO cases (id, number, item_code, item_version, person_id, state, law, started_at, updated_at)
  SELECT gen_random_uuid(), lpad(n::text, 24, '0'), ?, 1, ?, 'RECEIVED', '{}', now(), now() FROM generate_series(1, ?) n RETURNING id, number)
INSERT INTO steps (id, case_id, desk, stage, state, finish_by, do_by, class, turn, received_at, number, party, opened_at)
SELECT gen_random_uuid(), id, ?, 'intake', 'QUEUED', date '2026-09-24', date '2026-09-20' + (number::numeric % 7)::int, (number::numeric % 2)::int,
       1 + (number::numeric % 3)::int, timestamptz '2026-09-17 08:00+08' + (number::numeric % 11) * interval '1 hour', number, 'p' || (number::numeric % 50), now()
  FROM made`, item, p.PersonID, n, window)
}

func TestAnOfficerHoldsAtMostFive(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(40)
	me := receiver
	var got, full atomic.Int64
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			_, err := w.ClaimNext(ctx, me, window, procedure.StageIntake, db.Key{})
			switch {
			case err == nil:
				got.Add(1)
			case fault.Code(err) == "CLAIMS_FULL":
				full.Add(1)
			case !db.IsUnique(err, "steps_hands"): // many hands at once met on a slot more often than is tried again
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := w.count(`SELECT count(*) FROM steps WHERE state = 'CLAIMED'`); n > MaxClaims || int64(n) != got.Load() {
		t.Errorf("holds %d after %d claims", n, got.Load())
	}
}

func TestSubmittingTwiceWithOneKeyIsOneCase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.draft(person)
	_, err := w.Finish(ctx, person, id, false, key(person, "finish"))
	check(t, err)
	_, err = w.Finish(ctx, person, id, false, key(person, "finish"))
	check(t, err)
	var wait sync.WaitGroup
	numbers := make([]string, 8)
	for i := range numbers {
		wait.Go(func() {
			r, err := w.UnitSign(ctx, w.unit, id, true, key(w.unit, "sign"))
			if err != nil {
				t.Error(err)
			}
			numbers[i] = r.Number
		})
	}
	wait.Wait()
	slices.Sort(numbers)
	if len(slices.Compact(numbers)) != 1 || numbers[0] == "" {
		t.Errorf("numbers %v", numbers)
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE kind = 'receipt'`); n != 1 {
		t.Errorf("%d receipts", n)
	}
	_, err = w.UnitSign(ctx, w.unit, id, true, db.Key{}) // a double click without a key
	wantCode(t, err, "ACT_NOT_NOW")

	twin := w.draft(person)
	_, err = w.Finish(ctx, person, twin, false, db.Key{})
	check(t, err)
	_, err = w.UnitSign(ctx, w.unit, twin, true, db.Key{})
	wantCode(t, err, "DUPLICATE_CASE")
}

// The queue of the database and Place.Compare are one order.
func TestQueueOrderOfGoAndSQLAgree(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(60)
	rapid.Check(t, func(r *rapid.T) {
		err := w.db.Write(ctx, func(tx *db.Tx) error {
			seed := rapid.Int64().Draw(r, "seed")
			return tx.Exec(`UPDATE steps SET do_by = date '2026-09-20' + (abs(hashint8(?::bigint # hashtext(id::text))) % 3)::int,
				class = abs(hashtext(id::text || ?::text)) % 2, turn = 1 + abs(hashtext(?::text || id::text)) % 2,
				received_at = timestamptz '2026-09-17 08:00+08' + (abs(hashtext(number || ?::text)) % 2) * interval '1 microsecond'`,
				seed, fmt.Sprint(seed), fmt.Sprint(seed), fmt.Sprint(seed)).Error
		})
		if err != nil {
			r.Fatal(err)
		}
		var places []Place
		after := ""
		for {
			page, err := w.Queue(ctx, receiver, window, procedure.StageIntake, after, rapid.IntRange(1, 25).Draw(r, "limit"))
			if err != nil {
				r.Fatal(err)
			}
			for _, row := range page.Items {
				places = append(places, row.Place)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(places) != 60 || !slices.IsSortedFunc(places, Place.Compare) {
			r.Fatalf("%d steps, sorted %t", len(places), slices.IsSortedFunc(places, Place.Compare))
		}
	})
}
