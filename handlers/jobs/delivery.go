package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/delivery"
)

// CompleteDeliveriesArgs is the periodic job that ends cases whose result has reached the applicant.
type CompleteDeliveriesArgs struct{}

// Kind names the job in the queue.
func (CompleteDeliveriesArgs) Kind() string { return "delivery.complete" }

// CompleteDeliveries ends cases whose result has reached an applicant who agreed to electronic delivery (T32).
type CompleteDeliveries struct {
	river.WorkerDefaults[CompleteDeliveriesArgs]
	Deliveries *delivery.Service
	Cases      delivery.Cases
}

// Work is harmless when repeated: a case ends once.
func (w *CompleteDeliveries) Work(ctx context.Context, _ *river.Job[CompleteDeliveriesArgs]) error {
	_, err := w.Deliveries.Complete(ctx, w.Cases, deliveryPortion)
	return err
}

// TrackParcels asks the post about letters on their way.
type TrackParcels struct {
	river.WorkerDefaults[delivery.TrackArgs]
	Deliveries *delivery.Service
	Cases      delivery.Mails
}

// Work is harmless when repeated: a letter ends once.
func (w *TrackParcels) Work(ctx context.Context, _ *river.Job[delivery.TrackArgs]) error {
	_, err := w.Deliveries.Track(ctx, w.Cases, deliveryPortion)
	return err
}

// SweepDeliveriesArgs is the periodic job that looks for papers that nobody opened.
type SweepDeliveriesArgs struct{}

// Kind names the job in the queue.
func (SweepDeliveriesArgs) Kind() string { return "delivery.sweep" }

// SweepDeliveries hands papers that nobody opened in time to the deliverers of their desks.
type SweepDeliveries struct {
	river.WorkerDefaults[SweepDeliveriesArgs]
	Deliveries *delivery.Service
}

const deliveryPortion = 200

// Work is harmless when repeated: each paper is handed over once.
func (w *SweepDeliveries) Work(ctx context.Context, _ *river.Job[SweepDeliveriesArgs]) error {
	_, err := w.Deliveries.Sweep(ctx, deliveryPortion)
	return err
}
