package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/material"
)

// AskCompensation gives the holder the case in which he claims what a measure cost him.
func (a *API) AskCompensation(c echo.Context) error {
	return a.act(c, func(measure uuid.UUID) error {
		claim, err := a.Cases.AskCompensation(c.Request().Context(), auth.Actor(c), measure)
		return or(c, http.StatusOK, map[string]uuid.UUID{"case_id": claim}, err)
	})
}

// ClaimLoss takes the claim: the amount in fen, reasons, files handed in before.
func (a *API) ClaimLoss(c echo.Context) error { return a.claim(c, a.Cases.ClaimLoss) }

// AddToClaim takes what the claimant says or proves later.
func (a *API) AddToClaim(c echo.Context) error { return a.claim(c, a.Cases.AddToClaim) }

func (a *API) claim(c echo.Context, send func(context.Context, account.Actor, uuid.UUID, casework.Loss, db.Key) error) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[casework.Loss](c)
		if err != nil {
			return err
		}
		key, err := idempotency(c)
		if err != nil {
			return err
		}
		return done(c, send(c.Request().Context(), auth.Actor(c), which, in, key))
	})
}

// ProveLoss takes a file for a claim.
func (a *API) ProveLoss(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		r, actor := c.Request(), auth.Actor(c)
		rule, err := a.Cases.LossProofRule(r.Context(), actor, which)
		if err != nil {
			return err
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, material.MostBytes+formExtra)
		_, file, err := parts(r)
		if err != nil {
			return err
		}
		m, err := a.Materials.Receive(r.Context(), actor.PersonID, rule, file.FileName(), file)
		if err != nil {
			return err
		}
		return created(c, "/materials/"+m.ID.String(), m)
	})
}
