package enterprise

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/identity"
)

func insertEvent(tx *db.Tx, enterprise uuid.UUID, e Event) error {
	return tx.Exec(`INSERT INTO enterprise_journal (enterprise_id, at, kind, name, police_no, about, detail) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		enterprise, tx.Now, e.Kind, e.Name, e.PoliceNo, e.About, e.Detail).Error
}

func selectEvents(tx *db.Tx, enterprise uuid.UUID, limit int) (events []Event, err error) {
	err = tx.Raw(`SELECT at, kind, name, police_no, about, detail FROM enterprise_journal WHERE enterprise_id = ? ORDER BY id DESC LIMIT ?`,
		enterprise, limit).Scan(&events).Error
	return events, err
}

// one reads a single row; found is false when there is none.
func one(row *sql.Row, into ...any) (found bool, err error) {
	err = row.Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func nameOf(tx *db.Tx, enterprise uuid.UUID) (name string, err error) {
	_, err = one(tx.Raw(`SELECT name FROM enterprises WHERE id = ?`, enterprise).Row(), &name)
	return name, err
}

// personOf finds who has an account by ID number.
func personOf(tx *db.Tx, idNumber string) (id uuid.UUID, known bool, err error) {
	known, err = one(tx.Raw(`SELECT id FROM people WHERE id_number = ?`, idNumber).Row(), &id)
	return id, known, err
}

func codeExists(tx *db.Tx, code string) (exists bool, err error) {
	_, err = one(tx.Raw(`SELECT EXISTS (SELECT FROM enterprises WHERE credit_code = ?)`, code).Row(), &exists)
	return exists, err
}

const profileColumns = `e.id, e.credit_code, e.name, e.kind, e.business, e.address, e.legal_name, e.state, e.state_reason, e.checked_at`

func profileInto(p *Profile, checked *sql.NullTime) []any {
	return []any{&p.ID, &p.CreditCode, &p.Name, &p.Kind, &p.Business, &p.Address, &p.LegalName, &p.State, &p.Reason, checked}
}

func selectProfile(tx *db.Tx, id uuid.UUID) (p Profile, err error) {
	var checked sql.NullTime
	found, err := one(tx.Raw(`SELECT `+profileColumns+` FROM enterprises e WHERE e.id = ?`, id).Row(), profileInto(&p, &checked)...)
	if err == nil && !found {
		err = notFound()
	}
	p.CheckedAt = checked.Time
	return p, err
}

func selectAuthorisation(tx *db.Tx, membership uuid.UUID) (a Authorisation, idNumber string, err error) {
	var checked, accepted sql.NullTime
	var scope []byte
	var number identity.IDNumber
	into := append(profileInto(&a.Enterprise, &checked), &a.ID, &a.Name, &number, &a.Role, &scope, &accepted, &a.Until, &a.InvitedBy, &a.Ended, &a.Holds)
	found, err := one(tx.Raw(`
SELECT `+profileColumns+`, m.id, m.name, m.id_number, m.role, to_json(m.scope), m.accepted_at, m.until, COALESCE(p.name, e.legal_name), m.ended_at,
       m.accepted_at IS NOT NULL AND m.ended_at IS NULL AND m.suspended_at IS NULL AND (m.until IS NULL OR m.until >= ?)
  FROM memberships m JOIN enterprises e ON e.id = m.enterprise_id
  LEFT JOIN accounts b ON b.id = m.invited_by LEFT JOIN people p ON p.id = b.person_id
 WHERE m.id = ?`, tx.Today(), membership).Row(), into...)
	if err != nil || !found {
		return a, "", cmp.Or(err, notFound())
	}
	a.From, a.IDNumber = accepted.Time, number.Masked()
	return a, number.String(), json.Unmarshal(scope, &a.Scope)
}

func selectStale(tx *db.Tx, limit int) (codes []string, err error) {
	err = tx.Raw(`SELECT credit_code FROM enterprises WHERE checked_at IS NULL OR checked_at < ? ORDER BY checked_at NULLS FIRST, id LIMIT ?`,
		tx.Now.Add(-24*time.Hour), limit).Scan(&codes).Error
	return codes, err
}

func insertRegistration(tx *db.Tx, r registration) (bool, error) {
	record, err := json.Marshal(r.Record)
	if err != nil {
		return false, err
	}
	res := tx.Exec(`
INSERT INTO enterprise_registrations (id, credit_code, person_id, state, name, legal_id_number, record, enterprise_id, created_at, ended_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.ID, r.CreditCode, r.Person.Person, r.State, r.Name, r.LegalID, string(record), r.EnterpriseID, tx.Now, ended(tx, r.State))
	return res.RowsAffected == 1, res.Error
}

func ended(tx *db.Tx, s RegistrationState) any {
	if s == Registered || s == Refused {
		return tx.Now
	}
	return nil
}

func updateRegistration(tx *db.Tx, r registration) error {
	record, err := json.Marshal(r.Record)
	if err != nil {
		return err
	}
	return tx.Exec(`
UPDATE enterprise_registrations SET state = ?, reason = ?, name = ?, legal_id_number = ?, record = ?, by_officer = ?, enterprise_id = ?, ended_at = ?
 WHERE id = ?`, r.State, r.Reason, r.Name, r.LegalID, string(record), r.Official, r.EnterpriseID, ended(tx, r.State), r.ID).Error
}

func countTry(tx *db.Tx, id uuid.UUID) error {
	return tx.Exec(`UPDATE enterprise_registrations SET tries = LEAST(tries + 1, 30000) WHERE id = ?`, id).Error
}

// silentCode is the credit code of a registration that still waits for the register, "" otherwise.
func silentCode(tx *db.Tx, id uuid.UUID) (code string, err error) {
	_, err = one(tx.Raw(`SELECT credit_code FROM enterprise_registrations WHERE id = ? AND state = 'waiting_register'`, id).Row(), &code)
	return code, err
}

func lockRegistration(tx *db.Tx, id uuid.UUID, state RegistrationState) (r registration, found bool, err error) {
	var record []byte
	found, err = one(tx.Raw(`
SELECT r.id, r.credit_code, r.name, p.name, r.state, r.created_at, p.id, p.id_number, r.legal_id_number, r.record, r.by_officer
  FROM enterprise_registrations r JOIN people p ON p.id = r.person_id WHERE r.id = ? AND r.state = ? FOR UPDATE OF r`, id, state).Row(),
		&r.ID, &r.CreditCode, &r.Name, &r.Applicant, &r.State, &r.CreatedAt, &r.Person.Person, &r.Person.IDNumber, &r.LegalID, &record, &r.Official)
	r.Person.Name = r.Applicant
	if err == nil && found {
		err = json.Unmarshal(record, &r.Record)
	}
	return r, found, err
}

const registrationColumns = `SELECT r.id, r.credit_code, r.name, p.name AS applicant, r.state, r.reason, r.enterprise_id, r.created_at
  FROM enterprise_registrations r JOIN people p ON p.id = r.person_id `

// ownRegistrations are those of a person that are open or ended within a month.
func ownRegistrations(tx *db.Tx, person uuid.UUID) (list []Registration, err error) {
	err = tx.Raw(registrationColumns+`WHERE r.person_id = ? AND (r.ended_at IS NULL OR r.state = 'refused' AND r.ended_at > ?) ORDER BY r.created_at DESC LIMIT 20`,
		person, tx.Now.AddDate(0, -1, 0)).Scan(&list).Error
	return list, err
}

func registrationsToConfirm(tx *db.Tx, idNumber string) (list []Registration, err error) {
	err = tx.Raw(registrationColumns+`WHERE r.legal_id_number = ? AND r.state = 'waiting_legal' ORDER BY r.created_at LIMIT 20`, idNumber).Scan(&list).Error
	return list, err
}

func silentRegistrations(tx *db.Tx) (list []Registration, err error) {
	err = tx.Raw(registrationColumns + `WHERE r.state = 'waiting_register' ORDER BY r.created_at LIMIT 100`).Scan(&list).Error
	return list, err
}
