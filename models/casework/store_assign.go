package casework

import (
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// selectColleagues lists the posts of officers who work at queues: of one login, or of all ("").
func selectColleagues(tx *db.Tx, login string) (list []Colleague, err error) {
	var roles texts
	for _, stage := range procedure.Stages() {
		if r := string(procedure.StageRole(stage)); !slices.Contains(roles, r) {
			roles = append(roles, r)
		}
	}
	rows, err := tx.Raw(`
SELECT a.id, a.login, o.police_no, o.name, g.desk, g.role,
       (SELECT count(*) FROM steps h WHERE h.holder_officer = o.police_no AND h.state = 'CLAIMED' AND h.expires_at > ?),
       (SELECT max(v.until_on) FROM absences v WHERE v.officer = o.police_no AND v.ended_at IS NULL AND v.from_on <= ? AND v.until_on >= ?),
       coalesce((SELECT to_char(t.starts, 'HH24:MI') || '–' || to_char(t.ends, 'HH24:MI') FROM shifts t WHERE t.officer = o.police_no), '')
  FROM grants g JOIN accounts a ON a.id = g.account_id AND a.disabled_at IS NULL JOIN officers o ON o.id = a.officer_id JOIN desks d ON d.code = g.desk
 WHERE g.role = ANY(?::text[]) AND (g.until IS NULL OR g.until >= ?) AND (? = '' OR a.login = ?)
 ORDER BY d.place, a.login, g.role`, tx.Now, tx.Today(), tx.Today(), roles, tx.Today(), login, login).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list = []Colleague{}
	for rows.Next() {
		var c Colleague
		var role string
		if err := rows.Scan(&c.account, &c.Login, &c.Officer, &c.Name, &c.Desk, &role, &c.Held, &c.AwayTo, &c.Shift); err != nil {
			return nil, err
		}
		c.Role = account.Role(role)
		list = append(list, c)
	}
	return list, rows.Err()
}

func heldIDs(tx *db.Tx, officer string) (ids []uuid.UUID, err error) {
	steps, err := heldBy(tx, officer)
	for _, st := range steps {
		ids = append(ids, st.ID)
	}
	return ids, err
}

// overtake puts a locked step into an officer's hand, out of whoever's it was; how is "assigned" or "taken". The private draft stays as
// 前手草稿. nil when the officer has no free slot.
func overtake(tx *db.Tx, st *step, l Lease, name, how, reason string) (*step, error) {
	s, err := scanStep(tx.Raw(`
WITH free AS (SELECT min(n) AS slot FROM generate_series(1, ?) n
               WHERE NOT EXISTS (SELECT FROM steps h WHERE h.holder_officer = ? AND h.state = 'CLAIMED' AND h.slot = n)),
     gone AS (DELETE FROM pending_decisions p USING free WHERE free.slot IS NOT NULL AND p.step_id = ?),
     ended AS (UPDATE claims SET ended_at = ?, ended = ?, reason = ? FROM free
                WHERE free.slot IS NOT NULL AND claims.step_id = ? AND claims.fence = ? AND claims.ended_at IS NULL),
     s AS (UPDATE steps SET state = 'CLAIMED', slot = free.slot, returned_by = '{}',
                  note_by = CASE WHEN note = '' OR holder_officer = '' THEN note_by ELSE holder_name || ' ' || holder_officer END,
                  holder = ?, holder_officer = ?, holder_name = ?, fence = fence + 1, claimed_at = ?, expires_at = ?, cap_at = ?, input_at = ?
             FROM free WHERE free.slot IS NOT NULL AND steps.id = ? RETURNING steps.*),
     told AS (INSERT INTO claims (step_id, fence, account, officer, at, why)
              SELECT id, fence, holder, holder_officer, claimed_at, jsonb_build_object('do_by', do_by, 'class', class, 'turn', turn,
                     'received_at', received_at, 'number', number, ?::text, ?::text) FROM s)
SELECT `+stepColumns+` FROM s`,
		MaxClaims, l.Officer, st.ID, tx.Now, how, reason, st.ID, st.Lease.Fence,
		l.Account, l.Officer, name, tx.Now, l.ExpiresAt, l.CapAt, l.LastInput, st.ID, how, reason).Row().Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		st.changed(tx) // who held it
		s.changed(tx)
	}
	return s, err
}

// assignedTo are the reasons of the steps that case management put into an officer's hand.
func assignedTo(tx *db.Tx, officer string) (reasons map[uuid.UUID]string, err error) {
	reasons = map[uuid.UUID]string{}
	rows, err := tx.Raw(`
SELECT s.id, k.why->>'assigned' FROM steps s JOIN claims k ON k.step_id = s.id AND k.fence = s.fence
 WHERE s.holder_officer = ? AND s.state = 'CLAIMED' AND k.why->>'assigned' IS NOT NULL`, officer).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		var reason string
		if err := rows.Scan(&id, &reason); err != nil {
			return nil, err
		}
		reasons[id] = reason
	}
	return reasons, rows.Err()
}

