package casework

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Days of archiving (domain.md 6.5): due after thirty natural days; the portal does it by itself ten days before, so that what it cannot archive
// still finds an archivist in time.
const (
	archiveDays = 30
	archiveSelf = 20
)

// Retention is the retention class of an archived case.
type Retention string

// Classes (domain.md 6.5).
const (
	KeepPermit      Retention = "permit"      // 30 years
	KeepRefusal     Retention = "refusal"     // 10
	KeepFiling      Retention = "filing"      // 10 after its cancellation
	KeepEndorsement Retention = "endorsement" // 10
	KeepService     Retention = "service"     // 10
	KeepGone        Retention = "gone"        // withdrawn or lapsed: 5
)

// classOf is the class of a case of a procedure that ended so.
func classOf(code string, c procedure.Case) Retention {
	switch {
	case c.State == procedure.Withdrawn || c.State == procedure.Lapsed:
		return KeepGone
	case c.State != procedure.Closed || c.Verdict == procedure.Refuse:
		return KeepRefusal
	case code == procedure.Filing().Code:
		return KeepFiling
	case code == procedure.Endorsement().Code:
		return KeepEndorsement
	case code == procedure.Service().Code:
		return KeepService
	default:
		return KeepPermit
	}
}

// Years is how long a class is kept.
func (c Retention) Years() int {
	switch c {
	case KeepPermit:
		return keepPermit
	case KeepGone:
		return keepGone
	default:
		return keepOther
	}
}

// keepUntil is the last day of keeping, counted from the end of the case, or of a filing from the day on which it was cancelled: none while it
// stands.
func (c Retention) keepUntil(from workday.Date) workday.Date {
	if from.IsZero() {
		return workday.Date{}
	}
	return from.AddYears(c.Years())
}

// Property is one of the four that an archived case must have (四性: 真实、完整、可用、安全; DA/T 70).
type Property string

// Properties.
const (
	Authentic Property = "authentic" // signatures and the journal's chain hold
	Complete  Property = "complete"  // nothing is missing
	Usable    Property = "usable"    // every file is what it was
	Safe      Property = "safe"      // every file was scanned and is clean
)

// Properties lists them in order.
func Properties() []Property { return []Property{Authentic, Complete, Usable, Safe} }

// ArchiveFault is why a case lacks a property; Name is the file.
type ArchiveFault struct {
	Property Property `json:"property"`
	Name     string   `json:"name"`
}

// ArchiveRow is one case on the archivist's list.
type ArchiveRow struct {
	CaseID     uuid.UUID      `json:"case_id"`
	Number     string         `json:"number"`
	Name       form.Text      `json:"name"` // of the item
	Applicant  string         `json:"applicant"`
	ByUnit     bool           `json:"by_unit"` // the applicant is a unit
	EndedOn    workday.Date   `json:"ended_on"`
	Due        workday.Date   `json:"due"`
	LookedAt   time.Time      `json:"looked_at,omitzero"`
	Faults     []ArchiveFault `json:"faults"`
	ArchivedAt time.Time      `json:"archived_at,omitzero"`
	ArchivedBy string         `json:"archived_by,omitempty"`
	Class      Retention      `json:"class,omitempty"`
	Years      int            `json:"years,omitempty"`
	KeepUntil  workday.Date   `json:"keep_until,omitzero"`

	itemCode    string
	itemVersion int
}
