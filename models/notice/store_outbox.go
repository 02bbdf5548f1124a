package notice

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// Outbox is the SMS gateway of demonstrations and tests: it keeps every message in a table that people may look at and sends nothing.
// Production refuses to start with it.
type Outbox struct{ db *db.DB }

// NewOutbox makes the gateway.
func NewOutbox(database *db.DB) *Outbox { return &Outbox{db: database} }

// Send keeps the message; the same id is kept once.
func (o *Outbox) Send(ctx context.Context, mobile, text string, id uuid.UUID) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO test_outbox (id, mobile, text, sent_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
			id, mobile, text, tx.Now).Error
	})
}

// Sent is a kept message.
type Sent struct {
	ID     uuid.UUID `json:"id"`
	Mobile string    `json:"mobile"`
	Text   string    `json:"text"`
	SentAt time.Time `json:"sent_at"`
}

// List shows the newest messages, of one mobile or of all ("").
func (o *Outbox) List(ctx context.Context, mobile string, limit int) (sent []Sent, err error) {
	err = o.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Raw(`
SELECT id, mobile, text, sent_at FROM test_outbox WHERE @mobile = '' OR mobile = @mobile ORDER BY sent_at DESC, id DESC LIMIT @limit`,
			map[string]any{"mobile": mobile, "limit": min(max(limit, 1), maxPage)}).Scan(&sent).Error
	})
	return sent, err
}

// Sweep forgets messages that are older than a week.
func (o *Outbox) Sweep(ctx context.Context) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(`DELETE FROM test_outbox WHERE sent_at < ?`, tx.Now.AddDate(0, 0, -7)).Error
	})
}
