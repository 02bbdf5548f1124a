package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

// caseEntry is a draft or case in a list.
type caseEntry struct {
	casework.CaseSummary
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
}

func newCaseEntry(s casework.CaseSummary) caseEntry {
	return caseEntry{CaseSummary: s, Name: s.Name.Zh, NameEn: s.Name.En}
}

// draftView is a draft, the answers of a correction, or a form that waits for the unit.
type draftView struct {
	casework.DraftView
	ofItem
}

func (a *API) draft(c echo.Context, v casework.DraftView, err error) error {
	if err != nil {
		return err
	}
	setVersion(c, v.Version)
	return answer(c, http.StatusOK, draftView{DraftView: v, ofItem: itemOf(v.Item)})
}

// Drafts lists the person's open drafts of an item: look here before starting another.
func (a *API) Drafts(c echo.Context) error {
	item, err := text(c, "item")
	if err == nil && item == "" {
		err = fault.Fields(fault.OneField("/item", "REQUIRED"))
	}
	if err != nil {
		return err
	}
	drafts, err := a.Cases.OpenDrafts(c.Request().Context(), auth.Actor(c), item)
	return or(c, http.StatusOK, whole(drafts, newCaseEntry), err)
}

// StartDraft begins a case.
func (a *API) StartDraft(c echo.Context) error {
	in, err := read[struct {
		Item       string            `json:"item"`
		Situations map[string]string `json:"situations"`
		Insist     bool              `json:"insist"` // barred, he asks for a written decision all the same
	}](c)
	if err != nil {
		return err
	}
	key, err := idempotency(c)
	if err != nil {
		return err
	}
	draft, err := a.Cases.StartDraft(c.Request().Context(), auth.Actor(c), casework.Start{Item: in.Item, Situations: in.Situations, Insist: in.Insist}, key)
	if err != nil {
		return err
	}
	return created(c, "/drafts/"+draft.String(), identified{draft})
}

// Draft shows a draft with what is still wrong.
func (a *API) Draft(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	v, err := a.Cases.Draft(c.Request().Context(), auth.Actor(c), draft)
	return a.draft(c, v, err)
}

// answers are what a program sends of a form; null takes an answer away.
type answers struct {
	Answers form.Answers `json:"answers"`
}

// SaveAnswers stores some answers, under If-Match only on the version that the program has seen.
func (a *API) SaveAnswers(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	in, err := read[answers](c)
	if err != nil {
		return err
	}
	saved, err := a.Cases.SaveAnswers(c.Request().Context(), auth.Actor(c), draft, in.Answers, version)
	if err != nil {
		return err
	}
	if saved.Faults == nil {
		saved.Faults = []fault.Field{}
	}
	setVersion(c, saved.Version)
	return answer(c, http.StatusOK, saved)
}

// DiscardDraft removes a draft.
func (a *API) DiscardDraft(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	return done(c, a.Cases.DiscardDraft(c.Request().Context(), auth.Actor(c), draft))
}

// Finish hands a draft in: to the unit when it must sign, else to the agency.
func (a *API) Finish(c echo.Context) error {
	return a.act(c, func(draft uuid.UUID) error {
		key, err := idempotency(c)
		if err != nil {
			return err
		}
		receipt, err := a.Cases.Finish(c.Request().Context(), auth.Actor(c), draft, c.QueryParam("insist") == "true", key)
		return or(c, http.StatusCreated, receipt, err)
	})
}

// act does something with the case in the path.
func (a *API) act(c echo.Context, do func(uuid.UUID) error) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	return do(which)
}
