package reading

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const number = "430903199003074515"

var (
	clerk = account.Actor{Kind: account.KindClerk, AccountID: uuid.New(), Officer: "090001", Terminal: "10.0.0.5",
		Grants: []account.Grant{{Role: account.Reviewer, Desk: "430900-zhi"}, {Role: account.Receiver, Desk: "430900-zhi"}}}
	auditor   = account.Actor{Kind: account.KindClerk, AccountID: uuid.New(), Officer: "090121", Grants: []account.Grant{{Role: account.AuditAdmin, Desk: "430900"}}}
	inspector = account.Actor{Kind: account.KindClerk, AccountID: uuid.New(), Officer: "090110", Grants: []account.Grant{{Role: account.Supervisor, Desk: "430900"}}}
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, at string) (*Book, *dbtest.Clock) {
	t.Helper()
	d, clock := dbtest.NewAt(t, at)
	b, err := Open(d, bytes.Repeat([]byte{7}, 32))
	check(t, err)
	return b, clock
}

func (b *Book) all(t *testing.T, f Filter) []Row {
	t.Helper()
	f.Limit = 100
	page, err := b.Search(context.Background(), auditor, f)
	check(t, err)
	return page.Items
}

func file(id uuid.UUID) Shown {
	return Shown{Kind: File, Route: "GET /x/:id", Of: OfRecord, ID: id, Texts: []string{number}}
}

func TestAReadingSaysWhoWhatWhereAndWhen(t *testing.T) {
	t.Parallel()
	b, _ := open(t, "2026-11-24T09:00:00+08:00")
	check(t, b.Keep(context.Background(), clerk, file(uuid.New())))
	rows := b.all(t, Filter{})
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	r := rows[0]
	if r.Officer != "090001" || r.Roles != "R-REV R-REC" || r.Desks != "430900-zhi" || r.Kind != File || r.Terminal != "10.0.0.5" || r.Persons != 1 ||
		!r.At.Equal(time.Date(2026, 11, 24, 9, 0, 0, 0, workday.Zone)) {
		t.Errorf("%+v", r)
	}
	var clear int
	check(t, b.db.Pool().QueryRow(context.Background(), `SELECT count(*) FROM readings r WHERE r::text LIKE '%' || $1 || '%' OR r::text LIKE '%' || encode($1::bytea, 'hex') || '%'`,
		number).Scan(&clear))
	if clear != 0 {
		t.Error("the number stands in clear")
	}
}

func TestTheSameScreenIsOneReadingForAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	b, clock := open(t, "2026-11-24T09:00:00+08:00")
	ctx, one := context.Background(), uuid.New()
	keep := func(s Shown, want int) {
		t.Helper()
		check(t, b.Keep(ctx, clerk, s))
		if n := len(b.all(t, Filter{Officer: "090001"})); n != want {
			t.Fatalf("%d readings, want %d", n, want)
		}
	}
	keep(file(one), 1)
	clock.Advance(SameFor - time.Second)
	keep(file(one), 1)
	keep(file(uuid.New()), 2) // another file
	clock.Advance(time.Second)
	keep(file(one), 3)
	keep(Shown{Kind: Search, Route: "GET /desk/search", Texts: []string{"张三"}}, 4)
	keep(Shown{Kind: Search, Route: "GET /desk/search", Texts: []string{"张三"}}, 5) // every search counts
	clock.Advance(time.Second)
	keep(file(one), 6) // found by a search, it is read anew
	elsewhere := clerk
	elsewhere.Terminal = "10.0.0.6"
	check(t, b.Keep(ctx, elsewhere, file(one)))
	if n := len(b.all(t, Filter{})); n != 7 {
		t.Errorf("%d readings, want 7", n)
	}
}

func TestOnlyOfficersReadingsAreKept(t *testing.T) {
	t.Parallel()
	b, _ := open(t, "2026-11-24T09:00:00+08:00")
	for _, a := range []account.Actor{{}, {Kind: account.KindPerson}, account.System()} {
		check(t, b.Keep(context.Background(), a, file(uuid.New())))
	}
	if n := len(b.all(t, Filter{})); n != 0 {
		t.Errorf("%d readings", n)
	}
}

