package casework

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// OfferCompensationArgs is the job that opens the compensation for a measure once its decision has been delivered (domain.md 1.4b L5, L6).
type OfferCompensationArgs struct {
	Measure uuid.UUID `json:"measure"` // its case
}

// Kind names the job.
func (OfferCompensationArgs) Kind() string { return "casework.offer_compensation" }

// owesCompensation tells a measure that has been carried out and delivered, and that the law lets nobody bear alone (行政许可法 第八条第二款,
// 第六十九条第四款, 第七十六条).
func (w *work) owesCompensation() bool {
	m := w.Law.Licence
	return w.proc == procedure.LicenceProcedure() && m != nil && m.Compensate && w.Law.State == procedure.Closed && w.Law.Verdict == procedure.Grant
}

// OfferCompensation opens the case in which the holder may claim, and tells him. Harmless when repeated.
func (s *Service) OfferCompensation(ctx context.Context, a OfferCompensationArgs) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := s.offer(ctx, tx, a.Measure, anybody, account.System())
		return err
	})
	if fault.Code(err) == "DUPLICATE_CASE" {
		return nil
	}
	return err
}

// AskCompensation gives the holder the case in which he claims, and opens it where the portal has not yet. Faults: NOT_FOUND, ACT_NOT_NOW where the
// measure owes nothing or is not delivered yet, ASSURANCE_TOO_LOW.
func (s *Service) AskCompensation(ctx context.Context, actor account.Actor, measure uuid.UUID) (id uuid.UUID, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := selectCase(tx, measure, owner(actor), true); err != nil { // locked, so that he opens it once
			return err
		}
		if id, err = compensationOf(tx, measure); err != nil || id != uuid.Nil {
			return err
		}
		w, err := s.offer(ctx, tx, measure, owner(actor), actor)
		if err == nil {
			id = w.ID
		}
		return err
	})
	return id, err
}

// offer makes the case: about the same person, unit, item and certificate as the measure.
func (s *Service) offer(ctx context.Context, tx *db.Tx, measure uuid.UUID, see sight, actor account.Actor) (*work, error) {
	r, err := selectCase(tx, measure, see, true)
	if err != nil {
		return nil, err
	}
	of, err := s.work(ctx, tx, r, actor)
	if err != nil {
		return nil, err
	}
	if !of.owesCompensation() || of.Law.DeliveredOn.IsZero() {
		return nil, notNow(string(procedure.ActOffer), of.Law.State)
	}
	paper, err := s.decidedBy(tx, of)
	if err != nil {
		return nil, err
	}
	r.ID, r.Procedure, r.Origin = uuid.Must(uuid.NewV7()), procedure.CompensationProcedure().Code, uuid.NullUUID{UUID: measure, Valid: true}
	m := *of.Law.Licence
	r.Law = procedure.Case{Licence: &m, Compensation: &procedure.Compensation{Case: measure.String(), Paper: paper, KnownOn: of.Law.DeliveredOn}}
	w, err := s.inserted(ctx, tx, r, actor)
	if err != nil {
		return nil, err
	}
	if w.by = procedure.BySystem(); actor.IsPerson() {
		w.asPerson()
	}
	w.act = procedure.Act{Name: procedure.ActOffer}
	out, err := procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, tx.Now)
	if err != nil {
		return nil, err
	}
	return w, s.commit(w, out)
}

// decidedBy names the decision by which a measure was carried out, with its number.
func (s *Service) decidedBy(tx *db.Tx, of *work) (string, error) {
	papers, err := s.documents.List(tx, of.ID)
	for _, d := range papers {
		if end, ends := endings[d.Kind]; ends && end.standing != "" {
			return "《" + d.Title + "》（" + d.Number + "）", err
		}
	}
	return "《" + measureWords[of.Law.Licence.Measure] + "行政许可决定书》", err
}

// SweepCompensations offers compensation for delivered measures that have no case of it: those from before there was one, and those whose job was
// lost. Harmless when repeated.
func (s *Service) SweepCompensations(ctx context.Context) error {
	var owed []uuid.UUID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		owed, err = uncompensated(tx, sweepPortion)
		return err
	})
	for _, id := range owed {
		err = errors.Join(err, s.OfferCompensation(ctx, OfferCompensationArgs{Measure: id}))
	}
	return err
}

