package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

// PublishRevision publishes an approved draft of an item at its time.
type PublishRevision struct {
	river.WorkerDefaults[catalog.PublishRevisionArgs]
	Catalog *catalog.Service
}

// Work is harmless when repeated.
func (w *PublishRevision) Work(ctx context.Context, job *river.Job[catalog.PublishRevisionArgs]) error {
	return w.Catalog.PublishRevision(ctx, job.Args.ID)
}

// PublishDueArgs is the periodic job that publishes approved drafts whose time has come, should their own job have been too early.
type PublishDueArgs struct{}

// Kind names the job in the queue.
func (PublishDueArgs) Kind() string { return "catalog.due" }

// PublishDue publishes approved drafts whose time has come.
type PublishDue struct {
	river.WorkerDefaults[PublishDueArgs]
	Catalog *catalog.Service
}

// Work is harmless when repeated.
func (w *PublishDue) Work(ctx context.Context, _ *river.Job[PublishDueArgs]) error {
	return w.Catalog.PublishDue(ctx)
}

// TellRetired tells people with drafts that an item is gone.
type TellRetired struct {
	river.WorkerDefaults[catalog.RetiredArgs]
	Cases *casework.Service
}

// Work is harmless when repeated: each of them is told once.
func (w *TellRetired) Work(ctx context.Context, job *river.Job[catalog.RetiredArgs]) error {
	return w.Cases.TellRetired(ctx, job.Args.Code, job.Args.Version)
}
