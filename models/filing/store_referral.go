package filing

import (
	"database/sql"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// one tells that exactly one row was written; otherwise somebody was quicker.
func one(res *gorm.DB) error {
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Stale, "STALE_VERSION")
	}
	return res.Error
}

func insertReferral(tx *db.Tx, r Referral) error {
	return tx.Exec(`INSERT INTO referrals (id, case_id, case_number, document_id, number, desk, item_name, party, party_code, level, duty_from, duty_due,
                       received_on, sent_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, uuid.Must(uuid.NewV7()), r.CaseID, r.CaseNumber, r.DocumentID, r.Number, r.Desk, r.ItemName, r.Party,
		r.PartyCode, r.Level, r.DutyFrom, r.DutyDue, r.ReceivedOn, tx.Now).Error
}

const referralColumns = `id, case_id, case_number, document_id, number, desk, item_name, party, party_code, level, duty_from, duty_due, received_on,
	sent_at, outcome, words, mend_by, name, answered_at`

func scanReferral(scan func(...any) error) (r Referral, err error) {
	var answered sql.NullTime
	err = scan(&r.ID, &r.CaseID, &r.CaseNumber, &r.DocumentID, &r.Number, &r.Desk, &r.ItemName, &r.Party, &r.PartyCode, &r.Level, &r.DutyFrom, &r.DutyDue,
		&r.ReceivedOn, &r.SentAt, &r.Outcome, &r.Words, &r.MendBy, &r.Name, &answered)
	r.AnsweredAt = answered.Time
	return r, missing(err)
}

func selectReferrals(tx *db.Tx, desks []string, all bool) (list []Referral, err error) {
	rows, err := tx.Raw(`SELECT `+referralColumns+` FROM referrals WHERE ? OR desk IN ? ORDER BY answered_at IS NOT NULL, sent_at DESC LIMIT 200`,
		all, some(desks)).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanReferral(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

func selectReferral(tx *db.Tx, id uuid.UUID, desks []string) (Referral, error) {
	return scanReferral(tx.Raw(`SELECT `+referralColumns+` FROM referrals WHERE id = ? AND desk IN ? FOR UPDATE`, id, some(desks)).Row().Scan)
}

func answerReferral(tx *db.Tx, id uuid.UUID, a Answer, officer, name string) error {
	return one(tx.Exec(`UPDATE referrals SET outcome = ?, words = ?, mend_by = ?, officer = ?, name = ?, answered_at = ?
 WHERE id = ? AND outcome = ''`, a.Outcome, a.Words, a.MendBy, officer, name, tx.Now, id))
}

// some keeps an empty list from being no SQL at all.
func some(desks []string) []string {
	if len(desks) == 0 {
		return []string{""}
	}
	return desks
}
