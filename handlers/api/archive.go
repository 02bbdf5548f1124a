package api

import (
	"bytes"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
)

// Archive sends the signed package of a case that has ended.
func (a *API) Archive(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		name, data, err := a.Cases.Archive(c.Request().Context(), auth.Actor(c), which)
		if err != nil {
			return err
		}
		return download(c, "application/zip", name, bytes.NewReader(data))
	})
}

// archiveRow is a case to archive; its due day is a month in natural days, which no calendar moves.
type archiveRow struct {
	casework.ArchiveRow
	Provisional bool `json:"provisional"`
}

// Archives lists ended cases: those that wait to be archived, or with done=true those that are.
func (a *API) Archives(c echo.Context) error {
	rows, err := limit(c)
	if err != nil {
		return err
	}
	from, err := after(c)
	if err != nil {
		return err
	}
	found, err := a.Cases.Archives(c.Request().Context(), auth.Actor(c), c.QueryParam("done") == "true", from, rows)
	return or(c, http.StatusOK, page(found.Items, found.Next, found.Total, func(r casework.ArchiveRow) archiveRow { return archiveRow{ArchiveRow: r} }), err)
}

// ArchiveCase checks a case for the four properties and archives it.
func (a *API) ArchiveCase(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		_, _, err := a.Cases.Archive(c.Request().Context(), auth.Actor(c), which)
		return done(c, err)
	})
}
