// Package enterprise is everything between a person's sign-in and the case of his enterprise: registration by the register's word and the
// legal representative's confirmation, members and their journal, the way back to an account whose administrator is gone, and the box of
// papers that are uploaded once and used again.
package enterprise

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// RegistrationState is how far the registration of an enterprise has come.
type RegistrationState string

// States of a registration. While the register is silent nothing is lost: it is asked again, and an officer may look by hand.
const (
	WaitingRegister RegistrationState = "waiting_register"
	WaitingLegal    RegistrationState = "waiting_legal" // the legal representative has to confirm
	Registered      RegistrationState = "done"
	Refused         RegistrationState = "refused"
)

// Registration is somebody's wish to register an enterprise.
type Registration struct {
	ID           uuid.UUID         `json:"id"`
	CreditCode   string            `json:"credit_code"`
	Name         string            `json:"name,omitempty"` // as registered; "" while the register is silent
	Applicant    string            `json:"applicant"`
	State        RegistrationState `json:"state"`
	Reason       string            `json:"reason,omitempty"` // fault code of a refused one
	EnterpriseID uuid.NullUUID     `json:"enterprise_id"`
	CreatedAt    time.Time         `json:"created_at"`
}

// Profile is what the portal knows of an enterprise.
type Profile struct {
	ID         uuid.UUID        `json:"id"`
	CreditCode string           `json:"credit_code"`
	Name       string           `json:"name"`
	Kind       string           `json:"kind"`
	Business   string           `json:"business"`
	Address    string           `json:"address"`
	LegalName  string           `json:"legal_name"`
	State      account.Standing `json:"state"`
	Reason     string           `json:"reason,omitempty"`
	CheckedAt  time.Time        `json:"checked_at,omitzero"`
}

// Event is one line of an enterprise's journal.
type Event struct {
	At       time.Time `json:"at"`
	Kind     string    `json:"kind"`
	Name     string    `json:"name"`                // who did it
	PoliceNo string    `json:"police_no,omitempty"` // of an officer
	About    string    `json:"about,omitempty"`     // whom or what it concerns
	Detail   string    `json:"detail,omitempty"`
}

// Authorisation is a membership as a 授权委托书 shows it.
type Authorisation struct {
	ID         uuid.UUID    `json:"id"`
	Enterprise Profile      `json:"enterprise"`
	Name       string       `json:"name"`
	IDNumber   string       `json:"id_number"` // masked
	Role       account.Role `json:"role"`
	Scope      []string     `json:"scope"`
	From       time.Time    `json:"from"`
	Until      workday.Date `json:"until"`
	InvitedBy  string       `json:"invited_by"`
	Holds      bool         `json:"holds"`
	Ended      *time.Time   `json:"ended_at"`
}

// Parameters of the takeover (features E03), in working days.
const DefaultWait = 5
