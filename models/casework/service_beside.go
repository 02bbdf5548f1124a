package casework

import (
	"bytes"
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Filing is a whole application that another capability hands in at once, without a draft.
type Filing struct {
	Item        string
	Unit        account.Membership // the enterprise that hands it in; zero: the actor for himself
	UnitCode    string             // of the employer, when the actor hands in for himself
	UnitName    string
	Concerned   Who // for whom the enterprise hands it in; zero: the enterprise itself applies
	Situations  map[string]string
	Facts       form.Facts // what is known besides the account's own
	Answers     form.Answers
	Departure   workday.Date
	SendingDays int
}

// FileIn hands in an application inside the caller's transaction; the form is checked like any other. Faults: those of StartDraft and Finish.
func (s *Service) FileIn(ctx context.Context, tx *db.Tx, actor account.Actor, f Filing) (Receipt, error) {
	item, err := s.items.Item(ctx, f.Item)
	if err != nil {
		return Receipt{}, err
	}
	if !item.Open(tx.Today()) {
		return Receipt{}, fault.New(fault.Conflict, "ITEM_SUSPENDED")
	}
	r := &record{ID: uuid.Must(uuid.NewV7()), ItemCode: item.Code, ItemVersion: item.Version, PersonID: actor.PersonID, UnitCode: f.UnitCode, UnitName: f.UnitName,
		Who: Who{Name: actor.Name, IDNumber: actor.IDNumber, Mobile: actor.Mobile}, Facts: form.Facts{}, StartedAt: tx.Now}
	if f.Concerned != (Who{}) {
		r.Who, r.Concerned = f.Concerned, true
	}
	if err := r.begin(tx, f.Unit, f.Situations); err != nil {
		return Receipt{}, err
	}
	w, err := s.work(ctx, tx, r, actor)
	if err != nil {
		return Receipt{}, err
	}
	w.Facts = w.known(Dossier{})
	for path, value := range f.Facts {
		w.Facts[path] = value
	}
	ban, err := banOf(tx, r, nil)
	if err != nil {
		return Receipt{}, err
	}
	w.asPerson()
	w.act = procedure.Act{Name: procedure.ActCreate, Ban: ban}
	out, err := procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, tx.Now)
	if err != nil {
		return Receipt{}, err
	}
	w.Answers = f.Answers
	if err := s.insertDraft(w, out, nil); err != nil {
		return Receipt{}, err
	}
	w.Version = 1 // as inserted
	if err := s.completeFiled(w, f); err != nil {
		return Receipt{}, err
	}
	w.act = procedure.Act{Name: procedure.ActSubmit, Ban: ban}
	if out, err = procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, tx.Now); err != nil {
		return Receipt{}, err
	}
	if err := s.commit(w, out); err != nil {
		return Receipt{}, err
	}
	return receipt(w), nil
}

// completeFiled is complete for what was handed in at once: the unit stays the one that was named, and so does the area.
func (s *Service) completeFiled(w *work, f Filing) error {
	if err := w.files(); err != nil {
		return err
	}
	result := w.item.Form.Check(w.Answers, w.env())
	if err := fault.Fields(result.Faults...); err != nil {
		return err
	}
	w.Answers = result.Clean
	w.Area = w.place()
	w.Law.Departure, w.Law.SendingDays = f.Departure, f.SendingDays
	return nil
}

// Standing is a case as another capability sees it when it decides an act.
type Standing struct {
	CaseID   uuid.UUID
	Number   string
	Item     string
	UnitCode string
	Law      procedure.Case
	Calendar *workday.Calendar
	Legal    string // desk of its legal officers
}

// Beside does an act that another capability decides: decide sees the settled and locked case, writes what it keeps, and returns the act; all of
// it is one transaction. Officers act by their roles at the desk where the case waits, case management (R-CAG) everywhere; nobody needs a
// claim. Faults: NOT_FOUND, those of the procedure, and decide's own.
func (s *Service) Beside(ctx context.Context, actor account.Actor, id uuid.UUID, key db.Key, decide Deciding) error {
	_, err := do(ctx, s, key, id, beholder(actor), actor, func(w *work) error { return w.aside(actor, decide) }, func(*work) struct{} { return struct{}{} })
	return err
}

