package enterprise

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// TakeoverState is how far a takeover has come.
type TakeoverState string

// States of a takeover. An objection ends it: the parties are to agree, or to show more.
const (
	TakeoverWaiting  TakeoverState = "waiting"
	TakeoverObjected TakeoverState = "objected"
	TakeoverRefused  TakeoverState = "refused"
	TakeoverDone     TakeoverState = "done"
)

// Takeover is somebody's wish to get an enterprise's account whose administrators are gone.
type Takeover struct {
	ID           uuid.UUID     `json:"id"`
	Enterprise   uuid.UUID     `json:"enterprise_id"`
	Name         string        `json:"enterprise"`
	CreditCode   string        `json:"credit_code"`
	Applicant    string        `json:"applicant"`
	Legal        bool          `json:"legal"` // the register names him as legal representative
	Reason       string        `json:"reason"`
	Evidence     uuid.NullUUID `json:"-"`
	HasEvidence  bool          `json:"has_evidence"`
	State        TakeoverState `json:"state"`
	ObjectUntil  workday.Date  `json:"object_until"` // last day for members to object
	FirstOfficer string        `json:"first_officer,omitempty"`
	FirstName    string        `json:"first_name,omitempty"` // of the officer who approved first
	Answer       string        `json:"answer,omitempty"`     // of who objected or refused
	CreatedAt    time.Time     `json:"created_at"`
}

// decide holds an officer's approval against the rules: the members' time has passed, and the second officer is another natural person than
// the first (domain.md 1.6, by police number). passes tells that the account passes now. Faults: TAKEOVER_WAITING, FOUR_EYES.
func (t Takeover) decide(officer account.Actor, today workday.Date) (passes bool, err error) {
	switch {
	case !today.After(t.ObjectUntil):
		return false, fault.New(fault.Conflict, "TAKEOVER_WAITING", "due", t.ObjectUntil.String())
	case t.FirstOfficer == "":
		return false, nil
	case t.FirstOfficer == officer.Officer:
		return false, fault.New(fault.Forbidden, "FOUR_EYES", "role", string(account.Receiver), "other", string(account.Receiver))
	}
	return true, nil
}

// role is what the applicant becomes.
func (t Takeover) role() account.Role {
	if t.Legal {
		return account.Legal
	}
	return account.Administrator
}
