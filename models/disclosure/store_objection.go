package disclosure

import (
	"database/sql/driver"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// concerned is the condition by which a record is about the person who asks, or about a unit for which he acts.
const concerned = `EXISTS (SELECT FROM cases c WHERE c.id = d.case_id AND (NOT c.for_unit AND c.person_id = ? OR c.for_unit AND c.unit_code = ANY(?::text[])
  OR c.concerned_id <> '' AND c.concerned_id = ?))`

func concerning(a account.Actor) []any {
	var codes texts
	for _, m := range a.Enterprises {
		codes = append(codes, m.CreditCode)
	}
	return []any{a.PersonID, codes, a.IDNumber}
}

func isConcerned(tx *db.Tx, id uuid.UUID, a account.Actor) (yes bool, err error) {
	err = tx.Raw(`SELECT EXISTS (SELECT FROM disclosures d WHERE d.id = ? AND `+concerned+`)`, append([]any{id}, concerning(a)...)...).Row().Scan(&yes)
	return yes, err
}

func insertObjection(tx *db.Tx, o Objection, version string) error {
	err := tx.Exec(`INSERT INTO disclosure_objections (id, disclosure_id, person_id, name, reason, at, due, calendar) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		o.ID, o.DisclosureID, o.personID, o.Name, o.Reason, o.At, o.Due, version).Error
	if db.IsUnique(err, "disclosure_objections_open") {
		return fault.New(fault.Conflict, "OBJECTION_OPEN").Because(err)
	}
	return err
}

// movedObjection is an open objection whose limit a new calendar moved.
type movedObjection struct {
	ID             uuid.UUID
	CaseID         uuid.UUID
	PersonID       uuid.UUID
	DocumentNumber string
	ItemName       string
	ItemNameEn     string
	At             time.Time
	Was, Due       workday.Date
}

// recountObjections counts the limits of open objections again on a newer calendar, keeps the old ones, and gives those that moved (K17, C-6).
func recountObjections(tx *db.Tx, cal *workday.Calendar, limit int) (moved []movedObjection, err error) {
	var rows []movedObjection
	err = tx.Raw(`
SELECT o.id, d.case_id, o.person_id, d.document_number, d.item_name, d.item_name_en, o.at, o.due AS was
  FROM disclosure_objections o JOIN disclosures d ON d.id = o.disclosure_id
 WHERE o.decided_at IS NULL AND o.calendar <> ? ORDER BY o.due, o.id LIMIT ? FOR UPDATE OF o SKIP LOCKED`, cal.Version(), limit).Scan(&rows).Error
	for _, o := range rows {
		if err != nil {
			return nil, err
		}
		o.Due = cal.AddWD(workday.DateOf(o.At), ObjectionDays)
		err = errors.Join(
			tx.Exec(`UPDATE disclosure_objections SET due = ?, calendar = ? WHERE id = ?`, o.Due, cal.Version(), o.ID).Error,
			calendar.KeepMove(tx, calendar.Move{CaseID: o.CaseID, Calendar: cal.Version(), Clock: string(procedure.K17), Was: o.Was, Due: o.Due}))
		if o.Due != o.Was {
			moved = append(moved, o)
		}
	}
	return moved, err
}

const objectionColumns = `o.id, o.disclosure_id, o.name, o.reason, o.at, o.due, coalesce(o.result, ''), o.words, o.decided_at, o.decided_by, o.person_id`

func scanObjection(scan func(...any) error) (o Objection, err error) {
	err = scan(&o.ID, &o.DisclosureID, &o.Name, &o.Reason, &o.At, &o.Due, &o.Result, &o.Words, &o.DecidedAt, &o.DecidedBy, &o.personID)
	return o, err
}

func selectObjections(tx *db.Tx, where string, args ...any) (list []Objection, err error) {
	rows, err := tx.Raw(`SELECT `+objectionColumns+` FROM disclosure_objections o WHERE `+where, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		o, err := scanObjection(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, rows.Err()
}

// findObjection reads one objection; its record's lock is its own as well.
func findObjection(tx *db.Tx, id uuid.UUID) (Objection, error) {
	o, err := scanObjection(tx.Raw(`SELECT `+objectionColumns+` FROM disclosure_objections o WHERE o.id = ?`, id).Row().Scan)
	return o, missing(err)
}

func updateObjection(tx *db.Tx, id uuid.UUID, result Result, words, officer string) error {
	res := tx.Exec(`UPDATE disclosure_objections SET result = ?, words = ?, decided_at = ?, decided_by = ? WHERE id = ? AND decided_at IS NULL`,
		result, words, tx.Now, officer, id)
	return once(res.RowsAffected, res.Error)
}

// texts is a text[] parameter; a plain slice would be spread over several placeholders.
type texts []string

// Value writes the array's text form; credit codes hold no character that needs care.
func (t texts) Value() (driver.Value, error) { return "{" + strings.Join(t, ",") + "}", nil }
