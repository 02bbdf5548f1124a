package dbtest

import (
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
