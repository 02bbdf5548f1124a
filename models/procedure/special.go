package procedure

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// What a case remembers of its special moves. Everything is a value kept with the case: who asked, who approved, when, with what words.

// Beyond is the part of a case that its plain way leaves empty.
type Beyond struct {
	Motion        *Motion        `json:"motion,omitempty"` // waits for a second person
	Fixes         []Fix          `json:"fixes,omitempty"`
	Verifications []Verification `json:"verifications,omitempty"`
	Explanations  []Explanation  `json:"explanations,omitempty"`
	Specials      []Special      `json:"specials,omitempty"`
	ThirdParties  []ThirdParty   `json:"third_parties,omitempty"`
	Extension     *Extension     `json:"extension,omitempty"`
	Collective    *Collective    `json:"collective,omitempty"`
	Departs       Verdict        `json:"departs,omitempty"` // verdict that the decider asked the lawyer about, against the proposal
	Recusals      []Recusal      `json:"recusals,omitempty"`
	Parcel        *Parcel        `json:"parcel,omitempty"`   // with the result, on its way by post
	Attempts      []Attempt      `json:"attempts,omitempty"` // deliveries that failed
	HearingWaived bool           `json:"hearing_waived,omitempty"`
	Intents       []Intent       `json:"intents,omitempty"` // refusals told before they were decided
	Spoken        *Spoken        `json:"spoken,omitempty"`  // how he was heard without a letter
	Warned        bool           `json:"warned,omitempty"`  // 警告, 行政许可法 第七十八条
	EndedFor      string         `json:"ended_for,omitempty"`
	Redecisions   []Redecision   `json:"redecisions,omitempty"` // decisions that were annulled, each with its ruling
}

// Clerk is an officer as a case names him.
type Clerk struct {
	Officer string `json:"officer"`
	Name    string `json:"name"`
}

// Motion is what one officer asks and another must approve: two persons act, never one.
type Motion struct {
	Act      ActName      `json:"act"`
	Kind     string       `json:"kind,omitempty"`
	Verdict  Verdict      `json:"verdict,omitempty"`
	Reason   string       `json:"reason"`
	Basis    string       `json:"basis,omitempty"`
	Days     int          `json:"days,omitempty"`
	Defects  []Defect     `json:"defects,omitempty"`
	Grounds  []string     `json:"grounds,omitempty"`
	Heard    string       `json:"heard,omitempty"`
	Pictures []string     `json:"pictures,omitempty"` // material numbers of what proves it
	Ban      *Ban         `json:"ban,omitempty"`      // for which he may not apply
	By       Clerk        `json:"by"`
	On       workday.Date `json:"on"`
}

// motionStages is where a motion waits: with who approves it.
var motionStages = map[ActName]Stage{ActAskNotAccept: StageLegal, ActAskCorrectAgain: StageManage, ActAskOnTheSpot: StageDecision,
	ActAskSpecial: StageDecision, ActAskTerminate: StageDecision}

// motionStage is where the motion waits now: a refusal on the spot first with the lawyer.
func (c Case) motionStage() Stage {
	if m := c.Motion; m.Act == ActAskOnTheSpot && m.Verdict == Refuse && c.LegalView == nil {
		return StageLegal
	}
	return motionStages[c.Motion.Act]
}

// StageOf is the desk's work that waits now: that of the state, or the approval of a motion.
func (p *Procedure) StageOf(c Case) Stage {
	if c.Motion != nil {
		return c.motionStage()
	}
	if p.Stages[c.State] == StageDelivery && (c.Parcel != nil || !p.Awaits(c)) {
		return ""
	}
	return p.Stages[c.State]
}

// Fix is an error mended on the spot (T06). Both versions are kept.
type Fix struct {
	Where       string          `json:"where"` // the question's key
	Was         json.RawMessage `json:"was,omitempty"`
	Is          json.RawMessage `json:"is"`
	Reason      string          `json:"reason"`
	By          Clerk           `json:"by"`
	On          workday.Date    `json:"on"`
	ConfirmedOn workday.Date    `json:"confirmed_on,omitzero"`
	DroppedOn   workday.Date    `json:"dropped_on,omitzero"`
}

// OpenFix is the correction that waits for the applicant's word while the case is still at intake.
func (c Case) OpenFix() (Fix, bool) {
	if n := len(c.Fixes); c.State == Received && n > 0 {
		f := c.Fixes[n-1]
		return f, f.ConfirmedOn.IsZero() && f.DroppedOn.IsZero()
	}
	return Fix{}, false
}

// Verification is a check of substance by two or more officers (行政许可法 第三十四条第三款).
type Verification struct {
	Kind     string       `json:"kind"`
	What     string       `json:"what"`
	Officers []Clerk      `json:"officers"`
	By       Clerk        `json:"by"`
	On       workday.Date `json:"on"`
	Record   string       `json:"record,omitempty"`
	Pictures []string     `json:"pictures,omitempty"`
	Signed   []Signature  `json:"signed,omitempty"`
	DoneOn   workday.Date `json:"done_on,omitzero"`
}

