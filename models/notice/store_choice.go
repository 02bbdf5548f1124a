package notice

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

func selectDeclined(tx *db.Tx, person uuid.UUID) (list []Topic, err error) {
	err = tx.Raw(`SELECT topic FROM sms_declined WHERE person_id = ? ORDER BY topic`, person).Scan(&list).Error
	return list, err
}

func decline(tx *db.Tx, person uuid.UUID, t Topic, off bool) error {
	if !off {
		return tx.Exec(`DELETE FROM sms_declined WHERE person_id = ? AND topic = ?`, person, t).Error
	}
	return tx.Exec(`INSERT INTO sms_declined (person_id, topic, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, person, t, tx.Now).Error
}

// wantsSMS tells whether a recipient gets short messages of a kind: always where the kind has no topic, and officers do.
func wantsSMS(tx *db.Tx, r recipient, k Kind) (wants bool, err error) {
	topic := k.Topic()
	if topic == "" || !r.PersonID.Valid {
		return true, nil
	}
	err = tx.Raw(`SELECT NOT EXISTS (SELECT 1 FROM sms_declined WHERE person_id = ? AND topic = ?)`, r.PersonID.UUID, topic).Row().Scan(&wants)
	return wants, err
}
