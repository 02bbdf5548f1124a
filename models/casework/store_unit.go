package casework

import (
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

func insertSignature(w *work, statement, sm3, answers string) error {
	return w.tx.Exec(`
INSERT INTO unit_signatures (id, case_id, credit_code, unit_name, person_id, name, statement, statement_sm3, answers_sha256, terminal, signed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		uuid.Must(uuid.NewV7()), w.ID, w.UnitCode, w.UnitName, w.actor.PersonID, w.signer, statement, sm3, answers, w.actor.Terminal, w.tx.Now).Error
}

// begunBy finds the enterprise and item of a case that a person began for it.
func begunBy(tx *db.Tx, id, person uuid.UUID) (unit, item string, found bool, err error) {
	err = tx.Raw(`SELECT unit_code, item_code FROM cases WHERE id = ? AND for_unit AND person_id = ?`, id, person).Row().Scan(&unit, &item)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", false, nil
	}
	return unit, item, err == nil, err
}
