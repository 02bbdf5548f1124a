package material

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// enough is how many bytes tell every accepted type apart.
const enough = 16 // fewer are looked at when the whole file is there

// sniffed looks at the beginning of r, refuses a wrong type at once, and gives back a reader that still has the beginning.
func (s *Service) sniffed(m Material, r io.Reader) (io.Reader, error) {
	promised, err := Rule{Photo: m.Photo}.promised(m.Name)
	if err != nil {
		return nil, err
	}
	head, broken := io.ReadAll(io.LimitReader(r, sniffBytes))
	rest, n := r, len(head)
	if broken != nil {
		rest = failing{broken}
	}
	if n > 0 && (n >= enough || int64(n) == m.Bytes || m.Bytes == 0) {
		if err := sniff(head, promised, m.Name); err != nil {
			return nil, err
		}
	}
	return io.MultiReader(bytes.NewReader(head), rest), nil
}

// failing ends like the reader before it, whose connection broke.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// finish inspects a whole upload, stores it and has it scanned. A refused one leaves nothing behind.
func (s *Service) finish(ctx context.Context, m Material, unknown bool) (Material, error) {
	facts, err := s.look(ctx, m)
	if err != nil {
		return Material{}, s.drop(ctx, m, err)
	}
	sums, err := s.blobs.Seal(ctx, m.Key())
	if err != nil {
		return Material{}, err
	}
	m.State, m.Mime, m.Width, m.Height, m.Pages, m.SHA256, m.SM3 = Stored, facts.mime, facts.width, facts.height, facts.pages, sums.SHA256, sums.SM3
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if unknown {
			m.CreatedAt = tx.Now
			if err := roomFor(tx, m); err != nil {
				return err
			}
			if err := insertMaterial(tx, m); err != nil {
				return err
			}
		}
		tx.EnqueueAt(tx.Now.Add(scanLater), ScanArgs{ID: m.ID})
		return storeMaterial(tx, m)
	})
	if err != nil {
		if unknown {
			return Material{}, s.drop(ctx, m, err)
		}
		return Material{}, err
	}
	state, err := s.scan(ctx, m, false)
	m.State = state
	return m, err
}

// look reads the whole file into memory, a bounded number at a time.
func (s *Service) look(ctx context.Context, m Material) (found, error) {
	select {
	case s.looking <- struct{}{}:
		defer func() { <-s.looking }()
	case <-ctx.Done():
		return found{}, ctx.Err()
	}
	r, size, err := s.blobs.OpenPart(ctx, m.Key())
	if err != nil {
		return found{}, err
	}
	defer r.Close()
	data := make([]byte, size)
	if _, err := io.ReadFull(r, data); err != nil {
		return found{}, err
	}
	promised, err := Rule{Photo: m.Photo}.promised(m.Name)
	if err != nil {
		return found{}, err
	}
	return inspect(data, promised, m.Name, m.Photo)
}

// scan asks the scanner about a stored file. Found harmful at once, it is dropped and FILE_INFECTED tells the person; found later, its
// content is removed and the row stays as a rejected one for the form to show. Without an answer the file stays unread for the job.
func (s *Service) scan(ctx context.Context, m Material, later bool) (State, error) {
	r, _, err := s.blobs.Open(ctx, m.Key())
	if err != nil {
		return m.State, err
	}
	threat, err := s.scanner.Scan(ctx, r)
	r.Close()
	if err != nil {
		if later {
			return m.State, fault.New(fault.Unavailable, "SCANNER_UNAVAILABLE").Because(err)
		}
		return m.State, nil
	}
	if threat == "" {
		return Clean, s.db.Write(ctx, func(tx *db.Tx) error { return setState(tx, m.ID, Clean, "") })
	}
	infected := fault.New(fault.Invalid, "FILE_INFECTED", "name", m.Name)
	if !later {
		return Rejected, s.drop(ctx, m, infected)
	}
	if err := s.blobs.Delete(ctx, m.Key()); err != nil {
		return m.State, err
	}
	return Rejected, s.db.Write(ctx, func(tx *db.Tx) error { return setState(tx, m.ID, Rejected, infected.Code) })
}

// Scan is the job for a file that could not be scanned at once; it is harmless when repeated.
func (s *Service) Scan(ctx context.Context, id uuid.UUID) error {
	var m Material
	var known bool
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		m, known, err = unscanned(tx, id)
		return err
	})
	if err != nil || !known {
		return err
	}
	_, err = s.scan(ctx, m, true)
	return err
}

// drop removes a refused upload, row and content, and returns why.
func (s *Service) drop(ctx context.Context, m Material, why error) error {
	ctx = context.WithoutCancel(ctx)
	free := false
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		free, err = deleteMaterial(tx, m)
		return err
	})
	if err != nil || !free {
		return errors.Join(why, err)
	}
	if err := s.blobs.Delete(ctx, m.Key()); err != nil {
		return errors.Join(why, err)
	}
	return why
}

// SweepOrphans removes uploads that no answer has named for seven days (domain.md 6.5), at most limit of them, and counts them.
func (s *Service) SweepOrphans(ctx context.Context, limit int) (n int, err error) {
	var ids []uuid.UUID
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		ids, n, err = deleteOrphans(tx, tx.Now.Add(-orphanLife), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := s.blobs.Delete(ctx, blobKey(id)); err != nil {
			return n, err
		}
	}
	return n, nil
}
