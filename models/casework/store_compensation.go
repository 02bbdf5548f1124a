package casework

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// compensationOf is the case about what a measure costs its holder, the zero id where there is none yet.
func compensationOf(tx *db.Tx, measure uuid.UUID) (uuid.UUID, error) {
	var id uuid.NullUUID
	err := tx.Raw(`SELECT (SELECT id FROM cases WHERE origin_id = ?)`, measure).Row().Scan(&id)
	return id.UUID, err
}

// uncompensated are delivered measures that owe compensation and have no case of it.
func uncompensated(tx *db.Tx, limit int) (ids []uuid.UUID, err error) {
	err = tx.Raw(`
SELECT m.id FROM cases m
 WHERE m.procedure = 'licence' AND m.state = 'CLOSED' AND m.law #>> '{licence,compensate}' = 'true' AND m.verdict = 'grant'
   AND NOT EXISTS (SELECT FROM cases c WHERE c.origin_id = m.id)
 ORDER BY m.id LIMIT ?`, limit).Scan(&ids).Error
	return ids, err
}
