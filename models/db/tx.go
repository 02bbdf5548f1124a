package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Tx is a unit of work: statements, one fixed time, and the jobs that shall run once it is committed.
type Tx struct {
	*gorm.DB
	Now     time.Time // the time of the whole unit, Asia/Shanghai
	jobs    []river.InsertManyParams
	changed []string
	clock   func() time.Time
}

// Job is work to do after commit: plain JSON arguments with a stable kind. handlers/jobs holds the worker of each kind. A job with a
// method Queue() string waits in that queue instead of the default one.
type Job interface{ Kind() string }

// Today is the legal date of the unit.
func (tx *Tx) Today() workday.Date { return workday.DateOf(tx.Now) }

// Outlived tells whether the legal day on which the unit began is over.
func (tx *Tx) Outlived() bool { return tx.Today().Before(workday.DateOf(tx.clock())) }

// ErrAgain, returned by a unit of work, has it begin again, at the time that it is then.
var ErrAgain = errors.New("db: the unit of work must begin again")

// Enqueue adds jobs that become visible to workers with the commit, and never without it.
func (tx *Tx) Enqueue(jobs ...Job) {
	for _, job := range jobs {
		tx.enqueue(job, river.InsertOpts{})
	}
}

// EnqueueAt adds a job that runs at the given time or as soon as possible after it. River knows the machine's clock only, so it is
// told the distance from now: the portal's clock may be shifted for a demonstration.
func (tx *Tx) EnqueueAt(at time.Time, job Job) {
	tx.enqueue(job, river.InsertOpts{ScheduledAt: time.Now().Add(at.Sub(tx.Now))})
}

// EnqueueOnce adds a job unless one of the same kind and arguments is waiting or was done already.
func (tx *Tx) EnqueueOnce(job Job) {
	tx.enqueue(job, river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}})
}

func (tx *Tx) enqueue(job Job, opts river.InsertOpts) {
	if q, ok := job.(interface{ Queue() string }); ok {
		opts.Queue = q.Queue()
	}
	tx.jobs = append(tx.jobs, river.InsertManyParams{Args: job, InsertOpts: &opts})
}

// Changed names what open pages look at and this unit changes (models/live). They are told once it is committed, and never if it is not.
func (tx *Tx) Changed(topics ...string) { tx.changed = append(tx.changed, topics...) }

const (
	unitLimit = 20 * time.Second // a unit of work that takes longer has lost its way
	retries   = 4
)

// Write runs fn in one transaction and commits it with the jobs it enqueued. A reader who goes away does not cancel it: what was
// begun is finished or undone, never left open to doubt. fn is run again after a deadlock, a serialization failure or ErrAgain, so it must not
// change anything outside the transaction.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unitLimit)
	defer cancel()
	for try := 1; ; try++ {
		changed, err := d.once(ctx, fn)
		if tell := d.tell.Load(); err == nil && tell != nil && len(changed) > 0 {
			(*tell)(changed)
		}
		if err == nil || try == retries || !retryable(err) {
			return translate(err)
		}
	}
}

func (d *DB) once(ctx context.Context, fn func(tx *Tx) error) (changed []string, err error) {
	err = d.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		tx := &Tx{DB: g, Now: d.Now(), clock: d.Now}
		if err := fn(tx); err != nil {
			return err
		}
		changed = tx.changed
		if len(tx.jobs) == 0 {
			return nil
		}
		raw, ok := g.Statement.ConnPool.(*sql.Tx)
		if !ok {
			return fmt.Errorf("jobs need a plain transaction, not %T", g.Statement.ConnPool)
		}
		if _, err := d.river.InsertManyFastTx(ctx, raw, tx.jobs); err != nil {
			return fmt.Errorf("enqueue: %w", err)
		}
		return nil
	})
	return changed, err
}

// OnCommit has fn told what each committed unit has named by Changed. Many goroutines call it at once, and none may wait there. nil ends it.
func (d *DB) OnCommit(fn func(topics []string)) {
	if fn == nil {
		d.tell.Store(nil)
		return
	}
	d.tell.Store(&fn)
}

// Read runs fn without a transaction: each statement sees the newest committed state. It ends when the reader goes away.
func (d *DB) Read(ctx context.Context, fn func(tx *Tx) error) error {
	return translate(fn(&Tx{DB: d.gorm.WithContext(ctx), Now: d.Now(), clock: d.Now}))
}

// Report runs fn in one read-only snapshot, so that its numbers agree with each other. Each statement ends after limit: a report waits for
// the work, never the work for a report.
func (d *DB) Report(ctx context.Context, limit time.Duration, fn func(tx *Tx) error) error {
	return translate(d.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		if err := g.Exec(fmt.Sprintf("SET LOCAL statement_timeout = %d", limit.Milliseconds())).Error; err != nil {
			return err
		}
		return fn(&Tx{DB: g, Now: d.Now(), clock: d.Now})
	}, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}))
}

func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.Is(err, ErrAgain) || errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
