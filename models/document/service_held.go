package document

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Held is one certificate as its holder sees it in his space.
type Held struct {
	ID         uuid.UUID    `json:"id"`
	DocumentID uuid.UUID    `json:"document_id"`
	ItemCode   string       `json:"-"`
	Title      string       `json:"title"`
	Category   string       `json:"category,omitempty"`
	Number     string       `json:"number"`
	VerifyCode string       `json:"verify_code"`
	Standing   Standing     `json:"state"`
	ValidFrom  workday.Date `json:"valid_from"`
	ValidTo    workday.Date `json:"valid_to"`
	Copy       int          `json:"copy"`
}

// HeldBy lists the certificates that the portal issued to a holder, by his ID number or credit code, the newest first.
func (s *Service) HeldBy(ctx context.Context, holder string) (held []Held, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		held, err = certificatesHeldBy(tx, holder)
		return err
	})
	return held, err
}
