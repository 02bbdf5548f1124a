package account

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
)

type demoSecret struct {
	Login      string
	Name       string
	TotpSecret []byte
	TotpStep   int64
}

func selectDemoSecrets(tx *db.Tx) (rows []demoSecret, err error) {
	err = tx.Raw(`
SELECT a.login, o.name, a.totp_secret, a.totp_step
  FROM accounts a JOIN officers o ON o.id = a.officer_id
 WHERE a.demo AND a.disabled_at IS NULL ORDER BY a.id`).Scan(&rows).Error
	return rows, err
}

// demoInPlace tells which of the ID numbers, logins and credit codes exist, and whether demo clerks' passwords are half-way to their term.
func demoInPlace(tx *db.Tx, keys []string) (have map[string]bool, stale bool, err error) {
	var rows []struct {
		Key   string
		Stale bool
	}
	err = tx.Raw(`
SELECT id_number AS key, false AS stale FROM people WHERE id_number IN @keys
UNION ALL SELECT login, demo AND password_changed_at < @old FROM accounts WHERE login IN @keys
UNION ALL SELECT credit_code, false FROM enterprises WHERE credit_code IN @keys`,
		map[string]any{"keys": keys, "old": tx.Now.Add(-passwordTerm / 2)}).Scan(&rows).Error
	have = make(map[string]bool, len(rows))
	for _, r := range rows {
		have[r.Key] = true
		stale = stale || r.Stale
	}
	return have, stale, err
}

func renewDemoPasswords(tx *db.Tx) error {
	return tx.Exec(`UPDATE accounts SET password_changed_at = ? WHERE demo AND kind = 'clerk' AND password_changed_at < ?`,
		tx.Now, tx.Now.Add(-passwordTerm/2)).Error
}

func personByIDNumber(tx *db.Tx, idNumber string) (id uuid.UUID, found bool, err error) {
	return one[uuid.UUID](tx, `SELECT id FROM people WHERE id_number = ?`, idNumber)
}
