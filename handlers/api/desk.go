package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// queueRow is a waiting step in a queue.
type queueRow struct {
	casework.QueueRow
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

// Queues lists the officer's queues with what waits in them.
func (a *API) Queues(c echo.Context) error {
	queues, err := a.Cases.Queues(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(queues, same[casework.QueueCount]), err)
}

// Queue lists the steps of a queue in working order.
func (a *API) Queue(c echo.Context) error {
	rows, err := limit(c)
	if err != nil {
		return err
	}
	found, err := a.Cases.Queue(c.Request().Context(), auth.Actor(c), c.Param("desk"), procedure.Stage(c.Param("stage")), c.QueryParam("after"), rows)
	return or(c, http.StatusOK, page(found.Items, found.Next, found.Total, func(r casework.QueueRow) queueRow {
		r.Alarms = some(r.Alarms)
		return queueRow{QueueRow: r, Name: r.Name.Zh, NameEn: r.Name.En}
	}), err)
}

// ClaimNext takes the next step of a queue.
func (a *API) ClaimNext(c echo.Context) error {
	key, err := idempotency(c)
	if err != nil {
		return err
	}
	claim, err := a.Cases.ClaimNext(c.Request().Context(), auth.Actor(c), c.Param("desk"), procedure.Stage(c.Param("stage")), key)
	return or(c, http.StatusCreated, claim, err)
}

// Claims lists what the officer holds.
func (a *API) Claims(c echo.Context) error {
	claims, err := a.Cases.Mine(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(claims, same[casework.Claim]), err)
}

// Heartbeat extends a claim.
func (a *API) Heartbeat(c echo.Context) error {
	return a.act(c, func(step uuid.UUID) error {
		in, err := read[struct {
			Fence int64 `json:"fence"`
			Input bool  `json:"input"`
		}](c)
		if err != nil {
			return err
		}
		claim, err := a.Cases.Heartbeat(c.Request().Context(), auth.Actor(c), step, in.Fence, in.Input)
		return or(c, http.StatusOK, claim, err)
	})
}

// SaveNote keeps a private draft with the claim.
func (a *API) SaveNote(c echo.Context) error {
	return a.act(c, func(step uuid.UUID) error {
		in, err := read[struct {
			Fence int64  `json:"fence"`
			Text  string `json:"text"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Cases.SaveNote(c.Request().Context(), auth.Actor(c), step, in.Fence, in.Text))
	})
}

// ReturnStep gives a claimed step back to its queue.
func (a *API) ReturnStep(c echo.Context) error {
	return a.act(c, func(step uuid.UUID) error {
		in, err := read[struct {
			Fence  int64                 `json:"fence"`
			Reason casework.ReturnReason `json:"reason"`
			Text   string                `json:"text"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Cases.ReturnStep(c.Request().Context(), auth.Actor(c), step, in.Fence, in.Reason, in.Text))
	})
}

// Release puts a held or escalated step back into its queue; only case management may.
func (a *API) Release(c echo.Context) error {
	return a.act(c, func(step uuid.UUID) error {
		in, err := read[reason](c)
		if err != nil {
			return err
		}
		return done(c, a.Cases.Release(c.Request().Context(), auth.Actor(c), step, in.Reason))
	})
}

// deskCase is a case as officers see it.
type deskCase struct {
	casework.ClerkView
	ofItem
	Journal []journalRow `json:"journal"`
}

// Review shows a case on one page to an officer.
func (a *API) Review(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		v, err := a.Cases.Review(c.Request().Context(), auth.Actor(c), which)
		if err != nil {
			return err
		}
		setVersion(c, v.Version)
		v.Alarms, v.Checks = some(v.Alarms), some(v.Checks)
		return answer(c, http.StatusOK, deskCase{ClerkView: v, ofItem: itemOf(v.Item), Journal: journalRows(v.Journal)})
	})
}

// RecordCheck records an officer's verdict on a point of the checklist.
func (a *API) RecordCheck(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[struct {
			StepID uuid.UUID      `json:"step_id"`
			Fence  int64          `json:"fence"`
			Mark   procedure.Mark `json:"mark"`
			Note   string         `json:"note"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Cases.RecordCheck(c.Request().Context(), auth.Actor(c), which, in.StepID, in.Fence, c.Param("code"), in.Mark, in.Note))
	})
}

// RecordVisit notes that the applicant came to the window.
func (a *API) RecordVisit(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		key, err := idempotency(c)
		if err != nil {
			return err
		}
		return done(c, a.Cases.RecordVisit(c.Request().Context(), auth.Actor(c), which, key))
	})
}

// Decide does an officer's act on the step that he holds.
func (a *API) Decide(c echo.Context) error {
	return command(c, func(which uuid.UUID, in casework.Decision, key db.Key) error {
		in.CaseID = which
		decided, err := a.Cases.Decide(c.Request().Context(), auth.Actor(c), in, key)
		return or(c, http.StatusCreated, decided, err)
	})
}
