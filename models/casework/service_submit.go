package casework

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Finish hands the draft in: to the unit when it must sign (Receipt.AwaitingUnit), else to the agency (T02, T03). Whoever is barred insists on a
// written decision, or is told of the ban. Faults: INVALID_FIELDS with
// every fault of the form, BAN_ACTIVE, ITEM_CLOSED.
func (s *Service) Finish(ctx context.Context, actor account.Actor, id uuid.UUID, insist bool, idem db.Key) (Receipt, error) {
	if err := s.askBeforeFiling(ctx, actor, id, owner(actor)); err != nil {
		return Receipt{}, err
	}
	return do(ctx, s, idem, id, owner(actor), actor, func(w *work) error {
		w.asPerson()
		ban, err := w.barred()
		if err != nil {
			return err
		}
		w.act = procedure.Act{Name: procedure.ActSubmit, Ban: ban, Insist: insist}
		if w.options().UnitSignature && !w.asHead() {
			w.act.Name = procedure.ActFinish
		}
		if err := w.standing(); err != nil {
			return err
		}
		if !w.writable() || w.Law.State != procedure.Draft {
			return nil // the table has the answer
		}
		return s.complete(w)
	}, receipt)
}

// complete checks the whole form and takes from it what the case stands on.
func (s *Service) complete(w *work) error {
	if err := w.files(); err != nil {
		return err
	}
	result := w.item.Form.Check(w.Answers, w.env())
	if err := fault.Fields(result.Faults...); err != nil {
		return err
	}
	w.Answers = result.Clean
	w.employer(w.fact)
	w.Subject = w.fact(form.LicenceNumber)
	if d := w.options().Duty; d.Question != "" {
		_ = json.Unmarshal(w.Answers[d.Question], &w.Law.DutyFrom) // a filing without the date is not late
	}
	if err := w.registers(); err != nil {
		return err
	}
	if w.options().Renewal {
		gone, err := s.ended(w.tx, w.ItemCode, w.Subject)
		if err != nil {
			return err
		}
		w.Law.Gone = gone
	}
	if expiry, err := workday.Parse(w.fact(form.LicenceValidTo)); err == nil && w.Law.Expiry.IsZero() {
		w.Law.Expiry = expiry
	}
	return w.attach()
}

// fact is the value of a fact, or what the applicant answered where the register was silent.
func (w *work) fact(path string) string {
	if text := w.Facts.Text(path); text != "" {
		return text
	}
	return inspection{form: &w.item.Form, answers: w.Answers}.answer(path)
}

// UnitSign signs for the unit: the case is received today (T02, T03). Agreed is the unit's declaration; without it DECLARATION_REQUIRED.
func (s *Service) UnitSign(ctx context.Context, actor account.Actor, id uuid.UUID, agreed bool, idem db.Key) (Receipt, error) {
	if err := s.askBeforeFiling(ctx, actor, id, signer(actor)); err != nil {
		return Receipt{}, err
	}
	return do(ctx, s, idem, id, signer(actor), actor, func(w *work) error {
		if !agreed {
			return fault.Fields(fault.OneField("/agreed", "DECLARATION_REQUIRED"))
		}
		if err := w.standing(); err != nil {
			return err
		}
		w.asUnit()
		w.act = procedure.Act{Name: procedure.ActUnitSign, Agree: true}
		if w.Law.SubState != procedure.AwaitingUnit {
			return nil // the table has the answer
		}
		if err := s.complete(w); err != nil {
			w.act.FormFaults = 1 // the person must mend it; the unit cannot
		}
		return nil
	}, receipt)
}

// asUnit makes the actor the signer of the case's unit, if he is one for this item.
func (w *work) asUnit() {
	for _, m := range w.actor.Enterprises {
		if w.headedBy(m) {
			w.by = procedure.Actor{Name: w.actor.Name, Roles: []procedure.Role{procedure.UnitHead}, Assurance: w.actor.Assurance}
			w.org, w.signer = m.CreditCode, w.actor.Name
		}
	}
}

