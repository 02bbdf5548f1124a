package delivery

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// insertParcel notes a letter on its way; it tells whether it is a new one. What came back before is settled by it.
func insertParcel(tx *db.Tx, caseID uuid.UUID, waybill string) (bool, error) {
	if err := tx.Exec(`UPDATE parcels SET settled_at = ? WHERE case_id = ? AND returned_at IS NOT NULL AND settled_at IS NULL`, tx.Now, caseID).Error; err != nil {
		return false, err
	}
	res := tx.Exec(`INSERT INTO parcels (case_id, waybill, posted_at) VALUES (?, ?, ?)
ON CONFLICT (case_id, waybill) DO UPDATE SET ended_at = NULL, asked_at = NULL, report = '', reported_at = NULL, returned_at = NULL, settled_at = NULL,
       posted_at = excluded.posted_at WHERE parcels.ended_at IS NOT NULL`, caseID, waybill, tx.Now)
	return res.RowsAffected == 1, res.Error
}

// settleParcels ends what is on its way and what came back: the result was delivered, or is annulled.
func settleParcels(tx *db.Tx, caseID uuid.UUID) error {
	return tx.Exec(`
UPDATE parcels SET ended_at = COALESCE(ended_at, @now), settled_at = @now WHERE case_id = @case AND settled_at IS NULL`,
		map[string]any{"now": tx.Now, "case": caseID}).Error
}

// returnParcels notes that what was on its way came back.
func returnParcels(tx *db.Tx, caseID uuid.UUID) error {
	return tx.Exec(`UPDATE parcels SET ended_at = @now, returned_at = @now WHERE case_id = @case AND ended_at IS NULL`,
		map[string]any{"now": tx.Now, "case": caseID}).Error
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
