package document

import (
	"context"
	"io"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Service issues, renders and verifies documents.
type Service struct {
	db        *db.DB
	blobs     material.Blobs
	authority *Authority
	house     House
	publicURL string // without a slash at its end; the QR code of a certificate begins with it
	calendar  func() *workday.Calendar
}

// New makes the service.
func New(d *db.DB, blobs material.Blobs, authority *Authority, house House, publicURL string, calendar func() *workday.Calendar) *Service {
	return &Service{db: d, blobs: blobs, authority: authority, house: house, publicURL: publicURL, calendar: calendar}
}

// Issue composes within the caller's transaction: it gives the document its gap-free number, freezes its facts and enqueues the
// rendering. The counter's row stays locked until the commit, so call it late in the transaction.
func (s *Service) Issue(tx *db.Tx, o Order) (Document, error) {
	return s.issue(tx, o, "")
}

// issue takes the number that a certificate already has from its register.
func (s *Service) issue(tx *db.Tx, o Order, given string) (Document, error) {
	f, known := familyOf(o.Kind, o.Facts.Power)
	if !known {
		return Document{}, fault.New(fault.Invalid, "DOCUMENT_KIND_UNKNOWN", "kind", string(o.Kind))
	}
	if f.adverse && o.Facts.Final == "" {
		o.Facts.Remedies = s.house.tells(o.Facts)
	}
	if err := s.weigh(&o, tx.Today()); err != nil {
		return Document{}, err
	}
	prefix := or(o.Prefix, s.house.Prefix)
	r := row{
		Document: Document{ID: uuid.Must(uuid.NewV7()), CaseID: o.CaseID, Kind: o.Kind, Title: or(o.Facts.Title, f.title), Number: given,
			State: Issued, IssuedAt: tx.Now, IssuedOn: tx.Today(), Render: RenderQueued},
		body: prefix + o.Body, mark: f.mark, facts: o.Facts,
	}
	if f.mark != "" {
		serial, err := nextNumber(tx, r.body, r.mark)
		if err != nil {
			return Document{}, err
		}
		r.serial = serial
		r.Number = number(prefix, o.Body, f.mark, r.IssuedOn.Year(), serial)
	}
	if err := insertDocument(tx, r); err != nil {
		return Document{}, err
	}
	tx.Enqueue(RenderArgs{ID: r.ID})
	return r.Document, nil
}

// weigh finds whether the paper tells a limit of a year without an official calendar, as it stands on the day of issue (domain.md C-6).
func (s *Service) weigh(o *Order, today workday.Date) error {
	l, err := Compose(o.Kind, "", today, o.Facts, s.house)
	cal := s.calendar()
	o.Facts.Provisional = slices.ContainsFunc(l.limits, func(d workday.Date) bool { return !d.IsZero() && !cal.Official(d, d) })
	return err
}

// Void cancels a document within the caller's transaction. It keeps its number and is printed again with 作废 across it.
func (s *Service) Void(tx *db.Tx, id uuid.UUID) error {
	if err := voidDocument(tx, id); err != nil {
		return err
	}
	tx.Enqueue(RenderArgs{ID: id})
	return nil
}

// Supersede marks a document within the caller's transaction as annulled by a ruling. It keeps its number and its signed file, which is what was
// delivered; lists, readers and archives say by what it was annulled. Fault: DOCUMENT_NOT_ISSUED.
func (s *Service) Supersede(tx *db.Tx, id uuid.UUID, by string) error {
	return supersedeDocument(tx, id, by)
}

// List gives the documents of a case in the order of their issue.
func (s *Service) List(tx *db.Tx, caseID uuid.UUID) ([]Document, error) {
	return documentsOf(tx, caseID)
}

// Get finds a document. Whoever calls it has checked, or checks by CaseID, that the reader may see the case.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (d Document, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := findDocument(tx, id)
		d = r.Document
		return err
	})
	return d, err
}

// Letter is the document as text for the reader's page; it does not wait for the rendering.
func (s *Service) Letter(ctx context.Context, id uuid.UUID) (d Document, l Letter, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := findDocument(tx, id)
		if err != nil {
			return err
		}
		d = r.Document
		l, err = s.compose(r)
		return err
	})
	return d, l, err
}

// Open gives the signed PDF. It fails with DOCUMENT_NOT_READY until it is rendered, and with RENDER_FAILED when it could not be.
func (s *Service) Open(ctx context.Context, id uuid.UUID) (Document, io.ReadSeekCloser, error) {
	d, err := s.Get(ctx, id)
	if err != nil {
		return Document{}, nil, err
	}
	switch d.Render {
	case RenderDone:
		file, _, err := s.blobs.Open(ctx, d.BlobKey)
		return d, file, err
	case RenderFailed:
		return d, nil, fault.New(fault.Conflict, "RENDER_FAILED", "problem", d.RenderProblem)
	default:
		return d, nil, fault.New(fault.Conflict, "DOCUMENT_NOT_READY")
	}
}

// Content reads a stored file of a case, a document's or a material's, by its key.
func (s *Service) Content(ctx context.Context, key string) ([]byte, error) {
	file, _, err := s.blobs.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

func (s *Service) compose(r row) (Letter, error) {
	l, err := Compose(r.Kind, r.Number, r.IssuedOn, r.facts, s.house)
	l.Void = r.State == Void
	return l, err
}

// Render prints and signs a document and stores the file. Repeating it does nothing. A missing glyph is not worth another try: the
// document is marked as failed with the characters, for a clerk to see; other errors are returned so that the job is tried again.
func (s *Service) Render(ctx context.Context, id uuid.UUID) error {
	var r row
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		r, err = findDocument(tx, id)
		return err
	})
	if err != nil || r.Render == RenderDone {
		return err
	}
	pdf, err := s.print(ctx, r)
	if err != nil {
		permanent := fault.Code(err) == "GLYPH_MISSING"
		if e := s.db.Write(ctx, func(tx *db.Tx) error { return renderFailed(tx, id, problemOf(err)) }); e != nil || permanent {
			return e
		}
		return err
	}
	key := "document/" + id.String()
	if r.State == Void {
		key = "void/" + id.String() // never over the file that was in force
	}
	sums, err := s.blobs.Put(ctx, key, pdf)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return rendered(tx, r, key, sums) })
}

// Retry puts a failed rendering back into the queue.
func (s *Service) Retry(ctx context.Context, id uuid.UUID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		again, err := requeue(tx, id)
		if err == nil && again {
			tx.Enqueue(RenderArgs{ID: id})
		}
		return err
	})
}

// problemOf is what a clerk reads: the missing characters, or the stable code, never an inner message.
func problemOf(err error) string {
	if e, ok := fault.As(err); ok {
		if c, ok := e.Params["characters"].(string); ok {
			return e.Code + ": " + c
		}
		return e.Code
	}
	return "RENDER_ERROR"
}
