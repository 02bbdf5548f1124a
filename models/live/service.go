package live

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgxlisten"

	"github.com/yiyang-police/permit-portal/models/db"
)

const (
	channel   = "portal_live"
	between   = time.Second            // two signals of one instance
	reconnect = 500 * time.Millisecond // after the listening connection broke
	sendLimit = 5 * time.Second
)

// Service joins the hubs of all instances by the database that they share.
type Service struct {
	*Hub
	db   *db.DB
	log  *slog.Logger
	mu   sync.Mutex
	due  map[string]bool // topics that changed and were not told yet
	wake chan struct{}
}

// New makes the service; nothing is told before Tell runs, nothing heard before Hear does.
func New(d *db.DB, log *slog.Logger) *Service {
	return &Service{Hub: NewHub(), db: d, log: log, due: map[string]bool{}, wake: make(chan struct{}, 1)}
}

// Run tells other instances what this one changes, until ctx ends. A signal goes out at once, the next at the earliest a second later with
// everything that changed meanwhile. It is sent on a connection of its own after the commit: no unit of work waits for it, and one that cannot
// be sent is tried again.
func (s *Service) Run(ctx context.Context) {
	s.db.OnCommit(s.changed)
	defer s.db.OnCommit(nil)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		if err := s.send(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("telling open pages of changes failed, trying again", "error", err)
			s.rouse()
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(between):
		}
	}
}

func (s *Service) changed(topics []string) {
	s.mu.Lock()
	for _, t := range topics {
		s.due[t] = true
	}
	s.mu.Unlock()
	s.rouse()
}

func (s *Service) rouse() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// send tells what is due, in one statement. Payloads are short: PostgreSQL takes 8000 bytes of each.
func (s *Service) send(ctx context.Context) error {
	s.mu.Lock()
	topics := slices.Sorted(maps.Keys(s.due))
	clear(s.due)
	s.mu.Unlock()
	if len(topics) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	_, err := s.db.Pool().Exec(ctx, `
SELECT pg_notify($1, $2 || string_agg(' ' || topic, '')) FROM unnest($3::text[]) WITH ORDINALITY t(topic, n) GROUP BY n / 50`,
		channel, strconv.FormatInt(s.db.Now().UnixMicro(), 10), topics)
	if err != nil {
		s.mu.Lock()
		for _, t := range topics {
			s.due[t] = true
		}
		s.mu.Unlock()
	}
	return err
}

// Hear wakes the pages of this instance on what any instance tells, until ctx ends. The connection is its own; when it breaks, another is made,
// and every page is told that it may have missed something.
func (s *Service) Hear(ctx context.Context) {
	listener := &pgxlisten.Listener{
		Connect: s.connect, ReconnectDelay: reconnect,
		LogError: func(ctx context.Context, err error) {
			if ctx.Err() == nil {
				s.log.Warn("hearing of changes was interrupted", "error", err)
			}
		},
	}
	listener.Handle(channel, s)
	_ = listener.Listen(ctx) // ends with ctx only
}

// ListenerName is the listening connection's application_name.
const ListenerName = "portal live"

func (s *Service) connect(ctx context.Context) (*pgx.Conn, error) {
	config := s.db.Pool().Config().ConnConfig.Copy()
	config.RuntimeParams["application_name"] = ListenerName
	return pgx.ConnectConfig(ctx, config)
}

// HandleBacklog begins anew on a new connection (pgxlisten.BacklogHandler).
func (s *Service) HandleBacklog(context.Context, string, *pgx.Conn) error {
	s.Lose(s.db.Now().UnixMicro())
	return nil
}

// HandleNotification takes what an instance told (pgxlisten.Handler).
func (s *Service) HandleNotification(_ context.Context, n *pgconn.Notification, _ *pgx.Conn) error {
	words := strings.Fields(n.Payload)
	if len(words) == 0 {
		return nil
	}
	v, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil {
		return fmt.Errorf("a signal without a version: %q", n.Payload)
	}
	s.Tell(v, words[1:]...)
	return nil
}
