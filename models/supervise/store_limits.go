package supervise

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
)

// The limits of answers to yellow cards and of the results of tickets; a red card is answered on its own day, whatever day it is. The limit of a paper of
// the justice department is the day that it names itself.
var (
	cardLimits = calendar.Limits{Clock: "card", Days: answerDays, Table: "cards", ID: "x.id", CaseID: "x.case_id", About: "x.number", Since: "x.raised_at",
		Due: "answer_due", Open: "x.answered_at IS NULL AND x.colour = 'yellow'"}
	hitLimits = calendar.Limits{Clock: "patrol", Days: hitDays, Table: "patrol_events", ID: "x.id", CaseID: "x.case_id", About: "x.rule", Since: "x.found_at",
		Due: "due", Open: "x.closed_at IS NULL"}
)

// owesCard finds who answers a card: an officer, and the desk with its head.
func owesCard(tx *db.Tx, id uuid.UUID) (officer, desk string, err error) {
	err = tx.Raw(`SELECT police_no, desk FROM cards WHERE id = ?`, id).Row().Scan(&officer, &desk)
	return officer, desk, err
}
