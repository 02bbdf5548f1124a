package calendar

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Limits are limits of one kind, in working days, that stand in a table of their own beside the clocks of cases. The table keeps in its column
// calendar on which version each was counted. All but Days and Clock is SQL about a row x; Open may name @today.
type Limits struct {
	Clock  string // names the limit: notice.clock.<Clock>
	Days   int    // working days
	Table  string
	ID     string
	CaseID string // NULL where there is none
	About  string // number or name by which people know what the limit is about
	Since  string // instant of day 0
	Due    string // column
	Open   string // limits that still bind somebody
}

// Tell is how people learn what a new calendar moved. Each is told of one limit by itself, and gives the desk whose officers are to know of it with all
// others of the run; the zero Desk where there is none. All tells such a desk.
type Tell struct {
	Each func(*db.Tx, Moved) (Desk, error)
	All  func(*db.Tx, Run) error
}

// Recount counts every open limit again that was counted on another calendar, in portions, and keeps the old day of each that moved; who is concerned is
// told in the same transaction, a desk once when the last is counted. It returns how many moved. Running it again changes nothing and tells nobody twice,
// two at once share the rows, and what a killed one gathered is told by the next (C-6).
func (l Limits) Recount(ctx context.Context, d *db.DB, cal *workday.Calendar, portion int, tell Tell) (n int, err error) {
	for {
		var moved []Moved
		var looked int
		err := d.Write(ctx, func(tx *db.Tx) (err error) {
			if moved, looked, err = recount(tx, l, cal, portion); err != nil {
				return err
			}
			var runs []Run
			for _, m := range moved {
				desk, err := tell.Each(tx, m)
				if err != nil {
					return err
				}
				runs = gather(runs, desk, m)
			}
			return keepRuns(tx, runs)
		})
		if err != nil {
			return n, err
		}
		if n += len(moved); looked < portion {
			return n, d.Write(ctx, func(tx *db.Tx) error { return tellRuns(tx, l, cal, tell) })
		}
	}
}

func tellRuns(tx *db.Tx, l Limits, cal *workday.Calendar, tell Tell) error {
	runs, err := takeRuns(tx, l, cal)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if err := tell.All(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// Moved is a limit that a new calendar moved.
type Moved struct {
	ID uuid.UUID // of its row
	Move
}

// Desk is the officers of a role at a desk.
type Desk struct{ Desk, Role string }

// Run is how many limits of one kind a new calendar moved for a desk, and the earliest of their new days.
type Run struct {
	Desk
	Calendar, Clock string
	Moved           int
	First           workday.Date
}

// gather adds a moved limit to those of its desk; two instances meet the desks in the same order.
func gather(runs []Run, d Desk, m Moved) []Run {
	if d == (Desk{}) {
		return runs
	}
	one := Run{Desk: d, Calendar: m.Calendar, Clock: m.Clock, Moved: 1, First: m.Due}
	at, found := slices.BinarySearchFunc(runs, one, func(a, b Run) int { return cmp.Or(cmp.Compare(a.Desk.Desk, b.Desk.Desk), cmp.Compare(a.Role, b.Role)) })
	if !found {
		return slices.Insert(runs, at, one)
	}
	runs[at].Moved++
	runs[at].First = workday.Earliest(runs[at].First, m.Due)
	return runs
}
