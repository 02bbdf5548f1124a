package appointment

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// lockPerson lets the acts of one person follow each other, so that his limits hold however many requests come at once.
func lockPerson(tx *db.Tx, person uuid.UUID) error {
	return tx.Exec(`SELECT 1 FROM people WHERE id = ? FOR NO KEY UPDATE`, person).Error
}

const bookingQuery = `
SELECT a.id, a.number, a.person_id, a.item_code, a.item_version, a.case_id, a.starts_at, a.ends_at, a.state, a.situations, a.reason, a.moves, a.booked_at,
       w.code AS window_code, w.desk, w.name, w.name_en, w.address, w.address_en, w.phone, w.confirmed,
       p.name AS person_name, p.mobile
  FROM appointments a JOIN windows w ON w.code = a.window_code JOIN people p ON p.id = a.person_id `

// bookingRow is a booking as it is stored, with its window and person.
type bookingRow struct {
	ID, PersonID       uuid.UUID
	Number             string
	ItemCode           string
	ItemVersion        int
	CaseID             uuid.NullUUID
	StartsAt, EndsAt   time.Time
	State              State
	Situations         []byte
	Reason             string
	Moves              int
	BookedAt           time.Time
	WindowCode, Desk   string
	Name, NameEn       string
	Address, AddressEn string
	Phone              string
	Confirmed          bool
	PersonName, Mobile string
}

func (r bookingRow) booking(now time.Time) (Booking, error) {
	b := Booking{ID: r.ID, Number: r.Number, PersonID: r.PersonID, Item: r.ItemCode, ItemVersion: r.ItemVersion, CaseID: r.CaseID.UUID,
		Start: r.StartsAt.In(workday.Zone), End: r.EndsAt.In(workday.Zone), State: r.State, Reason: r.Reason, Moves: r.Moves,
		BookedAt:   r.BookedAt.In(workday.Zone),
		Changeable: r.State == Booked && r.StartsAt.After(now),
		Window: Place{Code: r.WindowCode, Desk: r.Desk, Name: form.Text{Zh: r.Name, En: r.NameEn},
			Address: form.Text{Zh: r.Address, En: r.AddressEn}, Phone: r.Phone, Confirmed: r.Confirmed}}
	return b, json.Unmarshal(r.Situations, &b.Situations)
}

func bookings(tx *db.Tx, rows []bookingRow) ([]Booking, error) {
	list := make([]Booking, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.booking(tx.Now); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func selectBookings(tx *db.Tx, where string, args ...any) ([]Booking, error) {
	var rows []bookingRow
	if err := tx.Raw(bookingQuery+where, args...).Scan(&rows).Error; err != nil {
		return nil, err
	}
	return bookings(tx, rows)
}

// selectOwn reads a booking of a person, locked when it is to be changed.
func selectOwn(tx *db.Tx, person, id uuid.UUID, lock bool) (Booking, error) {
	where := `WHERE a.id = ? AND a.person_id = ?`
	if lock {
		where += ` FOR UPDATE OF a`
	}
	return only(selectBookings(tx, where, id, person))
}

// selectForWindow reads a booking whoever made it, for officers.
func selectForWindow(tx *db.Tx, id uuid.UUID) (Booking, error) {
	return only(selectBookings(tx, `WHERE a.id = ? FOR UPDATE OF a`, id))
}

func only(list []Booking, err error) (Booking, error) {
	if err == nil && len(list) != 1 {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return Booking{}, err
	}
	return list[0], nil
}

// selectMine lists a person's bookings: those to come first, the next one on top, then the newest of the past.
func selectMine(tx *db.Tx, person uuid.UUID, limit int) ([]Booking, error) {
	return selectBookings(tx, `
 WHERE a.person_id = @person
 ORDER BY (a.state IN ('BOOKED', 'ARRIVED') AND a.ends_at > @now) DESC,
          CASE WHEN a.state IN ('BOOKED', 'ARRIVED') AND a.ends_at > @now THEN a.starts_at END, a.starts_at DESC, a.id LIMIT @limit`,
		map[string]any{"person": person, "now": tx.Now, "limit": limit})
}

func selectOfCase(tx *db.Tx, caseID uuid.UUID) ([]Booking, error) {
	return selectBookings(tx, `WHERE a.case_id = ? AND a.state IN ('BOOKED', 'ARRIVED') AND a.ends_at > ?`, caseID, tx.Now)
}

func insertBooking(tx *db.Tx, b Booking) error {
	situations, err := json.Marshal(b.Situations)
	if err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO appointments (id, number, person_id, item_code, item_version, case_id, window_code, starts_at, ends_at, state, situations, booked_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.ID, b.Number, b.PersonID, b.Item, b.ItemVersion, uuid.NullUUID{UUID: b.CaseID, Valid: b.CaseID != uuid.Nil},
		b.Window.Code, b.Start, b.End, b.State, string(situations), tx.Now).Error
}

func updatePlace(tx *db.Tx, id uuid.UUID, code string, slot Slot) error {
	return tx.Exec(`
UPDATE appointments SET window_code = ?, starts_at = ?, ends_at = ?, moves = moves + 1, booked_at = ?, reminded_for = NULL WHERE id = ?`,
		code, slot.Start, slot.End, tx.Now, id).Error
}

// updateState changes the state of a booking that is still in the one that was read.
func updateState(tx *db.Tx, b Booking, to State, reason string) error {
	var ended *time.Time
	if !to.Open() {
		ended = &tx.Now
	}
	res := tx.Exec(`UPDATE appointments SET state = ?, reason = ?, ended_at = ? WHERE id = ? AND state = ?`, to, reason, ended, b.ID, b.State)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Conflict, "APPOINTMENT_CLOSED")
	}
	return res.Error
}

