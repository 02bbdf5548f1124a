package account

import (
	"context"
	"crypto/hmac"
	"strings"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// RequestCode sends a code of six digits to a mobile number: valid five minutes and five tries, again after 60 seconds, ten a day
// (domain.md 5.6). The answer is the same whether an account has the number or not; codes to sign in or to reset a password go
// out only when one has. Faults: PHONE_FORMAT and the like, TOO_MANY.
func (s *Service) RequestCode(ctx context.Context, purpose Purpose, mobile, address string) error {
	if purpose != ToRegister && purpose != ToSignIn && purpose != ToReset {
		return fault.New(fault.Invalid, "CODE_PURPOSE")
	}
	number, err := identity.ParseMobile(mobile)
	if err != nil {
		return err
	}
	return s.sendCode(ctx, purpose, number.String(), address)
}

// RequestConfirmation sends a code to the actor's own number, for Confirm.
func (s *Service) RequestConfirmation(ctx context.Context, actor Actor) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	return s.sendCode(ctx, ToConfirm, actor.Mobile, actor.Terminal)
}

// Confirm raises the session to AssuranceStep after a right code: what domain.md 6.2 asks before signing. Faults: CODE_WRONG.
func (s *Service) Confirm(ctx context.Context, actor Actor, code string) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	right, err := s.checkCode(ctx, ToConfirm, actor.Mobile, code)
	if err != nil {
		return err
	}
	if !right {
		return codeWrong()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := raiseAssurance(tx, actor.Session, AssuranceStep); err != nil {
			return err
		}
		return record(tx, event{account: actor.AccountID, kind: "confirmed", address: actor.Terminal})
	})
}

func codeWrong() error { return fault.New(fault.Invalid, "CODE_WRONG") }

func (s *Service) sendCode(ctx context.Context, purpose Purpose, mobile, address string) error {
	if err := s.Limiter.AllowAll(ctx,
		Use{"code address|" + address, s.limits.CodeByAddress},
		Use{"code resend|" + string(purpose) + "|" + mobile, s.limits.CodeResend},
		Use{"code mobile|" + mobile, s.limits.CodeByMobile}); err != nil {
		return err
	}
	id, err := newID()
	if err != nil {
		return err
	}
	code := newCode()
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := putCode(tx, s.codeTarget(purpose, mobile), s.codeDigest(purpose, mobile, code)); err != nil {
			return err
		}
		c, err := findCredentials(tx, identifier{mobile: mobile})
		if err != nil {
			return err
		}
		if c.Kind == "" && purpose != ToRegister && purpose != toMobile {
			return nil
		}
		return s.texter.Text(tx, Text{ID: id, Mobile: mobile, Purpose: purpose, Code: code, Minutes: int(codeTerm.Minutes())})
	})
}

// checkCode counts a try and compares; a right code is used up. The count stands whatever the caller does next.
func (s *Service) checkCode(ctx context.Context, purpose Purpose, mobile, code string) (right bool, err error) {
	target := s.codeTarget(purpose, mobile)
	given := s.codeDigest(purpose, mobile, strings.TrimSpace(code))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		stored, err := tryCode(tx, target)
		if err != nil {
			return err
		}
		if right = stored != nil && hmac.Equal(stored, given); right {
			if err := useCode(tx, target); err != nil {
				return err
			}
			return s.texter.Reached(tx, mobile)
		}
		return nil
	})
	return right && err == nil, err
}

func (s *Service) codeTarget(purpose Purpose, mobile string) blob {
	return s.vault.mac("sms target", string(purpose), mobile)
}

func (s *Service) codeDigest(purpose Purpose, mobile, code string) blob {
	return s.vault.mac("sms code", string(purpose), mobile, code)
}
