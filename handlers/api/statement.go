package api

import (
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
)

// State takes what somebody says before a refusal, or a measure against his certificate, is decided.
func (a *API) State(c echo.Context) error {
	return command(c, func(which uuid.UUID, in statement, key db.Key) error {
		return done(c, a.Cases.State(c.Request().Context(), auth.Actor(c), which, casework.Statement{Text: in.Text, Files: in.Files}, key))
	})
}

type statement struct {
	Text  string      `json:"text"`
	Files []uuid.UUID `json:"files"`
}

// StateFile takes a file that a statement will name.
func (a *API) StateFile(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		actor := auth.Actor(c)
		rule, err := a.Cases.StatementRule(c.Request().Context(), actor, which)
		if err != nil {
			return err
		}
		return a.take(c, actor.PersonID, rule)
	})
}
