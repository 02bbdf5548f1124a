// Package account knows who is who: natural persons, enterprises with their members, officers with their roles at desks, and the
// sessions in which they act. Everything that needs to know "who asks" gets an Actor and never a request.
package account

import (
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ActorKind is what sort of somebody acts.
type ActorKind int

const (
	KindPublic  ActorKind = iota // nobody has signed in
	KindPerson                   // a natural person, for himself or for an enterprise
	KindClerk                    // an officer at work
	KindSystem                   // the portal itself: the clock, a job
	KindMachine                  // another system of the bureau, known by its key
)

// Levels of assurance about who a person is.
const (
	AssuranceNone   = 0
	AssuranceMobile = 1 // L1: holds a mobile number
	AssuranceReal   = 2 // L2: real name and ID number agree with the population register, and one factor was shown
	AssuranceStep   = 3 // L3: a second factor was shown in this session (SMS code for persons, TOTP for clerks)
	AssuranceFace   = 4 // L4: compared in person or by face
)

// Actor is who acts, as far as rules may know. The zero Actor is the public.
type Actor struct {
	Kind      ActorKind
	AccountID uuid.UUID // the account that signed in; zero for the public and the system
	PersonID  uuid.UUID // of KindPerson
	OfficerID uuid.UUID // of KindClerk: the natural person, who may have several accounts
	Name      string
	IDNumber  string // 公民身份号码; of clerks for recusal (domain.md 1.6)
	Mobile    string
	Officer   string // 警号 of the natural person behind a clerk's account: four-eyes looks at this, never at the account
	Assurance int    // AssuranceNone … AssuranceFace

	Grants      []Grant      // of KindClerk, those in force today; of KindMachine its one role
	Enterprises []Membership // of KindPerson, those in force today
	Ended       []Membership // of KindPerson, those that have ended; they allow nothing and only explain a refusal
	Acting      uuid.UUID    // the enterprise that the person acts for in this session; zero is himself

	PasswordDue bool      // of KindClerk: the password is older than 90 days and must be changed before any other work
	Session     uuid.UUID // zero outside a session
	Terminal    string    // client address, for the journal
}

// Grant is one role at one desk.
type Grant struct {
	Role  Role         `json:"role"`
	Desk  string       `json:"desk"`
	Area  string       `json:"area"`  // of the desk
	Until workday.Date `json:"until"` // last day; none is open-ended
}

// Membership is what a person may do for an enterprise.
type Membership struct {
	ID         uuid.UUID    `json:"enterprise_id"` // of the enterprise
	Row        uuid.UUID    `json:"id"`            // of the membership itself
	CreditCode string       `json:"credit_code"`
	Name       string       `json:"name"`
	Role       Role         `json:"role"`  // Legal, Administrator or Agent
	Scope      []string     `json:"scope"` // item codes it is limited to; empty is every item
	Until      workday.Date `json:"until"` // last day; none is open-ended
	Suspended  bool         `json:"-"`     // among Actor.Ended: it may be resumed
}

// Covers tells whether the membership reaches an item.
func (m Membership) Covers(item string) bool {
	return len(m.Scope) == 0 || slices.Contains(m.Scope, item)
}

// over is why an authorisation of Actor.Ended allows nothing.
func (m Membership) over() error {
	if m.Suspended {
		return fault.New(fault.Forbidden, "MEMBERSHIP_SUSPENDED", "enterprise", m.Name)
	}
	return fault.New(fault.Forbidden, "MEMBERSHIP_ENDED")
}

// Lacks tells why the person may not act for the enterprise with a credit code in an item: MEMBERSHIP_ENDED or MEMBERSHIP_SUSPENDED when he
// could once, MEMBERSHIP_SCOPE when his authorisation does not reach the item; nil when he may, or never could.
func (a Actor) Lacks(creditCode, item string) error {
	for _, m := range a.Enterprises {
		if m.CreditCode == creditCode && !m.Covers(item) {
			return fault.New(fault.Forbidden, "MEMBERSHIP_SCOPE", "enterprise", m.Name, "item", item)
		} else if m.CreditCode == creditCode {
			return nil
		}
	}
	for _, m := range a.Ended {
		if m.CreditCode == creditCode {
			return m.over()
		}
	}
	return nil
}

// System is the portal itself acting by the clock.
func System() Actor { return Actor{Kind: KindSystem, Name: "系统"} }

// Machine is another system of the bureau in the one role that it has. It has no account, no desk and no session: a key of the configuration is all
// that lets it in.
func Machine(name string, role Role) Actor {
	return Actor{Kind: KindMachine, Name: name, Grants: []Grant{{Role: role}}}
}

// SignedIn tells whether somebody stands behind a session.
func (a Actor) SignedIn() bool { return a.Kind == KindPerson || a.Kind == KindClerk }

// IsPublic tells whether nobody has signed in.
func (a Actor) IsPublic() bool { return a.Kind == KindPublic }

// IsPerson tells whether a natural person acts, for himself or for an enterprise.
func (a Actor) IsPerson() bool { return a.Kind == KindPerson }

// IsClerk tells whether an officer acts.
func (a Actor) IsClerk() bool { return a.Kind == KindClerk }

// IsSystem tells whether the portal itself acts.
func (a Actor) IsSystem() bool { return a.Kind == KindSystem }

// IsMachine tells whether another system acts.
func (a Actor) IsMachine() bool { return a.Kind == KindMachine }

// Has tells whether the clerk holds a role at a desk; desk "" means at any desk.
func (a Actor) Has(role Role, desk string) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == role && (desk == "" || g.Desk == desk) })
}

