// Package document writes what the portal says officially: it numbers 文书 without gaps, composes their letters from frozen facts,
// renders them to signed PDF, and keeps certificates 证照 that anybody can verify.
package document

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// State is the legal state of a document. A cancelled one keeps its number and is marked 作废 (domain.md 1.8).
type State string

// States of a document.
const (
	Issued     State = "ISSUED"
	Void       State = "VOID"
	Superseded State = "SUPERSEDED"
)

// RenderState tells whether the signed PDF exists yet. A failed rendering names its problem and waits for a clerk; the document is
// in force all the same, and its letter can be read on the page.
type RenderState string

// States of the rendering.
const (
	RenderQueued RenderState = "QUEUED"
	RenderDone   RenderState = "DONE"
	RenderFailed RenderState = "FAILED"
)

// Order asks for a document. The number is allocated by the body (机构代字), the kind's mark and the year of the transaction's Now.
type Order struct {
	CaseID uuid.UUID
	Kind   Kind
	Body   string // 机构代字: 治, 境, 法, 督, 办
	Prefix string // 发文机关代字 before it; empty: the house's own (益公)
	Facts  Facts
}

// Document is an issued document without its facts; lists carry this.
type Document struct {
	ID            uuid.UUID    `json:"id"`
	CaseID        uuid.UUID    `json:"case_id"`
	Kind          Kind         `json:"kind"`
	Title         string       `json:"title"`
	Number        string       `json:"number"` // 文书号, "" when the kind has none
	State         State        `json:"state"`
	IssuedAt      time.Time    `json:"issued_at"`
	IssuedOn      workday.Date `json:"issued_on"`
	Render        RenderState  `json:"render"`
	RenderProblem string       `json:"render_problem,omitempty"` // e.g. the characters without a glyph
	Bytes         int64        `json:"bytes,omitempty"`
	SHA256        string       `json:"sha256,omitempty"` // of the signed PDF, hexadecimal
	SM3           string       `json:"sm3,omitempty"`
	BlobKey       string       `json:"-"`

	SupersededOn workday.Date `json:"superseded_on,omitzero"` // a ruling annulled it on that day; the signed file stays as it was delivered
	SupersededBy string       `json:"superseded_by,omitempty"`
}

// Annulled tells whether a ruling has annulled the document; a certificate's that its successor replaced was not.
func (d Document) Annulled() bool { return d.SupersededBy != "" }

// RenderArgs is the job that renders and signs one document; it is harmless when repeated.
type RenderArgs struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job in the queue.
func (RenderArgs) Kind() string { return "document.render" }

// Queue keeps printing, which needs a processor and memory, to few at once.
func (RenderArgs) Queue() string { return "print" }

// number writes a 文书号: six-angle brackets, Arabic numerals, no leading zeros, no 第 (GB/T 9704-2012; domain.md 1.8).
func number(prefix, body, mark string, year int, n int64) string {
	return fmt.Sprintf("%s%s%s〔%d〕%d号", prefix, body, mark, year, n)
}

// FileName is the name under which a reader saves the document.
func (d Document) FileName() string {
	if d.Number == "" {
		return d.Title + ".pdf"
	}
	return d.Title + " " + d.Number + ".pdf"
}
