package casework

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// relate finds who is near the parties of the case, for the table's guards and the queue.
func (w *work) relate() (err error) {
	w.Law.Nearest, err = nearTo(w.tx, w.record)
	return err
}

// keepAway refuses every act of an officer who is near a party, but that he says so himself. Fault: RECUSAL (Forbidden) with party and relation.
func (w *work) keepAway() error {
	if err := w.relate(); err != nil || w.act.Name == procedure.ActRecuse {
		return err
	}
	i := slices.IndexFunc(w.Law.Nearest, func(n procedure.Near) bool { return n.Officer != "" && n.Officer == w.actor.Officer })
	if i < 0 && (w.actor.IDNumber == "" || w.actor.IDNumber != w.IDNumber) {
		return nil
	}
	n := procedure.Near{Party: procedure.PartyApplicant, Relation: "self"}
	if i >= 0 {
		n = w.Law.Nearest[i]
	}
	return fault.New(fault.Forbidden, "RECUSAL", "party", string(n.Party), "relation", n.Relation)
}

// Declare keeps a relation that an officer tells of himself; from now on he is kept away from every case of that person or unit. Faults:
// NOT_FOUND for who is no officer, INVALID_FIELDS with SUBJECT_INVALID, RELATION_REQUIRED.
func (s *Service) Declare(ctx context.Context, actor account.Actor, subject, what string, idem db.Key) error {
	if !actor.IsClerk() {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	known, err := subjectOf(subject, s.db.Today())
	if err != nil {
		return err
	}
	what = strings.TrimSpace(what)
	if what == "" {
		return fault.Fields(fault.OneField("/what", "RELATION_REQUIRED"))
	}
	if err := fault.Fields(checkText("/what", what)...); err != nil {
		return err
	}
	_, _, err = db.Once(ctx, s.db, idem, func(tx *db.Tx) (struct{}, error) {
		if err := insertRelation(tx, actor.Officer, known, "declared", what); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, barOfficer(tx, actor.Officer, known)
	})
	return err
}

// Declared lists the relations that an officer has told of himself.
func (s *Service) Declared(ctx context.Context, actor account.Actor) (list []Relation, err error) {
	if !actor.IsClerk() {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = selectDeclared(tx, actor.Officer)
		return err
	})
	return list, err
}

// Undeclare ends a relation that the officer had told; it stays on record.
func (s *Service) Undeclare(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		found, err := withdrawRelation(tx, actor.Officer, id)
		if err == nil && !found {
			err = fault.New(fault.NotFound, "NOT_FOUND")
		}
		return err
	})
}

// familiesPortion is how many officers one run asks for; familiesAge how old an answer may grow.
const (
	familiesPortion = 200
	familiesAge     = 7 * 24 * time.Hour
)

// AskFamilies asks the population register for the families of officers, each once a week. A silent register is asked again by the next run.
// Harmless when repeated.
func (s *Service) AskFamilies(ctx context.Context) error {
	var due []kinsman
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = familiesDue(tx, tx.Now.Add(-familiesAge), familiesPortion)
		return err
	})
	for _, k := range due {
		answer, e := s.registers.Population.Family(ctx, k.IDNumber)
		if e == nil {
			e = s.db.Write(ctx, func(tx *db.Tx) error { return replaceFamily(tx, k.PoliceNo, answer.Members) })
		}
		err = errors.Join(err, e)
	}
	return err
}
