package calendar

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

type days struct {
	Off  []string `json:"off"`
	Work []string `json:"work"`
}

// lockYears reads the announcements that count and keeps other imports waiting until the end of the transaction.
func lockYears(tx *db.Tx) (map[int]workday.Year, error) {
	if err := tx.Exec(`LOCK TABLE calendar_years IN SHARE ROW EXCLUSIVE MODE`).Error; err != nil {
		return nil, err
	}
	return selectYears(tx)
}

func selectYears(tx *db.Tx) (map[int]workday.Year, error) {
	rows, err := tx.Raw(`SELECT DISTINCT ON (year) year, status, source, days FROM calendar_years ORDER BY year, id DESC`).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	years := map[int]workday.Year{}
	for rows.Next() {
		var y workday.Year
		var raw []byte
		if err := rows.Scan(&y.Year, &y.Status, &y.Source, &raw); err != nil {
			return nil, err
		}
		if y.Off, y.Work, err = listed(raw); err != nil {
			return nil, err
		}
		years[y.Year] = y
	}
	return years, rows.Err()
}

func newestID(tx *db.Tx) (id int64, err error) {
	err = tx.Raw(`SELECT coalesce(max(id), 0) FROM calendar_years`).Row().Scan(&id)
	return id, err
}

func insertYear(tx *db.Tx, y workday.Year, version, by string) error {
	raw, err := json.Marshal(days{y.Off, y.Work})
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO calendar_years (year, status, source, days, version, imported_by, imported_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		y.Year, string(y.Status), y.Source, string(raw), version, by, tx.Now).Error
}

// Move is a due date that a new calendar moved (C-6).
type Move struct {
	CaseID   uuid.UUID // zero when it is about no case
	About    string    // what it is about, where that is no case with a number
	Calendar string    // version of the calendar that moved it
	Clock    string    // K2
	Was, Due workday.Date
}

// KeepMove keeps the old value of a due date beside the new one; a date that stays is no move.
func KeepMove(tx *db.Tx, m Move) error {
	if m.Was == m.Due {
		return nil
	}
	return tx.Exec(`INSERT INTO due_moves (case_id, about, calendar, clock, was, due, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		uuid.NullUUID{UUID: m.CaseID, Valid: m.CaseID != uuid.Nil}, m.About, m.Calendar, m.Clock, m.Was, m.Due, tx.Now).Error
}

// selectVersions are all announcements of a year, newest first.
func selectVersions(tx *db.Tx, year int) ([]Announcement, error) {
	rows, err := tx.Raw(`SELECT id, year, status, source, days, version, imported_by, imported_at FROM calendar_years WHERE year = ? ORDER BY id DESC`,
		year).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Announcement{}
	for rows.Next() {
		var a Announcement
		var raw []byte
		if err := rows.Scan(&a.ID, &a.Year.Year, &a.Status, &a.Source, &raw, &a.Version, &a.ImportedBy, &a.ImportedAt); err != nil {
			return nil, err
		}
		if a.Off, a.Work, err = listed(raw); err != nil {
			return nil, err
		}
		a.ImportedAt, a.Current = a.ImportedAt.In(workday.Zone), len(list) == 0
		list = append(list, a)
	}
	return list, rows.Err()
}

func listed(raw []byte) (off, work []string, err error) {
	var d days
	err = json.Unmarshal(raw, &d)
	return d.Off, d.Work, err
}

func selectNumbers(tx *db.Tx) (years []int, err error) {
	err = tx.Raw(`SELECT DISTINCT year FROM calendar_years ORDER BY year`).Scan(&years).Error
	return years, err
}