// Loss is what a holder claims. Amount is in fen, Proofs are files that he uploaded for it (LossProofRule).
type Loss struct {
	Amount procedure.Fen `json:"amount"`
	Reason string        `json:"reason"`
	Proofs []uuid.UUID   `json:"proofs,omitempty"`
}

// lossProof is the question under which files stand that prove a loss.
const lossProof = "_loss"

// ClaimLoss takes the claim of a certificate's holder. Faults: NOT_FOUND, ACT_NOT_NOW, INVALID_FIELDS, ASSURANCE_TOO_LOW.
func (s *Service) ClaimLoss(ctx context.Context, actor account.Actor, id uuid.UUID, l Loss, idem db.Key) error {
	return s.claiming(ctx, actor, id, procedure.Act{Name: procedure.ActClaimLoss, Amount: l.Amount, Reason: l.Reason}, l.Proofs, idem)
}

// AddToClaim takes what the claimant says or proves later, until a lawyer looks at the case (国家赔偿法 第十三条第一款). Faults as of ClaimLoss.
func (s *Service) AddToClaim(ctx context.Context, actor account.Actor, id uuid.UUID, l Loss, idem db.Key) error {
	return s.claiming(ctx, actor, id, procedure.Act{Name: procedure.ActState, Reason: l.Reason}, l.Proofs, idem)
}

func (s *Service) claiming(ctx context.Context, actor account.Actor, id uuid.UUID, act procedure.Act, proofs []uuid.UUID, idem db.Key) error {
	_, err := do(ctx, s, idem, id, owner(actor), actor, func(w *work) error {
		if w.proc != procedure.CompensationProcedure() {
			return notNow(string(act.Name), w.Law.State)
		}
		w.asPerson()
		w.act = act
		if err := fault.Fields(checkText("/reason", act.Reason)...); err != nil {
			return err
		}
		if err := w.files(); err != nil {
			return err
		}
		return w.enclose(lossProof, proofs)
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// LossProofRule tells what the holder may hand in for his loss: pictures and PDF, while he may claim or add to his claim. Faults: NOT_FOUND,
// ACT_NOT_NOW.
func (s *Service) LossProofRule(ctx context.Context, actor account.Actor, id uuid.UUID) (rule material.Rule, err error) {
	err = s.look(ctx, id, owner(actor), actor, func(w *work) error {
		rule = material.Rule{CaseID: id, Question: lossProof}
		if w.proc != procedure.CompensationProcedure() || !w.mayAct() || !slices.ContainsFunc(w.applicantActs(), func(a procedure.ActName) bool {
			return a == procedure.ActClaimLoss || a == procedure.ActState
		}) {
			return notNow(string(procedure.ActClaimLoss), w.Law.State)
		}
		return nil
	})
	return rule, err
}

// lossProofs are the files that the holder has handed in, those not yet claimed with first.
func (w *work) lossProofs() (list []Enclosure) {
	for _, u := range w.uploads {
		if u.Question == lossProof {
			list = append(list, Enclosure{ID: u.ID, Name: u.Name, Attached: u.Attached, At: u.CreatedAt})
		}
	}
	slices.SortFunc(list, func(a, b Enclosure) int { return a.At.Compare(b.At) })
	return list
}

// compensation tells of a measure that owes it, in which case the holder claims and until when; nothing for every other case.
func (w *work) compensation() (*MeasureCompensation, error) {
	if !w.owesCompensation() {
		return nil, nil
	}
	o := optionsOf(w.item).CompensationOptions(account.City, w.Law.Licence.Damages())
	c := &MeasureCompensation{Damages: w.Law.Licence.Damages(), State: procedure.Offered, Due: o.Redress.Claim.End(w.cal, w.Law.DeliveredOn)}
	var err error
	if c.CaseID, err = compensationOf(w.tx, w.ID); err != nil || c.CaseID == uuid.Nil {
		return c, err
	}
	r, err := selectCase(w.tx, c.CaseID, anybody, false)
	if err != nil {
		return nil, err
	}
	c.State = r.Law.State
	if kl, known := r.Law.Clock(procedure.KL); known {
		c.Due = kl.Due
	}
	return c, nil
}
