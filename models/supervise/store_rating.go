package supervise

import (
	"database/sql/driver"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ratedCase is what a rating needs of a case.
type ratedCase struct {
	ID          uuid.UUID
	Number      string
	ItemCode    string
	ItemVersion int
	State       string
	Desk        string
	Officer     string
}

// selectOwnCase finds a received case of the person, or of an enterprise for which he acts.
func selectOwnCase(tx *db.Tx, actor account.Actor, id uuid.UUID) (c ratedCase, ok bool, err error) {
	codes := textList{}
	for _, m := range actor.Enterprises {
		if len(m.Scope) == 0 {
			codes = append(codes, m.CreditCode)
		}
	}
	res := tx.Raw(`
SELECT c.id, c.number, c.item_code, c.item_version, c.state, c.host_officer AS officer,
       COALESCE(NULLIF(c.host_desk, ''), (SELECT s.desk FROM steps s WHERE s.case_id = c.id ORDER BY s.opened_at DESC LIMIT 1), '') AS desk
  FROM cases c
 WHERE c.id = ? AND c.number IS NOT NULL AND (NOT c.for_unit AND c.person_id = ? OR c.for_unit AND c.unit_code = ANY(?::text[]))`,
		id, actor.PersonID, codes).Scan(&c)
	return c, res.RowsAffected == 1, res.Error
}

// textList is a text[] parameter.
type textList []string

// Value writes the array's text form; the words hold neither quotes nor braces.
func (w textList) Value() (driver.Value, error) { return "{" + strings.Join(w, ",") + "}", nil }

func insertRating(tx *db.Tx, id uuid.UUID, c ratedCase, person uuid.UUID, r Rated) error {
	return tx.Exec(`
INSERT INTO ratings (id, case_id, person_id, grade, tags, text, desk, officer, given_at) VALUES (?, ?, ?, ?, ?::text[], ?, ?, ?, ?)`,
		id, c.ID, person, int(r.Grade), textList(r.Tags), r.Text, c.Desk, c.Officer, tx.Now).Error
}

func updateRating(tx *db.Tx, id uuid.UUID, r Rated) error {
	return tx.Exec(`
UPDATE ratings SET first_grade = grade, first_tags = tags, first_text = text, grade = ?, tags = ?::text[], text = ?, edited_at = ?
 WHERE id = ? AND edited_at IS NULL`,
		int(r.Grade), textList(r.Tags), r.Text, tx.Now, id).Error
}

// openTicket opens the repair of a bad rating.
func openTicket(tx *db.Tx, id uuid.UUID, desk string, cal *workday.Calendar) error {
	today := tx.Today()
	return tx.Exec(`
INSERT INTO rating_tickets (rating_id, desk, opened_at, contact_due, result_due, calendar) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, desk, tx.Now, contactLimit.End(cal, today), simpleLimit.End(cal, today), cal.Version()).Error
}

// closeTicket ends a repair whose result was not told; what was recorded stays.
func closeTicket(tx *db.Tx, id uuid.UUID, why string) error {
	return tx.Exec(`UPDATE rating_tickets SET closed_at = ?, closed_why = ? WHERE rating_id = ? AND result_at IS NULL`, tx.Now, why, id).Error
}

// selectDesksOf are the desks at which an officer works today, in whichever account and role.
func selectDesksOf(tx *db.Tx, officer string) (desks []string, err error) {
	err = tx.Raw(`
SELECT DISTINCT g.desk FROM grants g JOIN accounts a ON a.id = g.account_id AND a.disabled_at IS NULL JOIN officers o ON o.id = a.officer_id
 WHERE o.police_no = ? AND (g.until IS NULL OR g.until >= ?)`, officer, tx.Today()).Scan(&desks).Error
	return desks, err
}

// lateRepair is a repair behind a limit.
type lateRepair struct {
	ID     uuid.UUID
	CaseID uuid.UUID
	Number string
	Desk   string
	Due    workday.Date
}

// Limits of repairs, as the reasons of their notices name them.
const (
	lateContact = "REPAIR_CONTACT" // K14
	lateResult  = "REPAIR_RESULT"  // K15
)

// takeLateRepairs marks repairs behind a limit as told and returns them; the row is the lock, so that each is taken once.
func takeLateRepairs(tx *db.Tx, late string, limit int) (list []lateRepair, err error) {
	due, done, told := "contact_due", "contacted_at", "contact_told_at"
	if late == lateResult {
		due, done, told = "result_due", "result_at", "result_told_at"
	}
	err = tx.Raw(`
UPDATE rating_tickets t SET `+told+` = @now FROM ratings r JOIN cases c ON c.id = r.case_id
 WHERE t.rating_id IN (SELECT rating_id FROM rating_tickets WHERE closed_at IS NULL AND `+done+` IS NULL AND `+told+` IS NULL AND `+due+` < @today
                        ORDER BY `+due+` LIMIT @limit FOR UPDATE SKIP LOCKED)
   AND r.id = t.rating_id AND r.struck IS NOT TRUE
RETURNING t.rating_id AS id, r.case_id, c.number, t.desk, t.`+due+` AS due`,
		map[string]any{"now": tx.Now, "today": tx.Today(), "limit": limit}).Scan(&list).Error
	return list, err
}

// movedRepair is a limit of a repair that a new calendar moved.
type movedRepair struct {
	calendar.Move
	PersonID    uuid.UUID
	Number      string
	Desk        string
	ItemCode    string
	ItemVersion int
}

// recountRepairs counts the open limits of repairs again that stand on another calendar, keeps the old ones, and gives those that moved with how many
// repairs it looked at (K14, K15, C-6).
func recountRepairs(tx *db.Tx, cal *workday.Calendar, limit int) (moved []movedRepair, looked int, err error) {
	var rows []struct {
		RatingID    uuid.UUID
		CaseID      uuid.UUID
		PersonID    uuid.UUID
		Number      string
		Desk        string
		ItemCode    string
		ItemVersion int
		OpenedAt    time.Time
		ContactedAt *time.Time
		Complex     bool
		ContactDue  workday.Date
		ResultDue   workday.Date
	}
	err = tx.Raw(`
SELECT t.rating_id, r.case_id, r.person_id, c.number, t.desk, c.item_code, c.item_version, t.opened_at, t.contacted_at, t.complex, t.contact_due, t.result_due
  FROM rating_tickets t JOIN ratings r ON r.id = t.rating_id JOIN cases c ON c.id = r.case_id
 WHERE t.result_at IS NULL AND t.closed_at IS NULL AND t.calendar <> ? ORDER BY t.rating_id LIMIT ? FOR UPDATE OF t SKIP LOCKED`, cal.Version(), limit).Scan(&rows).Error
	for _, r := range rows {
		if err != nil {
			return nil, 0, err
		}
		opened, contact, result := workday.DateOf(r.OpenedAt), r.ContactDue, simpleLimit
		if r.ContactedAt == nil {
			contact = contactLimit.End(cal, opened)
		}
		if r.Complex {
			result = complexLimit
		}
		due := result.End(cal, opened)
		err = tx.Exec(`UPDATE rating_tickets SET contact_due = ?, result_due = ?, calendar = ? WHERE rating_id = ?`, contact, due, cal.Version(), r.RatingID).Error
		for _, m := range []calendar.Move{{Clock: string(procedure.K14), Was: r.ContactDue, Due: contact}, {Clock: string(procedure.K15), Was: r.ResultDue, Due: due}} {
			if err != nil || m.Was == m.Due {
				continue
			}
			m.CaseID, m.Calendar = r.CaseID, cal.Version()
			err = calendar.KeepMove(tx, m)
			moved = append(moved, movedRepair{m, r.PersonID, r.Number, r.Desk, r.ItemCode, r.ItemVersion})
		}
	}
	return moved, len(rows), err
}

type ratingRow struct {
	Rating
	TagText     string
	ContactDue  workday.Date
	ContactedAt *time.Time
	Contact     string
	Complex     bool
	ResultDue   workday.Date
	ResultAt    *time.Time
	Result      string
	NoBasis     bool
	Ticket      bool
	Officer     string
	PersonID    uuid.UUID
	OpenedAt    *time.Time
	ClosedAt    *time.Time
	ClosedWhy   string
	FirstGrade  *Grade
	FirstTags   string
	FirstText   string
}

const ratingColumns = `r.id, r.case_id, c.number, r.grade, array_to_string(r.tags, ',') AS tag_text, r.text, r.desk, r.given_at, r.edited_at, r.again,
       COALESCE(r.appeal, '') AS appeal, r.appealed_at AS appeal_at, r.struck, COALESCE(r.struck_why, '') AS struck_why, r.officer, r.person_id,
       COALESCE(r.appealed_by, '') AS appealed_by, r.first_grade, array_to_string(COALESCE(r.first_tags, '{}'), ',') AS first_tags, COALESCE(r.first_text, '') AS first_text,
       t.closed_at, COALESCE(t.closed_why, '') AS closed_why,
       t.rating_id IS NOT NULL AS ticket, t.opened_at, t.contact_due, t.contacted_at, COALESCE(t.contact, '') AS contact, COALESCE(t.complex, false) AS complex,
       t.result_due, t.result_at, COALESCE(t.result, '') AS result, COALESCE(t.no_basis, false) AS no_basis
  FROM ratings r JOIN cases c ON c.id = r.case_id LEFT JOIN rating_tickets t ON t.rating_id = r.id`

func (r ratingRow) rating() Rating {
	out := r.Rating
	out.Tags = tagList(r.TagText)
	if r.FirstGrade != nil {
		out.First = &Rated{Grade: *r.FirstGrade, Tags: tagList(r.FirstTags), Text: r.FirstText}
	}
	if r.Ticket {
		out.Repair = &Repair{ContactDue: r.ContactDue, ContactedAt: r.ContactedAt, Contact: r.Contact, Complex: r.Complex, ResultDue: r.ResultDue,
			ResultAt: r.ResultAt, Result: r.Result, NoBasis: r.NoBasis, ClosedAt: r.ClosedAt, ClosedWhy: r.ClosedWhy}
	}
	return out
}

// tagList reads a list that was joined by commas.
func tagList(joined string) []string {
	if joined == "" {
		return []string{}
	}
	return strings.Split(joined, ",")
}

func selectRating(tx *db.Tx, where string, args ...any) (row ratingRow, ok bool, err error) {
	res := tx.Raw(`SELECT `+ratingColumns+` WHERE `+where, args...).Scan(&row)
	return row, res.RowsAffected == 1, res.Error
}

// lockRating finds a rating and locks it first, so that its repair is read as the one before left it: a lock waited for shows a newer rating, but not a
// newer repair beside it.
func lockRating(tx *db.Tx, where string, args ...any) (row ratingRow, ok bool, err error) {
	if err := tx.Exec(`SELECT FROM ratings r WHERE `+where+` FOR UPDATE`, args...).Error; err != nil {
		return row, false, err
	}
	return selectRating(tx, where, args...)
}

// selectRatings lists bad ratings, those that were bad, and those under appeal: of everybody, or of the officer's desks; nobody sees those about himself.
func selectRatings(tx *db.Tx, who scope, f Filter) (list []Rating, total int, err error) {
	where := ` WHERE (@all OR r.desk IN @desks AND r.officer <> @police_no) AND (r.grade >= 4 OR t.rating_id IS NOT NULL OR r.appealed_at IS NOT NULL)`
	if f.OnlyOpen {
		where += ` AND (t.rating_id IS NOT NULL AND t.result_at IS NULL AND t.closed_at IS NULL OR r.appealed_at IS NOT NULL AND r.struck IS NULL)`
	}
	params := who.params(map[string]any{"after": f.After, "limit": f.limit() + 1})
	if err = tx.Raw(`SELECT count(*) FROM ratings r LEFT JOIN rating_tickets t ON t.rating_id = r.id`+where, params).Scan(&total).Error; err != nil {
		return nil, 0, err
	}
	if f.After != uuid.Nil {
		where += ` AND r.id < @after`
	}
	var rows []ratingRow
	err = tx.Raw(`SELECT `+ratingColumns+where+` ORDER BY r.id DESC LIMIT @limit`, params).Scan(&rows).Error
	list = make([]Rating, len(rows))
	for i, r := range rows {
		list[i] = r.rating()
	}
	return list, total, err
}

func updateContact(tx *db.Tx, id uuid.UUID, officer, text string, complex bool, due workday.Date) (bool, error) {
	res := tx.Exec(`UPDATE rating_tickets SET contacted_at = ?, contacted_by = ?, contact = ?, complex = ?, result_due = ? WHERE rating_id = ? AND contacted_at IS NULL AND closed_at IS NULL`,
		tx.Now, officer, text, complex, due, id)
	return res.RowsAffected == 1, res.Error
}

func updateResult(tx *db.Tx, id uuid.UUID, officer, text string, noBasis bool) (bool, error) {
	res := tx.Exec(`UPDATE rating_tickets SET result_at = ?, result_by = ?, result = ?, no_basis = ? WHERE rating_id = ? AND contacted_at IS NOT NULL AND result_at IS NULL AND closed_at IS NULL`,
		tx.Now, officer, text, noBasis, id)
	return res.RowsAffected == 1, res.Error
}

func updateAgain(tx *db.Tx, id uuid.UUID, grade Grade) (bool, error) {
	res := tx.Exec(`UPDATE ratings SET again = ?, again_at = ? WHERE id = ? AND again IS NULL`, int(grade), tx.Now, id)
	return res.RowsAffected == 1, res.Error
}

func updateAppeal(tx *db.Tx, id uuid.UUID, officer, text string) (bool, error) {
	res := tx.Exec(`UPDATE ratings SET appeal = ?, appealed_by = ?, appealed_at = ? WHERE id = ? AND appealed_at IS NULL`, text, officer, tx.Now, id)
	return res.RowsAffected == 1, res.Error
}

func updateStruck(tx *db.Tx, id uuid.UUID, officer, why string, struck bool) (bool, error) {
	res := tx.Exec(`UPDATE ratings SET struck = ?, struck_why = ?, struck_by = ?, struck_at = ? WHERE id = ? AND appealed_at IS NOT NULL AND struck IS NULL`,
		struck, why, officer, tx.Now, id)
	return res.RowsAffected == 1, res.Error
}

// selectRates counts what is rated by desk; struck ratings are not counted.
func selectRates(tx *db.Tx) (rates []Rate, err error) {
	err = tx.Raw(`
SELECT r.desk, count(*) AS rated, count(*) FILTER (WHERE r.grade <= 3) AS good, count(k.result_at) FILTER (WHERE r.grade > 3) AS mended
  FROM ratings r LEFT JOIN rating_tickets k ON k.rating_id = r.id WHERE r.struck IS NOT TRUE GROUP BY r.desk ORDER BY r.desk`).Scan(&rates).Error
	return rates, err
}

func insertVoice(tx *db.Tx, v Voice, person uuid.UUID) error {
	return tx.Exec(`INSERT INTO voices (id, case_id, person_id, kind, text, desk, officer, said_at, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.ID, v.CaseID, person, string(v.Kind), v.Text, v.Desk, v.Officer, tx.Now, v.Due).Error
}

const voiceColumns = `v.id, v.case_id, c.number, v.kind, v.text, v.desk, v.officer, v.said_at, v.due, COALESCE(v.answer, '') AS answer, v.verified, v.answered_at`

func selectVoices(tx *db.Tx, f Filter) (list []Voice, total int, err error) {
	where := ` WHERE true`
	if f.OnlyOpen {
		where += ` AND v.answered_at IS NULL AND v.kind <> 'praise'`
	}
	if err = tx.Raw(`SELECT count(*) FROM voices v` + where).Scan(&total).Error; err != nil {
		return nil, 0, err
	}
	params := map[string]any{"after": f.After, "limit": f.limit() + 1, "since": tx.Now.AddDate(0, -alarmMonths, 0)}
	if f.After != uuid.Nil {
		where += ` AND v.id < @after`
	}
	err = tx.Raw(`
SELECT `+voiceColumns+`, (SELECT count(*) FROM voices o WHERE o.officer = v.officer AND v.officer <> '' AND o.verified AND o.answered_at > @since) AS count
  FROM voices v JOIN cases c ON c.id = v.case_id`+where+` ORDER BY v.id DESC LIMIT @limit`, params).Scan(&list).Error
	return list, total, err
}

func selectVoicesOf(tx *db.Tx, caseID, person uuid.UUID) (list []Voice, err error) {
	err = tx.Raw(`SELECT `+voiceColumns+` FROM voices v JOIN cases c ON c.id = v.case_id WHERE v.case_id = ? AND v.person_id = ? ORDER BY v.id DESC`,
		caseID, person).Scan(&list).Error
	return list, err
}

// answerVoice keeps an answer once and returns who spoke and about whom.
func answerVoice(tx *db.Tx, id uuid.UUID, officer, text string, verified bool) (v struct {
	Voice
	PersonID uuid.UUID
}, ok bool, err error) {
	res := tx.Raw(`
UPDATE voices v SET answer = ?, verified = CASE WHEN kind = 'complaint' THEN ?::boolean END, answered_by = ?, answered_at = ?
  FROM cases c WHERE v.id = ? AND v.answered_at IS NULL AND c.id = v.case_id RETURNING `+voiceColumns+`, v.person_id`,
		text, verified, officer, tx.Now, id).Scan(&v)
	return v, res.RowsAffected == 1, res.Error
}

func countVerified(tx *db.Tx, officer string) (n int, err error) {
	err = tx.Raw(`SELECT count(*) FROM voices WHERE officer = ? AND verified AND answered_at > ?`, officer, tx.Now.AddDate(0, -alarmMonths, 0)).Row().Scan(&n)
	return n, err
}
