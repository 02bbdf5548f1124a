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
	ID          uuid.UUID    `json:"id"`
	Name        string       `json:"name"`
	IDNumber    string       `json:"id_number"` // masked
	Role        Role         `json:"role"`
	Scope       []string     `json:"scope"`
	Until       workday.Date `json:"until"`
	InvitedBy   string       `json:"invited_by"` // name; "" when the register named him
	InvitedAt   time.Time    `json:"invited_at"`
	AcceptedAt  *time.Time   `json:"accepted_at"`
	SuspendedAt *time.Time   `json:"suspended_at"`
	EndedAt     *time.Time   `json:"ended_at"`
	EndedWhy    string       `json:"ended_why,omitempty"` // ended, left, declined, taken_over, expired
}

// Holds tells whether the authorisation allows anything on a day.
func (m Member) Holds(today workday.Date) bool {
	return m.AcceptedAt != nil && m.EndedAt == nil && m.SuspendedAt == nil && (m.Until.IsZero() || !m.Until.Before(today))
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
	Role     Role         `json:"role"`  // Agent 经办人, Administrator 企业管理员 or Legal 授权人
	Scope    []string     `json:"scope"` // item codes; empty is every item
	Until    workday.Date `json:"until"` // last day; Agent needs one
}

// MemberEvent is a change of an enterprise's members.
type MemberEvent struct {
	Kind       string // member_invited, member_accepted, member_declined, member_suspended, member_resumed, member_left, member_ended
	Enterprise uuid.UUID
	By         Actor
	Name       string // of the member
	IDNumber   string
	Role       Role
	Until      workday.Date
}

// Founder is a first member of an enterprise, who has an account already.
type Founder struct {
	Name     string
	IDNumber string
	Person   uuid.UUID
	Role     Role
}

// Found makes the account of an enterprise from what the register says, within the caller's transaction. Fault: ENTERPRISE_EXISTS.
func Found(tx *db.Tx, by Actor, r EnterpriseRecord, first ...Founder) (uuid.UUID, error) {
	id, err := newID()
	if err != nil {
		return uuid.Nil, err
	}
	made, err := insertEnterprise(tx, id, r)
	if err != nil {
		return uuid.Nil, err
	}
	if !made {
		return uuid.Nil, fault.New(fault.Conflict, "ENTERPRISE_EXISTS")
	}
	for _, f := range first {
		if err := Join(tx, by, id, f); err != nil {
			return uuid.Nil, err
		}
	}
	return id, record(tx, event{account: by.AccountID, kind: "enterprise_registered", address: by.Terminal, detail: map[string]any{"enterprise": id}})
}

// Join makes somebody a member without end and without an invitation, within the caller's transaction: the register, or officers, say so.
func Join(tx *db.Tx, by Actor, enterprise uuid.UUID, f Founder) error {
	member, inviter := NewMember{Name: f.Name, IDNumber: f.IDNumber, Role: f.Role}, uuid.Nil
	if by.IsPerson() {
		inviter = by.AccountID
	}
	id, err := insertMembership(tx, enterprise, member, uuid.NullUUID{UUID: f.Person, Valid: true}, inviter)
	if err == nil && id == uuid.Nil {
		err = fault.New(fault.Conflict, "MEMBER_EXISTS")
	}
	return err
}

// Displace ends every authorisation of an enterprise in some roles, and of one person, within the caller's transaction: the account passes
// into other hands. It returns the names of those whose rights ended.
func Displace(tx *db.Tx, enterprise uuid.UUID, idNumber string, roles ...Role) ([]string, error) {
	return displace(tx, enterprise, idNumber, roles)
}

// Update stores what the register says of an enterprise now, within the caller's transaction.
func Update(tx *db.Tx, r EnterpriseRecord) error { return updateEnterprise(tx, r) }

// AddMember invites a person to act for an enterprise: its R-LEG anybody, its R-ADM agents. The authorisation begins when that person
// accepts. Faults: INVALID_FIELDS, MEMBERSHIP_ENDED, ROLE_MISSING, MEMBER_EXISTS.
func (s *Service) AddMember(ctx context.Context, actor Actor, enterprise uuid.UUID, m NewMember) (uuid.UUID, error) {
	if _, err := actor.managing(enterprise, m.Role); err != nil {
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
		return s.changed(tx, "member_invited", actor, id, membershipRow{EnterpriseID: enterprise, Name: m.Name, IDNumber: m.IDNumber, Role: m.Role, Until: m.Until})
	})
	return id, err
}

