package material

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

const columns = `id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, reason, mime, width, height, pages, sha256, sm3, created_at,
	attached_at IS NOT NULL, blob`

type scanner interface{ Scan(into ...any) error }

func scanRow(r scanner) (m Material, err error) {
	var blob uuid.NullUUID
	err = r.Scan(&m.ID, &m.OwnerID, &m.CaseID, &m.Question, &m.Photo, &m.MaxBytes, &m.Name, &m.Bytes, &m.State, &m.Reason, &m.Mime, &m.Width,
		&m.Height, &m.Pages, &m.SHA256, &m.SM3, &m.CreatedAt, &m.Attached, &blob)
	m.Blob = blob.UUID
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	return m, err
}

func ownMaterial(tx *db.Tx, owner, id uuid.UUID) (Material, error) {
	return scanRow(tx.Raw(`SELECT `+columns+` FROM materials WHERE id = ? AND owner_id = ?`, id, owner).Row())
}

func materialOf(tx *db.Tx, caseID, id uuid.UUID) (Material, error) {
	return scanRow(tx.Raw(`SELECT `+columns+` FROM materials WHERE id = ? AND case_id = ?`, id, caseID).Row())
}

// unscanned finds a stored file that nobody has looked at; known is false when there is nothing to do.
func unscanned(tx *db.Tx, id uuid.UUID) (m Material, known bool, err error) {
	m, err = scanRow(tx.Raw(`SELECT `+columns+` FROM materials WHERE id = ? AND state = 'STORED'`, id).Row())
	if f, ok := fault.As(err); ok && f.Kind == fault.NotFound {
		return Material{}, false, nil
	}
	return m, err == nil, err
}

// roomFor refuses an upload that goes over the limit of its case, or of what a person may leave unattached. Uploads of one person are
// counted one after another.
func roomFor(tx *db.Tx, m Material) error {
	if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended('material ' || ?::text, 0))`, m.OwnerID).Error; err != nil {
		return err
	}
	var inCase, orphans, orphaned int64
	err := tx.Raw(`
SELECT coalesce(sum(bytes) FILTER (WHERE case_id = ? AND attached_at IS NOT NULL), 0),
       count(*) FILTER (WHERE attached_at IS NULL AND owner_id = ?),
       coalesce(sum(bytes) FILTER (WHERE attached_at IS NULL AND owner_id = ?), 0)
  FROM materials WHERE case_id = ? OR (owner_id = ? AND attached_at IS NULL)`, m.CaseID, m.OwnerID, m.OwnerID, m.CaseID, m.OwnerID).
		Row().Scan(&inCase, &orphans, &orphaned)
	switch {
	case err != nil:
		return err
	case inCase+m.Bytes > mostCaseBytes:
		return fault.New(fault.TooLarge, "CASE_FULL", "max", mostCaseBytes>>20)
	case orphans >= mostOrphans || orphaned+m.Bytes > orphanBytes:
		return fault.New(fault.TooMany, "TOO_MANY_UPLOADS")
	}
	return nil
}

func insertMaterial(tx *db.Tx, m Material) error {
	return tx.Exec(`
INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, created_at, touched_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVING', ?, ?)`,
		m.ID, m.OwnerID, m.CaseID, m.Question, m.Photo, m.MaxBytes, m.Name, m.Bytes, tx.Now, tx.Now).Error
}

func storeMaterial(tx *db.Tx, m Material) error {
	r := tx.Exec(`
UPDATE materials SET state = 'STORED', mime = ?, width = ?, height = ?, pages = ?, sha256 = ?, sm3 = ?, stored_at = ?, touched_at = ?
 WHERE id = ? AND state = 'RECEIVING'`, m.Mime, m.Width, m.Height, m.Pages, m.SHA256, m.SM3, tx.Now, tx.Now, m.ID)
	if r.Error == nil && r.RowsAffected != 1 {
		return fault.New(fault.Conflict, "UPLOAD_FINISHED")
	}
	return r.Error
}

func setState(tx *db.Tx, id uuid.UUID, state State, reason string) error {
	return tx.Exec(`UPDATE materials SET state = ?, reason = ?, touched_at = ? WHERE id = ? AND state = 'STORED'`, state, reason, tx.Now, id).Error
}

