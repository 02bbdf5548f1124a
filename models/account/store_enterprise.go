package account

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// insertEnterprise adds an enterprise; false when its code is registered already.
func insertEnterprise(tx *db.Tx, id uuid.UUID, r EnterpriseRecord) (bool, error) {
	res := tx.Exec(`
INSERT INTO enterprises (id, credit_code, name, kind, business, address, area, legal_name, legal_id_number, state, state_reason, verify_request,
                         checked_at, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, r.CreditCode, r.Name, r.Kind, r.Business, r.Address, r.Area, r.LegalName, r.LegalIDNumber, r.Standing(), r.Reason, r.Request, tx.Now, tx.Now)
	return res.RowsAffected == 1, res.Error
}

func updateEnterprise(tx *db.Tx, r EnterpriseRecord) error {
	return tx.Exec(`
UPDATE enterprises SET name = ?, kind = ?, business = ?, address = ?, area = ?, legal_name = ?, legal_id_number = ?, state = ?, state_reason = ?,
       verify_request = ?, checked_at = ? WHERE credit_code = ?`,
		r.Name, r.Kind, r.Business, r.Address, r.Area, r.LegalName, r.LegalIDNumber, r.Standing(), r.Reason, r.Request, tx.Now, r.CreditCode).Error
}

// insertMembership adds an authorisation, accepted at once when person is given; uuid.Nil when the person has an open one already.
func insertMembership(tx *db.Tx, enterprise uuid.UUID, m NewMember, person uuid.NullUUID, by uuid.UUID) (uuid.UUID, error) {
	id, err := newID()
	if err != nil {
		return uuid.Nil, err
	}
	var accepted *time.Time
	if person.Valid {
		accepted = &tx.Now
	}
	scope := m.Scope
	if scope == nil {
		scope = []string{}
	}
	raw, err := json.Marshal(scope)
	if err != nil {
		return uuid.Nil, err
	}
	res := tx.Exec(`
INSERT INTO memberships (id, enterprise_id, id_number, name, person_id, role, scope, until, invited_by, invited_at, accepted_at)
VALUES (?, ?, ?, ?, ?, ?, ARRAY(SELECT jsonb_array_elements_text(?::jsonb)), ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, enterprise, m.IDNumber, m.Name, person, m.Role, string(raw), date(m.Until), nullable(by), tx.Now, accepted)
	if res.Error != nil || res.RowsAffected == 0 {
		return uuid.Nil, res.Error
	}
	return id, nil
}

// endExpired closes the row of a person whose authorisation has run out, so that a new one can be given.
func endExpired(tx *db.Tx, enterprise uuid.UUID, idNumber string) error {
	return tx.Exec(`UPDATE memberships SET ended_at = ?, ended_why = 'expired' WHERE enterprise_id = ? AND id_number = ? AND ended_at IS NULL AND until < ?`,
		tx.Now, enterprise, idNumber, tx.Today()).Error
}

func acceptMembership(tx *db.Tx, id uuid.UUID, actor Actor) (bool, error) {
	res := tx.Exec(`
UPDATE memberships SET person_id = ?, accepted_at = ?
 WHERE id = ? AND id_number = ? AND name = ? AND accepted_at IS NULL AND ended_at IS NULL AND (until IS NULL OR until >= ?)`,
		actor.PersonID, tx.Now, id, actor.IDNumber, actor.Name, tx.Today())
	return res.RowsAffected == 1, res.Error
}

type membershipRow struct {
	EnterpriseID uuid.UUID
	Name         string
	IDNumber     string
	Role         Role
	Until        workday.Date
	Accepted     bool
	OtherLegals  int
}

// lockMembership holds the enterprise, so that two legal representatives cannot end each other at once.
func lockMembership(tx *db.Tx, id uuid.UUID) (m membershipRow, err error) {
	if err := tx.Exec(`SELECT 1 FROM enterprises WHERE id = (SELECT enterprise_id FROM memberships WHERE id = ?) FOR UPDATE`, id).Error; err != nil {
		return m, err
	}
	err = tx.Raw(`
SELECT m.enterprise_id, m.name, m.id_number, m.role, m.until, m.accepted_at IS NOT NULL AS accepted,
       (SELECT count(*) FROM memberships o WHERE o.enterprise_id = m.enterprise_id AND o.id <> m.id AND o.role = 'R-LEG'
           AND o.accepted_at IS NOT NULL AND o.ended_at IS NULL AND o.suspended_at IS NULL AND (o.until IS NULL OR o.until >= ?)) AS other_legals
  FROM memberships m WHERE m.id = ? AND m.ended_at IS NULL`, tx.Today(), id).Scan(&m).Error
	return m, err
}

func endMembership(tx *db.Tx, id uuid.UUID, why string) error {
	return tx.Exec(`UPDATE memberships SET ended_at = ?, ended_why = ? WHERE id = ? AND ended_at IS NULL`, tx.Now, why, id).Error
}

func suspendMembership(tx *db.Tx, id uuid.UUID) (bool, error) {
	res := tx.Exec(`UPDATE memberships SET suspended_at = ? WHERE id = ? AND accepted_at IS NOT NULL AND ended_at IS NULL AND suspended_at IS NULL`, tx.Now, id)
	return res.RowsAffected == 1, res.Error
}

func resumeMembership(tx *db.Tx, id uuid.UUID) (bool, error) {
	res := tx.Exec(`UPDATE memberships SET suspended_at = NULL WHERE id = ? AND ended_at IS NULL AND suspended_at IS NOT NULL`, id)
	return res.RowsAffected == 1, res.Error
}

func displace(tx *db.Tx, enterprise uuid.UUID, idNumber string, roles []Role) (names []string, err error) {
	err = tx.Raw(`
UPDATE memberships SET ended_at = ?, ended_why = 'taken_over' WHERE enterprise_id = ? AND ended_at IS NULL AND (role IN ? OR id_number = ?)
RETURNING name`, tx.Now, enterprise, roles, idNumber).Scan(&names).Error
	return names, err
}

func selectInvitations(tx *db.Tx, idNumber string) (list []Invitation, err error) {
	err = tx.Raw(`
SELECT m.id, e.name AS enterprise, e.credit_code, m.role, m.until
  FROM memberships m JOIN enterprises e ON e.id = m.enterprise_id
 WHERE m.id_number = ? AND m.accepted_at IS NULL AND m.ended_at IS NULL AND (m.until IS NULL OR m.until >= ?)
 ORDER BY m.invited_at, m.id`, idNumber, tx.Today()).Scan(&list).Error
	return list, err
}

func selectMembers(tx *db.Tx, enterprise uuid.UUID) ([]Member, error) {
	var rows []struct {
		ID          uuid.UUID
		Name        string
		IDNumber    identity.IDNumber
		Role        Role
		Scope       []byte
		Until       workday.Date
		InvitedBy   string
		InvitedAt   time.Time
		AcceptedAt  *time.Time
		SuspendedAt *time.Time
		EndedAt     *time.Time
		EndedWhy    string
	}
	if err := tx.Raw(`
SELECT m.id, m.name, m.id_number, m.role, to_json(m.scope) AS scope, m.until, m.invited_at, m.accepted_at, m.suspended_at, m.ended_at, m.ended_why,
       COALESCE(p.name, '') AS invited_by
  FROM memberships m LEFT JOIN accounts a ON a.id = m.invited_by LEFT JOIN people p ON p.id = a.person_id
 WHERE m.enterprise_id = ? ORDER BY m.invited_at DESC, m.id DESC`, enterprise).Scan(&rows).Error; err != nil {
		return nil, err
	}
	members := make([]Member, len(rows))
	for i, r := range rows {
		members[i] = Member{
			ID: r.ID, Name: r.Name, IDNumber: r.IDNumber.Masked(), Role: r.Role, Until: r.Until,
			InvitedBy: r.InvitedBy, InvitedAt: r.InvitedAt, AcceptedAt: r.AcceptedAt, SuspendedAt: r.SuspendedAt, EndedAt: r.EndedAt, EndedWhy: r.EndedWhy,
		}
		if err := json.Unmarshal(r.Scope, &members[i].Scope); err != nil {
			return nil, err
		}
	}
	return members, nil
}
