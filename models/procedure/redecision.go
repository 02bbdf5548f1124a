package procedure

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// 重新作出决定 (domain.md 1.7): a refusal was annulled in reconsideration or by a court, and the agency must decide anew (行政复议法 第六十四条,
// 行政诉讼法 第七十条、第七十一条). The first decision is kept whole; what comes after it is collective. What a third person wins against a grant is
// no second decision: the certificate is revoked by its own table (L05).

// Names of the act, its state of affairs and its papers.
const (
	ActDecideAgain  ActName      = "decide_again" // T37
	DocDecideAgain  DocumentKind = "decide_again" // 重新办理告知书
	TellDecideAgain NoticeKind   = "decide_again"
)

// Kinds of a ruling, and what it found wrong.
const (
	Reconsidered = "reconsideration" // 行政复议决定
	Judged       = "lawsuit"         // 行政判决

	WrongGrounds   = "grounds"   // 主要事实不清、证据不足或者适用依据错误
	WrongProcedure = "procedure" // 违反法定程序
	WrongWhole     = "whole"     // both
)

// RulingKinds lists who may have ruled; Wrongs what may have been found wrong.
func RulingKinds() []string { return []string{Reconsidered, Judged} }

// Wrongs lists what a ruling may have found wrong.
func Wrongs() []string { return []string{WrongGrounds, WrongProcedure, WrongWhole} }

// Ruling orders the agency to decide again.
type Ruling struct {
	Kind    string       `json:"kind"`
	Body    string       `json:"body"`   // 复议机关 or court
	Number  string       `json:"number"` // of its document
	On      workday.Date `json:"on"`
	Wrong   string       `json:"wrong"`
	Days    int          `json:"days,omitempty"` // working days that it orders; 0: none, so the law's own length anew
	Summary string       `json:"summary"`
	Papers  []string     `json:"papers"` // numbers of the materials that hold it
}

// Words name the ruling as papers do: who ruled and the number of its document.
func (r Ruling) Words() string { return r.Body + r.Number }

// Annulled is a decision as it stood when a ruling annulled it.
type Annulled struct {
	Paper       Paper        `json:"paper"`
	Verdict     Verdict      `json:"verdict"`
	Grounds     []string     `json:"grounds,omitempty"`
	DecidedOn   workday.Date `json:"decided_on"`
	DeliveredOn workday.Date `json:"delivered_on,omitzero"`
	Proposal    *Opinion     `json:"proposal,omitempty"`
	LegalView   *Opinion     `json:"legal_view,omitempty"`
	Collective  *Collective  `json:"collective,omitempty"`
	Extension   *Extension   `json:"extension,omitempty"`
	Departs     Verdict      `json:"departs,omitempty"`
	Parcel      *Parcel      `json:"parcel,omitempty"`
	Attempts    []Attempt    `json:"attempts,omitempty"`
	Waived      bool         `json:"hearing_waived,omitempty"`
	Intents     []Intent     `json:"intents,omitempty"` // told before it; whoever may be refused again is heard again
	Clocks      []Clock      `json:"clocks,omitempty"`
	Specials    int          `json:"specials,omitempty"` // how many special procedures came before it
	Deciders    []string     `json:"deciders,omitempty"` // police numbers of who acted as its decider
}

// Paper is the document of a decision. SHA256 is that of its signed file, "" when it was not printed yet.
type Paper struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Number string `json:"number"`
	SHA256 string `json:"sha256,omitempty"`
}

// Redecision is a decision that was annulled, and the ruling that orders another.
type Redecision struct {
	Ruling Ruling       `json:"ruling"`
	First  Annulled     `json:"first"`
	By     Clerk        `json:"by"`
	On     workday.Date `json:"on"`
}

// Redecision is the latest ruling against a decision of the case; ok is false when nobody annulled one.
func (c Case) Redecision() (r Redecision, ok bool) {
	if n := len(c.Redecisions); n > 0 {
		return c.Redecisions[n-1], true
	}
	return Redecision{}, false
}

// DecidesAgain tells whether the case must still be decided again.
func (c Case) DecidesAgain() bool {
	return len(c.Redecisions) > 0 && slices.Contains(undecided, c.State)
}

// Rejected are the grounds on which the case may not be refused again: those of every decision that was annulled for its facts or grounds. Where
// only the procedure was wrong the same decision may follow (行政复议法 第六十四条第二款; 法释〔2018〕1号 第九十条).
func (c Case) Rejected() []string {
	var grounds []string
	for _, r := range c.Redecisions {
		if r.Ruling.Wrong == WrongProcedure {
			continue
		}
		for _, g := range r.First.Grounds {
			if !slices.Contains(grounds, g) {
				grounds = append(grounds, g)
			}
		}
	}
	return grounds
}

// decidedBefore tells whether an officer acted as the decider of a decision that was annulled. He may not decide again [D]: the law leaves open
// who does; as a court retries with other judges, what was annulled is looked at by another pair of eyes. Reviewers, lawyers and those who
// discussed may act again: the agency must be able to decide, and the discussion of three is what the specification asks for.
func (c Case) decidedBefore(officer string) bool {
	return officer != "" && slices.ContainsFunc(c.Redecisions, func(r Redecision) bool { return slices.Contains(r.First.Deciders, officer) })
}

