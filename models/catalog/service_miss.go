package catalog

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// AddWord puts a word that people searched for in vain into the item that they meant: into its draft, which is begun when there is none.
// The search counts as dealt with.
func (s *Service) AddWord(ctx context.Context, actor account.Actor, code, word string) (id uuid.UUID, err error) {
	if err := mustEdit(actor); err != nil {
		return uuid.Nil, err
	}
	word = strings.TrimSpace(word)
	if word == "" || utf8.RuneCountInString(word) > mostMissed {
		return uuid.Nil, fault.Fields(fault.OneField("/query", "REQUIRED"))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if id, err = s.startRevision(tx, actor, code, 0); err != nil {
			return err
		}
		r, err := lockRevision(tx, id, 0)
		if err != nil {
			return err
		}
		if err := r.must(RevisionOpen); err != nil {
			return err
		}
		list, own := wordsOf(r.File, []byte(r.Source))
		if !own {
			return fault.New(fault.Invalid, "EDIT_IN_SOURCE", "path", "words")
		}
		if !slices.Contains(list, word) {
			r.Source = string(setWords([]byte(r.Source), append(list, word)))
		}
		r.Hands, r.Editor = hand(r.Hands, actor.Officer), officer(actor)
		return errors.Join(updateRevision(tx, r), settleMiss(tx, word), writeAct(tx, actor, r, "word", 0, word))
	})
	return id, err
}

// SettleSearch marks a search without result as dealt with: no item is meant.
func (s *Service) SettleSearch(ctx context.Context, actor account.Actor, query string) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	return s.SettleMiss(ctx, query)
}

// MissedSearches are the searches without result for an editor.
func (s *Service) MissedSearches(ctx context.Context, actor account.Actor, limit int) ([]Miss, error) {
	if err := mustEdit(actor); err != nil {
		return nil, err
	}
	return s.Misses(ctx, limit)
}
