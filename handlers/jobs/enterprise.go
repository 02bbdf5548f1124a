package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/enterprise"
)

// AskAboutEnterprise asks the register again about an enterprise that somebody registers.
type AskAboutEnterprise struct {
	river.WorkerDefaults[enterprise.AskArgs]
	Enterprises *enterprise.Service
}

// Work is harmless when repeated.
func (w *AskAboutEnterprise) Work(ctx context.Context, job *river.Job[enterprise.AskArgs]) error {
	return w.Enterprises.AskAgain(ctx, job.Args.ID)
}

// RefreshEnterprisesArgs is the periodic job that asks the register how enterprises stand.
type RefreshEnterprisesArgs struct{}

// Kind names the job in the queue.
func (RefreshEnterprisesArgs) Kind() string { return "enterprise.refresh" }

// RefreshEnterprises asks about those that were last asked about a day ago.
type RefreshEnterprises struct {
	river.WorkerDefaults[RefreshEnterprisesArgs]
	Enterprises *enterprise.Service
}

const refreshPortion = 50

// Work is harmless when repeated: what was asked about today is left alone.
func (w *RefreshEnterprises) Work(ctx context.Context, _ *river.Job[RefreshEnterprisesArgs]) error {
	_, err := w.Enterprises.Refresh(ctx, refreshPortion)
	return err
}

// WatchPapersArgs is the periodic job that warns of papers in document boxes that end soon.
type WatchPapersArgs struct{}

// Kind names the job in the queue.
func (WatchPapersArgs) Kind() string { return "enterprise.papers" }

// WatchPapers warns 30 and 7 days before a paper ends.
type WatchPapers struct {
	river.WorkerDefaults[WatchPapersArgs]
	Enterprises *enterprise.Service
}

const paperPortion = 200

// Work is harmless when repeated: each warning is given once.
func (w *WatchPapers) Work(ctx context.Context, _ *river.Job[WatchPapersArgs]) error {
	for {
		n, err := w.Enterprises.WarnOfExpiry(ctx, paperPortion)
		if err != nil || n < paperPortion {
			return err
		}
	}
}
