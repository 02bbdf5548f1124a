package api

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// CalendarYear is a year's working days with the announcements they stand on.
func (a *API) CalendarYear(c echo.Context) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	v, err := a.Calendars.Year(c.Request().Context(), auth.Actor(c), year)
	return or(c, http.StatusOK, v, err)
}

// CalendarMoves lists the due dates that a year's announcements moved, newest first.
func (a *API) CalendarMoves(c echo.Context) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	n, err := limit(c)
	if err != nil {
		return err
	}
	var before int64
	if text := c.QueryParam("after"); text != "" {
		if before, err = strconv.ParseInt(text, 10, 64); err != nil || before <= 0 {
			return fault.New(fault.Malformed, "CURSOR")
		}
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	v, err := a.Calendars.Year(ctx, actor, year)
	if err != nil {
		return err
	}
	moves, err := a.Cases.DueMoves(ctx, actor, v.VersionNames(), before, n)
	return or(c, http.StatusOK, page(moves.Items, moves.Next, moves.Total, same[casework.DueMove]), err)
}

func yearOf(c echo.Context) (int, error) {
	year, err := strconv.Atoi(c.Param("year"))
	if err != nil || year <= 0 {
		return 0, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return year, nil
}
