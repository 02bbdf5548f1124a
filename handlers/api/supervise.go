package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// Cards lists 督办单, newest first.
func (a *API) Cards(c echo.Context) error {
	filter, err := superviseFilter(c)
	if err != nil {
		return err
	}
	found, err := a.Supervise.Cards(c.Request().Context(), auth.Actor(c), filter)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, same[supervise.Card]), err)
}

// AnswerCard takes the written answer to a card.
func (a *API) AnswerCard(c echo.Context) error {
	return a.act(c, func(card uuid.UUID) error {
		in, err := read[words](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.Answer(c.Request().Context(), auth.Actor(c), card, in.Text))
	})
}

// PatrolEvents lists what the patrol rules found, newest first.
func (a *API) PatrolEvents(c echo.Context) error {
	filter, err := superviseFilter(c)
	if err != nil {
		return err
	}
	found, err := a.Supervise.Hits(c.Request().Context(), auth.Actor(c), filter)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, same[supervise.Hit]), err)
}

// ClosePatrolEvent records what an inspector found about one.
func (a *API) ClosePatrolEvent(c echo.Context) error {
	return a.act(c, func(event uuid.UUID) error {
		in, err := read[words](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.CloseHit(c.Request().Context(), auth.Actor(c), event, in.Text))
	})
}

func superviseFilter(c echo.Context) (f supervise.Filter, err error) {
	open, err := among(c, "open", "true", "false")
	if err != nil {
		return f, err
	}
	f.OnlyOpen = open == "true"
	if f.Limit, err = limit(c); err != nil {
		return f, err
	}
	f.After, err = after(c)
	return f, err
}

// after reads a cursor that is an id.
func after(c echo.Context) (uuid.UUID, error) {
	text := c.QueryParam("after")
	if text == "" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, fault.New(fault.Malformed, "CURSOR").Because(err)
	}
	return id, nil
}

func cursor(next *uuid.UUID) string {
	if next == nil {
		return ""
	}
	return next.String()
}
