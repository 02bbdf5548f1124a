package enterprise

import (
	"context"
	"io"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// boxOf is whose box the actor opens: that of an enterprise for which he may act, or his own for the zero id.
func boxOf(actor account.Actor, enterprise uuid.UUID) (uuid.NullUUID, error) {
	if !actor.IsPerson() {
		return uuid.NullUUID{}, forbidden()
	}
	if enterprise == uuid.Nil {
		return uuid.NullUUID{}, nil
	}
	_, err := actor.MustMember(enterprise)
	return uuid.NullUUID{UUID: enterprise, Valid: true}, err
}

// Box lists the papers of an enterprise, or the person's own for the zero id: the newest version of each, those that end first above.
func (s *Service) Box(ctx context.Context, actor account.Actor, enterprise uuid.UUID) (list []Paper, err error) {
	box, err := boxOf(actor, enterprise)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectPapers(tx, box, actor.PersonID)
		return err
	})
	return list, err
}

// AddPaper puts a file into a box, scanned like every upload; Replaces makes it the new version of a paper. Faults: INVALID_FIELDS, those of
// material.Receive, NOT_FOUND.
func (s *Service) AddPaper(ctx context.Context, actor account.Actor, enterprise uuid.UUID, p NewPaper, name string, file io.Reader) (uuid.UUID, error) {
	box, err := boxOf(actor, enterprise)
	if err != nil {
		return uuid.Nil, err
	}
	if p, err = p.check(s.db.Today()); err != nil {
		return uuid.Nil, err
	}
	owner := actor.PersonID
	if box.Valid {
		owner = box.UUID
	}
	m, err := s.materials.Receive(ctx, actor.PersonID, material.Rule{CaseID: owner, Question: "box"}, name, file)
	if err != nil {
		return uuid.Nil, err
	}
	id := uuid.Must(uuid.NewV7())
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		version := 1
		if p.Replaces != uuid.Nil {
			old, err := lockPaper(tx, p.Replaces, box, actor.PersonID)
			if err != nil {
				return err
			}
			version = old.Version + 1
		}
		if err := insertPaper(tx, id, box, actor, p, version, m.ID); err != nil {
			return err
		}
		if err := replacePaper(tx, p.Replaces, id); err != nil {
			return err
		}
		if err := material.Keep(tx, m.ID); err != nil || !box.Valid {
			return err
		}
		return note(tx, box.UUID, actor, Event{Kind: "paper_added", About: p.Title})
	})
	return id, err
}

// RemovePaper takes a paper out of its box; cases that used it keep it.
func (s *Service) RemovePaper(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := findPaper(tx, actor, id)
		if err != nil {
			return err
		}
		if err := deletePaper(tx, p.ID); err != nil {
			return err
		}
		if err := material.Release(tx, p.Material); err != nil || !p.Enterprise.Valid {
			return err
		}
		return note(tx, p.Enterprise.UUID, actor, Event{Kind: "paper_removed", About: p.Title})
	})
}

// OpenPaper reads a paper for who may use its box.
func (s *Service) OpenPaper(ctx context.Context, actor account.Actor, id uuid.UUID) (m material.Material, r io.ReadSeekCloser, err error) {
	var p Paper
	var owner uuid.UUID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p, err = findPaper(tx, actor, id); err != nil {
			return err
		}
		owner = actor.PersonID
		if p.Enterprise.Valid {
			owner = p.Enterprise.UUID
		}
		return nil
	})
	if err != nil {
		return m, nil, err
	}
	return s.materials.OpenOf(ctx, owner, p.Material)
}

// Take finds a paper that the actor may use in a case, within the caller's transaction: an enterprise's in its own cases, a person's own
// in what he applies for. Faults: NOT_FOUND, PAPER_EXPIRED.
func Take(tx *db.Tx, actor account.Actor, id uuid.UUID, unit uuid.UUID) (Paper, error) {
	p, err := findPaper(tx, actor, id)
	switch {
	case err != nil:
		return p, err
	case p.Enterprise.Valid && p.Enterprise.UUID != unit:
		return p, notFound()
	case p.Expired(tx.Today()):
		return p, fault.New(fault.Conflict, "PAPER_EXPIRED", "title", p.Title)
	}
	return p, nil
}

// findPaper finds a paper whose box the actor may open; another's is NOT_FOUND.
func findPaper(tx *db.Tx, actor account.Actor, id uuid.UUID) (Paper, error) {
	if !actor.IsPerson() {
		return Paper{}, notFound()
	}
	return selectPaper(tx, id, actor.PersonID, actor.EnterpriseIDs())
}

// WarnOfExpiry tells owners of papers that end within 30 and within 7 days, each once, at most limit of them, and counts them.
func (s *Service) WarnOfExpiry(ctx context.Context, limit int) (n int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := warnPapers(tx, limit)
		n = len(list)
		for _, p := range list {
			to := notice.Person(p.Person)
			if p.Enterprise.Valid {
				to = notice.Enterprise(p.Enterprise.UUID)
			}
			if err := notice.Post(tx, notice.Order{To: to, Kind: notice.PaperExpires, Facts: notice.Facts{Title: p.Title, ValidTo: p.ValidTo}}); err != nil {
				return err
			}
		}
		return err
	})
	return n, err
}
