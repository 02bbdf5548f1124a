package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/casework"
)

// AskRegisters asks the registers about a case; those that are down are asked again later by a job of their own.
type AskRegisters struct {
	river.WorkerDefaults[casework.AskArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *AskRegisters) Work(ctx context.Context, job *river.Job[casework.AskArgs]) error {
	return w.Cases.AskRegisters(ctx, job.Args.CaseID)
}

// Timeout covers every register in turn, each with its own patience.
func (w *AskRegisters) Timeout(*river.Job[casework.AskArgs]) time.Duration { return time.Minute }

// CommitDecision commits a decision once it can no longer be taken back.
type CommitDecision struct {
	river.WorkerDefaults[casework.CommitArgs]
	Cases *casework.Service
}

// Work is harmless when repeated: what is committed or taken back already is left alone.
func (w *CommitDecision) Work(ctx context.Context, job *river.Job[casework.CommitArgs]) error {
	return w.Cases.CommitPending(ctx, job.Args.StepID)
}

// ReleaseSteps gives back what nobody works on any more.
type ReleaseSteps struct {
	river.WorkerDefaults[casework.ReleaseArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *ReleaseSteps) Work(ctx context.Context, _ *river.Job[casework.ReleaseArgs]) error {
	_, err := w.Cases.ReleaseAbsent(ctx)
	return err
}

// WatchQueues tells of promises and journeys that are near, and apologises for missed ones.
type WatchQueues struct {
	river.WorkerDefaults[casework.WatchQueuesArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *WatchQueues) Work(ctx context.Context, _ *river.Job[casework.WatchQueuesArgs]) error {
	_, err := w.Cases.WatchQueues(ctx)
	return err
}

// SettleCases applies limits that have ended.
type SettleCases struct {
	river.WorkerDefaults[casework.SettleArgs]
	Cases *casework.Service
}

const settlePortion = 200

// Work applies what has ended and counts again what stands on an older calendar; what is left at its time limit is for the next minute.
func (w *SettleCases) Work(ctx context.Context, _ *river.Job[casework.SettleArgs]) error {
	_, settled := w.Cases.SettleDue(ctx, settlePortion)
	_, counted := w.Cases.Recount(ctx, settlePortion)
	return errors.Join(settled, counted)
}

// RemindDrafts reminds of drafts whose day has come.
type RemindDrafts struct {
	river.WorkerDefaults[casework.RemindArgs]
	Cases *casework.Service
}

// Work is harmless when repeated: each draft is reminded of once.
func (w *RemindDrafts) Work(ctx context.Context, _ *river.Job[casework.RemindArgs]) error {
	_, err := w.Cases.RemindBegun(ctx, settlePortion)
	return err
}

// Timeout bounds one run after a long stop.
func (w *SettleCases) Timeout(*river.Job[casework.SettleArgs]) time.Duration { return 10 * time.Minute }

// AskFamilies asks who stands near officers.
type AskFamilies struct {
	river.WorkerDefaults[casework.FamiliesArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *AskFamilies) Work(ctx context.Context, _ *river.Job[casework.FamiliesArgs]) error {
	return w.Cases.AskFamilies(ctx)
}

// AskEnds asks whether the applicants of open cases still live and their units still stand.
type AskEnds struct {
	river.WorkerDefaults[casework.EndsArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *AskEnds) Work(ctx context.Context, _ *river.Job[casework.EndsArgs]) error {
	_, err := w.Cases.AskEnds(ctx, settlePortion)
	return err
}

// Timeout bounds one run; the next goes on where it stopped.
func (w *AskEnds) Timeout(*river.Job[casework.EndsArgs]) time.Duration { return 10 * time.Minute }

// EnterBacklog enters decisions from before the publicity of permits was kept.
type EnterBacklog struct {
	river.WorkerDefaults[casework.BacklogArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *EnterBacklog) Work(ctx context.Context, _ *river.Job[casework.BacklogArgs]) error {
	_, err := w.Cases.EnterBacklog(ctx)
	return err
}
