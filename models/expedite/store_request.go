package expedite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// RequestState is how far a request is.
type RequestState string

// States of a request; once handed in its cases have states of their own.
const (
	Open      RequestState = "DRAFT"
	Submitted RequestState = "SUBMITTED"
)

// Request is one request as it is stored, with its travellers and papers.
type Request struct {
	ID          uuid.UUID
	Number      string
	Enterprise  uuid.UUID // zero: a person for himself
	PersonID    uuid.UUID
	UnitArea    string
	State       RequestState
	Trip        Trip // with its papers
	Version     int
	CreatedAt   time.Time
	SubmittedAt time.Time
	Travellers  []Traveller
	Files       []PaperFile
}

// Traveller is a person of a request and his case.
type Traveller struct {
	Person
	CaseID uuid.UUID       // zero before, and while he waits for a seat
	Number string          // of the case
	State  procedure.State // of the case
	Urgent bool            // in the expedited queue

	OfferUntil workday.Date // last day on which a seat is kept for him while he waits
}

// Offered tells whether a seat is kept for him, so that his case can be handed in.
func (t Traveller) Offered(today workday.Date) bool {
	return t.CaseID == uuid.Nil && !t.OfferUntil.IsZero() && !t.OfferUntil.Before(today)
}

// PaperFile is a paper with its file.
type PaperFile struct {
	ID uuid.UUID
	Paper
	Material uuid.UUID // zero without a file
	Name     string
}

// RequestRow is a request in a list.
type RequestRow struct {
	ID           uuid.UUID
	Number       string
	State        RequestState
	Destinations []Destination
	Reason       Reason
	Departure    workday.Date
	Persons      int
	Decided      int
	Undecided    int // cases in which something may still be decided; who waits for a seat has none
	CreatedAt    time.Time
}

// requestFor reads a request that the actor may see: his enterprise's, or his own. NOT_FOUND otherwise.
func requestFor(tx *db.Tx, actor account.Actor, id uuid.UUID, lock bool) (*Request, error) {
	r, err := requestOf(tx, id, lock)
	if err != nil {
		return nil, err
	}
	if r.Enterprise == uuid.Nil && r.PersonID == actor.PersonID && actor.IsPerson() {
		return r, nil
	}
	for _, m := range actor.Enterprises {
		if m.ID == r.Enterprise && r.Enterprise != uuid.Nil && m.Covers(r.Trip.item()) {
			return r, nil
		}
	}
	return nil, fault.New(fault.NotFound, "NOT_FOUND")
}

func requestOf(tx *db.Tx, id uuid.UUID, lock bool) (*Request, error) {
	query := `SELECT number, enterprise_id, person_id, unit_area, state, trip, version, created_at, submitted_at FROM business_requests WHERE id = ?`
	if lock {
		query += " FOR UPDATE"
	}
	r := &Request{ID: id}
	var enterprise uuid.NullUUID
	var raw []byte
	var submitted sql.NullTime
	err := tx.Raw(query, id).Row().Scan(&r.Number, &enterprise, &r.PersonID, &r.UnitArea, &r.State, &raw, &r.Version, &r.CreatedAt, &submitted)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return nil, err
	}
	r.Enterprise, r.CreatedAt, r.SubmittedAt = enterprise.UUID, local(r.CreatedAt), local(submitted.Time)
	if err := json.Unmarshal(raw, &r.Trip); err != nil {
		return nil, err
	}
	if r.Travellers, err = travellersOf(tx, id); err != nil {
		return nil, err
	}
	r.Files, err = papersOf(tx, id)
	r.Trip.Papers = nil
	for _, f := range r.Files {
		r.Trip.Papers = append(r.Trip.Papers, f.Paper)
	}
	return r, err
}

func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(workday.Zone)
}

