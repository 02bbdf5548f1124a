package casework

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ClockView tells how every due date of a case came about.
type ClockView struct {
	ID        uuid.UUID                  `json:"id"`
	Number    string                     `json:"number"`
	Name      form.Text                  `json:"name"` // of the item
	Procedure string                     `json:"procedure"`
	State     procedure.State            `json:"state"`
	On        workday.Date               `json:"on"` // day of reckoning
	Calendar  string                     `json:"calendar"`
	Clocks    []procedure.ExplainedClock `json:"clocks"`
	Besides   []LegalDate                `json:"-"` // for whoever runs the portal
}

// LegalDate is a limit about a case that its procedure does not keep.
type LegalDate struct {
	Kind procedure.ClockKind
	Day0 workday.Date // K10, K18, K19: the licence's last day, the day of the decision
	Due  workday.Date
	Done workday.Date // when what it asks for happened
}

// ClocksForApplicant explains the clocks of a received case to its applicant or his unit, as they stand today.
func (s *Service) ClocksForApplicant(ctx context.Context, actor account.Actor, id uuid.UUID) (ClockView, error) {
	return s.clocks(ctx, actor, id, party(actor), time.Time{})
}

// ClocksForOfficer explains them to the officers who may see the case; at is the time of reckoning, zero is now.
func (s *Service) ClocksForOfficer(ctx context.Context, actor account.Actor, id uuid.UUID, at time.Time) (ClockView, error) {
	return s.clocks(ctx, actor, id, officer(actor), at)
}

// ClocksOf explains the clocks of a case to whoever runs the portal. Fault: NOT_FOUND, and those of a number that is none.
func (s *Service) ClocksOf(ctx context.Context, number string, at time.Time) (v ClockView, err error) {
	parsed, err := identity.ParseCaseNumber(strings.TrimSpace(number))
	if err != nil {
		return v, err
	}
	var id uuid.UUID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		id, err = selectByNumber(tx, parsed.String())
		return err
	})
	if err != nil {
		return v, err
	}
	return s.clocks(ctx, account.System(), id, anybody, at)
}

func (s *Service) clocks(ctx context.Context, actor account.Actor, id uuid.UUID, see sight, at time.Time) (v ClockView, err error) {
	err = s.look(ctx, id, see, actor, func(w *work) error {
		if w.Number == "" {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		on := w.tx.Today()
		if !at.IsZero() {
			on = workday.DateOf(at)
		}
		v = ClockView{ID: w.ID, Number: w.Number, Name: w.item.Name, Procedure: w.proc.Code, State: w.Law.State, On: on, Calendar: w.cal.Version(),
			Clocks: w.Law.Explain(w.cal, on)}
		if actor.Kind == account.KindSystem {
			v.Besides, err = w.legalDates()
		}
		return err
	})
	return v, err
}

// legalDates are the limits of domain.md 1.3 that begin outside of the case's procedure.
func (w *work) legalDates() (list []LegalDate, err error) {
	o, law := w.options(), w.Law
	if o.Renewal && !law.Expiry.IsZero() {
		list = append(list, LegalDate{Kind: procedure.K10, Day0: law.Expiry, Due: o.WindowOf(law.Expiry).Timely, Done: law.ReceivedOn})
	}
	if d := o.DutiesOf(w.cal, law.DutyFrom); !d.Due.IsZero() {
		list = append(list, LegalDate{Kind: procedure.K16, Day0: law.DutyFrom, Due: d.Due, Done: law.ReceivedOn})
	}
	for _, read := range []func() ([]LegalDate, error){
		func() ([]LegalDate, error) { return knownPapers(w.tx, w.ID, law.DeliveredOn, w.cal) },
		func() ([]LegalDate, error) { return datesBeside(w.tx, w.ID) },
	} {
		more, err := read()
		if err != nil {
			return list, err
		}
		list = append(list, more...)
	}
	return list, nil
}
