package numbers

import (
	"database/sql"
	"errors"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// dayOfWork is how many steps of a stage an officer did on one day.
type dayOfWork struct {
	stage   procedure.Stage
	officer string
	steps   int
}

// workOf is what officers did of business endorsements, step by step and day by day.
func workOf(tx *db.Tx, p Period, desks []string) ([]dayOfWork, error) {
	rows, err := tx.Raw(`
SELECT s.stage, s.holder_officer, count(*) FROM steps s JOIN cases c ON c.id = s.case_id AND c.item_code IN ?
 WHERE s.state = 'DONE' AND s.holder IS NOT NULL AND s.desk IN ? AND s.stage IN ('intake', 'review', 'decision')
   AND s.closed_at >= ? AND s.closed_at < ?
 GROUP BY s.stage, s.holder_officer, (s.closed_at AT TIME ZONE 'Asia/Shanghai')::date`, items, desks, p.From.Start(), p.To.End()).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []dayOfWork
	for rows.Next() {
		var d dayOfWork
		if err := rows.Scan(&d.stage, &d.officer, &d.steps); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

// busiest is the desk of the readable ones with most of the period's receipts; the first one when nothing came.
func busiest(tx *db.Tx, p Period, desks []string) (desk string, err error) {
	err = tx.Raw(`
SELECT d.desk FROM cases c JOIN LATERAL (SELECT s.desk FROM steps s WHERE s.case_id = c.id ORDER BY s.id LIMIT 1) d ON d.desk IN ?
 WHERE c.item_code IN ? AND c.received_at >= ? AND c.received_at < ? GROUP BY d.desk ORDER BY count(*) DESC, d.desk LIMIT 1`,
		desks, items, p.From.Start(), p.To.End()).Row().Scan(&desk)
	if errors.Is(err, sql.ErrNoRows) {
		return desks[0], nil
	}
	return desk, err
}
