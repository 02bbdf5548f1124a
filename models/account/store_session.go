package account

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// sessionRow is everything that a request needs to know about its session, read in one query.
type sessionRow struct {
	ID                uuid.UUID
	AccountID         uuid.UUID
	Door              Door
	Assurance         int
	Acting            uuid.NullUUID
	LastSeenAt        time.Time
	Kind              string
	PasswordChangedAt time.Time
	PersonID          uuid.NullUUID
	OfficerID         uuid.NullUUID
	Name              string
	IDNumber          string
	Mobile            string
	PoliceNo          string
	Grants            []byte
	Memberships       []byte
}

// sessionQuery finds a living session by one indexed column. The lists come as JSON so that one row is the whole answer.
const sessionQuery = `
SELECT s.id, s.account_id, s.door, s.assurance, s.acting, s.last_seen_at, a.kind, a.password_changed_at,
       a.person_id, a.officer_id,
       COALESCE(p.name, o.name) AS name, COALESCE(p.id_number, o.id_number) AS id_number,
       COALESCE(p.mobile, o.mobile) AS mobile, COALESCE(o.police_no, '') AS police_no,
       (SELECT json_agg(json_build_object('role', g.role, 'desk', g.desk, 'area', d.area, 'until', g.until) ORDER BY d.place, g.role)
          FROM grants g JOIN desks d ON d.code = g.desk
         WHERE g.account_id = a.id AND (g.until IS NULL OR g.until >= @today)) AS grants,
       (SELECT json_agg(json_build_object('enterprise_id', e.id, 'id', m.id, 'credit_code', e.credit_code, 'name', e.name,
                        'role', m.role, 'scope', m.scope, 'until', m.until,
                        'ended', m.ended_at IS NOT NULL OR m.until < @today,
                        'suspended', m.ended_at IS NULL AND m.suspended_at IS NOT NULL) ORDER BY e.credit_code, m.id)
          FROM memberships m JOIN enterprises e ON e.id = m.enterprise_id
         WHERE m.person_id = a.person_id) AS memberships
  FROM sessions s
  JOIN accounts a ON a.id = s.account_id
  LEFT JOIN people p ON p.id = a.person_id
  LEFT JOIN officers o ON o.id = a.officer_id
 WHERE s.%s = @key AND s.revoked_at IS NULL AND a.disabled_at IS NULL
   AND s.ends_at > @now AND s.last_seen_at + make_interval(secs => s.idle_seconds) > @now`

var (
	sessionBySecret = fmt.Sprintf(sessionQuery, "secret_digest")
	sessionByID     = fmt.Sprintf(sessionQuery, "id")
)

// selectSession reads a living session; ok is false when there is none.
func selectSession(tx *db.Tx, query string, key any) (row sessionRow, ok bool, err error) {
	res := tx.Raw(query, map[string]any{"key": key, "now": tx.Now, "today": tx.Today()}).Scan(&row)
	return row, res.RowsAffected == 1, res.Error
}

// actor turns the row into the Actor that the rules know.
func (r sessionRow) actor(now time.Time) (Actor, error) {
	a := Actor{
		Kind: KindPerson, AccountID: r.AccountID, PersonID: r.PersonID.UUID, OfficerID: r.OfficerID.UUID, Name: r.Name,
		IDNumber: r.IDNumber, Mobile: r.Mobile, Officer: r.PoliceNo, Assurance: r.Assurance, Acting: r.Acting.UUID, Session: r.ID,
	}
	if r.Kind == kindClerk {
		a.Kind = KindClerk
		a.PasswordDue = now.Sub(r.PasswordChangedAt) >= passwordTerm
	}
	if r.Grants != nil {
		if err := json.Unmarshal(r.Grants, &a.Grants); err != nil {
			return Actor{}, fmt.Errorf("account: grants of session: %w", err)
		}
	}
	if r.Memberships == nil {
		return a, nil
	}
	var memberships []struct {
		Membership
		Ended     bool `json:"ended"`
		Suspended bool `json:"suspended"`
	}
	if err := json.Unmarshal(r.Memberships, &memberships); err != nil {
		return Actor{}, fmt.Errorf("account: memberships of session: %w", err)
	}
	for _, m := range memberships {
		if m.Membership.Suspended = m.Suspended; m.Ended || m.Suspended {
			a.Ended = append(a.Ended, m.Membership)
		} else {
			a.Enterprises = append(a.Enterprises, m.Membership)
		}
	}
	return a, nil
}

