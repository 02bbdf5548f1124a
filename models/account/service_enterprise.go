package account

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Member is one line of an enterprise's list of authorisations.
type Member struct {
	ID         uuid.UUID    `json:"id"`
	Name       string       `json:"name"`
	IDNumber   string       `json:"id_number"` // masked
	Role       Role         `json:"role"`
	Scope      []string     `json:"scope"`
	Until      workday.Date `json:"until"`
	InvitedAt  time.Time    `json:"invited_at"`
	AcceptedAt *time.Time   `json:"accepted_at"`
	EndedAt    *time.Time   `json:"ended_at"`
}

// Invitation waits for the person it names.
type Invitation struct {
	ID         uuid.UUID    `json:"id"`
	Enterprise string       `json:"enterprise"`
	CreditCode string       `json:"credit_code"`
	Role       Role         `json:"role"`
	Until      workday.Date `json:"until"`
}

// NewMember authorises a person, named by real name and ID number, to act for an enterprise.
type NewMember struct {
	Name     string       `json:"name"`
	IDNumber string       `json:"id_number"`
	Role     Role         `json:"role"`  // Agent 经办人 or Legal 授权人
	Scope    []string     `json:"scope"` // item codes; empty is every item
	Until    workday.Date `json:"until"` // last day; Agent needs one
}

// RegisterEnterprise makes the account of an enterprise whose legal representative, by the enterprise register, is the actor himself; he
// becomes its first member (R-LEG) without end. Faults: the credit code's own, ENTERPRISE_REFUSED (unknown, cancelled or somebody else's:
// one answer), ENTERPRISE_EXISTS (only to its legal representative).
func (s *Service) RegisterEnterprise(ctx context.Context, actor Actor, creditCode string) (uuid.UUID, error) {
	if !actor.IsPerson() {
		return uuid.Nil, forbidden()
	}
	code, err := identity.ParseCreditCode(creditCode)
	if err != nil {
		return uuid.Nil, err
	}
	if err := s.Limiter.Allow(ctx, "enterprise|"+actor.AccountID.String(), s.limits.ByAccount); err != nil {
		return uuid.Nil, err
	}
	reg, err := s.companies.Enterprise(ctx, code)
	if err != nil && !isKind(err, fault.NotFound) {
		return uuid.Nil, err
	}
	if err != nil || reg.Cancelled || reg.LegalIDNumber != actor.IDNumber || reg.LegalName != actor.Name {
		return uuid.Nil, fault.New(fault.Invalid, "ENTERPRISE_REFUSED")
	}
	id, err := newID()
	if err != nil {
		return uuid.Nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err := insertEnterprise(tx, id, reg)
		if err != nil {
			return err
		}
		if !made {
			return fault.New(fault.Conflict, "ENTERPRISE_EXISTS")
		}
		member := NewMember{Name: actor.Name, IDNumber: actor.IDNumber, Role: Legal}
		if _, err := insertMembership(tx, id, member, uuid.NullUUID{UUID: actor.PersonID, Valid: true}, actor.AccountID); err != nil {
			return err
		}
		return record(tx, event{account: actor.AccountID, kind: "enterprise_registered", address: actor.Terminal, detail: map[string]any{"enterprise": id}})
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// AddMember invites a person to act for an enterprise. Only its R-LEG may; the authorisation begins when that person accepts. Faults:
// INVALID_FIELDS, MEMBERSHIP_ENDED, ROLE_MISSING, MEMBER_EXISTS.
func (s *Service) AddMember(ctx context.Context, actor Actor, enterprise uuid.UUID, m NewMember) (uuid.UUID, error) {
	if _, err := actor.MustMember(enterprise, Legal); err != nil {
		return uuid.Nil, err
	}
	m, err := m.check(s.db.Today())
	if err != nil {
		return uuid.Nil, err
	}
	var id uuid.UUID
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := endExpired(tx, enterprise, m.IDNumber); err != nil {
			return err
		}
		id, err = insertMembership(tx, enterprise, m, uuid.NullUUID{}, actor.AccountID)
		if err != nil {
			return err
		}
		if id == uuid.Nil {
			return fault.New(fault.Conflict, "MEMBER_EXISTS")
		}
		return record(tx, event{account: actor.AccountID, kind: "member_invited", address: actor.Terminal, detail: map[string]any{"membership": id}})
	})
	return id, err
}

// check holds an authorisation against the rules and returns it in canonical form.
func (m NewMember) check(today workday.Date) (NewMember, error) {
	var faults []fault.Field
	note := func(pointer string, err error) {
		if e, ok := fault.As(err); ok {
			faults = append(faults, fault.Field{Pointer: pointer, Code: e.Code, Params: e.Params})
		}
	}
	name, err := identity.ParseName(m.Name)
	note("/name", err)
	number, err := identity.ParseIDNumber(m.IDNumber, today)
	note("/id_number", err)
	if m.Role != Agent && m.Role != Legal {
		faults = append(faults, fault.OneField("/role", "ROLE_UNKNOWN", "role", string(m.Role)))
	}
	if m.Role == Agent && m.Until.IsZero() {
		faults = append(faults, fault.OneField("/until", "MEMBER_UNTIL_NEEDED"))
	}
	if !m.Until.IsZero() && m.Until.Before(today) {
		faults = append(faults, fault.OneField("/until", "MEMBER_UNTIL_PAST"))
	}
	m.Name, m.IDNumber = name.String(), number.String()
	return m, fault.Fields(faults...)
}

// Invitations lists what waits for the actor's acceptance.
func (s *Service) Invitations(ctx context.Context, actor Actor) (list []Invitation, err error) {
	if !actor.IsPerson() {
		return nil, forbidden()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectInvitations(tx, actor.IDNumber)
		return err
	})
	return list, err
}

// AcceptMembership begins an authorisation that names the actor by ID number and real name; another's is NOT_FOUND.
func (s *Service) AcceptMembership(ctx context.Context, actor Actor, membership uuid.UUID) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		accepted, err := acceptMembership(tx, membership, actor)
		if err != nil {
			return err
		}
		if !accepted {
			return notFound()
		}
		return record(tx, event{account: actor.AccountID, kind: "member_accepted", address: actor.Terminal, detail: map[string]any{"membership": membership}})
	})
}

// EndMember ends an authorisation, or takes back an invitation, at once. R-LEG may end any but the last R-LEG (LAST_LEGAL); a member may
// end his own.
func (s *Service) EndMember(ctx context.Context, actor Actor, membership uuid.UUID) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := lockMembership(tx, membership)
		if err != nil {
			return err
		}
		own := m.IDNumber != "" && m.IDNumber == actor.IDNumber
		if _, err := actor.MustMember(m.EnterpriseID, Legal); err != nil && !own {
			return notFound()
		}
		if m.Role == Legal && m.OtherLegals == 0 && m.Accepted {
			return fault.New(fault.Conflict, "LAST_LEGAL")
		}
		if err := endMembership(tx, membership); err != nil {
			return err
		}
		return record(tx, event{account: actor.AccountID, kind: "member_ended", address: actor.Terminal, detail: map[string]any{"membership": membership}})
	})
}

// Members lists the authorisations of an enterprise, newest first, for its R-LEG; ID numbers are masked.
func (s *Service) Members(ctx context.Context, actor Actor, enterprise uuid.UUID) (members []Member, err error) {
	if _, err := actor.MustMember(enterprise, Legal); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		members, err = selectMembers(tx, enterprise)
		return err
	})
	return members, err
}
