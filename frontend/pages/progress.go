package pages

import (
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/flow"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// ProgressView is what anybody learns of a case who knows its number, its code and a bit of the applicant's ID: the state, dates and
// the next step, nothing more (domain.md 1.8).
type ProgressView struct {
	Item, Number string
	Tone         ui.Tone
	State        string
	Facts        []ui.Row // dates
	ETA          *flow.ETA
	Next         string // what happens next
	Procedure    string
	Ahead        procedure.MoveID // row on which the next step stands
}
