package supervise

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Config is what the service stands on.
type Config struct {
	DB        *db.DB
	Items     casework.Items
	Calendar  func() *workday.Calendar
	Documents *document.Service
	// IdleSearches is how many searches for people an officer may make in a day that lead to no case, before the patrol asks why (P7).
	IdleSearches int
}

// Service raises cards, keeps patrol hits and takes answers.
type Service struct{ Config }

// New makes the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Items == nil || c.Calendar == nil || c.Documents == nil {
		return nil, errors.New("supervise: the service needs a database, items, a calendar and documents")
	}
	return &Service{c}, nil
}

// Raise does what an alarm asks for: a card with its 督办单, once for a case and reason, or a patrol event, once for a source. Source names
// what was seen ("job 4711"). Harmless when repeated.
func (s *Service) Raise(ctx context.Context, alarm casework.AlarmArgs, source string) error {
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		c, ok, err := selectCase(tx, alarm.CaseID)
		if err != nil || !ok {
			return err // a discarded draft leaves nothing to supervise
		}
		if alarm.Card == procedure.Patrol {
			return s.patrol(tx, found{Rule: alarm.Reason, CaseID: c.ID, Desk: alarm.Desk, PoliceNo: alarm.Officer, Role: string(alarm.Role), Source: source},
				notice.Facts{Number: c.Number, Applicant: c.Applicant})
		}
		return s.raise(ctx, tx, c, alarmed{AlarmArgs: alarm})
	})
	if db.IsUnique(err, "cards_case_id_reason_key") {
		return nil // another worker was first; its number stands and ours was given back
	}
	return err
}

// alarmed is what a card is raised for; words and by are those of an order by hand.
type alarmed struct {
	casework.AlarmArgs
	words, by string
}

func (s *Service) raise(ctx context.Context, tx *db.Tx, c theCase, alarm alarmed) error {
	raised, err := cardExists(tx, alarm.CaseID, alarm.Reason)
	if err != nil || raised {
		return err
	}
	if alarm.Desk == "" {
		alarm.Desk = account.CitySupervise
	}
	item, err := s.Items.Version(ctx, c.ItemCode, c.ItemVersion)
	if err != nil {
		return err
	}
	cal := s.Calendar()
	due := answerDue(alarm.Card, tx.Today(), cal)
	what, basis := wordsOf(alarm.Reason, item.Procedure.Code)
	if alarm.words != "" {
		what, basis = alarm.words, "行政审批监督检查"
	}
	paper, err := s.Documents.Issue(tx, document.Order{CaseID: c.ID, Kind: document.Card, Body: "督", Facts: document.Facts{
		CaseNumber: c.Number, ItemName: item.Name.Zh, ItemCode: c.ItemCode, Applicant: document.Party{Name: c.Applicant},
		Officer: document.Officer{Name: c.HostName, PoliceNo: c.HostOfficer}, DecisionDue: c.law.EffectiveDue(),
		Warning: document.Warning{Card: string(alarm.Card), To: deskName(tx, alarm.Desk), What: what,
			Basis: basis, AnswerDue: due},
	}})
	if err != nil {
		return err
	}
	card := Card{CaseID: c.ID, Colour: alarm.Card, Reason: alarm.Reason, Desk: alarm.Desk, PoliceNo: alarm.Officer, DocumentID: paper.ID,
		Number: paper.Number, RaisedAt: tx.Now, AnswerDue: due, Words: alarm.words, OrderedBy: alarm.by}
	if card.ID, err = uuid.NewV7(); err != nil {
		return err
	}
	if err := insertCard(tx, card, cal.Version()); err != nil {
		return err
	}
	return notice.Post(tx, cardNotices(card, c, item.Name.Zh, item.Name.En)...)
}

