// Package disclosure is the publicity of permits 双公示 (行政许可法 第四十条; domain.md 1.7): what was decided about whom, as the public may
// read it. A record is entered in the decision's own transaction, published within seven working days, follows what becomes of the
// certificate, and can be objected to by the person concerned.
package disclosure

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Lengths of limits in working days.
const (
	PublishDays   = 7 // K5
	ObjectionDays = 5 // K17
)

// State is how far a record has come.
type State string

// States of a record.
const (
	Due       State = "DUE"        // 待公示
	Asked     State = "ASKED"      // 不予公示待批准
	Withheld  State = "WITHHELD"   // 不予公示
	Published State = "PUBLISHED"  // 已公示
	TakenDown State = "TAKEN_DOWN" // 已撤下
)

// Standing is 当前状态: what has become of the decision. Expired and Superseded are not stored, they follow from dates.
type Standing string

// Standings of a decision.
const (
	Valid      Standing = "VALID"
	Refused    Standing = "REFUSED"
	Done       Standing = "DONE"      // of a decision that ended a permit, as 撤销决定书
	Revoked    Standing = "REVOKED"   // 撤销
	Withdrawn  Standing = "WITHDRAWN" // 撤回
	Punished   Standing = "PUNISHED"  // 吊销
	Cancelled  Standing = "CANCELLED" // 注销
	Expired    Standing = "EXPIRED"
	Superseded Standing = "SUPERSEDED"
)

// Kinds of parties 相对人类别.
const (
	Person = "person"
	Unit   = "unit"
)

// Decision is what casework knows of a decision. Name and ID are masked before anything is stored.
type Decision struct {
	CaseID, DocumentID    uuid.UUID
	Procedure, Department string // decide whether it is published at all
	ItemCode              string
	ItemName, ItemNameEn  string
	Desk                  string // that reviewed the case
	Name, ID              string // of the party; a unit's ID is its credit code
	IsUnit                bool
	DocumentTitle         string
	DocumentNumber        string
	Category              string // 许可类别
	Certificate           string // its name; "" without one
	Licence               string // its number, as far as it is known
	Content               string
	DecidedOn             workday.Date
	ValidFrom, ValidTo    workday.Date
	Agency                string
	Standing              Standing
}

// Fields are what is published, and nothing else (domain.md 1.7).
type Fields struct {
	Party             string       `json:"party"`      // 行政相对人名称, a natural person's masked
	PartyKind         string       `json:"party_kind"` // 相对人类别
	CreditCode        string       `json:"credit_code"`
	DocumentTitle     string       `json:"document_title"`
	DocumentNumber    string       `json:"document_number"`
	Category          string       `json:"category"` // 许可类别
	CertificateTitle  string       `json:"certificate_title"`
	CertificateNumber string       `json:"certificate_number"`
	Content           string       `json:"content"`
	DecidedOn         workday.Date `json:"decided_on"`
	ValidFrom         workday.Date `json:"valid_from"`
	ValidTo           workday.Date `json:"valid_to"`
	Agency            string       `json:"agency"`
	Standing          Standing     `json:"standing"` // 当前状态
}

// Entry is one published record.
type Entry struct {
	ID         uuid.UUID `json:"id"`
	ItemCode   string    `json:"item_code"`
	ItemName   string    `json:"item_name"`
	ItemNameEn string    `json:"item_name_en"`
	Fields
	PublishedAt *time.Time   `json:"published_at"`
	StandingOn  workday.Date `json:"standing_on"`          // since when it stands so
	TakenDown   string       `json:"taken_down,omitempty"` // why it was taken down; then the party and the content are not shown
	// TakenDownCode is one of Reasons, or Annulled; "" of what was taken down before reasons had codes.
	TakenDownCode string `json:"taken_down_code,omitempty"`
}

// Record is a record as officers see it.
type Record struct {
	Entry
	CaseID        uuid.UUID    `json:"case_id"`
	CaseNumber    string       `json:"case_number"`
	DocumentID    uuid.UUID    `json:"document_id"`
	State         State        `json:"state"`
	Due           workday.Date `json:"due"`
	Overdue       bool         `json:"overdue"`
	WithholdCode  string       `json:"withhold_code"`
	WithholdWords string       `json:"withhold_words"`
	AskedBy       string       `json:"asked_by"`
	Version       int          `json:"version"`

	objection uuid.NullUUID // that the take-down which is asked for would answer
}

// Waits tells whether the head of the agency has to decide on it: that it be not published, or taken down.
func (r Record) Waits() bool {
	return r.State == Asked || r.State == Published && r.WithholdCode != ""
}

// WaitsFor tells whether the request to take the record down would answer an objection.
func (r Record) WaitsFor(o Objection) bool {
	return r.Waits() && r.objection.Valid && r.objection.UUID == o.ID
}

// Event is one line of a record's trace.
type Event struct {
	At      time.Time `json:"at"`
	Kind    string    `json:"kind"`
	Name    string    `json:"name"`
	Officer string    `json:"officer"`
	Words   string    `json:"words"`
}

// Kinds of events.
const (
	entered     = "entered"
	published   = "published"
	certified   = "certified"
	changed     = "changed"
	asked       = "asked"
	withheld    = "withheld"
	notWithheld = "not_withheld"
	askedDown   = "asked_down"
	takenDown   = "taken_down"
	notDown     = "not_taken_down"
	objected    = "objected"
	kept        = "kept"
	corrected   = "corrected"
)

