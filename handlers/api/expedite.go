package api

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// BusinessDates tells anybody whether a journey can be ready in time.
func (a *API) BusinessDates(c echo.Context) error {
	departure, err := workday.Parse(c.QueryParam("departure"))
	if err != nil {
		return fault.Fields(fault.OneField("/departure", "NOT_A_DATE"))
	}
	delivery, err := among(c, "delivery", expedite.Collect, expedite.EMSHere, expedite.EMSFar)
	if err != nil {
		return err
	}
	o, err := a.Expedite.Dates(departure, delivery)
	return or(c, http.StatusOK, o, err)
}

// businessRow is a request in a list.
type businessRow struct {
	ID           uuid.UUID              `json:"id"`
	Number       string                 `json:"number"`
	State        expedite.RequestState  `json:"state"`
	Destinations []expedite.Destination `json:"destinations"`
	Reason       expedite.Reason        `json:"reason"`
	Departure    workday.Date           `json:"departure"`
	Persons      int                    `json:"persons"`
	Decided      int                    `json:"decided"`
	Undecided    int                    `json:"undecided"`
}

// businessOverview is an enterprise's registration with its seats and requests.
type businessOverview struct {
	Unit         string             `json:"unit"`
	CreditCode   string             `json:"credit_code"`
	ApprovedOn   workday.Date       `json:"approved_on"`
	ValidTo      workday.Date       `json:"valid_to"`
	RenewalOpens workday.Date       `json:"renewal_opens"`
	Quota        string             `json:"quota"`
	Allowance    expedite.Allowance `json:"allowance"`
	Held         []expedite.Holding `json:"held"`
	Roster       int                `json:"roster"`
	Applied      string             `json:"applied,omitempty"` // number of an application under way
	MayApply     string             `json:"may_apply"`         // "" or the code of what stands in the way
	Effects      []expedite.Effect  `json:"effects"`           // of marks in force
	Journeys     expedite.Journeys  `json:"journeys"`
	Requests     []businessRow      `json:"requests"`
}

// Business shows the enterprise that the person acts for.
func (a *API) Business(c echo.Context) error {
	v, err := a.Expedite.Overview(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return err
	}
	out := businessOverview{Unit: v.Unit, CreditCode: v.CreditCode, ApprovedOn: v.Registration.ApprovedOn, ValidTo: v.Registration.ValidTo,
		Quota: v.Registration.QuotaVersion, Allowance: v.Registration.Allowance, Held: v.Held, Roster: len(v.Registration.Roster),
		MayApply: fault.Code(v.MayApply), Effects: []expedite.Effect{}, Journeys: v.Journeys, Requests: []businessRow{}}
	if !out.ApprovedOn.IsZero() {
		out.RenewalOpens = v.Registration.RenewalOpens()
	}
	if v.Applied != nil {
		out.Applied = v.Applied.Number
	}
	for _, m := range v.Marks {
		if m.InForce(v.Today) {
			out.Effects = append(out.Effects, m.Kind.Effect())
		}
	}
	for _, r := range v.Requests {
		out.Requests = append(out.Requests, businessRow{ID: r.ID, Number: r.Number, State: r.State, Destinations: r.Destinations, Reason: r.Reason,
			Departure: r.Departure, Persons: r.Persons, Decided: r.Decided, Undecided: r.Undecided})
	}
	return answer(c, http.StatusOK, out)
}

// businessPerson is a traveller with his own result.
type businessPerson struct {
	expedite.Person
	Faults     []fault.Field        `json:"faults"`
	Fee        int                  `json:"fee"` // yuan
	Seat       bool                 `json:"seat"`
	Faster     bool                 `json:"faster"`
	Conditions []expedite.Condition `json:"conditions"`
	CaseID     *uuid.UUID           `json:"case_id"`
	Number     string               `json:"case_number"`
	CaseState  procedure.State      `json:"case_state"`
	Urgent     bool                 `json:"urgent"`
	OfferUntil workday.Date         `json:"offer_until"`
}

