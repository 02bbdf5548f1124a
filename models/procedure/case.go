package procedure

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Case is all that the law knows of a case. It is a value: Step returns a new one.
type Case struct {
	State    State    `json:"state"`
	SubState SubState `json:"sub_state,omitempty"`

	Insists        bool         `json:"insists,omitempty"` // asked for a written decision although a ban is in force (第三十二条, 第三十八条; T05b)
	Expiry         workday.Date `json:"expiry,omitzero"`   // last day of the licence that is to be renewed
	FinishedOn     workday.Date `json:"finished_on,omitzero"`
	FinishedAt     time.Time    `json:"finished_at,omitzero"`
	ReceivedOn     workday.Date `json:"received_on,omitzero"` // receipt of the application, day 0 of the first K1
	ReceivedAt     time.Time    `json:"received_at,omitzero"`
	AcceptedOn     workday.Date `json:"accepted_on,omitzero"`
	DecidedOn      workday.Date `json:"decided_on,omitzero"`
	DeliveredOn    workday.Date `json:"delivered_on,omitzero"`
	Undelivered    bool         `json:"undelivered,omitempty"` // it has ended with a decision that still waits for its delivery
	Timely         bool         `json:"timely,omitempty"`      // receipt day ≤ expiry − 30 days
	Late           bool         `json:"late,omitempty"`
	DeemedAccepted bool         `json:"deemed_accepted,omitempty"`
	DeemedRenewed  bool         `json:"deemed_renewed,omitempty"`

	Corrections int      `json:"corrections,omitempty"` // notices sent
	Defects     []Defect `json:"defects,omitempty"`     // of the last notice
	County      *Opinion `json:"county,omitempty"`
	Proposal    *Opinion `json:"proposal,omitempty"`
	LegalView   *Opinion `json:"legal_view,omitempty"`
	Opinion     *Opinion `json:"opinion,omitempty"` // with which an endorsement goes to the national system
	Returns     int      `json:"returns,omitempty"`
	Verdict     Verdict  `json:"verdict,omitempty"` // granted, filed, done, issued or not
	Grounds     []string `json:"grounds,omitempty"`
	Term        *Term    `json:"term,omitempty"` // the new term after a grant or deemed renewal

	DutyFrom  workday.Date `json:"duty_from,omitzero"` // day 0 of the time in which something had to be filed
	LateTold  bool         `json:"late_told,omitempty"`
	LateLevel LateLevel    `json:"late_level,omitempty"`
	Filing    FilingKind   `json:"filing,omitempty"`    // what a filing does to its register
	NotOurs   *Bar         `json:"not_ours,omitempty"`  // it is not this body's filing (F3)
	VisitedOn workday.Date `json:"visited_on,omitzero"` // the person came to the window
	PaidOn    workday.Date `json:"paid_on,omitzero"`
	PaidBy    string       `json:"paid_by,omitempty"` // number of the fee's receipt
	Result    *Result      `json:"result,omitempty"`

	Urgent         bool         `json:"urgent,omitempty"`           // admitted to the expedited queue: class U (domain.md 3.5)
	PromiseDay0    workday.Date `json:"promise_day0,omitzero"`      // day 0 of the expedited promise, after the cut-off (domain.md 3.8)
	Departure      workday.Date `json:"departure,omitzero"`         // of the journey for which the case is asked
	SendingDays    int          `json:"sending_days,omitempty"`     // working days that the result travels: 自取 0, EMS 湖南 1, EMS 省外 2
	CompleteAt     time.Time    `json:"complete_at,omitzero"`       // receipt of the complete application, from which the promise of an endorsement runs
	TwoPersonShift bool         `json:"two_person_shift,omitempty"` // recorded exception: 受理 and 审查 may be one person (domain.md 3.6)

	Clocks []Clock `json:"clocks,omitempty"`
	Hands  []Hand  `json:"hands,omitempty"`

	Beyond
	Licence *Licence `json:"licence,omitempty"` // the certificate and what shall become of it
	Gone    *Gone    `json:"gone,omitempty"`    // why that certificate, or the one to be renewed, is no more

	Address      *DeliveryAddress `json:"address,omitempty"`      // that its addressee has confirmed for delivery
	Compensation *Compensation    `json:"compensation,omitempty"` // of a claim about the measure that Licence tells

	Nearest  []Near    `json:"-"` // officers who are near a party today; kept with the officers
	Findings []Finding `json:"-"` // the checklist as it stands today; kept in its own table
}

