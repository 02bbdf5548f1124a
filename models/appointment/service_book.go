package appointment

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Order asks for an appointment: for an item, or for a case that somebody must come for.
type Order struct {
	Item       string            // left out with CaseID
	CaseID     uuid.UUID         //
	Window     string            //
	Start      time.Time         // of a slot
	Situations map[string]string // answers that decide what to bring
}

// Subject finds what an appointment is for and whether the actor may book it. Faults: NOT_FOUND, ITEM_NO_WINDOW, VISIT_NOT_ASKED.
func (s *Service) Subject(ctx context.Context, actor account.Actor, code string, caseID uuid.UUID) (*catalog.Item, error) {
	if !actor.IsPerson() {
		return nil, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if caseID == uuid.Nil {
		item, err := s.Items.Item(ctx, code)
		if err == nil && !Bookable(item) {
			err = fault.New(fault.Conflict, "ITEM_NO_WINDOW")
		}
		return item, err
	}
	c, err := s.Cases.CaseForApplicant(ctx, actor, caseID)
	if err != nil {
		return nil, err
	}
	if !c.VisitAsked {
		return nil, fault.New(fault.Conflict, "VISIT_NOT_ASKED")
	}
	return c.Item, nil
}

// Book takes a seat for the person. Faults: those of Subject; NOT_FOUND or WINDOW_OTHER_ITEMS for the window; SLOT_UNKNOWN, SLOT_TOO_SOON,
// SLOT_TOO_LATE, SLOT_FULL; APPOINTMENT_TWICE, APPOINTMENT_CLASH, APPOINTMENTS_FULL,
// APPOINTMENTS_PAUSED.
func (s *Service) Book(ctx context.Context, actor account.Actor, o Order, key db.Key) (Booking, error) {
	item, err := s.Subject(ctx, actor, o.Item, o.CaseID)
	if err != nil {
		return Booking{}, err
	}
	b, _, err := db.Once(ctx, s.DB, key, func(tx *db.Tx) (Booking, error) { return s.book(tx, actor, item, o) })
	if db.IsUnique(err, "appointments_open_item") || db.IsUnique(err, "appointments_open_case") { // somebody else books for the same case
		err = fault.New(fault.Conflict, "APPOINTMENT_TWICE")
	}
	return b, err
}

func (s *Service) book(tx *db.Tx, actor account.Actor, item *catalog.Item, o Order) (b Booking, err error) {
	if err := lockPerson(tx, actor.PersonID); err != nil {
		return b, err
	}
	if _, err := passOld(tx, actor.PersonID, 100); err != nil {
		return b, err
	}
	r, err := selectRecord(tx, actor.PersonID, item.Code, o.CaseID)
	if err != nil {
		return b, err
	}
	if err := r.mayBook(); err != nil {
		return b, err
	}
	w, slot, err := s.seat(tx, item, o.Window, o.Start)
	if err != nil {
		return b, err
	}
	if err := alone(tx, actor.PersonID, uuid.Nil, slot); err != nil {
		return b, err
	}
	b = Booking{Number: rand.Text()[:8], PersonID: actor.PersonID, Item: item.Code, ItemVersion: item.Version, CaseID: o.CaseID, State: Booked,
		Situations: item.Situate(o.Situations).Values(), Start: slot.Start, End: slot.End, Window: Place{Code: w.Code}}
	if b.ID, err = uuid.NewV7(); err != nil {
		return b, err
	}
	if err := insertBooking(tx, b); err != nil {
		return b, err
	}
	return s.done(tx, b.ID, item, "book", told{Kind: notice.VisitBooked})
}

// mayBook applies the limits against hoarding.
func (r record) mayBook() error {
	switch {
	case r.Same > 0:
		return fault.New(fault.Conflict, "APPOINTMENT_TWICE")
	case r.Open >= MaxOpen:
		return fault.New(fault.Conflict, "APPOINTMENTS_FULL", "max", MaxOpen)
	case r.Missed >= maxMissed:
		return fault.New(fault.Conflict, "APPOINTMENTS_PAUSED", "date", workday.DateOf(r.OldestMissing.AddDate(0, 0, missDays+1)))
	case r.Cancelled >= maxCancelled:
		return fault.New(fault.Conflict, "APPOINTMENTS_PAUSED", "date", workday.DateOf(r.OldestCancel.AddDate(0, 0, cancelDays+1)))
	}
	return nil
}

// alone refuses a time at which the person is expected elsewhere; except is the booking that is moved.
func alone(tx *db.Tx, person, except uuid.UUID, slot Slot) error {
	clash, err := selectClash(tx, person, except, slot)
	if err == nil && clash {
		err = fault.New(fault.Conflict, "APPOINTMENT_CLASH")
	}
	return err
}

// seat finds a slot that can be booked and takes one of its seats.
func (s *Service) seat(tx *db.Tx, item *catalog.Item, code string, start time.Time) (Window, Slot, error) {
	w, slot, err := s.slot(tx, item, code, start)
	if err != nil {
		return w, slot, err
	}
	ok, err := takeSeat(tx, w.Code, slot)
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "SLOT_FULL")
	}
	return w, slot, err
}