// Signature is one officer's name under a record, who declares that he is not related to the parties.
type Signature struct {
	Clerk
	On   workday.Date `json:"on"`
	Note string       `json:"note,omitempty"`
}

// Verification is the check that goes on.
func (c Case) Verification() (Verification, bool) {
	if n := len(c.Verifications); n > 0 && c.Verifications[n-1].DoneOn.IsZero() {
		return c.Verifications[n-1], true
	}
	return Verification{}, false
}

// Explanation is a question to the applicant that stops no clock (T18).
type Explanation struct {
	Question   string       `json:"question"`
	Until      workday.Date `json:"until"` // asked for by then; nothing follows from a later answer
	By         Clerk        `json:"by"`
	On         workday.Date `json:"on"`
	Answer     string       `json:"answer,omitempty"`
	Materials  []string     `json:"materials,omitempty"`
	AnsweredOn workday.Date `json:"answered_on,omitzero"`
	DroppedOn  workday.Date `json:"dropped_on,omitzero"`
	Why        string       `json:"why,omitempty"`
}

// KE is the day by which an explanation is asked for. No clock runs to it, but a new calendar moves it (C-6).
const KE ClockKind = "KE"

// explainBy is that day for a question of a day; it is never later than the decision is due.
func (l *look) explainBy(asked workday.Date) workday.Date {
	return workday.Earliest(l.cal.AddWD(asked, explainDays), l.c.EffectiveDue())
}

// OpenExplanation is the question that waits for its answer; there is never more than one.
func (c Case) OpenExplanation() (Explanation, bool) {
	if n := len(c.Explanations); n > 0 {
		e := c.Explanations[n-1]
		return e, e.AnsweredOn.IsZero() && e.DroppedOn.IsZero()
	}
	return Explanation{}, false
}

// Special is a procedure whose time is not counted (行政许可法 第四十五条). From and To are X and Y of C-4.
type Special struct {
	Kind      SpecialKind  `json:"kind"`
	Basis     string       `json:"basis"`
	Reason    string       `json:"reason"`
	Days      int          `json:"days"`           // working days, told in writing
	From      workday.Date `json:"from"`           // the notice, the announcement, or the applicant's request
	Expected  workday.Date `json:"expected"`       // From and the days told
	To        workday.Date `json:"to,omitzero"`    // the record or report is complete
	Asked     Clerk        `json:"asked,omitzero"` // the reviewer; nobody when the applicant asked
	Approved  Clerk        `json:"approved,omitzero"`
	Chair     Clerk        `json:"chair,omitzero"`
	HearingOn workday.Date `json:"hearing_on,omitzero"`
	HearingAt string       `json:"hearing_at,omitempty"` // HH:MM Asia/Shanghai; "" of a hearing that was set before hours were told
	Place     string       `json:"place,omitempty"`
	Closed    string       `json:"closed,omitempty"` // why the hearing is not public; "" of one that is
	Record    string       `json:"record,omitempty"`
	Pictures  []string     `json:"pictures,omitempty"`
}

// Special is the procedure that goes on.
func (c Case) Special() (Special, bool) {
	if n := len(c.Specials); n > 0 && c.Specials[n-1].To.IsZero() {
		return c.Specials[n-1], true
	}
	return Special{}, false
}

// Begins is the instant at which the hearing begins, that of its day where no hour was told; zero while none is set.
func (s Special) Begins() time.Time {
	if s.HearingOn.IsZero() {
		return time.Time{}
	}
	hour, _ := time.Parse(hourForm, s.HearingAt) // none was told: midnight
	return s.HearingOn.Start().Add(time.Duration(hour.Hour())*time.Hour + time.Duration(hour.Minute())*time.Minute)
}

const hourForm = "15:04"

// OfficeHours are those in which a hearing usually begins; another hour is allowed, and the officer is asked to look again.
const (
	OfficeFrom = "08:30"
	OfficeTo   = "17:00"
)

// AtOddHour tells whether the hearing begins outside OfficeHours.
func (s Special) AtOddHour() bool {
	return s.HearingAt != "" && (s.HearingAt < OfficeFrom || s.HearingAt >= OfficeTo)
}

// heard tells whether a hearing was held: then a lawyer looks at every decision (domain.md 1.7).
func (c Case) heard() bool {
	return slices.ContainsFunc(c.Specials, func(s Special) bool { return s.Kind.IsHearing() && !s.To.IsZero() })
}

// HeardSince tells whether a hearing was held on what is to be decided now: one before a decision that was annulled is no longer it.
func (c Case) HeardSince() bool {
	if r, again := c.Redecision(); again {
		c.Specials = c.Specials[r.First.Specials:]
	}
	return c.heard()
}

