package auth

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Rule says who may knock at a route. Whose objects may be seen is the query's business. The zero Rule is none: a route with it does not
// start.
type Rule struct {
	name   string
	public bool
	allow  func(account.Actor) error
}

// String names the rule for the list of routes.
func (r Rule) String() string { return r.name }

// IsPublic tells whether everybody may knock.
func (r Rule) IsPublic() bool { return r.public }

// Allow tells whether the actor may knock: UNAUTHENTICATED, FORBIDDEN, MEMBERSHIP_ENDED or PASSWORD_DUE when not.
func (r Rule) Allow(actor account.Actor) error { return r.allow(actor) }

var (
	// Public lets everybody in.
	Public = Rule{name: "public", public: true, allow: func(account.Actor) error { return nil }}

	// SignedIn lets in everybody with a session.
	SignedIn = Rule{name: "signed in", allow: func(a account.Actor) error {
		if !a.SignedIn() {
			return stranger(a)
		}
		return nil
	}}

	// Person lets in natural persons, whether they act for themselves or for an enterprise.
	Person = Rule{name: "person", allow: func(a account.Actor) error {
		switch {
		case !a.SignedIn():
			return stranger(a)
		case !a.IsPerson():
			return forbidden()
		}
		return nil
	}}

	// Enterprise lets in persons with an authorisation of an enterprise that holds today; who chose to act for one needs that one.
	Enterprise = Rule{name: "enterprise", allow: enterprise}
)

// Clerk lets in officers who hold one of the roles at some desk; without roles, any officer.
func Clerk(roles ...account.Role) Rule {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return Rule{name: strings.TrimSpace("clerk " + strings.Join(names, " ")), allow: func(a account.Actor) error {
		switch {
		case !a.SignedIn():
			return stranger(a)
		case !a.IsClerk() || len(roles) > 0 && !a.HasAny(roles...):
			return forbidden()
		case a.PasswordDue:
			return fault.New(fault.Forbidden, "PASSWORD_DUE")
		}
		return nil
	}}
}

// Machine lets in another system of the bureau that holds the role, and nobody else.
func Machine(role account.Role) Rule {
	return Rule{name: "machine " + string(role), allow: func(a account.Actor) error {
		switch {
		case a.IsMachine() && a.HasAny(role):
			return nil
		case a.SignedIn():
			return forbidden()
		}
		return stranger(a)
	}}
}

// stranger is what somebody without a session hears: a machine is known, but this is not its business.
func stranger(a account.Actor) error {
	if a.IsMachine() {
		return forbidden()
	}
	return unauthenticated()
}

func enterprise(a account.Actor) error {
	if err := Person.allow(a); err != nil {
		return err
	}
	_, acts := a.Member(a.Acting)
	switch himself := a.Acting == [16]byte{}; {
	case acts, himself && len(a.Enterprises) > 0:
		return nil
	case !himself, len(a.Ended) > 0:
		return fault.New(fault.Forbidden, "MEMBERSHIP_ENDED")
	}
	return forbidden()
}

func forbidden() error { return fault.New(fault.Forbidden, "FORBIDDEN") }
