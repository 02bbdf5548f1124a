package casework

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Relation is what an officer has declared of himself (回避, domain.md 1.6.3): he is near a person or a unit. It holds until he withdraws it.
type Relation struct {
	ID      uuid.UUID `json:"id"`
	Subject string    `json:"subject"` // 公民身份号码 or 统一社会信用代码
	What    string    `json:"what"`    // in his words
	KnownAt time.Time `json:"known_at"`
}

// Masked is the subject as it may be shown.
func (r Relation) Masked() string {
	if id, err := identity.ParseIDNumber(r.Subject, workday.DateOf(r.KnownAt)); err == nil {
		return id.Masked()
	}
	return r.Subject
}

// subjectOf reads an ID number or a credit code.
func subjectOf(text string, today workday.Date) (string, error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if id, err := identity.ParseIDNumber(text, today); err == nil {
		return id.String(), nil
	}
	if code, err := identity.ParseCreditCode(text); err == nil {
		return code.String(), nil
	}
	return "", fault.Fields(fault.OneField("/subject", "SUBJECT_INVALID"))
}

// FamilyAnswer is what 人口库 says about the people around one person. It is asked about officers only.
type FamilyAnswer struct {
	Reply
	Members []Relative `json:"members"`
}

// Relative is one of them: household (the same 户号), spouse, parent or child.
type Relative struct {
	IDNumber string `json:"id_number"`
	Relation string `json:"relation"`
}

// FamiliesArgs is the periodic job that asks for the families of officers.
type FamiliesArgs struct{}

// Kind names the job in the queue.
func (FamiliesArgs) Kind() string { return "casework.families" }