func officerExists(tx *db.Tx, policeNo string) (known bool, err error) {
	err = tx.Raw(`SELECT EXISTS (SELECT FROM officers WHERE police_no = ?)`, policeNo).Row().Scan(&known)
	return known, err
}

func insertAbsence(tx *db.Tx, officer string, from, until workday.Date, note, by string) error {
	return tx.Exec(`INSERT INTO absences (id, officer, from_on, until_on, note, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		uuid.Must(uuid.NewV7()), officer, from, until, note, by, tx.Now).Error
}

func setShift(tx *db.Tx, officer, starts, ends, by string) error {
	if starts == "" {
		return tx.Exec(`DELETE FROM shifts WHERE officer = ?`, officer).Error
	}
	return tx.Exec(`
INSERT INTO shifts (officer, starts, ends, set_by, set_at) VALUES (?, ?::time, ?::time, ?, ?)
ON CONFLICT (officer) DO UPDATE SET starts = EXCLUDED.starts, ends = EXCLUDED.ends, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at`,
		officer, starts, ends, by, tx.Now).Error
}

// releaseAbsent puts back what officers hold who are on leave, or whose shift has ended since the claim: overtime that was begun after the end
// goes on.
func releaseAbsent(tx *db.Tx) (n int, err error) {
	var desks, officers string
	err = tx.Raw(`
WITH away AS (SELECT s.id, s.desk, s.holder_officer FROM steps s
               WHERE s.state = 'CLAIMED' AND NOT EXISTS (SELECT FROM pending_decisions p WHERE p.step_id = s.id AND p.fault = '')
                 AND (EXISTS (SELECT FROM absences v WHERE v.officer = s.holder_officer AND v.ended_at IS NULL AND v.from_on <= @today AND v.until_on >= @today)
                   OR EXISTS (SELECT FROM shifts t WHERE t.officer = s.holder_officer
                                AND CAST(@today AS date) + t.ends <= CAST(@now AS timestamptz) AND s.claimed_at < CAST(@today AS date) + t.ends))
                 FOR UPDATE SKIP LOCKED),
     back AS (UPDATE steps SET state = 'QUEUED', slot = NULL, holder = NULL, holder_officer = '', holder_name = '',
                     note_by = CASE WHEN steps.note = '' THEN '' ELSE steps.holder_name || ' ' || steps.holder_officer END
                FROM away WHERE steps.id = away.id RETURNING steps.id, steps.fence),
     told AS (UPDATE claims SET ended_at = @now, ended = 'released', reason = 'off_shift' FROM back
               WHERE claims.step_id = back.id AND claims.fence = back.fence AND claims.ended_at IS NULL)
SELECT (SELECT count(*) FROM back), coalesce(string_agg(DISTINCT desk, ' '), ''), coalesce(string_agg(DISTINCT holder_officer, ' '), '') FROM away`,
		map[string]any{"today": tx.Today(), "now": tx.Now}).Row().Scan(&n, &desks, &officers)
	for _, desk := range strings.Fields(desks) {
		queueChanged(tx, desk)
	}
	for _, officer := range strings.Fields(officers) {
		tx.Changed(live.Officer(officer))
	}
	return n, err
}