// deleteMaterial removes a row that no answer names; free tells that no other row shares its content.
func deleteMaterial(tx *db.Tx, m Material) (free bool, err error) {
	if err := tx.Exec(`DELETE FROM materials WHERE id = ? AND attached_at IS NULL`, m.ID).Error; err != nil {
		return false, err
	}
	content := m.Blob
	if content == uuid.Nil {
		content = m.ID
	}
	err = tx.Raw(`SELECT NOT EXISTS (SELECT FROM materials WHERE id = ? OR blob = ?)`, content, content).Row().Scan(&free)
	return free, err
}

// insertCopy makes a clean row that shares the content of another.
func insertCopy(tx *db.Tx, m Material) error {
	return tx.Exec(`
INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, width, height, pages, sha256, sm3, created_at, stored_at,
                       touched_at, blob)
VALUES (?, ?, ?, ?, false, ?, ?, ?, 'CLEAN', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.OwnerID, m.CaseID, m.Question, m.MaxBytes, m.Name, m.Bytes, m.Mime, m.Width, m.Height, m.Pages, m.SHA256, m.SM3, tx.Now, tx.Now, tx.Now, m.Blob).Error
}

// lockShared reads a row and keeps it from being deleted until the transaction ends.
func lockShared(tx *db.Tx, id uuid.UUID) (Material, error) {
	return scanRow(tx.Raw(`SELECT `+columns+` FROM materials WHERE id = ? FOR SHARE`, id).Row())
}

// deleteOrphans removes rows that nothing names; ids are those whose content no other row shares, n counts the rows.
func deleteOrphans(tx *db.Tx, before time.Time, limit int) (ids []uuid.UUID, n int, err error) {
	rows, err := tx.Raw(`
DELETE FROM materials WHERE id IN (
	SELECT id FROM materials WHERE attached_at IS NULL AND touched_at < ? ORDER BY touched_at LIMIT ? FOR UPDATE SKIP LOCKED)
RETURNING coalesce(blob, id)`, before, limit).Rows()
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for ; rows.Next(); n++ {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, 0, err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil || n == 0 {
		return nil, n, err
	}
	rows.Close()
	var used []uuid.UUID
	if err := tx.Raw(`SELECT DISTINCT coalesce(blob, id) FROM materials WHERE id IN ? OR blob IN ?`, ids, ids).Scan(&used).Error; err != nil {
		return nil, 0, err
	}
	return slices.DeleteFunc(ids, func(id uuid.UUID) bool { return slices.Contains(used, id) }), n, nil
}

// List gives the materials of a case, within the caller's transaction.
func List(tx *db.Tx, caseID uuid.UUID) ([]Material, error) {
	rows, err := tx.Raw(`SELECT `+columns+` FROM materials WHERE case_id = ? AND state <> 'RECEIVING' ORDER BY created_at, id`, caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Material
	for rows.Next() {
		m, err := scanRow(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

// Lookup gives the form's rules the materials of a case: form.Env.Material.
func Lookup(tx *db.Tx, caseID uuid.UUID) (func(uuid.UUID) (form.MaterialFacts, bool), error) {
	list, err := List(tx, caseID)
	if err != nil {
		return nil, err
	}
	facts := make(map[uuid.UUID]form.MaterialFacts, len(list))
	for _, m := range list {
		facts[m.ID] = m.Facts()
	}
	return func(id uuid.UUID) (form.MaterialFacts, bool) { f, ok := facts[id]; return f, ok }, nil
}

// Attach makes the given uploads the ones that the answers of a case name, within the caller's transaction; all others of the case
// become orphans. Call it whenever answers are saved. An empty list lets all of them go, as when a draft is discarded.
func Attach(tx *db.Tx, caseID uuid.UUID, ids ...uuid.UUID) error {
	if len(ids) == 0 {
		return tx.Exec(`UPDATE materials SET attached_at = NULL, touched_at = ? WHERE case_id = ? AND attached_at IS NOT NULL`, tx.Now, caseID).Error
	}
	return tx.Exec(`
UPDATE materials SET attached_at = CASE WHEN id IN ? THEN ?::timestamptz END, touched_at = ?
 WHERE case_id = ? AND (attached_at IS NOT NULL) <> (id IN ?)`, ids, tx.Now, tx.Now, caseID, ids).Error
}

func setAttached(tx *db.Tx, id uuid.UUID, attached bool) error {
	return tx.Exec(`UPDATE materials SET attached_at = CASE WHEN ? THEN ?::timestamptz END, touched_at = ? WHERE id = ?`, attached, tx.Now, tx.Now, id).Error
}
