package calendar

import (
	"context"

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

// Recount counts every open limit again that was counted on another calendar, in portions, and keeps the old day of each that moved; tell is called in the
// same transaction. It returns how many moved. Running it again changes nothing, and two at once share the rows (C-6).
func (l Limits) Recount(ctx context.Context, d *db.DB, cal *workday.Calendar, portion int, tell func(*db.Tx, Moved) error) (n int, err error) {
	for {
		var moved []Moved
		var looked int
		err := d.Write(ctx, func(tx *db.Tx) (err error) {
			if moved, looked, err = recount(tx, l, cal, portion); err != nil {
				return err
			}
			for _, m := range moved {
				if err := tell(tx, m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		if n += len(moved); looked < portion {
			return n, nil
		}
	}
}

// Moved is a limit that a new calendar moved.
type Moved struct {
	ID uuid.UUID // of its row
	Move
}
