package server

import (
	"context"
	"time"
)

// Run is what the binary does with its arguments and environment, for tests that sit outside with the whole portal.
var Run = run

// Samples makes a demonstration's sample cases, those of past days included, as the command does, for tests that sit outside. A portal that is to have
// them takes its time from PastClock.
func (i *Instance) Samples(ctx context.Context, clock *PastClock) error {
	if _, err := i.app.pastSamples(ctx, clock); err != nil {
		return err
	}
	_, err := i.app.samples(ctx)
	return err
}

// PastClock is a clock that the making of samples moves back for a while.
type PastClock = pastClock

// NewPastClock goes with another clock.
func NewPastClock(now func() time.Time) *PastClock { return &pastClock{now: now} }
