package supervise

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// Patrol runs every rule over the record of the last days and keeps a ticket of each hit, once. It returns how many were new. Harmless when
// repeated; a rule that fails does not stop the others.
func (s *Service) Patrol(ctx context.Context) (n int, err error) {
	cal := s.Calendar()
	for _, r := range patrolRules {
		var list []found
		e := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
			if list, err = patrolled(tx, r.rule, r.query, cal.AddWD(tx.Today(), 1), s.IdleSearches); err != nil {
				return err
			}
			list, err = unseen(tx, list)
			return err
		})
		for _, f := range list {
			if e == nil && f.stands(cal) {
				e = s.DB.Write(ctx, func(tx *db.Tx) error { return s.ticket(tx, f) })
				n++
			}
		}
		err = errors.Join(err, e)
	}
	return n, err
}

// ticket keeps a hit of the daily patrol.
func (s *Service) ticket(tx *db.Tx, f found) error {
	var about notice.Facts
	if f.CaseID != uuid.Nil {
		c, ok, err := selectCase(tx, f.CaseID)
		if err != nil || !ok {
			return err
		}
		about = notice.Facts{Number: c.Number, Applicant: c.Applicant}
	}
	return s.patrol(tx, f, about)
}

// patrol keeps a ticket and tells the inspectors; nothing when it is there already.
func (s *Service) patrol(tx *db.Tx, f found, about notice.Facts) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	cal := s.Calendar()
	h := Hit{ID: id, Rule: f.Rule, Desk: f.Desk, PoliceNo: f.PoliceNo, Role: f.Role, FoundAt: tx.Now, Due: cal.AddWD(tx.Today(), hitDays)}
	if f.CaseID != uuid.Nil {
		h.CaseID = &f.CaseID
	}
	added, err := insertHit(tx, h, f.Source, cal.Version())
	if err != nil || !added {
		return err
	}
	if about.Number == "" {
		about.Number = "—"
	}
	about.Officer, about.Desk, about.Reason, about.Due = f.PoliceNo, f.Desk, f.Rule, h.Due
	return notice.Post(tx, notice.Order{To: notice.Desk(account.CitySupervise, string(account.Supervisor)), Kind: notice.PatrolHit, CaseID: f.CaseID,
		Facts: about})
}
