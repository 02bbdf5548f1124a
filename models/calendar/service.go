package calendar

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Service gives the calendar in use and takes new announcements.
type Service struct {
	db  *db.DB
	log *slog.Logger

	loading sync.Mutex
	current atomic.Pointer[inUse]
}

type inUse struct {
	newest   int64 // id of the newest announcement
	calendar *workday.Calendar
}

// refreshEvery is how soon every instance counts with what another one imported.
const refreshEvery = 2 * time.Second

// Open makes the service. Years that came with the program and that the database does not know yet are entered first; it fails without any.
func Open(ctx context.Context, d *db.DB, bundled []workday.Year, log *slog.Logger) (*Service, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Service{db: d, log: log}
	if err := s.bundle(ctx, bundled); err != nil {
		return nil, err
	}
	if _, err := s.Newest(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Bundle is who entered what came with the program.
const Bundle = "随程序发布"

func (s *Service) bundle(ctx context.Context, years []workday.Year) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := lockYears(tx)
		if err != nil {
			return err
		}
		var missing []workday.Year
		for _, y := range years {
			if has, ok := known[y.Year]; !ok || newer(has, y) {
				missing = append(missing, y)
			}
		}
		_, err = take(tx, known, missing, Bundle)
		return err
	})
}

// Current is the calendar in use. It is shared and never changes.
func (s *Service) Current() *workday.Calendar { return s.current.Load().calendar }

// Newest reads what was imported since the last time, by whichever instance, and returns the calendar in use now. Who counts limits again asks
// this, so that an instance that has not heard of an import yet never counts them back.
func (s *Service) Newest(ctx context.Context) (*workday.Calendar, error) {
	s.loading.Lock()
	defer s.loading.Unlock()
	known := s.current.Load()
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		newest, err := newestID(tx)
		if err != nil || known != nil && known.newest == newest {
			return err
		}
		years, err := selectYears(tx)
		if err != nil {
			return err
		}
		cal, err := build(years)
		if err != nil {
			return err
		}
		known = &inUse{newest, cal}
		s.current.Store(known)
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case known.newest == 0:
		return nil, errors.New("calendar: no year is known")
	}
	return known.calendar, nil
}

func build(years map[int]workday.Year) (*workday.Calendar, error) {
	list := make([]workday.Year, 0, len(years))
	for _, y := range years {
		list = append(list, y)
	}
	return workday.NewCalendar("", list...)
}

// Watch follows the imports of other instances until ctx ends.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(refreshEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := s.Newest(ctx); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "calendar not refreshed", "error", err)
			}
		}
	}
}

// Import takes announcements into use; by says who brought them. Years that say what is known already change nothing. A provisional year never
// replaces an official one: Conflict CALENDAR_DOWNGRADE. A faulty file is refused whole: its error is a *workday.Slip with line and field.
func (s *Service) Import(ctx context.Context, content []byte, by string) (done Imported, err error) {
	years, err := workday.ReadAnnouncement(content)
	if err != nil {
		return done, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		done = Imported{}
		known, err := lockYears(tx)
		if err != nil {
			return err
		}
		var fresh []workday.Year
		for _, y := range years {
			has, ok := known[y.Year]
			switch {
			case ok && has.Same(y):
				done.Same = append(done.Same, y.Year)
			case ok && newer(y, has):
				return fault.New(fault.Conflict, "CALENDAR_DOWNGRADE", "year", y.Year)
			default:
				fresh = append(fresh, y)
				done.Taken = append(done.Taken, y.Year)
			}
		}
		done.Version, err = take(tx, known, fresh, by)
		return err
	})
	if err != nil {
		return Imported{}, err
	}
	_, err = s.Newest(ctx)
	return done, err
}

// take stores announcements with the version of the calendar that they make; known is completed.
func take(tx *db.Tx, known map[int]workday.Year, fresh []workday.Year, by string) (version string, err error) {
	for _, y := range fresh {
		known[y.Year] = y
	}
	cal, err := build(known)
	if err != nil {
		return "", err
	}
	for _, y := range fresh {
		if err := insertYear(tx, y, cal.Version(), by); err != nil {
			return "", err
		}
	}
	return cal.Version(), nil
}

// Year shows a year as it counts and how it came about, to case managers and system administrators: ROLE_MISSING for others, NOT_FOUND for a
// year without an announcement. Year 0 is the present one.
func (s *Service) Year(ctx context.Context, actor account.Actor, year int) (v YearView, err error) {
	if !actor.HasAny(account.CaseManager, account.SystemAdmin) {
		return v, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	cal, err := s.Newest(ctx)
	if err != nil {
		return v, err
	}
	if year == 0 {
		year = s.db.Today().Year()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if v.Versions, err = selectVersions(tx, year); err != nil {
			return err
		}
		v.Years, err = selectNumbers(tx)
		return err
	})
	if err == nil && !slices.Contains(v.Years, year) {
		err = fault.New(fault.NotFound, "NOT_FOUND")
	}
	if err != nil {
		return YearView{}, err
	}
	v.Year, v.Status, v.Source = year, cal.Status(year), cal.Source(year)
	v.Months, v.WorkingDays = months(cal, year)
	return v, nil
}
