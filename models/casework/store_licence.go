package casework

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// insertMeasure inserts the case of a measure before its first move. DUPLICATE_CASE when another one about the certificate is undecided.
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
                   concerned_id, concerned_name, concerned_mobile)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'DRAFT', ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.ItemCode, r.ItemVersion, r.PersonID, r.UnitCode, r.UnitName, r.ForUnit, r.Area, string(law), tx.Now, tx.Now, r.Procedure, r.Certificate,
		who.IDNumber, who.Name, who.Mobile).Error
	if db.IsUnique(err, "cases_measure") {
		return fault.New(fault.Conflict, "DUPLICATE_CASE").Because(err)
	}
	return err
}
