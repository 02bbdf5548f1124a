package procedure

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// 陈述、申辩 (行政许可法 第七条; domain.md 1.1, T28): what goes against somebody is told him before it is decided, with grounds, facts and articles, and
// he has five working days to speak. His time is the Bureau's own rule; it is counted in his favour as K6 is, and it stops no other clock
// (第四十五条 names none but its own procedures).

// Acts of being heard. ActState and ActHearingEnds serve measures about a certificate as well (L05b, L05c).
const (
	ActTellRefusal    ActName = "tell_refusal" // T28a
	ActState          ActName = "state"
	ActWaiveStatement ActName = "waive_statement"
	ActHearingEnds    ActName = "hearing_ends" // an act of time: his days are over
)

// KH is the time in which he whom a decision will go against may speak: five working days, as long as K6, in which he may ask for a hearing.
const KH ClockKind = "KH"

const heardDays = 5

// DocRefusalNotice is 拟不予行政许可告知书（陈述、申辩权利告知书）.
const DocRefusalNotice DocumentKind = "refusal_notice"

// Notices of being heard.
const (
	TellRefusalNotice NoticeKind = "refusal_notice"
	TellStated        NoticeKind = "stated" // to the host officer
)

// How the decider took a statement (kind of ActRefuse). One that he takes wholly leads to no refusal.
const (
	TakenPartly = "partly"
	TakenNot    = "not"
)

// Intent is a refusal that was told before it was decided, and what became of the right to speak against it.
type Intent struct {
	Grounds   []string     `json:"grounds"`
	Facts     string       `json:"facts"`
	Reason    string       `json:"reason"`
	By        Clerk        `json:"by"`
	On        workday.Date `json:"on"`
	Statement string       `json:"statement,omitempty"`
	Materials []string     `json:"materials,omitempty"` // numbers of what he handed in with it
	StatedOn  workday.Date `json:"stated_on,omitzero"`
	WaivedOn  workday.Date `json:"waived_on,omitzero"`
	EndedOn   workday.Date `json:"ended_on,omitzero"` // his last day, which he let pass
}

// Heard tells whether he has spoken, said that he will not, or let his days pass.
func (i Intent) Heard() bool {
	return !i.StatedOn.IsZero() || !i.WaivedOn.IsZero() || !i.EndedOn.IsZero()
}

// covers tells whether all grounds are among those that were told.
func (i Intent) covers(grounds []string) bool {
	return len(grounds) > 0 && !slices.ContainsFunc(grounds, func(g string) bool { return !slices.Contains(i.Grounds, g) })
}

// Intent is the refusal that was told last.
func (c Case) Intent() (Intent, bool) {
	if n := len(c.Intents); n > 0 {
		return c.Intents[n-1], true
	}
	return Intent{}, false
}

// HeardOn is the told refusal on which a decision on these grounds may stand: he has been heard, and the grounds are no others.
func (c Case) HeardOn(grounds []string) (Intent, bool) {
	i, told := c.Intent()
	return i, told && i.Heard() && i.covers(grounds)
}

var (
	maySpeak = when("he may speak against what is intended", func(l *look) bool { _, open := l.c.Runs(KH); return open })
	// refusalNews: whoever was heard about some grounds is told again only of others.
	refusalNews = must("not told of these grounds yet", func(l *look) error {
		grounds := l.act.Grounds
		if len(grounds) == 0 {
			grounds = l.c.Failed()
		}
		if i, told := l.c.Intent(); told && i.covers(grounds) {
			return fault.New(fault.Conflict, "REFUSAL_TOLD", "on", i.On.String())
		}
		return nil
	})
	factsTold      = ask("facts told", func(l *look) error { return needText("/record", l.act.Record, "FACTS_REQUIRED") })
	statementGiven = ask("statement given", func(l *look) error { return needText("/reason", l.act.Reason, "OWN_STATEMENT_REQUIRED") })
)

var (
	tellsRefusal = Effect{"intended refusal told", func(l *look) {
		l.c.Intents = append(l.c.Intents, Intent{Grounds: l.act.Grounds, Facts: l.act.Record, Reason: l.act.Reason, By: l.self(), On: l.today()})
	}}
	statesIntent = Effect{"statement stored", func(l *look) {
		i := l.intent()
		i.Statement, i.Materials, i.StatedOn = l.act.Reason, l.act.Pictures, l.today()
	}}
	waivesStatement = Effect{"statement waived", func(l *look) { l.intent().WaivedOn = l.today() }}
	endsStatement   = Effect{"days to speak over", func(l *look) {
		kh, _ := l.c.Clock(KH)
		l.intent().EndedOn = kh.Due
	}}
)

// intent is the told refusal that waits, to be written; the case has its own list.
func (l *look) intent() *Intent { return &l.c.Intents[len(l.c.Intents)-1] }
