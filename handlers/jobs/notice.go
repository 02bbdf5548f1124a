package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/frontend/letters"
	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Tries before a message is given up. River waits longer each time (the fourth power of the try, in seconds): eight tries take more than
// an hour, four tries less than the five minutes that a code is good for.
const (
	noticeTries = 8
	codeTries   = 4
)

// SendNotice sends the short message of one notice, in Chinese.
type SendNotice struct {
	river.WorkerDefaults[notice.SendArgs]
	Notices  *notice.Service
	Calendar func() *workday.Calendar
}

// Work is harmless when repeated: what was sent is not sent again.
func (w *SendNotice) Work(ctx context.Context, job *river.Job[notice.SendArgs]) error {
	ctx = locale.WithCalendar(ctx, w.Calendar())
	write := func(out notice.Outgoing) string { return letters.SMS(ctx, out.Kind, out.Facts) }
	return w.Notices.Send(ctx, job.Args.ID, write, job.Attempt >= noticeTries)
}

// Timeout bounds one try.
func (w *SendNotice) Timeout(*river.Job[notice.SendArgs]) time.Duration { return 20 * time.Second }

// SendCode sends a one-time code.
type SendCode struct {
	river.WorkerDefaults[notice.CodeArgs]
	Notices *notice.Service
}

// Work gives up after a few tries: the code has ended then and the person has asked for another one.
func (w *SendCode) Work(ctx context.Context, job *river.Job[notice.CodeArgs]) error {
	a := job.Args
	err := w.Notices.SendCode(ctx, a, letters.CodeSMS(ctx, string(a.Purpose), a.Code, a.Minutes))
	if err != nil && job.Attempt >= codeTries {
		return river.JobCancel(err)
	}
	return err
}

// Timeout bounds one try.
func (w *SendCode) Timeout(*river.Job[notice.CodeArgs]) time.Duration { return 20 * time.Second }

// SweepOutboxArgs is the periodic job that empties the test outbox of a demonstration.
type SweepOutboxArgs struct{}

// Kind names the job in the queue.
func (SweepOutboxArgs) Kind() string { return "notice.sweep-outbox" }

// SweepOutbox forgets old messages of the test outbox.
type SweepOutbox struct {
	river.WorkerDefaults[SweepOutboxArgs]
	Outbox *notice.Outbox // nil with a real gateway
}

// Work is harmless when repeated.
func (w *SweepOutbox) Work(ctx context.Context, _ *river.Job[SweepOutboxArgs]) error {
	if w.Outbox == nil {
		return nil
	}
	return w.Outbox.Sweep(ctx)
}
