package account

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
)

// countUse counts one use in its window, or returns how long the window still lasts when it is full. One statement counts; concurrent
// uses of a key wait for each other at its row.
func countUse(tx *db.Tx, key blob, limit Limit) (wait time.Duration, err error) {
	res := tx.Exec(`
INSERT INTO rate_limits AS r (key, uses, ends_at) VALUES (@key, 1, @ends)
ON CONFLICT (key) DO UPDATE
   SET uses    = CASE WHEN r.ends_at <= @now THEN 1 ELSE r.uses + 1 END,
       ends_at = CASE WHEN r.ends_at <= @now THEN EXCLUDED.ends_at ELSE r.ends_at END
 WHERE r.ends_at <= @now OR r.uses < @most`,
		map[string]any{"key": key, "now": tx.Now, "ends": tx.Now.Add(limit.Window), "most": limit.N})
	if res.Error != nil || res.RowsAffected == 1 {
		return 0, res.Error
	}
	ends, _, err := one[time.Time](tx, `SELECT ends_at FROM rate_limits WHERE key = ?`, key)
	return max(ends.Sub(tx.Now), time.Second), err
}

func deleteUses(tx *db.Tx, key blob) error {
	return tx.Exec(`DELETE FROM rate_limits WHERE key = ?`, key).Error
}