// passOld ends the bookings of a day that has gone by without a mark: of one person, or of everybody (uuid.Nil), at most limit.
func passOld(tx *db.Tx, person uuid.UUID, limit int) (int64, error) {
	res := tx.Exec(`
UPDATE appointments SET state = CASE state WHEN 'ARRIVED' THEN 'SERVED' ELSE 'PASSED' END, ended_at = @now
 WHERE id IN (SELECT id FROM appointments
               WHERE state IN ('BOOKED', 'ARRIVED') AND starts_at < @today AND (CAST(@everybody AS boolean) OR person_id = @person)
               ORDER BY starts_at LIMIT @limit)`,
		map[string]any{"now": tx.Now, "today": tx.Today().Start(), "person": person, "everybody": person == uuid.Nil, "limit": limit})
	return res.RowsAffected, res.Error
}

// record is what a person has booked, given back and missed.
type record struct {
	Open          int
	Same          int // open ones for the same thing
	Cancelled     int
	Missed        int
	OldestCancel  *time.Time
	OldestMissing *time.Time
}

func selectRecord(tx *db.Tx, person uuid.UUID, item string, caseID uuid.UUID) (r record, err error) {
	err = tx.Raw(`
SELECT count(*) FILTER (WHERE state IN ('BOOKED', 'ARRIVED')) AS open,
       count(*) FILTER (WHERE state IN ('BOOKED', 'ARRIVED') AND item_code = @item AND case_id IS NOT DISTINCT FROM @case) AS same,
       count(*) FILTER (WHERE state = 'CANCELLED' AND ended_at > @cancel) AS cancelled,
       count(*) FILTER (WHERE state = 'MISSED' AND starts_at > @miss) AS missed,
       min(ended_at) FILTER (WHERE state = 'CANCELLED' AND ended_at > @cancel) AS oldest_cancel,
       min(starts_at) FILTER (WHERE state = 'MISSED' AND starts_at > @miss) AS oldest_missing
  FROM appointments WHERE person_id = @person`,
		map[string]any{"person": person, "item": item, "case": uuid.NullUUID{UUID: caseID, Valid: caseID != uuid.Nil},
			"cancel": tx.Now.AddDate(0, 0, -cancelDays), "miss": tx.Now.AddDate(0, 0, -missDays)}).Scan(&r).Error
	return r, err
}

func insertEvent(tx *db.Tx, id uuid.UUID, actor, act string, detail any) error {
	raw, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO appointment_events (appointment_id, at, actor, act, detail) VALUES (?, ?, ?, ?, ?)`, id, tx.Now, actor, act, string(raw)).Error
}

// selectDay lists everybody of a window's day, by time.
func selectDay(tx *db.Tx, code string, day workday.Date) ([]Visitor, error) {
	var rows []bookingRow
	err := tx.Raw(bookingQuery+`WHERE a.window_code = ? AND a.starts_at >= ? AND a.starts_at < ? ORDER BY a.starts_at, a.booked_at, a.id`,
		code, day.Start(), day.End()).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	list := make([]Visitor, len(rows))
	for i, r := range rows {
		list[i].Name, list[i].Mobile = r.PersonName, r.Mobile
		if list[i].Booking, err = r.booking(tx.Now); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// selectExpected locks the open bookings of a window's day.
func selectExpected(tx *db.Tx, code string, day workday.Date) ([]Booking, error) {
	return selectBookings(tx, `WHERE a.window_code = ? AND a.starts_at >= ? AND a.starts_at < ? AND a.state IN ('BOOKED', 'ARRIVED') ORDER BY a.starts_at, a.id FOR UPDATE OF a`,
		code, day.Start(), day.End())
}

// selectToRemind locks bookings that nobody was reminded of, from a day on, nearest first.
func selectToRemind(tx *db.Tx, from, to workday.Date, limit int) ([]Booking, error) {
	return selectBookings(tx, `
 WHERE a.state = 'BOOKED' AND a.starts_at >= ? AND a.starts_at < ? AND a.reminded_for IS NULL AND a.booked_at < ?
 ORDER BY a.starts_at, a.id LIMIT ? FOR UPDATE OF a SKIP LOCKED`, from.Start(), to.End(), tx.Today().Start(), limit)
}

func markReminded(tx *db.Tx, b Booking) error {
	return tx.Exec(`UPDATE appointments SET reminded_for = ? WHERE id = ?`, b.Start, b.ID).Error
}

// selectClash tells whether a person is expected somewhere during a slot.
func selectClash(tx *db.Tx, person, except uuid.UUID, slot Slot) (clash bool, err error) {
	err = tx.Raw(`
SELECT EXISTS (SELECT 1 FROM appointments
                WHERE person_id = ? AND id <> ? AND state IN ('BOOKED', 'ARRIVED') AND starts_at < ? AND ends_at > ?)`,
		person, except, slot.End, slot.Start).Scan(&clash).Error
	return clash, err
}
