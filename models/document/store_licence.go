package document

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const certifiedColumns = `k.id, k.case_id, k.document_id, k.item_code, k.number, k.title, k.holder_id, k.state, k.state_at, k.reason, k.valid_to, k.superseded_on, k.copy`

func scanCertified(scan func(...any) error) (c Certified, err error) {
	var since time.Time
	err = scan(&c.ID, &c.CaseID, &c.DocumentID, &c.ItemCode, &c.Number, &c.Title, &c.HolderID, &c.State, &since, &c.Reason, &c.ValidTo, &c.Superseded, &c.Copy)
	c.StateOn = workday.DateOf(since)
	return c, err
}

func lockCertificate(tx *db.Tx, id uuid.UUID) (Certified, error) {
	c, err := scanCertified(tx.Raw(`SELECT `+certifiedColumns+` FROM certificates k WHERE k.id = ? FOR UPDATE`, id).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return c, err
}

func selectCertified(tx *db.Tx, where string, args ...any) (list []Certified, err error) {
	rows, err := tx.Raw(`SELECT `+certifiedColumns+` FROM certificates k WHERE `+where, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scanCertified(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

func certificatesByNumber(tx *db.Tx, number string) ([]Certified, error) {
	return selectCertified(tx, `k.number = ? ORDER BY k.issued_at DESC, k.id LIMIT ?`, strings.ToUpper(strings.TrimSpace(number)), mostHeld)
}

// passedLast is the threshold that a certificate has passed last.
const passedLast = `(SELECT min(d) FROM unnest(CAST(@thresholds AS int[])) d WHERE d >= k.valid_to - CAST(@today AS date))`

// selectUnreminded passes by what began only after the threshold had passed: that day was none of its term.
func selectUnreminded(tx *db.Tx, thresholds []int, after Certified, limit int) ([]Certified, error) {
	list := strings.ReplaceAll(strings.Trim(fmt.Sprint(thresholds), "[]"), " ", ",")
	return selectCertified(tx, `k.state = 'VALID' AND k.superseded_on IS NULL AND k.valid_to <= @horizon
  AND (k.valid_to, k.id) > (coalesce(CAST(@last AS date), '-infinity'), @id) AND k.valid_to - `+passedLast+` >= k.valid_from
  AND NOT EXISTS (SELECT FROM licence_reminders t WHERE (t.item_code, t.number, t.term) = (k.item_code, k.number, k.valid_to) AND t.threshold = `+passedLast+`)
ORDER BY k.valid_to, k.id LIMIT @limit`,
		map[string]any{"horizon": tx.Today().AddDays(slices.Max(thresholds)), "today": tx.Today(), "thresholds": "{" + list + "}", "last": after.ValidTo, "id": after.ID,
			"limit": limit})
}

// insertReminder is false when a row says so already.
func insertReminder(tx *db.Tx, c Certified, threshold int) (bool, error) {
	res := tx.Exec(`
INSERT INTO licence_reminders (item_code, number, term, threshold, days_left, told_at)
SELECT item_code, number, valid_to, @threshold, @left, @now FROM certificates WHERE id = @id AND valid_to - CAST(@threshold AS int) >= valid_from
ON CONFLICT DO NOTHING`,
		map[string]any{"threshold": threshold, "left": c.ValidTo.Sub(tx.Today()), "now": tx.Now, "id": c.ID})
	return res.RowsAffected == 1, res.Error
}

func expiredUncancelled(tx *db.Tx, limit int) ([]Certified, error) {
	return selectCertified(tx, `k.state = 'VALID' AND k.superseded_on IS NULL AND k.valid_to < ?
  AND NOT EXISTS (SELECT FROM cases c WHERE c.certificate_id = k.id) ORDER BY k.valid_to, k.id LIMIT ?`, tx.Today(), limit)
}

// finishCertificate changes the state; VALID may become any, LOST may be punished, what has lost its effect may only be cancelled. The licence that a
// certificate renews ahead of time ends with it.
func finishCertificate(tx *db.Tx, c Certified, to CertificateState, reason string) error {
	from := []string{string(CertValid)}
	switch to {
	case CertCancelled:
		from = append(from, string(CertRevoked), string(CertWithdrawn), string(CertPunished), string(CertLost))
	case CertPunished:
		from = append(from, string(CertLost))
	}
	r := tx.Exec(`UPDATE certificates SET state = ?, reason = ?, state_at = ? WHERE id = ? AND state IN ?`, to, reason, tx.Now, c.ID, from)
	switch {
	case r.Error != nil:
		return r.Error
	case r.RowsAffected != 1:
		return notValid()
	case to == CertLost: // the paper, not the right
		return nil
	}
	return tx.Exec(`UPDATE certificates SET state = ?, reason = ?, state_at = ? WHERE number = ? AND item_code = ? AND state IN ? AND superseded_on > ?`,
		to, reason, tx.Now, c.Number, c.ItemCode, from, tx.Today()).Error
}

func restoreCertificate(tx *db.Tx, id uuid.UUID) error {
	r := tx.Exec(`UPDATE certificates SET state = 'VALID', reason = '', state_at = ? WHERE id = ? AND state = 'LOST' AND superseded_on IS NULL`, tx.Now, id)
	if r.Error == nil && r.RowsAffected != 1 {
		return notValid()
	}
	return r.Error
}

func markSuperseded(tx *db.Tx, document uuid.UUID) error {
	return tx.Exec(`UPDATE documents SET state = 'SUPERSEDED' WHERE id = ? AND state = 'ISSUED'`, document).Error
}

// copyCertificate supersedes the old copy from today on and inserts the new one with everything that stays.
func copyCertificate(tx *db.Tx, old Certified, c IssuedCertificate, masked string) (from workday.Date, err error) {
	r := tx.Exec(`UPDATE certificates SET superseded_on = ?, state_at = ? WHERE id = ? AND superseded_on IS NULL AND state IN ('VALID', 'LOST')`, tx.Today(), tx.Now, old.ID)
	if r.Error != nil || r.RowsAffected != 1 {
		return from, errors.Join(r.Error, notValid())
	}
	err = tx.Raw(`
INSERT INTO certificates (id, case_id, document_id, item_code, number, verify_code, title, category, holder_id, masked_name, issuer, valid_from, valid_to,
                          previous, issued_at, state_at, copy)
SELECT ?, ?, ?, item_code, number, ?, title, category, holder_id, ?, issuer, valid_from, valid_to, id, ?, ?, ? FROM certificates WHERE id = ?
RETURNING valid_from`, c.ID, c.CaseID, c.DocumentID, c.VerifyCode, masked, tx.Now, tx.Now, c.Copy, old.ID).Row().Scan(&from)
	return from, err
}