// businessRequest is a request with everything that can be said about it.
type businessRequest struct {
	ID        uuid.UUID             `json:"id"`
	Number    string                `json:"number"`
	State     expedite.RequestState `json:"state"`
	Version   int                   `json:"version"`
	Trip      expedite.Trip         `json:"trip"`
	Level     expedite.Level        `json:"level"`
	Faults    []fault.Field         `json:"faults"`
	OpenBatch string                `json:"open_batch"`
	Fees      int                   `json:"fees"`
	Ready     bool                  `json:"ready"`
	Outlook   expedite.Outlook      `json:"outlook"`
	Persons   []businessPerson      `json:"persons"`
	Papers    []businessPaper       `json:"papers"`
	Documents []expedite.Companion  `json:"documents"` // passports and permits for the same journey
}

func newBusinessRequest(v expedite.Checked) businessRequest {
	out := businessRequest{ID: v.ID, Number: v.Number, State: v.State, Version: v.Version, Trip: v.Trip, Level: v.Level, Faults: some(v.Faults),
		OpenBatch: v.OpenBatch, Fees: v.Fees, Ready: v.Ready, Outlook: v.Outlook, Persons: []businessPerson{}, Papers: []businessPaper{}, Documents: some(v.Companions)}
	for _, p := range v.Files {
		out.Papers = append(out.Papers, newBusinessPaper(p))
	}
	out.Trip.Papers = some(out.Trip.Papers)
	out.Trip.Destinations = some(out.Trip.Destinations)
	out.Trip.Approval.Names = some(out.Trip.Approval.Names)
	for _, p := range v.Persons {
		row := businessPerson{Person: p.Person, Faults: some(p.Faults), Fee: p.Fee.Total(), Seat: p.Seat, Faster: p.Faster, Conditions: p.Conditions,
			Number: p.Number, CaseState: p.State, Urgent: p.Urgent, OfferUntil: p.OfferUntil}
		if p.CaseID != uuid.Nil {
			row.CaseID = &p.CaseID
		}
		out.Persons = append(out.Persons, row)
	}
	return out
}

// some is a list that is never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// BusinessRequest shows a request row by row.
func (a *API) BusinessRequest(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		v, err := a.Expedite.Check(c.Request().Context(), auth.Actor(c), which)
		if err != nil {
			return err
		}
		setVersion(c, v.Version)
		return answer(c, http.StatusOK, newBusinessRequest(v))
	})
}

// businessInput is a request as it is written: what everybody shares, and the persons in the enterprise's ranking.
type businessInput struct {
	Trip    expedite.Trip     `json:"trip"`
	Persons []expedite.Person `json:"persons"`
}

// StartBusinessRequest begins a request; whatever is wrong is kept and told.
func (a *API) StartBusinessRequest(c echo.Context) error {
	in, err := read[businessInput](c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	which, err := a.Expedite.Save(ctx, actor, uuid.Nil, 0, in.Trip, in.Persons)
	if err != nil {
		return err
	}
	v, err := a.Expedite.Check(ctx, actor, which)
	if err != nil {
		return err
	}
	return created(c, "/business/requests/"+which.String(), newBusinessRequest(v))
}

// SaveBusinessRequest writes an open request again.
func (a *API) SaveBusinessRequest(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[businessInput](c)
		if err != nil {
			return err
		}
		version, err := ifMatch(c)
		if err != nil {
			return err
		}
		ctx, actor := c.Request().Context(), auth.Actor(c)
		if _, err := a.Expedite.Save(ctx, actor, which, version, in.Trip, in.Persons); err != nil {
			return err
		}
		v, err := a.Expedite.Check(ctx, actor, which)
		return or(c, http.StatusOK, newBusinessRequest(v), err)
	})
}

// numbersFiled are the numbers of cases that were handed in.
type numbersFiled struct {
	Numbers []string `json:"numbers"`
}

// SubmitBusinessRequest hands a request in: one case for each person.
func (a *API) SubmitBusinessRequest(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		key, err := idempotency(c)
		if err != nil {
			return err
		}
		numbers, err := a.Expedite.Submit(c.Request().Context(), auth.Actor(c), which, key)
		return or(c, http.StatusCreated, numbersFiled{numbers}, err)
	})
}

// TakeBusinessSeats hands in those for whom a seat is kept.
func (a *API) TakeBusinessSeats(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		key, err := idempotency(c)
		if err != nil {
			return err
		}
		numbers, err := a.Expedite.TakeSeats(c.Request().Context(), auth.Actor(c), which, key)
		return or(c, http.StatusCreated, numbersFiled{numbers}, err)
	})
}

