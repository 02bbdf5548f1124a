package account

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

type newPerson struct {
	id      uuid.UUID
	who     registrant
	nation  string
	request string
}

// insertPerson adds a person; false when the ID number or the mobile number is taken.
func insertPerson(tx *db.Tx, n newPerson) (bool, error) {
	res := tx.Exec(`
INSERT INTO people (id, id_number, name, typed_name, nation, mobile, verified_at, verify_request, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		n.id, n.who.number, n.who.name, n.who.name.Typed(), n.nation, n.who.mobile, tx.Now, n.request, tx.Now)
	return res.RowsAffected == 1, res.Error
}

type newAccount struct {
	id              uuid.UUID
	kind, login     string
	person, officer uuid.UUID
	hash            string
	totp            []byte
	demo            bool
}

func insertAccount(tx *db.Tx, n newAccount) error {
	return tx.Exec(`
INSERT INTO accounts (id, kind, login, person_id, officer_id, password_hash, password_changed_at, totp_secret, demo, created_at)
VALUES (?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?, ?, ?)`,
		n.id, n.kind, n.login, nullable(n.person), nullable(n.officer), n.hash, tx.Now, n.totp, n.demo, tx.Now).Error
}

func loginExists(tx *db.Tx, login string) (found bool, err error) {
	found, _, err = one[bool](tx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE login = ?)`, login)
	return found, err
}

// putOfficer adds an officer as a natural person, or finds the one with the same police and ID numbers; uuid.Nil when one of the two
// belongs to somebody else.
func putOfficer(tx *db.Tx, id uuid.UUID, c NewClerk) (officer uuid.UUID, err error) {
	if err := tx.Exec(`
INSERT INTO officers (id, police_no, name, id_number, mobile, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, c.PoliceNo, c.Name, c.IDNumber, c.Mobile, tx.Now).Error; err != nil {
		return uuid.Nil, err
	}
	officer, _, err = one[uuid.UUID](tx, `SELECT id FROM officers WHERE police_no = ? AND id_number = ?`, c.PoliceNo, c.IDNumber)
	return officer, err
}

func selectDesks(tx *db.Tx) (desks []Desk, err error) {
	err = tx.Raw(`SELECT code, COALESCE(parent, '') AS parent, area, name, name_en, mark, body FROM desks ORDER BY place`).Scan(&desks).Error
	return desks, err
}

func replaceGrants(tx *db.Tx, account uuid.UUID, grants []Grant) error {
	if err := tx.Exec(`DELETE FROM grants WHERE account_id = ?`, account).Error; err != nil {
		return err
	}
	for _, g := range grants {
		if err := tx.Exec(`INSERT INTO grants (account_id, desk, role, until) VALUES (?, ?, ?, ?)`,
			account, g.Desk, g.Role, date(g.Until)).Error; err != nil {
			return err
		}
	}
	return nil
}

func deskMissing(tx *db.Tx, grants []Grant) (missing string, err error) {
	for _, g := range grants {
		_, found, err := one[string](tx, `SELECT code FROM desks WHERE code = ?`, g.Desk)
		if err != nil || !found {
			return g.Desk, err
		}
	}
	return "", nil
}

// lockClerk holds a clerk's account; found is false when there is none.
func lockClerk(tx *db.Tx, login string) (id uuid.UUID, found bool, err error) {
	return one[uuid.UUID](tx, `SELECT id FROM accounts WHERE login = ? AND kind = 'clerk' FOR UPDATE`, login)
}

func disableAccount(tx *db.Tx, id uuid.UUID) error {
	return tx.Exec(`UPDATE accounts SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL`, tx.Now, id).Error
}

// date writes "no date" as NULL.
func date(d workday.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// updateMobile changes a person's number; false when he has another by now, or somebody else has the new one.
func updateMobile(tx *db.Tx, person uuid.UUID, from, to string) (bool, error) {
	res := tx.Exec(`
UPDATE people SET mobile = @to
 WHERE id = @person AND mobile = @from AND NOT EXISTS (SELECT 1 FROM people WHERE mobile = @to)`,
		map[string]any{"person": person, "from": from, "to": to})
	return res.RowsAffected == 1, res.Error
}

// Rename gives a person the name that the population register has of him by now, in the unit of work of who compared it. NOT_FOUND for somebody
// who has no account of his own.
func Rename(tx *db.Tx, id uuid.UUID, idNumber, name string) error {
	n, err := identity.ParseName(name)
	if err != nil {
		return err
	}
	res := tx.Exec(`UPDATE people SET name = ?, typed_name = ? WHERE id = ? AND id_number = ?`, n, n.Typed(), id, idNumber)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	return res.Error
}
