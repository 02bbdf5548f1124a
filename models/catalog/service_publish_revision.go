package catalog

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// SubmitRevision hands a draft to the second person. Faults: REVISION_FAULTY while something refuses publication, REVISION_SAME without
// a change.
func (s *Service) SubmitRevision(ctx context.Context, actor account.Actor, id uuid.UUID, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	return s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionOpen); err != nil {
			return err
		}
		if err := s.publishable(tx, *r); err != nil {
			return err
		}
		r.State, r.Reason = RevisionSubmitted, ""
		r.Hands = hand(r.Hands, actor.Officer)
		return writeAct(tx, actor, *r, "submit", 0, r.Note)
	})
}

func (s *Service) publishable(tx *db.Tx, r Revision) error {
	view, err := s.judge(tx, r)
	switch {
	case err != nil:
		return err
	case len(view.Problems) > 0:
		return fault.New(fault.Conflict, "REVISION_FAULTY", "count", len(view.Problems)).Because(view.Problems)
	case len(view.Changes) == 0:
		return fault.New(fault.Conflict, "REVISION_SAME")
	}
	return nil
}

// ReturnRevision gives a submitted or scheduled draft back with a reason.
func (s *Service) ReturnRevision(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > mostNote {
		return fault.Fields(fault.OneField("/text", "REQUIRED"))
	}
	return s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionSubmitted, RevisionScheduled); err != nil {
			return err
		}
		r.State, r.Reason, r.PublishAt, r.Approver = RevisionOpen, reason, nil, ""
		return writeAct(tx, actor, *r, "return", 0, reason)
	})
}

// ApproveRevision publishes a submitted draft as its item's next version, now or at a time to come. Faults: SECOND_PERSON for whoever
// worked on it, REVISION_BASE when another version was published meanwhile.
func (s *Service) ApproveRevision(ctx context.Context, actor account.Actor, id uuid.UUID, at time.Time, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	err := s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionSubmitted); err != nil {
			return err
		}
		if err := r.mayApprove(actor); err != nil {
			return err
		}
		r.Approver = officer(actor)
		if at.After(tx.Now) {
			if err := s.publishable(tx, *r); err != nil {
				return err
			}
			r.State, r.PublishAt = RevisionScheduled, &at
			tx.EnqueueAt(at, PublishRevisionArgs{ID: r.ID})
			return writeAct(tx, actor, *r, "approve", 0, at.Format("2006-01-02 15:04"))
		}
		return s.publishRevision(tx, actor, r)
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// PublishRevision publishes an approved draft whose time has come; harmless when repeated. A draft that can no longer be published goes
// back to its editors with the reason.
func (s *Service) PublishRevision(ctx context.Context, id uuid.UUID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := lockRevision(tx, id, 0)
		if err != nil || r.State != RevisionScheduled || r.PublishAt == nil || r.PublishAt.After(tx.Now) {
			return err
		}
		err = s.publishRevision(tx, account.System(), &r)
		if f, ok := fault.As(err); ok && f.Kind == fault.Conflict {
			r.State, r.Reason, r.PublishAt, r.Approver = RevisionOpen, f.Code, nil, ""
			err = writeAct(tx, account.System(), r, "return", 0, f.Code)
		}
		if err != nil {
			return err
		}
		return updateRevision(tx, r)
	})
	if f, ok := fault.As(err); ok && f.Kind == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// publishRevision makes the draft the next version.
func (s *Service) publishRevision(tx *db.Tx, actor account.Actor, r *Revision) error {
	if _, err := lockCatalog(tx); err != nil {
		return err
	}
	if err := s.publishable(tx, *r); err != nil {
		return err
	}
	lib, err := s.fragments(tx)
	if err != nil {
		return err
	}
	d := lib.load(source{r.File, []byte(r.Source)})
	if d.compile(s.calendar); len(d.problems) > 0 {
		return d.problems
	}
	known, err := selectFrozen(tx)
	if err != nil {
		return err
	}
	last, removed := 0, false
	for _, f := range known {
		switch {
		case f.Code == r.Code:
			last = max(last, f.Version)
		case f.ShortCode == d.item.ShortCode:
			return fault.New(fault.Conflict, "REVISION_FAULTY", "count", 1)
		}
	}
	if last != r.Base {
		return fault.New(fault.Conflict, "REVISION_BASE")
	}
	if before, err := selectVersion(tx, r.Code, last); err != nil {
		return err
	} else if before.Status != Removed && d.item.Status == Removed {
		removed = true
	}
	d.item.Version = last + 1
	if err := errors.Join(insertVersions(tx, []version{{d.item, d.digest, d.src.raw}}), insertFiles(tx, []keptFile{fileOf(d.src, r.Code)}), raiseRevision(tx)); err != nil {
		return err
	}
	r.State, r.Published, r.PublishAt = RevisionPublished, &d.item.Version, nil
	act := "publish"
	if removed {
		act = "retire"
		tx.Enqueue(RetiredArgs{Code: r.Code, Version: d.item.Version})
	}
	return writeAct(tx, actor, *r, act, d.item.Version, r.Note)
}

// PublishDue publishes every approved draft whose time has come.
func (s *Service) PublishDue(ctx context.Context) error {
	var due []uuid.UUID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = selectDue(tx)
		return err
	})
	for _, id := range due {
		err = errors.Join(err, s.PublishRevision(ctx, id))
	}
	return err
}
