package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const movesAPage = 50

// Calendar shows a year's working days, how they came about and what its announcements moved.
func (s *Site) Calendar(c echo.Context) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	year := 0
	if text := c.Param("year"); text != "" {
		var err error
		if year, err = strconv.Atoi(text); err != nil || year <= 0 {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
	}
	shown, err := s.Calendars.Year(ctx, actor, year)
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(c.QueryParam("after"), 10, 64) // what is none begins at the newest
	v := pages.CalendarView{YearView: shown, Opens: actor.HasAny(account.CaseManager)}
	if v.Moves, err = s.Cases.DueMoves(ctx, actor, shown.VersionNames(), max(before, 0), movesAPage); err != nil {
		return err
	}
	if before > 0 {
		v.First = pages.CalendarPath(shown.Year)
	}
	if v.Moves.Next != "" {
		v.Next = pages.MovesPath(shown.Year, v.Moves.Next)
	}
	title := locale.T(ctx, "calendar.title", "year", shown.Year)
	f := s.frame(c, title, crumb(title, ""))
	return respond.Page(c, http.StatusOK, pages.Calendar(f, v))
}
