package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const shiftsPath = clerkHome + "/shifts"

// shiftsDone are the sentences after an act of the page.
var shiftsDone = map[string]string{"leave": "shifts.leave.done", "hours": "shifts.hours.done"}

// Shifts shows who is there and who holds what.
func (s *Site) Shifts(c echo.Context) error {
	flash := ""
	if key, ok := shiftsDone[c.QueryParam("done")]; ok {
		flash = say(c, key)
	}
	return s.shifts(c, http.StatusOK, func(v *pages.ShiftsView) { v.Flash = flash })
}

func (s *Site) shifts(c echo.Context, status int, more func(*pages.ShiftsView)) (err error) {
	ctx := respond.Context(c)
	live := s.liveAt(shiftsPath)
	v := pages.ShiftsView{Manages: auth.Actor(c).HasAny(account.CaseManager)}
	if v.Shifts, err = s.Cases.Shifts(ctx, auth.Actor(c)); err != nil {
		return err
	}
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	more(&v)
	title := locale.T(ctx, "shifts.title")
	f := s.frame(c, title, crumb(title, ""))
	f.Path = shiftsPath
	if c.Request().Method == http.MethodGet {
		f.Live = live
	}
	return respond.Page(c, status, pages.Shifts(f, v))
}

// shiftsAgain shows the page with what was wrong and what was typed.
func (s *Site) shiftsAgain(c echo.Context, form string, err error) error {
	f, ok := fault.As(err)
	if !ok || !mendable(f.Kind) {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.shifts(c, respond.Status(f), func(v *pages.ShiftsView) {
		v.Entry, v.Open = pages.RefusedIn(respond.Context(c), form, values, f), form
	})
}

// Assign gives steps to another officer and tells what became of each.
func (s *Site) Assign(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	var steps []uuid.UUID
	for _, text := range values["step"] {
		step, err := uuid.Parse(text)
		if err != nil {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		steps = append(steps, step)
	}
	list, err := s.Cases.Assign(c.Request().Context(), auth.Actor(c), steps, values.Get("of"), values.Get("to"), strings.TrimSpace(values.Get("reason")))
	if err != nil {
		return s.shiftsAgain(c, "assign", err)
	}
	return s.shifts(c, http.StatusOK, func(v *pages.ShiftsView) {
		ctx, done := respond.Context(c), 0
		var failed []string
		for _, a := range list {
			if done++; a.Fault != "" {
				done--
				failed = append(failed, locale.T(ctx, "shifts.assign.failed", "number", a.Code, "why", locale.Fault(ctx, fault.New(fault.Conflict, a.Fault, "max", 5))))
			}
		}
		v.Flash = strings.Join(append([]string{locale.T(ctx, "shifts.assign.done", "count", done)}, failed...), " ")
	})
}

// SetLeave enters an officer's leave.
func (s *Site) SetLeave(c echo.Context) error {
	from, err := workday.Parse(strings.TrimSpace(c.FormValue("from")))
	until, err2 := workday.Parse(strings.TrimSpace(c.FormValue("until")))
	if errors.Join(err, err2) != nil {
		from, until = workday.Date{}, workday.Date{} // no dates are in no order
	}
	err = s.Cases.SetLeave(c.Request().Context(), auth.Actor(c), c.FormValue("officer"), from, until, strings.TrimSpace(c.FormValue("reason")))
	if err != nil {
		return s.shiftsAgain(c, "leave", err)
	}
	return respond.Redirect(c, shiftsPath+"?done=leave")
}

// SetShift sets when an officer works.
func (s *Site) SetShift(c echo.Context) error {
	err := s.Cases.SetShift(c.Request().Context(), auth.Actor(c), c.FormValue("officer"), strings.TrimSpace(c.FormValue("starts")), strings.TrimSpace(c.FormValue("ends")))
	if err != nil {
		return s.shiftsAgain(c, "hours", err)
	}
	return respond.Redirect(c, shiftsPath+"?done=hours")
}

// TakeOver takes a step out of another officer's hand.
func (s *Site) TakeOver(c echo.Context) error {
	step, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	claim, err := s.Cases.TakeOver(c.Request().Context(), auth.Actor(c), step, strings.TrimSpace(c.FormValue("reason")), key)
	if err != nil {
		return s.reviewAgain(c, "take-over", err)
	}
	return s.goTo(c, claim, nil)
}
