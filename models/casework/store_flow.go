package casework

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The pace of a queue is the mean of ten working days (domain.md 3.7).
const (
	paceDays = 10
	paceKept = time.Minute
)

type queueKey struct {
	desk  string
	stage procedure.Stage
}

type countedPace struct {
	flow.Pace
	at time.Time
}

// countDone counts the steps of a queue that officers have done from a day on: before today, and today.
func countDone(tx *db.Tx, desk string, stage procedure.Stage, from, today workday.Date) (before, now int, err error) {
	err = tx.Raw(`
SELECT count(*) FILTER (WHERE closed_at < ?), count(*) FILTER (WHERE closed_at >= ?) FROM steps
 WHERE desk = ? AND stage = ? AND state = 'DONE' AND holder IS NOT NULL AND closed_at >= ?`,
		today.Start(), today.Start(), desk, stage, from.Start()).Row().Scan(&before, &now)
	return before, now, err
}

// partyOf is whose turn a case takes: the unit's, else the person's.
func partyOf(r *record) string {
	if r.UnitCode != "" {
		return r.UnitCode
	}
	return r.PersonID.String()
}

// nextTurn is 1 + the open steps of the same party that wait in this queue for the same day, the case itself left out (domain.md 3.7).
func nextTurn(tx *db.Tx, r *record, desk string, stage procedure.Stage, doBy workday.Date) (turn int, err error) {
	err = tx.Raw(`SELECT 1 + count(*) FROM steps w WHERE w.party = ? AND w.do_by = ? AND w.desk = ? AND w.stage = ? AND w.state = 'QUEUED' AND w.case_id <> ?`,
		partyOf(r), doBy, desk, stage, r.ID).Row().Scan(&turn)
	return turn, err
}

// waitingCase is what alarms need to know of a step that waits.
type waitingCase struct {
	stage    procedure.Stage
	openedAt time.Time
	law      procedure.Case
}

// waitingCases reads them for the rows of a page.
func waitingCases(tx *db.Tx, page []QueueRow) (map[uuid.UUID]waitingCase, error) {
	var ids texts
	for _, r := range page {
		ids = append(ids, r.StepID.String())
	}
	rows, err := tx.Raw(`SELECT s.id, s.stage, s.opened_at, c.law FROM steps s JOIN cases c ON c.id = s.case_id WHERE s.id = ANY(?::uuid[])`, ids).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[uuid.UUID]waitingCase{}
	for rows.Next() {
		var id uuid.UUID
		var w waitingCase
		var law []byte
		if err := rows.Scan(&id, &w.stage, &w.openedAt, &law); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(law, &w.law); err != nil {
			return nil, err
		}
		w.openedAt = local(w.openedAt)
		found[id] = w
	}
	return found, rows.Err()
}

// mostAhead is where counting what waits before a step stops.
const mostAhead = 20_000

// countAhead counts the steps that wait before a place in a queue.
func countAhead(tx *db.Tx, desk string, stage procedure.Stage, p flow.Place) (n int, err error) {
	err = tx.Raw(`
SELECT count(*) FROM (SELECT FROM steps q WHERE q.desk = ? AND q.stage = ? AND q.state = 'QUEUED'
   AND (q.do_by, q.class, q.turn, q.received_at, q.number) < (?::date, ?::smallint, ?::int, ?::timestamptz, ?::text) LIMIT ?) a`,
		desk, stage, p.DoBy, p.Class, p.Turn, p.ReceivedAt, p.Number, mostAhead).Row().Scan(&n)
	return n, err
}

// stepsNear lists open steps that are due until a day, from one on.
func stepsNear(tx *db.Tx, until workday.Date, after *step, limit int) ([]*step, error) {
	if after == nil {
		return selectSteps(tx, `s.state <> 'DONE' AND s.do_by <= ? ORDER BY s.do_by, s.id LIMIT ?`, until, limit)
	}
	return selectSteps(tx, `s.state <> 'DONE' AND s.do_by <= ? AND (s.do_by, s.id) > (?::date, ?::uuid) ORDER BY s.do_by, s.id LIMIT ?`,
		until, after.DoBy, after.ID, limit)
}

// tellOnce notes an alarm and tells whether it is new.
func tellOnce(tx *db.Tx, caseID uuid.UUID, a flow.Alarm) (fresh bool, err error) {
	res := tx.Exec(`INSERT INTO queue_alarms (case_id, reason, about, told_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, caseID, a.Reason, a.About, tx.Now)
	return res.RowsAffected == 1, res.Error
}
