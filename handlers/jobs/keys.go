package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/db"
)

// ForgetKeysArgs is the periodic job that drops answers kept for repeated requests once they are old.
type ForgetKeysArgs struct{}

// Kind names the job in the queue.
func (ForgetKeysArgs) Kind() string { return "db.forget-keys" }

// ForgetKeys works through old answers in portions.
type ForgetKeys struct {
	river.WorkerDefaults[ForgetKeysArgs]
	DB *db.DB
}

// Work is harmless when repeated.
func (w *ForgetKeys) Work(ctx context.Context, _ *river.Job[ForgetKeysArgs]) error {
	for {
		n, err := db.ForgetKeys(ctx, w.DB, sweepPortion)
		if err != nil || n < sweepPortion {
			return err
		}
	}
}
