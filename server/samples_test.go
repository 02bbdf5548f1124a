package server

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/numbers"
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
	for _, want := range []int{34, 0} {
		if n, err := i.app.samples(ctx); err != nil || n != want {
			t.Fatalf("%d sample cases (%v), want %d", n, err, want)
		}
	}
	var stages int
	err = i.DB.Pool().QueryRow(ctx, `SELECT count(DISTINCT stage) FROM steps WHERE state = 'QUEUED'`).Scan(&stages)
	if err != nil || stages != 6 {
		t.Errorf("cases wait at %d stages (%v), want intake, county, review, a special procedure, decision and the result", stages, err)
	}
	var states string
	err = i.DB.Pool().QueryRow(ctx, `SELECT string_agg(state || ' ' || n, ', ' ORDER BY state) FROM (
		SELECT c.state, count(*) AS n FROM cases c WHERE c.item_code IN ('430900-ZA-0011', '430900-ZA-0013', '430900-ZA-0014') GROUP BY 1) x`).Scan(&states)
	if err != nil || states != "CHECK 1, CLOSED 6, CORRECTION 1, RECEIVED 1" {
		t.Errorf("filings stand as %s (%v)", states, err)
	}
	var filings string
	err = i.DB.Pool().QueryRow(ctx, `SELECT string_agg(s, ', ' ORDER BY s) FROM (
		SELECT CASE WHEN state = 'ACTIVE' AND changed_on IS NOT NULL THEN 'CHANGED' ELSE state END AS s FROM filings
		UNION ALL SELECT 'REFERRED' FROM referrals) x`).Scan(&filings)
	if err != nil || filings != "ACTIVE, ACTIVE, CANCELLED, CHANGED, REFERRED" {
		t.Errorf("the register holds %s (%v)", filings, err)
	}
	var special, certificates string
	err = i.DB.Pool().QueryRow(ctx, `SELECT string_agg(state, ', ' ORDER BY state) FROM cases
		WHERE procedure = '' AND state IN ('SPECIAL', 'WITHDRAWN', 'TERMINATED') OR verdict = 'refuse' AND procedure = ''`).Scan(&special)
	if err != nil || special != "CLOSED, SPECIAL, SPECIAL, TERMINATED, WITHDRAWN" {
		t.Errorf("special cases stand as %s (%v)", special, err)
	}
	err = i.DB.Pool().QueryRow(ctx, `SELECT string_agg(state, ', ' ORDER BY state) FROM certificates`).Scan(&certificates)
	if err != nil || certificates != "CANCELLED, LOST, PUNISHED, REVOKED, VALID, VALID, WITHDRAWN" {
		t.Errorf("certificates stand as %s (%v)", certificates, err)
	}
	var waiting int
	err = i.DB.Pool().QueryRow(ctx, `SELECT count(*) FROM penalties WHERE state = 'WAITING'`).Scan(&waiting)
	if err != nil || waiting != 1 {
		t.Errorf("%d penalties wait (%v), want one", waiting, err)
	}
}

// The history of a demonstration is made by the use-cases at the times that it tells: spread over months, ended, mostly in time, and only once.
func TestHistoryOfBusinessTravelIsSpreadOverMonths(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	clock := &pastClock{now: dbtest.NewClock(t, "2026-11-27T09:00:00+08:00").Now}
	i, err := Open(ctx, Place{DatabaseURL: dbtest.Create(t), DataDir: dataDir(t), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Close() })
	made, err := i.app.history(ctx, clock)
	if err != nil || made < 25 {
		t.Fatalf("%d cases made: %v", made, err)
	}
	if again, err := i.app.history(ctx, clock); err != nil || again != 0 {
		t.Errorf("a second run makes %d: %v", again, err)
	}
	var months, open, waiting int
	err = i.DB.Pool().QueryRow(ctx, `SELECT count(DISTINCT date_trunc('month', received_at)), count(*) FILTER (WHERE state <> 'CLOSED'),
		(SELECT count(*) FROM steps WHERE state <> 'DONE') FROM cases WHERE number IS NOT NULL`).Scan(&months, &open, &waiting)
	if err != nil || months < 3 || open != 0 || waiting != 0 {
		t.Errorf("received in %d months, %d are not closed, %d steps wait (%v)", months, open, waiting, err)
	}
	err = i.app.as(ctx, "jing-shenpi1", func(head account.Actor) error {
		today := i.DB.Today()
		f, err := i.app.numbers.Figures(ctx, head, numbers.Ask{Period: numbers.Period{From: today.AddDays(-120), To: today}})
		if kept, missed := f.Expedited.Kept+f.Ordinary.Kept, f.Expedited.Missed+f.Ordinary.Missed; err == nil && (f.Received.All() != made || kept < made/2 || missed == 0 || kept+missed != made) {
			t.Errorf("of %d received, %d promises kept and %d missed; made %d", f.Received.All(), kept, missed, made)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// What only time brings about, and what waits for somebody, is made by the use-cases too, beside the other samples and only once.
func TestSamplesOfThePastStandWhereTimeHasBroughtThem(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	clock := &pastClock{now: dbtest.NewClock(t, "2026-11-27T09:00:00+08:00").Now}
	i, err := Open(ctx, Place{DatabaseURL: dbtest.Create(t), DataDir: dataDir(t), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Close() })
	if n, err := i.app.pastSamples(ctx, clock); err != nil || n != 7 {
		t.Fatalf("%d past samples: %v", n, err)
	}
	if _, err := i.app.samples(ctx); err != nil {
		t.Fatalf("what waits stands in the way of the other samples: %v", err)
	}
	if n, err := i.app.waitingSamples(ctx, clock); err != nil || n != 1 {
		t.Fatalf("%d waiting samples: %v", n, err)
	}
	for _, again := range []func(context.Context, *pastClock) (int, error){i.app.pastSamples, i.app.waitingSamples} {
		if n, err := again(ctx, clock); err != nil || n != 0 {
			t.Errorf("a second run makes %d: %v", n, err)
		}
	}
	var held int
	err = i.DB.Pool().QueryRow(ctx, `SELECT count(*) FROM steps WHERE state = 'CLAIMED'`).Scan(&held)
	if err != nil || held != 3 {
		t.Errorf("%d steps are in hand (%v), want the one handed over, the end that was moved and the refusal that was told", held, err)
	}
	for who, want := range map[string]string{
		"lapsed": "LAPSED", "deemed-renewed": "CLOSED", "deemed-accepted": "COUNTY_CHECK", "changed": "CLOSED", "recused": "REVIEW", "heard": "SPECIAL",
		"leaves": "REVIEW", "unreached": "DELIVERY",
	} {
		var state string
		err := i.DB.Pool().QueryRow(ctx, `SELECT c.state FROM cases c JOIN people p ON p.id = c.person_id WHERE p.id_number = $1 ORDER BY c.id DESC LIMIT 1`,
			i.World.Person(who).IDNumber.String()).Scan(&state)
		if err != nil || state != want {
			t.Errorf("%s stands at %s (%v), want %s", who, state, err, want)
		}
	}
}
