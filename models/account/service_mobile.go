package account

import (
	"context"
	"crypto/hmac"
	"strings"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// NewMobile is what a person gives to change his mobile number: that he holds the new one, and that he is who had the old one. The second he proves
// by a code to the old number or, where that is lost, as he did when he registered: by his password and the 公民身份号码 that the population
// register knows him by (domain.md 6.2, L2).
type NewMobile struct {
	Mobile   string `json:"mobile"`
	Code     string `json:"code"`      // sent for toMobile to Mobile
	OldLost  bool   `json:"old_lost"`  // the old number receives nothing any more
	OldCode  string `json:"old_code"`  // sent for toLeave to the old number, unless OldLost
	Password string `json:"password"`  // with OldLost
	IDNumber string `json:"id_number"` // with OldLost
}

// RequestMobileCode sends a code to the number that a person wants to change to. The answer is the same whether somebody else has that
// number or not. Faults: PHONE_FORMAT and the like, MOBILE_SAME, TOO_MANY.
func (s *Service) RequestMobileCode(ctx context.Context, actor Actor, mobile string) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	number, err := otherNumber(actor, mobile)
	if err != nil {
		return err
	}
	return s.sendCode(ctx, toMobile, number, actor.Terminal)
}

// RequestOldMobileCode sends a code to the number that a person wants to give up. Faults: TOO_MANY.
func (s *Service) RequestOldMobileCode(ctx context.Context, actor Actor) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	return s.sendCode(ctx, toLeave, actor.Mobile, actor.Terminal)
}

func otherNumber(actor Actor, mobile string) (string, error) {
	number, err := identity.ParseMobile(mobile)
	if err != nil {
		return "", err
	}
	if number.String() == actor.Mobile {
		return "", fault.New(fault.Invalid, "MOBILE_SAME")
	}
	return number.String(), nil
}

// ChangeMobile gives a person another mobile number: he signs in with it, and what open cases have to tell goes there from now on. Both numbers are
// told, his other sessions end. Faults, all of fields: PHONE_FORMAT and the like, MOBILE_SAME, CODE_WRONG (/code, /old_code), IDENTITY_WRONG
// (/password: password and 公民身份号码 do not both fit, which of them is not told), MOBILE_TAKEN, which only the holder of the new
// number ever reads; and TOO_MANY, SIGN_IN_BUSY, and the register's own when it does not answer.
func (s *Service) ChangeMobile(ctx context.Context, actor Actor, n NewMobile) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	number, err := otherNumber(actor, n.Mobile)
	if err != nil {
		return pinned("/mobile", err)
	}
	if err := s.Limiter.Allow(ctx, "mobile|"+actor.AccountID.String(), s.limits.ByAccount); err != nil {
		return err
	}
	codes := []proof{{toMobile, number, n.Code, "/code"}}
	if !n.OldLost {
		codes = append(codes, proof{toLeave, actor.Mobile, n.OldCode, "/old_code"})
	} else if err := s.proveIdentity(ctx, actor, n); err != nil {
		return err
	}
	return s.moveMobile(ctx, actor, number, codes)
}

// pinned sets a fault at a field of the form.
func pinned(pointer string, err error) error {
	if e, ok := fault.As(err); ok {
		return fault.Fields(fault.Field{Pointer: pointer, Code: e.Code, Params: e.Params})
	}
	return err
}

// proveIdentity checks what registering asked for: the factor that the person knows, and his number with the population register.
func (s *Service) proveIdentity(ctx context.Context, actor Actor, n NewMobile) error {
	var c credentials
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		c, err = credentialsByID(tx, actor.AccountID)
		return err
	})
	if err != nil {
		return err
	}
	same, err := s.hasher.matches(ctx, n.Password, c.PasswordHash)
	if err != nil {
		return err
	}
	wrong := fault.Fields(fault.OneField("/password", "IDENTITY_WRONG"))
	number, err := identity.ParseIDNumber(n.IDNumber, s.db.Today())
	if err != nil || !same || number.String() != actor.IDNumber {
		return wrong
	}
	reg, err := s.population.Person(ctx, number)
	if isKind(err, fault.NotFound) || err == nil && reg.Deceased {
		return wrong
	}
	return err
}

// proof is a code that somebody typed.
type proof struct {
	purpose Purpose
	mobile  string
	code    string
	pointer string // of its field
}

// moveMobile takes all codes or none: a wrong one beside a right one counts its try and leaves the right one good for the next.
func (s *Service) moveMobile(ctx context.Context, actor Actor, number string, codes []proof) error {
	var refused []fault.Field
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		refused = nil
		for _, p := range codes {
			stored, err := tryCode(tx, s.codeTarget(p.purpose, p.mobile))
			if err != nil {
				return err
			}
			if stored == nil || !hmac.Equal(stored, s.codeDigest(p.purpose, p.mobile, strings.TrimSpace(p.code))) {
				refused = append(refused, fault.OneField(p.pointer, "CODE_WRONG"))
			}
		}
		if len(refused) > 0 {
			return nil
		}
		for _, p := range codes {
			if err := useCode(tx, s.codeTarget(p.purpose, p.mobile)); err != nil {
				return err
			}
		}
		moved, err := updateMobile(tx, actor.PersonID, actor.Mobile, number)
		if err != nil {
			return err
		}
		if !moved {
			refused = []fault.Field{fault.OneField("/mobile", "MOBILE_TAKEN")}
			return nil
		}
		return s.mobileMoved(tx, actor, number, len(codes) == 1)
	})
	if err != nil {
		return err
	}
	return fault.Fields(refused...)
}

func (s *Service) mobileMoved(tx *db.Tx, actor Actor, number string, oldLost bool) error {
	if err := revokeSessions(tx, actor.AccountID, actor.Session, "mobile_changed"); err != nil {
		return err
	}
	if err := record(tx, event{account: actor.AccountID, kind: "mobile_changed", address: actor.Terminal, detail: map[string]any{
		"from": actor.Mobile, "to": number, "old_lost": oldLost,
	}}); err != nil {
		return err
	}
	return s.texter.Moved(tx, Move{Person: actor.PersonID, Name: actor.Name, From: actor.Mobile, To: number})
}
