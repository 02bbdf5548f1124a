// Package supervise watches how cases are handled: yellow and red cards with their numbered 督办单 (domain.md 1.10) and the hits of the
// patrol rules (4.11). It reads casework and changes nothing there.
package supervise

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Reasons for cards. A case gets at most one card for each; the sentences are notice.reason.<reason>.
const (
	DeemedAccepted = "DEEMED_ACCEPTED" // yellow (T11)
	DeemedRenewed  = "DEEMED_RENEWED"  // red (T34)
	ReturnedTwice  = "RETURNED_TWICE"  // yellow
	overdue        = "OVERDUE_"        // red, with the clock: its limit has ended
	ordered        = "ORDERED_"        // issued by hand, with an id
	redBegins      = "RED_BEGINS_"     // yellow, with the clock: its red lamp began and nobody works on the case
)

// words are what a 督办单 says about a reason, and on which rule it stands. Documents are Chinese by law.
var words = map[string]struct{ what, basis string }{
	DeemedAccepted:                   {"未在收到申请之日起五个工作日内作出补正告知或受理决定，申请已依法视为受理。", "《中华人民共和国行政许可法》第三十二条第一款第四项"},
	DeemedRenewed:                    {"被许可人在期限内提出延续申请，未在许可有效期届满前作出决定，已依法视为准予延续。", "《中华人民共和国行政许可法》第五十条第二款"},
	ReturnedTwice:                    {"同一环节两次退回未办。", "行政审批电子监察规则"},
	overdue + string(procedure.K2):   {"未在法定期限内作出行政许可决定。", "《中华人民共和国行政许可法》第四十二条"},
	overdue + string(procedure.K4):   {"未在法定期限内颁发、送达证件。", "《中华人民共和国行政许可法》第四十四条"},
	"RECUSAL_LATE":                   {"民警申请回避，上级未在一个工作日内作出决定。", "行政审批电子监察规则"},
	overdue + string(procedure.K7):   {"未在收到听证申请之日起二十个工作日内组织听证；听证举行之前不得作出决定。", "《中华人民共和国行政许可法》第四十七条"},
	redBegins + string(procedure.K7): {"组织听证的期限即将届满，尚无人办理。", "《中华人民共和国行政许可法》第四十七条"},
	redBegins + string(procedure.K1): {"收件审查期限即将届满，尚无人办理。", "《中华人民共和国行政许可法》第三十二条"},
	redBegins + string(procedure.K2): {"法定决定期限即将届满，尚无人办理。", "《中华人民共和国行政许可法》第四十二条"},
	flow.AlarmOverdue:                {"超过承诺办结期限，尚未办结。", "该事项公布的承诺办结期限"},
	redBegins + string(procedure.K4): {"证件颁发、送达期限即将届满，尚无人办理。", "《中华人民共和国行政许可法》第四十四条"},
}

// wordsOf are the words of a reason; what is no permit stands on the limits that are published with its item.
func wordsOf(reason, proc string) (what, basis string) {
	w := words[reason]
	if proc == procedure.Permit().Code || w.what == "" {
		return w.what, w.basis
	}
	what = strings.NewReplacer("作出行政许可决定", "办结", "法定决定期限", "法定办结期限").Replace(w.what)
	return what, "该事项公布的办理期限"
}

// answerDue is the last day for the answer: one working day for a yellow card, the same day for a red one (domain.md 1.10).
func answerDue(colour procedure.Card, raised workday.Date, cal *workday.Calendar) workday.Date {
	if colour == procedure.Red {
		return raised
	}
	return cal.AddWD(raised, answerDays)
}

// answerDays are the working days for the answer to a yellow card.
const answerDays = 1