func TestTheLogIsSearchedByPersonDayAndKind(t *testing.T) {
	t.Parallel()
	b, clock := open(t, "2026-11-24T23:59:59+08:00")
	ctx := context.Background()
	check(t, b.Keep(ctx, clerk, file(uuid.New())))
	clock.Advance(time.Second)
	check(t, b.Keep(ctx, clerk, Shown{Kind: Search, Route: "r", Texts: []string{" 4309031990030745 15 "}}))
	check(t, b.Keep(ctx, inspector, Shown{Kind: Search, Route: "r", Texts: []string{"430903199003074523"}}))
	day := workday.MustParse("2026-11-24")
	for name, c := range map[string]struct {
		f    Filter
		want int
	}{
		"everything": {Filter{}, 3}, "a person": {Filter{Person: b.Digest(number)}, 2}, "a stranger": {Filter{Person: b.Digest("43090319900307999X")}, 0},
		"a day": {Filter{Day: day}, 1}, "the next": {Filter{Day: day.AddDays(1)}, 2}, "a kind": {Filter{Kind: Search}, 2}, "an officer": {Filter{Officer: "090110"}, 1},
	} {
		if got := len(b.all(t, c.f)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if _, err := b.Search(ctx, auditor, Filter{CaseNumber: "X"}); fault.Code(err) != "INVALID_FIELDS" {
		t.Errorf("an unknown case: %v", err)
	}
	page, err := b.Search(ctx, auditor, Filter{Limit: 2})
	check(t, err)
	if len(page.Items) != 2 || page.Next == nil {
		t.Fatalf("%d rows, next %v", len(page.Items), page.Next)
	}
	page, err = b.Search(ctx, auditor, Filter{Limit: 2, After: *page.Next})
	check(t, err)
	if len(page.Items) != 1 || page.Next != nil {
		t.Errorf("%d rows, next %v", len(page.Items), page.Next)
	}
}

func TestWhoMayReadAndExportTheLog(t *testing.T) {
	t.Parallel()
	b, _ := open(t, "2026-11-24T09:00:00+08:00")
	ctx := context.Background()
	check(t, b.Keep(ctx, clerk, file(uuid.New())))
	for _, c := range []struct {
		actor         account.Actor
		reads, export bool
	}{{auditor, true, true}, {inspector, true, false}, {clerk, false, false}, {account.Actor{Kind: account.KindPerson}, false, false}} {
		_, err := b.Search(ctx, c.actor, Filter{})
		var out strings.Builder
		exported := b.Export(ctx, c.actor, Filter{}, []string{"at"}, &out)
		if (err == nil) != c.reads || (exported == nil) != c.export || c.export != strings.Contains(out.String(), "090001") {
			t.Errorf("%s: %v, %v", c.actor.Officer, err, exported)
		}
	}
}

func TestTheLogOnlyGrowsForThreeYears(t *testing.T) {
	t.Parallel()
	b, clock := open(t, "2022-03-01T09:00:00+08:00")
	ctx := context.Background()
	check(t, b.Keep(ctx, clerk, file(uuid.New())))
	clock.Advance(3 * 365 * 24 * time.Hour) // a day short of three years
	check(t, b.Keep(ctx, clerk, file(uuid.New())))
	sweep := func(want int) {
		t.Helper()
		if n, err := b.Sweep(ctx); err != nil || n != want {
			t.Errorf("%d removed, %v; want %d", n, err, want)
		}
	}
	sweep(0)
	clock.Advance(25 * time.Hour)
	sweep(1)
	for _, statement := range []string{`UPDATE readings SET officer = 'x'`, `DELETE FROM readings`, `TRUNCATE readings`} {
		if _, err := b.db.Pool().Exec(ctx, statement); err == nil {
			t.Errorf("%s was allowed", statement)
		}
	}
}

// BenchmarkKeep is what a first showing and a repeated one cost.
func BenchmarkKeep(bench *testing.B) {
	d := db.Options{URL: dbtest.Create(bench)}
	b, err := Open(dbtest.Open(bench, d), bytes.Repeat([]byte{7}, 32))
	if err != nil {
		bench.Fatal(err)
	}
	for name, fresh := range map[string]bool{"first": true, "again": false} {
		bench.Run(name, func(bench *testing.B) {
			s := file(uuid.New())
			for bench.Loop() {
				if fresh {
					s = file(uuid.New())
				}
				if err := b.Keep(context.Background(), clerk, s); err != nil {
					bench.Fatal(err)
				}
			}
		})
	}
}
