package expedite

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// dispute takes into account what is doubted about the evidence, and what the legal officer found.
func (q *Inquiry) dispute(doubts []Doubt, verified []Verification) {
	if len(doubts) == 0 {
		return
	}
	last := doubts[len(doubts)-1]
	q.Disputed, q.Ruled = Disputed(&last, verified)
	if q.Since = workday.DateOf(last.At); !last.Open() {
		q.Since = workday.DateOf(last.AnsweredAt)
	}
}

// disputed tells whether the evidence waits for the legal officer.
func disputed(conditions []Condition) bool {
	return slices.ContainsFunc(conditions, func(c Condition) bool { return c.Code == "EVIDENCE_DISPUTED" })
}

// doubters are who may doubt the evidence of a case, by where it stands.
var doubters = map[procedure.State]account.Role{procedure.Received: account.Receiver, procedure.Review: account.Reviewer}

// mayDoubt tells whether the page offers the actor to doubt: the procedure has the last word.
func mayDoubt(actor account.Actor, c casework.Standing, doubts []Doubt) bool {
	role, now := doubters[c.Law.State]
	desks, _ := exitDesks(actor)
	return now && len(desks) > 0 && actor.HasAny(role) && !slices.ContainsFunc(doubts, Doubt.Open)
}

// Doubt sends the evidence of a case's request to the legal officer, with the reason and, where it is about one paper, which. Until he answers none of
// the request's cases is admitted to the expedited queue; the ordinary one stays open. Faults: REASON_REQUIRED, PAPER_UNKNOWN, DOUBT_OPEN, and those of
// the procedure.
func (s *Service) Doubt(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, paper uuid.UUID, key db.Key) error {
	if err := words("/doubt", reason, true); err != nil {
		return err
	}
	return s.Cases.Beside(ctx, actor, id, key, func(tx *db.Tx, c casework.Standing) (act procedure.Act, err error) {
		which, err := requestOfCase(tx, id)
		if err != nil {
			return act, err
		}
		r, err := requestOf(tx, which, false)
		if err != nil {
			return act, err
		}
		_, papers, err := papersFor(tx, id)
		if err != nil {
			return act, err
		}
		doubts, err := doubtsOf(tx, which)
		switch {
		case err != nil:
			return act, err
		case slices.ContainsFunc(doubts, Doubt.Open):
			return act, fault.New(fault.Conflict, "DOUBT_OPEN")
		case paper != uuid.Nil && !slices.ContainsFunc(papers, func(f PaperFile) bool { return f.ID == paper }):
			return act, fault.Fields(fault.OneField("/paper", "PAPER_UNKNOWN"))
		}
		cal := s.Calendar()
		d := Doubt{ID: uuid.Must(uuid.NewV7()), RequestID: which, CaseID: id, Paper: paper, Desk: c.Legal, Reason: reason, Officer: actor.Officer, Name: actor.Name,
			Due: cal.AddWD(tx.Today(), doubtDays)}
		if err := insertDoubt(tx, d, cal.Version()); err != nil {
			return act, err
		}
		r.changed(tx)
		facts := notice.Facts{Number: r.Number, Unit: r.Trip.UnitName, On: tx.Today()}
		if err := notice.Post(tx, notice.Order{To: r.asker(), Kind: notice.EvidenceDoubted, Facts: facts}); err != nil {
			return act, err
		}
		facts.Reason, facts.Officer, facts.Due = reason, actor.Name, d.Due
		return procedure.Act{Name: procedure.ActDoubt, Reason: reason},
			notice.Post(tx, notice.Order{To: notice.Desk(c.Legal, string(account.LegalReviewer)), Kind: notice.DoubtRaised, Facts: facts})
	})
}

// WatchDoubts tells the legal officers of the desk, the leaders and the inspectors of doubts whose answer is late, once for each. It returns how many.
func (s *Service) WatchDoubts(ctx context.Context) (n int, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		late, err := takeLateDoubts(tx)
		if err != nil {
			return err
		}
		for _, d := range late {
			o := notice.Order{Kind: notice.DoubtLate, CaseID: d.CaseID, Once: d.ID.String() + " late", Facts: notice.Facts{Number: d.Number, Unit: d.Unit, Due: d.Due}}
			for _, to := range []notice.To{notice.Desk(d.Desk, string(account.LegalReviewer)), notice.Desk(account.City, string(account.Leader)),
				notice.Desk(account.CitySupervise, string(account.Supervisor))} {
				o.To = to
				if err := notice.Post(tx, o); err != nil {
					return err
				}
			}
		}
		n = len(late)
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// asker is who asked: the enterprise, or the person for himself.
func (r *Request) asker() notice.To {
	if r.Enterprise != uuid.Nil {
		return notice.Enterprise(r.Enterprise)
	}
	return notice.Person(r.PersonID)
}

// SeesDoubts tells whether the doubts about evidence are open to the actor: to legal officers, and to those who read every case.
func SeesDoubts(actor account.Actor) bool {
	return actor.IsClerk() && actor.HasAny(account.LegalReviewer, account.CaseManager, account.Supervisor)
}

// DoubtRow is a doubt in the legal officers' list.
type DoubtRow struct {
	Doubt
	Number    string // of the request
	UnitName  string
	Trip      Trip
	Persons   int
	Departure workday.Date
}

// DoubtView is a doubt with everything that its answer needs: the journey, the papers, what officers verified, and the doubts before.
type DoubtView struct {
	Doubt
	Request       Request
	Verifications []Verification
	Earlier       []Doubt
	MayAnswer     bool
	Why           string // why the actor may not answer, as the fault's code
}

// Doubts lists doubts at the actor's legal desks, or all for those who read every case: the open ones first, by the day of departure, then the newest
// that were answered.
func (s *Service) Doubts(ctx context.Context, actor account.Actor) (list []DoubtRow, err error) {
	if !SeesDoubts(actor) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = doubtRows(tx, actor.Desks(account.LegalReviewer), actor.HasAny(account.CaseManager, account.Supervisor))
		return err
	})
	return list, err
}

