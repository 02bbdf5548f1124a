package casework

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// signable are n finished forms that wait for their unit's signature.
func (w *world) signable(first, n int, expiry string) (ids []uuid.UUID) {
	w.t.Helper()
	for i := range n {
		person := w.blaster(first+i, expiry)
		id := w.draft(person)
		_, err := w.Finish(context.Background(), person, id, false, db.Key{})
		check(w.t, err)
		ids = append(ids, id)
	}
	return ids
}

// signing lets the unit sign all of them at once; the acts begin at the present time of the clock and wait for their cases until go is called, which
// returns when all are done.
func (w *world) signing(ids []uuid.UUID) (begin func()) {
	w.t.Helper()
	ctx := context.Background()
	held, err := w.db.Pool().Begin(ctx)
	check(w.t, err)
	_, err = held.Exec(ctx, `SELECT id FROM cases WHERE id = ANY($1) FOR UPDATE`, ids)
	check(w.t, err)
	var all sync.WaitGroup
	for _, id := range ids {
		all.Go(func() {
			if _, err := w.UnitSign(ctx, w.unit, id, true, db.Key{}); err != nil {
				w.t.Error(err)
			}
		})
	}
	dbtest.AwaitBlocked(w.t, w.db, int(held.Conn().PgConn().PID()), len(ids))
	return func() {
		check(w.t, held.Rollback(ctx))
		all.Wait()
	}
}

// Cases received at once on both sides of a midnight: 24 characters, their sequence whole for each day and unique, the day that of the receipt and of
// its voucher, which bear numbers in the order of their days.
func TestCaseNumbersOverMidnight(t *testing.T) {
	t.Parallel()
	for _, night := range []struct {
		last, first, expiry string
		old                 int // how many stay with the day on which they were begun
	}{{"2026-12-31", "2027-01-01", "2027-03-20", 8}, {"2026-11-24", "2026-11-25", "2027-02-10", 0}} {
		t.Run(night.first, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, night.last+"T20:00:00+08:00")
			before, after := w.signable(1, 8, night.expiry), w.signable(9, 8, night.expiry)
			w.clock.Set(t, night.last+"T23:59:59.999999+08:00")
			late := w.signing(before)
			w.clock.Set(t, night.first+"T00:00:00+08:00")
			early := w.signing(after)
			early()
			late() // in another series of vouchers at New Year; else behind those of the new day
			rows, err := w.db.Pool().Query(context.Background(), `SELECT c.number, c.law->>'received_on', d.issued_on::text, c.id = ANY($1)
				FROM cases c JOIN documents d ON d.case_id = c.id AND d.kind = 'receipt' ORDER BY d.year, d.serial`, before)
			check(t, err)
			var number, received, issued string
			var begun bool
			seen, old, latest := map[string]int{}, 0, ""
			_, err = pgx.ForEachRow(rows, []any{&number, &received, &issued, &begun}, func() error {
				n, err := identity.ParseCaseNumber(number)
				if err != nil || len(number) != 24 || n.Received().String() != received || received != issued || !iso7064(number) {
					t.Errorf("%s: received on %s, voucher of %s: %v", number, received, issued, err)
				}
				if issued < latest {
					t.Errorf("the voucher of %s is of %s, the one before it of %s", number, issued, latest)
				}
				if latest = issued; begun && received == night.last {
					old++
				}
				seen[number[10:23]]++
				return nil
			})
			check(t, err)
			if old != night.old {
				t.Errorf("%d cases are of %s, want %d", old, night.last, night.old)
			}
			for day, n := range map[string]int{night.last: old, night.first: 16 - old} {
				for i := 1; i <= n; i++ {
					if key := fmt.Sprintf("%s%05d", strings.ReplaceAll(day, "-", ""), i); seen[key] != 1 {
						t.Errorf("%s was given %d times", key, seen[key])
					}
				}
			}
			w.numbersAreWhole()
		})
	}
}

// iso7064 checks a string by the definition of ISO 7064 MOD 37,36 (system 37,36, hybrid): of all characters, the last one included, the sum that the
// recursion ends with is 1 modulo 36.
func iso7064(s string) bool {
	carried := 36
	for i, c := range s {
		digit := int(c - '0')
		if c >= 'A' {
			digit = int(c-'A') + 10
		}
		sum := carried + digit
		if i == len(s)-1 {
			return sum%36 == 1
		}
		if sum %= 36; sum == 0 {
			sum = 36
		}
		carried = 2 * sum % 37
	}
	return false
}

// The hundred-thousandth case of an area, item and day has no number: it is refused in words, nothing is left of it, and the next day it is received.
func TestAfterTheLastNumberOfADay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-11-24T09:00:00+08:00")
	ids := w.signable(1, 3, "2027-02-10")
	_, err := w.UnitSign(ctx, w.unit, ids[0], true, db.Key{})
	check(t, err)
	w.exec(`UPDATE case_sequences SET last = ?`, identity.MaxCaseSequence-1)
	last, err := w.UnitSign(ctx, w.unit, ids[1], true, db.Key{})
	check(t, err)
	if last.Number[18:23] != "99999" {
		t.Errorf("the last number is %s", last.Number)
	}
	for range 2 {
		before := w.tally()
		_, err = w.UnitSign(ctx, w.unit, ids[2], true, db.Key{})
		wantCode(t, err, "CASE_NUMBERS_USED_UP")
		if after := w.tally(); after != before {
			t.Errorf("the refusal wrote %v, had %v", after, before)
		}
		if n := w.count(`SELECT last FROM case_sequences`); n != identity.MaxCaseSequence {
			t.Errorf("the sequence stands at %d", n)
		}
	}
	w.at("2026-11-25 00:00")
	next, err := w.UnitSign(ctx, w.unit, ids[2], true, db.Key{})
	check(t, err)
	if next.Number[10:23] != "2026112500001" {
		t.Errorf("the next day begins with %s", next.Number)
	}
}
