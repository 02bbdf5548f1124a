package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// answered is a claim, between the moments in which it was asked for and answered.
type answered struct {
	from, to time.Time
	Claim
}

// Fifty clerks at once take what waits until nothing is left. Nothing is given to two of them, and nobody is given a step while an earlier one
// waits: what was answered before another claim was asked for stands before it in the order of work.
func TestFiftyClerksClaimInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	const steps, clerks = 4000, 50
	w.waiting(steps)
	var mu sync.Mutex
	var all []answered
	var wait sync.WaitGroup
	for i := range clerks {
		me := clerk("陈晓", fmt.Sprintf("1%05d", i), account.Receiver, window)
		wait.Go(func() {
			for {
				c := answered{from: time.Now()}
				var err error
				c.Claim, err = w.claimAndClose(me)
				if c.to = time.Now(); fault.Code(err) == "QUEUE_EMPTY" {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				all = append(all, c)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	seen := map[uuid.UUID]bool{}
	for _, c := range all {
		if seen[c.StepID] {
			t.Errorf("step %s was claimed twice", c.StepID)
		}
		seen[c.StepID] = true
	}
	if len(seen) != steps || w.count(`SELECT count(*) FROM steps WHERE state <> 'DONE'`) != 0 || w.count(`SELECT count(*) FROM claims`) != steps {
		t.Errorf("%d steps were claimed, want %d", len(seen), steps)
	}
	ended := slices.Clone(all)
	slices.SortFunc(all, func(a, b answered) int { return a.from.Compare(b.from) })
	slices.SortFunc(ended, func(a, b answered) int { return a.to.Compare(b.to) })
	done := 0
	var furthest Place
	for _, c := range all {
		for ; ended[done].to.Before(c.from); done++ {
			if done == 0 || ended[done].Why.Compare(furthest) > 0 {
				furthest = ended[done].Why
			}
		}
		if done > 0 && c.Why.Compare(furthest) < 0 {
			t.Errorf("%+v was given after %+v", c.Why, furthest)
		}
	}
}

// claimAndClose claims and frees the hand again; the work itself is done elsewhere.
func (w *world) claimAndClose(me account.Actor) (Claim, error) {
	c, err := w.ClaimNext(context.Background(), me, window, procedure.StageIntake, db.Key{})
	if err != nil {
		return c, err
	}
	return c, w.db.Write(context.Background(), func(tx *db.Tx) error { return closeHeld(tx, c.StepID, me.AccountID, c.Fence) })
}

// Somebody keeps a snapshot from before two thousand claims, so that nothing they leave behind can be cleared away. A claim is still the same
// work, counted in pages of the database; without a head of the queue it walks over all of them. A forgotten transaction of the portal itself ends alone.
func TestAnOldSnapshotDoesNotSlowClaims(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(3000)
	idle, err := w.db.Pool().Acquire(ctx)
	check(t, err)
	defer idle.Release()
	forget := func() pgx.Tx {
		tx, err := idle.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
		check(t, err)
		var waits int
		check(t, tx.QueryRow(ctx, `SELECT count(*) FROM steps`).Scan(&waits))
		return tx
	}
	old := forget()
	_, err = old.Exec(ctx, "SET LOCAL idle_in_transaction_session_timeout = 0") // as an operator's own session may
	check(t, err)
	fresh := w.pagesOfAClaim(fromHead)
	for range 2000 {
		_, err := w.claimAndClose(receiver)
		check(t, err)
	}
	kept, headless := w.pagesOfAClaim(fromHead), w.pagesOfAClaim("")
	t.Logf("a claim reads %d pages at first, %d after two thousand claims, %d without a head", fresh, kept, headless)
	if kept > fresh+2*headEvery {
		t.Errorf("a claim reads %d pages instead of %d", kept, fresh)
	}
	if headless < 2000 {
		t.Errorf("the old snapshot keeps nothing: a claim without a head reads %d pages", headless)
	}
	check(t, old.Rollback(ctx))

	var limit string
	check(t, idle.QueryRow(ctx, "SHOW idle_in_transaction_session_timeout").Scan(&limit))
	if limit != "10s" {
		t.Errorf("a forgotten transaction may stay for %s", limit)
	}
	forgotten := forget()
	_, err = forgotten.Exec(ctx, "SET LOCAL idle_in_transaction_session_timeout = '20ms'")
	check(t, err)
	if _, err = idle.Conn().WaitForNotification(ctx); !idle.Conn().IsClosed() {
		t.Errorf("the forgotten transaction is still there: %v", err)
	}
}

// pagesOfAClaim counts the pages that the next claim reads, and takes it back.
func (w *world) pagesOfAClaim(from string) (pages int) {
	w.t.Helper()
	undo := errors.New("undo")
	err := w.db.Write(context.Background(), func(tx *db.Tx) error {
		lease := take("099999", uuid.New(), 0, tx.Now)
		var raw []byte
		err := tx.Raw("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "+claimFirst(from), claimArgs(tx, window, procedure.StageIntake, lease, "")).Row().Scan(&raw)
		if err != nil {
			return err
		}
		var plan []struct {
			Plan struct {
				Hit  int `json:"Shared Hit Blocks"`
				Read int `json:"Shared Read Blocks"`
			}
		}
		if err := json.Unmarshal(raw, &plan); err != nil {
			return err
		}
		pages = plan[0].Plan.Hit + plan[0].Plan.Read
		return undo
	})
	if !errors.Is(err, undo) {
		w.t.Fatal(err)
	}
	return pages
}

// What comes before the head of a queue is claimed first all the same: a new case, a step that is given back, one whose day is moved.
func TestNothingIsLostBeforeTheHeadOfAQueue(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(12)
	move := func() {
		check(t, w.db.Write(ctx, func(tx *db.Tx) error { return moveHead(tx, window, procedure.StageIntake) }))
	}
	first, err := w.ClaimNext(ctx, receiver, window, procedure.StageIntake, db.Key{})
	check(t, err)
	colleague := clerk("何静", "090031", account.Receiver, window)
	second, err := w.claimAndClose(colleague)
	check(t, err)
	if second.Why.Compare(first.Why) <= 0 {
		t.Fatalf("%+v was given after %+v", second.Why, first.Why)
	}
	move()
	if n := w.count(`SELECT count(*) FROM queue_heads h JOIN steps s ON s.number = h.number AND s.state = 'QUEUED'`); n != 1 {
		t.Fatalf("%d heads stand at a step that waits", n)
	}
	check(t, w.ReturnStep(ctx, receiver, first.StepID, first.Fence, SystemFailure, ""))
	again, err := w.claimAndClose(colleague)
	check(t, err)
	if again.StepID != first.StepID {
		t.Errorf("%+v was given, %+v was given back before it", again.Why, first.Why)
	}
	move()
	w.exec(`UPDATE steps SET do_by = '2026-09-01' WHERE id = (SELECT id FROM steps WHERE state = 'QUEUED' ORDER BY do_by DESC, number DESC LIMIT 1)`)
	moved, err := w.claimAndClose(colleague)
	check(t, err)
	if moved.Why.DoBy.String() != "2026-09-01" {
		t.Errorf("%+v was given before the one whose day was moved", moved.Why)
	}
	move()
	w.exec(`UPDATE steps SET do_by = NULL WHERE id = (SELECT id FROM steps WHERE state = 'QUEUED' ORDER BY do_by LIMIT 1)`)
	var last Claim
	for range 9 {
		last, err = w.claimAndClose(colleague)
		check(t, err)
	}
	if !last.Why.DoBy.IsZero() || w.count(`SELECT count(*) FROM steps WHERE state = 'QUEUED'`) != 0 {
		t.Errorf("the step without a day is not the last one: %+v", last.Why)
	}
}

// A head is moved on while others let steps wait: wherever they meet, it never comes to lie behind a step that waits.
func TestAHeadNeverPassesAStepThatWaits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	w.waiting(400)
	w.exec(`UPDATE steps SET state = 'ESCALATED'`)
	ids := w.stepsIn("ESCALATED")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for n := i; n < len(ids); n += 8 {
				if err := w.Release(ctx, manager, ids[n], "x"); err != nil {
					t.Error(err)
				}
				if _, err := w.claimAndClose(clerk("陈晓", fmt.Sprintf("1%05d", i), account.Receiver, window)); err != nil && fault.Code(err) != "QUEUE_EMPTY" {
					t.Error(err)
				}
			}
		})
	}
	for range 4 {
		wait.Go(func() {
			for range 100 {
				err := w.db.Write(ctx, func(tx *db.Tx) error { return moveHead(tx, window, procedure.StageIntake) })
				if err != nil && fault.Code(err) != "BUSY" {
					t.Error(err)
				}
				var n int
				if err := w.db.Pool().QueryRow(ctx, passed).Scan(&n); err != nil || n != 0 {
					t.Errorf("the head lies behind %d steps: %v", n, err)
				}
			}
		})
	}
	wait.Wait()
	if n := w.count(passed); n != 0 {
		t.Errorf("the head lies behind %d steps", n)
	}
}

const passed = `SELECT count(*) FROM steps s JOIN queue_heads h ON h.desk = s.desk AND h.stage = s.stage
 WHERE s.state = 'QUEUED' AND (s.do_by, s.class, s.turn, s.received_at, s.number) < (h.do_by, h.class, h.turn, h.received_at, h.number)`

func (w *world) stepsIn(state string) (ids []uuid.UUID) {
	w.t.Helper()
	rows, err := w.db.Pool().Query(context.Background(), `SELECT id FROM steps WHERE state = $1`, state)
	check(w.t, err)
	ids, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	check(w.t, err)
	return ids
}
