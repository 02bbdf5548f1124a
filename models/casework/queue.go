package casework

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
)

// Place is where a step stands in its queue; the order of work is models/flow's.
type Place = flow.Place

// Class is U or O.
type Class = flow.Class

// Classes.
const (
	Expedited = flow.Expedited // U
	Ordinary  = flow.Ordinary  // O
)

// Lengths of a claim (domain.md 3.6).
const (
	LeaseFor  = 15 * time.Minute // without a heartbeat
	IdleAfter = 10 * time.Minute // heartbeats without input no longer count
	LeaseCap  = 4 * time.Hour    // of one claim
	MaxClaims = 5                // of one officer
)

// Lease is an officer's hold on a step.
type Lease struct {
	Officer   string
	Account   uuid.UUID
	Fence     int64
	ExpiresAt time.Time
	CapAt     time.Time
	LastInput time.Time
}

// take begins a lease. Fence is that of the step after the claim.
func take(officer string, account uuid.UUID, fence int64, now time.Time) Lease {
	return Lease{Officer: officer, Account: account, Fence: fence, ExpiresAt: now.Add(LeaseFor), CapAt: now.Add(LeaseCap), LastInput: now}
}

// beat extends a lease; without input for ten minutes it only runs on. Fault: LEASE_LOST.
func (l Lease) beat(account uuid.UUID, fence int64, input bool, now time.Time) (Lease, error) {
	if err := l.holds(account, fence, now); err != nil {
		return l, err
	}
	if input {
		l.LastInput = now
	}
	if now.Sub(l.LastInput) <= IdleAfter {
		l.ExpiresAt = earlier(now.Add(LeaseFor), l.CapAt)
	}
	return l, nil
}

// holds tells whether the account still holds the step with this fence. Fault: LEASE_LOST (409), and nothing may be stored.
func (l Lease) holds(account uuid.UUID, fence int64, now time.Time) error {
	if l.Account != account || l.Fence != fence || !now.Before(l.ExpiresAt) {
		return fault.New(fault.Conflict, "LEASE_LOST")
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// ReturnReason is why a step goes back to its queue (domain.md 3.6).
type ReturnReason string

// Reasons; Other needs words.
const (
	NeedsEvidence ReturnReason = "needs_evidence" // 需补充证据
	NotThisDesk   ReturnReason = "not_this_desk"  // 不属本岗
	Recusal       ReturnReason = "recusal"        // 回避
	SystemFailure ReturnReason = "system_failure" // 系统故障
	OtherReason   ReturnReason = "other"          // 其他
)

func (r ReturnReason) check(text string) error {
	switch r {
	case NeedsEvidence, NotThisDesk, Recusal, SystemFailure:
		return nil
	case OtherReason:
		if strings.TrimSpace(text) == "" {
			return fault.Fields(fault.OneField("/text", "REASON_REQUIRED"))
		}
		return nil
	}
	return fault.Fields(fault.OneField("/reason", "RETURN_REASON_UNKNOWN"))
}