// Extension is the one prolongation of the legal limit (行政许可法 第四十二条).
type Extension struct {
	Reason string       `json:"reason"`
	By     Clerk        `json:"by"`
	On     workday.Date `json:"on"`
	Was    workday.Date `json:"was"`
	Due    workday.Date `json:"due"`
}

// Collective is a discussion of three or more, with what each of them said (domain.md 1.7).
type Collective struct {
	Chair   Clerk        `json:"chair"`
	Members []Member     `json:"members"`
	Verdict Verdict      `json:"verdict"`
	Cast    bool         `json:"cast,omitempty"` // votes were even and the chair's decided
	Record  string       `json:"record"`
	On      workday.Date `json:"on"`
}

// Member is one voice. Whoever dissents says why.
type Member struct {
	Clerk
	Verdict Verdict `json:"verdict"`
	Text    string  `json:"text,omitempty"`
}

// Dissenters are the members who voted against the result.
func (c Collective) Dissenters() []Member {
	return slices.DeleteFunc(slices.Clone(c.Members), func(m Member) bool { return m.Verdict == c.Verdict })
}

// Recusal keeps an officer away from a case (回避, domain.md 1.6). It holds from the moment it is declared until a superior says otherwise.
type Recusal struct {
	Clerk
	Relation  string       `json:"relation"`
	On        workday.Date `json:"on"`
	Decided   bool         `json:"decided,omitempty"`
	Upheld    bool         `json:"upheld,omitempty"`
	DecidedBy Clerk        `json:"decided_by,omitzero"`
	DecidedOn workday.Date `json:"decided_on,omitzero"`
	Why       string       `json:"why,omitempty"`
}

func (c Case) recused(officer string) bool {
	return officer != "" && (c.IsNear(officer) || c.declared(officer))
}

// IsNear tells whether registers or declarations name an officer as near a party.
func (c Case) IsNear(officer string) bool {
	return slices.ContainsFunc(c.Nearest, func(n Near) bool { return n.Officer == officer })
}

func (c Case) declared(officer string) bool {
	return slices.ContainsFunc(c.Recusals, func(r Recusal) bool { return r.Officer == officer && (!r.Decided || r.Upheld) })
}

// OpenRecusal is the declaration that a superior must decide on.
func (c Case) OpenRecusal() (Recusal, bool) {
	i := slices.IndexFunc(c.Recusals, func(r Recusal) bool { return !r.Decided })
	if i < 0 {
		return Recusal{}, false
	}
	return c.Recusals[i], true
}

// Parcel is what was handed to the post. While it is on its way the case waits for the post and for no desk.
type Parcel struct {
	Waybill string       `json:"waybill"`
	Phone   string       `json:"phone,omitempty"` // the call before a second attempt: when and what was said
	By      Clerk        `json:"by"`
	On      workday.Date `json:"on"`
}

// Attempt is a delivery that failed (T33).
type Attempt struct {
	Way     string       `json:"way"`
	Waybill string       `json:"waybill,omitempty"`
	Reason  string       `json:"reason"`
	Phone   string       `json:"phone,omitempty"` // the call to the applicant: when and what was said
	By      Clerk        `json:"by"`
	On      workday.Date `json:"on"`
}

// mostAttempts by post; after them the result is handed over at a window or served in another lawful way.
const mostAttempts = 2

// BarredAt are the officers whom four eyes or a recusal keeps away from a stage of this case, for its queue.
func (c Case) BarredAt(stage Stage) []string {
	barred := c.Barred(StageRole(stage))
	add := func(officer string) {
		if officer != "" && !slices.Contains(barred, officer) {
			barred = append(barred, officer)
		}
	}
	for _, r := range c.Recusals {
		if c.recused(r.Officer) {
			add(r.Officer)
		}
	}
	for _, n := range c.Nearest {
		add(n.Officer)
	}
	for _, r := range c.Redecisions {
		for _, officer := range r.First.Deciders {
			if stage == StageDecision {
				add(officer)
			}
		}
	}
	if c.Motion != nil {
		add(c.Motion.By.Officer)
	}
	if v, ok := c.Verification(); ok && stage == StageVerify {
		for _, s := range v.Signed {
			add(s.Officer)
		}
	}
	return barred
}

func (b Beyond) clone() Beyond {
	b.Fixes, b.Verifications, b.Explanations = slices.Clone(b.Fixes), slices.Clone(b.Verifications), slices.Clone(b.Explanations)
	b.Specials, b.Recusals, b.Attempts = slices.Clone(b.Specials), slices.Clone(b.Recusals), slices.Clone(b.Attempts)
	b.ThirdParties, b.Intents = slices.Clone(b.ThirdParties), slices.Clone(b.Intents)
	b.Redecisions = slices.Clone(b.Redecisions)
	return b
}
