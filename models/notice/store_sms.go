package notice

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// selectOutgoing reads a message that still waits, with the mobile as it is now: a corrected number is used by the next try.
func selectOutgoing(tx *db.Tx, id uuid.UUID) (out Outgoing, waiting bool, err error) {
	var found row
	res := tx.Raw(`
SELECT n.id, n.kind, n.facts, COALESCE(p.mobile, o.mobile, n.mobile) AS mobile
  FROM notices n LEFT JOIN people p ON p.id = n.person_id LEFT JOIN officers o ON o.id = n.officer_id
 WHERE n.id = ? AND n.sms_state = 'waiting'`, id).Scan(&found)
	if res.Error != nil || res.RowsAffected != 1 {
		return Outgoing{}, false, res.Error
	}
	out = Outgoing{ID: found.ID, Kind: found.Kind, Mobile: found.Mobile}
	return out, true, json.Unmarshal(found.Facts, &out.Facts)
}

func markSent(tx *db.Tx, out Outgoing) error {
	err := tx.Exec(`
UPDATE notices SET sms_state = 'sent', sms_mobile = ?, sms_at = ?, sms_tries = sms_tries + 1, sms_reason = NULL
 WHERE id = ? AND sms_state = 'waiting'`, out.Mobile, tx.Now, out.ID).Error
	if err != nil {
		return err
	}
	return tx.Exec(`DELETE FROM unreachable_mobiles WHERE mobile = ?`, out.Mobile).Error
}

const maxReason = 300

func markFailed(tx *db.Tx, out Outgoing, reason string, dead bool) error {
	if r := []rune(reason); len(r) > maxReason {
		reason = string(r[:maxReason])
	}
	state := SMSWaiting
	if dead {
		state = SMSDead
	}
	err := tx.Exec(`
UPDATE notices SET sms_state = ?, sms_mobile = ?, sms_at = ?, sms_tries = sms_tries + 1, sms_reason = ?
 WHERE id = ? AND sms_state = 'waiting'`, state, out.Mobile, tx.Now, reason, out.ID).Error
	if err != nil || !dead {
		return err
	}
	return tx.Exec(`
INSERT INTO unreachable_mobiles (mobile, since, reason) VALUES (?, ?, ?) ON CONFLICT (mobile) DO UPDATE SET reason = excluded.reason`,
		out.Mobile, tx.Now, reason).Error
}

func deleteUnreachable(tx *db.Tx, mobile string) (bool, error) {
	res := tx.Exec(`DELETE FROM unreachable_mobiles WHERE mobile = ?`, mobile)
	return res.RowsAffected == 1, res.Error
}

// reviveAllDead lets the dead messages of a number's owner wait again, but for older ones.
func reviveAllDead(tx *db.Tx, mobile string, since time.Time) (ids []uuid.UUID, err error) {
	err = tx.Raw(`
UPDATE notices SET sms_state = 'waiting' WHERE sms_state = 'dead' AND posted_at >= ? AND (person_id = (SELECT id FROM people WHERE mobile = ?) OR mobile = ?) RETURNING id`,
		since, mobile, mobile).Scan(&ids).Error
	return ids, err
}

func isUnreachable(tx *db.Tx, mobile string) (found bool, err error) {
	err = tx.Raw(`SELECT EXISTS (SELECT 1 FROM unreachable_mobiles WHERE mobile = ?)`, mobile).Scan(&found).Error
	return found, err
}

func selectDead(tx *db.Tx, after uuid.UUID, limit int) ([]Dead, error) {
	query := `
SELECT n.id, n.kind, n.case_id, n.enterprise_id, n.facts, n.posted_at, n.read_at, n.sms_state, COALESCE(n.sms_reason, '') AS sms_reason,
       n.sms_tries, COALESCE(n.sms_mobile, '') AS mobile, COALESCE(p.name, o.name, n.facts->>'applicant', '') AS recipient
  FROM notices n LEFT JOIN people p ON p.id = n.person_id LEFT JOIN officers o ON o.id = n.officer_id
 WHERE n.sms_state = 'dead'`
	if after != uuid.Nil {
		query += ` AND n.id < @after`
	}
	var rows []row
	err := tx.Raw(query+` ORDER BY n.id DESC LIMIT @limit`, map[string]any{"after": after, "limit": limit}).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	dead := make([]Dead, len(rows))
	for i, r := range rows {
		told, err := r.told()
		if err != nil {
			return nil, err
		}
		dead[i] = Dead{Told: told, Mobile: r.Mobile, Tries: r.SMSTries}
	}
	return dead, nil
}

func reviveDead(tx *db.Tx, id uuid.UUID) (bool, error) {
	res := tx.Exec(`UPDATE notices SET sms_state = 'waiting' WHERE id = ? AND sms_state = 'dead'`, id)
	return res.RowsAffected == 1, res.Error
}