// cardOf is the card that a case's governing clock deserves today, "" for none. Held tells whether somebody works on the case.
func cardOf(c procedure.Case, held bool, today workday.Date, cal *workday.Calendar) (colour procedure.Card, reason string) {
	k, running := c.Governing()
	if !running {
		return "", ""
	}
	switch lamp := procedure.LampOf(k, today, cal); {
	case lamp == procedure.Overdue:
		colour, reason = procedure.Red, overdue+string(k.Kind)
	case lamp == procedure.LampRed && !held:
		colour, reason = procedure.Yellow, redBegins+string(k.Kind)
	}
	if words[reason].what == "" {
		return "", "" // not a clock of the agency, or one that ends by itself
	}
	return colour, reason
}

// Card is one 督办单.
type Card struct {
	ID         uuid.UUID      `json:"id"`
	CaseID     uuid.UUID      `json:"case_id"`
	CaseNumber string         `json:"case_number"`
	Colour     procedure.Card `json:"colour"`
	Reason     string         `json:"reason"`
	Desk       string         `json:"desk"`
	PoliceNo   string         `json:"police_no"` // who must answer; "" is anybody of the desk
	DocumentID uuid.UUID      `json:"document_id"`
	Number     string         `json:"number"`
	Words      string         `json:"words,omitempty"`      // of an order by hand
	OrderedBy  string         `json:"ordered_by,omitempty"` // 警号 of who issued it
	RaisedAt   time.Time      `json:"raised_at"`
	AnswerDue  workday.Date   `json:"answer_due"`
	Answer     string         `json:"answer,omitempty"`
	AnsweredBy string         `json:"answered_by,omitempty"`
	AnsweredAt *time.Time     `json:"answered_at"`
}

// Hit is one ticket of a patrol rule. 督察 owes its result by Due.
type Hit struct {
	ID         uuid.UUID    `json:"id"`
	Rule       string       `json:"rule"`
	CaseID     *uuid.UUID   `json:"case_id"` // none where a rule is about more than one case
	CaseNumber string       `json:"case_number"`
	Desk       string       `json:"desk"`
	PoliceNo   string       `json:"police_no"`
	Role       string       `json:"role"`
	FoundAt    time.Time    `json:"found_at"`
	Due        workday.Date `json:"due,omitzero"`
	Result     string       `json:"result,omitempty"`
	ClosedBy   string       `json:"closed_by,omitempty"`
	ClosedAt   *time.Time   `json:"closed_at"`
}

// Filter narrows a list. After is the last id of the page before; Limit is 1 to 100.
type Filter struct {
	OnlyOpen bool
	After    uuid.UUID
	Limit    int
}

// Page is one page, newest first.
type Page[T any] struct {
	Items []T        `json:"items"`
	Next  *uuid.UUID `json:"next"`
	Total int        `json:"total"`
}

const maxPage = 100

func (f Filter) limit() int { return min(max(f.Limit, 1), maxPage) }

// scope is which tickets an officer may see: everything, or those of his own and of his desks.
type scope struct {
	All      bool
	PoliceNo string
	Desks    []string
}

// scopeOf gives case managers, inspectors and leaders everything (domain.md 0.4).
func scopeOf(a account.Actor) (scope, error) {
	switch {
	case !a.IsClerk():
		return scope{}, fault.New(fault.NotFound, "NOT_FOUND")
	case !a.HasAny(account.CaseRoles()...): // administrators sit at the same desks and see no case (domain.md 0.4)
		return scope{}, fault.New(fault.Forbidden, "ROLE_MISSING")
	case a.HasAny(account.Supervisor, account.CaseManager, account.Leader):
		return scope{All: true}, nil
	default:
		return scope{PoliceNo: a.Officer, Desks: a.AllDesks()}, nil
	}
}

const maxAnswer = 2000 // characters

// checkText refuses an empty, too long or unprintable answer.
func checkText(text string) error {
	switch n := utf8.RuneCountInString(text); {
	case strings.TrimSpace(text) == "":
		return fault.Fields(fault.OneField("/answer", "REQUIRED"))
	case n > maxAnswer:
		return fault.Fields(fault.OneField("/answer", "TOO_LONG", "max", maxAnswer))
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fault.Fields(fault.OneField("/answer", "CHARACTER_NOT_STORABLE"))
	}
	return nil
}
