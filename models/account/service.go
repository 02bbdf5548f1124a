package account

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Texter sends short messages. Text only stores or enqueues in the transaction, so a code that was rolled back is never sent.
type Texter interface {
	// Reached is told of a number whose owner has just typed a code that was sent to it.
	Reached(tx *db.Tx, mobile string) error

	Text(tx *db.Tx, t Text) error

	// Moved tells a person at his old and at his new number that he has changed it, and sends anew what the old one could not receive.
	Moved(tx *db.Tx, m Move) error
}

// Config is what the service stands on.
type Config struct {
	DB         *db.DB
	Population Population
	Texter     Texter
	Secret     []byte                               // at least 32 bytes; seals TOTP secrets and keys the digests of codes
	Limits     *Limits                              // nil: DefaultLimits
	Demo       bool                                 // SeedDemo and DemoCodes answer only then
	Watch      func(tx *db.Tx, e MemberEvent) error // hears of every change of members, in its transaction; nil: nobody
}

// Service is who is who, for the doors.
type Service struct {
	Limiter *Limiter

	db         *db.DB
	population Population
	texter     Texter
	watch      func(tx *db.Tx, e MemberEvent) error
	hasher     *hasher
	vault      *vault
	limits     Limits
	demo       bool
}

const (
	hashesAtOnce   = 3
	hashPatience   = 10 * time.Second
	lockAfter      = 5 // failures of a clerk (domain.md 6.2)
	lockFor        = 30 * time.Minute
	challengeTries = 5
	challengeTerm  = 5 * time.Minute
)

// New makes the service; it fails when the secret is too short.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Population == nil || c.Texter == nil {
		return nil, errors.New("account: the service needs a database, the population register and a texter")
	}
	vault, err := newVault(c.Secret)
	if err != nil {
		return nil, err
	}
	if c.Watch == nil {
		c.Watch = func(*db.Tx, MemberEvent) error { return nil }
	}
	limits := DefaultLimits
	if c.Limits != nil {
		limits = *c.Limits
	}
	return &Service{
		Limiter: &Limiter{db: c.DB}, db: c.DB, population: c.Population, texter: c.Texter, watch: c.Watch,
		hasher: newHasher(hashesAtOnce, hashPatience), vault: vault, limits: limits, demo: c.Demo,
	}, nil
}

// Desks lists the tree of desks, parents before their children.
func (s *Service) Desks(ctx context.Context) (desks []Desk, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		desks, err = selectDesks(tx)
		return err
	})
	return desks, err
}

// Sweep removes what nobody can use any more: codes, challenges and counters past their time, and sessions that ended 90 days ago.
// Harmless when repeated. It returns how many rows went.
func (s *Service) Sweep(ctx context.Context) (removed int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		removed, err = deleteExpired(tx)
		return err
	})
	return removed, err
}

// HasDemoAccounts tells whether demo accounts exist: production refuses to start with them.
func (s *Service) HasDemoAccounts(ctx context.Context) (found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		found, err = demoAccountExists(tx)
		return err
	})
	return found, err
}

// unauthenticated is the answer to every session that is not there, whatever became of it.
func unauthenticated() error { return fault.New(fault.Unauthenticated, "UNAUTHENTICATED") }

func notFound() error { return fault.New(fault.NotFound, "NOT_FOUND") }

func forbidden() error { return fault.New(fault.Forbidden, "FORBIDDEN") }

// newID makes a public id.
func newID() (uuid.UUID, error) { return uuid.NewV7() }
