// Package reading keeps which officer read whose personal data, when, where and about which case (domain.md 6.1, 6.2): append-only, the persons as
// keyed digests. A door keeps a showing before its first byte leaves.
package reading

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Kind is what sort of showing it was.
type Kind string

// The kinds.
const (
	Case     Kind = "case"     // a case with its full numbers, on a page or as an answer to a program
	Search   Kind = "search"   // a search by number, name or telephone
	Register Kind = "register" // what another authority's register or system says of a person
	File     Kind = "file"     // an uploaded file
	Paper    Kind = "paper"    // a document or certificate
	Export   Kind = "export"   // a file that leaves the portal
	List     Kind = "list"     // a list that shows full numbers
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Case, Search, Register, File, Paper, Export, List} }

// Of is what the id of a showing names; the case is found from it.
type Of string

// What an id may name.
const (
	OfNothing  Of = ""
	OfCase     Of = "case"
	OfStep     Of = "step"
	OfDocument Of = "document"
	OfDoubt    Of = "doubt"  // about the evidence of a business request
	OfRecord   Of = "record" // anything that belongs to no case
)

// Shown is one showing, as a door tells it.
type Shown struct {
	Kind   Kind
	Route  string // method and pattern of the address
	Of     Of
	ID     uuid.UUID
	Thing  uuid.UUID // the file that was opened, where ID names its case
	Texts  []string  // numbers that were shown beside those of the case, or what was searched for
	Reason string
}

// Limits of the log.
const (
	SameFor = 15 * time.Minute // the same thing on the same officer's screen again is the same reading, like an idle session (domain.md 6.2)
	maxPage = 200
	maxFile = 20_000 // rows of an export
)

// Row is a reading as supervision sees it.
type Row struct {
	ID         uuid.UUID  `json:"id"`
	At         time.Time  `json:"at"`
	Officer    string     `json:"officer"` // 警号
	Name       string     `json:"name"`
	Roles      string     `json:"roles"` // parted by spaces
	Desks      string     `json:"desks"` // likewise
	Kind       Kind       `json:"kind"`
	Route      string     `json:"route"`
	CaseID     *uuid.UUID `json:"case_id"`
	CaseNumber string     `json:"case_number"`
	Persons    int        `json:"persons"` // how many numbers were shown
	Reason     string     `json:"reason,omitempty"`
	Terminal   string     `json:"terminal"`
}

// Filter narrows the log; what is empty does not. Person is a digest by Book.Digest. After is the last id of the page before.
type Filter struct {
	Officer    string
	CaseNumber string
	Person     string
	Day        workday.Date
	Kind       Kind
	After      uuid.UUID
	Limit      int // 1 to 200
}

func (f Filter) limit() int { return min(max(f.Limit, 1), maxPage) }

// Page is one page, newest first.
type Page struct {
	Items []Row
	Next  *uuid.UUID
}

// Reads tells whether the log is open to the actor: to the audit administrator and to inspectors (domain.md 0.4, 6.2).
func Reads(a account.Actor) bool {
	return a.IsClerk() && a.HasAny(account.AuditAdmin, account.Supervisor)
}

// Exports tells whether the actor may take the log away: the audit administrator alone (domain.md 6.2).
func Exports(a account.Actor) bool { return a.IsClerk() && a.HasAny(account.AuditAdmin) }

func allow(may bool) error {
	if !may {
		return fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.AuditAdmin))
	}
	return nil
}

// plain is how a number is written before it is digested, so that it is found however it was typed.
func plain(text string) string {
	return strings.ToUpper(strings.Join(strings.Fields(text), ""))
}

func known(k Kind) bool { return slices.Contains(Kinds(), k) }
