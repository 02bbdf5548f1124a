package account

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// SignedIn is a session that has just begun, or the question for the second factor when Challenge is set.
type SignedIn struct {
	Session   uuid.UUID
	Account   uuid.UUID
	Secret    string // for the cookie of a page
	Refresh   string // for a program: works once
	Challenge string // not signed in yet: SecondFactor wants this and a TOTP code
}

// Session is who stands behind a cookie: one indexed query. A session that ended, was revoked or stood idle is UNAUTHENTICATED.
func (s *Service) Session(ctx context.Context, secret string) (Actor, error) {
	if len(secret) != secretLength {
		return Actor{}, unauthenticated()
	}
	return s.session(ctx, sessionBySecret, digest(secret), Page)
}

// Peek is Session for what a page asks by itself while nobody uses it: it does not keep the session from ending.
func (s *Service) Peek(ctx context.Context, secret string) (actor Actor, err error) {
	if len(secret) != secretLength {
		return Actor{}, unauthenticated()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		row, ok, err := selectSession(tx, sessionBySecret, digest(secret))
		if err != nil {
			return err
		}
		if !ok || row.Door != Page {
			return unauthenticated()
		}
		actor, err = row.actor(tx.Now)
		return err
	})
	return actor, err
}

// SessionByID is who stands behind an access token that names its session: one indexed query.
func (s *Service) SessionByID(ctx context.Context, id uuid.UUID) (Actor, error) {
	return s.session(ctx, sessionByID, id, Program)
}

func (s *Service) session(ctx context.Context, query string, key any, door Door) (actor Actor, err error) {
	var touch bool
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		row, ok, err := selectSession(tx, query, key)
		if err != nil {
			return err
		}
		if !ok || row.Door != door {
			return unauthenticated()
		}
		touch = tx.Now.Sub(row.LastSeenAt) >= touchEvery
		actor, err = row.actor(tx.Now)
		return err
	})
	if err != nil || !touch {
		return actor, err
	}
	return actor, s.db.Write(ctx, func(tx *db.Tx) error { return touchSession(tx, actor.Session) })
}

// SignOut revokes the actor's session; its cookie and tokens are refused from then on.
func (s *Service) SignOut(ctx context.Context, actor Actor) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		ended, err := revokeSession(tx, actor.Session, "signed_out")
		if err != nil || !ended {
			return err
		}
		return record(tx, event{account: actor.AccountID, kind: "signed_out", address: actor.Terminal})
	})
}

// EndSession revokes the session of a cookie, whoever held it: the one that a browser brings along when somebody signs in anew.
func (s *Service) EndSession(ctx context.Context, secret string) error {
	if len(secret) != secretLength {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		account, found, err := revokeBySecret(tx, secret, "replaced")
		if err != nil || !found {
			return err
		}
		return record(tx, event{account: account, kind: "signed_out"})
	})
}

// SignOutEverywhere revokes all sessions of the actor's account.
func (s *Service) SignOutEverywhere(ctx context.Context, actor Actor) error {
	if !actor.SignedIn() {
		return unauthenticated()
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := revokeSessions(tx, actor.AccountID, uuid.Nil, "signed_out"); err != nil {
			return err
		}
		return record(tx, event{account: actor.AccountID, kind: "signed_out_everywhere", address: actor.Terminal})
	})
}

// ActFor chooses for whom a person acts in this session: an enterprise, or uuid.Nil for himself. Faults: MEMBERSHIP_ENDED, NOT_FOUND.
func (s *Service) ActFor(ctx context.Context, actor Actor, enterprise uuid.UUID) error {
	if !actor.IsPerson() {
		return forbidden()
	}
	if enterprise != uuid.Nil {
		if _, err := actor.MustMember(enterprise); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return setActing(tx, actor.Session, nullable(enterprise)) })
}

// Refresh exchanges a refresh token for a new one of the same session. A token that was used before means that two hold it: the session
// is revoked at once and both have to sign in again (TOKEN_REUSED).
func (s *Service) Refresh(ctx context.Context, token, address string) (SignedIn, error) {
	if len(token) != secretLength {
		return SignedIn{}, unauthenticated()
	}
	in := SignedIn{Refresh: newSecret()}
	var refused error // kept apart from failures: what it found out must be committed
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		refused = unauthenticated()
		session, known, reused, err := useRefreshToken(tx, token)
		if err != nil || !known {
			return err
		}
		if reused {
			refused = tokenReused()
			return revokeReused(tx, session, address)
		}
		row, ok, err := selectSession(tx, sessionByID, session)
		if err != nil || !ok {
			return err
		}
		refused = nil
		in.Session, in.Account = row.ID, row.AccountID
		if err := touchSession(tx, row.ID); err != nil {
			return err
		}
		return insertRefreshToken(tx, row.ID, in.Refresh)
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return SignedIn{}, err
	}
	return in, nil
}

func revokeReused(tx *db.Tx, session uuid.UUID, address string) error {
	ended, err := revokeSession(tx, session, "token_reused")
	if err != nil || !ended {
		return err
	}
	return record(tx, event{kind: "token_reused", address: address, detail: map[string]any{"session": session}})
}

// open begins a session in the caller's transaction. Clerks have one session at a time (domain.md 6.2): others end here.
func (s *Service) open(tx *db.Tx, c credentials, door Door, assurance int, address string) (SignedIn, error) {
	living, err := lockAccount(tx, c.ID)
	if err != nil {
		return SignedIn{}, err
	}
	if !living {
		return SignedIn{}, signInRefused()
	}
	if c.Kind == kindClerk {
		if err := revokeSessions(tx, c.ID, uuid.Nil, "signed_in_elsewhere"); err != nil {
			return SignedIn{}, err
		}
	}
	id, err := newID()
	if err != nil {
		return SignedIn{}, err
	}
	in := SignedIn{Session: id, Account: c.ID}
	idle, absolute := termsOf(c.Kind)
	n := newSession{id: id, account: c.ID, door: door, assurance: assurance, address: address, idle: idle, absolute: absolute}
	if door == Page {
		in.Secret = newSecret()
		n.secret = in.Secret
	}
	if err := insertSession(tx, n); err != nil {
		return SignedIn{}, err
	}
	if door == Program {
		in.Refresh = newSecret()
		if err := insertRefreshToken(tx, id, in.Refresh); err != nil {
			return SignedIn{}, err
		}
	}
	return in, record(tx, event{account: c.ID, kind: "signed_in", address: address, detail: map[string]any{"door": door, "assurance": assurance}})
}
