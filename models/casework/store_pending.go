package casework

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
)

// pendingRow is a held decision with who made it.
type pendingRow struct {
	StepID, CaseID uuid.UUID
	Number, Fault  string
	At, Due        time.Time
	Fence          int64
	actor          account.Actor
	decision       Decision
}

// shown is what the officer is told of it.
func (r *pendingRow) shown() Pending {
	if r == nil {
		return Pending{}
	}
	return Pending{StepID: r.StepID, CaseID: r.CaseID, Number: r.Number, Act: r.decision.Act, Verdict: r.decision.Verdict, Reason: r.decision.Reason,
		At: r.At, CommitAt: r.Due, Fault: r.Fault}
}

const pendingColumns = `step_id, case_id, number, fault, at, due_at, actor, decision`

func scanPending(scan func(...any) error) (*pendingRow, error) {
	r := &pendingRow{}
	var actor, decision []byte
	err := scan(&r.StepID, &r.CaseID, &r.Number, &r.Fault, &r.At, &r.Due, &actor, &decision)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	err = errors.Join(json.Unmarshal(actor, &r.actor), json.Unmarshal(decision, &r.decision))
	r.At, r.Due, r.decision.CaseID, r.Fence = local(r.At), local(r.Due), r.CaseID, r.decision.Fence
	return r, err
}

func selectPending(tx *db.Tx, step uuid.UUID) (*pendingRow, error) {
	return scanPending(tx.Raw(`SELECT `+pendingColumns+` FROM pending_decisions WHERE step_id = ?`, step).Row().Scan)
}

// insertPending keeps a decision; one of an earlier claim of the same step, which could not be committed, makes room.
func insertPending(tx *db.Tx, p Pending, actor account.Actor, d Decision) error {
	who, err := json.Marshal(actor)
	if err != nil {
		return err
	}
	what, err := json.Marshal(d)
	if err != nil {
		return err
	}
	tx.Changed(live.Officer(actor.Officer), live.Case(p.CaseID))
	return tx.Exec(`
INSERT INTO pending_decisions (step_id, case_id, account, number, act, actor, decision, at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (step_id) DO UPDATE SET account = EXCLUDED.account, act = EXCLUDED.act, actor = EXCLUDED.actor, decision = EXCLUDED.decision,
    at = EXCLUDED.at, due_at = EXCLUDED.due_at, fault = ''`,
		p.StepID, p.CaseID, actor.AccountID, p.Number, d.Act, who, what, p.At, p.CommitAt).Error
}

// deletePending takes a decision that waits out of the table; nil when there is none of this account.
func deletePending(tx *db.Tx, step, holder uuid.UUID) (*pendingRow, error) {
	row, err := scanPending(tx.Raw(`DELETE FROM pending_decisions WHERE step_id = ? AND account = ? AND fault = '' RETURNING `+pendingColumns,
		step, holder).Row().Scan)
	if row != nil {
		tx.Changed(live.Officer(row.actor.Officer), live.Case(row.CaseID))
	}
	return row, err
}

func failPending(tx *db.Tx, step uuid.UUID, fence int64, code string) error {
	return tx.Exec(`UPDATE pending_decisions SET fault = ? WHERE step_id = ? AND (decision->>'fence')::bigint = ?`, code, step, fence).Error
}

func dismissPending(tx *db.Tx, step, holder uuid.UUID) (found bool, err error) {
	res := tx.Exec(`DELETE FROM pending_decisions WHERE step_id = ? AND account = ? AND fault <> ''`, step, holder)
	return res.RowsAffected > 0, res.Error
}

// mustHaveHeld is NOT_FOUND unless the account was the last to hold the step: what is not his tells him nothing.
func mustHaveHeld(tx *db.Tx, step, holder uuid.UUID) error {
	var his bool
	err := tx.Raw(`SELECT EXISTS (SELECT FROM steps WHERE id = ? AND holder = ?)`, step, holder).Row().Scan(&his)
	if err == nil && !his {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	return err
}

func pendingOf(tx *db.Tx, holder uuid.UUID) (list []*pendingRow, err error) {
	rows, err := tx.Raw(`SELECT `+pendingColumns+` FROM pending_decisions WHERE account = ? ORDER BY at DESC LIMIT 20`, holder).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanPending(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}
