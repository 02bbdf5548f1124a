package appointment

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Visitor is somebody expected at a window, as its officers see him.
type Visitor struct {
	Booking
	Name   string `json:"name"`
	Mobile string `json:"mobile"`
}

// DayList is a window's day: who is expected, who came, and how many came without an appointment.
type DayList struct {
	Window   Window       `json:"window"`
	Date     workday.Date `json:"date"`
	Day      Day          `json:"day"`
	Visitors []Visitor    `json:"visitors"`
	WalkIns  int          `json:"walk_ins"`
	Works    bool         `json:"works"`   // the reader marks who came
	Manages  bool         `json:"manages"` // the reader sets hours and capacity
}

// DeskWindows lists the windows at which an officer works or whose hours he sets.
func (s *Service) DeskWindows(ctx context.Context, actor account.Actor) ([]Window, error) {
	all, err := s.Windows(ctx)
	return slices.DeleteFunc(all, func(w Window) bool { return !serves(actor, w.Desk) && !manages(actor, w.Desk) }), err
}

// DayList lists a window's day for its officers. NOT_FOUND for everybody else.
func (s *Service) DayList(ctx context.Context, actor account.Actor, code string, day workday.Date) (l DayList, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if l.Window, err = s.ofDesk(tx, actor, code, ""); err != nil {
			return err
		}
		l.Date, l.Works, l.Manages = day, serves(actor, l.Window.Desk), manages(actor, l.Window.Desk)
		days, err := s.days(tx, l.Window, day, day)
		if err != nil {
			return err
		}
		l.Day = days[0]
		if l.WalkIns, err = selectWalkIns(tx, code, day); err != nil {
			return err
		}
		l.Visitors, err = selectDay(tx, code, day)
		return err
	})
	if err != nil {
		return l, err
	}
	for i, v := range l.Visitors {
		item, err := s.Items.Version(ctx, v.Item, v.ItemVersion)
		if err != nil {
			return l, err
		}
		l.Visitors[i].ItemName = item.Name
	}
	return l, nil
}

// ofDesk finds a window of the officer's own.
func (s *Service) ofDesk(tx *db.Tx, actor account.Actor, code, lock string) (Window, error) {
	w, err := selectWindow(tx, code, lock)
	if err == nil && !serves(actor, w.Desk) && !manages(actor, w.Desk) {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	return w, err
}

// ForWindow finds a booking for an officer of its window, as a slip leads to it.
func (s *Service) ForWindow(ctx context.Context, actor account.Actor, id uuid.UUID) (b Booking, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if b, err = only(selectBookings(tx, `WHERE a.id = ?`, id)); err != nil {
			return err
		}
		_, err = s.ofDesk(tx, actor, b.Window.Code, "")
		return err
	})
	return b, err
}

// marks are what officers of a window may do, from which states.
var marks = map[State][]State{
	Arrived: {Booked},
	Served:  {Booked, Arrived},
	Missed:  {Booked},
	Booked:  {Arrived, Missed}, // a slip of the hand, mended on the same day
}

// Mark records on the day itself that a person arrived, was served or did not come; BOOKED takes a mark back. Serving somebody who comes for a
// case records the visit in the case. Faults: NOT_FOUND, ROLE_MISSING, MARK_UNKNOWN, MARK_OTHER_DAY, MARK_TOO_SOON (a person is not missed
// before his time is over), APPOINTMENT_CLOSED, and those of casework.RecordVisit.
func (s *Service) Mark(ctx context.Context, actor account.Actor, id uuid.UUID, mark State, key db.Key) (Booking, error) {
	from, known := marks[mark]
	if !known {
		return Booking{}, fault.Fields(fault.OneField("/mark", "MARK_UNKNOWN"))
	}
	b, err := s.ForWindow(ctx, actor, id)
	if err != nil {
		return b, err
	}
	if !serves(actor, b.Window.Desk) {
		return b, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if mark == Served && b.CaseID != uuid.Nil && slices.Contains(from, b.State) && b.Day() == s.DB.Today() {
		if err := s.recordVisit(ctx, actor, b); err != nil { // first: when marking fails after it, marking again finds the visit recorded
			return b, err
		}
	}
	b, _, err = db.Once(ctx, s.DB, key, func(tx *db.Tx) (Booking, error) { return s.mark(tx, actor, id, mark, from) })
	if db.IsUnique(err, "appointments_open_item") || db.IsUnique(err, "appointments_open_case") {
		err = fault.New(fault.Conflict, "APPOINTMENT_TWICE")
	}
	list, err := s.named(ctx, []Booking{b}, err)
	if err != nil {
		return b, err
	}
	return list[0], nil
}

func (s *Service) mark(tx *db.Tx, actor account.Actor, id uuid.UUID, mark State, from []State) (Booking, error) {
	b, err := selectForWindow(tx, id)
	if err != nil {
		return b, err
	}
	switch {
	case b.Day() != tx.Today():
		return b, fault.New(fault.Conflict, "MARK_OTHER_DAY")
	case b.State == mark:
		return b, nil
	case !slices.Contains(from, b.State):
		return b, fault.New(fault.Conflict, "APPOINTMENT_CLOSED")
	case mark == Missed && tx.Now.Before(b.End):
		return b, fault.New(fault.Conflict, "MARK_TOO_SOON")
	}
	if err := updateState(tx, b, mark, ""); err != nil {
		return b, err
	}
	if err := insertEvent(tx, id, actor.Officer, "mark", map[string]any{"from": b.State, "to": mark}); err != nil {
		return b, err
	}
	return only(selectBookings(tx, `WHERE a.id = ?`, id))
}

// recordVisit notes in the case that the person came; a case that asks for no visit any more has nothing to note.
func (s *Service) recordVisit(ctx context.Context, actor account.Actor, b Booking) error {
	err := s.Cases.RecordVisit(ctx, actor, b.CaseID, db.Key{})
	if fault.Code(err) == "ACT_NOT_NOW" {
		return nil
	}
	return err
}

// WalkIn counts one person who came today without an appointment and returns today's number. Faults: NOT_FOUND, ROLE_MISSING.
func (s *Service) WalkIn(ctx context.Context, actor account.Actor, code string, key db.Key) (int, error) {
	n, _, err := db.Once(ctx, s.DB, key, func(tx *db.Tx) (int, error) {
		w, err := s.ofDesk(tx, actor, code, "")
		if err != nil {
			return 0, err
		}
		if !serves(actor, w.Desk) {
			return 0, fault.New(fault.Forbidden, "ROLE_MISSING")
		}
		return addWalkIn(tx, code, tx.Today())
	})
	return n, err
}
