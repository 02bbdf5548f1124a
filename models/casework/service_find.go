package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// How far the lists of the desk look ahead and how long they are.
const (
	nearDays  = 14 // natural days: no lamp is lit earlier
	mostNear  = 12
	mostFound = 50
	leastText = 2 // characters of a search
)

// Watched is a case whose limit is near, or whose step nobody may claim any more.
type Watched struct {
	CaseSummary
	Lamp      procedure.Lamp `json:"lamp"`
	Left      int            `json:"left"` // working days
	Escalated bool           `json:"escalated,omitempty"`
	StepID    uuid.UUID      `json:"step_id,omitzero"`
	Holder    string         `json:"holder,omitempty"`
}

// NearLimit lists what waits in the officer's queues and is due today, late or close to it, in working order.
func (s *Service) NearLimit(ctx context.Context, actor account.Actor) (list []QueueRow, err error) {
	list = []QueueRow{}
	cal := s.calendar()
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		open, err := openQueues(tx, queuesOf(actor))
		if err != nil {
			return err
		}
		for _, q := range open {
			rows, err := s.queueRows(ctx, tx, q.Desk, q.Stage, nil, mostNear)
			if err != nil {
				return err
			}
			for _, r := range rows {
				r.Desk, r.Stage, r.Lamp = q.Desk, q.Stage, procedure.LampOf(procedure.Clock{Due: r.FinishBy}, tx.Today(), cal)
				if r.Today || r.Lamp != procedure.Green {
					list = append(list, r)
				}
			}
		}
		slices.SortFunc(list, func(a, b QueueRow) int { return a.Place.Compare(b.Place) })
		list = list[:min(len(list), mostNear)]
		return s.alarmRows(tx, list)
	})
	return list, err
}

// Watch lists the undecided cases of all desks whose limit is near, and the steps that wait for case management; for those who supervise.
// Fault: ROLE_REQUIRED.
func (s *Service) Watch(ctx context.Context, actor account.Actor) (list []Watched, err error) {
	if !actor.HasAny(account.Supervisor, account.CaseManager, account.Leader) {
		return nil, fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	cal := s.calendar()
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		near, err := s.summaries(ctx, tx, `c.due <= ? AND c.number IS NOT NULL AND c.state <> 'CORRECTION' ORDER BY c.due, c.number LIMIT ?`,
			tx.Today().AddDays(nearDays), mostFound)
		if err != nil {
			return err
		}
		escalated, err := s.summaries(ctx, tx, `c.id IN (SELECT s.case_id FROM steps s WHERE s.state = 'ESCALATED') ORDER BY c.due, c.number LIMIT ?`, mostFound)
		if err != nil {
			return err
		}
		seen := map[uuid.UUID]bool{}
		for i, c := range append(escalated, near...) {
			if seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			w := Watched{CaseSummary: c, Escalated: i < len(escalated), Lamp: procedure.LampOf(procedure.Clock{Due: c.Due}, tx.Today(), cal)}
			if w.Left = cal.CountWD(tx.Today(), c.Due); tx.Today().After(c.Due) {
				w.Left = min(-1, -cal.CountWD(c.Due, tx.Today()))
			}
			if w.Lamp == procedure.Green && !w.Escalated {
				continue
			}
			if st, err := openStep(tx, c.ID); err != nil {
				return err
			} else if st != nil {
				w.StepID, w.Holder = st.ID, st.Holder
			}
			list = append(list, w)
		}
		return nil
	})
	return list, err
}

// SearchQueue finds waiting steps of one queue by case number, applicant or unit, in working order.
func (s *Service) SearchQueue(ctx context.Context, actor account.Actor, desk string, stage procedure.Stage, text string) (list []QueueRow, err error) {
	if !worksAt(actor, desk, stage) && !actor.HasAny(account.CaseManager, account.Supervisor) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	text = strings.TrimSpace(text)
	if faults := checkText("/q", text); len(faults) > 0 {
		return nil, fault.Fields(faults...)
	}
	cal := s.calendar()
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if list, err = s.queueFound(ctx, tx, desk, stage, text, mostFound); err != nil {
			return err
		}
		for i := range list {
			list[i].Lamp = procedure.LampOf(procedure.Clock{Due: list[i].FinishBy}, tx.Today(), cal)
		}
		return s.alarmRows(tx, list)
	})
	return list, err
}

