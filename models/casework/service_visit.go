package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// RecordVisit notes that the person came to the window before the decision, as the item asks (visit: decision). It needs no claim, because the
// case may wait with a reviewer meanwhile; whoever serves at the case's intake or delivery desk may note it. Faults: NOT_FOUND, ROLE_REQUIRED,
// ACT_NOT_NOW when no visit is asked for, FOUR_EYES, RECUSAL.
func (s *Service) RecordVisit(ctx context.Context, actor account.Actor, id uuid.UUID, idem db.Key) error {
	_, err := do(ctx, s, idem, id, officer(actor), actor, func(w *work) error {
		if err := w.keepAway(); err != nil {
			return err
		}
		w.asWindow()
		w.act = procedure.Act{Name: procedure.ActVisit}
		return nil
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// asWindow makes the actor an officer at the windows of this case: where it is received and where its result is handed over.
func (w *work) asWindow() {
	w.by = procedure.Actor{Officer: w.actor.Officer, Name: w.actor.Name, Assurance: w.actor.Assurance}
	for _, stage := range []procedure.Stage{procedure.StageIntake, procedure.StageDelivery} {
		desk, role := w.desk(stage), procedure.StageRole(stage)
		if w.actor.Has(account.Role(role), desk) {
			w.by.Roles, w.org = append(w.by.Roles, role), desk
		}
	}
}
