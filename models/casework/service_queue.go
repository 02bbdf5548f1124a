package casework

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Queues lists the officer's queues: every desk and stage at which he holds the role. Those who supervise also see all in which something waits.
func (s *Service) Queues(ctx context.Context, actor account.Actor) (list []QueueCount, err error) {
	list = queuesOf(actor)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if actor.HasAny(account.CaseManager, account.Supervisor) {
			busy, err := busyQueues(tx)
			if err != nil {
				return err
			}
			for _, q := range busy {
				if !slices.Contains(list, q) {
					list = append(list, q)
				}
			}
		}
		open, err := openQueues(tx, list)
		if err != nil {
			return err
		}
		for i := range list {
			if !slices.Contains(open, list[i]) {
				continue // nothing waits and nobody holds anything
			}
			if err := countQueue(tx, &list[i], actor.Officer, tx.Today()); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// queuesOf are the queues at which the officer works.
func queuesOf(actor account.Actor) []QueueCount {
	list := []QueueCount{}
	for _, stage := range procedure.Stages() {
		for _, desk := range actor.Desks(account.Role(procedure.StageRole(stage))) {
			list = append(list, QueueCount{Desk: desk, Stage: stage})
		}
	}
	return list
}

// Queue lists the waiting steps of a queue in working order. Total stops at 1001.
func (s *Service) Queue(ctx context.Context, actor account.Actor, desk string, stage procedure.Stage, after string, limit int) (page Page[QueueRow], err error) {
	if !worksAt(actor, desk, stage) && !actor.HasAny(account.CaseManager, account.Supervisor) {
		return page, fault.New(fault.NotFound, "NOT_FOUND")
	}
	from, err := parseCursor(after)
	if err != nil {
		return page, err
	}
	limit = min(max(limit, 1), mostRows)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if page.Items, err = s.queueRows(ctx, tx, desk, stage, from, limit+1); err != nil {
			return err
		}
		count := QueueCount{Desk: desk, Stage: stage}
		err = countQueue(tx, &count, actor.Officer, tx.Today())
		page.Total = count.Waiting
		cal := s.calendar()
		for i := range page.Items {
			page.Items[i].Lamp = procedure.LampOf(procedure.Clock{Due: page.Items[i].FinishBy}, tx.Today(), cal)
		}
		if err != nil || len(page.Items) == 0 {
			return err
		}
		if err := s.estimateRows(tx, desk, stage, page.Items); err != nil {
			return err
		}
		return s.alarmRows(tx, page.Items)
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = cursor(page.Items[limit-1].Place)
	}
	return page, err
}

// estimateRows tells of each row of a page where it stands and when it will be done.
func (s *Service) estimateRows(tx *db.Tx, desk string, stage procedure.Stage, rows []QueueRow) error {
	pace, err := s.pace(tx, desk, stage)
	if err != nil {
		return err
	}
	ahead, err := countAhead(tx, desk, stage, rows[0].Place)
	for i := range rows {
		rows[i].ETA = flow.Estimate(flow.Waiting{Ahead: ahead + i, After: rows[i].after(stage)}, pace, tx.Today(), s.calendar())
	}
	return err
}

func worksAt(actor account.Actor, desk string, stage procedure.Stage) bool {
	role := procedure.StageRole(stage)
	return role != "" && desk != "" && actor.IsClerk() && actor.Has(account.Role(role), desk)
}

func cursor(p Place) string {
	raw, _ := json.Marshal(p) // dates, numbers and text always marshal
	return base64.RawURLEncoding.EncodeToString(raw)
}

func parseCursor(s string) (*Place, error) {
	if s == "" {
		return nil, nil
	}
	p := &Place{}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(raw, p) != nil {
		return nil, fault.New(fault.Malformed, "CURSOR")
	}
	return p, nil
}

// claimTries is how often two claims of one officer may meet on the same slot.
const claimTries = 4

// ClaimNext takes the next step of a queue. Faults: QUEUE_EMPTY (NotFound), CLAIMS_FULL (Conflict) with five in hand, ROLE_REQUIRED.
// What he decided before and may still take back is committed first: he goes on.
func (s *Service) ClaimNext(ctx context.Context, actor account.Actor, desk string, stage procedure.Stage, idem db.Key) (claim Claim, err error) {
	if s.undo > 0 {
		if err := s.CommitHeld(ctx, actor); err != nil {
			return claim, err
		}
	}
	return s.claimNext(ctx, actor, desk, stage, idem)
}

func (s *Service) claimNext(ctx context.Context, actor account.Actor, desk string, stage procedure.Stage, idem db.Key) (claim Claim, err error) {
	if !worksAt(actor, desk, stage) {
		return claim, fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(procedure.StageRole(stage)))
	}
	for range claimTries {
		claim, _, err = db.Once(ctx, s.db, idem, func(tx *db.Tx) (Claim, error) {
			if err := requeueExpired(tx, desk, stage, actor.Officer); err != nil {
				return Claim{}, err
			}
			st, err := claimNext(tx, desk, stage, take(actor.Officer, actor.AccountID, 0, tx.Now), actor.Name)
			if err != nil || st != nil {
				return claimed(st), err
			}
			n, err := held(tx, actor.Officer)
			if err == nil && n >= MaxClaims {
				return Claim{}, fault.New(fault.Conflict, "CLAIMS_FULL", "max", MaxClaims)
			}
			return Claim{}, either(err, fault.New(fault.NotFound, "QUEUE_EMPTY"))
		})
		if !db.IsUnique(err, "steps_hands") {
			break
		}
	}
	if err == nil {
		s.clearWay(ctx, desk, stage)
	}
	return claim, err
}

