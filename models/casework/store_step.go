package casework

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// step is the row of a step.
type step struct {
	ID       uuid.UUID
	CaseID   uuid.UUID
	Desk     string
	Stage    procedure.Stage
	State    string
	Lease    Lease
	Holder   string // name
	Note     string
	NoteBy   string
	Returned []string
	Barred   []string
	OpenedAt time.Time
	Place
}

const stepColumns = `s.id, s.case_id, s.desk, s.stage, s.state, s.holder, s.holder_officer, s.holder_name, s.fence, s.expires_at, s.cap_at, s.input_at,
	s.note, s.note_by, to_json(s.returned_by), to_json(s.barred), s.finish_by, s.do_by, s.class, s.turn, s.received_at, s.number, s.opened_at`

func scanStep(scan func(...any) error) (*step, error) {
	s := &step{}
	var holder uuid.NullUUID
	var expires, limit, input sql.NullTime
	var returned, barred []byte
	err := scan(&s.ID, &s.CaseID, &s.Desk, &s.Stage, &s.State, &holder, &s.Lease.Officer, &s.Holder, &s.Lease.Fence, &expires, &limit, &input,
		&s.Note, &s.NoteBy, &returned, &barred, &s.FinishBy, &s.DoBy, &s.Class, &s.Turn, &s.ReceivedAt, &s.Number, &s.OpenedAt)
	if err != nil {
		return nil, err
	}
	s.Lease.Account, s.ReceivedAt = holder.UUID, local(s.ReceivedAt)
	s.Lease.ExpiresAt, s.Lease.CapAt, s.Lease.LastInput = local(expires.Time), local(limit.Time), local(input.Time)
	return s, errors.Join(json.Unmarshal(returned, &s.Returned), json.Unmarshal(barred, &s.Barred))
}

// barred tells whether four-eyes or recusal keeps an officer away.
func (s *step) barred(officer string) bool { return slices.Contains(s.Barred, officer) }

func (s *step) claim() Claim {
	c := Claim{CaseID: s.CaseID, StepID: s.ID, Desk: s.Desk, Stage: s.Stage, Code: s.Number, Fence: s.Lease.Fence, ExpiresAt: s.Lease.ExpiresAt, Why: s.Place}
	if s.Note != "" {
		c.Draft, c.DraftBy = s.Note, s.NoteBy
	}
	return c
}

// insertStep opens work. Its turn counts the open steps of the same party that wait in this queue for the same day (domain.md 3.7).
func insertStep(tx *db.Tx, r *record, desk string, o procedure.StepOrder, barred []string) error {
	turn, err := nextTurn(tx, r, desk, o.Stage, o.DoBy)
	if err != nil {
		return err
	}
	queueChanged(tx, desk)
	return tx.Exec(`
INSERT INTO steps (id, case_id, desk, stage, state, finish_by, do_by, class, turn, received_at, number, party, barred, opened_at)
VALUES (?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?::text[], ?)`,
		uuid.Must(uuid.NewV7()), r.ID, desk, o.Stage, o.FinishBy, o.DoBy, class(o), turn, r.Law.ReceivedAt, r.Number, partyOf(r), texts(barred), tx.Now).Error
}

// class is U for what was admitted to the expedited queue, else O.
func class(o procedure.StepOrder) Class {
	if o.Urgent {
		return Expedited
	}
	return Ordinary
}

