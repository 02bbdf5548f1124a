package casework

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

func selectBacklog(tx *db.Tx, limit int) (list []pastDecision, err error) {
	err = tx.Raw(`
SELECT b.document_id, d.case_id FROM disclosure_backlog b JOIN documents d ON d.id = b.document_id ORDER BY d.issued_at, d.id LIMIT ?`, limit).Scan(&list).Error
	return list, err
}

func deleteBacklog(tx *db.Tx, document uuid.UUID) (bool, error) {
	r := tx.Exec(`DELETE FROM disclosure_backlog WHERE document_id = ?`, document)
	return r.RowsAffected == 1, r.Error
}
