package casework

import (
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/live"
)

// changed tells open pages of a case and of the lists in which it stands.
func (r *record) changed(tx *db.Tx) {
	tx.Changed(live.Case(r.ID), live.Person(r.PersonID))
	if r.UnitCode != "" {
		tx.Changed(live.Unit(r.UnitCode))
	}
}

// changed tells open pages of a step, its queue and its holder. A heartbeat is no change, and a lease that runs out is none either: pages see
// the time by themselves.
func (s *step) changed(tx *db.Tx) {
	tx.Changed(live.Case(s.CaseID), live.Desk(s.Desk), live.AllDesks)
	if s.Lease.Officer != "" {
		tx.Changed(live.Officer(s.Lease.Officer))
	}
}

// queueChanged tells open pages of a queue.
func queueChanged(tx *db.Tx, desk string) { tx.Changed(live.Desk(desk), live.AllDesks) }
