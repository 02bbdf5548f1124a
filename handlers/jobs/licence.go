package jobs

import (
	"context"
	"errors"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/document"
)

// SweepLicencesArgs is the periodic job that looks after certificates that end.
type SweepLicencesArgs struct{}

// Kind names the job in the queue.
func (SweepLicencesArgs) Kind() string { return "casework.sweep_licences" }

// SweepLicences reminds holders, opens the cancellation of certificates that have ended, and compensation that nobody has opened.
type SweepLicences struct {
	river.WorkerDefaults[SweepLicencesArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *SweepLicences) Work(ctx context.Context, _ *river.Job[SweepLicencesArgs]) error {
	return errors.Join(w.Cases.SweepLicences(ctx), w.Cases.SweepCompensations(ctx))
}

// OfferCompensation opens the case in which a holder claims what a measure cost him.
type OfferCompensation struct {
	river.WorkerDefaults[casework.OfferCompensationArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *OfferCompensation) Work(ctx context.Context, job *river.Job[casework.OfferCompensationArgs]) error {
	return w.Cases.OfferCompensation(ctx, job.Args)
}

// CancelLicence opens the cancellation that follows a revocation, withdrawal or penalty.
type CancelLicence struct {
	river.WorkerDefaults[casework.CancelLicenceArgs]
	Cases *casework.Service
}

// Work is harmless when repeated.
func (w *CancelLicence) Work(ctx context.Context, job *river.Job[casework.CancelLicenceArgs]) error {
	return w.Cases.CancelLicence(ctx, job.Args)
}

// ShareLicencesArgs is the periodic job that tells the library of electronic licences what certificates have become.
type ShareLicencesArgs struct{}

// Kind names the job in the queue.
func (ShareLicencesArgs) Kind() string { return "document.share_licences" }

// ShareLicences tells the library within five minutes of every change (domain.md 1.4b).
type ShareLicences struct {
	river.WorkerDefaults[ShareLicencesArgs]
	Documents *document.Service
	Library   document.Library
}

// Work is harmless when repeated. A silent library is asked again by the next minute's job.
func (w *ShareLicences) Work(ctx context.Context, _ *river.Job[ShareLicencesArgs]) error {
	if _, err := w.Documents.Share(ctx, w.Library); err != nil {
		return river.JobCancel(err)
	}
	return nil
}
