package supervise

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// JusticeKind is a paper by which the justice department supervises (《行政执法监督条例》; domain.md 1.10).
type JusticeKind string

// The papers.
const (
	JusticeNotice   JusticeKind = "notice"   // 行政执法监督通知书
	JusticeOpinion  JusticeKind = "opinion"  // 行政执法监督意见书
	JusticeDecision JusticeKind = "decision" // 行政执法监督决定书
)

// JusticeKinds lists them.
func JusticeKinds() []JusticeKind {
	return []JusticeKind{JusticeNotice, JusticeOpinion, JusticeDecision}
}

// NewJustice is a paper as it is registered.
type NewJustice struct {
	Kind       JusticeKind
	Number     string
	Authority  string
	ReceivedOn workday.Date
	About      string
	CaseNumber string // empty where it is about no single case
	Desk       string // that answers
	Due        workday.Date
}

const (
	maxPaperNumber = 60
	maxAuthority   = 60
)

// check trims the words and finds what is missing; a paper is received today at the latest and its answer is due on that day or later.
func (n NewJustice) check(today workday.Date) (NewJustice, error) {
	n.Number, n.Authority, n.About = strings.TrimSpace(n.Number), strings.TrimSpace(n.Authority), strings.TrimSpace(n.About)
	n.CaseNumber, n.Desk = strings.ToUpper(strings.TrimSpace(n.CaseNumber)), strings.TrimSpace(n.Desk)
	var faults []fault.Field
	if !slices.Contains(JusticeKinds(), n.Kind) {
		faults = append(faults, fault.OneField("/kind", "KIND_REQUIRED"))
	}
	for _, t := range []struct {
		pointer, text string
		max           int
	}{{"/number", n.Number, maxPaperNumber}, {"/authority", n.Authority, maxAuthority}, {"/about", n.About, maxRated}} {
		if err := checkLine(t.pointer, t.text, t.max); err != nil {
			faults = append(faults, *err)
		}
	}
	if n.ReceivedOn.IsZero() || n.ReceivedOn.After(today) {
		faults = append(faults, fault.OneField("/received_on", "DATE_FUTURE"))
	}
	if n.Due.IsZero() || n.Due.Before(n.ReceivedOn) {
		faults = append(faults, fault.OneField("/due", "DATE_ORDER"))
	}
	return n, fault.Fields(faults...)
}

// Justice is a registered paper with its answer.
type Justice struct {
	ID         uuid.UUID    `json:"id"`
	Kind       JusticeKind  `json:"kind"`
	Number     string       `json:"number"`
	Authority  string       `json:"authority"`
	ReceivedOn workday.Date `json:"received_on"`
	About      string       `json:"about"`
	CaseID     *uuid.UUID   `json:"case_id"`
	CaseNumber string       `json:"case_number"`
	Desk       string       `json:"desk"`
	Due        workday.Date `json:"due"`
	EnteredBy  string       `json:"entered_by"`
	EnteredAt  time.Time    `json:"entered_at"`
	Answer     string       `json:"answer,omitempty"`
	AnsweredBy string       `json:"answered_by,omitempty"`
	AnsweredAt *time.Time   `json:"answered_at"`
}

// Late tells whether the answer is owed and its day has passed.
func (j Justice) Late(today workday.Date) bool { return j.AnsweredAt == nil && today.After(j.Due) }
