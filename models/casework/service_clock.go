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
		return nil
	})
	return v, err
}
