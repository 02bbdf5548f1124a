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

// AskJourneysArgs is the periodic job that asks whether expedited endorsements were used.
type AskJourneysArgs struct{}

// Kind names the job in the queue.
func (AskJourneysArgs) Kind() string { return "expedite.journeys" }

// AskJourneys asks the exit-entry register about journeys that should be over.
type AskJourneys struct {
	river.WorkerDefaults[AskJourneysArgs]
	Expedite *expedite.Service
}

// Work is harmless when repeated: what was answered is not asked again within a week.
func (w *AskJourneys) Work(ctx context.Context, _ *river.Job[AskJourneysArgs]) error {
	_, err := w.Expedite.AskJourneys(ctx)
	return err
}

// WatchDoubtsArgs is the periodic job that looks for late answers to doubts about evidence.
type WatchDoubtsArgs struct{}

// Kind names the job in the queue.
func (WatchDoubtsArgs) Kind() string { return "expedite.doubts" }

// WatchDoubts tells of doubts whose answer is late.
type WatchDoubts struct {
	river.WorkerDefaults[WatchDoubtsArgs]
	Expedite *expedite.Service
}

// Work is harmless when repeated: each doubt is told of once.
func (w *WatchDoubts) Work(ctx context.Context, _ *river.Job[WatchDoubtsArgs]) error {
	_, err := w.Expedite.WatchDoubts(ctx)
	return err
}
