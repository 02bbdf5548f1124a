package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// JusticePapers lists papers of the justice department, newest first.
func (a *API) JusticePapers(c echo.Context) error {
	filter, err := superviseFilter(c)
	if err != nil {
		return err
	}
	found, err := a.Supervise.JusticePapers(c.Request().Context(), auth.Actor(c), filter)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, same[supervise.Justice]), err)
}

// JusticePaper shows one.
func (a *API) JusticePaper(c echo.Context) error {
	return a.act(c, func(paper uuid.UUID) error {
		found, err := a.Supervise.JusticePaper(c.Request().Context(), auth.Actor(c), paper)
		return or(c, http.StatusOK, found, err)
	})
}

// RegisterJustice enters one.
func (a *API) RegisterJustice(c echo.Context) error {
	in, err := read[struct {
		Kind       supervise.JusticeKind `json:"kind"`
		Number     string                `json:"number"`
		Authority  string                `json:"authority"`
		ReceivedOn workday.Date          `json:"received_on"`
		About      string                `json:"about"`
		CaseNumber string                `json:"case_number"`
		Desk       string                `json:"desk"`
		Due        workday.Date          `json:"due"`
	}](c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	id, err := a.Supervise.RegisterJustice(ctx, actor, supervise.NewJustice(in))
	if err != nil {
		return err
	}
	found, err := a.Supervise.JusticePaper(ctx, actor, id)
	return or(c, http.StatusCreated, found, err)
}

// AnswerJustice keeps the answer to one.
func (a *API) AnswerJustice(c echo.Context) error {
	return a.act(c, func(paper uuid.UUID) error {
		in, err := read[words](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.AnswerJustice(c.Request().Context(), auth.Actor(c), paper, in.Text))
	})
}
