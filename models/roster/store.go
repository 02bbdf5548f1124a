package roster

import (
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// rows are the entries of a filing's roster: those that stand in their order, then the removed ones, the last removed first.
func (b *Book) rows(tx *db.Tx, filing uuid.UUID, activeOnly bool) (list []Stay, err error) {
	rows, err := tx.Raw(`
SELECT id_number, name, education, certificate, since, post, added_on, added_by, removed_on, removed_by
  FROM roster_guards WHERE filing_id = ? AND (removed_on IS NULL OR NOT ?)
 ORDER BY removed_on DESC NULLS FIRST, place, added_on, id_index`, filing, activeOnly).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Stay
		var sealed []byte
		var since workday.Date
		var removedBy uuid.NullUUID
		if err := rows.Scan(&sealed, &s.Name, &s.Education, &s.Certificate, &since, &s.Post, &s.AddedOn, &s.AddedBy, &s.RemovedOn, &removedBy); err != nil {
			return nil, err
		}
		if s.IDNumber, err = b.seals.open(sealed, filing); err != nil {
			return nil, err
		}
		s.Since, s.RemovedBy = since.String(), removedBy.UUID
		list = append(list, s)
	}
	return list, rows.Err()
}

func (b *Book) insert(tx *db.Tx, filing, caseID uuid.UUID, place int, e Entry) error {
	since, err := workday.Parse(e.Since)
	if err != nil && e.Since != "" {
		return err
	}
	return tx.Exec(`
INSERT INTO roster_guards (filing_id, id_index, added_by, id_number, place, name, education, certificate, since, post, added_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, filing, b.seals.indexOf(e.IDNumber), caseID, b.seals.seal(e.IDNumber, filing), place, e.Name, e.Education,
		e.Certificate, since, e.Post, tx.Today()).Error
}

func removeGuard(tx *db.Tx, filing uuid.UUID, index blob, caseID uuid.UUID) error {
	res := tx.Exec(`UPDATE roster_guards SET removed_on = ?, removed_by = ? WHERE filing_id = ? AND id_index = ? AND removed_on IS NULL`,
		tx.Today(), caseID, filing, index)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Stale, "STALE_VERSION")
	}
	return res.Error
}

func removeAll(tx *db.Tx, filing, caseID uuid.UUID) error {
	return tx.Exec(`UPDATE roster_guards SET removed_on = ?, removed_by = ? WHERE filing_id = ? AND removed_on IS NULL`, tx.Today(), caseID, filing).Error
}

func (b *Book) selectElsewhere(tx *db.Tx, filing uuid.UUID, idNumbers []string) (list []Elsewhere, err error) {
	known := make(map[string]string, len(idNumbers))
	marks, args := make([]string, len(idNumbers)), make([]any, len(idNumbers), len(idNumbers)+1)
	for i, id := range idNumbers {
		index := b.seals.indexOf(id)
		known[string(index)], marks[i], args[i] = id, "?", index
	}
	rows, err := tx.Raw(`
SELECT g.id_index, g.name, f.unit_name, e.id
  FROM roster_guards g JOIN filings f ON f.id = g.filing_id LEFT JOIN enterprises e ON e.credit_code = f.unit_code
 WHERE g.id_index IN (`+strings.Join(marks, ", ")+`) AND g.removed_on IS NULL AND g.filing_id <> ?
 ORDER BY f.id, g.place`, append(args, filing)...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o Elsewhere
		var index []byte
		var enterprise uuid.NullUUID
		if err := rows.Scan(&index, &o.Name, &o.UnitName, &enterprise); err != nil {
			return nil, err
		}
		o.IDNumber, o.Enterprise = known[string(index)], enterprise.UUID
		list = append(list, o)
	}
	return list, rows.Err()
}
