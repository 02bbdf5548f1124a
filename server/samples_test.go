package server

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/db/dbtest"
)

func TestSeedMakesACaseForEveryDeskOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	clock := dbtest.NewClock(t, "2026-09-17T09:00:00+08:00")
	i, err := Open(ctx, Place{DatabaseURL: dbtest.Create(t), DataDir: dataDir(t), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Close() })
	for _, want := range []int{15, 0} {
		if n, err := i.app.samples(ctx); err != nil || n != want {
			t.Fatalf("%d sample cases (%v), want %d", n, err, want)
		}
	}
	var stages int
	err = i.DB.Pool().QueryRow(ctx, `SELECT count(DISTINCT stage) FROM steps WHERE state = 'QUEUED'`).Scan(&stages)
	if err != nil || stages != 5 {
		t.Errorf("cases wait at %d stages (%v), want intake, county, review, decision and the result", stages, err)
	}
}
