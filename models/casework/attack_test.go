package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// attacks are those of all tests of this package. Every act that a test lets somebody do fails at each of its statements first: at a
// question, at a write, at a job, at the commit. After a failure nothing may be left of it, or, where limits that had ended were applied first in a
// transaction of their own, whole transactions only; and the same act, tried again, must succeed.
var attacks = &dbtest.Attacks{}

func (w *world) attacked(ctx context.Context, act string, do func(context.Context) error) error {
	w.t.Helper()
	return attacks.Whole(ctx, w.t, w.db, act, do, func(try *dbtest.Attempt) {
		if try.Committed > 0 {
			w.whole(act + " after " + try.Failed)
		}
	})
}

// whole checks that every case agrees with itself: what is stored twice, its journal, its step.
func (w *world) whole(when string) {
	w.t.Helper()
	err := w.db.Read(context.Background(), func(tx *db.Tx) error {
		var ids []uuid.UUID
		if err := tx.Raw(`SELECT id FROM cases WHERE number IS NOT NULL`).Scan(&ids).Error; err != nil {
			return err
		}
		for _, id := range ids {
			r, err := selectCase(tx, id, anybody, false)
			if err != nil {
				return err
			}
			entries, err := journal.List(tx, id)
			if err != nil {
				return err
			}
			if err := journal.Verify(entries, r.Head); err != nil {
				return err
			}
			var state string
			var raw []byte
			if err := tx.Raw(`SELECT state, law FROM cases WHERE id = ?`, id).Row().Scan(&state, &raw); err != nil {
				return err
			}
			var law procedure.Case
			if err := json.Unmarshal(raw, &law); err != nil {
				return err
			}
			if state != string(law.State) {
				w.t.Errorf("%s: the row says %s, the law %s", when, state, law.State)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Errorf("%s: %v", when, err)
	}
}

// attackedActs are the names of acts that were made to fail, in order.
func attackedActs() []string { return slices.Sorted(maps.Keys(attacks.Acts())) }

// TestMain tells how much was attacked.
func TestMain(m *testing.M) {
	code := m.Run()
	if testing.Verbose() {
		statements := 0
		for _, n := range attacks.Acts() {
			statements += n
		}
		fmt.Printf("%d statements of %d acts were made to fail: %s\n", statements, len(attacks.Acts()), strings.Join(attackedActs(), ", "))
	}
	os.Exit(code)
}
