package expedite

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// offerDays is how many working days a freed seat is kept for whom it was offered; then the next one has it.
const offerDays = 3

// Waiting is somebody on an enterprise's waiting list for a seat.
type Waiting struct {
	Traveller  uuid.UUID
	Request    string // number
	Name       string
	IDNumber   string
	Mobile     string // as his enterprise wrote it
	Unit       string // name of the enterprise
	Type       Type
	Departure  workday.Date
	OfferUntil workday.Date // zero: nothing was offered to him
}

// Offered tells whether a seat is kept for him on a day.
func (w Waiting) Offered(today workday.Date) bool {
	return !w.OfferUntil.Before(today) && !w.OfferUntil.IsZero()
}

// Next are those to whom freed seats are offered now, in the order of the list: the earlier request first, in the enterprise's own ranking. Who
// travels before the seat could help, and who let an offer pass, is left out. held are seats in use, kept ones included.
func (a Allowance) Next(held []Holding, list []Waiting, today workday.Date) (next []Waiting) {
	now := append([]Holding(nil), held...)
	for _, w := range list {
		if !w.OfferUntil.IsZero() || !w.Departure.After(today) || a.Seat(now, w.IDNumber, w.Type) != nil {
			continue
		}
		next, now = append(next, w), append(now, Holding{IDNumber: w.IDNumber, Name: w.Name, Type: w.Type})
	}
	return next
}
