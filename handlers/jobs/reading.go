package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/reading"
)

// SweepReadingsArgs is the periodic job that ends the retention of the log of readings.
type SweepReadingsArgs struct{}

// Kind names the job in the queue.
func (SweepReadingsArgs) Kind() string { return "reading.sweep" }

// SweepReadings removes readings that were kept three years.
type SweepReadings struct {
	river.WorkerDefaults[SweepReadingsArgs]
	Readings *reading.Book
}

// Work is harmless when repeated.
func (w *SweepReadings) Work(ctx context.Context, _ *river.Job[SweepReadingsArgs]) error {
	_, err := w.Readings.Sweep(ctx)
	return err
}