// cardNotices tell the officer, the head of his desk (the deciding officer) and the inspectors; a red card also tells the leaders.
func cardNotices(card Card, c theCase, item, itemEn string) []notice.Order {
	o := notice.Order{Kind: notice.YellowCard, CaseID: c.ID, Once: card.ID.String(), Facts: notice.Facts{Item: item, ItemEn: itemEn,
		Number: c.Number, Applicant: c.Applicant, Due: card.AnswerDue, Reason: card.Reason, Document: card.DocumentID, Title: card.Number,
		Desk: card.Desk}}
	if strings.HasPrefix(card.Reason, ordered) {
		o.Facts.Reason = ordered[:len(ordered)-1]
	}
	if card.Colour == procedure.Red {
		o.Kind = notice.RedCard
	}
	to := []notice.To{notice.Desk(card.Desk, string(account.Decider)), notice.Desk(account.CitySupervise, string(account.Supervisor))}
	if card.PoliceNo != "" {
		to = append(to, notice.Officer(card.PoliceNo))
	}
	if card.Colour == procedure.Red {
		to = append(to, notice.Desk(account.City, string(account.Leader)))
	}
	orders := make([]notice.Order, len(to))
	for i, t := range to {
		orders[i] = o
		orders[i].To = t
	}
	return orders
}

// Watch raises cards for clocks whose red lamp began while nobody works on the case, and for decisions that are overdue; at most limit cases
// are looked at, nearest first. It returns how many cards it asked for. Harmless when repeated.
func (s *Service) Watch(ctx context.Context, limit int) (n int, err error) {
	var open []openCase
	cal := s.Calendar()
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		open, err = selectDueCases(tx, cal.AddWD(tx.Today(), 1), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, c := range open {
		colour, reason := cardOf(c.law, c.Held, s.DB.Today(), cal)
		if colour == "" {
			continue
		}
		alarm := casework.AlarmArgs{CaseID: c.ID, Card: colour, Reason: reason, Officer: c.Officer, Desk: c.Desk}
		if e := s.Raise(ctx, alarm, "watch"); e != nil {
			err = errors.Join(err, e)
			continue
		}
		n++
	}
	return n, err
}

// Cards lists 督办单, newest first: everything for case managers, inspectors and leaders, else those of the officer and his desks.
func (s *Service) Cards(ctx context.Context, actor account.Actor, f Filter) (page Page[Card], err error) {
	who, err := scopeOf(actor)
	if err != nil {
		return page, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		page.Items, page.Total, err = selectCards(tx, who, f)
		return err
	})
	page.Items, page.Next = cut(page.Items, f.limit(), func(c Card) uuid.UUID { return c.ID })
	return page, err
}

// Hits lists patrol events for case managers, inspectors and leaders, newest first.
func (s *Service) Hits(ctx context.Context, actor account.Actor, f Filter) (page Page[Hit], err error) {
	who, err := scopeOf(actor)
	if err != nil {
		return page, err
	}
	if !who.All {
		return page, fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		page.Items, page.Total, err = selectHits(tx, f)
		return err
	})
	page.Items, page.Next = cut(page.Items, f.limit(), func(h Hit) uuid.UUID { return h.ID })
	return page, err
}

// Answer takes the written answer to a card from the officer named on it, or from anybody of the desk when none is named. Faults: NOT_FOUND,
// ROLE_MISSING (another officer or desk must answer), CARD_ANSWERED.
func (s *Service) Answer(ctx context.Context, actor account.Actor, id uuid.UUID, text string) error {
	who, err := scopeOf(actor)
	if err != nil {
		return err
	}
	if err := checkText(text); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		card, ok, err := lockCard(tx, who, id)
		switch {
		case err != nil:
			return err
		case !ok:
			return fault.New(fault.NotFound, "NOT_FOUND")
		case card.AnsweredAt != nil:
			return fault.New(fault.Conflict, "CARD_ANSWERED")
		case card.PoliceNo != "" && card.PoliceNo != actor.Officer, !slices.Contains(actor.AllDesks(), card.Desk):
			return fault.New(fault.Forbidden, "ROLE_MISSING")
		}
		return updateAnswer(tx, id, actor.Officer, text)
	})
}

// CloseHit records what an inspector found about a patrol event. Faults: NOT_FOUND (also when it was closed), ROLE_MISSING.
func (s *Service) CloseHit(ctx context.Context, actor account.Actor, id uuid.UUID, result string) error {
	if !actor.HasAny(account.Supervisor, account.CaseManager) {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	if err := checkText(result); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		closed, err := updateHit(tx, id, actor.Officer, result)
		if err == nil && !closed {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		return err
	})
}

// cut makes a page of at most limit rows out of one that may hold one more.
func cut[T any](rows []T, limit int, id func(T) uuid.UUID) ([]T, *uuid.UUID) {
	if rows == nil {
		rows = []T{}
	}
	if len(rows) <= limit {
		return rows, nil
	}
	last := id(rows[limit-1])
	return rows[:limit], &last
}
