package enterprise

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Config is what the service stands on.
type Config struct {
	DB        *db.DB
	Companies account.Companies
	Materials *material.Service
	Limiter   *account.Limiter
	Calendar  func() *workday.Calendar
	Wait      int // working days in which members may object to a takeover; 0: DefaultWait
}

// Service is the use-cases of enterprises, each one transaction.
type Service struct {
	db        *db.DB
	companies account.Companies
	materials *material.Service
	limiter   *account.Limiter
	calendar  func() *workday.Calendar
	wait      int
}

// New makes the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Companies == nil || c.Materials == nil || c.Limiter == nil || c.Calendar == nil {
		return nil, errors.New("enterprise: the service needs a database, the register of enterprises, uploads, a limiter and a calendar")
	}
	if c.Wait == 0 {
		c.Wait = DefaultWait
	}
	return &Service{db: c.DB, companies: c.Companies, materials: c.Materials, limiter: c.Limiter, calendar: c.Calendar, wait: c.Wait}, nil
}

// Watch hears of every change of an enterprise's members: it stands in the journal, and whom it concerns is told. For account.Config.
func Watch(tx *db.Tx, e account.MemberEvent) error {
	if err := note(tx, e.Enterprise, e.By, Event{Kind: e.Kind, About: e.Name, Detail: string(e.Role)}); err != nil {
		return err
	}
	name, err := nameOf(tx, e.Enterprise)
	if err != nil {
		return err
	}
	kind, told := map[string]notice.Kind{"member_invited": notice.MemberInvited, "member_suspended": notice.MemberSuspended,
		"member_resumed": notice.MemberResumed, "member_ended": notice.MemberEnded}[e.Kind]
	person, known, err := personOf(tx, e.IDNumber)
	if err != nil || !told || !known {
		return err
	}
	return notice.Post(tx, notice.Order{To: notice.Person(person), Kind: kind, Facts: notice.Facts{Unit: name, Applicant: e.By.Name, Due: e.Until}})
}

// note writes a line into an enterprise's journal.
func note(tx *db.Tx, enterprise uuid.UUID, by account.Actor, e Event) error {
	e.Name, e.PoliceNo = by.Name, by.Officer
	return insertEvent(tx, enterprise, e)
}

// Profile shows what the portal knows of an enterprise to its members.
func (s *Service) Profile(ctx context.Context, actor account.Actor, enterprise uuid.UUID) (p Profile, err error) {
	if _, err := actor.MustMember(enterprise); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = selectProfile(tx, enterprise)
		return err
	})
	return p, err
}

// Journal lists what happened to an enterprise, newest first, for its R-LEG and R-ADM.
func (s *Service) Journal(ctx context.Context, actor account.Actor, enterprise uuid.UUID) (events []Event, err error) {
	if _, err := actor.MustMember(enterprise, account.Legal, account.Administrator); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		events, err = selectEvents(tx, enterprise, mostEvents)
		return err
	})
	return events, err
}

const mostEvents = 100

// Authorisation shows a membership as 授权委托书, to the member and to who manages members; another's is NOT_FOUND.
func (s *Service) Authorisation(ctx context.Context, actor account.Actor, membership uuid.UUID) (a Authorisation, err error) {
	if !actor.IsPerson() {
		return a, forbidden()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var idNumber string
		if a, idNumber, err = selectAuthorisation(tx, membership); err != nil {
			return err
		}
		if _, err := actor.MustMember(a.Enterprise.ID, account.Legal, account.Administrator); err != nil && idNumber != actor.IDNumber {
			return notFound()
		}
		return nil
	})
	return a, err
}

// Refresh asks the register again about enterprises whose standing is older than a day, at most limit of them, and counts them: one that
// was suspended or closed meanwhile hands in nothing more. A silent register changes nothing.
func (s *Service) Refresh(ctx context.Context, limit int) (n int, err error) {
	var codes []string
	if err := s.db.Read(ctx, func(tx *db.Tx) error { codes, err = selectStale(tx, limit); return err }); err != nil {
		return 0, err
	}
	for _, code := range codes {
		record, answered, err := s.ask(ctx, code)
		if err != nil {
			return n, err
		}
		if !answered {
			return n, nil
		}
		if record.Name == "" {
			continue // not in the register any more: an officer decides, not a gap in the data
		}
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return account.Update(tx, record) }); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func notFound() error { return fault.New(fault.NotFound, "NOT_FOUND") }

func forbidden() error { return fault.New(fault.Forbidden, "FORBIDDEN") }
