package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// caseView is a case as its applicant or his unit sees it. The law's own record stays inside: what matters of it stands in the clocks.
type caseView struct {
	casework.ApplicantView
	ofItem
	Law *struct{} `json:"law,omitempty"`

	Explanations []procedure.Explanation `json:"explanations,omitempty"` // what was asked of the applicant, and his answers
	Intents      []procedure.Intent      `json:"intents,omitempty"`      // refusals that he was told before they were decided, and what he said
	Specials     []procedure.Special     `json:"specials,omitempty"`     // why the clock stood still, from when to when
	Extension    *procedure.Extension    `json:"extension,omitempty"`
	Redecisions  []ruled                 `json:"redecisions,omitempty"` // decisions that were annulled, and by which ruling
	Fixes        []procedure.Fix         `json:"fixes,omitempty"`       // corrections on the spot, both versions
	Claim        *procedure.Compensation `json:"claim,omitempty"`       // for what a measure cost, amounts in fen
	Statement    *ownStatement           `json:"statement,omitempty"`   // what the holder said against a measure
	Next         *nextRow                `json:"next,omitempty"`        // none once the case has ended
}

// ownStatement is what a holder said against a measure about his certificate, with the numbers of the files that he handed in for it.
type ownStatement struct {
	Text      string   `json:"text"`
	On        string   `json:"on"`
	Materials []string `json:"materials,omitempty"`
}

func statementOf(law procedure.Case) *ownStatement {
	if m := law.Licence; m != nil && law.Compensation == nil && m.Statement != "" {
		return &ownStatement{m.Statement, m.StatementOn, m.Materials}
	}
	return nil
}

// ruled is a decision that reconsideration or a court annulled, as the applicant may read it: without what officers thought of it.
type ruled struct {
	Body     string          `json:"body"`
	Number   string          `json:"number"`
	On       workday.Date    `json:"on"`
	Wrong    string          `json:"wrong"`
	Reopened workday.Date    `json:"reopened_on"`
	Paper    procedure.Paper `json:"document"` // that was annulled
}

func rulings(c procedure.Case) (list []ruled) {
	for _, r := range c.Redecisions {
		list = append(list, ruled{Body: r.Ruling.Body, Number: r.Ruling.Number, On: r.Ruling.On, Wrong: r.Ruling.Wrong, Reopened: r.On, Paper: r.First.Paper})
	}
	return list
}

// nextRow is the row of the procedure's table by which a case usually goes on, where it is read aloud, and the article on which it stands.
type nextRow struct {
	Row  procedure.MoveID `json:"row"`
	Path string           `json:"path"`
	Law  string           `json:"law"`
}

// next finds the next row of a case, nil when there is none.
func next(c echo.Context, code string, row procedure.MoveID) *nextRow {
	if row == "" {
		return nil
	}
	return &nextRow{Row: row, Path: pages.RowPath(code, row), Law: pages.LawWords(respond.Context(c), row)}
}

// MyCases lists the person's cases, or those of the unit for which he acts, newest first.
func (a *API) MyCases(c echo.Context) error {
	rows, err := limit(c)
	if err != nil {
		return err
	}
	found, err := a.Cases.MyCases(c.Request().Context(), auth.Actor(c), c.QueryParam("after"), rows)
	return or(c, http.StatusOK, page(found.Items, found.Next, found.Total, newCaseEntry), err)
}

// Case shows a received case.
func (a *API) Case(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		v, err := a.Cases.CaseForApplicant(c.Request().Context(), auth.Actor(c), which)
		if err != nil {
			return err
		}
		setVersion(c, v.Version)
		return answer(c, http.StatusOK, caseView{ApplicantView: v, ofItem: itemOf(v.Item), Explanations: v.Law.Explanations, Intents: v.Law.Intents,
			Specials: v.Law.Specials, Extension: v.Law.Extension, Redecisions: rulings(v.Law), Fixes: v.Law.Fixes, Claim: v.Law.Compensation, Statement: statementOf(v.Law), Next: next(c, v.Procedure, v.Ahead)})
	})
}

// AnswerCorrection answers a correction notice completely.
func (a *API) AnswerCorrection(c echo.Context) error {
	return command(c, func(which uuid.UUID, in answers, key db.Key) error {
		receipt, err := a.Cases.AnswerCorrection(c.Request().Context(), auth.Actor(c), which, in.Answers, key)
		return or(c, http.StatusCreated, receipt, err)
	})
}

// Withdraw takes an application back before it is decided.
func (a *API) Withdraw(c echo.Context) error {
	return command(c, func(which uuid.UUID, in reason, key db.Key) error {
		return done(c, a.Cases.Withdraw(c.Request().Context(), auth.Actor(c), which, in.Reason, key))
	})
}

// Reply answers what the agency has put to the applicant.
func (a *API) Reply(c echo.Context) error {
	return command(c, func(which uuid.UUID, in struct {
		Act    procedure.ActName `json:"act"`
		Reason string            `json:"reason"`
	}, key db.Key) error {
		return done(c, a.Cases.Answer(c.Request().Context(), auth.Actor(c), which, casework.ApplicantReply{Act: in.Act, Reason: in.Reason}, key))
	})
}

// SendMessage adds a line to the talk between applicant and officers.
func (a *API) SendMessage(c echo.Context) error {
	return command(c, func(which uuid.UUID, in words, key db.Key) error {
		message, err := a.Cases.SendMessage(c.Request().Context(), auth.Actor(c), which, in.Text, key)
		return or(c, http.StatusCreated, message, err)
	})
}

// ConfirmDelivery confirms that the decision was received.
func (a *API) ConfirmDelivery(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		return done(c, a.Cases.ConfirmDelivery(c.Request().Context(), auth.Actor(c), which))
	})
}

// ChooseDelivery keeps how the applicant wants to receive the papers of a case.
func (a *API) ChooseDelivery(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[casework.DeliveryChoice](c)
		if err != nil {
			return err
		}
		key, err := idempotency(c)
		if err != nil {
			return err
		}
		return done(c, a.Cases.ChooseDelivery(c.Request().Context(), auth.Actor(c), which, in, key))
	})
}

// words are what somebody writes.
type words struct {
	Text string `json:"text"`
}
