package filing

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const entryColumns = `id, list, subject, holder, unit_code, unit_name, item_code, item_name, case_id, number, area, rows, code, state, filed_on,
	changed_on, ended_on`

func scanEntry(scan func(...any) error) (e Entry, err error) {
	var rows []byte
	if err = scan(&e.ID, &e.List, &e.Subject, &e.Holder, &e.UnitCode, &e.UnitName, &e.ItemCode, &e.ItemName, &e.CaseID, &e.Number, &e.Area, &rows,
		&e.Code, &e.State, &e.FiledOn, &e.ChangedOn, &e.EndedOn); err != nil {
		return e, missing(err)
	}
	return e, json.Unmarshal(rows, &e.Rows)
}

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	return err
}

func selectActive(tx *db.Tx, list, subject string, lock bool) (e Entry, ok bool, err error) {
	query := `SELECT ` + entryColumns + ` FROM filings WHERE list = ? AND subject = ? AND state = 'ACTIVE'`
	if lock {
		query += ` FOR UPDATE`
	}
	e, err = scanEntry(tx.Raw(query, list, subject).Row().Scan)
	if fault.Code(err) == "NOT_FOUND" {
		return Entry{}, false, nil
	}
	return e, err == nil, err
}

func selectOfSubject(tx *db.Tx, list, subject string) (Entry, error) {
	return scanEntry(tx.Raw(`SELECT `+entryColumns+` FROM filings WHERE list = ? AND subject = ? ORDER BY state, id DESC LIMIT 1`, list, subject).Row().Scan)
}

func selectByCode(tx *db.Tx, code string) (Entry, error) {
	return scanEntry(tx.Raw(`SELECT `+entryColumns+` FROM filings WHERE code = ?`, code).Row().Scan)
}

func entries(rows *sql.Rows, err error) (list []Entry, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

func selectOfUnit(tx *db.Tx, code string) ([]Entry, error) {
	return entries(tx.Raw(`SELECT `+entryColumns+` FROM filings WHERE unit_code = ? ORDER BY state, id DESC LIMIT 200`, code).Rows())
}

func selectPublic(tx *db.Tx, q Search) (list []Entry, total int, err error) {
	where, args := []string{"true"}, []any{}
	add := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	if q.Text != "" {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(q.Text) + "%"
		add(`(holder LIKE ? OR unit_name LIKE ? OR number LIKE ? OR subject = ?)`, like, like, like, q.Text)
	}
	if q.List != "" {
		add(`list = ?`, q.List)
	}
	if err = tx.Raw(`SELECT count(*) FROM filings WHERE `+strings.Join(where, " AND "), args...).Row().Scan(&total); err != nil {
		return nil, 0, err
	}
	if id, e := uuid.Parse(q.After); e == nil {
		add(`(filed_on, id) < (SELECT filed_on, id FROM filings WHERE id = ?)`, id)
	}
	list, err = entries(tx.Raw(`SELECT `+entryColumns+` FROM filings WHERE `+strings.Join(where, " AND ")+
		` ORDER BY filed_on DESC, id DESC LIMIT ?`, append(args, q.Limit+1)...).Rows())
	return list, total, err
}

func selectEvents(tx *db.Tx, id uuid.UUID) (list []Event, err error) {
	rows, err := tx.Raw(`SELECT kind, case_id, number, day, changed FROM filing_events WHERE filing_id = ? ORDER BY seq`, id).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var changed []byte
		if err := rows.Scan(&e.Kind, &e.CaseID, &e.Number, &e.Day, &changed); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(changed, &e.Changed); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

func selectEndOf(tx *db.Tx, caseID uuid.UUID) (ended workday.Date, entered bool, err error) {
	err = tx.Raw(`
SELECT (SELECT f.ended_on FROM filing_events e JOIN filings f ON f.id = e.filing_id WHERE e.case_id = @id ORDER BY e.seq DESC LIMIT 1),
       EXISTS (SELECT 1 FROM filing_events e WHERE e.case_id = @id)`, map[string]any{"id": caseID}).Row().Scan(&ended, &entered)
	return ended, entered, err
}

func insertEntry(tx *db.Tx, e Entry) error {
	rows, err := json.Marshal(e.Rows)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO filings (id, list, subject, holder, unit_code, unit_name, item_code, item_name, case_id, number, area, rows, code, state, filed_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.ID, e.List, e.Subject, e.Holder, e.UnitCode, e.UnitName, e.ItemCode, e.ItemName, e.CaseID,
		e.Number, e.Area, string(rows), e.Code, e.State, e.FiledOn).Error
}

func insertEvent(tx *db.Tx, id uuid.UUID, e Event) error {
	if e.Changed == nil {
		e.Changed = []Difference{}
	}
	changed, err := json.Marshal(e.Changed)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO filing_events (filing_id, seq, kind, case_id, number, day, changed)
SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?::jsonb FROM filing_events WHERE filing_id = ?`, id, e.Kind, e.CaseID, e.Number, e.Day, string(changed), id).Error
}

func updateRows(tx *db.Tx, id uuid.UUID, holder, unit, area string, rows []Row) error {
	raw, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	return one(tx.Exec(`UPDATE filings SET rows = ?, holder = ?, unit_name = ?, area = ?, changed_on = ? WHERE id = ? AND state = 'ACTIVE'`,
		string(raw), holder, unit, area, tx.Today(), id))
}

func endEntry(tx *db.Tx, id uuid.UUID) error {
	return one(tx.Exec(`UPDATE filings SET state = 'CANCELLED', ended_on = ? WHERE id = ? AND state = 'ACTIVE'`, tx.Today(), id))
}
