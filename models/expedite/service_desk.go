package expedite

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Verification is what an officer found about the evidence of a request.
type Verification struct {
	At        time.Time
	Officer   string
	Name      string
	Verified  bool   // E3
	How       string // whom he called, which register he looked at
	Disagrees string // what does not agree on the papers, "" for nothing
}

// DeskView is a case as the clerk decides its admission.
type DeskView struct {
	Standing      casework.Standing
	Request       Request
	Person        Person
	Level         Level
	Companions    []Companion // documents of his for the same journey
	Verifications []Verification
	Doubts        []Doubt // about the evidence of the request, the oldest first
	MayDoubt      bool
	Conditions    []Condition
	Admitted      bool // all conditions hold
	Harms         []casework.Harm
	Decisions     []AdmissionRow
	Outlook       Outlook
	Slack         int
	MayAdmit      bool
	Why           string // why the actor may not admit, as the fault's code
	Receives      bool   // R-REC or R-CAG: may verify, put back into the ordinary queue and close what has departed
	Manages       bool   // R-CAG
	Departed      bool
}

// DeskRow is a case that waits for its admission to be decided.
type DeskRow struct {
	CaseID    uuid.UUID
	Number    string
	Name      string
	Unit      string
	Reason    Reason
	Departure workday.Date
	DoBy      workday.Date
	Urgent    bool
	State     procedure.State
}

// exitDesks are the desks at which the actor may see business cases; managers see all.
func exitDesks(actor account.Actor) (desks []string, all bool) {
	for _, role := range []account.Role{account.Receiver, account.Reviewer, account.Decider} {
		for _, d := range actor.Desks(role) {
			if strings.HasSuffix(d, "-jing") && !slices.Contains(desks, d) {
				desks = append(desks, d)
			}
		}
	}
	return desks, actor.HasAny(account.CaseManager, account.Supervisor)
}

// exitPlaces are the desks with the stages of the actor's roles there: what waits or waited there he may open.
func exitPlaces(actor account.Actor) (places []string) {
	for _, stage := range procedure.Stages() {
		for _, d := range actor.Desks(account.Role(procedure.StageRole(stage))) {
			places = append(places, d+" "+string(stage))
		}
	}
	return places
}

// SeesDesk tells whether the list of business cases is open to the actor.
func SeesDesk(actor account.Actor) bool {
	desks, all := exitDesks(actor)
	return len(desks) > 0 || all
}

// Desk lists the business cases that wait, and wait or waited at the actor's desks for somebody of his role, in working order.
func (s *Service) Desk(ctx context.Context, actor account.Actor) (list []DeskRow, err error) {
	desks, all := exitDesks(actor)
	if len(desks) == 0 && !all {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = deskRows(tx, exitPlaces(actor), all)
		return err
	})
	return list, err
}

// Shown is the evidence of a business request beside the case, and the last doubt about it, nil for none.
type Shown struct {
	Papers []PaperFile
	Doubt  *Doubt
}

// Evidence shows the papers that concern the traveller of a case to an officer who may see the case; none for every other case.
func (s *Service) Evidence(ctx context.Context, actor account.Actor, caseID uuid.UUID) (v Shown, err error) {
	if err := s.Cases.MaySee(ctx, actor, caseID); err != nil {
		return v, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, v.Papers, err = papersFor(tx, caseID); err != nil {
			if fault.Code(err) == "NOT_FOUND" {
				return nil
			}
			return err
		}
		doubts, err := doubtsOfCase(tx, caseID)
		if n := len(doubts); n > 0 {
			v.Doubt = &doubts[n-1]
		}
		return err
	})
	return v, err
}

// Case shows a business case with its seven conditions, the effect on others and what was decided before. NOT_FOUND for any other case.
func (s *Service) Case(ctx context.Context, actor account.Actor, id uuid.UUID) (v DeskView, err error) {
	if !actor.IsClerk() {
		return v, fault.New(fault.NotFound, "NOT_FOUND")
	}
	if v.Standing, err = s.Cases.Standing(ctx, actor, id); err != nil {
		return v, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		found, conditions, err := s.inquire(tx, v.Standing)
		if err != nil {
			return err
		}
		v.Request, v.Person, v.Verifications, v.Conditions, v.Admitted = *found.request, found.inquiry.Person, found.verifications, conditions, Admitted(conditions)
		v.Level, v.Doubts, v.MayDoubt = found.inquiry.level(), found.doubts, mayDoubt(actor, v.Standing, found.doubts)
		v.Request.Files = slices.DeleteFunc(v.Request.Files, func(p PaperFile) bool { return !p.Concerns(v.Person.IDNumber) })
		if v.Companions, err = companionsOf(tx, &v.Request); err != nil {
			return err
		}
		v.Companions = slices.DeleteFunc(v.Companions, func(c Companion) bool { return c.idNumber != v.Person.IDNumber })
		v.Outlook = s.outlook(v.Standing.Law.CompleteAt, v.Request.Trip)
		v.Slack = slack(tx.Today(), v.Request.Trip, s.Calendar())
		v.Receives, v.Manages = actor.HasAny(account.Receiver, account.CaseManager), actor.HasAny(account.CaseManager)
		v.Departed = tx.Today().After(v.Standing.Law.Departure)
		if !v.Standing.Law.Urgent && v.Standing.Law.State == procedure.Received {
			if v.Harms, err = s.Cases.AdmissionEffectIn(ctx, tx, id, s.admission(v.Standing, v.Request.Trip)); err != nil {
				return err
			}
		}
		if v.Decisions, err = admissionsOf(tx, id); err != nil {
			return err
		}
		v.Why = fault.Code(mayAdmit(actor, v.Standing, conditions, v.Harms))
		v.MayAdmit = v.Why == ""
		return nil
	})
	return v, err
}

