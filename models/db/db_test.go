package db_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
)

type ping struct {
	N int `json:"n"`
}

func (ping) Kind() string { return "test.ping" }

func count(t *testing.T, d *db.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := d.Pool().QueryRow(context.Background(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRowsAndJobsAreCommittedTogether(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ctx := context.Background()
	if _, err := d.Pool().Exec(ctx, "CREATE TABLE things (n int)"); err != nil {
		t.Fatal(err)
	}
	add := func(fail error) error {
		return d.Write(ctx, func(tx *db.Tx) error {
			tx.Enqueue(ping{1}, ping{2})
			if err := tx.Exec("INSERT INTO things VALUES (?)", 1).Error; err != nil {
				return err
			}
			return fail
		})
	}
	broken := errors.New("broken")
	if err := add(broken); !errors.Is(err, broken) {
		t.Fatalf("error %v", err)
	}
	if rows, jobs := count(t, d, "SELECT count(*) FROM things"), count(t, d, "SELECT count(*) FROM river_job"); rows != 0 || jobs != 0 {
		t.Fatalf("after rollback: %d rows, %d jobs", rows, jobs)
	}
	if err := add(nil); err != nil {
		t.Fatal(err)
	}
	if rows, jobs := count(t, d, "SELECT count(*) FROM things"), count(t, d, "SELECT count(*) FROM river_job"); rows != 1 || jobs != 2 {
		t.Fatalf("after commit: %d rows, %d jobs", rows, jobs)
	}
}

func TestAReaderWhoGoesAwayDoesNotCancelADecision(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := d.Write(ctx, func(tx *db.Tx) error {
		cancel()
		tx.Enqueue(ping{3})
		return nil
	})
	if err != nil || count(t, d, "SELECT count(*) FROM river_job") != 1 {
		t.Fatalf("error %v", err)
	}
}

func TestOneKeyIsOneAct(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	key := db.Key{Actor: "a", Route: "POST /x", Value: "k", Digest: []byte("1")}
	var runs, replays atomic.Int64
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			answer, replayed, err := db.Once(context.Background(), d, key, func(tx *db.Tx) (int64, error) {
				tx.Enqueue(ping{4})
				return runs.Add(1) * 10, nil
			})
			if err != nil || answer != 10 {
				t.Errorf("answer %d, error %v", answer, err)
			}
			if replayed {
				replays.Add(1)
			}
		})
	}
	all.Wait()
	if runs.Load() != 1 || replays.Load() != 11 || count(t, d, "SELECT count(*) FROM river_job") != 1 {
		t.Errorf("%d runs, %d replays", runs.Load(), replays.Load())
	}
	key.Digest = []byte("2")
	_, _, err := db.Once(context.Background(), d, key, func(*db.Tx) (int64, error) { return 0, nil })
	if fault.Code(err) != "IDEMPOTENCY_KEY_REUSED" {
		t.Errorf("other content under the same key: %v", err)
	}
}

func TestAFailedActMayBeTriedAgainUnderItsKey(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	key := db.Key{Actor: "a", Route: "r", Value: "k"}
	refused := fault.New(fault.Conflict, "NOT_NOW")
	if _, _, err := db.Once(context.Background(), d, key, func(*db.Tx) (int, error) { return 0, refused }); fault.Code(err) != "NOT_NOW" {
		t.Fatal(err)
	}
	answer, replayed, err := db.Once(context.Background(), d, key, func(*db.Tx) (int, error) { return 7, nil })
	if err != nil || replayed || answer != 7 {
		t.Errorf("answer %d, replayed %v, error %v", answer, replayed, err)
	}
}

func TestForgetKeysDropsOnlyOldAnswers(t *testing.T) {
	t.Parallel()
	d, clock := dbtest.NewAt(t, "2026-11-23T09:00:00+08:00")
	keep := func(value string) {
		if _, _, err := db.Once(context.Background(), d, db.Key{Value: value}, func(*db.Tx) (int, error) { return 1, nil }); err != nil {
			t.Fatal(err)
		}
	}
	keep("old")
	clock.Advance(db.KeyLife + time.Hour)
	keep("new")
	if n, err := db.ForgetKeys(context.Background(), d, 100); err != nil || n != 1 {
		t.Errorf("forgot %d, error %v", n, err)
	}
}

func TestInstancesThatStartAtOnceMigrateOnce(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if n, err := db.Migrate(context.Background(), d, migrations.SQL, nil); err != nil || n != 0 {
				t.Errorf("applied %d, error %v", n, err)
			}
		})
	}
	all.Wait()
}

func TestTheClockIsInShanghaiAndFixedWithinAUnit(t *testing.T) {
	t.Parallel()
	d, clock := dbtest.NewAt(t, "2026-12-31T16:30:00Z")
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		before := tx.Now
		clock.Advance(time.Hour)
		if tx.Now != before || tx.Today().String() != "2027-01-01" {
			t.Errorf("now %v, today %v", tx.Now, tx.Today())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAJobForLaterKeepsItsDistanceUnderAShiftedClock(t *testing.T) {
	t.Parallel()
	d, _ := dbtest.NewAt(t, "2020-02-12T16:40:00+08:00")
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		tx.EnqueueAt(tx.Now.Add(time.Hour), ping{5})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, d, "SELECT count(*) FROM river_job WHERE scheduled_at BETWEEN now() + interval '50 minutes' AND now() + interval '70 minutes'"); n != 1 {
		t.Error("the job is not due in an hour")
	}
}

func TestADeadlockIsTriedAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	ctx := context.Background()
	if _, err := d.Pool().Exec(ctx, "CREATE TABLE pair (id int PRIMARY KEY, n int); INSERT INTO pair VALUES (1, 0), (2, 0)"); err != nil {
		t.Fatal(err)
	}
	add := func(first, second int, met *sync.WaitGroup) error {
		once := sync.OnceFunc(func() { met.Done(); met.Wait() })
		return d.Write(ctx, func(tx *db.Tx) error {
			if err := tx.Exec("UPDATE pair SET n = n + 1 WHERE id = ?", first).Error; err != nil {
				return err
			}
			once()
			return tx.Exec("UPDATE pair SET n = n + 1 WHERE id = ?", second).Error
		})
	}
	var met, all sync.WaitGroup
	met.Add(2)
	for _, order := range [][2]int{{1, 2}, {2, 1}} {
		all.Go(func() {
			if err := add(order[0], order[1], &met); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := count(t, d, "SELECT sum(n) FROM pair"); n != 4 {
		t.Errorf("sum %d", n)
	}
}

func TestAUniqueIndexIsKnownByName(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	if _, err := d.Pool().Exec(context.Background(), "CREATE TABLE sole (n int CONSTRAINT sole_n UNIQUE)"); err != nil {
		t.Fatal(err)
	}
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		return tx.Exec("INSERT INTO sole VALUES (1), (1)").Error
	})
	if !db.IsUnique(err, "sole_n") || db.IsUnique(err, "other") {
		t.Errorf("error %v", err)
	}
}
