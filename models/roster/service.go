package roster

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
)

// Book is the register of active rosters: who stands on the roster of each filing, since when and by which case (domain.md 2.4, G7). It is
// written by the cases that begin, change and end a filing, in their transactions.
type Book struct {
	db    *db.DB
	seals *seals
}

// Open makes the register; both keys of its sealed columns come from the portal's secret of at least 32 bytes.
func Open(d *db.DB, secret []byte) (*Book, error) {
	if d == nil {
		return nil, errors.New("roster: the register needs a database")
	}
	s, err := newSeals(secret)
	if err != nil {
		return nil, err
	}
	return &Book{db: d, seals: s}, nil
}

// Active is the roster that stands, in its order.
func (b *Book) Active(tx *db.Tx, filing uuid.UUID) ([]Entry, error) {
	rows, err := b.rows(tx, filing, true)
	list := make([]Entry, len(rows))
	for i, r := range rows {
		list[i] = r.Entry
	}
	return list, err
}

// Keep makes the roster of a filing what a case has filed: it enters who is new, removes who is gone, and does both for who changed. It
// answers who was entered.
func (b *Book) Keep(tx *db.Tx, filing, caseID uuid.UUID, filed []Entry) (added []Entry, err error) {
	active, err := b.Active(tx, filing)
	if err != nil {
		return nil, err
	}
	for place, d := range Differences(active, filed) {
		if d.Change == Removed || d.Change == Altered {
			if err := removeGuard(tx, filing, b.seals.indexOf(d.Now.IDNumber), caseID); err != nil {
				return nil, err
			}
		}
		if d.Change == Added || d.Change == Altered {
			if err := b.insert(tx, filing, caseID, place, d.Now); err != nil {
				return nil, err
			}
		}
		if d.Change == Added {
			added = append(added, d.Now)
		}
	}
	return added, nil
}

// End removes everybody: the filing has ended (F9).
func (b *Book) End(tx *db.Tx, filing, caseID uuid.UUID) error { return removeAll(tx, filing, caseID) }

// Elsewhere finds who of some people stands on the active roster of another filing than this one; uuid.Nil is none.
func (b *Book) Elsewhere(tx *db.Tx, filing uuid.UUID, idNumbers []string) ([]Elsewhere, error) {
	if len(idNumbers) == 0 {
		return nil, nil
	}
	return b.selectElsewhere(tx, filing, idNumbers)
}

// Standing is a filing with everybody who stands or stood on its roster, newest entries first among those who are gone.
type Standing struct {
	Filing filing.Entry
	Active []Stay
	Gone   []Stay
	Others map[string]bool // identity numbers that stand on another active roster too
}

// Show is the roster of a filing, by the code of its receipt, for the unit that filed it. NOT_FOUND for everybody else.
func (b *Book) Show(ctx context.Context, actor account.Actor, code string) (s Standing, err error) {
	err = b.db.Read(ctx, func(tx *db.Tx) error {
		if s.Filing, err = filing.Get(tx, code); err != nil {
			return err
		}
		if !slices.ContainsFunc(actor.Enterprises, func(m account.Membership) bool {
			return m.CreditCode == s.Filing.UnitCode && m.Covers(s.Filing.ItemCode)
		}) {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		return b.fill(tx, &s)
	})
	return s, err
}

// History is the same for an officer who may see a case of the filing; casework asks for it.
func (b *Book) History(tx *db.Tx, e filing.Entry) (s Standing, err error) {
	s.Filing = e
	return s, b.fill(tx, &s)
}

func (b *Book) fill(tx *db.Tx, s *Standing) error {
	rows, err := b.rows(tx, s.Filing.ID, false)
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range rows {
		if r.RemovedOn.IsZero() {
			s.Active, ids = append(s.Active, r), append(ids, r.IDNumber)
		} else {
			s.Gone = append(s.Gone, r)
		}
	}
	others, err := b.Elsewhere(tx, s.Filing.ID, ids)
	s.Others = map[string]bool{}
	for _, o := range others {
		s.Others[o.IDNumber] = true
	}
	return err
}
