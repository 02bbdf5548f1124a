package document

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// numbered are an order for every series of numbers that one body has: each 文种代字 of each power once.
func numbered(body, prefix string) (orders []Order) {
	kinds := slices.Concat(slices.Collect(maps.Keys(families)), slices.Collect(maps.Keys(specialFamilies)), slices.Collect(maps.Keys(powers["other"].families("other"))))
	words := slices.Sorted(maps.Keys(powers))
	marks := map[string]bool{"": true}
	slices.Sort(kinds)
	for _, word := range append(words, "") {
		for _, kind := range kinds {
			if f, ok := familyOf(kind, word); ok && !marks[f.mark] {
				marks[f.mark] = true
				orders = append(orders, Order{CaseID: uuid.New(), Kind: kind, Body: body, Prefix: prefix, Facts: Facts{Power: word}})
			}
		}
	}
	return orders
}

// numberedRow is what the database holds of a numbered paper.
type numberedRow struct {
	body, mark, number string
	year, serial       int
	state              State
	issuedOn           workday.Date
}

// ledger reads every numbered paper by its series and its place in it, and fails where a series has a hole, a number stands twice or is not what body,
// mark, year and place say, or the counter says something else.
func ledger(t *testing.T, d *db.DB) (papers map[string]numberedRow) {
	t.Helper()
	papers = map[string]numberedRow{}
	type series struct {
		body, mark string
		year       int
	}
	given, last := map[series]int{}, map[series]int{}
	err := d.Read(context.Background(), func(tx *db.Tx) error {
		rows, err := tx.Raw(`SELECT body, mark, number, year, serial, state, issued_on FROM documents WHERE mark <> '' ORDER BY body, mark, year, serial`).Rows()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r numberedRow
			if err := rows.Scan(&r.body, &r.mark, &r.number, &r.year, &r.serial, &r.state, &r.issuedOn); err != nil {
				return err
			}
			s := series{r.body, r.mark, r.year}
			given[s]++
			if r.serial != given[s] || r.number != fmt.Sprintf("%s%s〔%d〕%d号", r.body, r.mark, r.year, given[s]) {
				t.Errorf("%v: number %d stands in place %d: %s", s, r.serial, given[s], r.number)
			}
			if _, twice := papers[r.number]; twice {
				t.Errorf("%s stands on two papers", r.number)
			}
			papers[r.number] = r
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	err = d.Read(context.Background(), func(tx *db.Tx) error {
		rows, err := tx.Raw(`SELECT body, mark, year, last FROM document_numbers`).Rows()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s series
			var n int
			if err := rows.Scan(&s.body, &s.mark, &s.year, &n); err != nil {
				return err
			}
			last[s] = n
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	for s, n := range last {
		if given[s] != n {
			t.Errorf("%v: the counter says %d, %d papers stand", s, n, given[s])
		}
	}
	if len(given) != len(last) {
		t.Errorf("%d series have papers, %d are counted", len(given), len(last))
	}
	return papers
}

var errUndone = errors.New("undone")

// Every kind of paper of several desks at once, some of them rolled back and some cancelled: each series runs from 1 without a hole, no number stands
// twice, what was rolled back left nothing, and what was cancelled keeps its number (domain.md 1.8).
func TestAllSeriesAreWholeWhileEverybodyIssues(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, d, _ := service(t, "2026-11-24T10:00:00+08:00")
	var orders []Order
	for _, body := range []string{"治", "境", "督"} {
		orders = append(orders, numbered(body, "")...)
	}
	orders = append(orders, numbered("治", "赫公")...)
	const desks, papers, busy = 16, 40, 10
	if desks*papers < len(orders)+100 {
		t.Fatalf("%d papers are too few for %d series", desks*papers, len(orders))
	}
	seed := rand.Uint64()
	t.Logf("%d series, seed %d", len(orders), seed)
	var mu sync.Mutex
	kept, gone, void := map[string]uuid.UUID{}, []uuid.UUID{}, map[string]bool{}
	var wait sync.WaitGroup
	for desk := range desks {
		random := rand.New(rand.NewPCG(seed, uint64(desk)))
		wait.Go(func() {
			for n := range papers {
				order := orders[random.IntN(busy)]
				if at := n*desks + desk; at < len(orders) { // every series once, by all desks together, and then the busy ones
					order = orders[at]
				}
				undo, cancel := random.IntN(4) == 0, random.IntN(4) == 0
				var doc Document
				err := d.Write(ctx, func(tx *db.Tx) (err error) {
					if doc, err = s.Issue(tx, order); err == nil && undo {
						return errUndone
					}
					return err
				})
				if err == nil && cancel {
					err = d.Write(ctx, func(tx *db.Tx) error { return s.Void(tx, doc.ID) })
				}
				mu.Lock()
				switch {
				case errors.Is(err, errUndone):
					gone = append(gone, doc.ID)
				case err != nil:
					t.Error(err)
				default:
					kept[doc.Number], void[doc.Number] = doc.ID, cancel
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if len(kept)+len(gone) != desks*papers {
		t.Errorf("%d numbers of %d papers, %d undone: a number was told twice", len(kept), desks*papers, len(gone))
	}
	stand := ledger(t, d)
	if len(stand) != len(kept) {
		t.Errorf("%d papers stand, %d were issued", len(stand), len(kept))
	}
	for number := range kept {
		r, ok := stand[number]
		if !ok || (r.state == Void) != void[number] {
			t.Errorf("%s (cancelled: %t) stands as %+v", number, void[number], r)
		}
	}
	for _, id := range gone {
		if _, err := s.Get(ctx, id); err == nil {
			t.Errorf("paper %s was rolled back and stands", id)
		}
	}
}

// issuers begin a unit of work each, wait inside it, and issue when they may.
type issuers struct {
	begun, may sync.WaitGroup
	done       sync.WaitGroup
	mu         sync.Mutex
	numbers    []string
}

// begin lets n units of work begin at the present time of the clock and returns when all have.
func begin(t *testing.T, s *Service, d *db.DB, n int, o Order) *issuers {
	t.Helper()
	i := &issuers{}
	i.may.Add(1)
	i.begun.Add(n)
	for range n {
		begun := sync.OnceFunc(i.begun.Done)
		i.done.Go(func() {
			var doc Document
			err := d.Write(context.Background(), func(tx *db.Tx) (err error) {
				begun()
				i.may.Wait()
				doc, err = s.Issue(tx, o)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			i.mu.Lock()
			i.numbers = append(i.numbers, doc.Number)
			i.mu.Unlock()
		})
	}
	i.begun.Wait()
	return i
}

// Over New Year those who began in the old year and those who began in the new one issue at once: each year's series is whole, and a paper counts in
// the year in which its unit of work began.
func TestNumbersOverNewYear(t *testing.T) {
	t.Parallel()
	s, d, clock := service(t, "2026-12-31T23:59:59.999999+08:00")
	o := Order{CaseID: uuid.New(), Kind: Acceptance, Body: "治"}
	for range 3 {
		issueOne(t, s, d, o)
	}
	old := begin(t, s, d, 8, o)
	clock.Set(t, "2027-01-01T00:00:00+08:00")
	fresh := begin(t, s, d, 8, o)
	old.may.Done()
	fresh.may.Done()
	old.done.Wait()
	fresh.done.Wait()
	stand := ledger(t, d)
	if len(stand) != 19 {
		t.Errorf("%d papers stand, want 3 and 8 and 8", len(stand))
	}
	for _, g := range []struct {
		numbers []string
		year    int
		day     string
	}{{old.numbers, 2026, "2026-12-31"}, {fresh.numbers, 2027, "2027-01-01"}} {
		for _, n := range g.numbers {
			if r := stand[n]; r.year != g.year || r.issuedOn.String() != g.day {
				t.Errorf("%s was begun in %d and stands as %+v", n, g.year, r)
			}
		}
	}
	for _, n := range []string{"益公治许受〔2026〕11号", "益公治许受〔2027〕1号", "益公治许受〔2027〕8号"} {
		if _, ok := stand[n]; !ok {
			t.Errorf("%s is missing", n)
		}
	}
}

// At any other midnight the series goes on, and a paper must not bear an earlier day than the number before it: who began before midnight and comes
// to the series after a paper of the new day begins again, and is of the new day as well.
func TestNumbersFollowTheDays(t *testing.T) {
	t.Parallel()
	s, d, clock := service(t, "2026-11-24T23:59:59.999999+08:00")
	o := Order{CaseID: uuid.New(), Kind: Acceptance, Body: "治"}
	other := Order{CaseID: uuid.New(), Kind: Acceptance, Body: "法"}
	first, late, apart := begin(t, s, d, 4, o), begin(t, s, d, 4, o), begin(t, s, d, 1, other)
	clock.Set(t, "2026-11-25T00:00:00+08:00")
	fresh := begin(t, s, d, 4, o)
	for _, group := range []*issuers{first, fresh, late, apart} {
		group.may.Done()
		group.done.Wait()
	}
	stand := ledger(t, d)
	want := map[string][]string{"2026-11-24": slices.Concat(first.numbers, apart.numbers), "2026-11-25": slices.Concat(fresh.numbers, late.numbers)}
	for day, numbers := range want {
		for _, n := range numbers {
			if got := stand[n].issuedOn.String(); got != day {
				t.Errorf("%s is of %s, want %s", n, got, day)
			}
		}
	}
	for n := 2; n <= 12; n++ {
		a, b := stand[fmt.Sprintf("益公治许受〔2026〕%d号", n-1)], stand[fmt.Sprintf("益公治许受〔2026〕%d号", n)]
		if b.issuedOn.Before(a.issuedOn) {
			t.Errorf("%s is of %s, %s of %s", a.number, a.issuedOn, b.number, b.issuedOn)
		}
	}
}

// A clock that was set back stops nobody: its days are what there is.
func TestAClockSetBackStillNumbers(t *testing.T) {
	t.Parallel()
	s, d, clock := service(t, "2026-11-25T09:00:00+08:00")
	o := Order{CaseID: uuid.New(), Kind: Acceptance, Body: "治"}
	issueOne(t, s, d, o)
	clock.Set(t, "2026-11-24T09:00:00+08:00")
	if doc := issueOne(t, s, d, o); doc.Number != "益公治许受〔2026〕2号" || doc.IssuedOn.String() != "2026-11-24" {
		t.Errorf("%+v", doc)
	}
}

// A connection that ends between the number and the commit, by itself or by somebody's hand while others wait for the series, leaves neither a hole
// nor a paper nor a job; who waited takes the number.
func TestAKilledIssueLeavesNoHole(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, d, _ := service(t, "2026-11-24T10:00:00+08:00")
	o := Order{CaseID: uuid.New(), Kind: Receipt, Body: "治"}
	issueOne(t, s, d, o)
	clean, err := dbtest.Rows(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.Issue(tx, o); err != nil {
			return err
		}
		return tx.Exec(`SELECT pg_terminate_backend(pg_backend_pid())`).Error
	})
	if err == nil {
		t.Fatal("a unit of work without a connection says that it succeeded")
	}
	left, err := dbtest.Rows(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	for table, rows := range left {
		if rows != clean[table] {
			t.Errorf("something is left in %s", table)
		}
	}

	holds, kill := make(chan int), make(chan struct{})
	var victim sync.WaitGroup
	victim.Go(func() {
		err := d.Write(ctx, func(tx *db.Tx) error {
			var pid int
			doc, err := s.Issue(tx, o)
			if err == nil {
				err = tx.Raw(`SELECT pg_backend_pid()`).Row().Scan(&pid)
			}
			if doc.Number != "益公治收〔2026〕2号" {
				t.Errorf("the one to be killed has %s", doc.Number)
			}
			holds <- pid
			<-kill
			return err
		})
		if err == nil {
			t.Error("the killed commit says that it succeeded")
		}
	})
	pid := <-holds
	waiting := begin(t, s, d, 1, o)
	waiting.may.Done()
	dbtest.AwaitBlocked(t, d, pid, 1)
	if _, err := d.Pool().Exec(ctx, `SELECT pg_terminate_backend($1)`, pid); err != nil {
		t.Fatal(err)
	}
	waiting.done.Wait()
	close(kill)
	victim.Wait()
	if len(waiting.numbers) != 1 || waiting.numbers[0] != "益公治收〔2026〕2号" {
		t.Errorf("who waited has %v", waiting.numbers)
	}
	if n := issueOne(t, s, d, o).Number; n != "益公治收〔2026〕3号" {
		t.Errorf("the next is %s", n)
	}
	if stand := ledger(t, d); len(stand) != 3 {
		t.Errorf("%d papers stand, want 3", len(stand))
	}
}
