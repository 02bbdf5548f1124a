package casework

import (
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// maxText is the most that anybody may write in one box, in characters.
const maxText = 4000

// checkText refuses text that is too long, not UTF-8, or holds NUL or characters that reorder what stands around them.
func checkText(pointer, text string) []fault.Field {
	switch {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unsafe):
		return []fault.Field{fault.OneField(pointer, "CHARACTER_NOT_STORABLE")}
	case utf8.RuneCountInString(text) > maxText:
		return []fault.Field{fault.OneField(pointer, "TOO_LONG", "max", maxText)}
	}
	return nil
}

// unsafe are control characters other than line breaks and tab, and the bidirectional controls.
func unsafe(r rune) bool {
	switch {
	case r == '\n' || r == '\r' || r == '\t':
		return false
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	default:
		return r == 0x061c || r >= 0x200e && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}
}

// AlarmArgs is the job that asks supervision to raise a card or to note a patrol event. It is enqueued in the transaction of its cause.
type AlarmArgs struct {
	CaseID  uuid.UUID      `json:"case_id"`
	Card    procedure.Card `json:"card"`    // yellow, red, patrol
	Reason  string         `json:"reason"`  // DEEMED_ACCEPTED, DEEMED_RENEWED, OVERDUE, RED_BEGINS, P3, P4
	Officer string         `json:"officer"` // police number of whom it concerns; "" when nobody holds the step
	Desk    string         `json:"desk"`    // the desk that must answer
	Role    procedure.Role `json:"role"`
}

// Kind names the job.
func (AlarmArgs) Kind() string { return "supervise.alarm" }

// AskArgs is the job that asks the registers again about a case, after receipt and whenever one was down.
type AskArgs struct {
	CaseID uuid.UUID `json:"case_id"`
}

// Kind names the job.
func (AskArgs) Kind() string { return "casework.ask" }

// Queue keeps slow registers from holding up other jobs.
func (AskArgs) Queue() string { return "outside" }

// SettleArgs is the periodic job that applies limits which have ended.
type SettleArgs struct{}

// Kind names the job.
func (SettleArgs) Kind() string { return "casework.settle" }