// HasAny tells whether the clerk holds one of the roles at any desk.
func (a Actor) HasAny(roles ...Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return slices.Contains(roles, g.Role) })
}

// Desks lists the desks at which the clerk holds a role.
func (a Actor) Desks(role Role) []string {
	var desks []string
	for _, g := range a.Grants {
		if g.Role == role {
			desks = append(desks, g.Desk)
		}
	}
	return desks
}

// AllDesks lists every desk at which the clerk holds any role, once each.
func (a Actor) AllDesks() []string {
	var desks []string
	for _, g := range a.Grants {
		if !slices.Contains(desks, g.Desk) {
			desks = append(desks, g.Desk)
		}
	}
	return desks
}

// Roles lists the clerk's roles, once each.
func (a Actor) Roles() []Role {
	var roles []Role
	for _, g := range a.Grants {
		if !slices.Contains(roles, g.Role) {
			roles = append(roles, g.Role)
		}
	}
	return roles
}

// Member returns what the person may do for an enterprise today.
func (a Actor) Member(enterprise uuid.UUID) (Membership, bool) {
	for _, m := range a.Enterprises {
		if m.ID == enterprise {
			return m, true
		}
	}
	return Membership{}, false
}

// MustMember is Member as a rule with its reason: MEMBERSHIP_ENDED or MEMBERSHIP_SUSPENDED (Forbidden) when the authorisation does not hold
// any more, NOT_FOUND when there never was one, ROLE_MISSING (Forbidden) when it is not one of the roles asked for. No roles asked for means any.
func (a Actor) MustMember(enterprise uuid.UUID, roles ...Role) (Membership, error) {
	m, ok := a.Member(enterprise)
	switch {
	case !ok:
		if i := slices.IndexFunc(a.Ended, func(m Membership) bool { return m.ID == enterprise }); i >= 0 {
			return Membership{}, a.Ended[i].over()
		}
		return Membership{}, fault.New(fault.NotFound, "NOT_FOUND")
	case len(roles) > 0 && !slices.Contains(roles, m.Role):
		return Membership{}, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return m, nil
}

// EnterpriseIDs lists the enterprises that the person may act for today; with roles, only where he holds one of them.
func (a Actor) EnterpriseIDs(roles ...Role) []uuid.UUID {
	var ids []uuid.UUID
	for _, m := range a.Enterprises {
		if len(roles) == 0 || slices.Contains(roles, m.Role) {
			ids = append(ids, m.ID)
		}
	}
	return ids
}
