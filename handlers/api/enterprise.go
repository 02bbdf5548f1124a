package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/enterprise"
)

// RegisterEnterprise registers an enterprise: at once for its legal representative, else when he has confirmed.
func (a *API) RegisterEnterprise(c echo.Context) error {
	in, err := read[struct {
		CreditCode string `json:"credit_code"`
	}](c)
	if err != nil {
		return err
	}
	r, err := a.Enterprise.Register(c.Request().Context(), auth.Actor(c), in.CreditCode)
	return or(c, http.StatusCreated, r, err)
}

// Registrations lists what the person registers, and what he as legal representative has to confirm.
func (a *API) Registrations(c echo.Context) error {
	own, toConfirm, err := a.Enterprise.Registrations(c.Request().Context(), auth.Actor(c))
	type both struct {
		Own       []enterprise.Registration `json:"own"`
		ToConfirm []enterprise.Registration `json:"to_confirm"`
	}
	return or(c, http.StatusOK, both{append([]enterprise.Registration{}, own...), append([]enterprise.Registration{}, toConfirm...)}, err)
}

// ConfirmRegistration is the legal representative's yes or no.
func (a *API) ConfirmRegistration(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[struct {
		Agreed bool `json:"agreed"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Enterprise.Confirm(c.Request().Context(), auth.Actor(c), which, in.Agreed))
}

// Authorisation shows a membership as 授权委托书.
func (a *API) Authorisation(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	letter, err := a.Enterprise.Authorisation(c.Request().Context(), auth.Actor(c), which)
	return or(c, http.StatusOK, letter, err)
}

// EnterpriseProfile shows what the portal knows of an enterprise.
func (a *API) EnterpriseProfile(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	profile, err := a.Enterprise.Profile(c.Request().Context(), auth.Actor(c), which)
	return or(c, http.StatusOK, profile, err)
}

// EnterpriseJournal lists what happened to an enterprise.
func (a *API) EnterpriseJournal(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	events, err := a.Enterprise.Journal(c.Request().Context(), auth.Actor(c), which)
	return or(c, http.StatusOK, whole(events, same[enterprise.Event]), err)
}
