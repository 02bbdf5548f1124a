package api

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// filed is a filing as it is shown: to the public without persons, to its unit with all lines.
type filed struct {
	Code      string       `json:"code"`
	List      string       `json:"list"`
	Holder    string       `json:"holder"`
	Subject   string       `json:"credit_code"`
	UnitName  string       `json:"unit_name"`
	ItemCode  string       `json:"item_code"`
	Number    string       `json:"number"`
	Area      string       `json:"area"`
	State     filing.State `json:"state"`
	FiledOn   workday.Date `json:"filed_on"`
	ChangedOn workday.Date `json:"changed_on,omitzero"`
	EndedOn   workday.Date `json:"ended_on,omitzero"`
	Rows      []filedRow   `json:"rows"`
	History   []filedEvent `json:"history,omitempty"`
}

type filedRow struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

type filedEvent struct {
	Kind   filing.EventKind `json:"kind"`
	Number string           `json:"number"`
	Day    workday.Date     `json:"day"`
}

func filedOf(e filing.Entry) filed {
	f := filed{Code: e.Code, List: e.List, Holder: e.Holder, Subject: e.Subject, UnitName: e.UnitName, ItemCode: e.ItemCode, Number: e.Number, Area: e.Area,
		State: e.State, FiledOn: e.FiledOn, ChangedOn: e.ChangedOn, EndedOn: e.EndedOn, Rows: make([]filedRow, len(e.Rows))}
	for i, r := range e.Rows {
		f.Rows[i] = filedRow{r.Label, r.Value}
	}
	return f
}

func (f filed) with(history []filing.Event) filed {
	for _, e := range history {
		f.History = append(f.History, filedEvent{e.Kind, e.Number, e.Day})
	}
	return f
}

// Filings is the public register of filings.
func (a *API) Filings(c echo.Context) error {
	q := filing.Search{}
	var err error
	if q.Text, err = text(c, "q"); err != nil {
		return err
	}
	if q.List, err = text(c, "list"); err != nil {
		return err
	}
	if q.Limit, err = limit(c); err != nil {
		return err
	}
	cursor, err := after(c)
	if err != nil {
		return err
	}
	if cursor != uuid.Nil {
		q.After = cursor.String()
	}
	found, err := a.Filing.List(c.Request().Context(), q)
	return or(c, http.StatusOK, page(found.Items, found.Next, found.Total, filedOf), err)
}

// ShowFiling is one filing by the code of its receipt.
func (a *API) ShowFiling(c echo.Context) error {
	e, history, err := a.Filing.Show(c.Request().Context(), c.Param("code"))
	return or(c, http.StatusOK, filedOf(e).with(history), err)
}

// MyFilings is what the enterprise for which the caller acts has filed.
func (a *API) MyFilings(c echo.Context) error {
	list, err := a.Filing.Mine(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(list, func(o filing.Owned) filed { return filedOf(o.Entry).with(o.History) }), err)
}

// referred is a late filing in the hands of a brigade.
type referred struct {
	ID         uuid.UUID      `json:"id"`
	CaseID     uuid.UUID      `json:"case_id"`
	CaseNumber string         `json:"case_number"`
	Number     string         `json:"number"`
	Desk       string         `json:"desk"`
	Party      string         `json:"party"`
	PartyCode  string         `json:"party_code"`
	Level      string         `json:"level"`
	DutyDue    workday.Date   `json:"duty_due"`
	ReceivedOn workday.Date   `json:"received_on"`
	Outcome    filing.Outcome `json:"outcome,omitempty"`
	Words      string         `json:"words,omitempty"`
	MendBy     workday.Date   `json:"mend_by,omitzero"`
	AnsweredAt time.Time      `json:"answered_at,omitzero"`
}

// Referrals lists the late filings at the caller's desks.
func (a *API) Referrals(c echo.Context) error {
	list, err := a.Filing.Referrals(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(list, func(r filing.Referral) referred {
		return referred{r.ID, r.CaseID, r.CaseNumber, r.Number, r.Desk, r.Party, r.PartyCode, r.Level, r.DutyDue, r.ReceivedOn, r.Outcome, r.Words, r.MendBy,
			r.AnsweredAt}
	}), err)
}

// AnswerReferral records what the brigade did.
func (a *API) AnswerReferral(c echo.Context) error {
	return a.act(c, func(referral uuid.UUID) error {
		in, err := read[struct {
			Outcome filing.Outcome `json:"outcome"`
			Words   string         `json:"words"`
			MendBy  workday.Date   `json:"mend_by"`
		}](c)
		if err != nil {
			return err
		}
		if err := a.Filing.AnswerReferral(c.Request().Context(), auth.Actor(c), referral, filing.Answer(in)); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	})
}
