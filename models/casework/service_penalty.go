package casework

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// ImportPenalty takes a penalty decision from the penalty system, to wait for case management (domain.md L7). Sending the same one again gets the
// same answer, with how it stands by then. Faults: FORBIDDEN for everybody but that system, INVALID_FIELDS (REQUIRED, TOO_LONG, PENALTY_NUMBER,
// AGENCY_NOT_POLICE, ARTICLE_FORM, DATE_IN_FUTURE, CERTIFICATE_UNKNOWN, HOLDER_MISMATCH), CERTIFICATE_NOT_VALID, PENALTY_NUMBER_REUSED when the number
// has come with other content.
func (s *Service) ImportPenalty(ctx context.Context, actor account.Actor, in PenaltyImport) (p Penalty, err error) {
	if !actor.IsMachine() || !actor.HasAny(account.PenaltySystem) {
		return p, fault.New(fault.Forbidden, "FORBIDDEN")
	}
	in = in.tidied()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := in.check(tx.Today()); err != nil {
			return err
		}
		if err := lockPenaltyNumber(tx, in.Number); err != nil {
			return err
		}
		last, known, err := latestPenalty(tx, in.Number)
		switch same := known && bytes.Equal(last.digest, in.digest()); {
		case err != nil:
			return err
		case same:
			p = last
			return nil
		case known && last.State != PenaltyRejected:
			return fault.New(fault.Conflict, "PENALTY_NUMBER_REUSED", "number", in.Number)
		}
		cert, err := s.punishable(tx, in)
		if err != nil {
			return err
		}
		p = Penalty{ID: uuid.Must(uuid.NewV7()), Number: in.Number, Certificate: cert.ID, Licence: cert.Number, Title: cert.Title, Agency: in.Agency,
			Law: in.Law, Article: in.Article, Facts: in.Facts, DecidedOn: in.DecidedOn, ReceivedAt: tx.Now, State: PenaltyWaiting, digest: in.digest()}
		return insertPenalty(tx, p)
	})
	return p, err
}

// punishable is the certificate that a penalty names: the holder's, and in force today or lost.
func (s *Service) punishable(tx *db.Tx, in PenaltyImport) (none document.Certified, err error) {
	list, err := s.documents.Numbered(tx, in.Licence)
	if err != nil {
		return none, err
	}
	list = slices.DeleteFunc(list, func(c document.Certified) bool { return !c.Superseded.IsZero() })
	if len(list) == 0 {
		return none, fault.Fields(fault.OneField("/licence", "CERTIFICATE_UNKNOWN"))
	}
	i := slices.IndexFunc(list, func(c document.Certified) bool { return strings.EqualFold(c.HolderID, in.HolderID) })
	switch {
	case i < 0:
		return none, fault.Fields(fault.OneField("/holder_id", "HOLDER_MISMATCH"))
	case !list[i].Punishable(tx.Today()):
		return none, fault.New(fault.Conflict, "CERTIFICATE_NOT_VALID")
	}
	return list[i], nil
}

// WaitingPenalties lists what waits for case management, the oldest first. ROLE_MISSING for others.
func (s *Service) WaitingPenalties(ctx context.Context, actor account.Actor) (list []Penalty, err error) {
	if !actor.HasAny(account.CaseManager) {
		return nil, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = waitingPenalties(tx)
		return err
	})
	return list, err
}

// Penalty is one imported penalty, for case management. Faults: ROLE_MISSING, NOT_FOUND.
func (s *Service) Penalty(ctx context.Context, actor account.Actor, id uuid.UUID) (p Penalty, err error) {
	if !actor.HasAny(account.CaseManager) {
		return p, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = selectPenalty(tx, id, false)
		return err
	})
	return p, err
}

// RulePenalty confirms or rejects an imported penalty: machine and officer are the two pairs of eyes. Confirmed, it is registered as 吊销 in the same
// transaction: the certificate loses its effect, whatever else was under way about it ends, holder and unit are told, the cancellation follows
// (行政许可法 第七十条第四项). Faults: ROLE_MISSING, NOT_FOUND, PENALTY_RULED, REASON_REQUIRED to reject, CERTIFICATE_NOT_VALID, RECUSAL.
func (s *Service) RulePenalty(ctx context.Context, actor account.Actor, id uuid.UUID, r PenaltyRuling, idem db.Key) (Penalty, error) {
	if !actor.HasAny(account.CaseManager) {
		return Penalty{}, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	r.Reason = strings.TrimSpace(r.Reason)
	faults := checkText("/reason", r.Reason)
	if !r.Confirm && r.Reason == "" {
		faults = append(faults, fault.OneField("/reason", "REASON_REQUIRED"))
	}
	if err := fault.Fields(faults...); err != nil {
		return Penalty{}, err
	}
	got, _, err := db.Once(ctx, s.db, idem, func(tx *db.Tx) (Penalty, error) {
		p, err := selectPenalty(tx, id, true)
		switch {
		case err != nil:
			return p, err
		case p.State != PenaltyWaiting:
			return p, fault.New(fault.Conflict, "PENALTY_RULED")
		}
		p.State, p.Reason, p.RuledAt, p.RuledBy = PenaltyRejected, r.Reason, tx.Now, actor.Officer
		if r.Confirm {
			w, err := s.beginIn(ctx, tx, actor, p.measure(), exOfficio(actor))
			if err != nil {
				return p, err
			}
			p.State, p.Reason, p.CaseID = PenaltyConfirmed, "", uuid.NullUUID{UUID: w.ID, Valid: true}
		}
		return p, rulePenalty(tx, p, actor.Name)
	})
	return got, err
}