// asHead makes the actor the signer of an enterprise's own form, when he heads it: then his handing in is the confirmation.
func (w *work) asHead() bool {
	if w.heads() {
		w.asUnit()
	}
	return w.signer != ""
}

// heads tells whether the actor heads the enterprise that applies.
func (w *work) heads() bool { return w.ForUnit && slices.ContainsFunc(w.actor.Enterprises, w.headedBy) }

// headedBy tells whether a membership lets its holder sign for the case's unit.
func (w *work) headedBy(m account.Membership) bool {
	return m.CreditCode == w.UnitCode && m.Role == account.Legal && m.Covers(w.ItemCode)
}

// standing refuses what a suspended or closed enterprise hands in, and says why.
func (w *work) standing() error {
	switch w.UnitState {
	case account.Halted:
		return fault.New(fault.Forbidden, "ENTERPRISE_SUSPENDED", "enterprise", w.UnitName, "reason", w.UnitReason)
	case account.Closed:
		return fault.New(fault.Forbidden, "ENTERPRISE_CLOSED", "enterprise", w.UnitName, "reason", w.UnitReason)
	}
	return nil
}

// UnitReturn gives a finished form back to the person, with a reason when the unit does it. The person may take it back himself.
func (s *Service) UnitReturn(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) error {
	_, err := do(ctx, s, db.Key{}, id, party(actor), actor, func(w *work) error {
		if w.PersonID == actor.PersonID && w.mayAct() {
			w.asPerson()
		} else if w.asUnit(); reason == "" {
			return fault.Fields(fault.OneField("/reason", "REASON_REQUIRED"))
		}
		w.act = procedure.Act{Name: procedure.ActUnitReturn, Reason: reason}
		return fault.Fields(checkText("/reason", reason)...)
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// AnswerCorrection answers a correction notice completely (T08); patch may be empty when everything was saved before. Faults: INVALID_FIELDS.
func (s *Service) AnswerCorrection(ctx context.Context, actor account.Actor, id uuid.UUID, patch form.Answers, idem db.Key) (Receipt, error) {
	return do(ctx, s, idem, id, owner(actor), actor, func(w *work) (err error) {
		w.asPerson()
		w.act = procedure.Act{Name: procedure.ActAnswerCorrection}
		if w.Law.State != procedure.Correction {
			return nil // the table has the answer
		}
		if err := w.files(); err != nil {
			return err
		}
		if err := w.mayCorrect(patch); err != nil {
			return err
		}
		result, err := w.item.Form.CheckPatch(w.Answers, patch, w.env())
		if err != nil {
			return err
		}
		w.Answers = result.Clean
		if err := s.complete(w); err != nil {
			return err
		}
		return answerCorrection(w.tx, w.ID, w.Law.Corrections)
	}, receipt)
}

// Withdraw takes an application back before it is decided (T29).
func (s *Service) Withdraw(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, idem db.Key) error {
	_, err := do(ctx, s, idem, id, owner(actor), actor, func(w *work) error {
		w.asPerson()
		w.act, w.decision = procedure.Act{Name: procedure.ActWithdraw, Reason: reason}, Decision{Reason: reason}
		return fault.Fields(checkText("/reason", reason)...)
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// receipt tells the applicant what he has handed in and what comes next.
func receipt(w *work) Receipt {
	r := Receipt{CaseID: w.ID, Procedure: w.proc.Code, State: w.Law.State, VisitAsked: w.visitAsked(), AwaitingUnit: w.Law.SubState == procedure.AwaitingUnit, SignBy: w.end(procedure.KS),
		Number: w.Number, QueryCode: w.QueryCode, ReceivedAt: w.Law.ReceivedAt, IntakeDue: w.end(procedure.K1),
		Timely: w.Law.Timely, Late: w.Law.Late, Expiry: w.Law.Expiry}
	if w.options().Renewal && !w.Law.Expiry.IsZero() {
		r.Window = w.options().WindowOf(w.Law.Expiry)
	}
	for _, d := range w.issued {
		if d.Kind == document.Receipt || d.Kind == document.CorrectedReceipt {
			r.DocumentID = d.ID
		}
	}
	return r
}
