package account

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// SignIn is what somebody shows to be let in.
type SignIn struct {
	Identifier string // mobile or ID number of a person, login of a clerk
	Password   string
	TOTP       string // clerks: may come with the password or afterwards (SecondFactor)
	Door       Door
	Address    string
}

// signInRefused is the one answer to everything that does not fit: no account, wrong password, wrong code, locked, disabled.
func signInRefused() error { return fault.New(fault.Unauthenticated, "SIGN_IN_REFUSED") }

func tokenReused() error { return fault.New(fault.Unauthenticated, "TOKEN_REUSED") }

// SignIn begins a session, or returns a Challenge when a clerk's second factor is still to come. Every path computes argon2 exactly
// once. Faults: SIGN_IN_REFUSED, TOO_MANY (by identifier and by address), SIGN_IN_BUSY.
func (s *Service) SignIn(ctx context.Context, in SignIn) (SignedIn, error) {
	who := parseIdentifier(in.Identifier, s.db.Today())
	if err := s.Limiter.AllowAll(ctx,
		Use{"sign-in address|" + in.Address, s.limits.SignInByAddress}, Use{"sign-in name|" + who.key(), s.limits.SignInByName}); err != nil {
		return SignedIn{}, err
	}
	c, allowed, err := s.attempt(ctx, who)
	if err != nil {
		return SignedIn{}, err
	}
	same, err := s.hasher.matches(ctx, in.Password, c.PasswordHash)
	if err != nil {
		return SignedIn{}, err
	}
	if !same || !allowed {
		return SignedIn{}, s.refuse(ctx, c, allowed, in.Address)
	}
	if c.Kind == kindClerk {
		return s.clerkSignIn(ctx, c, in)
	}
	return s.enter(ctx, c, in.Door, AssuranceReal, in.Address, who.key())
}

// attempt finds the account and counts the try where a lock applies; allowed is false while it is locked.
func (s *Service) attempt(ctx context.Context, who identifier) (c credentials, allowed bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if c, err = findCredentials(tx, who); err != nil {
			return err
		}
		allowed = true
		if c.Kind == kindClerk {
			allowed, err = claimAttempt(tx, c.ID)
		}
		return err
	})
	return c, allowed, err
}

// refuse leaves a trace and gives the one answer.
func (s *Service) refuse(ctx context.Context, c credentials, allowed bool, address string) error {
	kind := "sign_in_failed"
	if !allowed {
		kind = "sign_in_while_locked"
	}
	if err := s.db.Write(ctx, func(tx *db.Tx) error {
		return record(tx, event{account: c.ID, kind: kind, address: address})
	}); err != nil {
		return err
	}
	return signInRefused()
}

// enter opens the session and forgets the tries of this identifier.
func (s *Service) enter(ctx context.Context, c credentials, door Door, assurance int, address, key string) (in SignedIn, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.Limiter.forget(tx, "sign-in name|"+key); err != nil {
			return err
		}
		in, err = s.open(tx, c, door, assurance, address)
		return err
	})
	return in, err
}

// clerkSignIn goes on after a right password: with the code when it came along, else with a challenge.
func (s *Service) clerkSignIn(ctx context.Context, c credentials, in SignIn) (out SignedIn, err error) {
	if in.TOTP != "" {
		return s.secondFactor(ctx, c, in.TOTP, in.Door, in.Address, nil)
	}
	out.Challenge = newSecret()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := forgiveAttempt(tx, c.ID); err != nil {
			return err
		}
		return insertChallenge(tx, out.Challenge, c.ID, in.Door)
	})
	return out, err
}

// SecondFactor completes a clerk's sign-in. A challenge lasts five minutes and five tries; tries also count towards the lock.
// Faults: SIGN_IN_REFUSED, TOO_MANY.
func (s *Service) SecondFactor(ctx context.Context, challenge, code, address string) (SignedIn, error) {
	if err := s.Limiter.Allow(ctx, "sign-in address|"+address, s.limits.SignInByAddress); err != nil {
		return SignedIn{}, err
	}
	var c credentials
	var door Door
	allowed := false
	if len(challenge) == secretLength {
		if err := s.db.Write(ctx, func(tx *db.Tx) error {
			allowed = false
			open, found, err := tryChallenge(tx, challenge)
			if err != nil || !found {
				return err
			}
			door = open.Door
			if c, err = credentialsByID(tx, open.AccountID); err != nil {
				return err
			}
			allowed, err = claimAttempt(tx, c.ID)
			return err
		}); err != nil {
			return SignedIn{}, err
		}
	}
	if !allowed {
		return SignedIn{}, s.refuse(ctx, c, false, address)
	}
	return s.secondFactor(ctx, c, code, door, address, &challenge)
}

// secondFactor checks the code against the sealed secret, takes its step so that it works once, and opens the session.
func (s *Service) secondFactor(ctx context.Context, c credentials, code string, door Door, address string, challenge *string) (in SignedIn, err error) {
	secret, err := s.vault.open(c.TotpSecret, c.Login)
	if err != nil {
		return SignedIn{}, err
	}
	right := false
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		right = false
		step := matchTOTP(secret, code, tx.Now, c.TotpStep)
		if step == 0 {
			return nil
		}
		if challenge != nil {
			if used, err := useChallenge(tx, *challenge); err != nil || !used {
				return err
			}
		}
		if taken, err := useTOTPStep(tx, c.ID, step); err != nil || !taken {
			return err
		}
		if err := s.Limiter.forget(tx, "sign-in name|"+identifier{login: c.Login}.key()); err != nil {
			return err
		}
		right = true
		in, err = s.open(tx, c, door, AssuranceStep, address)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	if !right {
		return SignedIn{}, s.refuse(ctx, c, true, address)
	}
	return in, nil
}

// SignInByCode lets a person in by an SMS code sent for ToSignIn. Faults: SIGN_IN_REFUSED, TOO_MANY.
func (s *Service) SignInByCode(ctx context.Context, mobile, code string, door Door, address string) (SignedIn, error) {
	number, err := identity.ParseMobile(mobile)
	if err != nil {
		return SignedIn{}, signInRefused()
	}
	who := identifier{mobile: number.String()}
	if err := s.Limiter.AllowAll(ctx,
		Use{"sign-in address|" + address, s.limits.SignInByAddress}, Use{"sign-in name|" + who.key(), s.limits.SignInByName}); err != nil {
		return SignedIn{}, err
	}
	right, err := s.checkCode(ctx, ToSignIn, who.mobile, code)
	if err != nil {
		return SignedIn{}, err
	}
	c, _, err := s.attempt(ctx, who)
	if err != nil {
		return SignedIn{}, err
	}
	if !right || c.Kind != kindPerson {
		return SignedIn{}, s.refuse(ctx, c, true, address)
	}
	return s.enter(ctx, c, door, AssuranceReal, address, who.key())
}
