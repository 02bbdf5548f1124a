package supervise

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// 好差评 (国办发〔2019〕51号; domain.md 1.9): five grades, of which the last two are bad. Nobody rates by default, and what is not rated is not
// counted.

// Grade is 1 非常满意, 2 满意, 3 基本满意, 4 不满意 or 5 非常不满意.
type Grade int

// Bad tells whether a grade is a 差评.
func (g Grade) Bad() bool { return g >= 4 }

// AsksWhy tells whether whoever gives the grade is asked for his reasons: he may say them of 基本满意 and must of a 差评.
func (g Grade) AsksWhy() bool { return g >= 3 }

// Grades lists them, best first.
func Grades() []Grade { return []Grade{1, 2, 3, 4, 5} }

// Tags are the reasons from which one chooses.
func Tags() []string {
	return []string{"slow", "unclear", "repeated", "attitude", "material", "online", "result", "other"}
}

const (
	editWithin  = 7 * 24 * time.Hour // after the first submission
	fewRatings  = 10                 // of a desk: below it the public sees no rate, so that nobody is recognised
	maxRated    = 1000               // characters of a text
	alarmAt     = 2                  // verified complaints about one officer within twelve months (公安部令第80号)
	alarmMonths = 12
)

// Limits of the repair (K14, K15): contact within one working day, result within 7 natural days, 15 for complex matters; the natural ones roll to a
// working day (C-8).
var (
	contactLimit = workday.Limit{N: 1, Unit: workday.WorkingDays}
	simpleLimit  = workday.Limit{N: 7, Unit: workday.NaturalDays, Roll: true}
	complexLimit = workday.Limit{N: 15, Unit: workday.NaturalDays, Roll: true}
	voiceLimit   = workday.Limit{N: 7, Unit: workday.NaturalDays, Roll: true}
)

// Rated is what somebody says about how his case was handled.
type Rated struct {
	Grade Grade    `json:"grade"`
	Tags  []string `json:"tags,omitempty"`
	Text  string   `json:"text,omitempty"`
}

// check refuses a grade that is none, tags nobody knows, and a bad grade without any reason.
func (r Rated) check() error {
	switch {
	case r.Grade < 1 || r.Grade > 5:
		return fault.Fields(fault.OneField("/grade", "RATING_GRADE"))
	case slices.ContainsFunc(r.Tags, func(t string) bool { return !slices.Contains(Tags(), t) }):
		return fault.Fields(fault.OneField("/tags", "RATING_TAG"))
	case r.Grade.Bad() && len(r.Tags) == 0 && strings.TrimSpace(r.Text) == "":
		return fault.Fields(fault.OneField("/tags", "RATING_WHY"))
	}
	return checkWords("/text", r.Text, false)
}

// checkWords is checkText at a pointer; empty words are refused only where they are required.
func checkWords(pointer, text string, required bool) error {
	switch {
	case strings.TrimSpace(text) == "" && required:
		return fault.Fields(fault.OneField(pointer, "REQUIRED"))
	case utf8.RuneCountInString(text) > maxRated:
		return fault.Fields(fault.OneField(pointer, "TOO_LONG", "max", maxRated))
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fault.Fields(fault.OneField(pointer, "CHARACTER_NOT_STORABLE"))
	}
	return nil
}

// checkLine refuses an empty, too long or unprintable line.
func checkLine(pointer, text string, most int) *fault.Field {
	var f fault.Field
	switch {
	case strings.TrimSpace(text) == "":
		f = fault.OneField(pointer, "REQUIRED")
	case utf8.RuneCountInString(text) > most:
		f = fault.OneField(pointer, "TOO_LONG", "max", most)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		f = fault.OneField(pointer, "CHARACTER_NOT_STORABLE")
	default:
		return nil
	}
	return &f
}

// Rating is a rating with its repair. What names the rater is nowhere in it.
type Rating struct {
	ID         uuid.UUID  `json:"id"`
	CaseID     uuid.UUID  `json:"case_id"`
	Number     string     `json:"case_number"`
	Grade      Grade      `json:"grade"`
	Tags       []string   `json:"tags" gorm:"-"`
	Text       string     `json:"text,omitempty"`
	Desk       string     `json:"desk"`
	GivenAt    time.Time  `json:"given_at"`
	EditedAt   *time.Time `json:"edited_at"`
	Again      *Grade     `json:"again"`
	Appeal     string     `json:"appeal,omitempty"`
	AppealAt   *time.Time `json:"appealed_at"`
	AppealedBy string     `json:"-"`      // 警号
	Struck     *bool      `json:"struck"` // what became of the appeal
	StruckWhy  string     `json:"struck_why,omitempty"`
	First      *Rated     `json:"first,omitempty" gorm:"-"`     // what an edited one said first
	MayJudge   bool       `json:"may_judge,omitempty" gorm:"-"` // whether the officer who reads it may decide the appeal
	Repair     *Repair    `json:"repair" gorm:"-"`              // of a bad one
}

