package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/expedite"
)

// OfferSeatsArgs is the periodic job that offers seats which time has freed.
type OfferSeatsArgs struct{}

// Kind names the job in the queue.
func (OfferSeatsArgs) Kind() string { return "expedite.seats" }

// OfferSeats offers them to those who wait.
type OfferSeats struct {
	river.WorkerDefaults[OfferSeatsArgs]
	Expedite *expedite.Service
}

// Work is harmless when repeated: a seat is offered once.
func (w *OfferSeats) Work(ctx context.Context, _ *river.Job[OfferSeatsArgs]) error {
	return w.Expedite.OfferSeats(ctx)
}
