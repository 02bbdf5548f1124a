package casework

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// QueueCount is one of the officer's queues. Counts stop at 1,000: a longer queue is shown as 1000+.
type QueueCount struct {
	Desk    string          `json:"desk"`
	Stage   procedure.Stage `json:"stage"`
	Waiting int             `json:"waiting"`
	Due     int             `json:"due"`     // 当日必办, overdue included
	Overdue int             `json:"overdue"` // past their finish_by
	Held    int             `json:"held"`
}

// QueueRow is a waiting step.
type QueueRow struct {
	StepID    uuid.UUID       `json:"step_id"`
	CaseID    uuid.UUID       `json:"case_id"`
	Desk      string          `json:"desk,omitempty"`  // in lists over several queues
	Stage     procedure.Stage `json:"stage,omitempty"` //
	Code      string          `json:"code"`            // case number
	Name      form.Text       `json:"name"`            // of the item
	Applicant string          `json:"applicant"`
	Unit      string          `json:"unit,omitempty"`
	ByUnit    bool            `json:"-"`     // the applicant is a unit, whose name is no secret
	State     string          `json:"state"` // QUEUED, CLAIMED
	Holder    string          `json:"holder,omitempty"`
	Lamp      procedure.Lamp  `json:"lamp"`
	Today     bool            `json:"today"`  // 当日必办
	ETA       flow.ETA        `json:"eta"`    // place and dates, by the pace of the queue
	Alarms    []flow.Alarm    `json:"alarms"` // domain.md 3.8
	proc      string          // code of the procedure
	Firm      bool            `json:"-"` // no announcement moves FinishBy
	Place
	Provisional bool `json:"provisional"` // FinishBy or DoBy was counted in a year without an official calendar: 以国务院正式通知为准
}

// Claim is a step in somebody's hand. Every write carries its Fence. Why is the whole answer to "why this one" (domain.md 3.7).
type Claim struct {
	CaseID    uuid.UUID       `json:"case_id"`
	StepID    uuid.UUID       `json:"step_id"`
	Desk      string          `json:"desk"`
	Stage     procedure.Stage `json:"stage"`
	Code      string          `json:"code"`
	Fence     int64           `json:"fence"`
	ExpiresAt time.Time       `json:"expires_at"`
	Why       Place           `json:"why"`
	Draft     string          `json:"draft,omitempty"`    // 前手草稿: what the last holder wrote and did not submit
	DraftBy   string          `json:"draft_by,omitempty"` //
	Assigned  string          `json:"assigned,omitempty"` // why case management put it into this hand
}

// ClerkView is a case on one page.
type ClerkView struct {
	CaseSummary
	ArchivedOn workday.Date                               `json:"archived_on,omitzero"`
	Version    int                                        `json:"version"`
	Item       *catalog.Item                              `json:"-"`
	Law        procedure.Case                             `json:"law"`
	IDNumber   string                                     `json:"id_number"`       // of the person, who may act for an enterprise
	Agent      string                                     `json:"agent,omitempty"` // who acts for the enterprise that applies
	UnitCode   string                                     `json:"unit_code,omitempty"`
	Ban        *procedure.Ban                             `json:"ban,omitempty"` // for which a received application may not be accepted (T05b)
	Mobile     string                                     `json:"mobile"`
	Answers    form.Answers                               `json:"answers"`
	Facts      form.Facts                                 `json:"facts"`
	Visible    []string                                   `json:"visible"`
	Fetched    []Fetched                                  `json:"fetched"`
	Compared   []Compared                                 `json:"compared,omitempty"`  // of a filing: what was filed beside what registers say
	Guards     []GuardRow                                 `json:"guards,omitempty"`    // of a roster, each with what the rules say of him
	Suggested  []procedure.Defect                         `json:"suggested,omitempty"` // points of a correction that the roster gives
	Checks     []CheckRow                                 `json:"checks"`
	Clocks     []ClockRow                                 `json:"clocks"`
	Documents  []document.Document                        `json:"documents"`
	Acts       []Possible                                 `json:"acts"`
	Step       *Claim                                     `json:"step,omitempty"`   // the open step; Fence 0 when it is not the reader's
	Visits     bool                                       `json:"visits,omitempty"` // the person must still come, and the reader may record it
	Mine       bool                                       `json:"mine"`             // the reader holds it
	Holder     string                                     `json:"holder,omitempty"`
	Talks      bool                                       `json:"-"` // the reader may write to the applicant
	Place      Place                                      `json:"place"`
	Host       *Host                                      `json:"host,omitempty"`
	ETA        *flow.ETA                                  `json:"eta,omitempty"`
	Alarms     []flow.Alarm                               `json:"alarms"` // domain.md 3.8
	Journal    []journal.Entry                            `json:"journal"`
	Messages   []Message                                  `json:"messages"`
	Verifiers  []procedure.Clerk                          `json:"verifiers,omitempty"` // who may be named to verify
	Chairs     []procedure.Clerk                          `json:"chairs,omitempty"`    // who may chair a hearing
	Enclosures []Enclosure                                `json:"enclosures,omitempty"`
	Beside     []Possible                                 `json:"beside,omitempty"`   // what the reader may do without a claim
	Ways       []Way                                      `json:"ways,omitempty"`     // in which the result may be delivered, while it waits for that
	Ends       *Ending                                    `json:"ends,omitempty"`     // what a register knows that would end it (T30)
	Previous   []Answered                                 `json:"previous,omitempty"` // the answers before a correction
	Material   func(uuid.UUID) (form.MaterialFacts, bool) `json:"-"`
}

