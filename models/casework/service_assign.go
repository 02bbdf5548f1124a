package casework

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Colleague is an officer to whom a step may be given, with how much he holds and whether he is there.
type Colleague struct {
	Login   string       `json:"login"`
	Officer string       `json:"officer"` // police number
	Name    string       `json:"name"`
	Desk    string       `json:"desk"`
	Role    account.Role `json:"role"`
	Held    int          `json:"held"`
	AwayTo  workday.Date `json:"away_to,omitzero"` // on leave until this day
	Shift   string       `json:"shift,omitempty"`  // "08:30–17:30"
	account uuid.UUID
}

// HeldStep is a step in an officer's hand, as case management sees it.
type HeldStep struct {
	Claim
	Officer string `json:"officer"`
	Holder  string `json:"holder"`
}

// Shifts is who is there and who holds what, for case management.
type Shifts struct {
	Colleagues []Colleague `json:"colleagues"`
	Held       []HeldStep  `json:"held"`
}

// manages lets only case management in (R-CAG). Fault: ROLE_REQUIRED.
func manages(actor account.Actor) error {
	if !actor.HasAny(account.CaseManager) {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	return nil
}

// reasoned checks the words that everything of case management needs.
func reasoned(reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fault.Fields(fault.OneField("/reason", "REASON_REQUIRED"))
	}
	return fault.Fields(checkText("/reason", reason)...)
}

// Shifts shows case management and 督察, who reads everything (domain.md 0.4), every officer of the queues and every step in somebody's hand.
func (s *Service) Shifts(ctx context.Context, actor account.Actor) (v Shifts, err error) {
	if !actor.HasAny(account.Supervisor) {
		if err := manages(actor); err != nil {
			return v, err
		}
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if v.Colleagues, err = selectColleagues(tx, ""); err != nil {
			return err
		}
		steps, err := selectSteps(tx, `s.state = 'CLAIMED' AND s.expires_at > ? ORDER BY s.holder_officer, s.claimed_at LIMIT 500`, tx.Now)
		v.Held = []HeldStep{}
		for _, st := range steps {
			claim := st.claim()
			claim.Fence, claim.Draft = 0, "" // a private draft is nobody else's
			v.Held = append(v.Held, HeldStep{Claim: claim, Officer: st.Lease.Officer, Holder: st.Holder})
		}
		return err
	})
	return v, err
}

// Assigned is what became of one step of an assignment.
type Assigned struct {
	StepID uuid.UUID `json:"step_id"`
	Code   string    `json:"code"`
	Fault  string    `json:"fault,omitempty"` // why it was not given: ASSIGN_BARRED, ASSIGN_ROLE, CLAIMS_FULL, QUEUE_EMPTY
}

// Assign gives steps, or with none named all that an officer holds, to another officer (K06): each has its own result, those that could not be
// given stay where they are. The new holder sees them as new and finds the private draft; he has until the end of a claim's cap to open each.
// Both are told. Faults: ROLE_REQUIRED, REASON_REQUIRED, COLLEAGUE_UNKNOWN, OFFICER_AWAY.
func (s *Service) Assign(ctx context.Context, actor account.Actor, steps []uuid.UUID, of, login, reason string) (list []Assigned, err error) {
	if err := errors.Join(manages(actor), reasoned(reason)); err != nil {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list = []Assigned{}
		posts, err := selectColleagues(tx, strings.TrimSpace(login))
		if err != nil {
			return err
		}
		switch {
		case len(posts) == 0:
			return fault.Fields(fault.OneField("/to", "COLLEAGUE_UNKNOWN"))
		case !posts[0].AwayTo.IsZero():
			return fault.Fields(fault.OneField("/to", "OFFICER_AWAY", "date", posts[0].AwayTo))
		}
		if len(steps) == 0 && of != "" {
			if steps, err = heldIDs(tx, of); err != nil {
				return err
			}
		}
		for _, id := range steps {
			one, err := s.assign(tx, actor, id, posts, reason)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return nil
	})
	return list, err
}

// assign gives one step to an officer who works at its queue.
func (s *Service) assign(tx *db.Tx, actor account.Actor, id uuid.UUID, posts []Colleague, reason string) (a Assigned, err error) {
	a.StepID = id
	st, err := selectStep(tx, id, true)
	if err != nil {
		return a, err
	}
	a.Code = st.Number
	var to *Colleague
	for i := range posts {
		if posts[i].Desk == st.Desk && posts[i].Role == account.Role(procedure.StageRole(st.Stage)) {
			to = &posts[i]
		}
	}
	switch {
	case st.State == "DONE":
		a.Fault = "QUEUE_EMPTY"
	case to == nil:
		a.Fault = "ASSIGN_ROLE"
	case st.barred(to.Officer):
		a.Fault = "ASSIGN_BARRED"
	case st.State == "CLAIMED" && st.Lease.Officer == to.Officer && tx.Now.Before(st.Lease.ExpiresAt):
		return a, nil // he holds it already
	}
	if a.Fault != "" {
		return a, nil
	}
	lease := take(to.Officer, to.account, 0, tx.Now)
	lease.ExpiresAt = lease.CapAt
	given, err := overtake(tx, st, lease, to.Name, "assigned", reason)
	if err != nil || given == nil {
		a.Fault = "CLAIMS_FULL"
		return a, err
	}
	return a, notice.Post(tx, handOver(st, to.Officer, actor, reason)...)
}

