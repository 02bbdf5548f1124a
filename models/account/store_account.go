package account

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

// credentials are what a sign-in compares with. The zero value is "no such account".
type credentials struct {
	ID           uuid.UUID
	Kind         string
	Login        string
	PasswordHash string
	TotpSecret   []byte
	TotpStep     int64
	Mobile       string
	IDNumber     string
}

const credentialsQuery = `
SELECT a.id, a.kind, COALESCE(a.login, '') AS login, a.password_hash, a.totp_secret, a.totp_step,
       COALESCE(p.mobile, o.mobile) AS mobile, COALESCE(p.id_number, o.id_number) AS id_number
  FROM accounts a
  LEFT JOIN people p ON p.id = a.person_id
  LEFT JOIN officers o ON o.id = a.officer_id
 WHERE a.disabled_at IS NULL AND `

// findCredentials reads the account that an identifier names. Clerks sign in by login only: an officer may have several accounts.
func findCredentials(tx *db.Tx, i identifier) (c credentials, err error) {
	switch {
	case i.mobile != "":
		err = tx.Raw(credentialsQuery+`p.mobile = ?`, i.mobile).Scan(&c).Error
	case i.idNumber != "":
		err = tx.Raw(credentialsQuery+`p.id_number = ?`, i.idNumber).Scan(&c).Error
	default:
		err = tx.Raw(credentialsQuery+`a.login = ?`, i.login).Scan(&c).Error
	}
	return c, err
}

func credentialsByID(tx *db.Tx, id uuid.UUID) (c credentials, err error) {
	err = tx.Raw(credentialsQuery+`a.id = ?`, id).Scan(&c).Error
	return c, err
}

// claimAttempt counts a try before it is checked, so that many at once cannot share one count; false means locked. The try that
// reaches lockAfter locks the account unless it succeeds.
func claimAttempt(tx *db.Tx, id uuid.UUID) (allowed bool, err error) {
	res := tx.Exec(`
UPDATE accounts
   SET failed = CASE WHEN locked_until IS NOT NULL THEN 1 ELSE failed + 1 END,
       locked_until = CASE WHEN locked_until IS NULL AND failed + 1 >= ? THEN ?::timestamptz END
 WHERE id = ? AND (locked_until IS NULL OR locked_until <= ?)`,
		lockAfter, tx.Now.Add(lockFor), id, tx.Now)
	return res.RowsAffected == 1, res.Error
}

// forgiveAttempt takes back the count of one try that was right so far.
func forgiveAttempt(tx *db.Tx, id uuid.UUID) error {
	return tx.Exec(`UPDATE accounts SET failed = GREATEST(failed - 1, 0), locked_until = NULL WHERE id = ?`, id).Error
}

// useTOTPStep takes a step for one sign-in; false when it, or a later one, was used already.
func useTOTPStep(tx *db.Tx, id uuid.UUID, step int64) (bool, error) {
	res := tx.Exec(`UPDATE accounts SET totp_step = ?, failed = 0, locked_until = NULL WHERE id = ? AND totp_step < ?`, step, id, step)
	return res.RowsAffected == 1, res.Error
}

// lockAccount holds the account's row until the end of the transaction: sessions of one account begin one after the other.
func lockAccount(tx *db.Tx, id uuid.UUID) (living bool, err error) {
	_, living, err = one[uuid.UUID](tx, `SELECT id FROM accounts WHERE id = ? AND disabled_at IS NULL FOR UPDATE`, id)
	return living, err
}

func updatePassword(tx *db.Tx, id uuid.UUID, hash string) error {
	return tx.Exec(`UPDATE accounts SET password_hash = ?, password_changed_at = ?, failed = 0, locked_until = NULL WHERE id = ?`,
		hash, tx.Now, id).Error
}

func insertChallenge(tx *db.Tx, secret string, account uuid.UUID, door Door) error {
	return tx.Exec(`INSERT INTO sign_in_challenges (digest, account_id, door, expires_at) VALUES (?, ?, ?, ?)`,
		digest(secret), account, door, tx.Now.Add(challengeTerm)).Error
}

type challenge struct {
	AccountID uuid.UUID
	Door      Door
}

// tryChallenge counts a try at a living challenge; found is false when there is none.
func tryChallenge(tx *db.Tx, secret string) (c challenge, found bool, err error) {
	res := tx.Raw(`
UPDATE sign_in_challenges SET tries = tries + 1
 WHERE digest = ? AND used_at IS NULL AND expires_at > ? AND tries < ?
RETURNING account_id, door`, digest(secret), tx.Now, challengeTries).Scan(&c)
	return c, res.RowsAffected == 1, res.Error
}

func useChallenge(tx *db.Tx, secret string) (bool, error) {
	res := tx.Exec(`UPDATE sign_in_challenges SET used_at = ? WHERE digest = ? AND used_at IS NULL`, tx.Now, digest(secret))
	return res.RowsAffected == 1, res.Error
}

// putCode stores the code for a target; an earlier one stops working.
func putCode(tx *db.Tx, target, code blob) error {
	return tx.Exec(`
INSERT INTO sms_codes (target, code, expires_at) VALUES (?, ?, ?)
ON CONFLICT (target) DO UPDATE SET code = EXCLUDED.code, tries = 0, expires_at = EXCLUDED.expires_at, used_at = NULL`,
		target, code, tx.Now.Add(codeTerm)).Error
}

// tryCode counts a try and returns the code that would be right; nil when none is open.
func tryCode(tx *db.Tx, target blob) (code []byte, err error) {
	code, _, err = one[[]byte](tx, `
UPDATE sms_codes SET tries = tries + 1
 WHERE target = ? AND used_at IS NULL AND expires_at > ? AND tries < ?
RETURNING code`, target, tx.Now, codeTries)
	return code, err
}

func useCode(tx *db.Tx, target blob) error {
	return tx.Exec(`UPDATE sms_codes SET used_at = ? WHERE target = ?`, tx.Now, target).Error
}

// event is one line of the security audit.
type event struct {
	account, by uuid.UUID
	kind        string
	address     string
	detail      map[string]any
}

func record(tx *db.Tx, e event) error {
	detail := []byte("{}")
	if e.detail != nil {
		var err error
		if detail, err = json.Marshal(e.detail); err != nil {
			return err
		}
	}
	return tx.Exec(`INSERT INTO account_events (at, account_id, by_account, kind, address, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		tx.Now, nullable(e.account), nullable(e.by), e.kind, e.address, string(detail)).Error
}

func nullable(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }

const keepSessions = 90 * 24 * time.Hour

func deleteExpired(tx *db.Tx) (removed int64, err error) {
	for _, d := range []struct {
		sql  string
		past time.Time
	}{
		{`DELETE FROM sms_codes WHERE expires_at < ?`, tx.Now},
		{`DELETE FROM sign_in_challenges WHERE expires_at < ?`, tx.Now},
		{`DELETE FROM rate_limits WHERE ends_at < ?`, tx.Now},
		{`DELETE FROM sessions WHERE ends_at < ?`, tx.Now.Add(-keepSessions)},
	} {
		res := tx.Exec(d.sql, d.past)
		if res.Error != nil {
			return removed, res.Error
		}
		removed += res.RowsAffected
	}
	return removed, nil
}

func demoAccountExists(tx *db.Tx) (found bool, err error) {
	found, _, err = one[bool](tx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE demo)`)
	return found, err
}

// one reads a single value; found is false when there is no row.
func one[T any](tx *db.Tx, query string, args ...any) (value T, found bool, err error) {
	err = tx.Raw(query, args...).Row().Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return value, false, nil
	}
	return value, err == nil, err
}
