package casework

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// whatStands asks for the undecided cases about a certificate; each half of it is a condition of an index of its own (cases_measure, cases_undecided).
const whatStands = `
SELECT id FROM cases WHERE certificate_id = ? AND id <> ? AND procedure = 'licence'
   AND state IN ('DRAFT', 'RECEIVED', 'HEARD', 'SPECIAL', 'REVIEW', 'LEGAL', 'COLLECTIVE', 'LEADING', 'DECISION')
    OR item_code = ? AND subject = ? AND procedure = ''
   AND state IN ('RECEIVED', 'CORRECTION', 'ACCEPTED', 'COUNTY_CHECK', 'REVIEW', 'VERIFY', 'SPECIAL', 'LEGAL', 'COLLECTIVE', 'DECISION')
 ORDER BY id FOR UPDATE`

// standingOn locks the undecided cases about a certificate, but one: those of measures, and the renewal of its number. What another transaction decides
// meanwhile is none of them.
func standingOn(tx *db.Tx, c document.Certified, except uuid.UUID) (ids []uuid.UUID, err error) {
	err = tx.Raw(whatStands, c.ID, except, c.ItemCode, c.Number).Scan(&ids).Error
	return ids, err
}

// insertMeasure inserts the case of a measure, or of its compensation, before its first move. DUPLICATE_CASE when another measure about the
// certificate is undecided, or when the compensation has its case already.
func insertMeasure(tx *db.Tx, r *record) error {
	law, err := json.Marshal(r.Law)
	if err != nil {
		return err
	}
	var who Who // whom an enterprise has entered
	if r.Concerned {
		who = r.Who
	}
	err = tx.Exec(`
INSERT INTO cases (id, item_code, item_version, person_id, unit_code, unit_name, for_unit, area, state, law, started_at, updated_at, procedure, certificate_id,
                   origin_id, concerned_id, concerned_name, concerned_mobile)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'DRAFT', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.ItemCode, r.ItemVersion, r.PersonID, r.UnitCode, r.UnitName, r.ForUnit, r.Area, string(law), tx.Now, tx.Now, r.Procedure, r.Certificate,
		r.Origin, who.IDNumber, who.Name, who.Mobile).Error
	if db.IsUnique(err, "cases_measure") || db.IsUnique(err, "cases_compensation") {
		return fault.New(fault.Conflict, "DUPLICATE_CASE").Because(err)
	}
	return err
}
