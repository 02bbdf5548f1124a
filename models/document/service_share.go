package document

import (
	"context"
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// shareBatch is how many certificates are read at once.
const shareBatch = 100

// Share tells the library of electronic licences about every certificate whose standing it does not know yet: a new one, one that was revoked,
// withdrawn, punished, cancelled, lost, found or replaced, and one whose last day has passed (domain.md 1.4b: within five minutes). What the
// library refuses for good is kept with its code and told again only when the certificate changes; a library that is silent is asked again by
// the next run.
func (s *Service) Share(ctx context.Context, library Library) (shared int, err error) {
	for {
		var due []Shared
		if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			due, err = unshared(tx, shareBatch)
			return err
		}); err != nil || len(due) == 0 {
			return shared, err
		}
		for _, c := range due {
			refused := ""
			if err := library.Share(ctx, c); err != nil {
				f, ok := fault.As(err)
				if !ok || f.Kind != fault.Invalid && f.Kind != fault.NotFound {
					return shared, err
				}
				refused = f.Code
			}
			if err := s.db.Write(ctx, func(tx *db.Tx) error { return markShared(tx, c, refused) }); err != nil {
				return shared, err
			}
			shared++
		}
	}
}

// sharePatience is how long the library may be behind before officers are told (domain.md 1.4b).
const sharePatience = 5 * time.Minute

// Unshared counts the certificates of which the library does not know the standing although it should, or which it refused.
func (s *Service) Unshared(ctx context.Context) (late, refused int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		late, refused, err = countUnshared(tx, tx.Now.Add(-sharePatience))
		return err
	})
	return late, refused, err
}
