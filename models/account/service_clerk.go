package account

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// NewClerk is an account for an officer's post. The officer is the natural person with the police number; he may have other accounts.
type NewClerk struct {
	Login    string  `json:"login"`
	PoliceNo string  `json:"police_no"`
	Name     string  `json:"name"`
	IDNumber string  `json:"id_number"`
	Mobile   string  `json:"mobile"`
	Password string  `json:"password"` // the first one
	Grants   []Grant `json:"grants"`
}

// Enrolment is shown once: what the clerk puts into his authenticator.
type Enrolment struct {
	Account     uuid.UUID
	TOTPAddress string // otpauth://
}

// AddClerk makes an account for an officer. Only the system administrator (R-SYS) and the portal itself may; an administrator does not
// grant roles to himself. Faults: INVALID_FIELDS, ROLE_UNKNOWN, DESK_UNKNOWN, ROLES_SEPARATED, LOGIN_TAKEN, OFFICER_MISMATCH (the police
// number belongs to another ID number).
func (s *Service) AddClerk(ctx context.Context, actor Actor, c NewClerk) (Enrolment, error) {
	if !actor.IsSystem() && !actor.Has(SystemAdmin, "") {
		return Enrolment{}, forbidden()
	}
	c, err := c.check(s)
	if err != nil {
		return Enrolment{}, err
	}
	hash, err := s.hasher.hash(ctx, c.Password)
	if err != nil {
		return Enrolment{}, err
	}
	return s.addClerk(ctx, actor, c, hash, false)
}

// check holds the fields against the rules and returns them in canonical form.
func (c NewClerk) check(s *Service) (NewClerk, error) {
	var faults []fault.Field
	note := func(pointer string, err error) {
		if e, ok := fault.As(err); ok {
			faults = append(faults, fault.Field{Pointer: pointer, Code: e.Code, Params: e.Params})
		}
	}
	c.Login = strings.ToLower(strings.TrimSpace(c.Login))
	if !loginPattern.MatchString(c.Login) {
		faults = append(faults, fault.OneField("/login", "LOGIN_FORMAT"))
	}
	if len(c.PoliceNo) < 4 || len(c.PoliceNo) > 12 || strings.Trim(c.PoliceNo, "0123456789") != "" {
		faults = append(faults, fault.OneField("/police_no", "POLICE_NUMBER_FORMAT"))
	}
	name, err := identity.ParseName(c.Name)
	note("/name", err)
	number, err := identity.ParseIDNumber(c.IDNumber, s.db.Today())
	note("/id_number", err)
	mobile, err := identity.ParseMobile(c.Mobile)
	note("/mobile", err)
	note("/password", checkPassword(c.Password, c.Login, number.String(), mobile.String()))
	note("/grants", CheckGrants(c.Grants))
	c.Name, c.IDNumber, c.Mobile = name.String(), number.String(), mobile.String()
	return c, fault.Fields(faults...)
}

func (s *Service) addClerk(ctx context.Context, actor Actor, c NewClerk, hash string, demo bool) (Enrolment, error) {
	secret, address, err := newTOTP(c.Login)
	if err != nil {
		return Enrolment{}, err
	}
	officer, err := newID()
	if err != nil {
		return Enrolment{}, err
	}
	id, err := newID()
	if err != nil {
		return Enrolment{}, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		taken, err := loginExists(tx, c.Login)
		if err != nil {
			return err
		}
		if taken {
			return fault.New(fault.Conflict, "LOGIN_TAKEN")
		}
		person, err := putOfficer(tx, officer, c)
		if err != nil {
			return err
		}
		if person == uuid.Nil {
			return fault.New(fault.Invalid, "OFFICER_MISMATCH")
		}
		account := newAccount{
			id: id, kind: kindClerk, login: c.Login, officer: person, hash: hash, totp: s.vault.seal(secret, c.Login), demo: demo,
		}
		if err := insertAccount(tx, account); err != nil {
			return err
		}
		return grant(tx, actor, id, c.Grants)
	})
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Account: id, TOTPAddress: address}, nil
}

// grant replaces the grants of an account in the caller's transaction.
func grant(tx *db.Tx, actor Actor, account uuid.UUID, grants []Grant) error {
	missing, err := deskMissing(tx, grants)
	if err != nil {
		return err
	}
	if missing != "" {
		return fault.New(fault.Invalid, "DESK_UNKNOWN", "desk", missing)
	}
	if err := replaceGrants(tx, account, grants); err != nil {
		return err
	}
	return record(tx, event{account: account, by: actor.AccountID, kind: "granted", address: actor.Terminal, detail: map[string]any{"grants": grants}})
}

// SetGrants replaces what a clerk may do, from his next request on. Only the security administrator (R-SEC) and the portal itself may, and
// nobody for himself. Faults: ROLE_UNKNOWN, DESK_UNKNOWN, ROLES_SEPARATED, NOT_FOUND.
func (s *Service) SetGrants(ctx context.Context, actor Actor, login string, grants []Grant) error {
	if !actor.IsSystem() && !actor.Has(SecurityAdmin, "") {
		return forbidden()
	}
	if err := CheckGrants(grants); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		account, found, err := lockClerk(tx, login)
		if err != nil {
			return err
		}
		if !found {
			return notFound()
		}
		if account == actor.AccountID {
			return forbidden()
		}
		return grant(tx, actor, account, grants)
	})
}

// Disable ends an account and all its sessions at once. R-SEC and the portal itself may, nobody for himself.
func (s *Service) Disable(ctx context.Context, actor Actor, login string) error {
	if !actor.IsSystem() && !actor.Has(SecurityAdmin, "") {
		return forbidden()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		account, found, err := lockClerk(tx, login)
		if err != nil {
			return err
		}
		if !found {
			return notFound()
		}
		if account == actor.AccountID {
			return forbidden()
		}
		if err := disableAccount(tx, account); err != nil {
			return err
		}
		if err := revokeSessions(tx, account, uuid.Nil, "disabled"); err != nil {
			return err
		}
		return record(tx, event{account: account, by: actor.AccountID, kind: "disabled", address: actor.Terminal})
	})
}
