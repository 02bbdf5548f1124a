package casework

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// nearTo lists the officers who are near a party of a case today: by the register, by their own declaration, because they are the party
// themselves, or because they have filed a complaint about the enterprise.
func nearTo(tx *db.Tx, r *record) (list []procedure.Near, err error) {
	err = tx.Raw(`
WITH party AS (
    SELECT CAST(@id AS text) AS subject, 'applicant' AS party WHERE @id <> ''
    UNION SELECT p.id_number, CASE WHEN p.id_number = @id THEN 'applicant' ELSE 'agent' END FROM people p WHERE p.id = @person
    UNION SELECT @unit, 'unit' WHERE @unit <> ''
    UNION SELECT m.id_number, 'head' FROM memberships m JOIN enterprises e ON e.id = m.enterprise_id
           WHERE e.credit_code = @unit AND @unit <> '' AND m.role = 'R-LEG' AND m.ended_at IS NULL
)
SELECT n.officer, p.party, n.relation FROM party p JOIN relations n ON n.subject = p.subject AND n.withdrawn_at IS NULL
UNION
SELECT o.police_no, p.party, 'self' FROM party p JOIN officers o ON o.id_number = p.subject
UNION
SELECT o.police_no, 'complaint', 'self'
  FROM voices v JOIN cases c ON c.id = v.case_id JOIN people q ON q.id = v.person_id JOIN officers o ON o.id_number = q.id_number
 WHERE @unit <> '' AND c.unit_code = @unit AND v.kind = 'complaint'
 ORDER BY 1, 2, 3`, map[string]any{"id": r.IDNumber, "person": r.PersonID, "unit": r.UnitCode}).Scan(&list).Error
	return list, err
}

func insertRelation(tx *db.Tx, officer, subject, relation, what string) error {
	return tx.Exec(`
INSERT INTO relations (id, officer, subject, relation, what, known_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (officer, subject, relation) WHERE withdrawn_at IS NULL DO UPDATE SET what = excluded.what, known_at = excluded.known_at`,
		uuid.Must(uuid.NewV7()), officer, subject, relation, what, tx.Now).Error
}

func selectDeclared(tx *db.Tx, officer string) (list []Relation, err error) {
	err = tx.Raw(`
SELECT id, subject, what, known_at FROM relations WHERE officer = ? AND relation = 'declared' AND withdrawn_at IS NULL ORDER BY id DESC`, officer).Scan(&list).Error
	return list, err
}

// withdrawRelation tells whether there was one of the officer's own.
func withdrawRelation(tx *db.Tx, officer string, id uuid.UUID) (bool, error) {
	r := tx.Exec(`UPDATE relations SET withdrawn_at = ? WHERE id = ? AND officer = ? AND relation = 'declared' AND withdrawn_at IS NULL`, tx.Now, id, officer)
	return r.RowsAffected == 1, r.Error
}

// kinsman is an officer whose family is to be asked for.
type kinsman struct{ PoliceNo, IDNumber string }

// familiesDue lists officers whose family was last asked for before a time, longest ago first.
func familiesDue(tx *db.Tx, before time.Time, limit int) (list []kinsman, err error) {
	err = tx.Raw(`
SELECT police_no, id_number FROM officers WHERE family_asked_at IS NULL OR family_asked_at < ? ORDER BY family_asked_at NULLS FIRST, police_no LIMIT ?`, before, limit).
		Scan(&list).Error
	return list, err
}

// replaceFamily keeps what the register says now in place of what it said before; declarations stay.
func replaceFamily(tx *db.Tx, officer string, members []Relative) error {
	if err := tx.Exec(`UPDATE officers SET family_asked_at = ? WHERE police_no = ?`, tx.Now, officer).Error; err != nil {
		return err
	}
	if err := tx.Exec(`DELETE FROM relations WHERE officer = ? AND relation <> 'declared'`, officer).Error; err != nil {
		return err
	}
	for _, m := range members {
		if err := insertRelation(tx, officer, m.IDNumber, m.Relation, ""); err != nil {
			return err
		}
		if err := barOfficer(tx, officer, m.IDNumber); err != nil {
			return err
		}
	}
	return nil
}

// barOfficer keeps an officer away from the open steps of cases whose party he has just named.
func barOfficer(tx *db.Tx, officer, subject string) error {
	return tx.Exec(`
UPDATE steps s SET barred = array_append(s.barred, ?)
  FROM cases c JOIN people p ON p.id = c.person_id
 WHERE c.id = s.case_id AND s.state <> 'DONE' AND NOT ? = ANY (s.barred) AND (p.id_number = ? OR c.concerned_id = ? OR c.unit_code = ?)`,
		officer, officer, subject, subject, subject).Error
}
