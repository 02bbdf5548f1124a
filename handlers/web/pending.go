package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// wentOn leads on from a decision: to the next case in hand, else to the queue or, for who wanted to stay, back to the case.
func (s *Site) wentOn(c echo.Context, went casework.Went, next casework.Next, which string) error {
	switch {
	case went.Claimed:
		return respond.Redirect(c, casePath(went.Claim.CaseID))
	case next.Desk != "":
		return respond.Redirect(c, queuePath(next.Desk, next.Stage))
	}
	return respond.Redirect(c, which)
}

// UndoDecision takes a decision back and shows its case with everything that was typed.
func (s *Site) UndoDecision(c echo.Context) error {
	step, err := id(c, "id")
	if err != nil {
		return err
	}
	d, err := s.Cases.Undo(c.Request().Context(), auth.Actor(c), step)
	if fault.Code(err) == "UNDO_LATE" {
		return respond.Redirect(c, back(c)+"?done=undo_late")
	}
	if err != nil {
		return err
	}
	return s.review(c, http.StatusOK, func(v *pages.ReviewView) {
		v.Flash, v.Open, v.Defects = say(c, "pending.undone"), pages.ActID(d.Act, d.Verdict), d.Defects
		v.Entry = pages.Entry{Values: pages.DecisionValues(d)}
	})
}

// CommitDecision commits what the officer may still take back: he is sure.
func (s *Site) CommitDecision(c echo.Context) error {
	if err := s.Cases.CommitHeld(c.Request().Context(), auth.Actor(c)); err != nil {
		return err
	}
	return respond.Redirect(c, back(c))
}

// DismissDecision forgets a decision that could not be committed.
func (s *Site) DismissDecision(c echo.Context) error {
	step, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Cases.Dismiss(c.Request().Context(), auth.Actor(c), step); err != nil {
		return err
	}
	return respond.Redirect(c, back(c))
}

// back is the page of the desk from which a form was sent.
func back(c echo.Context) string {
	to, err := url.Parse(c.FormValue("back"))
	if err != nil || to.IsAbs() || to.Host != "" || to.Path != clerkHome && !strings.HasPrefix(to.Path, clerkHome+"/") {
		return clerkHome
	}
	return to.EscapedPath()
}