// reorderStep gives the open step new dates and class after a clock, the calendar, the journey or the admission changed. A new day is a new
// turn; an old one keeps its own. On a two-person shift it is free again for who did an earlier step and may do this one too.
func reorderStep(tx *db.Tx, r *record, desk string, o procedure.StepOrder) error {
	turn, err := nextTurn(tx, r, desk, o.Stage, o.DoBy)
	if err != nil {
		return err
	}
	queueChanged(tx, desk)
	var freed texts
	if barred := r.Law.BarredAt(o.Stage); r.Law.TwoPersonShift {
		for _, h := range r.Law.Hands {
			if !slices.Contains(barred, h.Officer) {
				freed = append(freed, h.Officer)
			}
		}
	}
	return tx.Exec(`
UPDATE steps SET finish_by = ?, turn = CASE WHEN do_by IS DISTINCT FROM ?::date THEN ? ELSE turn END, do_by = ?, class = ?,
       barred = ARRAY(SELECT b FROM unnest(barred) b WHERE b <> ALL(?::text[]))
 WHERE case_id = ? AND state <> 'DONE'`, o.FinishBy, o.DoBy, turn, o.DoBy, class(o), freed, r.ID).Error
}

// closeSteps ends the open step of a case whoever holds it: time or the applicant has moved the case.
func closeSteps(tx *db.Tx, caseID uuid.UUID) error {
	done, err := selectSteps(tx, `s.case_id = ? AND s.state <> 'DONE'`, caseID)
	if err != nil {
		return err
	}
	for _, s := range done {
		s.changed(tx)
	}
	return tx.Exec(`
WITH done AS (UPDATE steps SET state = 'DONE', slot = NULL, closed_at = ? WHERE case_id = ? AND state <> 'DONE' RETURNING id, fence)
UPDATE claims SET ended_at = ?, ended = 'settled' FROM done WHERE claims.step_id = done.id AND claims.fence = done.fence AND claims.ended_at IS NULL`,
		tx.Now, caseID, tx.Now).Error
}

// closeHeld ends a step by its holder's decision; LEASE_LOST when he does not hold it any more.
func closeHeld(tx *db.Tx, id, account uuid.UUID, fence int64) error {
	var closed int
	err := tx.Raw(`
WITH done AS (UPDATE steps SET state = 'DONE', slot = NULL, closed_at = ?
               WHERE id = ? AND state = 'CLAIMED' AND holder = ? AND fence = ? AND expires_at > ? RETURNING id, fence),
     told AS (UPDATE claims SET ended_at = ?, ended = 'done' FROM done WHERE claims.step_id = done.id AND claims.fence = done.fence)
SELECT count(*) FROM done`, tx.Now, id, account, fence, tx.Now, tx.Now).Row().Scan(&closed)
	if err == nil && closed != 1 {
		return leaseLost()
	}
	return err
}

func leaseLost() error { return fault.New(fault.Conflict, "LEASE_LOST") }

// requeueExpired puts steps back whose lease has run out, at their original place: those of a queue, of an officer, or all (desk "").
func requeueExpired(tx *db.Tx, desk string, stage procedure.Stage, officer string) error {
	return tx.Exec(`
WITH lapsed AS (SELECT id FROM steps WHERE state = 'CLAIMED' AND expires_at <= ? AND (? = '' OR desk = ? AND stage = ? OR holder_officer = ?)
                  FOR UPDATE SKIP LOCKED),
     back AS (UPDATE steps SET state = 'QUEUED', slot = NULL, holder = NULL, holder_officer = '', holder_name = '',
                     note_by = CASE WHEN note = '' THEN '' ELSE holder_name || ' ' || holder_officer END
                FROM lapsed WHERE steps.id = lapsed.id RETURNING steps.id, steps.fence)
UPDATE claims SET ended_at = ?, ended = 'expired' FROM back WHERE claims.step_id = back.id AND claims.fence = back.fence`,
		tx.Now, desk, desk, stage, officer, tx.Now).Error
}

// claimNext gives the first step of a queue that nobody else is taking at this moment, in one statement. The officer's free slot is part of
// it, so that he never holds more than MaxClaims. nil without a step or without a slot. It reads from the queue's head on, and from the
// very beginning when nothing is found there: steps without a day stand last and behind no head.
func claimNext(tx *db.Tx, desk string, stage procedure.Stage, l Lease, name string) (s *step, err error) {
	for _, from := range []string{fromHead, ""} {
		s, err = scanStep(tx.Raw(claimFirst(from), claimArgs(tx, desk, stage, l, name)).Row().Scan)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err == nil {
			s.changed(tx)
		}
		return s, err
	}
	return nil, nil
}

