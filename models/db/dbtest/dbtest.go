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
	return Open(t, db.Options{URL: Create(t)})
}

// NewAt opens a private, migrated database whose clock stands at an RFC 3339 instant.
func NewAt(t testing.TB, at string) (*db.DB, *Clock) {
	t.Helper()
	clock := NewClock(t, at)
	return Open(t, db.Options{URL: Create(t), Now: clock.Now}), clock
}

// Open opens a database of the test.
func Open(t testing.TB, o db.Options) *db.DB {
	t.Helper()
	o.MaxConns = 24
	d, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(func() {
		unwatch(d)
		d.Close()
	})
	return d
}

var (
	counter atomic.Int64
	process = strings.ToLower(rand.Text()[:8]) // process ids come back, this does not
)

// Create makes a private database, dropped when the test ends, and returns its address.
func Create(t testing.TB) string {
	t.Helper()
	p, err := prepared()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	return clone(t, p.server, p.template)
}

// CreateFrom makes a private database out of a template that fill has filled once, for tests that all begin with the same costly rows.
// The name must be the same for the same rows and for no others; templates whose name begins alike up to the last underscore are dropped.
func CreateFrom(t testing.TB, name string, fill func(ctx context.Context, address string) error) string {
	t.Helper()
	p, err := prepared()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	filled, _ := fillings.LoadOrStore(name, sync.OnceValue(func() error { return fillTemplate(p, name, fill) }))
	if err := filled.(func() error)(); err != nil {
		t.Fatalf("test database: %v", err)
	}
	return clone(t, p.server, name)
}

var fillings sync.Map // name of a template → func() error

func clone(t testing.TB, server, template string) string {
	t.Helper()
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

type preparation struct{ server, template string }

// prepared finds the server and makes the template once; a template is named by the digest of all migrations, so that an old one is
// never used for new code.
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

// withLock runs fn on a connection to the server while no other test process makes a template.
func withLock(server string, fn func(ctx context.Context, conn *pgx.Conn) error) error {
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
	return fn(ctx, conn)
}

func makeTemplate(server, template string) error {
	return withLock(server, func(ctx context.Context, conn *pgx.Conn) error {
		if os.Getenv(serverVariable) == "" { // on a server of others, their process ids say nothing
			if err := sweep(ctx, conn); err != nil {
				return err
			}
		}
		return build(ctx, conn, server, "", template, func(ctx context.Context, address string) error {
			d, err := db.Open(ctx, db.Options{URL: address})
			if err != nil {
				return err
			}
			defer d.Close()
			_, err = db.Migrate(ctx, d, migrations.SQL, nil)
			return err
		})
	})
}

func fillTemplate(p preparation, name string, fill func(context.Context, string) error) error {
	return withLock(p.server, func(ctx context.Context, conn *pgx.Conn) error {
		if err := use(ctx, p.server, name); err != nil {
			return err
		}
		alike := name[:strings.LastIndex(name, "_")+1]
		rows, err := conn.Query(ctx, "SELECT datname::text FROM pg_database WHERE starts_with(datname, $1) AND datname <> $2", alike, name)
		if err != nil {
			return err
		}
		old, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, other := range old {
			if err := dropUnused(ctx, conn, other); err != nil {
				return err
			}
		}
		return build(ctx, conn, p.server, p.template, name, fill)
	})
}

// used are the connections that hold the templates of this process: what nobody refers to would be closed.
var used sync.Map // name of a template → *pgx.Conn

// use tells other test programs that this one needs a template, as long as it lives: the connection ends with the process.
func use(ctx context.Context, server, template string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	used.Store(template, conn)
	_, err = conn.Exec(ctx, "SELECT pg_advisory_lock_shared(hashtextextended($1, 0))", template)
	return err
}

// dropUnused drops a template unless a test program that runs at the moment uses it.
func dropUnused(ctx context.Context, conn *pgx.Conn, template string) error {
	var unused bool
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", template).Scan(&unused); err != nil || !unused {
		return err
	}
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{template}.Sanitize()+" WITH (FORCE)"); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, "SELECT pg_advisory_unlock(hashtextextended($1, 0))", template)
	return err
}

// build makes a template unless it is there: out of another one, filled under a name of its own and only then named.
func build(ctx context.Context, conn *pgx.Conn, server, from, template string, fill func(ctx context.Context, address string) error) error {
	var ready bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", template).Scan(&ready); err != nil || ready {
		return err
	}
	making := template + "_making"
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+making+" WITH (FORCE)"); err != nil {
		return err
	}
	create := "CREATE DATABASE " + making
	if from != "" {
		create += " TEMPLATE " + from
	}
	if _, err := conn.Exec(ctx, create); err != nil {
		return err
	}
	if err := fill(ctx, withDatabase(server, making)); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, "ALTER DATABASE "+making+" RENAME TO "+template)
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
