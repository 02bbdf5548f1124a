package account

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Registration is what a natural person gives to get an account.
type Registration struct {
	Name     string `json:"name"`
	IDNumber string `json:"id_number"`
	Mobile   string `json:"mobile"`
	Code     string `json:"code"` // sent for ToRegister to Mobile
	Password string `json:"password"`
	Address  string `json:"-"` // of the client
}

// registrant is a Registration whose fields are right.
type registrant struct {
	name   identity.Name
	number identity.IDNumber
	mobile identity.Phone
}

// RegisterPerson makes the account of a natural person whose real name and number agree with the population register (L2). One answer,
// REGISTRATION_REFUSED, stands for a name that does not fit, an unknown number, and a number or mobile that is taken: it does not tell
// who has an account. Other faults: INVALID_FIELDS (pointers /name … /password), CODE_WRONG, TOO_MANY, SIGN_IN_BUSY, and the register's own
// when it does not answer.
func (s *Service) RegisterPerson(ctx context.Context, r Registration) (uuid.UUID, error) {
	who, err := r.parse(s.db.Today())
	if err != nil {
		return uuid.Nil, err
	}
	if err := s.Limiter.Allow(ctx, "register address|"+r.Address, s.limits.RegisterByAddress); err != nil {
		return uuid.Nil, err
	}
	right, err := s.checkCode(ctx, ToRegister, who.mobile.String(), r.Code)
	if err != nil {
		return uuid.Nil, err
	}
	if !right {
		return uuid.Nil, fault.Fields(fault.OneField("/code", "CODE_WRONG"))
	}
	hash, err := s.hasher.hash(ctx, r.Password)
	if err != nil {
		return uuid.Nil, err
	}
	record, err := s.population.Person(ctx, who.number)
	if err != nil && !isKind(err, fault.NotFound) {
		return uuid.Nil, err
	}
	if err != nil || !who.is(record) {
		return uuid.Nil, registrationRefused()
	}
	return s.createPerson(ctx, who, record, hash, r.Address)
}

func registrationRefused() error { return fault.New(fault.Invalid, "REGISTRATION_REFUSED") }

// parse checks every field and lists all faults at once.
func (r Registration) parse(today workday.Date) (who registrant, err error) {
	var faults []fault.Field
	note := func(pointer string, err error) {
		if e, ok := fault.As(err); ok {
			faults = append(faults, fault.Field{Pointer: pointer, Code: e.Code, Params: e.Params})
		}
	}
	who.name, err = identity.ParseName(r.Name)
	note("/name", err)
	who.number, err = identity.ParseIDNumber(r.IDNumber, today)
	note("/id_number", err)
	who.mobile, err = identity.ParseMobile(r.Mobile)
	note("/mobile", err)
	note("/password", checkPassword(r.Password, who.mobile.String(), who.number.String()))
	return who, fault.Fields(faults...)
}

// is compares with the population register.
func (w registrant) is(record PersonRecord) bool {
	name, err := identity.ParseName(record.Name)
	return err == nil && name.Equal(w.name) && record.IDNumber == w.number.String() && !record.Deceased
}

func (s *Service) createPerson(ctx context.Context, who registrant, reg PersonRecord, hash, address string) (uuid.UUID, error) {
	person, err := newID()
	if err != nil {
		return uuid.Nil, err
	}
	account, err := newID()
	if err != nil {
		return uuid.Nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		made, err := insertPerson(tx, newPerson{id: person, who: who, nation: reg.Nation, request: reg.Request})
		if err != nil {
			return err
		}
		if !made {
			return registrationRefused()
		}
		if err := insertAccount(tx, newAccount{id: account, kind: kindPerson, person: person, hash: hash}); err != nil {
			return err
		}
		return record(tx, event{account: account, kind: "registered", address: address})
	})
	if err != nil {
		return uuid.Nil, err
	}
	return person, nil
}

// ChangePassword sets a new password and ends all other sessions of the account. Faults: PASSWORD_WRONG for the old one, PASSWORD_SHORT,
// PASSWORD_LONG, PASSWORD_GUESSABLE, PASSWORD_SAME, TOO_MANY, SIGN_IN_BUSY.
func (s *Service) ChangePassword(ctx context.Context, actor Actor, old, new string) error {
	if !actor.SignedIn() {
		return unauthenticated()
	}
	if err := s.Limiter.Allow(ctx, "password|"+actor.AccountID.String(), s.limits.ByAccount); err != nil {
		return err
	}
	var c credentials
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		c, err = credentialsByID(tx, actor.AccountID)
		return err
	})
	if err != nil {
		return err
	}
	if err := checkPassword(new, c.Mobile, c.IDNumber, c.Login); err != nil {
		return err
	}
	same, err := s.hasher.matches(ctx, old, c.PasswordHash)
	if err != nil {
		return err
	}
	if !same {
		return fault.New(fault.Invalid, "PASSWORD_WRONG")
	}
	if old == new {
		return fault.New(fault.Invalid, "PASSWORD_SAME")
	}
	return s.setPassword(ctx, c.ID, new, actor.Session, "password_changed", actor.Terminal)
}

// ResetPassword sets a new password after an SMS code sent for ToReset, and ends all sessions of the account. A number without an
// account gives CODE_WRONG like a wrong code. Clerks' passwords are set by their administrator.
func (s *Service) ResetPassword(ctx context.Context, mobile, code, password, address string) error {
	number, err := identity.ParseMobile(mobile)
	if err != nil {
		return err
	}
	if err := checkPassword(password, number.String()); err != nil {
		return err
	}
	right, err := s.checkCode(ctx, ToReset, number.String(), code)
	if err != nil {
		return err
	}
	var c credentials
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		c, err = findCredentials(tx, identifier{mobile: number.String()})
		return err
	})
	if err != nil {
		return err
	}
	if !right || c.Kind != kindPerson {
		return codeWrong()
	}
	return s.setPassword(ctx, c.ID, password, uuid.Nil, "password_reset", address)
}

func (s *Service) setPassword(ctx context.Context, account uuid.UUID, password string, keep uuid.UUID, kind, address string) error {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := updatePassword(tx, account, hash); err != nil {
			return err
		}
		if err := revokeSessions(tx, account, keep, kind); err != nil {
			return err
		}
		return record(tx, event{account: account, kind: kind, address: address})
	})
}

func isKind(err error, kind fault.Kind) bool {
	e, ok := fault.As(err)
	return ok && e.Kind == kind
}
