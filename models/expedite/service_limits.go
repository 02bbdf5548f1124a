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
		tell   func(*db.Tx, calendar.Moved) error
	}{{doubtLimits, tellDoubtMoved}, {markLimits, tellMarkMoved}, {seatLimits, tellSeatMoved}} {
		moved, err := x.limits.Recount(ctx, s.DB, cal, portion, x.tell)
		if n += moved; err != nil {
			return n, err
		}
	}
	return n, nil
}

func tellDoubtMoved(tx *db.Tx, m calendar.Moved) error {
	desk, err := deskOfDoubt(tx, m.ID)
	if err != nil {
		return err
	}
	return notice.Post(tx, notice.Moved(m.Move, notice.TaskMoved, notice.Desk(desk, string(account.LegalReviewer)))...)
}

func tellMarkMoved(tx *db.Tx, m calendar.Moved) error {
	enterprise, proposer, err := marked(tx, m.ID)
	if err != nil {
		return err
	}
	orders := notice.Moved(m.Move, notice.TaskMoved, notice.Officer(proposer))
	if enterprise.Valid {
		orders = append(orders, notice.Moved(m.Move, notice.LimitMoved, notice.Enterprise(enterprise.UUID))...)
	}
	return notice.Post(tx, orders...)
}

func tellSeatMoved(tx *db.Tx, m calendar.Moved) error {
	enterprise, idNumber, mobile, err := seated(tx, m.ID)
	if err != nil {
		return err
	}
	return notice.Post(tx, notice.Moved(m.Move, notice.LimitMoved, notice.Enterprise(enterprise), notice.Holder(idNumber, mobile))...)
}