// slot finds a slot of a window as its hours say now; while the transaction lasts nobody changes them.
func (s *Service) slot(tx *db.Tx, item *catalog.Item, code string, start time.Time) (w Window, slot Slot, err error) {
	if w, err = selectWindow(tx, code, toBook); err != nil {
		return w, slot, err
	}
	if !w.Serves(item) {
		return w, slot, fault.New(fault.Conflict, "WINDOW_OTHER_ITEMS")
	}
	day, cal := workday.DateOf(start), s.Calendar()
	if day.IsZero() {
		return w, slot, fault.New(fault.Conflict, "SLOT_UNKNOWN")
	}
	exceptions, err := selectExceptions(tx, []string{code}, day, day)
	if err != nil {
		return w, slot, err
	}
	for _, slot := range plan(w, exceptions[code], cal, day, nil, tx.Now).Slots {
		switch {
		case !slot.Start.Equal(start):
			continue
		case slot.State == Gone:
			return w, slot, fault.New(fault.Conflict, "SLOT_TOO_SOON")
		case day.After(LastDay(cal, tx.Today())):
			return w, slot, fault.New(fault.Conflict, "SLOT_TOO_LATE", "due", LastDay(cal, tx.Today()))
		}
		return w, slot, nil
	}
	return w, slot, fault.New(fault.Conflict, "SLOT_UNKNOWN")
}

// Move changes time and window of a booking that lies ahead: the new seat is taken and the old one given back in one transaction, or nothing
// happens. Faults: NOT_FOUND, APPOINTMENT_CLOSED, MOVES_FULL, SLOT_SAME and those of Book about windows and slots.
func (s *Service) Move(ctx context.Context, actor account.Actor, id uuid.UUID, window string, start time.Time, key db.Key) (Booking, error) {
	b, _, err := db.Once(ctx, s.DB, key, func(tx *db.Tx) (Booking, error) {
		old, item, err := s.own(ctx, tx, actor, id)
		if err != nil {
			return old, err
		}
		switch {
		case old.Window.Code == window && old.Start.Equal(start):
			return old, fault.New(fault.Conflict, "SLOT_SAME")
		case old.Moves >= MaxMoves:
			return old, fault.New(fault.Conflict, "MOVES_FULL", "max", MaxMoves)
		}
		return s.move(tx, old, item, window, start)
	})
	return b, err
}

func (s *Service) move(tx *db.Tx, old Booking, item *catalog.Item, window string, start time.Time) (Booking, error) {
	w, slot, err := s.slot(tx, item, window, start)
	if err != nil {
		return old, err
	}
	if err := alone(tx, old.PersonID, old.ID, slot); err != nil {
		return old, err
	}
	take := func() error {
		ok, err := takeSeat(tx, w.Code, slot)
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "SLOT_FULL")
		}
		return err
	}
	free := func() error { return freeSeat(tx, old.Window.Code, old.Start) }
	both := []func() error{take, free}
	if old.Window.Code < w.Code || old.Window.Code == w.Code && old.Start.Before(start) { // everybody locks slots in the same order
		both[0], both[1] = free, take
	}
	for _, do := range both {
		if err := do(); err != nil {
			return old, err
		}
	}
	if err := updatePlace(tx, old.ID, w.Code, slot); err != nil {
		return old, err
	}
	return s.done(tx, old.ID, item, "move", told{Kind: notice.VisitMoved, Before: &old})
}