func touchSession(tx *db.Tx, id uuid.UUID) error {
	return tx.Exec(`UPDATE sessions SET last_seen_at = ? WHERE id = ? AND revoked_at IS NULL AND last_seen_at <= ?`,
		tx.Now, id, tx.Now.Add(-touchEvery)).Error
}

type newSession struct {
	id, account    uuid.UUID
	door           Door
	secret         string // "" for programs
	assurance      int
	address        string
	idle, absolute time.Duration
}

func insertSession(tx *db.Tx, n newSession) error {
	var secret any // NULL for programs
	if n.secret != "" {
		secret = digest(n.secret)
	}
	return tx.Exec(`
INSERT INTO sessions (id, account_id, door, secret_digest, assurance, address, created_at, last_seen_at, idle_seconds, ends_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n.id, n.account, n.door, secret, n.assurance, n.address, tx.Now, tx.Now, int(n.idle.Seconds()), tx.Now.Add(n.absolute)).Error
}

// revokeSession ends one session; it tells whether it was alive.
func revokeSession(tx *db.Tx, id uuid.UUID, reason string) (bool, error) {
	res := tx.Exec(`UPDATE sessions SET revoked_at = ?, revoked_for = ? WHERE id = ? AND revoked_at IS NULL`, tx.Now, reason, id)
	return res.RowsAffected == 1, res.Error
}

// revokeSessions ends all sessions of an account but one (uuid.Nil: all of them).
func revokeSessions(tx *db.Tx, account, except uuid.UUID, reason string) error {
	return tx.Exec(`UPDATE sessions SET revoked_at = ?, revoked_for = ? WHERE account_id = ? AND id <> ? AND revoked_at IS NULL`,
		tx.Now, reason, account, except).Error
}

// revokeBySecret ends the session of a cookie and returns it.
func revokeBySecret(tx *db.Tx, secret, reason string) (account uuid.UUID, found bool, err error) {
	return one[uuid.UUID](tx, `
UPDATE sessions SET revoked_at = ?, revoked_for = ? WHERE secret_digest = ? AND revoked_at IS NULL RETURNING account_id`,
		tx.Now, reason, digest(secret))
}

func setActing(tx *db.Tx, session uuid.UUID, enterprise uuid.NullUUID) error {
	return tx.Exec(`UPDATE sessions SET acting = ? WHERE id = ? AND revoked_at IS NULL`, enterprise, session).Error
}

func raiseAssurance(tx *db.Tx, session uuid.UUID, level int) error {
	return tx.Exec(`UPDATE sessions SET assurance = GREATEST(assurance, ?) WHERE id = ? AND revoked_at IS NULL`, level, session).Error
}

func insertRefreshToken(tx *db.Tx, session uuid.UUID, token string) error {
	return tx.Exec(`INSERT INTO refresh_tokens (digest, session_id, issued_at) VALUES (?, ?, ?)`, digest(token), session, tx.Now).Error
}

// useRefreshToken marks a token as used and returns its session; reused is true when the token had been used before. The UPDATE holds
// the row, so of two at once one waits and then finds it used.
func useRefreshToken(tx *db.Tx, token string) (session uuid.UUID, known, reused bool, err error) {
	session, known, err = one[uuid.UUID](tx,
		`UPDATE refresh_tokens SET used_at = ? WHERE digest = ? AND used_at IS NULL RETURNING session_id`, tx.Now, digest(token))
	if err != nil || known {
		return session, known, false, err
	}
	session, known, err = one[uuid.UUID](tx, `SELECT session_id FROM refresh_tokens WHERE digest = ?`, digest(token))
	return session, known, known, err
}
