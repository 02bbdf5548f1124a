package expedite

import (
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// registrationOf is the newest registration of an enterprise, zero without one. With lock it is held until the end of the transaction, so that
// seats are handed out one by one.
func registrationOf(tx *db.Tx, code string, lock bool) (r Registration, err error) {
	query := `SELECT form, allowance, quota, approved_on, valid_to, roster_on, ended_why FROM business_registrations
 WHERE credit_code = ? AND state IN ('VALID', 'ENDED') ORDER BY approved_at DESC LIMIT 1`
	if lock {
		query += " FOR UPDATE"
	}
	var rawForm, rawAllowance []byte
	err = tx.Raw(query, code).Row().Scan(&rawForm, &rawAllowance, &r.QuotaVersion, &r.ApprovedOn, &r.ValidTo, &r.RosterOn, &r.Ended)
	if errors.Is(err, sql.ErrNoRows) {
		return Registration{CreditCode: code}, nil
	}
	if err != nil {
		return r, err
	}
	var a Application
	err = errors.Join(json.Unmarshal(rawForm, &a), json.Unmarshal(rawAllowance, &r.Allowance))
	r.CreditCode, r.Name, r.Area, r.Tax, r.TaxKnown, r.Roster = code, a.Name, a.Area, a.Tax, a.TaxKnown, a.Roster
	return r, err
}

// lastForm is what the enterprise wrote last, to begin the next application with.
func lastForm(tx *db.Tx, code string) (a Application, err error) {
	var raw []byte
	err = tx.Raw(`SELECT form FROM business_registrations WHERE credit_code = ? ORDER BY id DESC LIMIT 1`, code).Row().Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return a, nil
	}
	return a, errors.Join(err, json.Unmarshal(raw, &a))
}

// appliedOf is the application under way, nil without one.
func appliedOf(tx *db.Tx, enterprise uuid.UUID) (*Applied, error) {
	a := &Applied{}
	err := tx.Raw(`
SELECT r.id, r.kind, r.case_id, coalesce(c.number, ''), c.state, r.applied_at FROM business_registrations r JOIN cases c ON c.id = r.case_id
 WHERE r.enterprise_id = ? AND r.state = 'APPLIED'`, enterprise).Row().Scan(&a.ID, &a.Kind, &a.CaseID, &a.Number, &a.State, &a.At)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	a.At = a.At.In(workday.Zone)
	return a, err
}

func lockEnterprise(tx *db.Tx, id uuid.UUID) error {
	return tx.Exec(`SELECT id FROM enterprises WHERE id = ? FOR UPDATE`, id).Error
}

func enterpriseAddress(tx *db.Tx, id uuid.UUID) (address, area, head string, err error) {
	err = tx.Raw(`SELECT address, area, legal_name FROM enterprises WHERE id = ?`, id).Row().Scan(&address, &area, &head)
	return address, area, head, err
}

// insertRegistration keeps an application; REGISTRATION_OPEN while another one is handled.
func insertRegistration(tx *db.Tx, enterprise, caseID uuid.UUID, kind string, a Application, q Quota) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	allowance, err := json.Marshal(q.For(a.Tax, a.TaxKnown))
	if err != nil {
		return err
	}
	err = tx.Exec(`
INSERT INTO business_registrations (id, enterprise_id, credit_code, kind, state, case_id, form, quota, allowance, applied_at)
VALUES (?, ?, ?, ?, 'APPLIED', ?, ?, ?, ?, ?)`,
		uuid.Must(uuid.NewV7()), enterprise, a.CreditCode, kind, caseID, string(raw), q.Version, string(allowance), tx.Now).Error
	if db.IsUnique(err, "business_registrations_open") {
		return fault.New(fault.Conflict, "REGISTRATION_OPEN").Because(err)
	}
	return err
}

// registrationRow is an application as it is stored.
type registrationRow struct {
	ID         uuid.UUID
	CreditCode string
	Kind       string
	State      string
	Form       Application
}

