package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/db"
)

// AwaitingUnit lists the forms that wait for a signature of the units for which the person may sign.
func (a *API) AwaitingUnit(c echo.Context) error {
	forms, err := a.Cases.AwaitingUnit(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(forms, newCaseEntry), err)
}

// UnitForm shows what is to be signed.
func (a *API) UnitForm(c echo.Context) error {
	form, err := id(c, "id")
	if err != nil {
		return err
	}
	v, err := a.Cases.UnitForm(c.Request().Context(), auth.Actor(c), form)
	return a.draft(c, v, err)
}

// UnitSign signs for the unit; the case is received with that.
func (a *API) UnitSign(c echo.Context) error {
	return command(c, func(form uuid.UUID, in struct {
		Agreed bool `json:"agreed"`
	}, key db.Key) error {
		receipt, err := a.Cases.UnitSign(c.Request().Context(), auth.Actor(c), form, in.Agreed, key)
		return or(c, http.StatusCreated, receipt, err)
	})
}

// UnitReturn gives a form back to the person; he may take it back himself.
func (a *API) UnitReturn(c echo.Context) error {
	form, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[reason](c)
	if err != nil {
		return err
	}
	return done(c, a.Cases.UnitReturn(c.Request().Context(), auth.Actor(c), form, in.Reason))
}

// reason is why somebody does something.
type reason struct {
	Reason string `json:"reason"`
}
