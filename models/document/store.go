package document

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// row is a document as stored.
type row struct {
	Document
	body, mark string
	serial     int64
	facts      Facts
}

// nextNumber takes the next number of a series and keeps its row locked until the commit. A number never bears an earlier day than the one before
// it: a unit of work that began before midnight and finds a number of the new day begins again.
func nextNumber(tx *db.Tx, body, mark string) (n int64, err error) {
	var day workday.Date
	err = tx.Raw(`
INSERT INTO document_numbers (body, mark, year, last, day) VALUES (?, ?, ?, 1, ?)
ON CONFLICT (body, mark, year) DO UPDATE SET last = document_numbers.last + 1, day = greatest(document_numbers.day, excluded.day)
RETURNING last, day`, body, mark, tx.Today().Year(), tx.Today()).Row().Scan(&n, &day)
	if err == nil && tx.Today().Before(day) && tx.Outlived() {
		err = db.ErrAgain
	}
	return n, err
}

func insertDocument(tx *db.Tx, r row) error {
	facts, err := json.Marshal(r.facts)
	if err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO documents (id, case_id, kind, title, body, mark, year, serial, number, facts, issued_at, issued_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)`,
		r.ID, r.CaseID, r.Kind, r.Title, r.body, r.mark, r.IssuedOn.Year(), r.serial, r.Number, string(facts), r.IssuedAt, r.IssuedOn).Error
}

const documentColumns = `id, case_id, kind, title, number, state, issued_at, issued_on, render, render_problem, bytes, sha256, sm3, blob_key, superseded_on, superseded_by`

func documentFields(d *Document) []any {
	return []any{&d.ID, &d.CaseID, &d.Kind, &d.Title, &d.Number, &d.State, &d.IssuedAt, &d.IssuedOn, &d.Render, &d.RenderProblem, &d.Bytes,
		&d.SHA256, &d.SM3, &d.BlobKey, &d.SupersededOn, &d.SupersededBy}
}

func findDocument(tx *db.Tx, id uuid.UUID) (r row, err error) {
	var facts []byte
	err = tx.Raw(`SELECT `+documentColumns+`, body, mark, serial, facts FROM documents WHERE id = ?`, id).Row().
		Scan(append(documentFields(&r.Document), &r.body, &r.mark, &r.serial, &facts)...)
	if errors.Is(err, sql.ErrNoRows) {
		return row{}, fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return row{}, err
	}
	return r, json.Unmarshal(facts, &r.facts)
}

func documentsOf(tx *db.Tx, caseID uuid.UUID) ([]Document, error) {
	rows, err := tx.Raw(`SELECT `+documentColumns+` FROM documents WHERE case_id = ? ORDER BY issued_at, id`, caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Document
	for rows.Next() {
		var d Document
		if err := rows.Scan(documentFields(&d)...); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

// rendered stores the file's place, unless another worker was first or the document was cancelled meanwhile.
func rendered(tx *db.Tx, r row, key string, s material.Sums) error {
	return tx.Exec(`
UPDATE documents SET render = 'DONE', render_problem = '', blob_key = ?, bytes = ?, sha256 = ?, sm3 = ?, rendered_at = ?
 WHERE id = ? AND render <> 'DONE' AND (state = 'VOID') = ?`, key, s.Bytes, s.SHA256, s.SM3, tx.Now, r.ID, r.State == Void).Error
}

func renderFailed(tx *db.Tx, id uuid.UUID, problem string) error {
	return tx.Exec(`UPDATE documents SET render = 'FAILED', render_problem = ? WHERE id = ? AND render <> 'DONE'`, problem, id).Error
}

func requeue(tx *db.Tx, id uuid.UUID) (bool, error) {
	r := tx.Exec(`UPDATE documents SET render = 'QUEUED', render_problem = '' WHERE id = ? AND render = 'FAILED'`, id)
	return r.RowsAffected == 1, r.Error
}

func supersedeDocument(tx *db.Tx, id uuid.UUID, by string) error {
	r := tx.Exec(`UPDATE documents SET state = 'SUPERSEDED', superseded_on = ?, superseded_by = ? WHERE id = ? AND state = 'ISSUED'`, tx.Today(), by, id)
	if r.Error == nil && r.RowsAffected != 1 {
		return fault.New(fault.Conflict, "DOCUMENT_NOT_ISSUED")
	}
	return r.Error
}

func voidDocument(tx *db.Tx, id uuid.UUID) error {
	r := tx.Exec(`
UPDATE documents SET state = 'VOID', render = 'QUEUED', render_problem = '', blob_key = '' WHERE id = ? AND state = 'ISSUED'`, id)
	if r.Error == nil && r.RowsAffected != 1 {
		return fault.New(fault.Conflict, "DOCUMENT_NOT_ISSUED")
	}
	return r.Error
}
