package catalog

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Service is the catalogue for the doors. Lists and searches are answered from memory, an item is read once, when somebody first needs it;
// what another instance publishes is seen within refreshEvery.
type Service struct {
	db       *db.DB
	calendar *workday.Calendar
	log      *slog.Logger

	loading  sync.Mutex
	current  atomic.Pointer[shelf]
	versions sync.Map // key → *Item, for ever
	library  atomic.Pointer[library]
}

type key struct {
	code    string
	version int
}

const refreshEvery = 2 * time.Second

// New makes the service. The calendar is the one with which the examples of items are run.
func New(d *db.DB, cal *workday.Calendar, log *slog.Logger) *Service {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Service{db: d, calendar: cal, log: log}
}

// Item is the current version of an item; NotFound when there is none, and ITEM_RETIRED with its successor when another took its place. It is shared: read, never change.
func (s *Service) Item(ctx context.Context, code string) (*Item, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	head, ok := shelf.items[code]
	switch {
	case ok && head.Status != Removed:
		return s.Version(ctx, code, head.Version)
	case ok && head.Successor != "":
		return nil, fault.New(fault.NotFound, "ITEM_RETIRED", "successor", head.Successor)
	}
	return nil, fault.New(fault.NotFound, "NOT_FOUND")
}

// Version is the version that a case began under, whatever happened to the item since.
func (s *Service) Version(ctx context.Context, code string, version int) (*Item, error) {
	if item, ok := s.versions.Load(key{code, version}); ok {
		return item.(*Item), nil
	}
	var item *Item
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		item, err = selectVersion(tx, code, version)
		return err
	})
	if err != nil {
		return nil, err
	}
	kept, _ := s.versions.LoadOrStore(key{code, version}, item)
	return kept.(*Item), nil
}

// Revision changes whenever something is published; it can stand in an ETag.
func (s *Service) Revision(ctx context.Context) (int64, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return 0, err
	}
	return shelf.revision, nil
}

// List is one page of the items that match, best match first, else by code.
func (s *Service) List(ctx context.Context, f Filter) (Page, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return Page{}, err
	}
	return shelf.list(f)
}

// Facets counts the published items by everything that List filters on.
func (s *Service) Facets(ctx context.Context) (Facets, error) {
	return s.FacetsOf(ctx, Filter{})
}

// FacetsOf counts what each choice of a filter would list if it were chosen beside the others.
func (s *Service) FacetsOf(ctx context.Context, f Filter) (Facets, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return Facets{}, err
	}
	f.After, f.Limit = "", 0
	if f == (Filter{}) {
		return shelf.facets, nil
	}
	return shelf.count(f), nil
}

// Summaries are the items with these codes in this order; those that are not shown are left out.
func (s *Service) Summaries(ctx context.Context, codes ...string) ([]Summary, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	list := []Summary{}
	for _, code := range codes {
		if e, shown := shelf.places[code]; shown {
			list = append(list, e.summary)
		}
	}
	return list, nil
}

// Select lists the shown items that the choice takes, by code. The choice sees their heads: no guide, materials, form or procedure.
func (s *Service) Select(ctx context.Context, choice func(*Item) bool) ([]Summary, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	list := []Summary{}
	for _, e := range shelf.entries {
		if choice(e.item) {
			list = append(list, e.summary)
		}
	}
	return list, nil
}

// Watch keeps the memory fresh until ctx ends. A database that does not answer leaves what is known in place.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(refreshEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.Refresh(ctx); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "catalogue not refreshed", "error", err)
			}
		}
	}
}

// Refresh reads what was published since the last time.
func (s *Service) Refresh(ctx context.Context) error {
	s.loading.Lock()
	defer s.loading.Unlock()
	return s.load(ctx)
}

// shelf is the current state of the catalogue, read at first use.
func (s *Service) shelf(ctx context.Context) (*shelf, error) {
	if known := s.current.Load(); known != nil {
		return known, nil
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	if s.current.Load() == nil {
		if err := s.load(ctx); err != nil {
			return nil, err
		}
	}
	return s.current.Load(), nil
}

func (s *Service) load(ctx context.Context) error {
	known := s.current.Load()
	return s.db.Read(ctx, func(tx *db.Tx) error {
		revision, err := selectRevision(tx)
		if err != nil || known != nil && known.revision == revision {
			return err
		}
		items, err := s.readCurrent(tx)
		if err != nil {
			return err
		}
		s.current.Store(newShelf(revision, items))
		return nil
	})
}

// readCurrent reads what lists and searches need of the newest version of every item: most items are not looked at for a long time.
func (s *Service) readCurrent(tx *db.Tx) ([]*Item, error) {
	newest, err := selectNewest(tx)
	if err != nil {
		return nil, err
	}
	return selectListed(tx, newest)
}
