package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// CaseRating is what the applicant of a case has rated and said.
func (a *API) CaseRating(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		o, err := a.Supervise.OpinionOf(c.Request().Context(), auth.Actor(c), id)
		return or(c, http.StatusOK, o, err)
	})
}

// Rate keeps a rating, or the one change of it.
func (a *API) Rate(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		in, err := read[supervise.Rated](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.Rate(c.Request().Context(), auth.Actor(c), id, in))
	})
}

// Speak takes a complaint, praise or 办不成事.
func (a *API) Speak(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		in, err := read[struct {
			Kind supervise.VoiceKind `json:"kind"`
			Text string              `json:"text"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.Speak(c.Request().Context(), auth.Actor(c), id, in.Kind, in.Text))
	})
}

// Rates are the rates that everybody may read.
func (a *API) Rates(c echo.Context) error {
	all, desks, err := a.Supervise.Rates(c.Request().Context())
	return or(c, http.StatusOK, map[string]any{"all": all, "desks": desks}, err)
}

// Repairs lists bad ratings and appeals.
func (a *API) Repairs(c echo.Context) error {
	filter, err := superviseFilter(c)
	if err != nil {
		return err
	}
	found, err := a.Supervise.Repairs(c.Request().Context(), auth.Actor(c), filter)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, same[supervise.Rating]), err)
}

// Voices lists complaints, praise and 办不成事.
func (a *API) Voices(c echo.Context) error {
	filter, err := superviseFilter(c)
	if err != nil {
		return err
	}
	found, err := a.Supervise.Voices(c.Request().Context(), auth.Actor(c), filter)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, same[supervise.Voice]), err)
}
