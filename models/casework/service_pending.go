package casework

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// UndoFor is how long a decision may be taken back.
const UndoFor = 10 * time.Second

// Undoes tells whether decisions may be taken back for a while.
func (s *Service) Undoes() bool { return s.undo > 0 }

// Pending is a decision that its officer may still take back, or one that could not be committed: then Fault says why.
type Pending struct {
	StepID   uuid.UUID         `json:"step_id"`
	CaseID   uuid.UUID         `json:"case_id"`
	Number   string            `json:"number"`
	Act      procedure.ActName `json:"act"`
	Verdict  procedure.Verdict `json:"verdict,omitempty"`
	Reason   string            `json:"reason,omitempty"` // the words, so that they are not lost when it fails
	At       time.Time         `json:"at"`
	CommitAt time.Time         `json:"commit_at"`
	Fault    string            `json:"fault,omitempty"`
}

// CommitArgs is the job that commits a decision once its time to be taken back is over, whatever became of the officer's page.
type CommitArgs struct {
	StepID uuid.UUID `json:"step_id"`
}

// Kind names the job in the queue.
func (CommitArgs) Kind() string { return "casework.commit" }

// Hold keeps a decision for UndoFor before it is committed. Everything is checked now as if it were committed, so that what the law refuses is
// refused at once; the row of the decision and the job that commits it are one transaction, so a closed page, a stopped instance or a second
// click neither lose nor double it. The making of a certificate is done at once: its number can not be taken back. Faults: those of Decide.
func (s *Service) Hold(ctx context.Context, actor account.Actor, d Decision, idem db.Key) (p Pending, held bool, err error) {
	if s.undo <= 0 || d.Act == procedure.ActIssueCertificate {
		_, err = s.Decide(ctx, actor, d, idem)
		return p, false, err
	}
	if err := d.check(); err != nil {
		return p, false, err
	}
	p = Pending{StepID: d.StepID, CaseID: d.CaseID, Act: d.Act, Verdict: d.Verdict, Reason: d.Reason}
	var tried *work
	err = s.edit(ctx, d.CaseID, officer(actor), actor, func(w *work) error {
		tried = w
		if kept, err := selectPending(w.tx, d.StepID); err != nil || kept != nil && kept.Fence == d.Fence {
			p = kept.shown()
			return err
		}
		if err := s.prepare(w, d); err != nil {
			return err
		}
		out, err := procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, w.tx.Now)
		if err != nil {
			w.alarms = out.Alarms
			return err
		}
		p.Number, p.At, p.CommitAt = w.Number, w.tx.Now, w.tx.Now.Add(s.undo)
		lease := w.step.Lease
		lease.ExpiresAt, lease.LastInput = w.tx.Now.Add(LeaseFor), w.tx.Now // the ten seconds are his, even at the end of the lease's cap
		w.step.Lease = lease
		if err := updateLease(w.tx, w.step, nil); err != nil {
			return err
		}
		w.tx.EnqueueAt(p.CommitAt, CommitArgs{StepID: d.StepID})
		return insertPending(w.tx, p, actor, d)
	})
	return p, err == nil, s.attempted(ctx, tried, err)
}

// Next is a queue from which an officer goes on.
type Next struct {
	Desk  string
	Stage procedure.Stage
}

// Went is where an officer stands after a decision: what he may still take back, and the next case in his hands.
type Went struct {
	Pending Pending
	Held    bool // false: it is committed already
	Claim   Claim
	Claimed bool // false: nothing waits, or he holds as much as he may
}

