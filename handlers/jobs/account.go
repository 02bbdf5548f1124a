package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/account"
)

// SweepAccountsArgs is the periodic job that removes codes, challenges, counters and sessions nobody can use any more.
type SweepAccountsArgs struct{}

// Kind names the job in the queue.
func (SweepAccountsArgs) Kind() string { return "account.sweep" }

// SweepAccounts keeps the tables of sign-in small.
type SweepAccounts struct {
	river.WorkerDefaults[SweepAccountsArgs]
	Accounts *account.Service
}

// Work is harmless when repeated.
func (w *SweepAccounts) Work(ctx context.Context, _ *river.Job[SweepAccountsArgs]) error {
	_, err := w.Accounts.Sweep(ctx)
	return err
}
