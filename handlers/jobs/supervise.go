package jobs

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// RaiseAlarm raises the card, or keeps the patrol event, that a case asked for.
type RaiseAlarm struct {
	river.WorkerDefaults[casework.AlarmArgs]
	Supervise *supervise.Service
}

// Work is harmless when repeated: a card exists once for case and reason, an event once for its job.
func (w *RaiseAlarm) Work(ctx context.Context, job *river.Job[casework.AlarmArgs]) error {
	return w.Supervise.Raise(ctx, job.Args, fmt.Sprintf("job %d", job.ID))
}

// WatchClocksArgs is the periodic job that looks for red lamps.
type WatchClocksArgs struct{}

// Kind names the job in the queue.
func (WatchClocksArgs) Kind() string { return "supervise.watch" }

// WatchClocks raises cards for clocks that turned red while nobody works on the case, and for overdue decisions.
type WatchClocks struct {
	river.WorkerDefaults[WatchClocksArgs]
	Supervise *supervise.Service
}

// WatchRepairsArgs is the periodic job that looks for repairs behind their limits.
type WatchRepairsArgs struct{}

// Kind names the job in the queue.
func (WatchRepairsArgs) Kind() string { return "supervise.repairs" }

// WatchRepairs tells of repairs of bad ratings that are late.
type WatchRepairs struct {
	river.WorkerDefaults[WatchRepairsArgs]
	Supervise *supervise.Service
}

// Work is harmless when repeated: each limit is told of once.
func (w *WatchRepairs) Work(ctx context.Context, _ *river.Job[WatchRepairsArgs]) error {
	_, err := w.Supervise.WatchRepairs(ctx, watchPortion)
	return err
}

// WatchJusticeArgs is the periodic job that looks for late answers to the justice department.
type WatchJusticeArgs struct{}

// Kind names the job in the queue.
func (WatchJusticeArgs) Kind() string { return "supervise.justice" }

// WatchJustice tells of papers of the justice department whose answer is late.
type WatchJustice struct {
	river.WorkerDefaults[WatchJusticeArgs]
	Supervise *supervise.Service
}

// Work is harmless when repeated: each paper is told of once.
func (w *WatchJustice) Work(ctx context.Context, _ *river.Job[WatchJusticeArgs]) error {
	_, err := w.Supervise.WatchJustice(ctx)
	return err
}

// PatrolArgs is the periodic job of the patrol rules.
type PatrolArgs struct{}

// Kind names the job in the queue.
func (PatrolArgs) Kind() string { return "supervise.patrol" }

// Patrol looks for what the patrol rules ask for.
type Patrol struct {
	river.WorkerDefaults[PatrolArgs]
	Supervise *supervise.Service
}

// Work is harmless when repeated: what was seen is kept once.
func (w *Patrol) Work(ctx context.Context, _ *river.Job[PatrolArgs]) error {
	_, err := w.Supervise.Patrol(ctx)
	return err
}

const watchPortion = 500

// Work is harmless when repeated.
func (w *WatchClocks) Work(ctx context.Context, _ *river.Job[WatchClocksArgs]) error {
	_, err := w.Supervise.Watch(ctx, watchPortion)
	return err
}
