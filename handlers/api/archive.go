package api

import (
	"bytes"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
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
