package supervise

import (
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// caseNumbered finds a case by its number; none is asked for by an empty one. Fault: CASE_UNKNOWN.
func caseNumbered(tx *db.Tx, number string) (id uuid.UUID, err error) {
	if number == "" {
		return id, nil
	}
	err = tx.Raw(`SELECT id FROM cases WHERE number = ?`, number).Row().Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, fault.Fields(fault.OneField("/case_number", "CASE_UNKNOWN"))
	}
	return id, err
}

func deskKnown(tx *db.Tx, code string) (known bool, err error) {
	err = tx.Raw(`SELECT EXISTS (SELECT 1 FROM desks WHERE code = ?)`, code).Scan(&known).Error
	return known, err
}

// standsAt is the desk at which a case is worked on, or was last.
func standsAt(tx *db.Tx, id uuid.UUID) (desk string, err error) {
	err = tx.Raw(`SELECT desk FROM steps WHERE case_id = ? ORDER BY id DESC LIMIT 1`, id).Scan(&desk).Error
	return desk, err
}

// worksAt tells whether an officer belongs to a desk.
func worksAt(tx *db.Tx, officer, desk string) (works bool, err error) {
	err = tx.Raw(`
SELECT EXISTS (SELECT 1 FROM officers o JOIN accounts a ON a.officer_id = o.id JOIN grants g ON g.account_id = a.id
                WHERE o.police_no = ? AND g.desk = ?)`, officer, desk).Scan(&works).Error
	return works, err
}

func insertJustice(tx *db.Tx, id uuid.UUID, n NewJustice, of uuid.UUID, officer string) error {
	var about any
	if of != uuid.Nil {
		about = of
	}
	return tx.Exec(`
INSERT INTO justice_papers (id, kind, number, authority, received_on, about, case_id, desk, due, entered_by, entered_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, n.Kind, n.Number, n.Authority, n.ReceivedOn, n.About, about, n.Desk, n.Due, officer, tx.Now).Error
}

const justiceRows = `
SELECT j.id, j.kind, j.number, j.authority, j.received_on, j.about, j.case_id, COALESCE(c.number, '') AS case_number, j.desk, j.due, j.entered_by,
       j.entered_at, COALESCE(j.answer, '') AS answer, COALESCE(j.answered_by, '') AS answered_by, j.answered_at
  FROM justice_papers j LEFT JOIN cases c ON c.id = j.case_id`

func justiceOf(tx *db.Tx, caseID uuid.UUID) (list []Justice, err error) {
	err = tx.Raw(justiceRows+` WHERE j.case_id = ? ORDER BY j.id DESC`, caseID).Scan(&list).Error
	return list, err
}

func justiceByID(tx *db.Tx, who scope, id uuid.UUID) (j Justice, err error) {
	var list []Justice
	err = tx.Raw(justiceRows+` WHERE j.id = @id AND (@all OR j.desk IN @desks)`, who.params(map[string]any{"id": id})).Scan(&list).Error
	if err == nil && len(list) == 0 {
		return j, fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return j, err
	}
	return list[0], nil
}

// takeLateJustice marks papers whose answer is late as told and returns them; the row is the lock, so that each is taken once.
func takeLateJustice(tx *db.Tx) (list []Justice, err error) {
	err = tx.Raw(`
UPDATE justice_papers SET late_told_at = @now
 WHERE id IN (SELECT id FROM justice_papers WHERE answered_at IS NULL AND late_told_at IS NULL AND due < @today ORDER BY due FOR UPDATE SKIP LOCKED)
RETURNING id, number, authority, case_id, desk, due`, map[string]any{"now": tx.Now, "today": tx.Today()}).Scan(&list).Error
	return list, err
}

func selectJustice(tx *db.Tx, who scope, f Filter) (list []Justice, total int, err error) {
	where := ` WHERE (@all OR j.desk IN @desks)`
	if f.OnlyOpen {
		where += ` AND j.answered_at IS NULL`
	}
	params := who.params(map[string]any{"after": f.After, "limit": f.limit() + 1})
	if err = tx.Raw(`SELECT count(*) FROM justice_papers j`+where, params).Scan(&total).Error; err != nil {
		return nil, 0, err
	}
	if f.After != uuid.Nil {
		where += ` AND j.id < @after`
	}
	err = tx.Raw(justiceRows+where+` ORDER BY j.id DESC LIMIT @limit`, params).Scan(&list).Error
	return list, total, err
}

func answerJustice(tx *db.Tx, who scope, id uuid.UUID, officer, text string) (bool, error) {
	res := tx.Exec(`
UPDATE justice_papers SET answer = @text, answered_by = @officer, answered_at = @now
 WHERE id = @id AND answered_at IS NULL AND (@all OR desk IN @desks)`,
		who.params(map[string]any{"id": id, "officer": officer, "text": text, "now": tx.Now}))
	return res.RowsAffected == 1, res.Error
}
