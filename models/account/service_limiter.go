package account

import (
	"context"
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Limiter counts uses in PostgreSQL, so that all instances share the count. Keys are stored as digests: they hold addresses and numbers.
type Limiter struct{ db *db.DB }

// Use is one use of something that is limited, under its key.
type Use struct {
	Key   string
	Limit Limit
}

// Allow counts one use; TOO_MANY with the seconds to wait when the window is full. Uses over the limit are not counted, and write
// nothing.
func (l *Limiter) Allow(ctx context.Context, key string, limit Limit) error {
	return l.AllowAll(ctx, Use{key, limit})
}

// AllowAll counts several uses together: all of them or, when one window is full, none.
func (l *Limiter) AllowAll(ctx context.Context, uses ...Use) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		for _, u := range uses {
			wait, err := countUse(tx, limiterKey(u.Key), u.Limit)
			if err != nil {
				return err
			}
			if wait > 0 {
				return fault.New(fault.TooMany, "TOO_MANY", "seconds", int((wait+time.Second-1)/time.Second))
			}
		}
		return nil
	})
}

// forget starts a key anew.
func (l *Limiter) forget(tx *db.Tx, key string) error { return deleteUses(tx, limiterKey(key)) }

func limiterKey(key string) blob { return digest(key) }
