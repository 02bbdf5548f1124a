package notice

import (
	"context"

	"github.com/google/uuid"
)

// SMS is the gateway for short messages. Sending the same id twice delivers once. A fault of kind Invalid means that the number can
// never receive it; any other error is worth another try.
type SMS interface {
	Send(ctx context.Context, mobile, text string, id uuid.UUID) error
}

// SendArgs is the job that sends the short message of one notice.
type SendArgs struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job.
func (SendArgs) Kind() string { return "notice.send" }

// Queue keeps a slow gateway from holding up other jobs.
func (SendArgs) Queue() string { return outside }

const outside = "outside"

// Outgoing is what a job needs to write and send a short message.
type Outgoing struct {
	ID     uuid.UUID
	Kind   Kind
	Mobile string
	Facts  Facts
}
