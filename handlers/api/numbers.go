package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Numbers counts the work on business endorsements of a period.
func (a *API) Numbers(c echo.Context) error {
	ask := numbers.Ask{Desk: c.QueryParam("desk")}
	for name, at := range map[string]*workday.Date{"from": &ask.Period.From, "to": &ask.Period.To} {
		if text := c.QueryParam(name); text != "" {
			day, err := workday.Parse(text)
			if err != nil {
				return fault.Fields(fault.OneField("/"+name, "NOT_A_DATE"))
			}
			*at = day
		}
	}
	f, err := a.Numbering.Figures(c.Request().Context(), auth.Actor(c), ask)
	return or(c, http.StatusOK, f, err)
}

// WhatIf replays a month of a desk with other hands or hours; without a question it plays one clerk more.
func (a *API) WhatIf(c echo.Context) error {
	asked := numbers.Question{More: 1}
	if q := c.QueryParams(); len(q) > 0 {
		var err error
		if asked, err = numbers.ReadQuestion(q.Get); err != nil {
			return err
		}
	}
	replayed, err := a.Numbering.WhatIf(c.Request().Context(), auth.Actor(c), asked)
	return or(c, http.StatusOK, replayed, err)
}
