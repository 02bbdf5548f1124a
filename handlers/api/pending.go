package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
)

// held is a decision that was asked to be held. Pending is null when it is committed already: where nothing may be taken back, and for the
// making of a certificate.
type held struct {
	Held    bool              `json:"held"`
	Pending *casework.Pending `json:"pending"`
}

// HoldDecision holds an officer's act on the step that he holds for as long as he may take it back; then it is committed by itself.
func (a *API) HoldDecision(c echo.Context) error {
	return command(c, func(which uuid.UUID, in casework.Decision, key db.Key) error {
		in.CaseID = which
		p, waits, err := a.Cases.Hold(c.Request().Context(), auth.Actor(c), in, key)
		if err != nil {
			return err
		}
		out := held{Held: waits}
		if waits {
			out.Pending = &p
		}
		return answer(c, http.StatusCreated, out)
	})
}

// PendingDecisions lists what the officer may still take back, and what could not be committed.
func (a *API) PendingDecisions(c echo.Context) error {
	found, err := a.Cases.Pending(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(found, same[casework.Pending]), err)
}

// CommitDecisions commits at once what the officer may still take back.
func (a *API) CommitDecisions(c echo.Context) error {
	return done(c, a.Cases.CommitHeld(c.Request().Context(), auth.Actor(c)))
}

// UndoDecision takes a decision back and returns all that it said; the officer still holds the step.
func (a *API) UndoDecision(c echo.Context) error {
	return a.act(c, func(step uuid.UUID) error {
		d, err := a.Cases.Undo(c.Request().Context(), auth.Actor(c), step)
		return or(c, http.StatusOK, d, err)
	})
}

// DismissDecision forgets a decision that could not be committed, once its officer has read why.
func (a *API) DismissDecision(c echo.Context) error {
	return a.act(c, func(step uuid.UUID) error {
		return done(c, a.Cases.Dismiss(c.Request().Context(), auth.Actor(c), step))
	})
}
