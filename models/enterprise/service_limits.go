package enterprise

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Recount counts the time in which members may object to a takeover again on a new calendar, and tells them and who asked (C-6). A time that has ended
// stays ended. It returns how many moved.
func (s *Service) Recount(ctx context.Context, cal *workday.Calendar, portion int) (n int, err error) {
	return takeoverLimits(s.wait).Recount(ctx, s.db, cal, portion, calendar.Tell{All: notice.PostRun, Each: func(tx *db.Tx, m calendar.Moved) (none calendar.Desk, err error) {
		t, person, err := lockTakeover(tx, m.ID)
		if err != nil {
			return none, err
		}
		return none, notice.Post(tx, notice.Moved(m.Move, notice.LimitMoved, notice.Enterprise(t.Enterprise), notice.Person(person))...)
	}})
}
