package document

import (
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// supersede ends the live certificate of a number on the day its successor's term begins and returns it; zero when there is none.
func supersede(tx *db.Tx, number, itemCode string, on workday.Date) (id uuid.NullUUID, err error) {
	err = tx.Raw(`
UPDATE certificates SET superseded_on = ?, state_at = ?
 WHERE number = ? AND item_code = ? AND state = 'VALID' AND superseded_on IS NULL
RETURNING id`, on, tx.Now, number, itemCode).Row().Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return uuid.NullUUID{}, nil
	}
	return id, err
}

func insertCertificate(tx *db.Tx, c IssuedCertificate, o CertificateOrder, title, masked, issuer string, previous uuid.NullUUID) error {
	return tx.Exec(`
INSERT INTO certificates (id, case_id, document_id, item_code, number, verify_code, title, category, holder_id, masked_name, issuer,
                          valid_from, valid_to, previous, issued_at, state_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.CaseID, c.DocumentID, o.ItemCode, c.Number, c.VerifyCode, title, o.Category, o.Holder.ID, masked, issuer,
		c.ValidFrom, c.ValidTo, previous, c.IssuedAt, c.IssuedAt).Error
}

func extendCertificate(tx *db.Tx, number, itemCode string, validTo workday.Date) (bool, error) {
	r := tx.Exec(`
UPDATE certificates SET valid_to = ?, state_at = ?
 WHERE number = ? AND item_code = ? AND state = 'VALID' AND superseded_on IS NULL AND valid_to < ?`, validTo, tx.Now, number, itemCode, validTo)
	return r.RowsAffected == 1, r.Error
}

func certificatesOf(tx *db.Tx, caseID uuid.UUID) ([]IssuedCertificate, error) {
	rows, err := tx.Raw(`
SELECT id, case_id, document_id, number, verify_code, state, valid_from, valid_to, issued_at
  FROM certificates WHERE case_id = ? ORDER BY issued_at, id`, caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []IssuedCertificate
	for rows.Next() {
		var c IssuedCertificate
		if err := rows.Scan(&c.ID, &c.CaseID, &c.DocumentID, &c.Number, &c.VerifyCode, &c.State, &c.ValidFrom, &c.ValidTo, &c.IssuedAt); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// verifyCertificate reads only what a stranger may know.
func verifyCertificate(tx *db.Tx, code string) (Verification, error) {
	v := Verification{AsOf: tx.Today()}
	var state CertificateState
	var superseded workday.Date
	err := tx.Raw(`
SELECT state, superseded_on, masked_name, title, category, number, valid_from, valid_to, issuer
  FROM certificates WHERE verify_code = ?`, code).Row().
		Scan(&state, &superseded, &v.MaskedName, &v.Title, &v.Category, &v.Number, &v.ValidFrom, &v.ValidTo, &v.Issuer)
	if errors.Is(err, sql.ErrNoRows) {
		return Verification{Standing: StandingUnknown}, nil
	}
	v.Standing = standing(state, v.ValidTo, superseded, v.AsOf)
	return v, err
}
