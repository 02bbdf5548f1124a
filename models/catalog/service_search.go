package catalog

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Miss is a search that found nothing, so that an editor can add the word to the item that was meant. Who asked is not kept.
type Miss struct {
	Query   string       `json:"query"`
	Times   int          `json:"times"`
	FirstOn workday.Date `json:"first_on"`
	LastOn  workday.Date `json:"last_on"`
}

const (
	mostMissed  = 40   // characters of a query that is kept; who types more than that describes himself, not an item
	missesKept  = 5000 // different queries; more are not noted until editors have dealt with some
	missedYears = 1    // after which a query that nobody repeats is forgotten
)

// personal finds numbers in a query that may belong to a person: a query with one is not kept.
var personal = regexp.MustCompile(`[0-9０-９]{6,}|[0-9]{3,}[-* ][0-9]{3,}|@`)

// NoteMiss keeps a query that found nothing. A query that may name a person is not kept.
func (s *Service) NoteMiss(ctx context.Context, query string) error {
	query = strings.ToLower(strings.Join(strings.Fields(query), " "))
	if !strings.ContainsFunc(query, unicode.IsLetter) || utf8.RuneCountInString(query) > mostMissed || personal.MatchString(query) {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return insertMiss(tx, query) })
}

// Misses are the searches without result that nobody has dealt with, the most frequent first; at most limit.
func (s *Service) Misses(ctx context.Context, limit int) (list []Miss, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectMisses(tx, limit)
		return err
	})
	return list, err
}

// SettleMiss marks a query as dealt with. It comes back when it is asked again without result.
func (s *Service) SettleMiss(ctx context.Context, query string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return settleMiss(tx, query) })
}