// businessDeskRow is a business case that waits at a desk.
type businessDeskRow struct {
	CaseID    uuid.UUID       `json:"case_id"`
	Number    string          `json:"number"`
	Name      string          `json:"name"`
	Unit      string          `json:"unit"`
	Reason    expedite.Reason `json:"reason"`
	Departure workday.Date    `json:"departure"`
	DoBy      workday.Date    `json:"do_by"`
	Urgent    bool            `json:"urgent"`
	State     procedure.State `json:"state"`
}

// BusinessDesk lists the business cases at the officer's desks in working order.
func (a *API) BusinessDesk(c echo.Context) error {
	rows, err := a.Expedite.Desk(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(rows, func(r expedite.DeskRow) businessDeskRow { return businessDeskRow(r) }), err)
}

// businessHarm is an ordinary case that an admission would make late.
type businessHarm struct {
	CaseID   uuid.UUID    `json:"case_id"`
	Number   string       `json:"number"`
	FinishBy workday.Date `json:"finish_by"`
	Without  workday.Date `json:"without"`
	With     workday.Date `json:"with"`
}

// businessCase is a case as an officer decides its admission.
type businessCase struct {
	CaseID     uuid.UUID               `json:"case_id"`
	Number     string                  `json:"number"`
	State      procedure.State         `json:"state"`
	Urgent     bool                    `json:"urgent"`
	ReceivedAt time.Time               `json:"received_at"`
	Departure  workday.Date            `json:"departure"`
	Person     expedite.Person         `json:"person"`
	Trip       expedite.Trip           `json:"trip"`
	Level      expedite.Level          `json:"level"`
	Doubts     []businessDoubt         `json:"doubts"`
	Conditions []expedite.Condition    `json:"conditions"`
	Harms      []businessHarm          `json:"harms"`
	Decisions  []expedite.AdmissionRow `json:"decisions"`
	Outlook    expedite.Outlook        `json:"outlook"`
	Slack      int                     `json:"slack"`
	MayAdmit   bool                    `json:"may_admit"`
	Why        string                  `json:"why"` // "" or why not, as a fault's code
}

// BusinessCase shows the seven conditions of a case and whom its admission would make late.
func (a *API) BusinessCase(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		v, err := a.Expedite.Case(c.Request().Context(), auth.Actor(c), which)
		if err != nil {
			return err
		}
		law := v.Standing.Law
		out := businessCase{CaseID: v.Standing.CaseID, Number: v.Standing.Number, State: law.State, Urgent: law.Urgent, ReceivedAt: law.ReceivedAt, Departure: law.Departure,
			Person: v.Person, Trip: v.Request.Trip, Level: v.Level, Conditions: v.Conditions, Harms: []businessHarm{}, Doubts: []businessDoubt{}, Decisions: v.Decisions, Outlook: v.Outlook,
			Slack: v.Slack, MayAdmit: v.MayAdmit, Why: v.Why}
		for _, d := range v.Doubts {
			out.Doubts = append(out.Doubts, newBusinessDoubt(d))
		}
		for _, h := range v.Harms {
			out.Harms = append(out.Harms, businessHarm{CaseID: h.CaseID, Number: h.Number, FinishBy: h.FinishBy, Without: h.Without, With: h.With})
		}
		return answer(c, http.StatusOK, out)
	})
}

// AdmitBusiness takes a case into the expedited queue.
func (a *API) AdmitBusiness(c echo.Context) error {
	return command(c, func(which uuid.UUID, in reason, key db.Key) error {
		return done(c, a.Expedite.Admit(c.Request().Context(), auth.Actor(c), which, in.Reason, key))
	})
}

// OrdinaryBusiness puts a case back into the ordinary queue.
func (a *API) OrdinaryBusiness(c echo.Context) error {
	return command(c, func(which uuid.UUID, in reason, key db.Key) error {
		return done(c, a.Expedite.Ordinary(c.Request().Context(), auth.Actor(c), which, in.Reason, key))
	})
}

// VerifyBusiness keeps what an officer found about the evidence of a case's request.
func (a *API) VerifyBusiness(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		in, err := read[struct {
			Verified  bool   `json:"verified"`
			How       string `json:"how"`
			Disagrees string `json:"disagrees"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Expedite.Verify(c.Request().Context(), auth.Actor(c), which, in.Verified, in.How, in.Disagrees))
	})
}
