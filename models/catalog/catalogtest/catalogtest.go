// Package catalogtest gives tests private databases in which all items are published already: compiling them takes seconds, a copy none.
package catalogtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// NewAt opens a private database with all items whose clock stands at an RFC 3339 instant; tracer may be nil.
func NewAt(t testing.TB, at string, tracer pgx.QueryTracer) (*db.DB, *dbtest.Clock) {
	t.Helper()
	clock := dbtest.NewClock(t, at)
	return dbtest.Open(t, db.Options{URL: Create(t), Now: clock.Now, Tracer: tracer}), clock
}

// Create makes a private database with all items, dropped when the test ends, and returns its address.
func Create(t testing.TB) string {
	t.Helper()
	name, err := templateName()
	if err != nil {
		t.Fatalf("digest of the test program: %v", err)
	}
	return dbtest.CreateFrom(t, name, publish)
}

// templateName changes with the program: its code decides how items are compiled, and it carries their files.
var templateName = sync.OnceValues(func() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	program, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer program.Close()
	h := sha256.New()
	if _, err := io.Copy(h, program); err != nil {
		return "", err
	}
	of := strings.TrimSuffix(filepath.Base(path), ".test")
	return fmt.Sprintf("portal_stock_%s_%s", of, hex.EncodeToString(h.Sum(nil))[:12]), nil
})

func publish(ctx context.Context, address string) error {
	d, err := db.Open(ctx, db.Options{URL: address})
	if err != nil {
		return err
	}
	defer d.Close()
	calendar, err := workday.Load(migrations.Calendars())
	if err != nil {
		return err
	}
	_, err = catalog.New(d, calendar, nil).Publish(ctx, migrations.Items())
	return err
}
