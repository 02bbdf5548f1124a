package expedite

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
)

// PaperRule says what evidence may be: a PDF or picture for a request that is still open.
func (s *Service) PaperRule(ctx context.Context, actor account.Actor, id uuid.UUID) (rule material.Rule, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err := requestFor(tx, actor, id, false)
		if err == nil && r.State != Open {
			err = fault.New(fault.Conflict, "REQUEST_SUBMITTED")
		}
		return err
	})
	return material.Rule{CaseID: id, Question: "paper", MaxBytes: material.MostBytes}, err
}

// AddPaper adds evidence to a request that is still open: everybody's, or one traveller's own. It returns the paper as it is kept. Faults:
// REQUEST_SUBMITTED, PAPER_UNKNOWN, PAPER_DATE, TRAVELLER_UNKNOWN, PAPERS_FULL.
func (s *Service) AddPaper(ctx context.Context, actor account.Actor, id uuid.UUID, p Paper, file material.Material) (kept PaperFile, err error) {
	if !slices.Contains(PaperKinds(), p.Kind) {
		return kept, fault.Fields(fault.OneField("/kind", "PAPER_UNKNOWN"))
	}
	if p.Dated.IsZero() || p.Dated.After(s.DB.Today()) {
		return kept, fault.Fields(fault.OneField("/dated", "PAPER_DATE"))
	}
	p.Of = upper(p.Of)
	kept = PaperFile{ID: uuid.Must(uuid.NewV7()), Paper: p, Material: file.ID, Name: file.Name}
	return kept, s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := requestFor(tx, actor, id, true)
		if err != nil {
			return err
		}
		switch {
		case r.State != Open:
			return fault.New(fault.Conflict, "REQUEST_SUBMITTED")
		case len(r.Files) >= mostPapers:
			return fault.New(fault.Conflict, "PAPERS_FULL", "max", mostPapers)
		case p.Of != "" && !slices.ContainsFunc(r.Travellers, func(t Traveller) bool { return t.IDNumber == p.Of }):
			return fault.Fields(fault.OneField("/of", "TRAVELLER_UNKNOWN"))
		}
		if err := insertPaper(tx, id, kept); err != nil {
			return err
		}
		return attachPapers(tx, id)
	})
}

// mostPapers is how many pieces of evidence one request takes.
const mostPapers = 40

// attachPapers keeps the files that the request's papers name.
func attachPapers(tx *db.Tx, id uuid.UUID) error {
	files, err := papersOf(tx, id)
	if err != nil {
		return err
	}
	var ids []uuid.UUID
	for _, f := range files {
		if f.Material != uuid.Nil {
			ids = append(ids, f.Material)
		}
	}
	return material.Attach(tx, id, ids...)
}

// RemovePaper takes evidence out of a request that is still open.
func (s *Service) RemovePaper(ctx context.Context, actor account.Actor, id, paper uuid.UUID) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := requestFor(tx, actor, id, true)
		if err != nil {
			return err
		}
		if r.State != Open {
			return fault.New(fault.Conflict, "REQUEST_SUBMITTED")
		}
		if err := deletePaper(tx, id, paper); err != nil {
			return err
		}
		return attachPapers(tx, id)
	})
}

// ReadTravellers puts the persons of a spreadsheet in the place of those of a request that is still open; whatever is wrong with them is kept and
// shown by Check. Faults: those of Save, SHEET_TOO_LARGE, SHEET_UNREADABLE, BATCH_TOO_LARGE.
func (s *Service) ReadTravellers(ctx context.Context, actor account.Actor, id uuid.UUID, version int, sheet []byte) error {
	var r *Request
	err := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		r, err = requestFor(tx, actor, id, false)
		return err
	})
	if err != nil {
		return err
	}
	rows, err := ReadSheet(sheet)
	if err != nil {
		return err
	}
	if version == 0 {
		version = r.Version // the trip is written again as it was read
	}
	_, err = s.write(ctx, actor, id, version, r.Trip, Travellers(rows))
	return err
}
