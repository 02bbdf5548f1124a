package delivery

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Letters lists the letters of the desks where the actor delivers that nobody has signed for, the first due first: those on their way and those that came
// back. Who supervises sees all. Others: ROLE_REQUIRED.
func (s *Service) Letters(ctx context.Context, actor account.Actor, q LetterQuery) (page casework.Page[Letter], err error) {
	in, err := reach(actor)
	if err != nil {
		return page, err
	}
	q = q.known()
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if page.Items, page.Total, err = selectLetters(tx, in, q); err != nil {
			return err
		}
		for i, l := range page.Items {
			page.Items[i].Lamp, page.Items[i].Left = s.lamp(l.Due, tx.Today())
		}
		return nil
	})
	if err == nil && len(page.Items) > q.Limit {
		page.Items = page.Items[:q.Limit]
		page.Next = page.Items[q.Limit-1].CaseID.String()
	}
	return page, err
}

// lamp is the lamp of a limit on a day, and how many working days are left.
func (s *Service) lamp(due, today workday.Date) (procedure.Lamp, int) {
	cal := s.calendar()
	switch {
	case due.IsZero():
		return procedure.NoLamp, 0
	case today.After(due):
		return procedure.Overdue, min(-1, -cal.CountWD(due, today))
	}
	return procedure.LampOf(procedure.Clock{Due: due}, today, cal), cal.CountWD(today, due)
}
