package expedite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// requestOfCase is the request that handed in a case; NOT_FOUND for any other case.
func requestOfCase(tx *db.Tx, caseID uuid.UUID) (id uuid.UUID, err error) {
	err = tx.Raw(`SELECT request_id FROM business_travellers WHERE case_id = ?`, caseID).Row().Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return id, err
}

// papersFor are the papers of the request behind a case that concern its traveller.
func papersFor(tx *db.Tx, caseID uuid.UUID) (request uuid.UUID, papers []PaperFile, err error) {
	if request, err = requestOfCase(tx, caseID); err != nil {
		return request, nil, err
	}
	var traveller string
	if err := tx.Raw(`SELECT id_number FROM business_travellers WHERE case_id = ?`, caseID).Row().Scan(&traveller); err != nil {
		return request, nil, err
	}
	papers, err = papersOf(tx, request)
	return request, slices.DeleteFunc(papers, func(p PaperFile) bool { return !p.Concerns(traveller) }), err
}

func verificationsOf(tx *db.Tx, request uuid.UUID) ([]Verification, error) {
	rows, err := tx.Raw(`SELECT at, officer, name, verified, how, disagrees FROM business_verifications WHERE request_id = ? ORDER BY id`, request).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Verification
	for rows.Next() {
		var v Verification
		if err := rows.Scan(&v.At, &v.Officer, &v.Name, &v.Verified, &v.How, &v.Disagrees); err != nil {
			return nil, err
		}
		v.At = local(v.At)
		list = append(list, v)
	}
	return list, rows.Err()
}

func insertVerification(tx *db.Tx, request uuid.UUID, v Verification) error {
	return tx.Exec(`INSERT INTO business_verifications (request_id, at, officer, name, verified, how, disagrees) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		request, tx.Now, v.Officer, v.Name, v.Verified, v.How, v.Disagrees).Error
}

func insertAdmission(tx *db.Tx, caseID uuid.UUID, a AdmissionRow) error {
	conditions, err := json.Marshal(a.Conditions)
	if err != nil {
		return err
	}
	effect, err := json.Marshal(a.Effect)
	if err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO business_admissions (case_id, at, officer, name, role, admitted, reason, conditions, effect, doubt_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		caseID, tx.Now, a.Officer, a.Name, a.Role, a.Admitted, a.Reason, string(conditions), string(effect),
		uuid.NullUUID{UUID: a.DoubtID, Valid: a.DoubtID != uuid.Nil}).Error
}

func admissionsOf(tx *db.Tx, caseID uuid.UUID) ([]AdmissionRow, error) {
	rows, err := tx.Raw(`SELECT at, officer, name, role, admitted, reason, conditions, effect, doubt_id FROM business_admissions WHERE case_id = ? ORDER BY id`, caseID).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []AdmissionRow{}
	for rows.Next() {
		var a AdmissionRow
		var conditions, effect []byte
		var doubt uuid.NullUUID
		if err := rows.Scan(&a.At, &a.Officer, &a.Name, &a.Role, &a.Admitted, &a.Reason, &conditions, &effect, &doubt); err != nil {
			return nil, err
		}
		if err := errors.Join(json.Unmarshal(conditions, &a.Conditions), json.Unmarshal(effect, &a.Effect)); err != nil {
			return nil, err
		}
		a.At, a.DoubtID = local(a.At), doubt.UUID
		list = append(list, a)
	}
	return list, rows.Err()
}

// mostDeskRows is how many waiting cases the desk's list shows; it is worked from the top.
const mostDeskRows = 200

// deskRows lists the business cases that wait at desks, in working order.
func deskRows(tx *db.Tx, places []string, all bool) ([]DeskRow, error) {
	raw, err := json.Marshal(places)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Raw(`
SELECT c.id, c.number, t.person->>'name', r.unit_name, r.trip->>'reason', (c.law->>'departure')::date, s.do_by, s.class = 0, c.state
  FROM business_travellers t
  JOIN business_requests r ON r.id = t.request_id
  JOIN cases c ON c.id = t.case_id
  JOIN steps s ON s.case_id = c.id AND s.state <> 'DONE'
 WHERE ? OR EXISTS (SELECT FROM steps was WHERE was.case_id = c.id
       AND was.desk || ' ' || was.stage IN (SELECT jsonb_array_elements_text(coalesce(NULLIF(?::jsonb, 'null'), '[]'))))
 ORDER BY s.do_by, s.class, s.turn, s.received_at, s.number LIMIT ?`, all, string(raw), mostDeskRows).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []DeskRow{}
	for rows.Next() {
		var d DeskRow
		if err := rows.Scan(&d.CaseID, &d.Number, &d.Name, &d.Unit, &d.Reason, &d.Departure, &d.DoBy, &d.Urgent, &d.State); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}
