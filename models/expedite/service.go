package expedite

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Items on which business endorsements stand.
const (
	ItemHKMacao      = "430900-CJ-0169" // 往来港澳商务签注签发
	ItemInvited      = "430900-CJ-0184" // 前往台湾应邀交流签注签发
	ItemTaiwan       = "430900-CJ-0186" // 前往台湾商务签注签发
	ItemRegistration = "430900-CJ-0173" // 赴港澳商务签注企业登记备案
)

// Cases keeps the cases; *casework.Service gives it.
type Cases interface {
	MaySee(ctx context.Context, actor account.Actor, id uuid.UUID) error
	FileIn(ctx context.Context, tx *db.Tx, actor account.Actor, f casework.Filing) (casework.Receipt, error)
	Beside(ctx context.Context, actor account.Actor, id uuid.UUID, key db.Key, decide casework.Deciding) error
	BesideAll(ctx context.Context, actor account.Actor, cases []uuid.UUID, first func(*db.Tx) error, decide casework.Deciding) error
	Together(ctx context.Context, actor account.Actor, ids []uuid.UUID, key db.Key, act procedure.Act, first func(*db.Tx) error) error
	Standing(ctx context.Context, actor account.Actor, id uuid.UUID) (casework.Standing, error)
	AdmissionEffectIn(ctx context.Context, tx *db.Tx, id uuid.UUID, a casework.Admission) ([]casework.Harm, error)
}

// Registers are what is asked outside. Each answers with a fault of kind Unavailable when it is silent; then an officer looks.
type Registers interface {
	Tax(ctx context.Context, creditCode string) (TaxRecord, error)                                // 税务
	Insurance(ctx context.Context, creditCode string, idNumbers []string) (map[string]int, error) // 人社: months paid by the unit
	StateStaff(ctx context.Context, idNumbers []string) (listed map[string]bool, err error)       // 登记备案国家工作人员
	Area(ctx context.Context, creditCode string) (area string, err error)                         // 市场监管
	Crossed(ctx context.Context, e Endorsement) (Crossing, error)                                 // 国家出入境管理信息系统: journeys made
}

// TaxRecord is what an enterprise paid last year; Found is false when the register has no record.
type TaxRecord struct {
	Found bool
	Year  int
	Yuan  int64
}

// Config is what the service stands on.
type Config struct {
	DB        *db.DB
	Cases     Cases
	Calendar  func() *workday.Calendar
	Registers Registers
	Quota     Quota
}

// Service is the use-cases of business endorsements.
type Service struct{ Config }

// New makes the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Cases == nil || c.Calendar == nil || c.Registers == nil || len(c.Quota.Bands) == 0 {
		return nil, errors.New("expedite: the service needs a database, cases, a calendar, registers and a quota")
	}
	return &Service{c}, nil
}

// Dates reckons what somebody may expect who handed in everything now. Fault: DEPARTURE_PAST.
func (s *Service) Dates(departure workday.Date, d Delivery) (Outlook, error) {
	if !departure.After(s.DB.Today()) {
		return Outlook{}, fault.Fields(fault.OneField("/departure", "DEPARTURE_PAST"))
	}
	return Look(s.Calendar(), s.DB.Now(), departure, d), nil
}

// member is the enterprise that the actor acts for now, for an item. Faults: ENTERPRISE_REQUIRED, MEMBERSHIP_ENDED, ROLE_MISSING.
func member(actor account.Actor, item string) (account.Membership, error) {
	if !actor.IsPerson() || actor.Acting == uuid.Nil {
		return account.Membership{}, fault.New(fault.Forbidden, "ENTERPRISE_REQUIRED")
	}
	m, err := actor.MustMember(actor.Acting, account.Legal, account.Agent)
	if err == nil && !m.Covers(item) {
		err = fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return m, err
}

// Overview is an enterprise's own page.
type Overview struct {
	Unit         string
	CreditCode   string
	Registration Registration
	Applied      *Applied // an application that is being handled
	Held         []Holding
	Requests     []RequestRow
	Marks        []MarkView
	Journeys     Journeys // how its expedited endorsements were used
	Quota        Quota
	Today        workday.Date
	MayRegister  error // what kind of unit cannot, or where
	MayApply     error
	MayChange    error
}

// Applied is an application for registration under way.
type Applied struct {
	ID     uuid.UUID
	Kind   string
	CaseID uuid.UUID
	Number string
	State  procedure.State
	At     time.Time
}

// Overview shows the enterprise that the actor acts for: its registration, seats, requests and marks.
func (s *Service) Overview(ctx context.Context, actor account.Actor) (v Overview, err error) {
	m, err := member(actor, ItemHKMacao)
	if err != nil {
		return v, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		v = Overview{Unit: m.Name, CreditCode: m.CreditCode, Quota: s.Quota, Today: tx.Today()}
		if v.Registration, err = registrationOf(tx, m.CreditCode, false); err != nil {
			return err
		}
		if v.Applied, err = appliedOf(tx, m.ID); err != nil {
			return err
		}
		if v.Held, err = holdings(tx, m.CreditCode); err != nil {
			return err
		}
		if v.Requests, err = requestsOf(tx, m.ID); err != nil {
			return err
		}
		if v.Marks, err = marksOf(tx, m.CreditCode); err != nil {
			return err
		}
		travels, err := travelsSince(tx, tx.Today().AddMonths(-12), m.CreditCode)
		if err != nil {
			return err
		}
		v.Journeys = count(travels[m.CreditCode], tx.Today())
		_, area, _, err := enterpriseAddress(tx, m.ID)
		v.MayRegister = MayRegister(m.CreditCode, area)
		v.MayApply, v.MayChange = v.Registration.MayApply(tx.Today()), v.Registration.MayChangeRoster(tx.Today())
		if v.Applied != nil {
			v.MayApply = fault.New(fault.Conflict, "REGISTRATION_OPEN")
			v.MayChange = v.MayApply
		}
		if v.MayRegister != nil {
			v.MayApply = v.MayRegister
		}
		return err
	})
	return v, err
}

// outlook is what the case may expect, for alternatives beside a late date.
func (s *Service) outlook(received time.Time, t Trip) Outlook {
	return Look(s.Calendar(), received, t.Departure, t.Delivery)
}

// slack is s of domain.md 3.7 at 受理.
func slack(today workday.Date, t Trip, cal *workday.Calendar) int {
	return flow.Slack(today, t.Departure, 3, t.Delivery.Days(), cal)
}