var (
	wasRefused = when("the decision was a refusal", func(l *look) bool { return l.c.Verdict == Refuse })
	// rulingTold: of what kind and day the ruling is, what it found wrong and how long it gives.
	rulingTold = ask("ruling told whole", func(l *look) error {
		a := l.act
		var faults []fault.Field
		add := func(bad bool, pointer, code string) {
			if bad {
				faults = append(faults, fault.OneField(pointer, code))
			}
		}
		add(!slices.Contains(RulingKinds(), a.Kind), "/kind", "RULING_KIND_REQUIRED")
		add(blank(a.Body), "/body", "RULING_BODY_REQUIRED")
		add(blank(a.Number), "/number", "RULING_NUMBER_REQUIRED")
		add(a.On.IsZero() || a.On.After(l.today()) || a.On.Before(l.c.DecidedOn), "/on", "RULING_DAY")
		add(!slices.Contains(Wrongs(), a.Wrong), "/wrong", "RULING_WRONG_REQUIRED")
		add(a.Days < 0 || a.Days > 250, "/days", "RULING_DAYS")
		add(blank(a.Reason), "/reason", "RULING_SUMMARY_REQUIRED")
		return fault.Fields(faults...)
	})
	// collectiveFirst: who must decide again proposes to the collective discussion, never straight to the lawyer or the decider.
	collectiveFirst = must("a decision that was annulled goes to the collective discussion first", func(l *look) error {
		if r, ok := l.c.Redecision(); ok {
			return fault.New(fault.Conflict, "DISCUSS_AGAIN", "number", r.Ruling.Number)
		}
		return nil
	})
	discussedAgain = must("discussed collectively where a decision was annulled", func(l *look) error {
		if r, ok := l.c.Redecision(); ok && l.c.Collective == nil {
			return fault.New(fault.Conflict, "DISCUSS_AGAIN", "number", r.Ruling.Number)
		}
		return nil
	})
	// otherGrounds: whoever lost on facts or grounds may not refuse on them again; one new ground changes the main reasons, whose weight the
	// discussion and the lawyer judge.
	otherGrounds = ask("a ground that no ruling has rejected", func(l *look) error {
		rejected := l.c.Rejected()
		if len(rejected) > 0 && !slices.ContainsFunc(l.act.Grounds, func(g string) bool { return !slices.Contains(rejected, g) }) {
			r, _ := l.c.Redecision()
			return fault.New(fault.Conflict, "SAME_GROUNDS", "number", r.Ruling.Number)
		}
		return nil
	})
	anotherDecider = must("nobody who decided what was annulled", func(l *look) error {
		if l.c.decidedBefore(l.actor.Officer) {
			return fault.New(fault.Forbidden, "DECIDED_BEFORE")
		}
		return nil
	})

	// opensAgain keeps the first decision and takes from the case all that it decided; what was found, asked and heard stays.
	opensAgain = Effect{"first decision kept, decided again", func(l *look) {
		a, c := l.act, &l.c
		first := Annulled{Paper: a.Paper, Verdict: c.Verdict, Grounds: c.Grounds, DecidedOn: c.DecidedOn, DeliveredOn: c.DeliveredOn, Proposal: c.Proposal,
			LegalView: c.LegalView, Collective: c.Collective, Extension: c.Extension, Departs: c.Departs, Parcel: c.Parcel, Attempts: c.Attempts,
			Waived: c.HearingWaived, Intents: c.Intents, Specials: len(c.Specials)}
		for _, h := range c.Hands {
			if h.Role == Decider {
				first.Deciders = append(first.Deciders, h.Officer)
			}
		}
		l.stop(K4, l.today())
		first.Clocks, c.Clocks = c.Clocks, nil
		c.Verdict, c.Grounds, c.DecidedOn, c.DeliveredOn = "", nil, workday.Date{}, workday.Date{}
		c.Proposal, c.LegalView, c.Collective, c.Extension, c.Departs, c.Spoken = nil, nil, nil, nil, "", nil
		c.Parcel, c.Attempts, c.Intents, c.HearingWaived = nil, nil, nil, false
		c.Redecisions = append(c.Redecisions, Redecision{First: first, By: l.self(), On: l.today(), Ruling: Ruling{Kind: a.Kind, Body: a.Body, Number: a.Number,
			On: a.On, Wrong: a.Wrong, Days: a.Days, Summary: a.Reason, Papers: a.Pictures}})
	}}
)

// decisionLimit is day 0 and length of K2: the law's own from acceptance, and of a decision that was annulled what the ruling orders, from the day
// on which the case was taken up again.
func (l *look) decisionLimit(day workday.Date) (workday.Date, workday.Limit) {
	r, again := l.c.Redecision()
	switch {
	case !again:
		return l.sinceAcceptance(day), l.o.Statutory
	case r.Ruling.Days > 0:
		return r.On, wd(r.Ruling.Days)
	}
	return r.On, l.o.Statutory
}
