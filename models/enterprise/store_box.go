package enterprise

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const paperColumns = `SELECT b.id, b.enterprise_id AS enterprise, b.kind, b.title, b.valid_to, b.version, b.uploader, b.uploaded_at, m.name AS file, m.bytes,
       m.state = 'CLEAN' AS ready, m.id AS material FROM box_papers b JOIN materials m ON m.id = b.material_id WHERE b.deleted_at IS NULL AND b.replaced_by IS NULL AND `

func selectPapers(tx *db.Tx, box uuid.NullUUID, person uuid.UUID) (list []Paper, err error) {
	if box.Valid {
		err = tx.Raw(paperColumns+`b.enterprise_id = ? ORDER BY b.valid_to NULLS LAST, b.id DESC LIMIT 200`, box.UUID).Scan(&list).Error
	} else {
		err = tx.Raw(paperColumns+`b.person_id = ? ORDER BY b.valid_to NULLS LAST, b.id DESC LIMIT 200`, person).Scan(&list).Error
	}
	return list, err
}

func selectPaper(tx *db.Tx, id, person uuid.UUID, enterprises []uuid.UUID) (p Paper, err error) {
	if len(enterprises) == 0 {
		enterprises = []uuid.UUID{uuid.Nil}
	}
	res := tx.Raw(paperColumns+`b.id = ? AND (b.person_id = ? OR b.enterprise_id IN ?)`, id, person, enterprises).Scan(&p)
	if res.Error == nil && res.RowsAffected == 0 {
		return p, notFound()
	}
	return p, res.Error
}

// lockPaper holds the newest version of a paper of a box.
func lockPaper(tx *db.Tx, id uuid.UUID, box uuid.NullUUID, person uuid.UUID) (p Paper, err error) {
	res := tx.Raw(paperColumns+`b.id = ? AND (b.enterprise_id = ? OR b.enterprise_id IS NULL AND ?::uuid IS NULL AND b.person_id = ?) FOR UPDATE OF b`,
		id, box, box, person).Scan(&p)
	if res.Error == nil && res.RowsAffected == 0 {
		return p, notFound()
	}
	return p, res.Error
}

func insertPaper(tx *db.Tx, id uuid.UUID, box uuid.NullUUID, actor account.Actor, p NewPaper, version int, file uuid.UUID) error {
	person := uuid.NullUUID{UUID: actor.PersonID, Valid: !box.Valid}
	var until any
	if !p.ValidTo.IsZero() {
		until = p.ValidTo
	}
	return tx.Exec(`
INSERT INTO box_papers (id, enterprise_id, person_id, kind, title, material_id, valid_to, version, uploader, uploaded_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, box, person, p.Kind, p.Title, file, until, version, actor.Name, tx.Now).Error
}

func replacePaper(tx *db.Tx, old, by uuid.UUID) error {
	return tx.Exec(`UPDATE box_papers SET replaced_by = ? WHERE id = ?`, by, old).Error
}

func deletePaper(tx *db.Tx, id uuid.UUID) error {
	return tx.Exec(`UPDATE box_papers SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL`, tx.Now, id).Error
}

type warnedPaper struct {
	Enterprise uuid.NullUUID
	Person     uuid.UUID
	Title      string
	ValidTo    workday.Date
}

// warnPapers marks and lists papers that have come within 30 or within 7 days of their end.
func warnPapers(tx *db.Tx, limit int) (list []warnedPaper, err error) {
	err = tx.Raw(`
UPDATE box_papers SET warned = CASE WHEN valid_to <= @last THEN 7 ELSE 30 END
 WHERE id IN (SELECT id FROM box_papers WHERE valid_to IS NOT NULL AND deleted_at IS NULL AND replaced_by IS NULL AND warned <> 7 AND valid_to >= @today
                 AND (valid_to <= @last OR warned = 0 AND valid_to <= @first) ORDER BY valid_to LIMIT @limit FOR UPDATE SKIP LOCKED)
RETURNING enterprise_id AS enterprise, COALESCE(person_id, '00000000-0000-0000-0000-000000000000') AS person, title, valid_to`,
		map[string]any{"today": tx.Today(), "first": tx.Today().AddDays(firstWarning), "last": tx.Today().AddDays(lastWarning), "limit": limit}).Scan(&list).Error
	return list, err
}