// headEvery is after how many claims of a queue its head is moved on: as many dead entries does a claim walk over at most, and as many more
// for each other instance. When that fails, because somebody lets steps wait all the time, headAgain claims later it is tried again.
const (
	headEvery = 256
	headAgain = 16
)

// clearWay moves the head of a queue on once in a while. The claim itself is done and does not depend on it.
func (s *Service) clearWay(ctx context.Context, desk string, stage procedure.Stage) {
	kept, _ := s.claims.LoadOrStore(queueKey{desk, stage}, new(atomic.Int64))
	since := kept.(*atomic.Int64)
	if n := since.Add(1); n < headEvery || !since.CompareAndSwap(n, 0) {
		return
	}
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return moveHead(tx, desk, stage) }); err != nil {
		since.Store(headEvery - headAgain)
	}
}

func claimed(s *step) Claim {
	if s == nil {
		return Claim{}
	}
	return s.claim()
}

// hold opens a step that the actor claims to hold, and locks it. Faults: NOT_FOUND for who could never hold it, LEASE_LOST.
func hold(tx *db.Tx, actor account.Actor, id uuid.UUID, fence int64) (*step, error) {
	st, err := selectStep(tx, id, true)
	if err != nil {
		return nil, err
	}
	if !worksAt(actor, st.Desk, st.Stage) && !actor.HasAny(account.CaseManager, account.Supervisor) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	if st.State != "CLAIMED" {
		return nil, leaseLost()
	}
	return st, st.Lease.holds(actor.AccountID, fence, tx.Now)
}

// Heartbeat extends a claim; input tells whether the officer has typed since the last one. Fault: LEASE_LOST.
func (s *Service) Heartbeat(ctx context.Context, actor account.Actor, id uuid.UUID, fence int64, input bool) (claim Claim, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		st, err := hold(tx, actor, id, fence)
		if err != nil {
			return err
		}
		if st.Lease, err = st.Lease.beat(actor.AccountID, fence, input, tx.Now); err != nil {
			return err
		}
		claim = st.claim()
		return updateLease(tx, st, nil)
	})
	return claim, err
}

// SaveNote keeps a private draft opinion with the claim; it counts as input. Fault: LEASE_LOST.
func (s *Service) SaveNote(ctx context.Context, actor account.Actor, id uuid.UUID, fence int64, text string) error {
	if err := fault.Fields(checkText("/text", text)...); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		st, err := hold(tx, actor, id, fence)
		if err != nil {
			return err
		}
		if st.Lease, err = st.Lease.beat(actor.AccountID, fence, true, tx.Now); err != nil {
			return err
		}
		return updateLease(tx, st, &text)
	})
}

// ReturnStep gives a claimed step back to its queue with its original place. The second return, by another officer, takes it out of the queue
// until case management releases it (domain.md 3.6). Faults: LEASE_LOST, RETURN_REASON_UNKNOWN.
func (s *Service) ReturnStep(ctx context.Context, actor account.Actor, id uuid.UUID, fence int64, reason ReturnReason, text string) error {
	if err := reason.check(text); err != nil {
		return err
	}
	if err := fault.Fields(checkText("/text", text)...); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		st, err := hold(tx, actor, id, fence)
		if err != nil {
			return err
		}
		if _, err := deletePending(tx, id, actor.AccountID); err != nil {
			return err
		}
		state := "QUEUED"
		if slices.ContainsFunc(st.Returned, func(officer string) bool { return officer != actor.Officer }) {
			state = "ESCALATED"
			tx.Enqueue(AlarmArgs{CaseID: st.CaseID, Card: procedure.Yellow, Reason: "RETURNED_TWICE", Officer: actor.Officer, Desk: st.Desk,
				Role: procedure.StageRole(st.Stage)})
		}
		return returnStep(tx, st, state, reason == Recusal, reason, text)
	})
}

// Release puts a held or escalated step back into its queue; only case management may (R-CAG).
func (s *Service) Release(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) error {
	if !actor.HasAny(account.CaseManager) {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.CaseManager))
	}
	if faults := checkText("/reason", reason); len(faults) > 0 || reason == "" {
		return either(fault.Fields(faults...), fault.New(fault.Invalid, "REASON_REQUIRED"))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		st, err := selectStep(tx, id, true)
		if err != nil {
			return err
		}
		return releaseStep(tx, st, actor.Officer+" "+reason)
	})
}

// Mine lists what the officer holds, oldest first.
func (s *Service) Mine(ctx context.Context, actor account.Actor) (list []Claim, err error) {
	list = []Claim{}
	if actor.Officer == "" {
		return list, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		steps, err := heldBy(tx, actor.Officer)
		if err != nil {
			return err
		}
		given, err := assignedTo(tx, actor.Officer)
		for _, st := range steps {
			claim := st.claim()
			claim.Assigned = given[st.ID]
			list = append(list, claim)
		}
		return err
	})
	return list, err
}
