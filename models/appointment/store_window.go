package appointment

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const windowColumns = `code, desk, area, name, name_en, address, address_en, phone, confirmed, trades, slot_minutes, week, version`

// windowRow is a window as it is stored.
type windowRow struct {
	Code, Desk, Area     string
	Name, NameEn         string
	Address, AddressEn   string
	Phone                string
	Confirmed            bool
	Trades, Week         []byte
	SlotMinutes, Version int
}

func (r windowRow) window() (Window, error) {
	w := Window{Code: r.Code, Desk: r.Desk, Area: r.Area, Name: form.Text{Zh: r.Name, En: r.NameEn}, Address: form.Text{Zh: r.Address, En: r.AddressEn},
		Phone: r.Phone, Confirmed: r.Confirmed, SlotMinutes: r.SlotMinutes, Version: r.Version}
	return w, errors.Join(json.Unmarshal(r.Trades, &w.Trades), json.Unmarshal(r.Week, &w.Week))
}

func selectWindows(tx *db.Tx) ([]Window, error) {
	var rows []windowRow
	if err := tx.Raw(`SELECT ` + windowColumns + ` FROM windows ORDER BY place`).Scan(&rows).Error; err != nil {
		return nil, err
	}
	list := make([]Window, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.window(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Locks of a window: those who book share it, who changes its hours has it alone.
const (
	toBook   = ` FOR SHARE`
	toChange = ` FOR UPDATE`
)

func selectWindow(tx *db.Tx, code, lock string) (Window, error) {
	var row windowRow
	res := tx.Raw(`SELECT `+windowColumns+` FROM windows WHERE code = ?`+lock, code).Scan(&row)
	if res.Error != nil {
		return Window{}, res.Error
	}
	if res.RowsAffected != 1 {
		return Window{}, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return row.window()
}

// selectExceptions reads the days with other hours, by window and day.
func selectExceptions(tx *db.Tx, codes []string, from, to workday.Date) (map[string]map[workday.Date]Exception, error) {
	var rows []struct {
		WindowCode string
		Day        workday.Date
		Spans      []byte
		Note       string
		SetBy      string
	}
	err := tx.Raw(`SELECT window_code, day, spans, note, set_by FROM window_days WHERE window_code IN ? AND day BETWEEN ? AND ?`, codes, from, to).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	found := map[string]map[workday.Date]Exception{}
	for _, r := range rows {
		e := Exception{Day: r.Day, Note: r.Note, SetBy: r.SetBy}
		if err := json.Unmarshal(r.Spans, &e.Spans); err != nil {
			return nil, err
		}
		if found[r.WindowCode] == nil {
			found[r.WindowCode] = map[workday.Date]Exception{}
		}
		found[r.WindowCode][r.Day] = e
	}
	return found, nil
}

// selectBooked reads how many seats are taken, by window and the second at which a slot starts.
func selectBooked(tx *db.Tx, codes []string, from, to workday.Date) (map[string]map[int64]int, error) {
	var rows []struct {
		WindowCode string
		StartsAt   time.Time
		Booked     int
	}
	err := tx.Raw(`SELECT window_code, starts_at, booked FROM appointment_slots WHERE window_code IN ? AND starts_at >= ? AND starts_at < ?`,
		codes, from.Start(), to.End()).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	booked := map[string]map[int64]int{}
	for _, r := range rows {
		if booked[r.WindowCode] == nil {
			booked[r.WindowCode] = map[int64]int{}
		}
		booked[r.WindowCode][r.StartsAt.Unix()] = r.Booked
	}
	return booked, nil
}

// takeSeat takes one seat of a slot, or reports false when none is left: one statement, so that a slot is never oversold however many come
// at once.
func takeSeat(tx *db.Tx, code string, slot Slot) (bool, error) {
	res := tx.Exec(`
INSERT INTO appointment_slots AS s (window_code, starts_at, booked, capacity) VALUES (?, ?, 1, ?)
ON CONFLICT (window_code, starts_at) DO UPDATE SET booked = s.booked + 1, capacity = excluded.capacity WHERE s.booked < excluded.capacity`,
		code, slot.Start, slot.Capacity)
	return res.RowsAffected == 1, res.Error
}

// freeSeat gives a seat back.
func freeSeat(tx *db.Tx, code string, start time.Time) error {
	res := tx.Exec(`UPDATE appointment_slots SET booked = booked - 1 WHERE window_code = ? AND starts_at = ? AND booked > 0`, code, start)
	if res.Error == nil && res.RowsAffected != 1 {
		return errors.New("appointment: a seat was given back that nobody had taken")
	}
	return res.Error
}

func updateHours(tx *db.Tx, w Window) error {
	week, err := json.Marshal(w.Week)
	if err != nil {
		return err
	}
	return tx.Exec(`
UPDATE windows SET address = ?, address_en = ?, phone = ?, confirmed = ?, slot_minutes = ?, week = ?, version = version + 1 WHERE code = ?`,
		w.Address.Zh, w.Address.En, w.Phone, w.Confirmed, w.SlotMinutes, string(week), w.Code).Error
}

func upsertException(tx *db.Tx, code string, e Exception) error {
	spans, err := json.Marshal(e.Spans)
	if err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO window_days (window_code, day, spans, note, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (window_code, day) DO UPDATE SET spans = excluded.spans, note = excluded.note, set_by = excluded.set_by, set_at = excluded.set_at`,
		code, e.Day, string(spans), e.Note, e.SetBy, tx.Now).Error
}

func deleteException(tx *db.Tx, code string, day workday.Date) (bool, error) {
	res := tx.Exec(`DELETE FROM window_days WHERE window_code = ? AND day = ?`, code, day)
	return res.RowsAffected == 1, res.Error
}

func addWalkIn(tx *db.Tx, code string, day workday.Date) (n int, err error) {
	err = tx.Raw(`
INSERT INTO window_walk_ins AS w (window_code, day, n) VALUES (?, ?, 1) ON CONFLICT (window_code, day) DO UPDATE SET n = w.n + 1 RETURNING n`,
		code, day).Scan(&n).Error
	return n, err
}

func selectWalkIns(tx *db.Tx, code string, day workday.Date) (n int, err error) {
	err = tx.Raw(`SELECT COALESCE((SELECT n FROM window_walk_ins WHERE window_code = ? AND day = ?), 0)`, code, day).Scan(&n).Error
	return n, err
}

// insertChange keeps who changed a window, when and how.
func insertChange(tx *db.Tx, code, officer, act string, detail any) error {
	raw, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO window_changes (window_code, at, officer, act, detail) VALUES (?, ?, ?, ?, ?)`, code, tx.Now, officer, act, string(raw)).Error
}
