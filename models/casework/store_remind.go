package casework

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// selectBegun lists drafts whose day has come.
func selectBegun(tx *db.Tx, limit int) (ids []uuid.UUID, err error) {
	err = tx.Raw(`SELECT id FROM cases WHERE remind_on <= ? AND number IS NULL ORDER BY remind_on, id LIMIT ?`, tx.Today(), limit).Scan(&ids).Error
	return ids, err
}

// clearReminder takes the reminder of a draft away; first is false when somebody was quicker.
func clearReminder(tx *db.Tx, id uuid.UUID) (first bool, err error) {
	res := tx.Exec(`UPDATE cases SET remind_on = NULL WHERE id = ? AND remind_on <= ?`, id, tx.Today())
	return res.RowsAffected == 1, res.Error
}

// lastAnswers are the answers of the case that last wrote a filing, or nothing.
func lastAnswers(tx *db.Tx, filing uuid.UUID) (raw []byte, err error) {
	err = tx.Raw(`SELECT c.answers FROM filing_events e JOIN cases c ON c.id = e.case_id WHERE e.filing_id = ? ORDER BY e.seq DESC LIMIT 1`, filing).Row().Scan(&raw)
	return raw, err
}