func registrationOfCase(tx *db.Tx, caseID uuid.UUID) (r registrationRow, err error) {
	var raw []byte
	err = tx.Raw(`SELECT id, credit_code, kind, state, form FROM business_registrations WHERE case_id = ? FOR UPDATE`, caseID).Row().
		Scan(&r.ID, &r.CreditCode, &r.Kind, &r.State, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return r, nil // handed in at a window: no roster is kept here
	}
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(raw, &r.Form)
}

func approveRegistration(tx *db.Tx, id uuid.UUID, approved, to, rosterOn workday.Date, quota string, a Allowance) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return tx.Exec(`
UPDATE business_registrations SET state = 'VALID', approved_on = ?, valid_to = ?, approved_at = ?,
       roster_on = CASE WHEN kind = 'roster' THEN ?::date ELSE roster_on END, quota = ?, allowance = ? WHERE id = ? AND state = 'APPLIED'`,
		approved, to, tx.Now, rosterOn, quota, string(raw), id).Error
}

func refuseRegistration(tx *db.Tx, caseID uuid.UUID) error {
	return tx.Exec(`UPDATE business_registrations SET state = 'REFUSED' WHERE case_id = ? AND state = 'APPLIED'`, caseID).Error
}

// endRegistrations cancels what stands (domain.md 3.9, Y3).
func endRegistrations(tx *db.Tx, code, why string) error {
	return tx.Exec(`UPDATE business_registrations SET state = 'ENDED', ended_why = ? WHERE credit_code = ? AND state = 'VALID'`, why, code).Error
}

// holdings are the seats of an enterprise in use: accepted cases for several journeys that came to no bad end and whose endorsement has not
// ended, and those that are kept for somebody to whom they were offered. Without a national date the type's own length counts from the decision.
func holdings(tx *db.Tx, code string) ([]Holding, error) {
	rows, err := tx.Raw(`
SELECT t.id_number, t.person->>'name', t.type, c.id FROM business_travellers t
  JOIN business_requests r ON r.id = t.request_id
  JOIN cases c ON c.id = t.case_id
 WHERE r.unit_code = ? AND t.type IN ('multi3m', 'multi1y') AND c.law->>'accepted_on' IS NOT NULL
   AND c.state NOT IN ('WITHDRAWN', 'NOT_ISSUED', 'LAPSED', 'NOT_ACCEPTED') AND c.verdict <> 'refuse'
   AND coalesce((c.law->'result'->>'until')::date,
       (c.law->>'decided_on')::date + CASE t.type WHEN 'multi1y' THEN interval '1 year' ELSE interval '3 months' END, ?::date) >= ?
UNION ALL
SELECT t.id_number, t.person->>'name', t.type, coalesce(c.id, '00000000-0000-0000-0000-000000000000') FROM business_travellers t
  JOIN business_requests r ON r.id = t.request_id
  LEFT JOIN cases c ON c.id = t.case_id
 WHERE r.unit_code = ? AND t.type IN ('multi3m', 'multi1y') AND t.offer_until IS NOT NULL
   AND (t.case_id IS NULL AND t.offer_until >= ? OR c.state IN ('RECEIVED', 'CORRECTION'))
 ORDER BY 1, 4`, code, tx.Today(), tx.Today(), code, tx.Today()).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	held := []Holding{}
	for rows.Next() {
		var h Holding
		if err := rows.Scan(&h.IDNumber, &h.Name, &h.Type, &h.CaseID); err != nil {
			return nil, err
		}
		held = append(held, h)
	}
	return held, rows.Err()
}

// travellerOfCase tells whom a case is for; zero for a case that no request handed in.
func travellerOfCase(tx *db.Tx, caseID uuid.UUID) (code, idNumber string, kind Type, err error) {
	err = tx.Raw(`SELECT r.unit_code, t.id_number, t.type FROM business_travellers t JOIN business_requests r ON r.id = t.request_id WHERE t.case_id = ?`,
		caseID).Row().Scan(&code, &idNumber, &kind)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", "", nil
	}
	return code, idNumber, kind, err
}
