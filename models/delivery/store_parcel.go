package delivery

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// insertParcel notes a letter on its way; it tells whether it is a new one.
func insertParcel(tx *db.Tx, caseID uuid.UUID, waybill string) (bool, error) {
	res := tx.Exec(`INSERT INTO parcels (case_id, waybill, posted_at) VALUES (?, ?, ?)
ON CONFLICT (case_id, waybill) DO UPDATE SET ended_at = NULL, asked_at = NULL WHERE parcels.ended_at IS NOT NULL`, caseID, waybill, tx.Now)
	return res.RowsAffected == 1, res.Error
}

func endParcels(tx *db.Tx, caseID uuid.UUID) error {
	return tx.Exec(`UPDATE parcels SET ended_at = ? WHERE case_id = ? AND ended_at IS NULL`, tx.Now, caseID).Error
}

// takeParcels takes letters about which the post was not asked since; the row is the lock, so that two instances share them.
func takeParcels(tx *db.Tx, since time.Time, limit int) (list []parcel, err error) {
	rows, err := tx.Raw(`
UPDATE parcels SET asked_at = ? WHERE id IN (
       SELECT id FROM parcels WHERE ended_at IS NULL AND (asked_at IS NULL OR asked_at < ?) ORDER BY asked_at NULLS FIRST, id LIMIT ? FOR UPDATE SKIP LOCKED)
RETURNING case_id, waybill`, tx.Now, since, limit).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p parcel
		if err := rows.Scan(&p.caseID, &p.waybill); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}