func claimFirst(from string) string {
	return `
WITH free AS (SELECT min(n) AS slot FROM generate_series(1, @most) n
               WHERE NOT EXISTS (SELECT FROM steps h WHERE h.holder_officer = @officer AND h.state = 'CLAIMED' AND h.slot = n)),
     s AS (UPDATE steps SET state = 'CLAIMED', slot = free.slot, holder = @account, holder_officer = @officer, holder_name = @name, fence = fence + 1,
                  claimed_at = @now, expires_at = @expires, cap_at = @cap, input_at = @input
             FROM free
            WHERE free.slot IS NOT NULL AND steps.id = (
                  SELECT q.id FROM steps q WHERE q.desk = @desk AND q.stage = @stage AND q.state = 'QUEUED' AND NOT (@officer = ANY(q.barred))` + from + `
                   ORDER BY q.do_by, q.class, q.turn, q.received_at, q.number LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING steps.*),
     told AS (INSERT INTO claims (step_id, fence, account, officer, at, why)
              SELECT id, fence, holder, holder_officer, claimed_at,
                     jsonb_build_object('do_by', do_by, 'class', class, 'turn', turn, 'received_at', received_at, 'number', number) FROM s)
SELECT ` + stepColumns + ` FROM s`
}

func claimArgs(tx *db.Tx, desk string, stage procedure.Stage, l Lease, name string) map[string]any {
	return map[string]any{"most": MaxClaims, "officer": l.Officer, "account": l.Account, "name": name, "now": tx.Now, "expires": l.ExpiresAt,
		"cap": l.CapAt, "input": l.LastInput, "desk": desk, "stage": stage}
}

// held counts what an officer holds.
func held(tx *db.Tx, officer string) (n int, err error) {
	err = tx.Raw(`SELECT count(*) FROM steps WHERE holder_officer = ? AND state = 'CLAIMED' AND expires_at > ?`, officer, tx.Now).Row().Scan(&n)
	return n, err
}

