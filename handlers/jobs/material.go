package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/material"
)

// ScanMaterial scans an upload that the scanner could not look at when it arrived.
type ScanMaterial struct {
	river.WorkerDefaults[material.ScanArgs]
	Materials *material.Service
}

// Work is harmless when repeated.
func (w *ScanMaterial) Work(ctx context.Context, job *river.Job[material.ScanArgs]) error {
	return w.Materials.Scan(ctx, job.Args.ID)
}

// Timeout bounds one scan.
func (w *ScanMaterial) Timeout(*river.Job[material.ScanArgs]) time.Duration { return time.Minute }

// SweepMaterialsArgs is the periodic job that removes uploads which no application names.
type SweepMaterialsArgs struct{}

// Kind names the job in the queue.
func (SweepMaterialsArgs) Kind() string { return "material.sweep" }

// SweepMaterials works through the orphans in portions.
type SweepMaterials struct {
	river.WorkerDefaults[SweepMaterialsArgs]
	Materials *material.Service
}

const sweepPortion = 200

// Work is harmless when repeated.
func (w *SweepMaterials) Work(ctx context.Context, _ *river.Job[SweepMaterialsArgs]) error {
	for {
		n, err := w.Materials.SweepOrphans(ctx, sweepPortion)
		if err != nil || n < sweepPortion {
			return err
		}
	}
}