// managing is the membership by which the actor may manage members of a role.
func (a Actor) managing(enterprise uuid.UUID, role Role) (Membership, error) {
	if role == Agent {
		return a.MustMember(enterprise, Legal, Administrator)
	}
	return a.MustMember(enterprise, Legal)
}

// changed records a change of members for the security audit and tells who watches.
func (s *Service) changed(tx *db.Tx, kind string, actor Actor, membership uuid.UUID, m membershipRow) error {
	if err := record(tx, event{account: actor.AccountID, kind: kind, address: actor.Terminal, detail: map[string]any{"membership": membership}}); err != nil {
		return err
	}
	return s.watch(tx, MemberEvent{Kind: kind, Enterprise: m.EnterpriseID, By: actor, Name: m.Name, IDNumber: m.IDNumber, Role: m.Role, Until: m.Until})
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
	if m.Role != Agent && m.Role != Legal && m.Role != Administrator {
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
		m, err := lockMembership(tx, membership)
		if err != nil {
			return err
		}
		accepted, err := acceptMembership(tx, membership, actor)
		if err != nil {
			return err
		}
		if !accepted {
			return notFound()
		}
		return s.changed(tx, "member_accepted", actor, membership, m)
	})
}

// EndMember ends an authorisation, or takes back an invitation, at once. R-LEG may end any but the last R-LEG (LAST_LEGAL), R-ADM agents; a
// member may leave.
func (s *Service) EndMember(ctx context.Context, actor Actor, membership uuid.UUID) error {
	return s.manage(ctx, actor, membership, func(tx *db.Tx, m membershipRow, own bool) error {
		if m.Role == Legal && m.OtherLegals == 0 && m.Accepted {
			return fault.New(fault.Conflict, "LAST_LEGAL")
		}
		kind, why := "member_ended", "ended"
		switch {
		case own && m.Accepted:
			kind, why = "member_left", "left"
		case own:
			kind, why = "member_declined", "declined"
		}
		if err := endMembership(tx, membership, why); err != nil {
			return err
		}
		return s.changed(tx, kind, actor, membership, m)
	}, true)
}

// SuspendMember stops an authorisation until it is resumed: of a member on leave, or under suspicion. The last R-LEG stays (LAST_LEGAL).
func (s *Service) SuspendMember(ctx context.Context, actor Actor, membership uuid.UUID) error {
	return s.manage(ctx, actor, membership, func(tx *db.Tx, m membershipRow, _ bool) error {
		if m.Role == Legal && m.OtherLegals == 0 {
			return fault.New(fault.Conflict, "LAST_LEGAL")
		}
		if done, err := suspendMembership(tx, membership); err != nil || !done {
			return either(err, fault.New(fault.Conflict, "MEMBER_NOT_ACTIVE"))
		}
		return s.changed(tx, "member_suspended", actor, membership, m)
	}, false)
}

// ResumeMember lets a suspended authorisation hold again, to the end that it had.
func (s *Service) ResumeMember(ctx context.Context, actor Actor, membership uuid.UUID) error {
	return s.manage(ctx, actor, membership, func(tx *db.Tx, m membershipRow, _ bool) error {
		if done, err := resumeMembership(tx, membership); err != nil || !done {
			return either(err, fault.New(fault.Conflict, "MEMBER_NOT_ACTIVE"))
		}
		return s.changed(tx, "member_resumed", actor, membership, m)
	}, false)
}

// manage changes an open authorisation that the actor may manage, or that is his own where he may do it to himself; any other is NOT_FOUND.
func (s *Service) manage(ctx context.Context, actor Actor, membership uuid.UUID, change func(*db.Tx, membershipRow, bool) error, himself bool) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		m, err := lockMembership(tx, membership)
		if err != nil {
			return err
		}
		own := m.IDNumber != "" && m.IDNumber == actor.IDNumber
		if _, err := actor.managing(m.EnterpriseID, m.Role); err != nil && (!own || !himself) {
			return notFound()
		}
		return change(tx, m, own)
	})
}

// either is err, or the fault when there is none.
func either(err error, f *fault.Error) error {
	if err != nil {
		return err
	}
	return f
}

// Members lists the authorisations of an enterprise, newest first, for its R-LEG and R-ADM; ID numbers are masked.
func (s *Service) Members(ctx context.Context, actor Actor, enterprise uuid.UUID) (members []Member, err error) {
	if _, err := actor.MustMember(enterprise, Legal, Administrator); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		members, err = selectMembers(tx, enterprise)
		return err
	})
	return members, err
}
