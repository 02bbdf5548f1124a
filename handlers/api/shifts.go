package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Shifts shows case management who is there and who holds what.
func (a *API) Shifts(c echo.Context) error {
	v, err := a.Cases.Shifts(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, v, err)
}

// Assign gives steps to another officer; each has its own result.
func (a *API) Assign(c echo.Context) error {
	in, err := read[struct {
		Steps  []uuid.UUID `json:"steps"`
		Of     string      `json:"of"`
		To     string      `json:"to"`
		Reason string      `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	list, err := a.Cases.Assign(c.Request().Context(), auth.Actor(c), in.Steps, in.Of, in.To, in.Reason)
	return or(c, http.StatusOK, whole(list, same[casework.Assigned]), err)
}

// SetShift sets when an officer works.
func (a *API) SetShift(c echo.Context) error {
	in, err := read[struct {
		Officer string `json:"officer"`
		Starts  string `json:"starts"`
		Ends    string `json:"ends"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Cases.SetShift(c.Request().Context(), auth.Actor(c), in.Officer, in.Starts, in.Ends))
}

// SetLeave enters an officer's leave.
func (a *API) SetLeave(c echo.Context) error {
	in, err := read[struct {
		Officer string       `json:"officer"`
		From    workday.Date `json:"from"`
		Until   workday.Date `json:"until"`
		Reason  string       `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Cases.SetLeave(c.Request().Context(), auth.Actor(c), in.Officer, in.From, in.Until, in.Reason))
}
