package expedite

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// waitingOf is an enterprise's waiting list in its order, and the enterprise.
func waitingOf(tx *db.Tx, code string) (list []Waiting, enterprise uuid.UUID, err error) {
	rows, err := tx.Raw(`
SELECT t.id, r.number, r.enterprise_id, t.person->>'name', t.id_number, coalesce(t.person->>'mobile', ''), r.unit_name, t.type, (r.trip->>'departure')::date, t.offer_until
  FROM business_travellers t JOIN business_requests r ON r.id = t.request_id
 WHERE r.unit_code = ? AND r.enterprise_id IS NOT NULL AND r.state = 'SUBMITTED' AND t.case_id IS NULL
 ORDER BY r.submitted_at, r.id, t.rank`, code).Rows()
	if err != nil {
		return nil, enterprise, err
	}
	defer rows.Close()
	for rows.Next() {
		var w Waiting
		if err := rows.Scan(&w.Traveller, &w.Request, &enterprise, &w.Name, &w.IDNumber, &w.Mobile, &w.Unit, &w.Type, &w.Departure, &w.OfferUntil); err != nil {
			return nil, enterprise, err
		}
		list = append(list, w)
	}
	return list, enterprise, rows.Err()
}

func offerSeat(tx *db.Tx, traveller uuid.UUID, until workday.Date, version string) error {
	return tx.Exec(`UPDATE business_travellers SET offered_at = ?, offer_until = ?, calendar = ? WHERE id = ? AND case_id IS NULL`,
		tx.Now, until, version, traveller).Error
}

// unitsThatWait are the credit codes of enterprises with somebody on their waiting list to whom nothing was offered yet.
func unitsThatWait(tx *db.Tx) (codes []string, err error) {
	err = tx.Raw(`
SELECT DISTINCT r.unit_code FROM business_travellers t JOIN business_requests r ON r.id = t.request_id
 WHERE t.case_id IS NULL AND t.offer_until IS NULL AND r.state = 'SUBMITTED' AND r.enterprise_id IS NOT NULL AND (r.trip->>'departure')::date > ?
 ORDER BY r.unit_code`, tx.Today()).Scan(&codes).Error
	return codes, err
}
