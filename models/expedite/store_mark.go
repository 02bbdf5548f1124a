package expedite

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/live"
)

func marksOf(tx *db.Tx, code string) ([]MarkView, error) {
	return selectMarks(tx, "unit_code = ?", code)
}

func markOf(tx *db.Tx, id uuid.UUID) (MarkView, error) {
	list, err := selectMarks(tx, "id = ?", id)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return MarkView{}, err
	}
	return list[0], nil
}

func selectMarks(tx *db.Tx, where string, args ...any) ([]MarkView, error) {
	rows, err := tx.Raw(`
SELECT id, number, enterprise_id, unit_code, unit_name, kind, case_number, evidence, proposed_at, proposed_by, proposer, hear_by, heard, decided_on, imposed,
       reason, decided_by, to_json(members), until, lifted_on, lifted_why
  FROM business_marks WHERE `+where+` ORDER BY id DESC LIMIT 100`, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []MarkView{}
	for rows.Next() {
		var v MarkView
		var enterprise uuid.NullUUID
		var members []byte
		err := rows.Scan(&v.ID, &v.Number, &enterprise, &v.UnitCode, &v.UnitName, &v.Kind, &v.CaseNumber, &v.Evidence, &v.ProposedAt, &v.ProposedBy, &v.Proposer,
			&v.HearBy, &v.Heard, &v.DecidedOn, &v.Imposed, &v.Reason, &v.DecidedBy, &members, &v.Until, &v.LiftedOn, &v.LiftedWhy)
		if err == nil {
			err = json.Unmarshal(members, &v.Members)
		}
		if err != nil {
			return nil, err
		}
		v.Enterprise, v.ProposedAt = enterprise.UUID, local(v.ProposedAt)
		list = append(list, v)
	}
	return list, rows.Err()
}

func insertMark(tx *db.Tx, v MarkView, version string) error {
	tx.Changed(live.Unit(v.UnitCode))
	return tx.Exec(`
INSERT INTO business_marks (id, number, enterprise_id, unit_code, unit_name, kind, case_number, evidence, proposed_at, proposed_by, proposer, hear_by, calendar)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, v.ID, v.Number, uuid.NullUUID{UUID: v.Enterprise, Valid: v.Enterprise != uuid.Nil}, v.UnitCode, v.UnitName,
		v.Kind, v.CaseNumber, v.Evidence, v.ProposedAt, v.ProposedBy, v.Proposer, v.HearBy, version).Error
}

func hearMark(tx *db.Tx, id uuid.UUID, statement string) error {
	return one(tx, `UPDATE business_marks SET heard = ?, heard_at = ? WHERE id = ? AND decided_on IS NULL`, statement, tx.Now, id)
}

func decideMark(tx *db.Tx, v MarkView) error {
	members, err := json.Marshal(v.Members)
	if err != nil {
		return err
	}
	tx.Changed(live.Unit(v.UnitCode))
	return one(tx, `
UPDATE business_marks SET decided_on = ?, imposed = ?, until = ?, reason = ?, decided_by = ?,
       members = ARRAY(SELECT jsonb_array_elements_text(coalesce(NULLIF(?::jsonb, 'null'), '[]')))
 WHERE id = ? AND decided_on IS NULL`, v.DecidedOn, v.Imposed, v.Until, v.Reason, v.DecidedBy, string(members), v.ID)
}

func liftMark(tx *db.Tx, v MarkView, officer string) error {
	tx.Changed(live.Unit(v.UnitCode))
	return one(tx, `UPDATE business_marks SET lifted_on = ?, lifted_why = ?, lifted_by = ? WHERE id = ? AND lifted_on IS NULL`, v.LiftedOn, v.LiftedWhy,
		officer, v.ID)
}

// one runs an update of exactly one mark; MARK_DECIDED when somebody was faster.
func one(tx *db.Tx, query string, args ...any) error {
	res := tx.Exec(query, args...)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Conflict, "MARK_DECIDED")
	}
	return res.Error
}

// unitOf is a unit's name and account, by its requests, registration or account; UNIT_UNKNOWN for one that never asked for anything.
func unitOf(tx *db.Tx, code string) (name string, enterprise uuid.UUID, err error) {
	var id uuid.NullUUID
	err = tx.Raw(`
SELECT name, id FROM enterprises WHERE credit_code = ?
UNION ALL SELECT unit_name, id FROM (SELECT unit_name, NULL::uuid AS id FROM business_requests WHERE unit_code = ? ORDER BY id DESC LIMIT 1) asked LIMIT 1`, code, code).Row().
		Scan(&name, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", uuid.Nil, fault.Fields(fault.OneField("/unit_code", "UNIT_UNKNOWN"))
	}
	return name, id.UUID, err
}

// knownOfficers refuses police numbers that nobody has: OFFICER_UNKNOWN.
func knownOfficers(tx *db.Tx, numbers []string) error {
	raw, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	var unknown string
	err = tx.Raw(`SELECT coalesce(min(n), '') FROM jsonb_array_elements_text(?::jsonb) n WHERE NOT EXISTS (SELECT FROM officers o WHERE o.police_no = n)`,
		string(raw)).Row().Scan(&unknown)
	if err == nil && unknown != "" {
		err = fault.Fields(fault.OneField("/members", "OFFICER_UNKNOWN", "officer", unknown))
	}
	return err
}
