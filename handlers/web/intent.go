package web

import (
	"crypto/sha256"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/db"
)

// intentField carries the key of an intended act in its form: a double click or a reload is the same act.
const intentField = "_key"

// newIntent is the key for a form that is about to be shown.
func newIntent() string { return uuid.NewString() }

// intent is the act that a posted form asks for; content is what makes it this act and no other.
func intent(c echo.Context, content ...string) db.Key {
	value := c.FormValue(intentField)
	if len(value) > 64 {
		value = ""
	}
	digest := sha256.New()
	for _, part := range append([]string{c.Request().URL.Path}, content...) {
		digest.Write([]byte(part))
		digest.Write([]byte{0})
	}
	return db.Key{Actor: auth.Actor(c).AccountID.String(), Route: c.Request().Method + " " + c.Path(), Value: value, Digest: digest.Sum(nil)}
}
