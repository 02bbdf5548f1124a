package supervise

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Recount counts the limits of cards and of tickets again on a new calendar and tells who answers them (C-6). It returns how many moved.
func (s *Service) Recount(ctx context.Context, cal *workday.Calendar, portion int) (n int, err error) {
	cards, err := cardLimits.Recount(ctx, s.DB, cal, portion, calendar.Tell{All: notice.PostRun, Each: func(tx *db.Tx, m calendar.Moved) (calendar.Desk, error) {
		officer, desk, err := owesCard(tx, m.ID)
		if err == nil && officer != "" {
			err = notice.Post(tx, notice.Moved(m.Move, notice.TaskMoved, notice.Officer(officer))...)
		}
		return calendar.Desk{Desk: desk, Role: string(account.Decider)}, err
	}})
	if err != nil {
		return cards, err
	}
	hits, err := hitLimits.Recount(ctx, s.DB, cal, portion, calendar.Tell{All: notice.PostRun, Each: func(*db.Tx, calendar.Moved) (calendar.Desk, error) {
		return calendar.Desk{Desk: account.CitySupervise, Role: string(account.Supervisor)}, nil
	}})
	return cards + hits, err
}