// handOver tells the new holder, and the former one when there is one.
func handOver(st *step, to string, by account.Actor, reason string) []notice.Order {
	facts := notice.Facts{Number: st.Number, Desk: st.Desk, Officer: by.Name + " " + by.Officer, Reason: reason, Due: st.DoBy}
	var orders []notice.Order
	if to != by.Officer {
		orders = append(orders, notice.Order{To: notice.Officer(to), Kind: notice.StepAssigned, CaseID: st.CaseID, Facts: facts})
	}
	if st.State == "CLAIMED" && st.Lease.Officer != by.Officer {
		orders = append(orders, notice.Order{To: notice.Officer(st.Lease.Officer), Kind: notice.StepTaken, CaseID: st.CaseID, Facts: facts})
	}
	return orders
}

// TakeOver takes a step out of another officer's hand, who is warned on the page that he would lose it; it needs a reason, is logged, and the
// former holder is told (K04). His private draft stays with the step. Faults: ROLE_REQUIRED, REASON_REQUIRED, QUEUE_EMPTY, CLAIMS_FULL.
func (s *Service) TakeOver(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, idem db.Key) (Claim, error) {
	if !actor.HasAny(account.CaseManager, account.Supervisor) {
		return Claim{}, fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	if err := reasoned(reason); err != nil {
		return Claim{}, err
	}
	claim, _, err := db.Once(ctx, s.db, idem, func(tx *db.Tx) (Claim, error) {
		st, err := selectStep(tx, id, true)
		if err != nil {
			return Claim{}, err
		}
		if st.State == "DONE" || st.barred(actor.Officer) {
			return Claim{}, fault.New(fault.NotFound, "QUEUE_EMPTY")
		}
		got, err := overtake(tx, st, take(actor.Officer, actor.AccountID, 0, tx.Now), actor.Name, "taken", reason)
		if err == nil && got == nil {
			err = fault.New(fault.Conflict, "CLAIMS_FULL", "max", MaxClaims)
		}
		if err != nil {
			return Claim{}, err
		}
		return got.claim(), notice.Post(tx, handOver(st, actor.Officer, actor, reason)...)
	})
	return claim, err
}

// SetLeave enters an officer's leave, both days included. What he holds goes back when it begins. Faults: ROLE_REQUIRED, REASON_REQUIRED,
// COLLEAGUE_UNKNOWN, DATES_ORDER.
func (s *Service) SetLeave(ctx context.Context, actor account.Actor, officer string, from, until workday.Date, reason string) error {
	if err := errors.Join(manages(actor), reasoned(reason)); err != nil {
		return err
	}
	if from.IsZero() || until.Before(from) {
		return fault.Fields(fault.OneField("/until", "DATES_ORDER"))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := officerExists(tx, officer)
		if err == nil && !known {
			return fault.Fields(fault.OneField("/officer", "COLLEAGUE_UNKNOWN"))
		}
		if err != nil {
			return err
		}
		tx.Changed(live.AllDesks)
		if err := insertAbsence(tx, officer, from, until, reason, actor.Officer); err != nil {
			return err
		}
		_, err = releaseAbsent(tx)
		return err
	})
}

// SetShift sets when an officer works, as "08:30" and "17:30"; both empty is no shift. Faults: ROLE_REQUIRED, COLLEAGUE_UNKNOWN, SHIFT_TIMES.
func (s *Service) SetShift(ctx context.Context, actor account.Actor, officer, starts, ends string) error {
	if err := manages(actor); err != nil {
		return err
	}
	if !(starts == "" && ends == "") && !(isClock(starts) && isClock(ends) && starts < ends) {
		return fault.Fields(fault.OneField("/ends", "SHIFT_TIMES"))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := officerExists(tx, officer)
		if err == nil && !known {
			return fault.Fields(fault.OneField("/officer", "COLLEAGUE_UNKNOWN"))
		}
		if err != nil {
			return err
		}
		tx.Changed(live.AllDesks)
		return setShift(tx, officer, starts, ends, actor.Officer)
	})
}

// isClock tells whether s is a time of day as "08:30".
func isClock(s string) bool {
	return len(s) == 5 && s[2] == ':' && s[0] >= '0' && s >= "00:00" && s <= "23:59" && s[3] <= '5' && s[1] >= '0' && s[1] <= '9' && s[4] >= '0' && s[4] <= '9'
}

// ReleaseArgs is the periodic job that gives back what nobody works on any more.
type ReleaseArgs struct{}

// Kind names the job in the queue.
func (ReleaseArgs) Kind() string { return "casework.release" }

// ReleaseAbsent gives back, at their original place, the steps of officers who are on leave or whose shift has ended since they claimed
// them, and those whose lease ran out. A decision that may still be taken back is left to be committed. It returns how many went back; running
// it again changes nothing.
func (s *Service) ReleaseAbsent(ctx context.Context) (n int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if n, err = releaseAbsent(tx); err != nil {
			return err
		}
		return requeueExpired(tx, "", "", "")
	})
	return n, err
}
