package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/enterprise"
)

// EnterpriseCases lists the cases of an enterprise whoever began them.
func (a *API) EnterpriseCases(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	rows, err := limit(c)
	if err != nil {
		return err
	}
	f := casework.CaseFilter{State: c.QueryParam("state"), Item: c.QueryParam("item"), Text: c.QueryParam("q")}
	cases, _, err := a.Cases.EnterpriseCases(c.Request().Context(), auth.Actor(c), which, f, c.QueryParam("after"), rows)
	return or(c, http.StatusOK, page(cases.Items, cases.Next, cases.Total, newCaseEntry), err)
}

// Box lists the papers of an enterprise's document box.
func (a *API) Box(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	papers, err := a.Enterprise.Box(c.Request().Context(), auth.Actor(c), which)
	return or(c, http.StatusOK, whole(papers, same[enterprise.Paper]), err)
}

// RemovePaper takes a paper out of its box.
func (a *API) RemovePaper(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	return done(c, a.Enterprise.RemovePaper(c.Request().Context(), auth.Actor(c), which))
}

// UseFromBox answers a file question with a paper of the document box.
func (a *API) UseFromBox(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[struct {
		Question string    `json:"question"`
		Paper    uuid.UUID `json:"paper_id"`
	}](c)
	if err != nil {
		return err
	}
	_, err = a.Cases.UseFromBox(c.Request().Context(), auth.Actor(c), which, in.Question, in.Paper)
	return done(c, err)
}

// HandOver offers a case to another member of the enterprise.
func (a *API) HandOver(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[struct {
		Person uuid.UUID `json:"person_id"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Cases.OfferCase(c.Request().Context(), auth.Actor(c), which, in.Person))
}

// Offers lists the cases that are offered to the person.
func (a *API) Offers(c echo.Context) error {
	offers, err := a.Cases.Offers(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(offers, same[casework.Handover]), err)
}

// AnswerOffer takes a case that was offered, or declines it.
func (a *API) AnswerOffer(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[struct {
		Agreed bool `json:"agreed"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Cases.AnswerOffer(c.Request().Context(), auth.Actor(c), which, in.Agreed))
}

// Takeovers lists, for officers, who asks for an enterprise's account.
func (a *API) Takeovers(c echo.Context) error {
	list, err := a.Enterprise.Takeovers(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(list, same[enterprise.Takeover]), err)
}

// DecideTakeover is an officer's approval or refusal; with the second officer's approval the account passes.
func (a *API) DecideTakeover(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[struct {
		Agreed bool   `json:"agreed"`
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	_, err = a.Enterprise.DecideTakeover(c.Request().Context(), auth.Actor(c), which, in.Agreed, in.Reason)
	return done(c, err)
}

// ObjectTakeover is a member's word against a takeover.
func (a *API) ObjectTakeover(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[reason](c)
	if err != nil {
		return err
	}
	return done(c, a.Enterprise.Object(c.Request().Context(), auth.Actor(c), which, in.Reason))
}

// OfferByDesk offers a case to a member in the place of who is gone.
func (a *API) OfferByDesk(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[struct {
			Person uuid.UUID `json:"person_id"`
			Reason string    `json:"reason"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Cases.OfferByDesk(c.Request().Context(), auth.Actor(c), which, in.Person, in.Reason))
	})
}
