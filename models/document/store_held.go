package document

import (
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const mostHeld = 50 // certificates shown to one holder

func certificatesHeldBy(tx *db.Tx, holder string) ([]Held, error) {
	rows, err := tx.Raw(`
SELECT id, document_id, item_code, title, category, number, verify_code, state, superseded_on, valid_from, valid_to, copy
  FROM certificates WHERE holder_id = ? ORDER BY issued_at DESC, copy DESC, id LIMIT ?`, holder, mostHeld).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Held
	for rows.Next() {
		var h Held
		var state CertificateState
		var superseded workday.Date
		if err := rows.Scan(&h.ID, &h.DocumentID, &h.ItemCode, &h.Title, &h.Category, &h.Number, &h.VerifyCode, &state, &superseded, &h.ValidFrom, &h.ValidTo, &h.Copy); err != nil {
			return nil, err
		}
		h.Standing = standing(state, h.ValidTo, superseded, tx.Today())
		list = append(list, h)
	}
	return list, rows.Err()
}
