package casework

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Time moves cases by itself: limits that have ended (T09, T11, T34) and due dates that a new calendar moved (C-6). Each case is a transaction of
// its own under the lock of its row, and what another instance has done already is left alone, so that a sweep may be stopped anywhere, begun
// again, and run twice at once.

// settle applies every limit of a case that has ended, counted on the newest calendar, and tells whether it moved. A case that is as it should be
// is not written.
func (s *Service) settle(ctx context.Context, id uuid.UUID) (moved bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		moved, err = s.settleIn(ctx, tx, id)
		return err
	})
	return moved && err == nil, err
}

// settleIn is settle within a transaction.
func (s *Service) settleIn(ctx context.Context, tx *db.Tx, id uuid.UUID) (moved bool, err error) {
	r, err := selectCase(tx, id, anybody, true)
	if err != nil {
		return false, err
	}
	w, err := s.work(ctx, tx, r, account.System())
	if err != nil {
		return false, err
	}
	if (r.SettleAt.IsZero() || r.SettleAt.After(tx.Now)) && r.Law.CountedOn(w.cal.Version()) {
		return false, nil // somebody else was first
	}
	out := procedure.Settle(w.proc, w.options(), w.Law, w.cal, tx.Now)
	if !out.Moved() {
		w.Law = out.Case // counted on the newest calendar, which moved nothing of the law
		if err := updateCase(w.tx, w.record, w.proc.SettleAt(w.Law)); err != nil {
			return false, err
		}
		return false, w.reorder()
	}
	if held, err := openStep(tx, id); err != nil {
		return false, err
	} else if held != nil {
		w.holder = held.Lease.Officer
	}
	return true, s.commit(w, out)
}

// place is how far a sweep has come; a case that cannot be settled does not hold up those behind it.
type place struct {
	at time.Time
	id uuid.UUID
}

// SettleDue applies limits that have ended to every case that has one, in portions, until none is left or ctx ends. It returns how many cases
// moved. Running it again changes nothing.
func (s *Service) SettleDue(ctx context.Context, portion int) (n int, err error) {
	return s.sweep(ctx, portion, dueCases)
}

// Recount counts the limits of every open case again that were counted on another calendar than the newest (C-6), in portions, until none is
// left or ctx ends. It returns how many cases moved.
func (s *Service) Recount(ctx context.Context, portion int) (n int, err error) {
	cal, err := s.newest(ctx)
	if err != nil {
		return 0, err
	}
	return s.sweep(ctx, portion, func(tx *db.Tx, from place, limit int) ([]place, error) {
		return countedOn(tx, cal.Version(), from, limit)
	})
}

func (s *Service) sweep(ctx context.Context, portion int, next func(*db.Tx, place, int) ([]place, error)) (n int, err error) {
	var from place
	for {
		var found []place
		e := s.db.Read(ctx, func(tx *db.Tx) (e error) {
			found, e = next(tx, from, portion)
			return e
		})
		if e != nil {
			return n, errors.Join(err, e)
		}
		for _, p := range found {
			if ctx.Err() != nil {
				return n, errors.Join(err, ctx.Err())
			}
			moved, e := s.settle(ctx, p.id)
			if e != nil {
				err = errors.Join(err, e)
			}
			if moved {
				n++
			}
			from = p
		}
		if len(found) < portion {
			return n, err
		}
	}
}

// provisional tells whether a due date lies in a year without an official calendar: it is labelled 以国务院正式通知为准 wherever it is shown.
func (s *Service) provisional(due workday.Date) bool {
	return !due.IsZero() && s.calendar().Status(due.Year()) != workday.Official
}

// DueMoves lists the due dates that versions of the calendar moved, newest first, behind an id (0: from the newest), with how many there are in
// all. For case managers and system administrators: ROLE_MISSING for others.
func (s *Service) DueMoves(ctx context.Context, actor account.Actor, calendars []string, before int64, limit int) (page Page[DueMove], err error) {
	if !actor.HasAny(account.CaseManager, account.SystemAdmin) {
		return page, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	limit = min(max(limit, 1), mostRows)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if page.Items, err = selectDueMoves(tx, calendars, before, limit+1); err != nil {
			return err
		}
		page.Total, err = countDueMoves(tx, calendars)
		return err
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = strconv.FormatInt(page.Items[limit-1].ID, 10)
	}
	return page, err
}
