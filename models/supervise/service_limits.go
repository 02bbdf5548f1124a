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
	cards, err := cardLimits.Recount(ctx, s.DB, cal, portion, func(tx *db.Tx, m calendar.Moved) error {
		officer, desk, err := owesCard(tx, m.ID)
		if err != nil {
			return err
		}
		to := []notice.To{notice.Desk(desk, string(account.Decider))}
		if officer != "" {
			to = append(to, notice.Officer(officer))
		}
		return notice.Post(tx, notice.Moved(m.Move, notice.TaskMoved, to...)...)
	})
	if err != nil {
		return cards, err
	}
	hits, err := hitLimits.Recount(ctx, s.DB, cal, portion, func(tx *db.Tx, m calendar.Moved) error {
		return notice.Post(tx, notice.Moved(m.Move, notice.TaskMoved, notice.Desk(account.CitySupervise, string(account.Supervisor)))...)
	})
	return cards + hits, err
}
