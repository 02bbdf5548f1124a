package api

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
)

type clockView struct {
	casework.ClockView
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

// CaseClocks explains the due dates of a case to its applicant.
func (a *API) CaseClocks(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		v, err := a.Cases.ClocksForApplicant(c.Request().Context(), auth.Actor(c), id)
		return or(c, http.StatusOK, clockView{v, v.Name.Zh, v.Name.En}, err)
	})
}

// DeskClocks explains them to officers, at any time of reckoning.
func (a *API) DeskClocks(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		var at time.Time
		if text := c.QueryParam("at"); text != "" {
			var err error
			if at, err = time.Parse(time.RFC3339, text); err != nil {
				return fault.Fields(fault.OneField("/at", "NOT_A_TIME"))
			}
		}
		v, err := a.Cases.ClocksForOfficer(c.Request().Context(), auth.Actor(c), id, at)
		return or(c, http.StatusOK, clockView{v, v.Name.Zh, v.Name.En}, err)
	})
}
