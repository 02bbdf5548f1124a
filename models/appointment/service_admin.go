package appointment

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Settings are what a case manager sets of a window. Version is the one he has seen; 0 is whatever there is.
type Settings struct {
	Address     form.Text `json:"address"`
	Phone       string    `json:"phone"`
	Confirmed   bool      `json:"confirmed"`
	SlotMinutes int       `json:"slot_minutes"`
	Week        Week      `json:"week"`
	Version     int       `json:"version"`
}

// Lengths of what a window may be given.
const (
	mostAddress = 120
	mostPhone   = 40
	shortest    = 5   // minutes of a slot
	longest     = 240 // minutes of a slot
)

func (in *Settings) check() error {
	var faults []fault.Field
	for pointer, text := range map[string]string{"/address": in.Address.Zh, "/address_en": in.Address.En, "/phone": in.Phone} {
		most := mostAddress
		if pointer == "/phone" {
			most = mostPhone
		}
		if utf8.RuneCountInString(text) > most {
			faults = append(faults, fault.OneField(pointer, "TOO_LONG", "max", most))
		}
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			faults = append(faults, fault.OneField(pointer, "CHARACTER_NOT_STORABLE"))
		}
	}
	if in.SlotMinutes < shortest || in.SlotMinutes > longest {
		return fault.Fields(append(faults, fault.OneField("/slot_minutes", "NUMBER_RANGE", "min", shortest, "max", longest))...)
	}
	for i, spans := range in.Week {
		sorted, wrong := checkSpans(fmt.Sprintf("/week/%d", i), spans, in.SlotMinutes)
		if in.Week[i] = sorted; sorted == nil {
			in.Week[i] = []Span{}
		}
		faults = append(faults, wrong...)
	}
	return fault.Fields(faults...)
}

// Set changes hours, capacity and place of a window for bookings from now on; those that were made stay as they are. Faults: NOT_FOUND,
// ROLE_MISSING, STALE_VERSION, INVALID_FIELDS.
func (s *Service) Set(ctx context.Context, actor account.Actor, code string, in Settings) (w Window, err error) {
	if err := in.check(); err != nil {
		return w, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if w, err = s.managed(tx, actor, code); err != nil {
			return err
		}
		if in.Version != 0 && in.Version != w.Version {
			return fault.New(fault.Stale, "STALE_VERSION")
		}
		w.Address, w.Phone, w.Confirmed, w.SlotMinutes, w.Week = in.Address, in.Phone, in.Confirmed, in.SlotMinutes, in.Week
		w.Version++
		if err := insertChange(tx, code, actor.Officer, "set", in); err != nil {
			return err
		}
		return updateHours(tx, w)
	})
	return w, err
}

// managed locks a window whose hours the officer sets.
func (s *Service) managed(tx *db.Tx, actor account.Actor, code string) (Window, error) {
	w, err := s.ofDesk(tx, actor, code, toChange)
	if err == nil && !manages(actor, w.Desk) {
		err = fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return w, err
}

// Managed finds a window with the days to come on which it keeps other hours, for who sets them.
func (s *Service) Managed(ctx context.Context, actor account.Actor, code string) (w Window, days []Exception, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if w, err = s.managed(tx, actor, code); err != nil {
			return err
		}
		found, err := selectExceptions(tx, []string{code}, tx.Today(), tx.Today().AddYears(1))
		if err != nil {
			return err
		}
		days = sortedExceptions(found[code])
		return nil
	})
	return w, days, err
}

// SetDay gives a window other hours on one day, or closes it when there are no spans. People who are expected at times that fall away are told
// and lose their booking; because that harms them, it happens only with cancel, and without it the answer is DAY_HAS_BOOKINGS with their
// number. Faults: NOT_FOUND, ROLE_MISSING, INVALID_FIELDS, DAY_HAS_BOOKINGS. It returns how many bookings were cancelled.
func (s *Service) SetDay(ctx context.Context, actor account.Actor, code string, e Exception, cancel bool) (n int, err error) {
	if e.Spans == nil {
		e.Spans = []Span{}
	}
	if len(e.Spans) == 0 && strings.TrimSpace(e.Note) == "" { // people must learn why
		return 0, fault.Fields(fault.OneField("/note", "REQUIRED"))
	}
	if utf8.RuneCountInString(e.Note) > maxReason {
		return 0, fault.Fields(fault.OneField("/note", "TOO_LONG", "max", maxReason))
	}
	e.SetBy = actor.Officer
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		w, err := s.managed(tx, actor, code)
		if err != nil {
			return err
		}
		if e.Day.Before(tx.Today()) || e.Day.After(tx.Today().AddYears(1)) {
			return fault.Fields(fault.OneField("/day", "DATE_NOT_AHEAD"))
		}
		sorted, wrong := checkSpans("/spans", e.Spans, w.SlotMinutes)
		if err := fault.Fields(wrong...); err != nil {
			return err
		}
		e.Spans = sorted
		if n, err = s.closeTimes(ctx, tx, actor, w, e, cancel); err != nil {
			return err
		}
		if err := insertChange(tx, code, actor.Officer, "day", e); err != nil {
			return err
		}
		return upsertException(tx, code, e)
	})
	return n, err
}

// closeTimes cancels the open bookings that do not lie in the hours of the exception any more.
func (s *Service) closeTimes(ctx context.Context, tx *db.Tx, actor account.Actor, w Window, e Exception, cancel bool) (int, error) {
	expected, err := selectExpected(tx, w.Code, e.Day)
	if expected, err = s.named(ctx, expected, err); err != nil {
		return 0, err
	}
	n := 0
	for _, b := range expected {
		if b.State != Booked || inside(e, b) {
			continue
		}
		if n++; !cancel {
			continue
		}
		if err := updateState(tx, b, Closed, e.Note); err != nil {
			return 0, err
		}
		if err := freeSeat(tx, w.Code, b.Start); err != nil {
			return 0, err
		}
		if err := insertEvent(tx, b.ID, actor.Officer, "close", map[string]any{"note": e.Note}); err != nil {
			return 0, err
		}
		if err := notice.Post(tx, letter(b, told{Kind: notice.VisitClosed, Reason: e.Note})); err != nil {
			return 0, err
		}
	}
	if n > 0 && !cancel {
		return 0, fault.New(fault.Conflict, "DAY_HAS_BOOKINGS", "count", n)
	}
	return n, nil
}

// inside tells whether a booking lies in the hours of an exception.
func inside(e Exception, b Booking) bool {
	for _, s := range e.Spans {
		if !b.Start.Before(s.From.On(e.Day)) && !b.End.After(s.To.On(e.Day)) {
			return true
		}
	}
	return false
}

// UnsetDay lets a window keep its usual hours on a day again. Faults: NOT_FOUND, ROLE_MISSING.
func (s *Service) UnsetDay(ctx context.Context, actor account.Actor, code string, day workday.Date) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.managed(tx, actor, code); err != nil {
			return err
		}
		found, err := deleteException(tx, code, day)
		if err == nil && !found {
			err = fault.New(fault.NotFound, "NOT_FOUND")
		}
		if err != nil {
			return err
		}
		return insertChange(tx, code, actor.Officer, "usual", map[string]any{"day": day})
	})
}