func travellersOf(tx *db.Tx, id uuid.UUID) ([]Traveller, error) {
	rows, err := tx.Raw(`
SELECT t.person, t.case_id, coalesce(c.number, ''), coalesce(c.state, ''), coalesce((c.law->>'urgent')::boolean, false), t.offer_until
  FROM business_travellers t LEFT JOIN cases c ON c.id = t.case_id WHERE t.request_id = ? ORDER BY t.rank`, id).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Traveller
	for rows.Next() {
		var t Traveller
		var raw []byte
		var caseID uuid.NullUUID
		if err := rows.Scan(&raw, &caseID, &t.Number, &t.State, &t.Urgent, &t.OfferUntil); err != nil {
			return nil, err
		}
		t.CaseID = caseID.UUID
		if err := json.Unmarshal(raw, &t.Person); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, rows.Err()
}

func papersOf(tx *db.Tx, id uuid.UUID) ([]PaperFile, error) {
	rows, err := tx.Raw(`SELECT id, kind, dated, chinese, id_number, material_id, name FROM business_papers WHERE request_id = ? ORDER BY id`, id).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []PaperFile
	for rows.Next() {
		var p PaperFile
		var file uuid.NullUUID
		if err := rows.Scan(&p.ID, &p.Kind, &p.Dated, &p.Chinese, &p.Of, &file, &p.Name); err != nil {
			return nil, err
		}
		p.Material = file.UUID
		list = append(list, p)
	}
	return list, rows.Err()
}

func insertRequest(tx *db.Tx, r *Request) error {
	raw, err := r.Trip.stored()
	if err != nil {
		return err
	}
	r.changed(tx)
	return tx.Exec(`
INSERT INTO business_requests (id, number, enterprise_id, person_id, unit_code, unit_name, unit_area, state, trip, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Number, uuid.NullUUID{UUID: r.Enterprise, Valid: r.Enterprise != uuid.Nil}, r.PersonID, r.Trip.UnitCode, r.Trip.UnitName, r.UnitArea, r.State,
		raw, tx.Now).Error
}

// changed tells open pages of who asked.
func (r *Request) changed(tx *db.Tx) {
	tx.Changed(live.Person(r.PersonID))
	if r.Trip.UnitCode != "" {
		tx.Changed(live.Unit(r.Trip.UnitCode))
	}
}

// stored is the trip without its papers, which have rows of their own.
func (t Trip) stored() (string, error) {
	t.Papers = nil
	raw, err := json.Marshal(t)
	return string(raw), err
}

// updateRequest writes a request if nobody changed it since it was read: STALE_VERSION otherwise.
func updateRequest(tx *db.Tx, r *Request) error {
	raw, err := r.Trip.stored()
	if err != nil {
		return err
	}
	r.changed(tx)
	var submitted any
	if !r.SubmittedAt.IsZero() {
		submitted = r.SubmittedAt
	}
	res := tx.Exec(`
UPDATE business_requests SET trip = ?, unit_code = ?, unit_name = ?, unit_area = ?, state = ?, submitted_at = ?, version = version + 1
 WHERE id = ? AND version = ?`, raw, r.Trip.UnitCode, r.Trip.UnitName, r.UnitArea, r.State, submitted, r.ID, r.Version)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Stale, "STALE_VERSION")
	}
	return res.Error
}

// replaceTravellers writes the persons of a request that is still open, in their ranking.
func replaceTravellers(tx *db.Tx, id uuid.UUID, persons []Person) error {
	if err := tx.Exec(`DELETE FROM business_travellers WHERE request_id = ? AND case_id IS NULL`, id).Error; err != nil {
		return err
	}
	for i, p := range persons {
		raw, err := json.Marshal(p)
		if err != nil {
			return err
		}
		err = tx.Exec(`INSERT INTO business_travellers (id, request_id, rank, person, id_number, type) VALUES (?, ?, ?, ?, ?, ?)`,
			uuid.Must(uuid.NewV7()), id, i+1, string(raw), p.IDNumber, p.Type).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func fileTraveller(tx *db.Tx, request uuid.UUID, rank int, p Person, caseID uuid.UUID) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	res := tx.Exec(`UPDATE business_travellers SET case_id = ?, person = ?, type = ? WHERE request_id = ? AND rank = ? AND case_id IS NULL`,
		caseID, string(raw), p.Type, request, rank)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.Stale, "STALE_VERSION")
	}
	return res.Error
}

func insertPaper(tx *db.Tx, request uuid.UUID, p PaperFile) error {
	return tx.Exec(`INSERT INTO business_papers (id, request_id, kind, dated, chinese, id_number, material_id, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, request, p.Kind, p.Dated, p.Chinese, p.Of, uuid.NullUUID{UUID: p.Material, Valid: p.Material != uuid.Nil}, p.Name).Error
}

func deletePaper(tx *db.Tx, request, id uuid.UUID) error {
	return tx.Exec(`DELETE FROM business_papers WHERE request_id = ? AND id = ?`, request, id).Error
}

// undecided are states of cases in which something may still be decided, as SQL.
const undecided = `('RECEIVED', 'CORRECTION', 'ACCEPTED', 'REVIEW', 'DECISION', 'FORWARDED', 'ENTERED')`

// requestsOf lists an enterprise's requests, newest first.
func requestsOf(tx *db.Tx, enterprise uuid.UUID) ([]RequestRow, error) {
	return requestRows(tx, `r.enterprise_id = ?`, enterprise)
}

func requestRows(tx *db.Tx, where string, args ...any) ([]RequestRow, error) {
	rows, err := tx.Raw(`
SELECT r.id, r.number, r.state, r.trip, r.created_at, count(t.id), count(c.id) FILTER (WHERE c.state NOT IN `+undecided+`),
       count(c.id) FILTER (WHERE c.state IN `+undecided+`)
  FROM business_requests r LEFT JOIN business_travellers t ON t.request_id = r.id LEFT JOIN cases c ON c.id = t.case_id
 WHERE `+where+` GROUP BY r.id ORDER BY r.id DESC LIMIT 50`, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []RequestRow{}
	for rows.Next() {
		var r RequestRow
		var raw []byte
		var t Trip
		if err := rows.Scan(&r.ID, &r.Number, &r.State, &raw, &r.CreatedAt, &r.Persons, &r.Decided, &r.Undecided); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, err
		}
		r.Destinations, r.Reason, r.Departure, r.CreatedAt = t.Destinations, t.Reason, t.Departure, local(r.CreatedAt)
		list = append(list, r)
	}
	return list, rows.Err()
}

// openBatch is the number of another request of the enterprise to one of the destinations that is still being handled, "" for none.
func openBatch(tx *db.Tx, r *Request) (number string, err error) {
	list, err := requestRows(tx, `r.enterprise_id = ? AND r.state = 'SUBMITTED' AND r.id <> ?`, r.Enterprise, r.ID)
	for _, other := range list {
		if other.Undecided == 0 {
			continue
		}
		for _, d := range other.Destinations {
			for _, mine := range r.Trip.Destinations {
				if d == mine && number == "" {
					number = other.Number
				}
			}
		}
	}
	return number, err
}

// equalCase is the number of an open case of the same person, destination and type, "" for none.
func equalCase(tx *db.Tx, but uuid.UUID, p Person, destinations []Destination) (number string, err error) {
	raw, err := json.Marshal(destinations)
	if err != nil {
		return "", err
	}
	err = tx.Raw(`
SELECT coalesce(min(c.number), '') FROM business_travellers t
  JOIN business_requests r ON r.id = t.request_id
  JOIN cases c ON c.id = t.case_id AND c.state IN `+undecided+`
 WHERE t.id_number = ? AND t.type = ? AND c.id <> ?
   AND EXISTS (SELECT FROM jsonb_array_elements_text(r.trip->'destinations') a JOIN jsonb_array_elements_text(?::jsonb) b ON a = b)`,
		p.IDNumber, p.Type, but, string(raw)).Row().Scan(&number)
	return number, err
}
