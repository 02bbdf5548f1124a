package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/casework"
)

// SweepArchivesArgs is the periodic job that archives cases which ended long enough ago.
type SweepArchivesArgs struct{}

// Kind names the job in the queue.
func (SweepArchivesArgs) Kind() string { return "casework.archive" }

// SweepArchives archives what has the four properties.
type SweepArchives struct {
	river.WorkerDefaults[SweepArchivesArgs]
	Cases *casework.Service
}

const archivePortion = 50

// Work is harmless when repeated: a case is archived once, and what lacks a property is looked at once a day.
func (w *SweepArchives) Work(ctx context.Context, _ *river.Job[SweepArchivesArgs]) error {
	_, err := w.Cases.ArchiveDue(ctx, archivePortion)
	return err
}

// Timeout lets it read every file of many cases.
func (w *SweepArchives) Timeout(*river.Job[SweepArchivesArgs]) time.Duration { return 10 * time.Minute }
