package disclosure

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const entryColumns = `d.id, d.item_code, d.item_name, d.item_name_en, d.party, d.party_kind, d.credit_code, d.document_title, d.document_number, d.category,
	d.certificate_title, d.certificate_number, d.content, d.decided_on, d.valid_from, d.valid_to, d.agency, d.standing, d.published_at, d.standing_on,
	d.taken_down_words, CASE WHEN d.state = 'TAKEN_DOWN' THEN d.withhold_code ELSE '' END, d.superseded_on`

func entryFields(e *Entry, superseded *workday.Date) []any {
	return []any{&e.ID, &e.ItemCode, &e.ItemName, &e.ItemNameEn, &e.Party, &e.PartyKind, &e.CreditCode, &e.DocumentTitle, &e.DocumentNumber, &e.Category,
		&e.CertificateTitle, &e.CertificateNumber, &e.Content, &e.DecidedOn, &e.ValidFrom, &e.ValidTo, &e.Agency, &e.Standing, &e.PublishedAt,
		&e.StandingOn, &e.TakenDown, &e.TakenDownCode, superseded}
}

// insert enters a record unless the document has one, and tells whether it did.
func insert(tx *db.Tx, id uuid.UUID, d Decision, due workday.Date, calendar string) (bool, error) {
	kind, code := Person, ""
	if d.IsUnit {
		kind, code = Unit, d.ID
	}
	res := tx.Exec(`
INSERT INTO disclosures (id, case_id, document_id, item_code, item_name, item_name_en, desk, party, party_kind, credit_code, document_title, document_number,
                         category, certificate_title, certificate_number, licence, content, decided_on, valid_from, valid_to, agency, standing,
                         standing_on, due, calendar, entered_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (document_id) DO NOTHING`,
		id, d.CaseID, d.DocumentID, d.ItemCode, d.ItemName, d.ItemNameEn, d.Desk, Party(d.Name, d.IsUnit), kind, code, d.DocumentTitle, d.DocumentNumber,
		d.Category, d.Certificate, CertificateNumber(d.Licence, d.ID, d.IsUnit), d.Licence, d.Content, d.DecidedOn, d.ValidFrom, d.ValidTo, d.Agency,
		d.Standing, d.DecidedOn, due, calendar, tx.Now)
	return res.RowsAffected == 1, res.Error
}

// supersede ends the earlier valid records about the same certificate on the day the new decision takes their place; a record that is entered
// late is itself replaced by the next.
func supersede(tx *db.Tx, id uuid.UUID, itemCode, licence string, on workday.Date) error {
	err := tx.Exec(`UPDATE disclosures SET superseded_on = @on, version = version + 1
 WHERE licence = @licence AND item_code = @item AND standing = 'VALID' AND superseded_on IS NULL AND id <> @id AND (valid_from IS NULL OR valid_from < @on)`,
		map[string]any{"on": on, "licence": licence, "item": itemCode, "id": id}).Error
	if err != nil {
		return err
	}
	return tx.Exec(`UPDATE disclosures d SET superseded_on = later.first
  FROM (SELECT min(valid_from) AS first FROM disclosures WHERE licence = @licence AND item_code = @item AND standing = 'VALID' AND valid_from > @on) later
 WHERE d.id = @id AND later.first IS NOT NULL`, map[string]any{"on": on, "licence": licence, "item": itemCode, "id": id}).Error
}

// certify adds what is known once the certificate is made; the ids of the records it concerns.
func certify(tx *db.Tx, caseID uuid.UUID, title, shown, licence string, from, to workday.Date) (ids []uuid.UUID, err error) {
	err = tx.Raw(`UPDATE disclosures SET certificate_title = ?, certificate_number = ?, licence = ?, valid_from = ?, valid_to = ?, version = version + 1
 WHERE case_id = ? AND standing = 'VALID' RETURNING id`, title, shown, licence, from, to, caseID).Scan(&ids).Error
	return ids, err
}