// Deciding is how another capability decides an act on a case that is settled and locked.
type Deciding func(*db.Tx, Standing) (procedure.Act, error)

// BesideAll does an act on each of several cases, all in one transaction or none: first writes what they share. Faults: those of Beside and first's.
func (s *Service) BesideAll(ctx context.Context, actor account.Actor, cases []uuid.UUID, first func(*db.Tx) error, decide Deciding) error {
	return s.onEach(ctx, actor, cases, db.Key{}, beholder(actor), first, func(w *work) error {
		if err := w.aside(actor, decide); err != nil {
			return err
		}
		return s.move(w)
	})
}

// beholder is how somebody who acts beside the desks sees a case.
func beholder(actor account.Actor) sight {
	if actor.IsClerk() {
		return officer(actor)
	}
	return owner(actor)
}

// aside makes the actor one of those who act without a claim, and asks what he does.
func (w *work) aside(actor account.Actor, decide Deciding) (err error) {
	if w.asPerson(); actor.IsClerk() {
		w.asOfficer()
		if actor.HasAny(account.CaseManager) {
			w.by.Roles = append(w.by.Roles, procedure.Manager)
		}
		if err := w.keepAway(); err != nil {
			return err
		}
	}
	w.act, err = decide(w.tx, w.beheld())
	w.decision.Reason = w.act.Reason
	return err
}

func (w *work) beheld() Standing {
	return Standing{CaseID: w.ID, Number: w.Number, Item: w.ItemCode, UnitCode: w.UnitCode, Law: w.Law, Calendar: w.cal, Legal: w.desk(procedure.StageLegal)}
}

// Together does one act of a legal officer beside several cases in one transaction: another capability has found that what he answers concerns them
// all and that he may know of them. first writes what that capability keeps. A case that has gone on meanwhile is left as it is. Faults: first's,
// and those of the procedure for any of the cases.
func (s *Service) Together(ctx context.Context, actor account.Actor, cases []uuid.UUID, key db.Key, act procedure.Act, first func(*db.Tx) error) error {
	return s.onEach(ctx, actor, cases, key, anybody, first, func(w *work) error {
		if err := w.asLawyer(act); err != nil {
			return err
		}
		if err := s.move(w); fault.Code(err) != "ACT_NOT_NOW" {
			return err
		}
		return nil
	})
}

// onEach does an act on several cases in one transaction, after first. The cases are locked in the order of their ids, so that two such acts never
// wait for one another.
func (s *Service) onEach(ctx context.Context, actor account.Actor, cases []uuid.UUID, key db.Key, see sight, first func(*db.Tx) error,
	act func(*work) error) error {
	inOrder := slices.SortedFunc(slices.Values(cases), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	var tried *work
	err := s.settled(ctx, func() error {
		_, _, err := db.Once(ctx, s.db, key, func(tx *db.Tx) (none struct{}, err error) {
			if err := first(tx); err != nil {
				return none, err
			}
			for _, id := range inOrder {
				if tried, err = s.open(ctx, tx, id, see, actor); err != nil {
					return none, err
				}
				if err := act(tried); err != nil {
					return none, err
				}
			}
			return none, nil
		})
		return err
	}, inOrder...)
	return s.attempted(ctx, tried, err)
}

// asLawyer makes the actor the legal officer whose desk answers for the case, and his answer its act.
func (w *work) asLawyer(act procedure.Act) error {
	w.act, w.decision.Reason = act, act.Reason
	w.asOfficer()
	w.org, w.by.Roles = w.desk(procedure.StageLegal), nil
	if w.actor.Has(account.LegalReviewer, w.org) {
		w.by.Roles = []procedure.Role{procedure.Lawyer}
	}
	return w.keepAway()
}

// Standing shows where a received case stands to an officer of its desks, or to whom it concerns.
func (s *Service) Standing(ctx context.Context, actor account.Actor, id uuid.UUID) (found Standing, err error) {
	err = s.look(ctx, id, beholder(actor), actor, func(w *work) error {
		found = w.beheld()
		return nil
	})
	return found, err
}
