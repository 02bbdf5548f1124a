package casework

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// draftOf is a draft and whose it is.
type draftOf struct {
	ID       uuid.UUID
	PersonID uuid.UUID
}

func selectDraftsOf(tx *db.Tx, code string) (list []draftOf, err error) {
	err = tx.Raw(`SELECT id, person_id FROM cases WHERE item_code = ? AND state = 'DRAFT' ORDER BY id`, code).Scan(&list).Error
	return list, err
}
