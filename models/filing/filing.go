// Package filing is the register of active filings 备案: what a unit has filed stands here until it takes it out, changes on the way, and anybody
// may look it up by name or number (domain.md 1.5, 2.2, 2.3). A filing has no term; it is begun, changed and ended by cases. Filings that
// came late enough are referred to the county's 治安大队, which answers here (F7).
package filing

import (
	"crypto/rand"
	"encoding/base32"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// State is how a filing stands.
type State string

// States. Active includes changed ones.
const (
	Active    State = "ACTIVE"
	Cancelled State = "CANCELLED"
)

// Row is one line of the register. Those that name a person are for the unit and its receipt, never for the public.
type Row struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Value  string `json:"value"`
	Person bool   `json:"person,omitempty"`
}

// Entry is what is filed.
type Entry struct {
	ID        uuid.UUID
	List      string
	Subject   string // credit code
	Holder    string // name
	UnitCode  string
	UnitName  string
	ItemCode  string
	ItemName  string
	CaseID    uuid.UUID
	Number    string
	Area      string
	Rows      []Row
	Code      string // in the QR code of the receipt
	State     State
	FiledOn   workday.Date
	ChangedOn workday.Date
	EndedOn   workday.Date
}

// Public keeps of an entry what everybody may read: no persons.
func (e Entry) Public() Entry {
	rows := make([]Row, 0, len(e.Rows))
	for _, r := range e.Rows {
		if !r.Person {
			rows = append(rows, r)
		}
	}
	e.Rows = rows
	return e
}

// EventKind is what happened to a filing.
type EventKind string

// Kinds of events: F5, F8, F9.
const (
	Filed   EventKind = "FILED"
	Changed EventKind = "CHANGED"
	Ended   EventKind = "CANCELLED"
)

// Difference is a line before and after a change.
type Difference struct {
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
	Person bool   `json:"person,omitempty"`
}

// Event is one line of a filing's history.
type Event struct {
	Kind    EventKind
	CaseID  uuid.UUID
	Number  string // of the document
	Day     workday.Date
	Changed []Difference
}

// Differences compares the register's lines before and after, by key.
func Differences(before, after []Row) []Difference {
	list := []Difference{}
	old := map[string]Row{}
	for _, r := range before {
		old[r.Key] = r
	}
	for _, r := range after {
		was, stood := old[r.Key]
		if !stood || was.Value != r.Value {
			list = append(list, Difference{r.Label, was.Value, r.Value, r.Person})
		}
		delete(old, r.Key)
	}
	for _, r := range before {
		if _, gone := old[r.Key]; gone {
			list = append(list, Difference{r.Label, r.Value, "", r.Person})
		}
	}
	return list
}

// Outcome is what the county's brigade did about a late filing.
type Outcome string

// Outcomes (保安服务管理条例 第四十二条).
const (
	Ordered Outcome = "ORDERED" // 责令改正
	Warned  Outcome = "WARNED"  // 责令改正并警告
	NoNeed  Outcome = "NONE"    // 不需要处理
)

// Outcomes lists them as forms offer them.
func Outcomes() []Outcome { return []Outcome{Ordered, Warned, NoNeed} }

// Referral is a late filing in the hands of a county's brigade.
type Referral struct {
	ID         uuid.UUID
	CaseID     uuid.UUID
	CaseNumber string
	DocumentID uuid.UUID
	Number     string
	Desk       string
	ItemName   string
	Party      string
	PartyCode  string
	Level      string
	DutyFrom   workday.Date
	DutyDue    workday.Date
	ReceivedOn workday.Date
	SentAt     time.Time
	Outcome    Outcome
	Words      string
	MendBy     workday.Date // until when the unit must put it right
	Name       string       // of the officer who answered
	AnsweredAt time.Time
}

// Answer is what the brigade reports.
type Answer struct {
	Outcome Outcome
	Words   string
	MendBy  workday.Date
}

const mostWords = 1000

// check finds what is missing: an outcome, words, and for an order the day by which it must be kept.
func (a Answer) check(today workday.Date) error {
	var faults []fault.Field
	switch a.Outcome {
	case Ordered, Warned:
		if a.MendBy.IsZero() {
			faults = append(faults, fault.OneField("/mend_by", "MEND_BY_REQUIRED"))
		} else if a.MendBy.Before(today) {
			faults = append(faults, fault.OneField("/mend_by", "MEND_BY_PAST"))
		}
	case NoNeed:
	default:
		faults = append(faults, fault.OneField("/outcome", "OUTCOME_REQUIRED"))
	}
	switch n := len([]rune(strings.TrimSpace(a.Words))); {
	case n == 0:
		faults = append(faults, fault.OneField("/words", "REASON_REQUIRED"))
	case n > mostWords:
		faults = append(faults, fault.OneField("/words", "TOO_LONG", "max", mostWords))
	}
	return fault.Fields(faults...)
}

var codeForm = regexp.MustCompile(`^BA[A-Z2-7]{24}$`)

// IsCode tells whether a typed code is one of a filing, not of a certificate.
func IsCode(code string) bool { return codeForm.MatchString(code) }

// newCode is what nobody can guess: 120 bits.
func newCode() string {
	raw := make([]byte, 15)
	_, _ = rand.Read(raw) // never fails
	return "BA" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}
