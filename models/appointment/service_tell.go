package appointment

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// told is what a person is told about his booking.
type told struct {
	Kind   notice.Kind
	Reason string
	Before *Booking // of a move
}

// done ends an act of a person: it is kept and he is told. It returns the booking as it is now.
func (s *Service) done(tx *db.Tx, id uuid.UUID, item *catalog.Item, act string, t told) (Booking, error) {
	b, err := only(selectBookings(tx, `WHERE a.id = ?`, id))
	if err != nil {
		return b, err
	}
	b.ItemName = item.Name
	detail := map[string]any{"window": b.Window.Code, "start": b.Start}
	if t.Before != nil {
		detail["from_window"], detail["from"] = t.Before.Window.Code, t.Before.Start
	}
	if err := insertEvent(tx, id, "person", act, detail); err != nil {
		return b, err
	}
	return b, notice.Post(tx, letter(b, t))
}

// letter is the notice to the person.
func letter(b Booking, t told) notice.Order {
	place := b.Window.Name.Zh
	if b.Window.Address.Zh != "" {
		place += "（" + b.Window.Address.Zh + "）"
	}
	return notice.Order{To: notice.Person(b.PersonID), Kind: t.Kind, CaseID: b.CaseID, Facts: notice.Facts{
		Item: b.ItemName.Zh, ItemEn: b.ItemName.En, Number: b.Number, On: b.Day(), Time: clock(b.Start) + "–" + clock(b.End), Place: place, Reason: t.Reason,
		Appointment: b.ID}}
}

func clock(t time.Time) string { return t.In(workday.Zone).Format("15:04") }

// Hours in which reminders are sent.
const (
	remindFrom  = 9
	remindUntil = 20
)

// Remind tells people on the working day before that they are expected, once for each booking and between 9 and 20 o'clock, and ends
// bookings of days that went by without a mark. At most limit of each; it returns how many people were told. Harmless when repeated.
func (s *Service) Remind(ctx context.Context, limit int) (n int, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		n = 0
		if _, err := passOld(tx, uuid.Nil, limit); err != nil {
			return err
		}
		if hour := tx.Now.Hour(); hour < remindFrom || hour >= remindUntil {
			return nil
		}
		today := tx.Today()
		list, err := selectToRemind(tx, today.AddDays(1), s.remindUpTo(today), limit)
		if list, err = s.named(ctx, list, err); err != nil {
			return err
		}
		for _, b := range list {
			if err := markReminded(tx, b); err != nil {
				return err
			}
			if err := notice.Post(tx, letter(b, told{Kind: notice.VisitReminder})); err != nil {
				return err
			}
		}
		n = len(list)
		return nil
	})
	return n, err
}

// remindUpTo is the last day of whose visits people are reminded today: the next working day, or those off before it on which a window opens.
func (s *Service) remindUpTo(today workday.Date) workday.Date {
	cal := s.Calendar()
	if !cal.IsWorkingDay(today) { // yesterday's reminders went as far as today; what is left was missed
		return cal.RollForward(today)
	}
	return cal.AddWD(today, 1)
}
