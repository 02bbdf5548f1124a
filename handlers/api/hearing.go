package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/casework"
)

// Hearings lists the hearings that were announced to the public: those to come first, then those of a year.
func (a *API) Hearings(c echo.Context) error {
	cursor, err := after(c)
	if err != nil {
		return err
	}
	most, err := limit(c)
	if err != nil {
		return err
	}
	found, err := a.Cases.Hearings(c.Request().Context(), cursor, most)
	next := ""
	if found.Next != uuid.Nil {
		next = found.Next.String()
	}
	return or(c, http.StatusOK, page(found.Items, next, found.Total, same[casework.Hearing]), err)
}
