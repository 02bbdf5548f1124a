package appointment

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Cases are the cases that people come to a window for; *casework.Service gives them.
type Cases interface {
	CaseForApplicant(ctx context.Context, actor account.Actor, id uuid.UUID) (casework.ApplicantView, error)
	RecordVisit(ctx context.Context, actor account.Actor, id uuid.UUID, key db.Key) error
}

// Config is what the service stands on.
type Config struct {
	DB       *db.DB
	Items    casework.Items
	Cases    Cases
	Calendar func() *workday.Calendar // the newest one
}

// Service books, moves and cancels appointments, and keeps windows and their hours.
type Service struct{ Config }

// New makes the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Items == nil || c.Cases == nil || c.Calendar == nil {
		return nil, errors.New("appointment: the service needs a database, items, cases and a calendar")
	}
	return &Service{c}, nil
}

// Windows lists every window, the city's first.
func (s *Service) Windows(ctx context.Context) (list []Window, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = selectWindows(tx)
		return err
	})
	return list, err
}

// WindowsFor lists the windows that serve an item. ITEM_NO_WINDOW when nobody need come for it.
func (s *Service) WindowsFor(ctx context.Context, item *catalog.Item) ([]Window, error) {
	if !Bookable(item) {
		return nil, fault.New(fault.Conflict, "ITEM_NO_WINDOW")
	}
	all, err := s.Windows(ctx)
	if err != nil {
		return nil, err
	}
	serving := []Window{}
	for _, w := range all {
		if w.Serves(item) {
			serving = append(serving, w)
		}
	}
	return serving, nil
}

// Window finds one window. NOT_FOUND when there is none.
func (s *Service) Window(ctx context.Context, code string) (w Window, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		w, err = selectWindow(tx, code, "")
		return err
	})
	return w, err
}

// mostDays is how many days one question may span.
const mostDays = 62

// Range is the days that people may ask for: from today on when from is no date, to the last bookable day when to is none. DATE_RANGE when
// to lies before from or more than 62 days after it.
func (s *Service) rangeOf(from, to workday.Date) (workday.Date, workday.Date, error) {
	if from.IsZero() {
		from = s.DB.Today()
	}
	if to.IsZero() {
		to = workday.Earliest(LastDay(s.Calendar(), s.DB.Today()), from.AddDays(mostDays-1))
		if to.Before(from) {
			to = from
		}
	}
	if to.Before(from) || to.Sub(from) >= mostDays {
		return from, to, fault.Fields(fault.OneField("/to", "DATE_RANGE", "max", mostDays))
	}
	return from, to, nil
}

// Days lists the days of a window from one to another, both included, each with its slots as they can be booked now. Without dates it is
// everything that can be booked. Faults: NOT_FOUND, DATE_RANGE.
func (s *Service) Days(ctx context.Context, code string, from, to workday.Date) (days []Day, err error) {
	if from, to, err = s.rangeOf(from, to); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		w, err := selectWindow(tx, code, "")
		if err != nil {
			return err
		}
		days, err = s.days(tx, w, from, to)
		return err
	})
	return days, err
}

func (s *Service) days(tx *db.Tx, w Window, from, to workday.Date) ([]Day, error) {
	exceptions, err := selectExceptions(tx, []string{w.Code}, from, to)
	if err != nil {
		return nil, err
	}
	booked, err := selectBooked(tx, []string{w.Code}, from, to)
	if err != nil {
		return nil, err
	}
	cal, days := s.Calendar(), []Day{}
	for d := from; !d.After(to); d = d.AddDays(1) {
		days = append(days, plan(w, exceptions[w.Code], cal, d, booked[w.Code], tx.Now))
	}
	return days, nil
}

// Openings finds for each of the windows the first day on which somebody can still come; a window without one is left out.
func (s *Service) Openings(ctx context.Context, windows []Window) (map[string]workday.Date, error) {
	codes := make([]string, len(windows))
	for i, w := range windows {
		codes[i] = w.Code
	}
	cal, first := s.Calendar(), map[string]workday.Date{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		from, to := tx.Today(), LastDay(cal, tx.Today())
		exceptions, err := selectExceptions(tx, codes, from, to)
		if err != nil {
			return err
		}
		booked, err := selectBooked(tx, codes, from, to)
		if err != nil {
			return err
		}
		for _, w := range windows {
			for d := from; !d.After(to); d = d.AddDays(1) {
				if plan(w, exceptions[w.Code], cal, d, booked[w.Code], tx.Now).Left > 0 {
					first[w.Code] = d
					break
				}
			}
		}
		return nil
	})
	return first, err
}

// LastDay is the last day that can be booked today.
func (s *Service) LastDay() workday.Date { return LastDay(s.Calendar(), s.DB.Today()) }
