package delivery

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// LetterState is what becomes of a letter that has not been signed for.
type LetterState string

// States of such letters. After the second return the result is handed over at a window (T33).
const (
	OnWay     LetterState = "way"
	SecondTry LetterState = "second"
	AtWindow  LetterState = "window"
)

// LetterStates lists them as filters offer them.
func LetterStates() []LetterState { return []LetterState{OnWay, SecondTry, AtWindow} }

// Report is what the post last said of a letter on its way.
type Report string

// Reports. NotAsked is that of a letter posted a moment ago.
const (
	NotAsked Report = ""
	Moving   Report = "way"
	Unknown  Report = "unknown" // the post does not know the number
	Silent   Report = "silent"  // it did not answer
)

// Letter is a result that was posted and has not been signed for.
type Letter struct {
	CaseID     uuid.UUID      `json:"case_id"`
	CaseNumber string         `json:"case_number"`
	Procedure  string         `json:"procedure"` // of its case
	Desk       string         `json:"desk"`      // that posted it
	Applicant  string         `json:"applicant"`
	Unit       string         `json:"unit,omitempty"`
	ByUnit     bool           `json:"by_unit"`
	Mobile     string         `json:"mobile,omitempty"` // of what came back: who posts it again calls first
	Waybill    string         `json:"waybill"`
	PostedAt   time.Time      `json:"posted_at"`
	State      LetterState    `json:"state"`
	Report     Report         `json:"report,omitempty"`
	ReportedAt time.Time      `json:"reported_at,omitzero"`
	ReturnedAt time.Time      `json:"returned_at,omitzero"`
	Reason     string         `json:"reason,omitempty"` // of the return
	Due        workday.Date   `json:"due,omitzero"`     // of the delivery (K4)
	Lamp       procedure.Lamp `json:"lamp,omitempty"`
	Left       int            `json:"left"` // working days until Due, negative when it has passed
}

// LetterQuery narrows the list of letters; After is the case of the last letter that was shown.
type LetterQuery struct {
	State     LetterState // "" is all
	Procedure string      // "" is all
	After     uuid.UUID
	Limit     int
}

// known leaves out what no list has: a filter that nobody offers is none.
func (q LetterQuery) known() LetterQuery {
	if !slices.Contains(LetterStates(), q.State) {
		q.State = ""
	}
	if !slices.Contains(procedure.Codes(), q.Procedure) {
		q.Procedure = ""
	}
	q.Limit = min(max(q.Limit, 1), mostRows)
	return q
}
