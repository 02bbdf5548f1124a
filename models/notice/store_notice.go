package notice

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// recipient is one inbox. Texts tells whether there is a mobile to text.
type recipient struct {
	PersonID  uuid.NullUUID
	OfficerID uuid.NullUUID
	For       uuid.NullUUID // the enterprise
	Texts     bool
	Mobile    string // of who has no inbox, "" for everybody else
}

// selectRecipients finds the inboxes behind an address. A person needs no query: the foreign key checks him, and persons have a mobile.
func selectRecipients(tx *db.Tx, to To) (found []recipient, err error) {
	today := workday.DateOf(tx.Now)
	switch {
	case to.person != uuid.Nil:
		return []recipient{{PersonID: uuid.NullUUID{UUID: to.person, Valid: true}, Texts: true}}, nil
	case to.enterprise != uuid.Nil:
		err = tx.Raw(`
SELECT m.person_id, m.enterprise_id AS "for", true AS texts
  FROM memberships m
 WHERE m.enterprise_id = ? AND m.person_id IS NOT NULL AND m.ended_at IS NULL AND m.suspended_at IS NULL AND (m.until IS NULL OR m.until >= ?)
 ORDER BY m.person_id`, to.enterprise, today).Scan(&found).Error
	case to.idNumber != "" || to.mobile != "":
		if to.idNumber != "" {
			err = tx.Raw(`SELECT id AS person_id, true AS texts FROM people WHERE id_number = ?`, to.idNumber).Scan(&found).Error
		}
		if err == nil && len(found) == 0 && to.mobile != "" {
			found = []recipient{{Texts: true, Mobile: to.mobile}}
		}
	case to.policeNo != "":
		err = tx.Raw(`SELECT id AS officer_id, mobile <> '' AS texts FROM officers WHERE police_no = ?`, to.policeNo).Scan(&found).Error
	case to.desk != "":
		err = tx.Raw(`
SELECT DISTINCT o.id AS officer_id, o.mobile <> '' AS texts
  FROM grants g JOIN accounts a ON a.id = g.account_id AND a.disabled_at IS NULL JOIN officers o ON o.id = a.officer_id
 WHERE g.desk = ? AND g.role = ? AND (g.until IS NULL OR g.until >= ?)
 ORDER BY o.id`, to.desk, to.role, today).Scan(&found).Error
	}
	return found, err
}

// insertNotice reports false when the same thing was said before (Order.Once).
func insertNotice(tx *db.Tx, id uuid.UUID, o Order, r recipient, texted bool) (bool, error) {
	facts, err := json.Marshal(o.Facts)
	if err != nil {
		return false, err
	}
	state := NoSMS
	if texted {
		state = SMSWaiting
	} else if r.Mobile != "" {
		return false, nil // no inbox and no short message: nothing to keep
	}
	var once *string
	if o.Once != "" {
		key := string(o.Kind) + ":" + o.Once
		once = &key
	}
	res := tx.Exec(`
INSERT INTO notices (id, person_id, officer_id, enterprise_id, kind, case_id, facts, once, posted_at, sms_state, mobile)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''))
ON CONFLICT DO NOTHING`,
		id, r.PersonID, r.OfficerID, r.For, o.Kind, nullable(o.CaseID), string(facts), once, tx.Now, state, r.Mobile)
	return res.RowsAffected == 1, res.Error
}

func nullable(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }

// reader is whose inbox is read; column is one of two constants.
type reader struct {
	column string
	id     uuid.UUID
}

// row is a notice as it is stored; the other columns are filled by the queries that need them.
type row struct {
	ID           uuid.UUID
	Kind         Kind
	CaseID       uuid.NullUUID
	EnterpriseID uuid.NullUUID
	Facts        []byte
	PostedAt     time.Time
	ReadAt       *time.Time
	SMSState     SMSState `gorm:"column:sms_state"`
	Recipient    string
	SMSReason    string `gorm:"column:sms_reason"`
	SMSTries     int    `gorm:"column:sms_tries"`
	Mobile       string
}

func (r row) notice() (Notice, error) {
	n := Notice{ID: r.ID, Kind: r.Kind, CaseID: r.CaseID.UUID, Enterprise: r.EnterpriseID.UUID, PostedAt: r.PostedAt, ReadAt: r.ReadAt,
		SMS: r.SMSState}
	return n, json.Unmarshal(r.Facts, &n.Facts)
}

func selectInbox(tx *db.Tx, who reader, after uuid.UUID, limit int) ([]Notice, error) {
	query := `
SELECT id, kind, case_id, enterprise_id, facts, posted_at, read_at, sms_state
  FROM notices WHERE ` + who.column + ` = @who`
	if after != uuid.Nil {
		query += ` AND id < @after`
	}
	var rows []row
	err := tx.Raw(query+` ORDER BY id DESC LIMIT @limit`, map[string]any{"who": who.id, "after": after, "limit": limit}).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	list := make([]Notice, len(rows))
	for i, r := range rows {
		if list[i], err = r.notice(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func countInbox(tx *db.Tx, who reader) (total, unread int, err error) {
	var counts struct{ Total, Unread int }
	err = tx.Raw(`SELECT count(*) AS total, count(*) FILTER (WHERE read_at IS NULL) AS unread FROM notices WHERE `+who.column+` = ?`,
		who.id).Scan(&counts).Error
	return counts.Total, counts.Unread, err
}

func countUnread(tx *db.Tx, who reader) (n int, err error) {
	err = tx.Raw(`SELECT count(*) FROM notices WHERE `+who.column+` = ? AND read_at IS NULL`, who.id).Scan(&n).Error
	return n, err
}

// markRead keeps the first time of reading.
func markRead(tx *db.Tx, who reader, id uuid.UUID) (Notice, bool, error) {
	var found row
	res := tx.Raw(`
UPDATE notices SET read_at = COALESCE(read_at, ?) WHERE id = ? AND `+who.column+` = ?
RETURNING id, kind, case_id, enterprise_id, facts, posted_at, read_at, sms_state`, tx.Now, id, who.id).Scan(&found)
	if res.Error != nil || res.RowsAffected != 1 {
		return Notice{}, false, res.Error
	}
	n, err := found.notice()
	return n, true, err
}

func markAllRead(tx *db.Tx, who reader) (int64, error) {
	res := tx.Exec(`UPDATE notices SET read_at = ? WHERE `+who.column+` = ? AND read_at IS NULL`, tx.Now, who.id)
	return res.RowsAffected, res.Error
}

func selectOfCase(tx *db.Tx, caseID uuid.UUID) ([]Told, error) {
	var rows []row
	err := tx.Raw(`
SELECT n.id, n.kind, n.case_id, n.enterprise_id, n.facts, n.posted_at, n.read_at, n.sms_state, COALESCE(n.sms_reason, '') AS sms_reason,
       COALESCE(p.name, o.name, n.facts->>'applicant', '') AS recipient
  FROM notices n LEFT JOIN people p ON p.id = n.person_id LEFT JOIN officers o ON o.id = n.officer_id
 WHERE n.case_id = ? ORDER BY n.id`, caseID).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	told := make([]Told, len(rows))
	for i, r := range rows {
		if told[i], err = r.told(); err != nil {
			return nil, err
		}
	}
	return told, nil
}

func (r row) told() (Told, error) {
	n, err := r.notice()
	return Told{Notice: n, Recipient: r.Recipient, SMSReason: r.SMSReason}, err
}
