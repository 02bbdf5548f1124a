package casework

import (
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Page is one page of a list. Next is the cursor of the next page, "" at the end.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
	Total int    `json:"total"`
}

// CaseSummary is a case in somebody's list.
type CaseSummary struct {
	ID           uuid.UUID           `json:"id"`
	Code         string              `json:"code"` // case number; "" for a draft
	Name         form.Text           `json:"name"` // of the item
	ItemCode     string              `json:"item"`
	Procedure    string              `json:"procedure"`         // whose words the states and acts have
	Measure      procedure.Measure   `json:"measure,omitempty"` // that the case is about, or that a claim follows from
	Applicant    string              `json:"applicant"`
	Unit         string              `json:"unit,omitempty"`
	ByUnit       bool                `json:"-"`  // the applicant is a unit, whose name is no secret
	By           string              `json:"by"` // who began it, or acts in it now
	PersonID     uuid.UUID           `json:"-"`  // his; only he opens a draft
	State        procedure.State     `json:"state"`
	SubState     procedure.SubState  `json:"sub_state,omitempty"`
	Verdict      procedure.Verdict   `json:"verdict,omitempty"`
	Deemed       bool                `json:"deemed,omitempty"` // by law, because the agency was late
	Clock        procedure.ClockKind `json:"clock,omitempty"`  // the limit that matters now
	Due          workday.Date        `json:"due,omitzero"`
	Provisional  bool                `json:"provisional"` // the year of Due has no official calendar: 以国务院正式通知为准
	StartedAt    time.Time           `json:"started_at"`
	ReceivedAt   time.Time           `json:"received_at,omitzero"`
	UpdatedAt    time.Time           `json:"updated_at"`
	Archived     bool                `json:"-"`             // T35
	ExpectsReply bool                `json:"expects_reply"` // something is for the reader to do: correct, sign
}

// Warned is something the applicant should know before he submits: a code with a message (warning.<code>).
type Warned struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

// DraftView is a draft, or the answers of a correction, as its owner edits it.
type DraftView struct {
	ID         uuid.UUID                                  `json:"id"`
	Version    int                                        `json:"version"`
	Applicant  string                                     `json:"applicant"`
	Item       *catalog.Item                              `json:"-"`
	State      procedure.State                            `json:"state"`
	SubState   procedure.SubState                         `json:"sub_state,omitempty"`
	Answers    form.Answers                               `json:"answers"`
	Facts      form.Facts                                 `json:"facts"`
	Fetched    []Fetched                                  `json:"fetched"`  // where the facts come from
	Result     form.Result                                `json:"-"`        // the whole check: path, faults, clean answers
	Faults     []fault.Field                              `json:"faults"`   // what must still be mended
	Visible    []string                                   `json:"visible"`  // questions on this applicant's path
	Warnings   []Warned                                   `json:"warnings"` // LATE, PROVISIONAL, SOURCE_DOWN
	Window     procedure.Window                           `json:"window"`
	ForUnit    bool                                       `json:"for_unit,omitempty"`  // an enterprise applies, whose head confirms where the item asks for it
	Enterprise uuid.UUID                                  `json:"-"`                   // that enterprise; zero: a person applies
	Head       bool                                       `json:"head,omitempty"`      // the reader heads that enterprise: his handing in is the confirmation
	Prepared   string                                     `json:"prepared_by"`         // who fills it in
	Statement  string                                     `json:"statement,omitempty"` // what the unit declares with its signature
	SignBy     workday.Date                               `json:"sign_by,omitzero"`    // awaiting the unit: the draft reopens after this day
	SavedAt    time.Time                                  `json:"saved_at"`
	Defects    []procedure.Defect                         `json:"defects,omitempty"` // of a correction
	DefectBy   workday.Date                               `json:"answer_by,omitzero"`
	Opened     []string                                   `json:"opened,omitempty"` // questions that the correction lets the applicant change
	Material   func(uuid.UUID) (form.MaterialFacts, bool) `json:"-"`
}

// Fetched says which register gave facts and when: what stands behind 免提交. Unanswered registers are asked again later.
type Fetched struct {
	Source   Source    `json:"source"`
	Answered bool      `json:"answered"`
	Request  string    `json:"request,omitempty"`
	At       time.Time `json:"at"`
}

// Saved is the answer to saving: the new version and what is still wrong, which does not hinder saving.
type Saved struct {
	Version int           `json:"version"`
	Faults  []fault.Field `json:"faults"`
	Visible []string      `json:"visible"`
	SavedAt time.Time     `json:"saved_at"`
}

// Receipt is what the applicant gets for submitting, or for finishing when the unit is still to sign.
type Receipt struct {
	CaseID       uuid.UUID        `json:"case_id"`
	Procedure    string           `json:"procedure"`
	State        procedure.State  `json:"state"`
	VisitAsked   bool             `json:"visit_asked,omitempty"` // the person must still come to a window
	AwaitingUnit bool             `json:"awaiting_unit,omitempty"`
	SignBy       workday.Date     `json:"sign_by,omitzero"`
	Number       string           `json:"number,omitempty"`
	QueryCode    string           `json:"query_code,omitempty"`
	ReceivedAt   time.Time        `json:"received_at,omitzero"`
	IntakeDue    workday.Date     `json:"intake_due,omitzero"` // K1: by then the agency speaks or has accepted
	Timely       bool             `json:"timely"`
	Late         bool             `json:"late,omitempty"`
	Expiry       workday.Date     `json:"expiry,omitzero"`
	DocumentID   uuid.UUID        `json:"document_id,omitzero"` // 收件凭证
	Window       procedure.Window `json:"window"`
}

