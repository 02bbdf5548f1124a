package casework

import (
	"database/sql"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// insertAsked keeps questions to registers and their answers.
func insertAsked(tx *db.Tx, caseID uuid.UUID, asked []Asked) error {
	if len(asked) == 0 {
		return nil
	}
	raw, err := json.Marshal(asked)
	if err != nil {
		return err
	}
	tx.Changed(live.Case(caseID))
	return tx.Exec(`
INSERT INTO register_answers (case_id, source, answered, request, at, result)
SELECT ?, a.source, a.answered, coalesce(a.request, ''), a.at, a.result
  FROM jsonb_to_recordset(?::jsonb) AS a(source text, answered boolean, request text, at timestamptz, result jsonb)`, caseID, string(raw)).Error
}

// selectAsked reads them in the order of asking.
func selectAsked(tx *db.Tx, caseID uuid.UUID) ([]Asked, error) {
	rows, err := tx.Raw(`SELECT source, answered, request, at, coalesce(result, 'null') FROM register_answers WHERE case_id = ? ORDER BY id`, caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Asked
	for rows.Next() {
		var a Asked
		var result []byte
		if err := rows.Scan(&a.Source, &a.Answered, &a.Request, &a.At, &result); err != nil {
			return nil, err
		}
		a.At, a.Result = local(a.At), result
		list = append(list, a)
	}
	return list, rows.Err()
}

func insertCorrection(tx *db.Tx, r *record, due workday.Date) error {
	defects, err := json.Marshal(r.Law.Defects)
	if err != nil {
		return err
	}
	before, err := json.Marshal(r.Answers)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO corrections (case_id, round, defects, sent_at, due, before) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, r.Law.Corrections, string(defects), tx.Now, due, string(before)).Error
}

func answerCorrection(tx *db.Tx, caseID uuid.UUID, round int) error {
	return tx.Exec(`UPDATE corrections SET answered_at = ? WHERE case_id = ? AND round = ?`, tx.Now, caseID, round).Error
}

// answersBefore are the answers as they were before each answered correction.
func answersBefore(tx *db.Tx, caseID uuid.UUID) ([]Answered, error) {
	rows, err := tx.Raw(`SELECT round, sent_at, before FROM corrections WHERE case_id = ? AND answered_at IS NOT NULL ORDER BY round`, caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Answered
	for rows.Next() {
		var a Answered
		var before []byte
		if err := rows.Scan(&a.Round, &a.At, &before); err != nil {
			return nil, err
		}
		a.At = local(a.At)
		if err := json.Unmarshal(before, &a.Answers); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

func upsertCheck(tx *db.Tx, caseID uuid.UUID, c Recorded) error {
	return tx.Exec(`
INSERT INTO checks (case_id, code, mark, note, officer, name, at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (case_id, code) DO UPDATE SET mark = excluded.mark, note = excluded.note, officer = excluded.officer, name = excluded.name, at = excluded.at`,
		caseID, c.Code, c.Mark, c.Note, c.Officer, c.Name, tx.Now).Error
}

func selectChecks(tx *db.Tx, caseID uuid.UUID) ([]Recorded, error) {
	rows, err := tx.Raw(`SELECT code, mark, note, officer, name, at FROM checks WHERE case_id = ?`, caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Recorded
	for rows.Next() {
		var r Recorded
		if err := rows.Scan(&r.Code, &r.Mark, &r.Note, &r.Officer, &r.Name, &r.At); err != nil {
			return nil, err
		}
		r.At = local(r.At)
		list = append(list, r)
	}
	return list, rows.Err()
}

func insertMessage(tx *db.Tx, caseID uuid.UUID, m Message) error {
	tx.Changed(live.Case(caseID))
	return tx.Exec(`INSERT INTO messages (id, case_id, at, from_clerk, name, officer, text) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		m.ID, caseID, m.At, m.FromClerk, m.Name, m.Officer, m.Text).Error
}

// mostMessages is how many lines of a talk are shown, the newest.
const mostMessages = 200

func selectMessages(tx *db.Tx, caseID uuid.UUID) ([]Message, error) {
	rows, err := tx.Raw(`
SELECT id, at, from_clerk, name, officer, text, read_at FROM (
       SELECT id, at, from_clerk, name, officer, text, read_at FROM messages WHERE case_id = ? ORDER BY id DESC LIMIT ?) m ORDER BY id`, caseID, mostMessages).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Message{}
	for rows.Next() {
		var m Message
		var read sql.NullTime
		if err := rows.Scan(&m.ID, &m.At, &m.FromClerk, &m.Name, &m.Officer, &m.Text, &read); err != nil {
			return nil, err
		}
		m.At, m.ReadAt = local(m.At), local(read.Time)
		list = append(list, m)
	}
	return list, rows.Err()
}

// readMessages marks what one side has written as read by the other.
func readMessages(tx *db.Tx, caseID uuid.UUID, fromClerk bool) error {
	return tx.Exec(`UPDATE messages SET read_at = ? WHERE case_id = ? AND from_clerk = ? AND read_at IS NULL`, tx.Now, caseID, fromClerk).Error
}

func countDrafts(tx *db.Tx, person uuid.UUID, item string) (n int, err error) {
	err = tx.Raw(`SELECT count(*) FROM cases WHERE person_id = ? AND item_code = ? AND number IS NULL`, person, item).Row().Scan(&n)
	return n, err
}

// selectProgress finds a received case by what its applicant knows.
func selectProgress(tx *db.Tx, number, queryCode, last4 string) (id uuid.UUID, err error) {
	err = tx.Raw(`
SELECT c.id FROM cases c JOIN people p ON p.id = c.person_id
 WHERE c.number = ? AND c.query_code = ? AND (right(coalesce(NULLIF(c.concerned_id, ''), p.id_number), 4) = ? OR c.for_unit AND right(c.unit_code, 4) = ?)`,
		number, queryCode, last4, last4).Row().Scan(&id)
	if err == sql.ErrNoRows {
		return uuid.Nil, nil
	}
	return id, err
}

// enterpriseOf is what the portal knows of an enterprise that applies itself.
func enterpriseOf(tx *db.Tx, id uuid.UUID) (area, head string, err error) {
	err = tx.Raw(`SELECT area, legal_name FROM enterprises WHERE id = ?`, id).Row().Scan(&area, &head)
	return area, head, err
}

func deskName(tx *db.Tx, code string) (name string, err error) {
	name, _, err = deskNames(tx, code)
	return name, err
}

// deskNames are the desk's names in both languages; the code where the desk is unknown.
func deskNames(tx *db.Tx, code string) (name, en string, err error) {
	err = tx.Raw(`SELECT name, name_en FROM desks WHERE code = ?`, code).Row().Scan(&name, &en)
	if err == sql.ErrNoRows {
		return code, code, nil
	}
	return name, en, err
}

// officerAt finds an officer by his police number who holds a role at a desk today; with no role, any officer.
func officerAt(tx *db.Tx, policeNo, desk string, role procedure.Role) (c procedure.Clerk, known bool, err error) {
	err = tx.Raw(`
SELECT o.police_no, o.name FROM officers o
 WHERE o.police_no = ? AND (? = '' OR EXISTS (SELECT FROM grants g JOIN accounts a ON a.id = g.account_id
       WHERE a.officer_id = o.id AND g.desk = ? AND g.role = ? AND a.disabled_at IS NULL AND (g.until IS NULL OR g.until >= ?)))`,
		policeNo, string(role), desk, role, tx.Today()).Row().Scan(&c.Officer, &c.Name)
	if err == sql.ErrNoRows {
		return c, false, nil
	}
	return c, err == nil, err
}

// officersAt are the officers who hold a role at a desk today, by police number.
func officersAt(tx *db.Tx, desk string, role procedure.Role) (list []procedure.Clerk, err error) {
	rows, err := tx.Raw(`
SELECT DISTINCT o.police_no, o.name FROM grants g JOIN accounts a ON a.id = g.account_id JOIN officers o ON o.id = a.officer_id
 WHERE g.desk = ? AND g.role = ? AND a.disabled_at IS NULL AND (g.until IS NULL OR g.until >= ?) ORDER BY o.police_no LIMIT 200`, desk, role, tx.Today()).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c procedure.Clerk
		if err := rows.Scan(&c.Officer, &c.Name); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}
