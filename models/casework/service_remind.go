package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// begins is the day in the future on which what a draft reports begins; no date when it has begun. The draft stays one until then.
func (w *work) begins() (day workday.Date) {
	q, asked := w.item.Form.Question(w.options().Duty.Question)
	if !asked || !q.NotFuture || w.Law.State != procedure.Draft {
		return workday.Date{}
	}
	if json.Unmarshal(w.Answers[q.Key], &day) != nil || !day.After(w.tx.Today()) {
		return workday.Date{}
	}
	return day
}

// RemindArgs is the periodic job that reminds of drafts whose day has come.
type RemindArgs struct{}

// Kind names the job in the queue.
func (RemindArgs) Kind() string { return "casework.remind" }

// RemindBegun reminds the applicants of drafts whose beginning has come: now it can be filed, and the duty runs. Each draft once, in portions;
// it returns how many.
func (s *Service) RemindBegun(ctx context.Context, portion int) (n int, err error) {
	for {
		var ids []uuid.UUID
		e := s.db.Read(ctx, func(tx *db.Tx) (e error) {
			ids, e = selectBegun(tx, portion)
			return e
		})
		for _, id := range ids {
			if e := s.db.Write(ctx, func(tx *db.Tx) error { return s.remindBegun(ctx, tx, id) }); e != nil {
				return n, errors.Join(err, e)
			}
			n++
		}
		if err = errors.Join(err, e); err != nil || len(ids) < portion {
			return n, err
		}
	}
}

func (s *Service) remindBegun(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	r, err := selectCase(tx, id, anybody, true)
	if err != nil {
		return err
	}
	w, err := s.work(ctx, tx, r, account.System())
	if err != nil {
		return err
	}
	first, err := clearReminder(tx, id)
	if err != nil || !first || w.Law.State != procedure.Draft {
		return err
	}
	o := notice.Order{To: notice.Person(w.PersonID), Kind: notice.DraftBegins, CaseID: w.ID, Facts: w.noticeFacts(""), Once: fmt.Sprint(id, " ", tx.Today())}
	if d := w.options().DutiesOf(w.cal, tx.Today()); !d.Due.IsZero() {
		o.Facts.Due = d.Due
	}
	return notice.Post(tx, o)
}
