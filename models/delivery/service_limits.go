package delivery

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Recount counts the time in which papers should be read again on a new calendar, before they become somebody's task, and tells the deliverers of
// each desk once, who call later or sooner now (C-6). It returns how many moved.
func (s *Service) Recount(ctx context.Context, cal *workday.Calendar, portion int) (n int, err error) {
	return unreadLimits.Recount(ctx, s.db, cal, portion, calendar.Tell{All: notice.PostRun, Each: func(tx *db.Tx, m calendar.Moved) (calendar.Desk, error) {
		desk, err := deskOf(tx, m.ID)
		return calendar.Desk{Desk: desk, Role: string(account.Deliverer)}, err
	}})
}
