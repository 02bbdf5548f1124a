package web

import (
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
)

// Archive sends the signed package of a case that has ended.
func (s *Site) Archive(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	name, data, err := s.Cases.Archive(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set(echo.HeaderCacheControl, "private, no-store")
	return c.Blob(http.StatusOK, "application/zip", data)
}
