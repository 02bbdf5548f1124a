package delivery

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

func insertDelivery(tx *db.Tx, d Delivery, version string) error {
	return tx.Exec(`INSERT INTO deliveries (document_id, case_id, desk, sent_at, due, calendar) VALUES (?, ?, ?, ?, ?, ?)`,
		d.DocumentID, d.CaseID, d.Desk, d.SentAt, d.Due, version).Error
}

// markRead keeps the first time of reading; it also ends the deliverer's task.
func markRead(tx *db.Tx, documentID uuid.UUID, reader string) error {
	return tx.Exec(`
UPDATE deliveries SET read_at = ?, reader = ?, closed_at = COALESCE(closed_at, ?) WHERE document_id = ? AND read_at IS NULL`,
		tx.Now, reader, tx.Now, documentID).Error
}

// procedureOf is the procedure of a case c: its own, or that of its item.
const procedureOf = `COALESCE(NULLIF(c.procedure, ''), (SELECT v.compiled #>> '{procedure,code}' FROM item_versions v WHERE v.code = c.item_code AND v.version = c.item_version))`

const deliveryColumns = `d.document_id, d.case_id, d.desk, d.sent_at, d.due, d.read_at, d.reader, d.raised_at, d.closed_at, p.kind, p.title, p.number,
       COALESCE(c.number, ''), ` + procedureOf + `, (c.law->>'delivered_on')::date, w.name, c.unit_name, w.mobile,
       EXISTS (SELECT FROM unreachable_mobiles u WHERE u.mobile = w.mobile),
       COALESCE((SELECT jsonb_agg(jsonb_build_object('at', r.at, 'outcome', r.outcome, 'words', r.words, 'waybill', r.waybill, 'name', r.name) ORDER BY r.id)
                   FROM delivery_records r WHERE r.document_id = d.document_id), '[]')`

const deliveryJoins = ` JOIN documents p ON p.id = d.document_id JOIN cases c ON c.id = d.case_id JOIN people w ON w.id = c.person_id`

func scanDelivery(scan func(...any) error) (d Delivery, err error) {
	var read, raised, closed sql.NullTime
	var records []byte
	err = scan(&d.DocumentID, &d.CaseID, &d.Desk, &d.SentAt, &d.Due, &read, &d.Reader, &raised, &closed, &d.Kind, &d.Title, &d.Number, &d.CaseNumber, &d.Procedure, &d.DeliveredOn, &d.Applicant,
		&d.Unit, &d.Mobile, &d.Unreached, &records)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return d, err
	}
	d.ReadAt, d.RaisedAt, d.ClosedAt = read.Time, raised.Time, closed.Time
	return d, json.Unmarshal(records, &d.Records)
}

func deliveries(rows *sql.Rows, err error) (list []Delivery, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scanDelivery(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

func selectDeliveries(tx *db.Tx, where string, args ...any) ([]Delivery, error) {
	return deliveries(tx.Raw(`SELECT `+deliveryColumns+` FROM deliveries d`+deliveryJoins+` WHERE `+where, args...).Rows())
}

// raise takes papers whose time to be read has passed, and before that those whose applicant was not reached by a short message since; the row is the lock, so that two sweeps at once share them.
func raise(tx *db.Tx, limit int) ([]Delivery, error) {
	return deliveries(tx.Raw(`
WITH d AS (
    UPDATE deliveries SET raised_at = ? WHERE document_id IN (
        SELECT document_id FROM deliveries WHERE read_at IS NULL AND raised_at IS NULL AND closed_at IS NULL AND due IS NOT NULL AND (due < ? OR EXISTS (
               SELECT FROM notices n WHERE n.case_id = deliveries.case_id AND n.person_id IS NOT NULL AND n.posted_at >= deliveries.sent_at AND n.sms_state = 'dead'))
         ORDER BY due LIMIT ? FOR UPDATE SKIP LOCKED)
    RETURNING document_id, case_id, desk, sent_at, due, read_at, reader, raised_at, closed_at)
SELECT `+deliveryColumns+` FROM d`+deliveryJoins+` ORDER BY d.due, d.document_id`, tx.Now, tx.Today(), limit).Rows())
}

func lockTask(tx *db.Tx, documentID uuid.UUID, desks []string) (Delivery, error) {
	return scanDelivery(tx.Raw(`
SELECT `+deliveryColumns+` FROM deliveries d`+deliveryJoins+`
 WHERE d.document_id = ? AND d.desk = ANY(?::text[]) AND d.raised_at IS NOT NULL FOR UPDATE OF d`, documentID, texts(desks)).Row().Scan)
}

func insertRecord(tx *db.Tx, documentID uuid.UUID, n NewRecord, officer, name string) error {
	err := tx.Exec(`
INSERT INTO delivery_records (document_id, at, outcome, words, waybill, officer, name) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		documentID, tx.Now, n.Outcome, n.Words, n.Waybill, officer, name).Error
	if err != nil || n.Waybill == "" {
		return err
	}
	return tx.Exec(`UPDATE deliveries SET closed_at = ? WHERE document_id = ? AND closed_at IS NULL`, tx.Now, documentID).Error
}

func names[K ~string](kinds []K) texts {
	list := make(texts, len(kinds))
	for i, k := range kinds {
		list[i] = string(k)
	}
	return list
}

// texts is a list as text[]; codes of desks hold no character that needs care.
type texts []string

// Value writes the array's text form.
func (t texts) Value() (driver.Value, error) { return "{" + strings.Join(t, ",") + "}", nil }

// unreadLimits are the working days in which papers should be read.
var unreadLimits = calendar.Limits{Clock: "unread", Days: unreadDays, Table: "deliveries", ID: "x.document_id", CaseID: "x.case_id",
	About: "(SELECT p.title FROM documents p WHERE p.id = x.document_id)", Since: "x.sent_at", Due: "due",
	Open: "x.read_at IS NULL AND x.raised_at IS NULL AND x.closed_at IS NULL"}

func deskOf(tx *db.Tx, documentID uuid.UUID) (desk string, err error) {
	err = tx.Raw(`SELECT desk FROM deliveries WHERE document_id = ?`, documentID).Row().Scan(&desk)
	return desk, err
}