// Defect is one thing to mend: a material or field, its problem and how to mend it (行政许可法 第三十二条).
type Defect struct {
	Where   string `json:"where"`
	Problem string `json:"problem"`
	Mend    string `json:"mend"`
}

// Opinion is what one officer thought of the case.
type Opinion struct {
	Verdict Verdict      `json:"verdict"` // what is proposed, or which proposal the lawyer looked at
	Agree   bool         `json:"agree,omitempty"`
	Grounds []string     `json:"grounds,omitempty"`
	Text    string       `json:"text,omitempty"`
	Officer string       `json:"officer"`
	Name    string       `json:"name,omitempty"`
	On      workday.Date `json:"on,omitzero"`
	Amount  Fen          `json:"amount,omitempty"` // of an award that is proposed
	Heard   string       `json:"heard,omitempty"`  // what the claimant said to it
}

// Result is what another system made of the case: a certificate's number, or the national answer to an endorsement (domain.md 3.10).
type Result struct {
	Verdict  Verdict      `json:"verdict"`
	Number   string       `json:"number,omitempty"`
	Source   string       `json:"source"` // the system in which it stands
	At       time.Time    `json:"at"`     // when it was entered here
	Until    workday.Date `json:"until,omitzero"`
	Text     string       `json:"text,omitempty"`
	Operator string       `json:"operator"` // police number of who entered it
	Verified string       `json:"verified,omitempty"`
}

// Ban bars a person from applying for the same permit again (行政许可法 第七十八条, 第七十九条; domain.md K18, K19).
type Ban struct {
	Basis   string       `json:"basis"`             // "78", "79"
	Until   workday.Date `json:"until"`             // first day on which he may apply again
	Source  string       `json:"source,omitempty"`  // the register that tells of it, "" where this portal gave it
	Request string       `json:"request,omitempty"` // number of the question to which it answered so
	On      workday.Date `json:"on,omitzero"`       // of that answer
}

// InForce tells whether it bars on the day.
func (b Ban) InForce(today workday.Date) bool { return today.Before(b.Until) }

// Term is a licence's new term, both days included.
type Term struct {
	From workday.Date `json:"from"`
	To   workday.Date `json:"to"`
}

// Hand is an officer who has acted in a role: what four-eyes is checked on. Officer is the police number of the natural person.
type Hand struct {
	Role    Role   `json:"role"`
	Officer string `json:"officer"`
}

// Mark is the verdict on one point of the checklist.
type Mark string

// Marks.
const (
	Pass          Mark = "pass"
	Fail          Mark = "fail"
	NotApplicable Mark = "na"
	Open          Mark = "open" // nobody and no register has said anything yet
)

// Finding is one point of the checklist and the legal grounds that its failure gives.
type Finding struct {
	Code    string   `json:"code"` // R6
	Mark    Mark     `json:"mark"`
	Grounds []string `json:"grounds,omitempty"` // B3
	// Competent is the agency whose matter the case is, where a failed point shows that it is not this body's (domain.md 2.1, T05).
	Competent string `json:"competent,omitempty"`
}

