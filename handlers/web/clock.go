package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
)

// CaseClocks tells the applicant in plain words how every date of his case came about.
func (s *Site) CaseClocks(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	found, err := s.Cases.ClocksForApplicant(ctx, auth.Actor(c), which)
	if err != nil {
		return err
	}
	title, back := locale.T(ctx, "clock.title"), myCasePath(which.String())
	f := s.frame(c, title, crumb(say(c, "nav.space"), personHome), crumb(found.Number, back), crumb(title, ""))
	return respond.Page(c, http.StatusOK, pages.Clocks(f, pages.ClocksView{ClockView: found, Plain: true, Back: back}))
}

// DeskClocks tells officers the same, day by day with the rule behind each.
func (s *Site) DeskClocks(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	found, err := s.Cases.ClocksForOfficer(ctx, auth.Actor(c), which, time.Time{})
	if err != nil {
		return err
	}
	title, back := locale.T(ctx, "clock.title"), clerkHome+"/cases/"+which.String()
	f := s.frame(c, title, crumb(found.Number, back), crumb(title, ""))
	return respond.Page(c, http.StatusOK, pages.Clocks(f, pages.ClocksView{ClockView: found, Back: back}))
}
