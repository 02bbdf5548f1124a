package casework

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// counting keeps the figures between two counts.
type counting struct {
	busy  sync.Mutex
	known atomic.Pointer[Figures]
}

// Figures are the numbers that everybody may see, at most ten minutes old. While one reader counts anew the others see the old ones.
func (s *Service) Figures(ctx context.Context) (*Figures, error) {
	known := s.figures.known.Load()
	switch {
	case known == nil:
		s.figures.busy.Lock() // nobody has anything to show yet
	case s.db.Now().Sub(known.AsOf) < figuresFresh, !s.figures.busy.TryLock():
		return known, nil
	}
	defer s.figures.busy.Unlock()
	if now := s.figures.known.Load(); now != known {
		return now, nil // somebody else was quicker
	}
	fresh := &Figures{Items: map[string]ItemCount{}, AsOf: s.db.Now()}
	err := s.db.Report(ctx, figuresLimit, func(tx *db.Tx) error {
		if err := countReceived(tx, fresh); err != nil {
			return err
		}
		spans, err := decidedSpans(tx)
		s.spread(fresh, spans)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.figures.known.Store(fresh)
	return fresh, nil
}

// spread turns spans into the times of their items.
func (s *Service) spread(f *Figures, spans map[span]int) {
	days := map[string][]int{}
	cal := s.calendar()
	for one, cases := range spans {
		took := cal.CountWD(one.received, one.decided)
		days[one.item] = append(days[one.item], slices.Repeat([]int{took}, cases)...)
	}
	for code, list := range days {
		count := f.Items[code]
		count.Took = took(slices.Sorted(slices.Values(list)))
		f.Items[code] = count
	}
}

// MostUsed are the items with enough cases to say so, those with most cases first.
func (f *Figures) MostUsed() []string {
	var codes []string
	for code, count := range f.Items {
		if count.Received >= FewestCases {
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(a, b string) int {
		return cmp.Or(cmp.Compare(f.Items[b].Received, f.Items[a].Received), cmp.Compare(a, b))
	})
	return codes
}

// figuresSince is how far back times are looked at: what took long years ago says nothing about now.
func figuresSince(today workday.Date) workday.Date { return today.AddYears(-2) }