// change gives the valid records about a certificate their new standing; the ids of those it concerns.
func change(tx *db.Tx, itemCode, licence string, to Standing, from []string) (ids []uuid.UUID, err error) {
	err = tx.Raw(`UPDATE disclosures SET standing = ?, standing_on = ?, version = version + 1
 WHERE licence = ? AND item_code = ? AND standing IN ? AND superseded_on IS NULL RETURNING id`, to, tx.Today(), licence, itemCode, from).Scan(&ids).Error
	return ids, err
}

func trace(tx *db.Tx, id uuid.UUID, kind, name, officer, words string, before any) error {
	var raw any
	if before != nil {
		text, err := json.Marshal(before)
		if err != nil {
			return err
		}
		raw = string(text)
	}
	return tx.Exec(`INSERT INTO disclosure_events (disclosure_id, at, kind, name, officer, words, before) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		id, tx.Now, kind, name, officer, words, raw).Error
}

// selectPublic lists published records, the newest decision first. The cursor is the last record of the page before.
func selectPublic(tx *db.Tx, s Search) (list []Entry, total int, err error) {
	where, args := []string{`d.state = 'PUBLISHED'`}, []any{}
	add := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	if s.Text != "" {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s.Text) + "%"
		add(`(d.party LIKE ? OR d.document_number LIKE ? OR d.certificate_number = ? OR d.credit_code = ?)`, like, like, s.Text, s.Text)
	}
	if s.ItemCode != "" {
		add(`d.item_code = ?`, s.ItemCode)
	}
	if !s.From.IsZero() {
		add(`d.decided_on >= ?`, s.From)
	}
	if !s.To.IsZero() {
		add(`d.decided_on <= ?`, s.To)
	}
	if err = tx.Raw(`SELECT count(*) FROM disclosures d WHERE `+strings.Join(where, " AND "), args...).Row().Scan(&total); err != nil {
		return nil, 0, err
	}
	if id, e := uuid.Parse(s.After); e == nil {
		add(`(d.decided_on, d.id) < (SELECT decided_on, id FROM disclosures WHERE id = ?)`, id)
	}
	rows, err := tx.Raw(`SELECT `+entryColumns+` FROM disclosures d WHERE `+strings.Join(where, " AND ")+` ORDER BY d.decided_on DESC, d.id DESC LIMIT ?`,
		append(args, limit(s.Limit)+1)...).Rows()
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var e Entry
		var superseded workday.Date
		if err := rows.Scan(entryFields(&e, &superseded)...); err != nil {
			return nil, 0, err
		}
		e.standing(superseded, tx.Today())
		list = append(list, e)
	}
	return list, total, rows.Err()
}

// findPublic is one record that was published, or the trace of one that was taken down.
func findPublic(tx *db.Tx, id uuid.UUID) (e Entry, state State, err error) {
	var superseded workday.Date
	err = tx.Raw(`SELECT `+entryColumns+`, d.state FROM disclosures d WHERE d.id = ? AND d.state IN ('PUBLISHED', 'TAKEN_DOWN')`, id).Row().
		Scan(append(entryFields(&e, &superseded), &state)...)
	e.standing(superseded, tx.Today())
	return e, state, missing(err)
}

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	return err
}

const recordColumns = entryColumns + `, d.case_id, coalesce(c.number, ''), d.document_id, d.state, d.due, d.withhold_code, d.withhold_words, d.asked_by, d.version, d.asked_objection`

func scanRecord(tx *db.Tx, scan func(...any) error) (r Record, err error) {
	var superseded workday.Date
	err = scan(append(entryFields(&r.Entry, &superseded), &r.CaseID, &r.CaseNumber, &r.DocumentID, &r.State, &r.Due, &r.WithholdCode, &r.WithholdWords,
		&r.AskedBy, &r.Version, &r.objection)...)
	r.Overdue = (r.State == Due || r.State == Asked) && tx.Today().After(r.Due)
	r.Entry.standing(superseded, tx.Today())
	return r, err
}

func findRecord(tx *db.Tx, id uuid.UUID, lock bool) (Record, error) {
	query := `SELECT ` + recordColumns + ` FROM disclosures d JOIN cases c ON c.id = d.case_id WHERE d.id = ?`
	if lock {
		query += " FOR UPDATE OF d"
	}
	r, err := scanRecord(tx, tx.Raw(query, id).Row().Scan)
	return r, missing(err)
}

// shelves are the conditions of the officer's lists over onShelf.
var shelves = map[Shelf]string{
	ShelfDue: `d.state = 'DUE'`, ShelfOverdue: `d.state IN ('DUE', 'ASKED') AND d.due < t.today`,
	ShelfAsked:     `(d.state = 'ASKED' OR d.state = 'PUBLISHED' AND d.withhold_code <> '')`,
	ShelfPublished: `d.state = 'PUBLISHED'`, ShelfWithheld: `d.state IN ('WITHHELD', 'TAKEN_DOWN')`,
}

const onShelf = ` FROM disclosures d JOIN cases c ON c.id = d.case_id CROSS JOIN (SELECT CAST(@today AS date) AS today) t WHERE `

// selectWork lists a shelf, what is due first on top; what is done, the newest first.
func selectWork(tx *db.Tx, w Work) (list []Record, total int, err error) {
	where := shelves[w.Shelf]
	params := map[string]any{"today": tx.Today(), "limit": limit(w.Limit) + 1}
	if err = tx.Raw(`SELECT count(*)`+onShelf+where, params).Row().Scan(&total); err != nil {
		return nil, 0, err
	}
	order, than := `d.due, d.id`, `>`
	if w.Shelf == ShelfPublished || w.Shelf == ShelfWithheld {
		order, than = `d.due DESC, d.id DESC`, `<`
	}
	if id, e := uuid.Parse(w.After); e == nil {
		params["after"] = id
		where += ` AND (d.due, d.id) ` + than + ` (SELECT due, id FROM disclosures WHERE id = @after)`
	}
	rows, err := tx.Raw(`SELECT `+recordColumns+onShelf+where+` ORDER BY `+order+` LIMIT @limit`, params).Rows()
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanRecord(tx, rows.Scan)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, r)
	}
	return list, total, rows.Err()
}

func countWork(tx *db.Tx) (c Counts, err error) {
	c.Shelves = map[Shelf]int{}
	for _, s := range Shelves() {
		var n int
		if err = tx.Raw(`SELECT count(*)`+onShelf+shelves[s], map[string]any{"today": tx.Today()}).Row().Scan(&n); err != nil {
			return c, err
		}
		c.Shelves[s] = n
	}
	err = tx.Raw(`SELECT count(*) FROM disclosure_objections WHERE decided_at IS NULL`).Row().Scan(&c.Objections)
	return c, err
}

// setPublished publishes a record that waits for it, and tells whether it did.
func setPublished(tx *db.Tx, id uuid.UUID) (bool, error) {
	res := tx.Exec(`UPDATE disclosures SET state = 'PUBLISHED', published_at = ?, version = version + 1 WHERE id = ? AND state = 'DUE'`, tx.Now, id)
	return res.RowsAffected == 1, res.Error
}

// request is why a record shall not be published, or be taken down, and who asked for it.
type request struct {
	Code, Words, By string
	Objection       uuid.NullUUID // that a take-down would answer
}

// move changes a record's state if it still stands as it was read. The words of what is taken down are for everybody.
func move(tx *db.Tx, r Record, to State, q request) error {
	var down any
	public, internal := "", q.Words
	if to == TakenDown {
		down, public, internal = tx.Now, q.Words, ""
	}
	res := tx.Exec(`UPDATE disclosures SET state = ?, withhold_code = ?, withhold_words = ?, asked_by = ?, asked_objection = ?, taken_down_at = ?,
       taken_down_words = ?, version = version + 1 WHERE id = ? AND version = ?`, to, q.Code, internal, q.By, q.Objection, down, public, r.ID, r.Version)
	return once(res.RowsAffected, res.Error)
}

func once(n int64, err error) error {
	if err == nil && n != 1 {
		return fault.New(fault.Stale, "STALE_VERSION")
	}
	return err
}

func correct(tx *db.Tx, r Record, c Correction) error {
	res := tx.Exec(`UPDATE disclosures SET content = coalesce(NULLIF(?, ''), content), valid_from = coalesce(?, valid_from), valid_to = coalesce(?, valid_to),
       version = version + 1 WHERE id = ? AND version = ?`, c.Content, c.ValidFrom, c.ValidTo, r.ID, r.Version)
	return once(res.RowsAffected, res.Error)
}

// dueNow lists what must be published today and is not asked to be withheld.
func dueNow(tx *db.Tx, limit int) (ids []uuid.UUID, err error) {
	err = tx.Raw(`SELECT id FROM disclosures WHERE state = 'DUE' AND due <= ? ORDER BY due, id LIMIT ? FOR UPDATE SKIP LOCKED`, tx.Today(), limit).Scan(&ids).Error
	return ids, err
}

// patrol marks the records that are overdue and of which the patrol was not told, and gives them.
func patrol(tx *db.Tx, limit int) (list []OverdueArgs, err error) {
	err = tx.Raw(`UPDATE disclosures SET patrolled_at = ? WHERE id IN
  (SELECT id FROM disclosures WHERE state IN ('DUE', 'ASKED') AND due < ? AND patrolled_at IS NULL ORDER BY due, id LIMIT ? FOR UPDATE SKIP LOCKED)
RETURNING id, case_id, desk`, tx.Now, tx.Today(), limit).Scan(&list).Error
	return list, err
}

// recount gives records that wait the due date of a newer calendar and keeps the old one (K5, C-6).
func recount(tx *db.Tx, cal *workday.Calendar, limit int) error {
	var rows []struct {
		ID, CaseID     uuid.UUID
		DecidedOn, Due workday.Date
	}
	err := tx.Raw(`SELECT id, case_id, decided_on, due FROM disclosures WHERE state IN ('DUE', 'ASKED') AND calendar <> ? LIMIT ? FOR UPDATE SKIP LOCKED`,
		cal.Version(), limit).Scan(&rows).Error
	for _, r := range rows {
		if err != nil {
			break
		}
		due := cal.AddWD(r.DecidedOn, PublishDays)
		if err = tx.Exec(`UPDATE disclosures SET due = ?, calendar = ? WHERE id = ?`, due, cal.Version(), r.ID).Error; err == nil {
			err = calendar.KeepMove(tx, calendar.Move{CaseID: r.CaseID, Calendar: cal.Version(), Clock: string(procedure.K5), Was: r.Due, Due: due})
		}
	}
	return err
}

func eventsOf(tx *db.Tx, id uuid.UUID) (list []Event, err error) {
	err = tx.Raw(`SELECT at, kind, name, officer, words FROM disclosure_events WHERE disclosure_id = ? ORDER BY id`, id).Scan(&list).Error
	return list, err
}

// annul takes down the published record of a document, or withholds one that was not published yet; no id when there is none to change.
func annul(tx *db.Tx, documentID uuid.UUID, words string) (id uuid.UUID, state State, err error) {
	err = tx.Raw(`
UPDATE disclosures SET state = CASE WHEN state = 'PUBLISHED' THEN 'TAKEN_DOWN' ELSE 'WITHHELD' END,
       taken_down_at = CASE WHEN state = 'PUBLISHED' THEN CAST(@now AS timestamptz) END,
       taken_down_words = CASE WHEN state = 'PUBLISHED' THEN @words ELSE '' END,
       withhold_code = @code, asked_objection = NULL, withhold_words = CASE WHEN state = 'PUBLISHED' THEN '' ELSE @words END,
       version = version + 1
 WHERE document_id = @id AND state <> 'TAKEN_DOWN' RETURNING id, state`,
		map[string]any{"now": tx.Now, "words": words, "code": Annulled, "id": documentID}).Row().Scan(&id, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return uuid.Nil, "", nil
	}
	return id, state, err
}
