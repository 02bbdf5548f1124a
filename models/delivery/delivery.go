// Package delivery proves electronic delivery 电子送达 (domain.md 1.9, T32): which papers entered a person's space and when, when he first opened
// them, and, where nobody opened one within three working days, that a deliverer called and sent a copy by post. From the day on which he knew
// of an act the limits for reconsideration and lawsuit run (K12, K13).
package delivery

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// unreadDays are the working days within which a paper should be read, before somebody calls (domain.md 1.9).
const unreadDays = 3

// proven are the papers whose reading counts: those that decide, and those with a limit for the applicant.
var proven = []document.Kind{
	document.Grant, document.Refusal, document.WarningPaper, document.NotAccepted, document.NotNeeded, document.Correction, document.Lapse, document.Filed, document.NotFiled,
	document.FilingChanged, document.FilingEnded, document.Done, document.Declined, document.IssuedResult, document.NotIssued, document.DeemedRenewal,
	document.Revocation, document.TakenBack, document.Cancellation, document.ChangeGrant, document.ChangeRefusal,
	document.Compensation, document.NoCompensation, document.Damages, document.NoDamages,
}

// Proven tells whether the reading of a kind of paper is proven.
func Proven(k document.Kind) bool { return slices.Contains(proven, k) }

// always are sent into the space whatever way the result itself takes: their answer is made there.
func always(k document.Kind) bool { return k == document.Correction }

// Outcome is what a call came to.
type Outcome string

// Outcomes of a call.
const (
	Reached     Outcome = "REACHED"
	NoAnswer    Outcome = "NO_ANSWER"
	WrongNumber Outcome = "WRONG_NUMBER"
)

// Outcomes lists them as forms offer them.
func Outcomes() []Outcome { return []Outcome{Reached, NoAnswer, WrongNumber} }

// Delivery is one paper in somebody's space.
type Delivery struct {
	DocumentID uuid.UUID    `json:"document_id"`
	CaseID     uuid.UUID    `json:"case_id"`
	Desk       string       `json:"desk"`
	SentAt     time.Time    `json:"sent_at"`
	Due        workday.Date `json:"due,omitzero"` // none where another way was chosen
	ReadAt     time.Time    `json:"read_at,omitzero"`
	Reader     string       `json:"reader,omitempty"`
	RaisedAt   time.Time    `json:"raised_at,omitzero"`
	ClosedAt   time.Time    `json:"closed_at,omitzero"`
	Unreached  bool         `json:"unreached,omitempty"` // short messages to the mobile do not arrive
	Records    []Record     `json:"records"`

	Kind        document.Kind `json:"kind"` // of the paper
	Title       string        `json:"title"`
	Number      string        `json:"number"`
	CaseNumber  string        `json:"case_number"`
	Procedure   string        `json:"procedure"`             // of its case
	DeliveredOn workday.Date  `json:"delivered_on,omitzero"` // of the case's result: T32
	Applicant   string        `json:"applicant"`
	Unit        string        `json:"unit,omitempty"`
	Mobile      string        `json:"mobile"`
}

// Record is what a deliverer did.
type Record struct {
	At      time.Time `json:"at"`
	Outcome Outcome   `json:"outcome"`
	Words   string    `json:"words"`
	Waybill string    `json:"waybill,omitempty"`
	Name    string    `json:"name"`
}

// Known is the day on which the applicant knew of the paper: he read it, or delivered is the day on which its delivery is proven otherwise (T32);
// no date while neither has happened.
func (d Delivery) Known(delivered workday.Date) workday.Date {
	if d.ReadAt.IsZero() {
		return delivered
	}
	return workday.Earliest(workday.DateOf(d.ReadAt), delivered)
}

const (
	mostWords   = 500
	mostWaybill = 40
)

// NewRecord is what a deliverer reports.
type NewRecord struct {
	Outcome Outcome
	Words   string
	Waybill string // of the copy by EMS; empty while none was sent
}

func (n NewRecord) check() (NewRecord, error) {
	n.Words, n.Waybill = strings.TrimSpace(n.Words), strings.ToUpper(strings.TrimSpace(n.Waybill))
	var faults []fault.Field
	if !slices.Contains(Outcomes(), n.Outcome) {
		faults = append(faults, fault.OneField("/outcome", "OUTCOME_REQUIRED"))
	}
	switch length := len([]rune(n.Words)); {
	case length == 0:
		faults = append(faults, fault.OneField("/words", "REASON_REQUIRED"))
	case length > mostWords:
		faults = append(faults, fault.OneField("/words", "TOO_LONG", "max", mostWords))
	}
	if len([]rune(n.Waybill)) > mostWaybill {
		faults = append(faults, fault.OneField("/waybill", "TOO_LONG", "max", mostWaybill))
	}
	return n, fault.Fields(faults...)
}
