package numbers

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Config is what the service stands on.
type Config struct {
	DB       *db.DB
	Calendar func() *workday.Calendar
}

// Service counts.
type Service struct {
	Config
	replaying chan struct{} // one replay at a time
}

// New makes the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.Calendar == nil {
		return nil, errors.New("numbers: the service needs a database and a calendar")
	}
	return &Service{Config: c, replaying: make(chan struct{}, 1)}, nil
}

// patience is how long one statement of a report may take: numbers wait for the work, never the work for numbers.
const patience = 5 * time.Second

// items are those on which business endorsements stand.
var items = []string{expedite.ItemHKMacao, expedite.ItemInvited, expedite.ItemTaiwan}

// Ask is what somebody wants to know: a period (nothing: the last 30 days) and a desk ("": all that he may see).
type Ask struct {
	Period Period
	Desk   string
}

// Usual is the period that is shown when none is asked for.
func Usual(today workday.Date) Period { return Period{today.AddDays(-29), today} }

// Figures counts a period. Case management and supervision read everything (domain.md 0.4: R-CAG, R-SUP); the head of a section, who decides at
// an exit-entry desk (R-DEC), reads that desk's. Nobody is named but enterprises and officers. Faults: NOT_FOUND for everybody else and for other
// desks, PERIOD_ORDER, PERIOD_TOO_LONG, PERIOD_TOO_MUCH.
func (s *Service) Figures(ctx context.Context, actor account.Actor, a Ask) (f Figures, err error) {
	if a.Period == (Period{}) {
		a.Period = Usual(s.DB.Today())
	}
	err = s.DB.Report(ctx, patience, func(tx *db.Tx) error {
		desks, chosen, err := readable(tx, actor, a.Desk)
		if err != nil {
			return err
		}
		if err := a.Period.check(); err != nil {
			return err
		}
		f = Figures{Period: a.Period, Desk: a.Desk, Desks: desks, AsOf: tx.Now, Baseline: Report2023}
		return s.count(tx, &f, chosen)
	})
	return f, err
}

func (s *Service) count(tx *db.Tx, f *Figures, desks []string) error {
	facts, err := factsOf(tx, f.Period, desks)
	if err != nil {
		return err
	}
	f.sum(facts, tx.Today())
	if f.Waiting, err = waiting(tx, desks); err != nil {
		return err
	}
	spent, err := stepsDone(tx, f.Period, desks)
	if err != nil {
		return err
	}
	cal := s.Calendar()
	for _, stage := range []procedure.Stage{procedure.StageIntake, procedure.StageReview, procedure.StageDecision, procedure.StageCertificate, procedure.StageVerify, procedure.StageDelivery} {
		list := make([]time.Duration, len(spent[stage]))
		for i, p := range spent[stage] {
			list[i] = flow.WorkingTime(p.opened, p.closed, cal)
		}
		f.Steps = append(f.Steps, took(stage, list))
	}
	admissions, err := admissionsIn(tx, f.Period, desks)
	if err != nil {
		return err
	}
	f.Officers, f.Odd = officers(admissions), odd(admissions)
	year := tx.Today().Year()
	sofar := Period{workday.NewDate(year, time.January, 1), tx.Today()}
	whole, err := expeditedIn(tx, sofar)
	if err != nil {
		return err
	}
	passports, err := businessPassports(tx, sofar)
	f.ThisYear = sumYear(year, whole, passports)
	return err
}

// Desks are those whose numbers an officer may read. Fault: NOT_FOUND.
func (s *Service) Desks(ctx context.Context, actor account.Actor) (desks []string, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		desks, _, err = readable(tx, actor, "")
		return err
	})
	return desks, err
}

// Reads tells whether an officer finds the numbers in his menu.
func Reads(actor account.Actor) bool {
	headed := func(desk string) bool { return strings.HasSuffix(desk, "-jing") }
	return actor.HasAny(account.CaseManager, account.Supervisor) || slices.ContainsFunc(actor.Desks(account.Decider), headed)
}

// readable are the exit-entry desks whose numbers an officer may read, and those of them that he asks for.
func readable(tx *db.Tx, actor account.Actor, asked string) (desks, chosen []string, err error) {
	if !actor.IsClerk() {
		return nil, nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	all, err := exitDesks(tx)
	if err != nil {
		return nil, nil, err
	}
	desks = all
	if !actor.HasAny(account.CaseManager, account.Supervisor) {
		headed := actor.Desks(account.Decider)
		desks = slices.DeleteFunc(all, func(d string) bool { return !slices.Contains(headed, d) })
	}
	chosen = desks
	if asked != "" {
		chosen = []string{asked}
	}
	if len(desks) == 0 || asked != "" && !slices.Contains(desks, asked) {
		return nil, nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return desks, chosen, nil
}
