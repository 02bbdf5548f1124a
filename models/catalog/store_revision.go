package catalog

import (
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const revisionColumns = `id, code, base, file, source, note, state, version, hands, editor, approver, reason, publish_at, published, created_at, updated_at`

func insertRevision(tx *db.Tx, r Revision) error {
	return tx.Exec(`
INSERT INTO catalog_drafts (id, code, base, file, source, state, hands, editor, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.ID, r.Code, r.Base, r.File, r.Source, RevisionOpen, r.Hands, r.Editor, tx.Now, tx.Now).Error
}

func selectDraft(tx *db.Tx, id uuid.UUID, lock string) (r Revision, err error) {
	res := tx.Raw(`SELECT `+revisionColumns+` FROM catalog_drafts WHERE id = ? `+lock, id).Scan(&r)
	if res.Error == nil && res.RowsAffected == 0 {
		return r, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return r, res.Error
}

// lockRevision reads a draft for changing it; version 0 takes any.
func lockRevision(tx *db.Tx, id uuid.UUID, version int) (Revision, error) {
	r, err := selectDraft(tx, id, "FOR UPDATE")
	if err == nil && version > 0 && r.Version != version {
		err = fault.New(fault.Stale, "STALE_VERSION")
	}
	return r, err
}

// openRevision finds the draft of an item that is not finished; the zero id when there is none.
func openRevision(tx *db.Tx, code string) (id uuid.UUID, err error) {
	var ids []uuid.UUID
	err = tx.Raw(`SELECT id FROM catalog_drafts WHERE code = ? AND state IN ('open', 'submitted', 'scheduled')`, code).Scan(&ids).Error
	if len(ids) > 0 {
		id = ids[0]
	}
	return id, err
}

// selectRevisions lists drafts without their sources, the last changed first.
func selectRevisions(tx *db.Tx, onlyOpen bool, limit int) (list []Revision, err error) {
	err = tx.Raw(`
SELECT id, code, base, file, note, state, version, hands, editor, approver, reason, publish_at, published, created_at, updated_at
FROM catalog_drafts WHERE NOT ? OR state IN ('open', 'submitted', 'scheduled') ORDER BY updated_at DESC, id LIMIT ?`, onlyOpen, limit).Scan(&list).Error
	return list, err
}

func updateRevision(tx *db.Tx, r Revision) error {
	return tx.Exec(`
UPDATE catalog_drafts SET source = ?, note = ?, state = ?, version = version + 1, hands = ?, editor = ?, approver = ?, reason = ?, publish_at = ?,
       published = ?, base = ?, updated_at = ?
WHERE id = ? AND version = ?`, r.Source, r.Note, r.State, r.Hands, r.Editor, r.Approver, r.Reason, r.PublishAt, r.Published, r.Base, tx.Now,
		r.ID, r.Version).Error
}

// selectFile reads the newest file of an item.
func selectFile(tx *db.Tx, code string) (f keptFile, err error) {
	res := tx.Raw(`SELECT path, code, digest, source FROM catalog_files WHERE code = ? ORDER BY seq DESC LIMIT 1`, code).Scan(&f)
	if res.Error == nil && res.RowsAffected == 0 {
		return f, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return f, res.Error
}

// selectSource reads the file of a version.
func selectSource(tx *db.Tx, code string, version int) (source string, err error) {
	res := tx.Raw(`SELECT source FROM item_versions WHERE code = ? AND version = ?`, code, version).Scan(&source)
	if res.Error == nil && res.RowsAffected == 0 {
		return "", fault.New(fault.NotFound, "NOT_FOUND")
	}
	return source, res.Error
}

// selectFragments reads the newest file of every fragment.
func selectFragments(tx *db.Tx) ([]source, error) {
	var rows []keptFile
	err := tx.Raw(`SELECT DISTINCT ON (path) path, source FROM catalog_files WHERE code = '' ORDER BY path, seq DESC`).Scan(&rows).Error
	files := make([]source, len(rows))
	for i, r := range rows {
		files[i] = source{r.Path, []byte(r.Source)}
	}
	return files, err
}

func writeAct(tx *db.Tx, actor account.Actor, r Revision, act string, version int, details string) error {
	var draft *uuid.UUID
	if r.ID != uuid.Nil {
		draft = &r.ID
	}
	return tx.Exec(`
INSERT INTO catalog_journal (at, code, draft, act, officer, police_no, terminal, version, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		tx.Now, r.Code, draft, act, officer(actor), actor.Officer, actor.Terminal, version, details).Error
}

func selectActs(tx *db.Tx, code string, limit int) (list []Act, err error) {
	err = tx.Raw(`SELECT at, code, act, officer, version, details FROM catalog_journal WHERE code = ? ORDER BY seq DESC LIMIT ?`, code, limit).Scan(&list).Error
	return list, err
}

// writePublished journals the versions that a start or an administrator published from files.
func writePublished(tx *db.Tx, refs []Ref) error {
	for from := 0; from < len(refs); from += rowsAtOnce {
		var places []string
		var args []any
		for _, ref := range refs[from:min(from+rowsAtOnce, len(refs))] {
			places = append(places, "(?, ?, 'publish', ?, ?, ?)")
			args = append(args, tx.Now, ref.Code, officer(account.System()), ref.Version, ref.File)
		}
		err := tx.Exec(`INSERT INTO catalog_journal (at, code, act, officer, version, details) VALUES `+strings.Join(places, ", "), args...).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func selectDue(tx *db.Tx) (due []uuid.UUID, err error) {
	err = tx.Raw(`SELECT id FROM catalog_drafts WHERE state = 'scheduled' AND publish_at <= ? ORDER BY publish_at`, tx.Now).Scan(&due).Error
	return due, err
}
