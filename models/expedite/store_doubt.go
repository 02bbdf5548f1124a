package expedite

import (
	"database/sql"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const doubtColumns = `d.id, d.request_id, d.case_id, d.desk, d.paper_id, coalesce(p.kind, ''), coalesce(p.id_number, ''), d.reason, d.at, d.officer, d.name, d.due, d.answered_at, coalesce(d.stands, false),
       d.level, d.answer, d.answered_by, d.answerer`

const doubtTables = ` FROM business_doubts d LEFT JOIN business_papers p ON p.id = d.paper_id`

// doubtFields are where the columns go; done is called after the scan.
func doubtFields(d *Doubt) (fields []any, done func()) {
	var paper uuid.NullUUID
	var answered sql.NullTime
	fields = []any{&d.ID, &d.RequestID, &d.CaseID, &d.Desk, &paper, &d.PaperKind, &d.Of, &d.Reason, &d.At, &d.Officer, &d.Name, &d.Due, &answered, &d.Opinion.Stands,
		&d.Opinion.Level, &d.Opinion.Reason, &d.AnsweredBy, &d.Answerer}
	return fields, func() { d.Paper, d.At, d.AnsweredAt = paper.UUID, local(d.At), local(answered.Time) }
}

// doubtsOf are the doubts about the evidence of a request, the oldest first.
func doubtsOf(tx *db.Tx, request uuid.UUID) ([]Doubt, error) {
	return selectDoubts(tx, ` WHERE d.request_id = ? ORDER BY d.id`, request)
}

// doubtsOfCase are those that bear on a case.
func doubtsOfCase(tx *db.Tx, caseID uuid.UUID) ([]Doubt, error) {
	return selectDoubts(tx, ` JOIN business_travellers t ON t.request_id = d.request_id AND coalesce(p.id_number, '') IN ('', t.id_number) WHERE t.case_id = ? ORDER BY d.id`, caseID)
}

func doubtOf(tx *db.Tx, id uuid.UUID) (Doubt, error) {
	list, err := selectDoubts(tx, ` WHERE d.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return Doubt{}, err
	}
	return list[0], nil
}

func selectDoubts(tx *db.Tx, where string, args ...any) (list []Doubt, err error) {
	rows, err := tx.Raw(`SELECT `+doubtColumns+doubtTables+where, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var d Doubt
		fields, done := doubtFields(&d)
		if err := rows.Scan(fields...); err != nil {
			return nil, err
		}
		done()
		list = append(list, d)
	}
	return list, rows.Err()
}

// mostDoubts is how many doubts the list shows.
const mostDoubts = 200

// doubtRows lists doubts at desks: the open ones by departure, then those that were answered, newest first.
func doubtRows(tx *db.Tx, desks []string, all bool) ([]DoubtRow, error) {
	raw, err := json.Marshal(desks)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Raw(`
SELECT `+doubtColumns+`, r.number, r.unit_name, r.trip, (SELECT count(*) FROM business_travellers t WHERE t.request_id = r.id)`+doubtTables+`
  JOIN business_requests r ON r.id = d.request_id
 WHERE ? OR d.desk IN (SELECT jsonb_array_elements_text(coalesce(NULLIF(?::jsonb, 'null'), '[]')))
 ORDER BY d.answered_at IS NOT NULL, CASE WHEN d.answered_at IS NULL THEN r.trip->>'departure' END, d.answered_at DESC, d.id LIMIT ?`, all, string(raw), mostDoubts).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []DoubtRow{}
	for rows.Next() {
		var d DoubtRow
		var trip []byte
		fields, done := doubtFields(&d.Doubt)
		if err := rows.Scan(append(fields, &d.Number, &d.UnitName, &trip, &d.Persons)...); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(trip, &d.Trip); err != nil {
			return nil, err
		}
		done()
		d.Departure = d.Trip.Departure
		list = append(list, d)
	}
	return list, rows.Err()
}

// insertDoubt keeps a doubt; DOUBT_OPEN when another one of the request is open.
func insertDoubt(tx *db.Tx, d Doubt, version string) error {
	res := tx.Exec(`
INSERT INTO business_doubts (id, request_id, case_id, paper_id, desk, reason, at, officer, name, due, calendar) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (request_id) WHERE answered_at IS NULL DO NOTHING`,
		d.ID, d.RequestID, d.CaseID, uuid.NullUUID{UUID: d.Paper, Valid: d.Paper != uuid.Nil}, d.Desk, d.Reason, tx.Now, d.Officer, d.Name, d.Due, version)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Conflict, "DOUBT_OPEN")
	}
	return res.Error
}

// lateDoubt is a doubt whose answer is late.
type lateDoubt struct {
	ID           uuid.UUID
	CaseID       uuid.UUID
	Desk         string
	Due          workday.Date
	Number, Unit string // of the request
}

// takeLateDoubts marks doubts whose answer is late as told and returns them; the row is the lock, so that each is taken once.
func takeLateDoubts(tx *db.Tx) (list []lateDoubt, err error) {
	err = tx.Raw(`
UPDATE business_doubts d SET late_told_at = @now FROM business_requests r
 WHERE r.id = d.request_id
   AND d.id IN (SELECT id FROM business_doubts WHERE answered_at IS NULL AND late_told_at IS NULL AND due < @today ORDER BY due FOR UPDATE SKIP LOCKED)
RETURNING d.id, d.case_id, d.desk, d.due, r.number, r.unit_name AS unit`, map[string]any{"now": tx.Now, "today": tx.Today()}).Scan(&list).Error
	return list, err
}

// answerDoubt keeps the answer; DOUBT_ANSWERED when somebody was faster.
func answerDoubt(tx *db.Tx, id uuid.UUID, o Opinion, officer, name string) error {
	res := tx.Exec(`UPDATE business_doubts SET answered_at = ?, stands = ?, level = ?, answer = ?, answered_by = ?, answerer = ? WHERE id = ? AND answered_at IS NULL`,
		tx.Now, o.Stands, o.Level, o.Reason, officer, name, id)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Conflict, "DOUBT_ANSWERED")
	}
	return res.Error
}
