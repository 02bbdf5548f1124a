package casework

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// endsToAsk are open cases of whose applicant no register has told for a day.
func endsToAsk(tx *db.Tx, after uuid.UUID, limit int) (ids []uuid.UUID, err error) {
	err = tx.Raw(`
SELECT c.id FROM cases c
 WHERE c.number IS NOT NULL AND c.id > ? AND c.state = ANY(?::text[])
   AND NOT EXISTS (SELECT FROM register_answers a WHERE a.case_id = c.id AND a.source = CASE WHEN c.for_unit THEN ? ELSE ? END AND a.answered AND a.at > ?)
 ORDER BY c.id LIMIT ?`, after, undecided(), FromCompany, FromPopulation, tx.Now.Add(-endsAfter), limit).Scan(&ids).Error
	return ids, err
}