// found is a case's request and what is asked about it.
type found struct {
	request       *Request
	inquiry       Inquiry
	verifications []Verification
	doubts        []Doubt
}

// doubt is the last one's id, zero for none.
func (f found) doubt() (id uuid.UUID) {
	if n := len(f.doubts); n > 0 {
		id = f.doubts[n-1].ID
	}
	return id
}

// inquire gathers what decides the admission of a case.
func (s *Service) inquire(tx *db.Tx, c casework.Standing) (f found, list []Condition, err error) {
	request, err := requestOfCase(tx, c.CaseID)
	if err != nil {
		return f, nil, err
	}
	if f.request, err = requestOf(tx, request, false); err != nil {
		return f, nil, err
	}
	f.inquiry = Inquiry{Received: workday.DateOf(c.Law.CompleteAt), Today: tx.Today(), Trip: f.request.Trip, UnitArea: f.request.UnitArea}
	for _, t := range f.request.Travellers {
		if t.CaseID == c.CaseID {
			f.inquiry.Person, f.inquiry.Trip = t.Person, f.request.Trip.seenFrom(t.Person)
		}
	}
	if f.verifications, err = verificationsOf(tx, request); err != nil {
		return f, nil, err
	}
	if n := len(f.verifications); n > 0 {
		f.inquiry.Verified, f.inquiry.Disagrees = f.verifications[n-1].Verified, f.verifications[n-1].Disagrees
	}
	if f.doubts, err = doubtsOfCase(tx, c.CaseID); err != nil {
		return f, nil, err
	}
	f.inquiry.dispute(f.doubts, f.verifications)
	if f.inquiry.Marks, err = effectsOf(tx, f.request.Trip.UnitCode, tx.Today()); err != nil {
		return f, nil, err
	}
	f.inquiry.EqualCase, err = equalCase(tx, c.CaseID, f.inquiry.Person, f.request.Trip.Destinations)
	return f, Admission(f.inquiry), err
}

// Verify records what an officer found about the evidence of a case's request; it holds for the whole request. Faults: REASON_REQUIRED.
func (s *Service) Verify(ctx context.Context, actor account.Actor, id uuid.UUID, verified bool, how, disagrees string) error {
	if !actor.HasAny(account.Receiver, account.CaseManager) {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(procedure.Intake))
	}
	if err := words("/how", how, true); err != nil {
		return err
	}
	if err := words("/disagrees", disagrees, false); err != nil {
		return err
	}
	if _, err := s.Cases.Standing(ctx, actor, id); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		request, err := requestOfCase(tx, id)
		if err != nil {
			return err
		}
		travellers, err := travellersOf(tx, request)
		if err != nil {
			return err
		}
		for _, t := range travellers {
			if t.CaseID != uuid.Nil {
				tx.Changed(live.Case(t.CaseID))
			}
		}
		return insertVerification(tx, request, Verification{Officer: actor.Officer, Name: actor.Name, Verified: verified, How: how, Disagrees: disagrees})
	})
}

// words refuses text that is missing where it is needed, or too long.
func words(pointer, text string, needed bool) error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(text)); {
	case n == 0 && needed:
		return fault.Fields(fault.OneField(pointer, "REASON_REQUIRED"))
	case n > 1000:
		return fault.Fields(fault.OneField(pointer, "TOO_LONG", "max", 1000))
	}
	return nil
}

// Paper finds the file of a paper for an officer who sees the case: the request and the material.
func (s *Service) Paper(ctx context.Context, actor account.Actor, id, paper uuid.UUID) (request, file uuid.UUID, err error) {
	if _, err = s.Cases.Standing(ctx, actor, id); err != nil {
		return request, file, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var files []PaperFile
		request, files, err = papersFor(tx, id)
		for _, p := range files {
			if p.ID == paper {
				file = p.Material
			}
		}
		if err == nil && file == uuid.Nil {
			err = fault.New(fault.NotFound, "NOT_FOUND")
		}
		return err
	})
	return request, file, err
}