// Act is what somebody asks for, with what the act needs.
type Act struct {
	Name         ActName
	Reason       string
	Defects      []Defect     // correct: every defect at once
	Grounds      []string     // propose, refuse
	Verdict      Verdict      // propose, county_opinion
	Agree        bool         // legal_opinion, unit_sign
	Heard        string       // refuse, propose: the applicant's statement, or that it was waived (行政许可法 第七条)
	Competent    string       // not_accept: the competent agency
	Lacks        []Lack       // archive: what the package lacks
	FormFaults   int          // submit, answer_correction: faults that the form's check still finds
	Ban          Ban          // what bars the applicant on this day, if anything does
	Insist       bool         // create, finish, submit: the applicant asks for a written decision although a ban is in force
	NumberKnown  bool         // issue_certificate: the register has allocated the number
	Number       string       // issue_certificate, enter_result: the certificate's number in the other system
	Source       string       // enter_result: the system that answered
	Until        workday.Date // enter_result: the certificate's last day
	Departure    workday.Date // redate: the new one
	Receipt      string       // payment, record_payment: number of the fee's receipt, of the treasury's voucher
	Agreed       bool         // deliver, choose_delivery: the addressee agreed to electronic delivery in this case
	Arrived      bool         // hand_over: its delivery is proven, electronically or by the post (domain.md 1.9)
	Returned     bool         // come_back: the post reports it
	NothingAsked bool         // not_needed: the reason was chosen from the list

	Kind      string          // which special procedure, verification, end …; set_hearing: why it is not public
	Basis     string          // ask_special: the rule that asks for it
	Days      int             // ask_special: working days it will need; decide_again: those that the ruling orders
	Named     []Clerk         // ask_verify: the officers; set_hearing: the chair
	On        workday.Date    // set_hearing, record_payment; decide_again: day of the ruling
	At        string          // set_hearing: when it begins, HH:MM Asia/Shanghai
	Place     string          // set_hearing; tell_third_party, choose_delivery: where the letter goes
	Party     string          // tell_third_party, choose_delivery: his name
	Record    string          // verify, finish_special, collective: what was found or said
	Pictures  []string        // numbers of the materials attached
	Unrelated bool            // verify, set_hearing: the officer declares that he is no relation of the parties
	Members   []Member        // collective
	Where     string          // fix: the question's key
	Was, Is   json.RawMessage // fix: both versions
	Fresh     []string        // ask_correct_again: what the applicant's correction changed
	Way       string          // deliver, delivery_failed, choose_delivery
	Waybill   string          // delivery_failed
	Phone     string          // delivery_failed: record of the call; tell_third_party, choose_delivery: his number
	Officer   string          // decide_recusal: whose
	Body      string          // decide_again: who ruled
	Wrong     string          // decide_again: what was found wrong
	Paper     Paper           // decide_again: the document that was annulled
	Amount    Fen             // claim_loss, propose: of the loss, of the award
}

// Actor is who acts on this case: only the roles that he holds for this case and its present desk.
type Actor struct {
	Officer   string // police number; "" for applicants, units and the system
	Name      string
	Roles     []Role
	Assurance int // real-name level 1 to 4
}

// BySystem is the passage of time.
func BySystem() Actor { return Actor{Roles: []Role{System}} }

func (a Actor) has(roles []Role) (Role, bool) {
	for _, r := range roles {
		if slices.Contains(a.Roles, r) {
			return r, true
		}
	}
	return "", false
}

// Entry is one line for the journal. At is the legal instant (the limit's end for acts of time), not the time of writing.
type Entry struct {
	Move    MoveID    `json:"move"`
	Act     ActName   `json:"act"`
	From    State     `json:"from"`
	To      State     `json:"to"`
	Role    Role      `json:"role"`
	At      time.Time `json:"at"`
	Reason  string    `json:"reason,omitempty"`
	Grounds []string  `json:"grounds,omitempty"`

	Documents []DocumentKind `json:"documents,omitempty"` // that the move issues
}

// StepOrder opens work at a stage. Its dates are those of domain.md 3.7.
type StepOrder struct {
	Stage    Stage
	FinishBy workday.Date
	DoBy     workday.Date
	Urgent   bool // class U: before the ordinary work of the same day
}

// Outcome is all that follows from an act.
type Outcome struct {
	Case     Case
	Entries  []Entry
	Notices  []NoticeKind
	Alarms   []Alarm
	Closes   bool       // the step that was open is done
	Opens    *StepOrder // the step that is open now
	Reorders *StepOrder // new dates of the step that stays open
	Shifts   []Shift    // due dates that a new calendar moved
	Settled  int        // how many of the entries are acts of time that came first

	passes bool // the open step goes to somebody else of the same stage
}

// Moved tells whether anything happened to the case.
func (o Outcome) Moved() bool { return len(o.Entries) > 0 }

// Faults of the table. They carry the state so that the message can say where the case stands.
func notNow(act ActName, s State) *fault.Error {
	return fault.New(fault.Conflict, "ACT_NOT_NOW", "act", string(act), "state", string(s))
}