func selectStep(tx *db.Tx, id uuid.UUID, lock bool) (*step, error) {
	query := `SELECT ` + stepColumns + ` FROM steps s WHERE s.id = ?`
	if lock {
		query += " FOR UPDATE"
	}
	s, err := scanStep(tx.Raw(query, id).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return s, err
}

// openStep is the step at which a case waits, nil without one.
func openStep(tx *db.Tx, caseID uuid.UUID) (*step, error) {
	s, err := scanStep(tx.Raw(`SELECT `+stepColumns+` FROM steps s WHERE s.case_id = ? AND s.state <> 'DONE'`, caseID).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return s, err
}

// updateLease stores a heartbeat or a note of the holder.
func updateLease(tx *db.Tx, s *step, note *string) error {
	res := tx.Exec(`
UPDATE steps SET expires_at = ?, input_at = ?, note = coalesce(?, note), note_by = CASE WHEN ?::text IS NULL THEN note_by ELSE '' END
 WHERE id = ? AND state = 'CLAIMED' AND holder = ? AND fence = ?`,
		s.Lease.ExpiresAt, s.Lease.LastInput, note, note, s.ID, s.Lease.Account, s.Lease.Fence)
	if res.Error == nil && res.RowsAffected != 1 {
		return leaseLost()
	}
	return res.Error
}

// returnStep puts a held step back at its original place, or out of the queue when it is escalated.
func returnStep(tx *db.Tx, s *step, state string, bar bool, reason ReturnReason, text string) error {
	s.changed(tx)
	return tx.Exec(`
WITH back AS (UPDATE steps SET state = ?, slot = NULL, holder = NULL, returned_by = returned_by || holder_officer,
                     barred = CASE WHEN ? THEN barred || holder_officer ELSE barred END,
                     note_by = CASE WHEN note = '' THEN '' ELSE holder_name || ' ' || holder_officer END, holder_officer = '', holder_name = ''
               WHERE id = ? AND fence = ? RETURNING id, fence)
UPDATE claims SET ended_at = ?, ended = 'returned', reason = ?, text = ? FROM back WHERE claims.step_id = back.id AND claims.fence = back.fence`,
		state, bar, s.ID, s.Lease.Fence, tx.Now, reason, text).Error
}

// releaseStep frees a step for everybody again, by case management.
func releaseStep(tx *db.Tx, s *step, reason string) error {
	s.changed(tx)
	return tx.Exec(`
WITH back AS (UPDATE steps SET state = 'QUEUED', slot = NULL, holder = NULL, returned_by = '{}', holder_officer = '', holder_name = '',
                     note_by = CASE WHEN note = '' OR holder_officer = '' THEN note_by ELSE holder_name || ' ' || holder_officer END
               WHERE id = ? AND state IN ('CLAIMED', 'ESCALATED') RETURNING id, fence)
UPDATE claims SET ended_at = ?, ended = 'released', reason = ? FROM back WHERE claims.step_id = back.id AND claims.fence = back.fence AND claims.ended_at IS NULL`,
		s.ID, tx.Now, reason).Error
}

// heldBy lists an officer's claims, oldest first.
func heldBy(tx *db.Tx, officer string) ([]*step, error) {
	return selectSteps(tx, `s.holder_officer = ? AND s.state = 'CLAIMED' AND s.expires_at > ? ORDER BY s.claimed_at`, officer, tx.Now)
}

func selectSteps(tx *db.Tx, where string, args ...any) ([]*step, error) {
	rows, err := tx.Raw(`SELECT `+stepColumns+` FROM steps s WHERE `+where, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*step
	for rows.Next() {
		s, err := scanStep(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// mostCounted is where the counting of a queue stops.
const mostCounted = 1001

// countQueue counts a queue, at most mostCounted of each, beside those few whose lease ran out: they wait too. Each part names its order, so
// that it is read from an index from one end: without it the planner believes that a scan of the table soon meets enough rows.
func countQueue(tx *db.Tx, q *QueueCount, officer string, today workday.Date) error {
	return tx.Raw(`
SELECT lapsed.n + (SELECT count(*) FROM (SELECT FROM steps WHERE desk = ? AND stage = ? AND state = 'QUEUED' ORDER BY do_by LIMIT ?) a),
       lapsed.due + (SELECT count(*) FROM (SELECT FROM steps WHERE desk = ? AND stage = ? AND state = 'QUEUED' AND do_by <= ? ORDER BY do_by LIMIT ?) b),
       lapsed.overdue +
       (SELECT count(*) FROM (SELECT FROM steps WHERE desk = ? AND stage = ? AND state = 'QUEUED' AND finish_by < ? ORDER BY finish_by LIMIT ?) o),
       (SELECT count(*) FROM steps WHERE desk = ? AND stage = ? AND state = 'CLAIMED' AND holder_officer = ? AND expires_at > ?)
  FROM (SELECT count(*) AS n, count(*) FILTER (WHERE do_by <= ?) AS due, count(*) FILTER (WHERE finish_by < ?) AS overdue
          FROM steps WHERE desk = ? AND stage = ? AND state = 'CLAIMED' AND expires_at <= ?) lapsed`,
		q.Desk, q.Stage, mostCounted, q.Desk, q.Stage, today, mostCounted, q.Desk, q.Stage, today, mostCounted,
		q.Desk, q.Stage, officer, tx.Now, today, today, q.Desk, q.Stage, tx.Now).Row().Scan(&q.Waiting, &q.Due, &q.Overdue, &q.Held)
}
