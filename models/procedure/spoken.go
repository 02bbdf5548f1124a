package procedure

import (
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Being heard without a letter (行政许可法 第七条; domain.md T28): whoever proposes a refusal that was not told by letter (T28a), and on which no hearing
// was held, records on which day and how the applicant was told and heard, and what he said or that he would say nothing. The decision quotes it.

// Ways in which an applicant is heard without a letter.
const (
	HeardInPerson  = "in_person" // 当面
	HeardByPhone   = "phone"     // 电话
	HeardInWriting = "writing"   // 书面
)

// What he did with his right (kind of a refusal's proposal).
const (
	SpokenStated = "stated"
	SpokenWaived = "waived"
)

// HeardWays lists the ways in which an applicant is heard without a letter.
func HeardWays() []string { return []string{HeardInPerson, HeardByPhone, HeardInWriting} }

// Spoken is how the applicant was heard without a letter, as an officer recorded it.
type Spoken struct {
	Grounds []string     `json:"grounds"` // of which he was told
	Way     string       `json:"way"`
	On      workday.Date `json:"on"`
	Waived  bool         `json:"waived,omitempty"`
	Words   string       `json:"words"` // what he said, or how he said that he would not
	By      Clerk        `json:"by"`
}

// SpokenOn is the record of his being heard on which a decision on these grounds may stand; a letter that covers them goes before it.
func (c Case) SpokenOn(grounds []string) (Spoken, bool) {
	if _, told := c.HeardOn(grounds); told || c.Spoken == nil {
		return Spoken{}, false
	}
	return *c.Spoken, Intent{Grounds: c.Spoken.Grounds}.covers(grounds)
}

// heardProven tells whether the case proves without anybody's record that he was heard on these grounds: by letter, or in a hearing.
func (c Case) heardProven(grounds []string) bool {
	_, told := c.HeardOn(grounds)
	return told || c.HeardSince()
}

// spokenGrounds are those of the act, all that have failed where it names none.
func (l *look) spokenGrounds() []string {
	if len(l.act.Grounds) > 0 {
		return l.act.Grounds
	}
	return l.c.Failed()
}

// spokenFaults are what the record of his being heard lacks.
func (l *look) spokenFaults() error {
	var faults []fault.Field
	if l.act.Kind != SpokenStated && l.act.Kind != SpokenWaived {
		faults = append(faults, fault.OneField("/kind", "HEARD_KIND_REQUIRED"))
	}
	if l.act.On.IsZero() || l.act.On.After(l.today()) || l.act.On.Before(l.c.ReceivedOn) {
		faults = append(faults, fault.OneField("/on", "HEARD_DAY"))
	}
	if !slices.Contains(HeardWays(), l.act.Way) {
		faults = append(faults, fault.OneField("/way", "HEARD_WAY_REQUIRED"))
	}
	if blank(l.act.Heard) {
		faults = append(faults, fault.OneField("/heard", "HEARD_WORDS_REQUIRED"))
	}
	return fault.Fields(faults...)
}

// spoken is the record that an act brings along; nil for an act that brings none.
func (l *look) spoken() *Spoken {
	if !slices.Contains(HeardWays(), l.act.Way) || l.c.heardProven(l.spokenGrounds()) {
		return nil
	}
	return &Spoken{Grounds: l.spokenGrounds(), Way: l.act.Way, On: l.act.On, Waived: l.act.Kind == SpokenWaived, Words: strings.TrimSpace(l.act.Heard), By: l.self()}
}

var (
	// heardFirst: nobody proposes a refusal before the applicant was heard.
	heardFirst = ask("heard by letter or hearing, or day, way and words recorded", func(l *look) error {
		if l.act.Verdict != Refuse || l.c.heardProven(l.spokenGrounds()) {
			return nil
		}
		return l.spokenFaults()
	})
	// applicantHeard takes what the case itself proves, else what was recorded with the proposal, else what the decider records himself: of a
	// refusal that nobody has proposed. Of a statement the decision says whether it was taken and why.
	applicantHeard = ask("applicant's statement heard or waived", func(l *look) error {
		i, proven := l.c.HeardOn(l.act.Grounds)
		s, recorded := l.c.SpokenOn(l.act.Grounds)
		switch stated := !i.StatedOn.IsZero() || recorded && !s.Waived; {
		case (proven || recorded) && !stated:
			return nil
		case !proven && !recorded && l.c.HeardSince():
			return needText("/heard", l.act.Heard, "STATEMENT_REQUIRED")
		case !proven && !recorded:
			return l.spokenFaults()
		case l.act.Kind != TakenPartly && l.act.Kind != TakenNot:
			return fault.Fields(fault.OneField("/kind", "STATEMENT_TAKEN_REQUIRED"))
		}
		return needText("/heard", l.act.Heard, "STATEMENT_ANSWER_REQUIRED")
	})
	recordsSpoken = Effect{"record of being heard kept", func(l *look) {
		if s := l.spoken(); s != nil {
			l.c.Spoken = s
		}
	}}
)
