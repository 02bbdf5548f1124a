package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// SweepDisclosuresArgs is the periodic job that publishes what is due.
type SweepDisclosuresArgs struct{}

// Kind names the job in the queue.
func (SweepDisclosuresArgs) Kind() string { return "disclosure.sweep" }

// SweepDisclosures publishes decisions whose day has come and tells the patrol of those that are late.
type SweepDisclosures struct {
	river.WorkerDefaults[SweepDisclosuresArgs]
	Disclosures *disclosure.Service
}

// Work is harmless when repeated.
func (w *SweepDisclosures) Work(ctx context.Context, _ *river.Job[SweepDisclosuresArgs]) error {
	_, err := w.Disclosures.Sweep(ctx)
	return err
}

// MissingDisclosure keeps the patrol event P6 of a decision that was not published in time.
type MissingDisclosure struct {
	river.WorkerDefaults[disclosure.OverdueArgs]
	Supervise *supervise.Service
}

// Work is harmless when repeated: an event exists once for its record.
func (w *MissingDisclosure) Work(ctx context.Context, job *river.Job[disclosure.OverdueArgs]) error {
	a := job.Args
	return w.Supervise.Raise(ctx, casework.AlarmArgs{CaseID: a.CaseID, Card: procedure.Patrol, Reason: "P6", Desk: a.Desk}, "disclosure "+a.ID.String())
}
