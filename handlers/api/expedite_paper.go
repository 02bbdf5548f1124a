package api

import (
	"io"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// businessPaper is a piece of evidence of a request.
type businessPaper struct {
	ID uuid.UUID `json:"id"`
	expedite.Paper
	File string `json:"file,omitempty"` // name of its file; none where the original is shown at the window
}

func newBusinessPaper(p expedite.PaperFile) businessPaper {
	return businessPaper{ID: p.ID, Paper: p.Paper, File: p.Name}
}

// AddBusinessPaper names a piece of evidence whose original is shown at the window.
func (a *API) AddBusinessPaper(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[expedite.Paper](c)
		if err != nil {
			return err
		}
		_, err = a.Expedite.AddPaper(c.Request().Context(), auth.Actor(c), which, in, material.Material{})
		return done(c, err)
	})
}

// UploadBusinessPaper takes a file of evidence: the fields kind, dated, chinese and, for a paper of one traveller, of; then the file.
func (a *API) UploadBusinessPaper(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		r, actor := c.Request(), auth.Actor(c)
		rule, err := a.Expedite.PaperRule(r.Context(), actor, which)
		if err != nil {
			return err
		}
		if r.ContentLength > material.MostBytes+formExtra {
			return fault.New(fault.TooLarge, "TOO_LARGE", "limit", material.MostBytes)
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, material.MostBytes+formExtra)
		fields, file, err := partsOf(r, "kind", "dated", "chinese", "of")
		if err != nil {
			return err
		}
		p := expedite.Paper{Kind: expedite.PaperKind(fields["kind"]), Chinese: fields["chinese"] == "true", Of: fields["of"]}
		if p.Dated, err = workday.Parse(fields["dated"]); err != nil {
			return fault.Fields(fault.OneField("/dated", "PAPER_DATE"))
		}
		m, err := a.Materials.Receive(r.Context(), actor.PersonID, rule, file.FileName(), file)
		if err != nil {
			return err
		}
		kept, err := a.Expedite.AddPaper(r.Context(), actor, which, p, m)
		return or(c, http.StatusCreated, newBusinessPaper(kept), err)
	})
}

// RemoveBusinessPaper takes evidence out of an open request.
func (a *API) RemoveBusinessPaper(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		paper, err := id(c, "paper")
		if err != nil {
			return err
		}
		return done(c, a.Expedite.RemovePaper(c.Request().Context(), auth.Actor(c), which, paper))
	})
}

// BusinessTemplate is an empty sheet for travellers or a roster.
func (a *API) BusinessTemplate(c echo.Context) error {
	raw, err := expedite.TemplateFor(c.Param("kind"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+c.Param("kind")+`.xlsx"`)
	return c.Blob(http.StatusOK, mimeSheet, raw)
}

// ReadBusinessTravellers takes a sheet as its body and puts its persons in the place of the request's.
func (a *API) ReadBusinessTravellers(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		version, err := ifMatch(c)
		if err != nil {
			return err
		}
		raw, err := io.ReadAll(io.LimitReader(c.Request().Body, expedite.MostSheetBytes+1))
		if err != nil {
			return malformed(err)
		}
		ctx, actor := c.Request().Context(), auth.Actor(c)
		if err := a.Expedite.ReadTravellers(ctx, actor, which, version, raw); err != nil {
			return err
		}
		v, err := a.Expedite.Check(ctx, actor, which)
		return or(c, http.StatusOK, newBusinessRequest(v), err)
	})
}

// RedateBusinessRequest moves the journey of a request that was handed in.
func (a *API) RedateBusinessRequest(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[struct {
			Departure workday.Date `json:"departure"`
			Return    workday.Date `json:"return"`
			EventFrom workday.Date `json:"event_from"`
			EventTo   workday.Date `json:"event_to"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Expedite.Redate(c.Request().Context(), auth.Actor(c), which, in.Departure, in.Return, in.EventFrom, in.EventTo))
	})
}