// Which narrows a search by the archives: AllCases, OnlyArchived (T35) or NotArchived.
type Which string

// The choices.
const (
	AllCases     Which = ""
	OnlyArchived Which = "archived"
	NotArchived  Which = "current"
)

// Whiches lists them.
func Whiches() []Which { return []Which{AllCases, NotArchived, OnlyArchived} }

// archived is the condition on a case c.
func (w Which) archived() string {
	switch w {
	case OnlyArchived:
		return ` AND ` + isArchived
	case NotArchived:
		return ` AND NOT ` + isArchived
	}
	return ""
}

// Find looks among the cases that the officer may see for a case number or its beginning, the whole or the last digits of an ID number, an
// applicant's name, or an enterprise by name or credit code; newest first, at most 50. Fault: SEARCH_TOO_SHORT.
func (s *Service) Find(ctx context.Context, actor account.Actor, text string, which Which) (list []CaseSummary, err error) {
	if !actor.IsClerk() {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	text = strings.TrimSpace(text)
	if faults := checkText("/q", text); len(faults) > 0 {
		return nil, fault.Fields(faults...)
	}
	if len([]rune(text)) < leastText {
		return nil, fault.Fields(fault.OneField("/q", "SEARCH_TOO_SHORT", "min", leastText))
	}
	see, upper := officer(actor), strings.ToUpper(text)
	match := `(c.number LIKE ? OR p.name LIKE ? OR c.unit_name LIKE ? OR c.unit_code = ?)`
	args := []any{like(upper) + "%", like(text) + "%", "%" + like(text) + "%", upper}
	if n := len(text); n >= 4 && n <= 18 && len([]rune(text)) == n {
		match = `(c.number LIKE ? OR p.name LIKE ? OR c.unit_name LIKE ? OR c.unit_code = ? OR right(p.id_number, ?) = ?)`
		args = append(args, n, upper)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = s.summaries(ctx, tx, `c.number IS NOT NULL AND `+match+which.archived()+` AND (`+see.where+`) ORDER BY c.received_at DESC, c.id DESC LIMIT ?`,
			append(append(args, see.args...), mostFound)...)
		return err
	})
	return list, err
}

// like keeps the wildcards of LIKE as they were typed.
func like(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// Pick takes a certain waiting step out of its turn; only case management and supervision may, and they say why (domain.md 3.6). Faults:
// ROLE_REQUIRED, REASON_REQUIRED, QUEUE_EMPTY when it does not wait any more, CLAIMS_FULL.
func (s *Service) Pick(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, idem db.Key) (Claim, error) {
	if !actor.HasAny(account.CaseManager, account.Supervisor) {
		return Claim{}, fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	faults := checkText("/reason", reason)
	if strings.TrimSpace(reason) == "" {
		faults = []fault.Field{fault.OneField("/reason", "REASON_REQUIRED")}
	}
	if err := fault.Fields(faults...); err != nil {
		return Claim{}, err
	}
	claim, _, err := db.Once(ctx, s.db, idem, func(tx *db.Tx) (Claim, error) {
		if err := requeueExpired(tx, "", "", actor.Officer); err != nil {
			return Claim{}, err
		}
		st, err := pickStep(tx, id, take(actor.Officer, actor.AccountID, 0, tx.Now), actor.Name, reason)
		if err != nil || st != nil {
			return claimed(st), err
		}
		n, err := held(tx, actor.Officer)
		if err == nil && n >= MaxClaims {
			return Claim{}, fault.New(fault.Conflict, "CLAIMS_FULL", "max", MaxClaims)
		}
		return Claim{}, either(err, fault.New(fault.NotFound, "QUEUE_EMPTY"))
	})
	return claim, err
}
