package casework

import (
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const isArchived = `EXISTS (SELECT FROM archives a WHERE a.case_id = c.id AND a.archived_at IS NOT NULL)`

func countByState(tx *db.Tx, see sight) (n CaseCounts, err error) {
	open := undecided()
	args := append([]any{open, open}, see.args...)
	err = tx.Raw(`
SELECT count(*) FILTER (WHERE c.number IS NULL AND c.sub_state = ''), count(*) FILTER (WHERE c.number IS NULL AND c.sub_state <> ''),
       count(*) FILTER (WHERE c.number IS NOT NULL AND c.state = ANY(?::text[])), count(*) FILTER (WHERE c.number IS NOT NULL AND NOT c.state = ANY(?::text[])),
       count(*) FILTER (WHERE `+isArchived+`)
  FROM cases c WHERE `+see.where, args...).Row().Scan(&n.Draft, &n.Signing, &n.Open, &n.Decided, &n.Archived)
	return n, err
}

// memberOf finds a person's name when his authorisation of an enterprise holds today and reaches an item.
func memberOf(tx *db.Tx, enterprise, person uuid.UUID, item string) (name string, holds bool, err error) {
	err = tx.Raw(`
SELECT name FROM memberships WHERE enterprise_id = ? AND person_id = ? AND ended_at IS NULL AND suspended_at IS NULL AND (until IS NULL OR until >= ?)
   AND (scope = '{}' OR ? = ANY(scope))`, enterprise, person, tx.Today(), item).Row().Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return name, err == nil, err
}

func insertHandover(w *work, to uuid.UUID, by string) (bool, error) {
	res := w.tx.Exec(`
INSERT INTO case_handovers (id, case_id, from_person, to_person, offered_by, state, offered_at) VALUES (?, ?, ?, ?, ?, 'offered', ?) ON CONFLICT DO NOTHING`,
		uuid.Must(uuid.NewV7()), w.ID, w.PersonID, to, by, w.tx.Now)
	return res.RowsAffected == 1, res.Error
}

func selectOffers(tx *db.Tx, person uuid.UUID) ([]Handover, error) {
	rows, err := tx.Raw(`
SELECT h.id, h.case_id, c.item_code, c.item_version, h.offered_by, p.name
  FROM case_handovers h JOIN cases c ON c.id = h.case_id JOIN people p ON p.id = h.to_person
 WHERE h.to_person = ? AND h.ended_at IS NULL ORDER BY h.offered_at LIMIT 50`, person).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Handover
	for rows.Next() {
		var h Handover
		if err := rows.Scan(&h.ID, &h.CaseID, &h.itemCode, &h.version, &h.From, &h.To); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, rows.Err()
}

// offeredCase is the case of an open offer to a person; NOT_FOUND when there is none.
func offeredCase(tx *db.Tx, id, to uuid.UUID) (caseID uuid.UUID, err error) {
	err = tx.Raw(`SELECT case_id FROM case_handovers WHERE id = ? AND to_person = ? AND ended_at IS NULL`, id, to).Row().Scan(&caseID)
	if errors.Is(err, sql.ErrNoRows) {
		return caseID, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return caseID, err
}

func endHandover(w *work, state string) error {
	return w.tx.Exec(`UPDATE case_handovers SET state = ?, ended_at = ? WHERE case_id = ? AND ended_at IS NULL`, state, w.tx.Now, w.ID).Error
}

// updatePerson makes another person the one who acts in a case, if nobody changed it since it was read.
func updatePerson(w *work, to uuid.UUID) error {
	res := w.tx.Exec(`UPDATE cases SET person_id = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ? AND person_id = ?`,
		to, w.tx.Now, w.ID, w.Version, w.PersonID)
	if res.Error == nil && res.RowsAffected != 1 {
		return stale()
	}
	return res.Error
}

// selectReceivers lists the members whose authorisations hold today and reach an item, but for who acts already.
func selectReceivers(tx *db.Tx, enterprise, but uuid.UUID, item string) (list []Receiver, err error) {
	err = tx.Raw(`
SELECT person_id AS person, name FROM memberships WHERE enterprise_id = ? AND person_id <> ? AND ended_at IS NULL AND suspended_at IS NULL
   AND (until IS NULL OR until >= ?) AND (scope = '{}' OR ? = ANY(scope)) ORDER BY name LIMIT 100`, enterprise, but, tx.Today(), item).Scan(&list).Error
	return list, err
}