// TimelineRow is one thing that happened, in the applicant's words: message keys move.<move>, act.<act>.
type TimelineRow struct {
	At       time.Time         `json:"at"`
	Move     procedure.MoveID  `json:"move"`
	Act      procedure.ActName `json:"act"`
	To       procedure.State   `json:"to"`
	Actor    string            `json:"actor,omitempty"` // officers by name, domain.md 1.7
	Officer  string            `json:"officer,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Document string            `json:"document,omitempty"` // number
}

// Host is the 主办责任人, named to the applicant.
type Host struct {
	Name       string `json:"name"`
	Officer    string `json:"officer"` // police number
	Desk       string `json:"desk"`
	DeskName   string `json:"desk_name"`
	DeskNameEn string `json:"desk_name_en"`
}

// Message is a line of the talk between applicant and host officer.
type Message struct {
	ID        uuid.UUID `json:"id"`
	At        time.Time `json:"at"`
	FromClerk bool      `json:"from_clerk"`
	Name      string    `json:"name"`
	Officer   string    `json:"officer,omitempty"`
	Text      string    `json:"text"`
	ReadAt    time.Time `json:"read_at,omitzero"` // by the other side
}

// ClockRow is a clock with its lamp.
type ClockRow struct {
	procedure.Clock
	Lamp      procedure.Lamp `json:"lamp"`
	Effective workday.Date   `json:"effective,omitzero"` // K2 of a timely renewal: the earlier of its end and the licence's last day
	Left      int            `json:"left"`               // working days until the end; negative when past
}

// ApplicantView is everything an applicant, or his unit, sees of a case.
type ApplicantView struct {
	CaseSummary
	Version      int                                        `json:"version"`
	Item         *catalog.Item                              `json:"-"`
	Timeline     []TimelineRow                              `json:"timeline"`
	Host         *Host                                      `json:"host,omitempty"`
	ETA          *flow.ETA                                  `json:"eta,omitempty"` // of a case that waits for a desk
	Expected     workday.Date                               `json:"expected,omitzero"`
	ExpectedWhy  string                                     `json:"expected_why,omitempty"` // message key expected.<why>
	Ahead        procedure.MoveID                           `json:"-"`                      // row by which the case usually goes on
	Clocks       []ClockRow                                 `json:"clocks"`
	Messages     []Message                                  `json:"messages"`
	Documents    []document.Document                        `json:"documents"`
	Certificate  *document.IssuedCertificate                `json:"certificate,omitempty"`
	Guards       []GuardRow                                 `json:"guards,omitempty"` // of a roster: who qualifies, never why not
	Correction   []procedure.Defect                         `json:"correction,omitempty"`
	CorrectBy    workday.Date                               `json:"correct_by,omitzero"`
	Law          procedure.Case                             `json:"law"`
	Answers      form.Answers                               `json:"answers"`
	Facts        form.Facts                                 `json:"facts"`
	Visible      []string                                   `json:"visible"`
	VisitAsked   bool                                       `json:"visit_asked,omitempty"`   // the person must still come to a window
	PaymentAsked bool                                       `json:"payment_asked,omitempty"` // the fee is to be paid before the result is handed over
	ArchivedOn   workday.Date                               `json:"archived_on,omitzero"`
	Acts         []procedure.ActName                        `json:"acts"`                   // what the reader may do: answer_correction, withdraw, deliver, message
	Compensation *MeasureCompensation                       `json:"compensation,omitempty"` // of a measure that owes it
	Ways         []Way                                      `json:"ways,omitempty"`         // of delivery between which the reader may choose
	LossProofs   []Enclosure                                `json:"loss_proofs,omitempty"`  // of a claim: the files handed in for it
	Material     func(uuid.UUID) (form.MaterialFacts, bool) `json:"-"`
}

// MeasureCompensation is where the holder claims what a measure cost him.
type MeasureCompensation struct {
	CaseID  uuid.UUID       `json:"case_id,omitzero"`  // zero until it is opened
	State   procedure.State `json:"state"`             // of that case
	Due     workday.Date    `json:"due"`               // last day to claim
	Damages bool            `json:"damages,omitempty"` // 赔偿, for a fault of the agency, not 补偿
}

// Progress is what a status query without login shows: state, dates, next step, nothing else (domain.md 1.8).
type Progress struct {
	Number      string              `json:"number"`
	Name        form.Text           `json:"name"`
	Procedure   string              `json:"procedure"`
	State       procedure.State     `json:"state"`
	ReceivedOn  workday.Date        `json:"received_on"`
	AcceptedOn  workday.Date        `json:"accepted_on,omitzero"`
	DecidedOn   workday.Date        `json:"decided_on,omitzero"`
	Clock       procedure.ClockKind `json:"clock,omitempty"`
	Due         workday.Date        `json:"due,omitzero"`
	Provisional bool                `json:"provisional"`
	ETA         *flow.ETA           `json:"eta,omitempty"`
	Ahead       procedure.MoveID    `json:"-"`    // row by which the case usually goes on
	Next        string              `json:"next"` // message key next.<state>
}
