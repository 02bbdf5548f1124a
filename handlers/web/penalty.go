package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const penaltyPath = clerkHome + "/penalties/"

// waitingPenalties are those that wait for the reader; nobody else has any.
func (s *Site) waitingPenalties(c echo.Context) ([]casework.Penalty, error) {
	actor := auth.Actor(c)
	if !actor.HasAny(account.CaseManager) {
		return nil, nil
	}
	return s.Cases.WaitingPenalties(c.Request().Context(), actor)
}

// Penalty shows case management one imported penalty beside the certificate that it takes away.
func (s *Site) Penalty(c echo.Context) error { return s.penalty(c, http.StatusOK, pages.Entry{}) }

func (s *Site) penalty(c echo.Context, status int, entry pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := pages.PenaltyView{Entry: entry, Flash: flash(c)}
	if v.Penalty, err = s.Cases.Penalty(ctx, auth.Actor(c), which); err != nil {
		return err
	}
	found, err := s.Documents.ByNumber(ctx, v.Penalty.Licence)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(found, func(k document.Certified) bool { return k.ID == v.Penalty.Certificate }); i >= 0 {
		v.Certificate = found[i]
	}
	title := say(c, "penalty.title")
	f := s.frame(c, title, crumb(say(c, "licence.desk"), deskLicences), crumb(title, ""))
	return respond.Page(c, status, pages.PenaltyPage(f, v))
}

// RulePenalty takes the confirmation or the rejection of an imported penalty.
func (s *Site) RulePenalty(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	p, err := s.Cases.RulePenalty(c.Request().Context(), auth.Actor(c), which, casework.PenaltyRuling{Confirm: c.FormValue("verdict") == "confirm",
		Reason: strings.TrimSpace(c.FormValue("reason"))}, key)
	if f, ok := fault.As(err); ok && (mendable(f.Kind) || f.Kind == fault.Forbidden && f.Code == "RECUSAL") {
		values, _ := c.FormParams()
		return s.penalty(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	if p.CaseID.UUID != uuid.Nil {
		return respond.Redirect(c, penaltyPath+which.String()+"?done=penalty_confirmed")
	}
	return respond.Redirect(c, penaltyPath+which.String()+"?done=penalty_rejected")
}