// DecideAndGoOn holds a decision and takes the next step of a queue, so that the next case stands on the page while the last may be taken
// back. What was held before is committed: he went on. Asked twice, by a second click or because the first answer was lost, it holds the same
// decision and, under the same key, gives the same next case. Faults: those of Decide.
func (s *Service) DecideAndGoOn(ctx context.Context, actor account.Actor, d Decision, next Next, idem db.Key) (w Went, err error) {
	if s.undo > 0 {
		if err := s.commitHeld(ctx, actor, d.StepID); err != nil {
			return w, err
		}
	}
	if w.Pending, w.Held, err = s.Hold(ctx, actor, d, idem); err != nil || !w.Held || !worksAt(actor, next.Desk, next.Stage) {
		return w, err
	}
	w.Claim, err = s.claimNext(ctx, actor, next.Desk, next.Stage, idem)
	switch fault.Code(err) {
	case "QUEUE_EMPTY", "CLAIMS_FULL":
		return w, nil // the decision is held all the same
	}
	w.Claimed = err == nil
	return w, err
}

// Undo takes a decision back that is not committed yet, and returns all that it said; the officer still holds the case as before. Faults:
// UNDO_LATE (Conflict), NOT_FOUND for a step that he never held.
func (s *Service) Undo(ctx context.Context, actor account.Actor, step uuid.UUID) (undone Decision, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		kept, err := deletePending(tx, step, actor.AccountID)
		if err != nil {
			return err
		}
		if kept == nil {
			if err := mustHaveHeld(tx, step, actor.AccountID); err != nil {
				return err
			}
			return fault.New(fault.Conflict, "UNDO_LATE")
		}
		undone = kept.decision
		return nil
	})
	return undone, err
}

// CommitHeld commits what the officer has decided and may still take back: he goes on. What fails stays, with its fault, for Pending to show.
func (s *Service) CommitHeld(ctx context.Context, actor account.Actor) error {
	return s.commitHeld(ctx, actor, uuid.Nil)
}

func (s *Service) commitHeld(ctx context.Context, actor account.Actor, but uuid.UUID) error {
	list, err := s.Pending(ctx, actor)
	for _, p := range list {
		if p.Fault == "" && p.StepID != but {
			err = errors.Join(err, s.CommitPending(ctx, p.StepID))
		}
	}
	return err
}

// CommitPending commits a held decision; harmless when it is committed or taken back already. A decision that the law no longer allows (the
// applicant has withdrawn, the lease was lost) is kept with its fault and shown to its officer; only failures of the machine are errors.
func (s *Service) CommitPending(ctx context.Context, step uuid.UUID) error {
	var kept *pendingRow
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		kept, err = selectPending(tx, step)
		return err
	})
	if err != nil || kept == nil || kept.Fault != "" {
		return err
	}
	_, err = do(ctx, s, db.Key{}, kept.CaseID, officer(kept.actor), kept.actor, func(w *work) error {
		mine, err := deletePending(w.tx, step, kept.actor.AccountID)
		if err != nil {
			return err
		}
		if mine == nil || mine.Fence != kept.Fence {
			return errGone
		}
		return s.prepare(w, kept.decision)
	}, decided)
	if errors.Is(err, errGone) {
		return nil
	}
	if f, ok := fault.As(err); ok && f.Kind != fault.Unavailable {
		return s.db.Write(ctx, func(tx *db.Tx) error {
			tx.Changed(live.Officer(kept.actor.Officer))
			return failPending(tx, step, kept.Fence, f.Code)
		})
	}
	return err
}

// errGone says that somebody else committed or undid a decision in this moment.
var errGone = errors.New("casework: the decision is not held any more")

// Pending lists what the officer's account may still take back and what could not be committed, newest first.
func (s *Service) Pending(ctx context.Context, actor account.Actor) (list []Pending, err error) {
	list = []Pending{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		rows, err := pendingOf(tx, actor.AccountID)
		for _, r := range rows {
			list = append(list, r.shown())
		}
		return err
	})
	return list, err
}

// Dismiss forgets a decision that could not be committed, once its officer has read why; harmless when it is forgotten already. Fault: NOT_FOUND
// for a step that he never held.
func (s *Service) Dismiss(ctx context.Context, actor account.Actor, step uuid.UUID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.Changed(live.Officer(actor.Officer))
		found, err := dismissPending(tx, step, actor.AccountID)
		if err != nil || found {
			return err
		}
		return mustHaveHeld(tx, step, actor.AccountID)
	})
}
