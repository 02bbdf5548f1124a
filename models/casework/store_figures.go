package casework

import "github.com/yiyang-police/permit-portal/models/db"

// countReceived counts received and decided cases, altogether and by item.
func countReceived(tx *db.Tx, f *Figures) error {
	rows, err := tx.Raw(`
SELECT item_code, count(*), count(*) FILTER (WHERE verdict <> '' OR id IN (SELECT case_id FROM redecisions)) FROM cases WHERE number IS NOT NULL GROUP BY item_code`).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var code string
		var received, decided int
		if err := rows.Scan(&code, &received, &decided); err != nil {
			return err
		}
		f.Items[code] = ItemCount{Received: received}
		f.Received, f.Decided = f.Received+received, f.Decided+decided
	}
	return rows.Err()
}

// decidedSpans counts how many cases of an item were received and decided on which days. What a ruling annulled was decided in that time all the
// same, and what follows it is no second case.
func decidedSpans(tx *db.Tx) (map[span]int, error) {
	rows, err := tx.Raw(`
SELECT item_code, (law->>'received_on')::date, (law->>'decided_on')::date, count(*)
  FROM cases
 WHERE number IS NOT NULL AND verdict <> '' AND law->>'decided_on' >= @since AND law->>'received_on' IS NOT NULL
   AND id NOT IN (SELECT case_id FROM redecisions)
 GROUP BY 1, 2, 3
 UNION ALL
SELECT item_code, received_on, decided_on, count(*) FROM redecisions WHERE nth = 1 AND decided_on >= CAST(@since AS date) GROUP BY 1, 2, 3`,
		map[string]any{"since": figuresSince(tx.Today()).String()}).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	spans := map[span]int{}
	for rows.Next() {
		var one span
		var cases int
		if err := rows.Scan(&one.item, &one.received, &one.decided, &cases); err != nil {
			return nil, err
		}
		spans[one] += cases
	}
	return spans, rows.Err()
}
