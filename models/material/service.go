package material

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Service receives uploads, looks at them and gives them out again.
type Service struct {
	db      *db.DB
	blobs   Blobs
	scanner Scanner
	looking chan struct{} // bounds how many whole files are in memory at once

	mu     sync.Mutex
	active map[uuid.UUID]*transfer
}

// New makes the service.
func New(d *db.DB, blobs Blobs, scanner Scanner) *Service {
	return &Service{db: d, blobs: blobs, scanner: scanner, looking: make(chan struct{}, 2), active: map[uuid.UUID]*transfer{}}
}

// ScanArgs is the job that scans a stored file again when the scanner did not answer at once.
type ScanArgs struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job in the queue.
func (ScanArgs) Kind() string { return "material.scan" }

// scanLater is when the job looks; normally the scan has been done by then.
const scanLater = time.Minute

// Create announces an upload of a known size in bytes. Its name's ending and its size are checked before a byte is sent.
func (s *Service) Create(ctx context.Context, owner uuid.UUID, rule Rule, name string, bytes int64) (Material, error) {
	m, err := announce(owner, rule, name)
	if err != nil {
		return Material{}, err
	}
	if bytes <= 0 {
		return Material{}, fault.New(fault.Invalid, "FILE_EMPTY", "name", m.Name)
	}
	if bytes > rule.limit() {
		return Material{}, tooLarge(m.Name, rule.limit())
	}
	m.Bytes = bytes
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		m.CreatedAt = tx.Now
		if err := roomFor(tx, m); err != nil {
			return err
		}
		return insertMaterial(tx, m)
	})
	return m, err
}

func announce(owner uuid.UUID, rule Rule, name string) (Material, error) {
	shown, err := displayName(name)
	if err != nil {
		return Material{}, err
	}
	if _, err := rule.promised(shown); err != nil {
		return Material{}, err
	}
	return Material{ID: uuid.Must(uuid.NewV7()), OwnerID: owner, CaseID: rule.CaseID, Question: rule.Question, Photo: rule.Photo,
		MaxBytes: rule.limit(), Name: shown, State: Receiving}, nil
}

// Receive takes a whole file at once, for pages without script. Nothing is kept of one that is refused.
func (s *Service) Receive(ctx context.Context, owner uuid.UUID, rule Rule, name string, r io.Reader) (Material, error) {
	m, err := announce(owner, rule, name)
	if err != nil {
		return Material{}, err
	}
	body, err := s.sniffed(m, r)
	if err != nil {
		return Material{}, err
	}
	size, err := s.blobs.Append(ctx, m.Key(), 0, io.LimitReader(body, m.MaxBytes+1))
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fault.New(fault.Malformed, "UPLOAD_BROKEN").Because(err)
	}
	if err == nil && size > m.MaxBytes {
		err = tooLarge(m.Name, m.MaxBytes)
	}
	if err == nil && size == 0 {
		err = fault.New(fault.Invalid, "FILE_EMPTY", "name", m.Name)
	}
	if err != nil {
		return Material{}, s.drop(ctx, m, err)
	}
	m.Bytes = size
	return s.finish(ctx, m, true)
}

// Own finds an upload of a person, with the bytes that have arrived. A transfer still running on a dead connection is ended first.
func (s *Service) Own(ctx context.Context, owner, id uuid.UUID) (m Material, err error) {
	s.takeOver(id)
	if m, err = s.find(ctx, owner, id); err != nil {
		return Material{}, err
	}
	m.HandedOver = m.Bytes
	if m.State == Receiving {
		m.HandedOver, err = s.blobs.PartSize(ctx, m.Key())
	}
	return m, err
}

func (s *Service) find(ctx context.Context, owner, id uuid.UUID) (m Material, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err = ownMaterial(tx, owner, id)
		return err
	})
	return m, err
}

// Append adds what r gives at offset (length bytes, or -1 when that is not known), and finishes the upload when it is whole. It fails with UPLOAD_OFFSET (Conflict) when offset is
// not where the upload stands, FILE_TOO_LARGE when more comes than was announced, or with what the inspection found; then nothing
// is kept. When the connection breaks, what arrived is kept.
func (s *Service) Append(ctx context.Context, owner, id uuid.UUID, offset, length int64, r io.Reader) (Material, error) {
	if _, err := s.find(ctx, owner, id); err != nil {
		return Material{}, err
	}
	ctx, done := s.begin(ctx, id, r)
	defer done()
	m, err := s.find(ctx, owner, id) // as the transfer before this one left it
	if err != nil {
		return Material{}, err
	}
	if m.State != Receiving {
		return Material{}, fault.New(fault.Conflict, "UPLOAD_FINISHED")
	}
	if offset+length > m.Bytes {
		return Material{}, s.drop(ctx, m, tooLarge(m.Name, m.Bytes))
	}
	if offset == 0 {
		if r, err = s.sniffed(m, r); err != nil {
			return Material{}, s.drop(ctx, m, err)
		}
	}
	m.HandedOver, err = s.blobs.Append(ctx, m.Key(), offset, io.LimitReader(r, m.Bytes-offset+1))
	switch {
	case err != nil:
		return m, err
	case m.HandedOver > m.Bytes:
		return Material{}, s.drop(ctx, m, tooLarge(m.Name, m.Bytes))
	case m.HandedOver < m.Bytes:
		return m, nil
	}
	return s.finish(context.WithoutCancel(ctx), m, false)
}

// Discard removes an upload that no answer names yet.
func (s *Service) Discard(ctx context.Context, owner, id uuid.UUID) error {
	s.takeOver(id)
	m, err := s.find(ctx, owner, id)
	if err != nil {
		return err
	}
	if m.Attached {
		return fault.New(fault.Conflict, "MATERIAL_IN_USE")
	}
	return s.drop(ctx, m, nil)
}

// OpenOwn reads a person's own clean upload.
func (s *Service) OpenOwn(ctx context.Context, owner, id uuid.UUID) (Material, io.ReadSeekCloser, error) {
	m, err := s.find(ctx, owner, id)
	if err != nil {
		return Material{}, nil, err
	}
	return s.read(ctx, m)
}

// OpenOf reads a clean material of a case; the caller has checked that the reader may see the case.
func (s *Service) OpenOf(ctx context.Context, caseID, id uuid.UUID) (m Material, r io.ReadSeekCloser, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err = materialOf(tx, caseID, id)
		return err
	})
	if err != nil {
		return Material{}, nil, err
	}
	return s.read(ctx, m)
}

// read gives out nothing that has not been scanned.
func (s *Service) read(ctx context.Context, m Material) (Material, io.ReadSeekCloser, error) {
	if m.State != Clean {
		return m, nil, fault.New(fault.Conflict, "FILE_NOT_READY", "name", m.Name)
	}
	r, _, err := s.blobs.Open(ctx, m.Key())
	return m, r, err
}