// Cancel gives the seat back. Faults: NOT_FOUND, APPOINTMENT_CLOSED, INVALID_FIELDS for the reason.
func (s *Service) Cancel(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) (Booking, error) {
	if err := checkReason(reason); err != nil {
		return Booking{}, err
	}
	b, _, err := db.Once(ctx, s.DB, key, func(tx *db.Tx) (Booking, error) {
		old, item, err := s.own(ctx, tx, actor, id)
		if err != nil {
			return old, err
		}
		if err := updateState(tx, old, Cancelled, reason); err != nil {
			return old, err
		}
		if err := freeSeat(tx, old.Window.Code, old.Start); err != nil {
			return old, err
		}
		return s.done(tx, old.ID, item, "cancel", told{Kind: notice.VisitCancelled, Reason: reason})
	})
	return b, err
}

// own locks a booking of the person that can still be changed.
func (s *Service) own(ctx context.Context, tx *db.Tx, actor account.Actor, id uuid.UUID) (b Booking, item *catalog.Item, err error) {
	if !actor.IsPerson() {
		return b, nil, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if err := lockPerson(tx, actor.PersonID); err != nil {
		return b, nil, err
	}
	if b, err = selectOwn(tx, actor.PersonID, id, true); err != nil {
		return b, nil, err
	}
	if !b.Changeable {
		return b, nil, fault.New(fault.Conflict, "APPOINTMENT_CLOSED")
	}
	item, err = s.Items.Version(ctx, b.Item, b.ItemVersion)
	return b, item, err
}

// mine is how many bookings the list of a person shows.
const mine = 50

// Mine lists a person's bookings: those to come first, then the newest of the past.
func (s *Service) Mine(ctx context.Context, actor account.Actor) (list []Booking, err error) {
	if !actor.IsPerson() {
		return nil, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = selectMine(tx, actor.PersonID, mine)
		return err
	})
	return s.named(ctx, list, err)
}

// Booking finds one booking of the person. NOT_FOUND for everybody else's.
func (s *Service) Booking(ctx context.Context, actor account.Actor, id uuid.UUID) (b Booking, err error) {
	if !actor.IsPerson() {
		return b, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		b, err = selectOwn(tx, actor.PersonID, id, false)
		return err
	})
	list, err := s.named(ctx, []Booking{b}, err)
	if err != nil {
		return b, err
	}
	return list[0], nil
}

// OfCase finds the booking with which somebody comes for a case, if there is one. The caller may read the case.
func (s *Service) OfCase(ctx context.Context, caseID uuid.UUID) (b *Booking, err error) {
	var list []Booking
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = selectOfCase(tx, caseID)
		return err
	})
	if list, err = s.named(ctx, list, err); err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// named gives bookings the names of their items.
func (s *Service) named(ctx context.Context, list []Booking, err error) ([]Booking, error) {
	if err != nil {
		return nil, err
	}
	for i, b := range list {
		item, err := s.Items.Version(ctx, b.Item, b.ItemVersion)
		if err != nil {
			return nil, err
		}
		list[i].ItemName = item.Name
	}
	return list, nil
}

// Bring lists what somebody must bring to his appointment: everything of the item that is not fetched or made by the portal, in his situation.
func (s *Service) Bring(ctx context.Context, b Booking) ([]catalog.Material, error) {
	item, err := s.Items.Version(ctx, b.Item, b.ItemVersion)
	if err != nil {
		return nil, err
	}
	return ToBring(item, b.Situations), nil
}

// ToBring is the list for a situation, before anything is booked.
func ToBring(item *catalog.Item, situations map[string]string) []catalog.Material {
	return slices.DeleteFunc(item.MaterialsFor(item.Situate(situations)), func(m catalog.Material) bool { return m.Way == catalog.Shared || m.Way == catalog.Generated })
}
