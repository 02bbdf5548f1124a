package expedite

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/db"
)

// The limits of answers to doubts, of statements against marks, and of offered seats. An offer or a statement whose time has ended stays ended: the seat
// may be another's, and the mark may have been decided.
var (
	doubtLimits = calendar.Limits{Clock: "doubt", Days: doubtDays, Table: "business_doubts", ID: "x.id", CaseID: "x.case_id",
		About: "(SELECT r.number FROM business_requests r WHERE r.id = x.request_id)", Since: "x.at", Due: "due", Open: "x.answered_at IS NULL"}
	markLimits = calendar.Limits{Clock: "mark", Days: hearingDays, Table: "business_marks", ID: "x.id", CaseID: "NULL", About: "x.number",
		Since: "x.proposed_at", Due: "hear_by", Open: "x.decided_on IS NULL AND x.heard = '' AND x.hear_by >= @today"}
	seatLimits = calendar.Limits{Clock: "seat", Days: offerDays, Table: "business_travellers", ID: "x.id", CaseID: "NULL",
		About: "(SELECT r.number FROM business_requests r WHERE r.id = x.request_id)", Since: "x.offered_at", Due: "offer_until",
		Open: "x.case_id IS NULL AND x.offer_until >= @today"}
)

func deskOfDoubt(tx *db.Tx, id uuid.UUID) (desk string, err error) {
	err = tx.Raw(`SELECT desk FROM business_doubts WHERE id = ?`, id).Row().Scan(&desk)
	return desk, err
}

// marked finds who is concerned by a mark under way: the enterprise's account, where it has one, and the officer who proposed it.
func marked(tx *db.Tx, id uuid.UUID) (enterprise uuid.NullUUID, proposer string, err error) {
	err = tx.Raw(`SELECT enterprise_id, proposed_by FROM business_marks WHERE id = ?`, id).Row().Scan(&enterprise, &proposer)
	return enterprise, proposer, err
}

// seated finds for whom a seat is kept: his enterprise, and himself with the mobile that it wrote down.
func seated(tx *db.Tx, traveller uuid.UUID) (enterprise uuid.UUID, idNumber, mobile string, err error) {
	err = tx.Raw(`
SELECT r.enterprise_id, t.id_number, coalesce(t.person->>'mobile', '') FROM business_travellers t JOIN business_requests r ON r.id = t.request_id WHERE t.id = ?`,
		traveller).Row().Scan(&enterprise, &idNumber, &mobile)
	return enterprise, idNumber, mobile, err
}
