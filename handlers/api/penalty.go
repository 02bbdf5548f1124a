package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
)

// ImportPenalty takes a penalty decision from the penalty system. Its number makes sending it again harmless.
func (a *API) ImportPenalty(c echo.Context) error {
	in, err := read[casework.PenaltyImport](c)
	if err != nil {
		return err
	}
	p, err := a.Cases.ImportPenalty(c.Request().Context(), auth.Actor(c), in)
	return or(c, http.StatusCreated, p, err)
}

// Penalties lists what waits for case management.
func (a *API) Penalties(c echo.Context) error {
	waiting, err := a.Cases.WaitingPenalties(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(waiting, same[casework.Penalty]), err)
}

// RulePenalty confirms or rejects an imported penalty.
func (a *API) RulePenalty(c echo.Context) error {
	return command(c, func(penalty uuid.UUID, in casework.PenaltyRuling, key db.Key) error {
		p, err := a.Cases.RulePenalty(c.Request().Context(), auth.Actor(c), penalty, in, key)
		return or(c, http.StatusOK, p, err)
	})
}
