package filing

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Service is the register's use-cases.
type Service struct{ db *db.DB }

// New makes the service.
func New(d *db.DB) (*Service, error) {
	if d == nil {
		return nil, errors.New("filing: the service needs a database")
	}
	return &Service{db: d}, nil
}

// Find is the active filing of a list; ok is false when there is none.
func Find(tx *db.Tx, list, subject string) (e Entry, ok bool, err error) {
	return selectActive(tx, list, subject, false)
}

// Get is a filing, active or ended, by the code of its receipt. NOT_FOUND when there is none.
func Get(tx *db.Tx, code string) (Entry, error) {
	if !IsCode(code) {
		return Entry{}, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return selectByCode(tx, code)
}

// Latest is the filing of a list that stands, or the last that ended. NOT_FOUND when nothing was ever filed.
func Latest(tx *db.Tx, list, subject string) (Entry, error) {
	return selectOfSubject(tx, list, subject)
}

// OfUnit are the active filings of a list that an enterprise filed.
func OfUnit(tx *db.Tx, list, unitCode string) (active []Entry, err error) {
	all, err := selectOfUnit(tx, unitCode)
	for _, e := range all {
		if e.List == list && e.State == Active {
			active = append(active, e)
		}
	}
	return active, err
}

// NewCode is the code of a filing that is about to begin; its receipt prints it.
func NewCode() string { return newCode() }

// Begin enters a filing within the transaction of its receipt (F5). A second one of the same list and subject is DUPLICATE_FILING (Conflict).
// The entry's ID is the caller's.
func Begin(tx *db.Tx, e Entry, number string) error {
	e.Number, e.State, e.FiledOn = number, Active, tx.Today()
	if err := insertEntry(tx, e); err != nil {
		if db.IsUnique(err, "filings_active") {
			return fault.New(fault.Conflict, "DUPLICATE_FILING").Because(err)
		}
		return err
	}
	return insertEvent(tx, e.ID, Event{Kind: Filed, CaseID: e.CaseID, Number: number, Day: tx.Today()})
}

// Change writes what a case changed about the filing (F8).
func Change(tx *db.Tx, e Entry, caseID uuid.UUID, number string, rows []Row) error {
	if err := updateRows(tx, e.ID, e.Holder, e.UnitName, e.Area, rows); err != nil {
		return err
	}
	return insertEvent(tx, e.ID, Event{Kind: Changed, CaseID: caseID, Number: number, Day: tx.Today(), Changed: Differences(e.Rows, rows)})
}

// End takes the filing out (F9).
func End(tx *db.Tx, e Entry, caseID uuid.UUID, number string) error {
	if err := endEntry(tx, e.ID); err != nil {
		return err
	}
	return insertEvent(tx, e.ID, Event{Kind: Ended, CaseID: caseID, Number: number, Day: tx.Today()})
}

// EndOf is the day on which the filing that a case began, changed or ended was cancelled; no date while it stands, or where the case is about none.
// entered tells whether the case stands in the register at all.
func EndOf(tx *db.Tx, caseID uuid.UUID) (ended workday.Date, entered bool, err error) {
	return selectEndOf(tx, caseID)
}

// Refer hands a late filing to the county's brigade; once per case.
func Refer(tx *db.Tx, r Referral) error { return insertReferral(tx, r) }

// Search narrows the public list.
type Search struct {
	Text  string // part of a name, or a number
	List  string
	After string
	Limit int
}

// Page is one page of the register.
type Page struct {
	Items []Entry
	Next  string
	Total int
}

const mostRows = 100

// List is the public register: active filings and those that ended, the newest first, without persons.
func (s *Service) List(ctx context.Context, q Search) (p Page, err error) {
	q.Text, q.Limit = strings.TrimSpace(q.Text), min(max(q.Limit, 1), mostRows)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Items, p.Total, err = selectPublic(tx, q)
		return err
	})
	if len(p.Items) > q.Limit {
		p.Items = p.Items[:q.Limit]
		p.Next = p.Items[q.Limit-1].ID.String()
	}
	for i := range p.Items {
		p.Items[i] = p.Items[i].Public()
	}
	return p, err
}

// Show is one filing with its history as everybody may read it, by the code of its receipt. NOT_FOUND for a code that does not exist.
func (s *Service) Show(ctx context.Context, code string) (e Entry, history []Event, err error) {
	if !IsCode(code) {
		return e, nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if e, err = selectByCode(tx, code); err != nil {
			return err
		}
		history, err = selectEvents(tx, e.ID)
		return err
	})
	for i := range history {
		history[i].CaseID = uuid.Nil
		kept := []Difference{}
		for _, d := range history[i].Changed {
			if !d.Person {
				kept = append(kept, d)
			}
		}
		history[i].Changed = kept
	}
	return e.Public(), history, err
}

// Owned is a unit's filing with all its lines and its history.
type Owned struct {
	Entry
	History []Event
}

// Mine lists the filings of the enterprise for which the actor acts, or of the first for which he may, ended ones last. Faults: NOT_FOUND for
// who acts for none.
func (s *Service) Mine(ctx context.Context, actor account.Actor) (list []Owned, err error) {
	m, ok := actor.Member(actor.Acting)
	if !ok && len(actor.Enterprises) > 0 {
		m, ok = actor.Enterprises[0], true
	}
	if !ok {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		entries, err := selectOfUnit(tx, m.CreditCode)
		for _, e := range entries {
			history, err := selectEvents(tx, e.ID)
			if err != nil {
				return err
			}
			list = append(list, Owned{e, history})
		}
		return err
	})
	return list, err
}

// Referrals lists the late filings at the desks where the actor reviews or checks backgrounds, unanswered ones first. Who supervises sees all.
func (s *Service) Referrals(ctx context.Context, actor account.Actor) (list []Referral, err error) {
	desks, all := brigades(actor)
	if len(desks) == 0 && !all {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectReferrals(tx, desks, all)
		return err
	})
	return list, err
}

// AnswerReferral records what the brigade did. Faults: NOT_FOUND, ALREADY_ANSWERED (Conflict), fields of the answer.
func (s *Service) AnswerReferral(ctx context.Context, actor account.Actor, id uuid.UUID, a Answer) error {
	desks, _ := brigades(actor)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := selectReferral(tx, id, desks)
		if err != nil {
			return err
		}
		if r.Outcome != "" {
			return fault.New(fault.Conflict, "ALREADY_ANSWERED")
		}
		if err := a.check(tx.Today()); err != nil {
			return err
		}
		return answerReferral(tx, id, a, actor.Officer, actor.Name)
	})
}

// brigades are the desks whose referrals the officer answers; all is for those who supervise.
func brigades(actor account.Actor) (desks []string, all bool) {
	for _, role := range []account.Role{account.County, account.Reviewer} {
		desks = append(desks, actor.Desks(role)...)
	}
	return desks, actor.HasAny(account.Supervisor, account.CaseManager)
}