// Answered is an earlier version of the answers.
type Answered struct {
	Round   int          `json:"round"`
	At      time.Time    `json:"at"`
	Answers form.Answers `json:"answers"`
}

// Possible is an act that the reader may or may not do now. Why holds the fault that he would meet.
type Possible struct {
	Act     procedure.ActName  `json:"act"`
	Verdict procedure.Verdict  `json:"verdict,omitempty"`
	Allowed bool               `json:"allowed"`
	Why     string             `json:"why,omitempty"` // fault code
	Params  map[string]any     `json:"params,omitempty"`
	Rows    []procedure.MoveID `json:"rows,omitempty"` // of the procedure's table, on which the act stands; several where it may come to stand on different laws
}

func possible(list []procedure.Possible) []Possible {
	acts := make([]Possible, 0, len(list))
	for _, p := range list {
		q := Possible{Act: p.Act, Verdict: p.Verdict, Allowed: p.Allowed, Rows: p.Rows}
		if p.Why != nil {
			q.Why, q.Params = p.Why.Code, p.Why.Params
		}
		acts = append(acts, q)
	}
	return acts
}

// Decision is what an officer decides about the step he holds.
type Decision struct {
	CaseID       uuid.UUID          `json:"-"`
	StepID       uuid.UUID          `json:"step_id"`
	Fence        int64              `json:"fence"`
	Version      int                `json:"version"`
	Act          procedure.ActName  `json:"act"`
	Verdict      procedure.Verdict  `json:"verdict,omitempty"` // propose, county_opinion: grant or refuse
	Agree        bool               `json:"agree,omitempty"`   // legal_opinion
	Reason       string             `json:"reason,omitempty"`
	Grounds      []string           `json:"grounds,omitempty"`       // propose/refuse, refuse
	Heard        string             `json:"heard,omitempty"`         // refuse, propose an award: the applicant's statement or its waiver
	Defects      []procedure.Defect `json:"defects,omitempty"`       // correct
	Competent    string             `json:"competent,omitempty"`     // not_accept: the competent agency
	CompetentHow string             `json:"competent_how,omitempty"` // and how to reach it
	Way          string             `json:"way,omitempty"`           // deliver: electronic, ems, counter
	Waybill      string             `json:"waybill,omitempty"`       // deliver by EMS
	Recipient    string             `json:"recipient,omitempty"`
	Number       string             `json:"number,omitempty"`  // issue_certificate, enter_result: in the system that makes the certificate
	Source       string             `json:"source,omitempty"`  // enter_result: that system
	Until        workday.Date       `json:"until,omitzero"`    // enter_result: the certificate's last day
	Receipt      string             `json:"receipt,omitempty"` // payment, record_payment: number of the fee's receipt, of the treasury's voucher
	Amount       procedure.Fen      `json:"amount,omitempty"`  // propose an award: in fen

	Kind      string       `json:"kind,omitempty"`      // which special procedure, verification, end …
	Basis     string       `json:"basis,omitempty"`     // ask_special: the rule that asks for it
	Days      int          `json:"days,omitempty"`      // ask_special: working days needed; decide_again: those that the ruling orders, 0 for none
	Named     []string     `json:"named,omitempty"`     // ask_verify, set_hearing: police numbers
	On        workday.Date `json:"on,omitzero"`         // set_hearing, record_payment; decide_again: day of the ruling
	At        string       `json:"at,omitempty"`        // set_hearing: when it begins, HH:MM Asia/Shanghai
	Place     string       `json:"place,omitempty"`     // set_hearing; tell_third_party: where the letter goes
	Party     string       `json:"party,omitempty"`     // tell_third_party: his name
	Record    string       `json:"record,omitempty"`    // verify, finish_special, collective; ask_not_accept: the evidence
	Pictures  []uuid.UUID  `json:"pictures,omitempty"`  // files attached before
	Unrelated bool         `json:"unrelated,omitempty"` // verify: no relation of the parties
	Members   []Voice      `json:"members,omitempty"`   // collective
	Where     string       `json:"where,omitempty"`     // fix: the question's key
	Value     string       `json:"value,omitempty"`     // fix: its new words
	Phone     string       `json:"phone,omitempty"`     // delivery_failed: record of the call; tell_third_party: his mobile
	Officer   string       `json:"officer,omitempty"`   // decide_recusal: police number
	Body      string       `json:"body,omitempty"`      // decide_again: the reconsidering body or court
	Wrong     string       `json:"wrong,omitempty"`     // decide_again: grounds, procedure or whole
}

