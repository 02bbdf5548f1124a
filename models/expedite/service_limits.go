package expedite

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Recount counts the limits of doubts, marks and offered seats again on a new calendar and tells whom they bind (C-6). It returns how many moved.
func (s *Service) Recount(ctx context.Context, cal *workday.Calendar, portion int) (n int, err error) {
	for _, x := range []struct {
		limits calendar.Limits
		each   func(*db.Tx, calendar.Moved) (calendar.Desk, error)
	}{{doubtLimits, tellDoubtMoved}, {markLimits, tellMarkMoved}, {seatLimits, tellSeatMoved}} {
		moved, err := x.limits.Recount(ctx, s.DB, cal, portion, calendar.Tell{Each: x.each, All: notice.PostRun})
		if n += moved; err != nil {
			return n, err
		}
	}
	return n, nil
}

func tellDoubtMoved(tx *db.Tx, m calendar.Moved) (calendar.Desk, error) {
	desk, err := deskOfDoubt(tx, m.ID)
	return calendar.Desk{Desk: desk, Role: string(account.LegalReviewer)}, err
}

func tellMarkMoved(tx *db.Tx, m calendar.Moved) (none calendar.Desk, err error) {
	enterprise, proposer, err := marked(tx, m.ID)
	if err != nil {
		return none, err
	}
	orders := notice.Moved(m.Move, notice.TaskMoved, notice.Officer(proposer))
	if enterprise.Valid {
		orders = append(orders, notice.Moved(m.Move, notice.LimitMoved, notice.Enterprise(enterprise.UUID))...)
	}
	return none, notice.Post(tx, orders...)
}

func tellSeatMoved(tx *db.Tx, m calendar.Moved) (none calendar.Desk, err error) {
	enterprise, idNumber, mobile, err := seated(tx, m.ID)
	if err != nil {
		return none, err
	}
	return none, notice.Post(tx, notice.Moved(m.Move, notice.LimitMoved, notice.Enterprise(enterprise), notice.Holder(idNumber, mobile))...)
}
