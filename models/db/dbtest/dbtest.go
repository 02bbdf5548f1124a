// Package dbtest gives every test a private PostgreSQL database, cloned from a migrated template in a few milliseconds.
package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Clock is a clock that a test sets: time is an argument, so no test sleeps.
type Clock struct{ micros atomic.Int64 }

// NewClock starts at an RFC 3339 instant.
func NewClock(t testing.TB, at string) *Clock {
	t.Helper()
	c := &Clock{}
	c.Set(t, at)
	return c
}

// Now is the clock's time.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.micros.Load()).In(workday.Zone) }

// Set moves the clock to an RFC 3339 instant.
func (c *Clock) Set(t testing.TB, at string) {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatalf("clock: %v", err)
	}
	c.micros.Store(instant.UnixMicro())
}

// Advance moves the clock forward.
func (c *Clock) Advance(d time.Duration) { c.micros.Add(d.Microseconds()) }

// New opens a private, migrated database on the machine's clock.
func New(t testing.TB) *db.DB {
	t.Helper()
	return open(t, nil)
}

// NewAt opens a private, migrated database whose clock stands at an RFC 3339 instant.
func NewAt(t testing.TB, at string) (*db.DB, *Clock) {
	t.Helper()
	clock := NewClock(t, at)
	return open(t, clock.Now), clock
}

func open(t testing.TB, now func() time.Time) *db.DB {
	t.Helper()
	address := Create(t)
	d, err := db.Open(context.Background(), db.Options{URL: address, Now: now, MaxConns: 24})
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(d.Close)
	return d
}

var (
	counter atomic.Int64
	process = strings.ToLower(rand.Text()[:8]) // process ids come back, this does not
)

// Create makes a private database, dropped when the test ends, and returns its address.
func Create(t testing.TB) string {
	t.Helper()
	server, template, err := prepare()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	// Copying files takes a quarter of the time that writing every page to the log as well does.
	name := fmt.Sprintf("portal_test_%d_%s_%d", os.Getpid(), process, counter.Add(1))
	if err := admin(server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY", name, template)); err != nil {
		t.Fatalf("clone test database: %v", err)
	}
	t.Cleanup(func() {
		if err := admin(server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop test database: %v", err)
		}
	})
	return withDatabase(server, name)
}

// prepare finds the server and makes the template once; a template is named by the digest of all migrations, so that an old one is
// never used for new code.
func prepare() (server, template string, err error) {
	p, err := prepared()
	return p.server, p.template, err
}

type preparation struct{ server, template string }

var prepared = sync.OnceValues(func() (p preparation, err error) {
	if p.server, err = serverURL(); err != nil {
		return p, err
	}
	digest, err := digestOf(migrations.SQL)
	if err != nil {
		return p, err
	}
	p.template = "portal_template_" + digest
	return p, makeTemplate(p.server, p.template)
})

// templateLock keeps test processes that start at once from making the template twice.
const templateLock = 7_204_160_002

func makeTemplate(server, template string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return err
	}
	if os.Getenv(serverVariable) == "" { // on a server of others, their process ids say nothing
		if err := sweep(ctx, conn); err != nil {
			return err
		}
	}
	var ready bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", template).Scan(&ready); err != nil || ready {
		return err
	}
	making := template + "_making"
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+making+" WITH (FORCE)"); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+making); err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Options{URL: withDatabase(server, making)})
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx, d, migrations.SQL, nil)
	d.Close()
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+making+" RENAME TO "+template)
	return err
}

// sweep drops the databases of test processes on this machine that ended without their cleanup.
func sweep(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, "SELECT datname::text FROM pg_database WHERE datname LIKE 'portal\\_test\\_%'")
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		pid, _, _ := strings.Cut(strings.TrimPrefix(name, "portal_test_"), "_")
		if _, err := os.Stat("/proc/" + pid); err == nil {
			continue
		}
		if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
			return err
		}
	}
	return nil
}

func admin(server, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

func digestOf(files fs.FS) (string, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, name := range names {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(body))
		h.Write(body)
	}
	return hex.EncodeToString(h.Sum(nil))[:12], nil
}

// withDatabase puts another database's name into a URL.
func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil || !strings.HasPrefix(u.Scheme, "postgres") {
		return server
	}
	u.Path = "/" + name
	return u.String()
}