// Voice is what one member of a collective discussion said.
type Voice struct {
	Officer string            `json:"officer"`
	Verdict procedure.Verdict `json:"verdict"`
	Text    string            `json:"text,omitempty"`
}

// Enclosure is a file that an officer has added to the case.
type Enclosure struct {
	ID       uuid.UUID `json:"id"`
	Name     string    `json:"name"`
	Attached bool      `json:"attached"` // named by an act; it stays for good
	At       time.Time `json:"at"`
}

// check finds words that are too long or cannot be stored.
func (d Decision) check() error {
	var faults []fault.Field
	for _, t := range []struct{ pointer, text string }{{"/reason", d.Reason}, {"/heard", d.Heard}, {"/competent", d.Competent},
		{"/competent_how", d.CompetentHow}, {"/waybill", d.Waybill}, {"/recipient", d.Recipient}, {"/number", d.Number}, {"/source", d.Source},
		{"/receipt", d.Receipt}, {"/kind", d.Kind}, {"/basis", d.Basis}, {"/at", d.At}, {"/place", d.Place}, {"/record", d.Record}, {"/where", d.Where},
		{"/value", d.Value}, {"/phone", d.Phone}, {"/officer", d.Officer}, {"/body", d.Body}, {"/wrong", d.Wrong}, {"/party", d.Party}} {
		faults = append(faults, checkText(t.pointer, t.text)...)
	}
	for _, f := range d.Defects {
		faults = append(faults, checkText("/defects", f.Where+f.Problem+f.Mend)...)
	}
	for _, m := range d.Members {
		faults = append(faults, checkText("/members", m.Officer+m.Text)...)
	}
	if len(d.Members) > 50 || len(d.Named) > 50 || len(d.Pictures) > 50 {
		faults = append(faults, fault.OneField("/members", "TOO_MANY_ROWS"))
	}
	if len(d.Defects) > 50 || len(d.Grounds) > 50 {
		faults = append(faults, fault.OneField("/defects", "TOO_MANY_ROWS"))
	}
	if d.Act == procedure.ActTellThirdParty && d.Phone != "" {
		if _, err := identity.ParseMobile(d.Phone); err != nil {
			faults = append(faults, fault.OneField("/phone", fault.Code(err)))
		}
	}
	return fault.Fields(faults...)
}

// Decided is what came of a decision.
type Decided struct {
	CaseID    uuid.UUID           `json:"case_id"`
	State     procedure.State     `json:"state"`
	Version   int                 `json:"version"`
	Documents []document.Document `json:"documents"`
	Due       workday.Date        `json:"due,omitzero"`
}
