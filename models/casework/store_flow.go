package casework

import (
	"time"

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