// Repair is the ticket that a bad rating opens.
type Repair struct {
	ContactDue  workday.Date `json:"contact_due"`
	ContactedAt *time.Time   `json:"contacted_at"`
	Contact     string       `json:"contact,omitempty"`
	Complex     bool         `json:"complex"`
	ResultDue   workday.Date `json:"result_due"`
	ResultAt    *time.Time   `json:"result_at"`
	Result      string       `json:"result,omitempty"`
	NoBasis     bool         `json:"no_basis"`
	ClosedAt    *time.Time   `json:"closed_at,omitempty"`  // without a result
	ClosedWhy   string       `json:"closed_why,omitempty"` // RaterEdited
}

// RaterEdited is why a repair was closed: who rated has changed his rating to a good one.
const RaterEdited = "RATER_EDITED"

// Edition counts what the rater has said: 1, or 2 once he has edited it.
func (r Rating) Edition() int {
	if r.EditedAt == nil {
		return 1
	}
	return 2
}

// Appealing tells whether an appeal waits: the rating stays visible as 申诉中.
func (r Rating) Appealing() bool { return r.AppealAt != nil && r.Struck == nil }

// MayEdit tells whether the rater may change it, which he may once within seven times 24 hours whatever has become of its repair (domain.md 1.9).
func (r Rating) MayEdit(now time.Time) bool {
	return r.EditedAt == nil && now.Before(r.GivenAt.Add(editWithin))
}

// MayRateAgain tells whether the citizen may say how the repair went.
func (r Rating) MayRateAgain() bool {
	return r.Repair != nil && r.Repair.ResultAt != nil && r.Again == nil
}

// Late tells whether the repair is behind one of its limits.
func (r Repair) Late(today workday.Date) bool {
	return r.ClosedAt == nil && (r.ContactedAt == nil && today.After(r.ContactDue) || r.ResultAt == nil && today.After(r.ResultDue))
}

// Rate is how a desk, or all of them, are rated: 好评率 = (grades 1 to 3) / all rated, 回访整改率 = repairs whose result was told / bad ratings. What
// is not rated is not counted.
type Rate struct {
	Desk   string `json:"desk,omitempty"`
	Rated  int    `json:"rated"`
	Good   int    `json:"good"`
	Mended int    `json:"mended"` // of the others
	Hidden bool   `json:"hidden"` // too few for the public
}

// Percent is the 好评率 in tenths of a percent, rounded to the nearest; 0 without a rating.
func (r Rate) Percent() int { return tenths(r.Good, r.Rated) }

// Bad is the number of 差评.
func (r Rate) Bad() int { return r.Rated - r.Good }

// MendedPercent is the 回访整改率 in tenths of a percent, which shall be all of them (domain.md 1.9); 0 without a bad rating.
func (r Rate) MendedPercent() int { return tenths(r.Mended, r.Bad()) }

func tenths(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (part*1000 + whole/2) / whole
}

// forPublic hides cells in which somebody could be recognised.
func (r Rate) forPublic() Rate {
	if r.Rated < fewRatings {
		return Rate{Desk: r.Desk, Hidden: true}
	}
	return r
}

// Voice is a complaint, praise or 办不成事 about a case.
type Voice struct {
	ID         uuid.UUID    `json:"id"`
	CaseID     uuid.UUID    `json:"case_id"`
	Number     string       `json:"case_number"`
	Kind       VoiceKind    `json:"kind"`
	Text       string       `json:"text"`
	Desk       string       `json:"desk"`
	Officer    string       `json:"officer"`
	SaidAt     time.Time    `json:"said_at"`
	Due        workday.Date `json:"due,omitzero"`
	Answer     string       `json:"answer,omitempty"`
	Verified   *bool        `json:"verified"`
	AnsweredAt *time.Time   `json:"answered_at"`
	Count      int          `json:"verified_count"` // verified complaints about the officer within twelve months
}

// VoiceKind is what somebody wants to say.
type VoiceKind string

// Kinds of voices.
const (
	Complaint VoiceKind = "complaint" // 投诉
	Praise    VoiceKind = "praise"    // 表扬
	Stuck     VoiceKind = "stuck"     // 办不成事
)

// VoiceKinds lists them.
func VoiceKinds() []VoiceKind { return []VoiceKind{Complaint, Stuck, Praise} }
