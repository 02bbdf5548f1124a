package document

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// unshared lists certificates of which the library does not know the standing, the oldest change first, and then those that ended by a day.
func unshared(tx *db.Tx, limit int) (list []Shared, err error) {
	const columns = `id, state_at, state, superseded_on, title, number, copy, holder_id, issuer, valid_from, valid_to`
	rows, err := tx.Raw(`
(SELECT `+columns+` FROM certificates WHERE shared_at IS DISTINCT FROM state_at ORDER BY state_at, id LIMIT ?)
UNION
(SELECT `+columns+` FROM certificates WHERE shared_as = 'valid' AND least(valid_to, superseded_on - 1) < ? LIMIT ?)`,
		limit, tx.Today(), limit).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Shared
		var state CertificateState
		var superseded workday.Date
		if err := rows.Scan(&c.ID, &c.changed, &state, &superseded, &c.Title, &c.Number, &c.Copy, &c.HolderID, &c.Issuer, &c.ValidFrom, &c.ValidTo); err != nil {
			return nil, err
		}
		c.Standing = standing(state, c.ValidTo, superseded, tx.Today())
		c.State, c.At = c.Standing.inLibrary(), c.changed
		if c.Standing == StandingExpired || c.Standing == StandingSuperseded { // by a day, not by a change of the row
			if ended := workday.Earliest(c.ValidTo.AddDays(1), superseded).Start(); ended.After(c.At) {
				c.At = ended
			}
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// markShared keeps what the library was told; a change that came meanwhile stays due.
func markShared(tx *db.Tx, c Shared, refused string) error {
	return tx.Exec(`UPDATE certificates SET shared_at = state_at, shared_as = ?, share_refused = ? WHERE id = ? AND state_at = ?`,
		string(c.Standing), refused, c.ID, c.changed).Error
}

func countUnshared(tx *db.Tx, before time.Time) (late, refused int, err error) {
	err = tx.Raw(`
SELECT (SELECT count(*) FROM certificates WHERE shared_at IS DISTINCT FROM state_at AND state_at < ?),
       (SELECT count(*) FROM certificates WHERE share_refused <> '')`, before).Row().Scan(&late, &refused)
	return late, refused, err
}
