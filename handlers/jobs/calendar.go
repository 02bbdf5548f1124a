package jobs

import (
	"context"
	"errors"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// RecountLimitsArgs is the periodic job that counts limits beside the clocks of cases again on a new calendar (C-6).
type RecountLimitsArgs struct{}

// Kind names the job in the queue.
func (RecountLimitsArgs) Kind() string { return "calendar.recount" }

// RecountLimits counts them on the newest calendar, so that an instance that has not heard of an import never counts them back.
type RecountLimits struct {
	river.WorkerDefaults[RecountLimitsArgs]
	Calendars  *calendar.Service
	Recounters []Recounter
}

// Recounter is who has such limits.
type Recounter interface {
	Recount(ctx context.Context, cal *workday.Calendar, portion int) (moved int, err error)
}

const recountPortion = 200

// Work is harmless when repeated; what fails in one place does not stop the others.
func (w *RecountLimits) Work(ctx context.Context, _ *river.Job[RecountLimitsArgs]) error {
	cal, err := w.Calendars.Newest(ctx)
	if err != nil {
		return err
	}
	for _, r := range w.Recounters {
		_, e := r.Recount(ctx, cal, recountPortion)
		err = errors.Join(err, e)
	}
	return err
}