// DoubtOf shows one doubt. NOT_FOUND for who does not see it.
func (s *Service) DoubtOf(ctx context.Context, actor account.Actor, id uuid.UUID) (v DoubtView, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		v, err = doubtFor(tx, actor, id)
		return err
	})
	return v, err
}

func doubtFor(tx *db.Tx, actor account.Actor, id uuid.UUID) (v DoubtView, err error) {
	if !SeesDoubts(actor) {
		return v, fault.New(fault.NotFound, "NOT_FOUND")
	}
	if v.Doubt, err = doubtOf(tx, id); err != nil {
		return v, err
	}
	if !actor.HasAny(account.CaseManager, account.Supervisor) && !actor.Has(account.LegalReviewer, v.Desk) {
		return v, fault.New(fault.NotFound, "NOT_FOUND")
	}
	r, err := requestOf(tx, v.RequestID, false)
	if err != nil {
		return v, err
	}
	v.Request = *r
	if v.Verifications, err = verificationsOf(tx, r.ID); err != nil {
		return v, err
	}
	all, err := doubtsOf(tx, r.ID)
	for _, d := range all {
		if d.At.Before(v.At) {
			v.Earlier = append(v.Earlier, d)
		}
	}
	v.Why = fault.Code(v.mayAnswer(actor))
	v.MayAnswer = v.Why == ""
	return v, err
}

// mayAnswer: an open doubt, by a legal officer of its desk who is not the doubter; whether he has acted in one of the cases the procedure knows.
func (d Doubt) mayAnswer(actor account.Actor) error {
	switch {
	case !d.Open():
		return fault.New(fault.Conflict, "DOUBT_ANSWERED")
	case !actor.Has(account.LegalReviewer, d.Desk):
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.LegalReviewer))
	case d.Officer == actor.Officer:
		return fault.New(fault.Forbidden, "FOUR_EYES", "role", string(account.LegalReviewer), "other", string(account.Receiver))
	}
	return nil
}

// Answer settles a doubt: the evidence stands, at a level, or it does not. It is written into the journal of every case of the request that is still
// undecided, whose officers the legal officer must not be (domain.md 1.6). The doubter is told with the reasons, who asked without them. Faults:
// LEVEL_REQUIRED, REASON_REQUIRED, DOUBT_ANSWERED, ROLE_REQUIRED, FOUR_EYES, RECUSAL.
func (s *Service) Answer(ctx context.Context, actor account.Actor, id uuid.UUID, o Opinion, key db.Key) error {
	if err := o.check(); err != nil {
		return err
	}
	v, err := s.DoubtOf(ctx, actor, id)
	if err != nil {
		return err
	}
	if key.Value == "" || v.Open() { // a replay is answered by its key
		if err := v.mayAnswer(actor); err != nil {
			return err
		}
	}
	concerned := v.Request
	concerned.Travellers = slices.DeleteFunc(slices.Clone(concerned.Travellers), func(t Traveller) bool { return !v.Doubt.Concerns(t.IDNumber) })
	cases := concerned.movable()
	act := procedure.Act{Name: procedure.ActSettleDoubt, Reason: o.Reason}
	return s.Cases.Together(ctx, actor, cases, key, act, func(tx *db.Tx) error {
		if err := answerDoubt(tx, id, o, actor.Officer, actor.Name); err != nil {
			return err
		}
		v.Request.changed(tx)
		told := notice.EvidenceRejected
		if o.Stands {
			told = notice.EvidenceStands
		}
		facts := notice.Facts{Number: v.Request.Number, Unit: v.Request.Trip.UnitName, On: tx.Today()}
		if err := notice.Post(tx, notice.Order{To: v.Request.asker(), Kind: told, Facts: facts}); err != nil {
			return err
		}
		facts.Reason, facts.Officer, facts.Title = o.Reason, actor.Name, string(o.Level)
		return notice.Post(tx, notice.Order{To: notice.Officer(v.Officer), Kind: notice.DoubtAnswered, CaseID: v.CaseID, Facts: facts})
	})
}

// DoubtPaper finds the file of a paper for who sees the doubt: the request and the material.
func (s *Service) DoubtPaper(ctx context.Context, actor account.Actor, id, paper uuid.UUID) (request, file uuid.UUID, err error) {
	v, err := s.DoubtOf(ctx, actor, id)
	if err != nil {
		return request, file, err
	}
	for _, p := range v.Request.Files {
		if p.ID == paper && p.Material != uuid.Nil {
			return v.RequestID, p.Material, nil
		}
	}
	return request, file, fault.New(fault.NotFound, "NOT_FOUND")
}