// Objection is what the person concerned holds against a record.
type Objection struct {
	ID           uuid.UUID    `json:"id"`
	DisclosureID uuid.UUID    `json:"disclosure_id"`
	Name         string       `json:"name"`
	Reason       string       `json:"reason"`
	At           time.Time    `json:"at"`
	Due          workday.Date `json:"due"`
	Result       Result       `json:"result"`
	Words        string       `json:"words"`
	DecidedAt    *time.Time   `json:"decided_at"`
	DecidedBy    string       `json:"decided_by"`

	personID uuid.UUID
}

// Result is what was decided about an objection.
type Result string

// Results of an objection.
const (
	Kept      Result = kept
	Corrected Result = corrected
	Removed   Result = takenDown
)

// Correction replaces what stands wrongly in a record; a zero field stays.
type Correction struct {
	Content   string       `json:"content,omitempty"`
	ValidFrom workday.Date `json:"valid_from,omitzero"`
	ValidTo   workday.Date `json:"valid_to,omitzero"`
}

func (c Correction) empty() bool {
	return c.Content == "" && c.ValidFrom.IsZero() && c.ValidTo.IsZero()
}

// Reasons are the codes for which a record may stay unpublished (行政许可法 第五条第三款; 政府信息公开条例 第十四条至第十六条).
func Reasons() []string {
	return []string{"state_secret", "trade_secret", "privacy", "safety", "other"}
}

// Publishes tells whether decisions of a procedure and department are published: permits and what becomes of them. Filings, services and
// endorsements are none; exit-entry documents are private (domain.md 1.7).
func Publishes(procedure, department string) bool {
	return (procedure == "permit" || procedure == "licence") && department != "churujing"
}

// Party is the name as the public may read it: a natural person's is masked (张*; 欧阳**; 买买提·***), also one that the rule for Chinese
// names does not know.
func Party(name string, isUnit bool) string {
	if isUnit {
		return name
	}
	if n, err := identity.ParseName(name); err == nil {
		return n.Masked()
	}
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return ""
	}
	return string(first) + strings.Repeat("*", utf8.RuneCountInString(name)-1)
}

// tellsID is how many last characters of an ID number give it away: the day of birth and the serial.
const tellsID = 12

// CertificateNumber is the number as the public may read it. One that holds a natural person's ID number or its telling part is masked.
func CertificateNumber(number, id string, isUnit bool) string {
	if isUnit || len(id) < tellsID || !strings.Contains(number, id[len(id)-tellsID:]) {
		return number
	}
	const shown = 4
	return number[:min(shown, len(number))] + strings.Repeat("*", max(len(number)-shown, 0))
}

// standing derives what the public is told on a day.
func (e *Entry) standing(superseded, today workday.Date) {
	switch {
	case e.Standing != Valid:
	case !superseded.IsZero() && !today.Before(superseded):
		e.Standing, e.StandingOn = Superseded, superseded
	case !e.ValidTo.IsZero() && today.After(e.ValidTo):
		e.Standing, e.StandingOn = Expired, e.ValidTo.AddDays(1)
	}
}

// trace leaves of a record that was taken down only that it was there, and why it is not any more.
func (e *Entry) trace() {
	e.Party, e.CreditCode, e.Content, e.CertificateNumber = "", "", "", ""
	e.ValidFrom, e.ValidTo = workday.Date{}, workday.Date{}
}

// Search narrows the public list. The zero Search is everything, newest first.
type Search struct {
	Text     string // part of a name, or a number of document or certificate, or a credit code
	ItemCode string
	From, To workday.Date // of the decision, both included
	After    string       // cursor
	Limit    int
}

const (
	maxPage = 100
	maxText = 4000 // characters in one box
)

func limit(n int) int { return min(max(n, 1), maxPage) }

// words checks what somebody wrote into a box that must not stay empty.
func words(pointer, text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fault.Fields(fault.OneField(pointer, "REQUIRED"))
	case utf8.RuneCountInString(text) > maxText:
		return fault.Fields(fault.OneField(pointer, "TOO_LONG", "max", maxText))
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fault.Fields(fault.OneField(pointer, "CHARACTER_NOT_STORABLE"))
	}
	return nil
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T
	Next  string // cursor of the next page; "" at the end
	Total int
}

// Work narrows the officer's list.
type Work struct {
	Shelf Shelf
	After string
	Limit int
}

// Shelf is one of the officer's lists.
type Shelf string

// Shelves of the officer.
const (
	ShelfDue       Shelf = "due" // to publish, those that are overdue too
	ShelfOverdue   Shelf = "overdue"
	ShelfAsked     Shelf = "asked"
	ShelfPublished Shelf = "published"
	ShelfWithheld  Shelf = "withheld" // and taken down
)

// Shelves lists them in the order of the page.
func Shelves() []Shelf {
	return []Shelf{ShelfDue, ShelfOverdue, ShelfAsked, ShelfPublished, ShelfWithheld}
}

// Counts are how many records stand on each shelf, and how many objections wait.
type Counts struct {
	Shelves    map[Shelf]int
	Objections int
}

// OverdueArgs is the job that tells the patrol of a record that is not published in time (P6).
type OverdueArgs struct {
	ID     uuid.UUID `json:"id"`
	CaseID uuid.UUID `json:"case_id"`
	Desk   string    `json:"desk"`
}

// Kind names the job.
func (OverdueArgs) Kind() string { return "disclosure.overdue" }
