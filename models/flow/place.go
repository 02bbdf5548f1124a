// Package flow is the order of work and what follows from it (domain.md 3.7, 3.8): where a step stands in its queue, when it will be done at
// the pace of the last days, whom the admission of another case would make late, and how a month would have gone with one clerk more.
// Everything here is pure: queues, paces, calendars and days come in, days and lists go out.
package flow

import (
	"cmp"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Class is the first distinction within a day: U before O (domain.md 3.7).
type Class int16

// Classes.
const (
	Expedited Class = 0 // U
	Ordinary  Class = 1 // O
)

// Place is where a step stands in its queue, and the whole answer to "why this one" (domain.md 3.7).
type Place struct {
	FinishBy   workday.Date `json:"finish_by"`
	DoBy       workday.Date `json:"do_by"`
	Class      Class        `json:"class"`
	Turn       int          `json:"turn"`
	ReceivedAt time.Time    `json:"received_at"`
	Number     string       `json:"number"`
}

// Compare orders a queue: do_by, class, turn, receipt, number. The index steps_queue of the database has the same order; a test holds
// them together.
func (p Place) Compare(q Place) int {
	return cmp.Or(p.DoBy.Compare(q.DoBy), cmp.Compare(p.Class, q.Class), cmp.Compare(p.Turn, q.Turn),
		p.ReceivedAt.Compare(q.ReceivedAt), strings.Compare(p.Number, q.Number))
}

// DueBy tells whether the step is 当日必办.
func (p Place) DueBy(today workday.Date) bool { return !p.DoBy.After(today) }
