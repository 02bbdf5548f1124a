package api

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// businessDoubt is a doubt about evidence and, once given, the legal officer's answer.
type businessDoubt struct {
	ID         uuid.UUID          `json:"id"`
	CaseID     uuid.UUID          `json:"case_id"`
	Paper      *uuid.UUID         `json:"paper"` // null: all of the evidence
	PaperKind  expedite.PaperKind `json:"paper_kind,omitempty"`
	Doubt      string             `json:"doubt"`
	At         time.Time          `json:"at"`
	Officer    string             `json:"officer"`
	Name       string             `json:"name"`
	Due        workday.Date       `json:"due"`
	Open       bool               `json:"open"`
	Stands     bool               `json:"stands"`
	Level      expedite.Level     `json:"level"` // "" while it is open and when the evidence does not stand
	Reason     string             `json:"reason"`
	AnsweredAt *time.Time         `json:"answered_at"`
	AnsweredBy string             `json:"answered_by"`
	Answerer   string             `json:"answerer"`
}

func newBusinessDoubt(d expedite.Doubt) businessDoubt {
	out := businessDoubt{ID: d.ID, CaseID: d.CaseID, PaperKind: d.PaperKind, Doubt: d.Reason, At: d.At, Officer: d.Officer, Name: d.Name, Due: d.Due, Open: d.Open(),
		Stands: d.Opinion.Stands, Level: d.Opinion.Level, Reason: d.Opinion.Reason, AnsweredBy: d.AnsweredBy, Answerer: d.Answerer}
	if d.Paper != uuid.Nil {
		out.Paper = &d.Paper
	}
	if !d.Open() {
		out.AnsweredAt = &d.AnsweredAt
	}
	return out
}

// businessDoubtRow is a doubt in the legal officers' list, with the request that it is about.
type businessDoubtRow struct {
	businessDoubt
	Number    string          `json:"number"`
	Unit      string          `json:"unit"`
	Urgency   expedite.Reason `json:"urgency"`
	Departure workday.Date    `json:"departure"`
	Persons   int             `json:"persons"`
}

// BusinessDoubts lists disputed evidence, what waits first.
func (a *API) BusinessDoubts(c echo.Context) error {
	rows, err := a.Expedite.Doubts(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(rows, func(d expedite.DoubtRow) businessDoubtRow {
		return businessDoubtRow{businessDoubt: newBusinessDoubt(d.Doubt), Number: d.Number, Unit: d.UnitName, Urgency: d.Trip.Reason, Departure: d.Departure,
			Persons: d.Persons}
	}), err)
}

// DoubtBusiness sends the evidence of a case to the legal officer.
func (a *API) DoubtBusiness(c echo.Context) error {
	return command(c, func(which uuid.UUID, in struct {
		Doubt string    `json:"doubt"`
		Paper uuid.UUID `json:"paper"`
	}, key db.Key) error {
		return done(c, a.Expedite.Doubt(c.Request().Context(), auth.Actor(c), which, in.Doubt, in.Paper, key))
	})
}

// AnswerDoubt keeps the legal officer's answer.
func (a *API) AnswerDoubt(c echo.Context) error {
	return command(c, func(which uuid.UUID, in struct {
		Stands bool           `json:"stands"`
		Level  expedite.Level `json:"level"`
		Reason string         `json:"reason"`
	}, key db.Key) error {
		o := expedite.Opinion{Stands: in.Stands, Level: in.Level, Reason: in.Reason}
		return done(c, a.Expedite.Answer(c.Request().Context(), auth.Actor(c), which, o, key))
	})
}
