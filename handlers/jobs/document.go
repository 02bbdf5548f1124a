package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/document"
)

// RenderDocument prints and signs one document. Rendering is pure work of some ten milliseconds; the limit guards against a stuck disk.
type RenderDocument struct {
	river.WorkerDefaults[document.RenderArgs]
	Documents *document.Service
}

// Work is harmless when repeated.
func (w *RenderDocument) Work(ctx context.Context, job *river.Job[document.RenderArgs]) error {
	return w.Documents.Render(ctx, job.Args.ID)
}

// Timeout bounds one rendering.
func (w *RenderDocument) Timeout(*river.Job[document.RenderArgs]) time.Duration {
	return 30 * time.Second
}
