package dbtest

import (
	"context"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
)

// AwaitBlocked returns once so many connections wait for a lock that the connection pid holds; it fails the test when that never happens.
func AwaitBlocked(t testing.TB, d *db.DB, pid, want int) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); ; <-tick.C {
		var n int
		err := d.Pool().QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY(pg_blocking_pids(pid))`, pid).Scan(&n)
		switch {
		case err != nil:
			t.Fatal(err)
		case n >= want:
			return
		case time.Now().After(deadline):
			t.Fatalf("%d connections wait for %d, want %d", n, pid, want)
		}
	}
}

// awaitEnd returns when the transaction of a connection that failed is over: until the server notices, its rows stay locked, and what skips locked rows
// would find nothing to do.
func awaitEnd(ctx context.Context, t testing.TB, d *db.DB, pid uint32) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); ; <-tick.C {
		var open bool
		err := d.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1 AND xact_start IS NOT NULL AND pid <> pg_backend_pid())`, pid).Scan(&open)
		switch {
		case err != nil:
			t.Fatal(err)
		case !open:
			return
		case time.Now().After(deadline):
			t.Fatalf("the failed transaction of connection %d does not end", pid)
		}
	}
}
