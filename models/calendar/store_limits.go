package calendar

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// recount counts a portion of open limits again and gives those that moved with how many it looked at; the row is the lock.
func recount(tx *db.Tx, l Limits, cal *workday.Calendar, portion int) (moved []Moved, looked int, err error) {
	var rows []struct {
		ID     uuid.UUID
		CaseID uuid.NullUUID
		About  string
		Since  time.Time
		Was    workday.Date
	}
	err = tx.Raw(`SELECT `+l.ID+` AS id, `+l.CaseID+` AS case_id, `+l.About+` AS about, `+l.Since+` AS since, `+l.Due+` AS was FROM `+l.Table+` x
 WHERE `+l.Open+` AND `+l.Due+` IS NOT NULL AND x.calendar <> @version ORDER BY `+l.ID+` LIMIT @portion FOR UPDATE SKIP LOCKED`,
		map[string]any{"version": cal.Version(), "portion": portion, "today": tx.Today()}).Scan(&rows).Error
	if err != nil {
		return nil, 0, err
	}
	for _, r := range rows {
		m := Moved{ID: r.ID, Move: Move{CaseID: r.CaseID.UUID, About: r.About, Calendar: cal.Version(), Clock: l.Clock, Was: r.Was,
			Due: cal.AddWD(workday.DateOf(r.Since), l.Days)}}
		if err := tx.Exec(`UPDATE `+l.Table+` x SET `+l.Due+` = ?, calendar = ? WHERE `+l.ID+` = ?`, m.Due, cal.Version(), r.ID).Error; err != nil {
			return nil, 0, err
		}
		if m.Was == m.Due {
			continue
		}
		if err := KeepMove(tx, m.Move); err != nil {
			return nil, 0, err
		}
		moved = append(moved, m)
	}
	return moved, len(rows), nil
}

// keepRuns adds what a portion moved to what the run has moved before.
func keepRuns(tx *db.Tx, runs []Run) error {
	for _, r := range runs {
		err := tx.Exec(`
INSERT INTO desk_moves (calendar, clock, desk, role, moved, first) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (clock, calendar, desk, role) DO UPDATE SET moved = desk_moves.moved + excluded.moved, first = LEAST(desk_moves.first, excluded.first)`,
			r.Calendar, r.Clock, r.Desk.Desk, r.Role, r.Moved, r.First).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// takeRuns takes what is to be told, each once; nothing while a limit waits to be counted, be it in the transaction of another instance.
func takeRuns(tx *db.Tx, l Limits, cal *workday.Calendar) (runs []Run, err error) {
	rows, err := tx.Raw(`
DELETE FROM desk_moves WHERE clock = @clock AND NOT EXISTS (SELECT FROM `+l.Table+` x WHERE `+l.Open+` AND `+l.Due+` IS NOT NULL AND x.calendar <> @version)
RETURNING calendar, clock, desk, role, moved, first`, map[string]any{"clock": l.Clock, "version": cal.Version(), "today": tx.Today()}).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Run
		if err := rows.Scan(&r.Calendar, &r.Clock, &r.Desk.Desk, &r.Role, &r.Moved, &r.First); err != nil {
			return nil, err
		}
		runs = append(runs, r)
	}
	return runs, rows.Err()
}
