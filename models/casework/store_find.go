package casework

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// queueFound searches one queue, in working order.
func (s *Service) queueFound(ctx context.Context, tx *db.Tx, desk string, stage procedure.Stage, text string, limit int) ([]QueueRow, error) {
	rows, err := tx.Raw(`
SELECT s.id, s.case_id, s.finish_by, s.do_by, s.class, s.turn, s.received_at, s.number, c.item_code, c.item_version, c.procedure, `+partyNames+`, coalesce(`+firmDay+`, false)
  FROM steps s JOIN cases c ON c.id = s.case_id JOIN people p ON p.id = c.person_id
 WHERE s.desk = ? AND s.stage = ? AND s.state = 'QUEUED' AND (s.number LIKE upper(?) OR coalesce(NULLIF(c.concerned_name, ''), p.name) LIKE ? OR c.unit_name LIKE ?)
 ORDER BY s.do_by, s.class, s.turn, s.received_at, s.number LIMIT ?`,
		desk, stage, "%"+like(text)+"%", like(text)+"%", "%"+like(text)+"%", limit).Rows()
	if err != nil {
		return nil, err
	}
	return s.scanQueue(ctx, tx, rows)
}

// pickStep claims one certain step if it waits and the officer has a free slot and is not barred; nil otherwise.
func pickStep(tx *db.Tx, id uuid.UUID, l Lease, name, reason string) (*step, error) {
	s, err := scanStep(tx.Raw(`
WITH free AS (SELECT min(n) AS slot FROM generate_series(1, ?) n
               WHERE NOT EXISTS (SELECT FROM steps h WHERE h.holder_officer = ? AND h.state = 'CLAIMED' AND h.slot = n)),
     s AS (UPDATE steps SET state = 'CLAIMED', slot = free.slot, holder = ?, holder_officer = ?, holder_name = ?, fence = fence + 1,
                  claimed_at = ?, expires_at = ?, cap_at = ?, input_at = ?
             FROM free
            WHERE free.slot IS NOT NULL AND steps.id = ? AND NOT (? = ANY(steps.barred))
              AND (steps.state IN ('QUEUED', 'ESCALATED') OR steps.state = 'CLAIMED' AND steps.expires_at <= ?)
        RETURNING steps.*),
     told AS (INSERT INTO claims (step_id, fence, account, officer, at, why)
              SELECT id, fence, holder, holder_officer, claimed_at,
                     jsonb_build_object('do_by', do_by, 'class', class, 'turn', turn, 'received_at', received_at, 'number', number, 'picked', ?::text) FROM s)
SELECT `+stepColumns+` FROM s`,
		MaxClaims, l.Officer, l.Account, l.Officer, name, tx.Now, l.ExpiresAt, l.CapAt, l.LastInput, id, l.Officer, tx.Now, reason).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		s.changed(tx)
	}
	return s, err
}

// openQueues are those of the queues in which something waits or is held. Each is looked for at the head of its index; EXISTS would let the
// planner read the table instead, which takes seconds for every queue that is empty while another one is long.
func openQueues(tx *db.Tx, of []QueueCount) ([]QueueCount, error) {
	var desks, stages texts
	for _, q := range of {
		desks, stages = append(desks, q.Desk), append(stages, string(q.Stage))
	}
	rows, err := tx.Raw(`
SELECT t.desk, t.stage FROM unnest(?::text[], ?::text[]) WITH ORDINALITY t (desk, stage, n)
 WHERE (SELECT true FROM steps q WHERE q.desk = t.desk AND q.stage = t.stage AND q.state = 'QUEUED' ORDER BY q.do_by LIMIT 1)
    OR (SELECT true FROM steps q WHERE q.desk = t.desk AND q.stage = t.stage AND q.state = 'CLAIMED' ORDER BY q.expires_at LIMIT 1) ORDER BY t.n`, desks, stages).Rows()
	if err != nil {
		return nil, err
	}
	return scanQueues(rows)
}

func scanQueues(rows *sql.Rows) (list []QueueCount, err error) {
	defer rows.Close()
	for rows.Next() {
		var q QueueCount
		if err := rows.Scan(&q.Desk, &q.Stage); err != nil {
			return nil, err
		}
		list = append(list, q)
	}
	return list, rows.Err()
}

// busyQueues are all queues in which something waits, in the order of stages.
func busyQueues(tx *db.Tx) (list []QueueCount, err error) {
	var stages texts
	for _, s := range procedure.Stages() {
		stages = append(stages, string(s))
	}
	rows, err := tx.Raw(`
SELECT d.code, t.stage FROM desks d CROSS JOIN unnest(?::text[]) WITH ORDINALITY t (stage, n)
 WHERE (SELECT true FROM steps q WHERE q.desk = d.code AND q.stage = t.stage AND q.state = 'QUEUED' ORDER BY q.do_by LIMIT 1)
    OR (SELECT true FROM steps q WHERE q.desk = d.code AND q.stage = t.stage AND q.state = 'CLAIMED' AND q.expires_at <= ? ORDER BY q.expires_at LIMIT 1)
 ORDER BY t.n, d.code`,
		stages, tx.Now).Rows()
	if err != nil {
		return nil, err
	}
	return scanQueues(rows)
}
