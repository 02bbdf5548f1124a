package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/appointment"
)

// RemindVisitorsArgs is the periodic job that reminds people of their appointments.
type RemindVisitorsArgs struct{}

// Kind names the job in the queue.
func (RemindVisitorsArgs) Kind() string { return "appointment.remind" }

// RemindVisitors reminds people on the working day before, and ends what nobody marked.
type RemindVisitors struct {
	river.WorkerDefaults[RemindVisitorsArgs]
	Appointments *appointment.Service
}

const remindPortion = 200

// Work is harmless when repeated: a booking is reminded of once.
func (w *RemindVisitors) Work(ctx context.Context, _ *river.Job[RemindVisitorsArgs]) error {
	for {
		n, err := w.Appointments.Remind(ctx, remindPortion)
		if err != nil || n < remindPortion {
			return err
		}
	}
}
