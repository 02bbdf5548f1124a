package casework

import (
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// dueCases lists cases that time must move, behind a place.
func dueCases(tx *db.Tx, from place, limit int) ([]place, error) {
	rows, err := tx.Raw(`SELECT settle_at, id FROM cases WHERE settle_at <= ? AND (settle_at, id) > (?, ?) ORDER BY settle_at, id LIMIT ?`,
		tx.Now, from.at, from.id, limit).Rows()
	return places(rows, err)
}

// countedOn lists cases whose limits were counted on another calendar, behind a place. Those of older calendars are few but while one is brought in.
func countedOn(tx *db.Tx, calendar string, from place, limit int) ([]place, error) {
	rows, err := tx.Raw(`
SELECT started_at, id FROM cases WHERE due IS NOT NULL AND (calendar < @calendar OR calendar > @calendar) AND id > @id ORDER BY id LIMIT @limit`,
		map[string]any{"calendar": calendar, "id": from.id, "limit": limit}).Rows()
	return places(rows, err)
}

func places(rows *sql.Rows, err error) ([]place, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []place
	for rows.Next() {
		var p place
		if err := rows.Scan(&p.at, &p.id); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

func insertDueMoves(tx *db.Tx, id uuid.UUID, version string, shifts []procedure.Shift) error {
	for _, s := range shifts {
		if err := calendar.KeepMove(tx, calendar.Move{CaseID: id, Calendar: version, Clock: string(s.Clock), Was: s.Was, Due: s.Due}); err != nil {
			return err
		}
	}
	return nil
}

// DueMove is a due date that a new calendar moved (C-6).
type DueMove struct {
	ID       int64               `json:"id"`
	CaseID   uuid.NullUUID       `json:"case_id"` // null when it is about no case
	Code     string              `json:"code"`    // case number, or what else it is about; "" for a draft
	Calendar string              `json:"calendar"`
	Clock    procedure.ClockKind `json:"clock"`
	Was      workday.Date        `json:"was"`
	Due      workday.Date        `json:"due"`
	At       time.Time           `json:"at"`
}

func selectDueMoves(tx *db.Tx, calendars []string, before int64, limit int) ([]DueMove, error) {
	rows, err := tx.Raw(`
SELECT m.id, m.case_id, coalesce(c.number, m.about), m.calendar, m.clock, m.was, m.due, m.at
  FROM due_moves m LEFT JOIN cases c ON c.id = m.case_id
 WHERE m.calendar = ANY(?::text[]) AND (? = 0 OR m.id < ?) ORDER BY m.id DESC LIMIT ?`, texts(calendars), before, before, limit).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []DueMove{}
	for rows.Next() {
		var m DueMove
		if err := rows.Scan(&m.ID, &m.CaseID, &m.Code, &m.Calendar, &m.Clock, &m.Was, &m.Due, &m.At); err != nil {
			return nil, err
		}
		m.At = local(m.At)
		list = append(list, m)
	}
	return list, rows.Err()
}

func countDueMoves(tx *db.Tx, calendars []string) (n int, err error) {
	err = tx.Raw(`SELECT count(*) FROM due_moves WHERE calendar = ANY(?::text[])`, texts(calendars)).Row().Scan(&n)
	return n, err
}

// selectByNumber finds a case by its number, NOT_FOUND when there is none.
func selectByNumber(tx *db.Tx, number string) (id uuid.UUID, err error) {
	err = tx.Raw(`SELECT id FROM cases WHERE number = ?`, number).Row().Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return id, err
}
