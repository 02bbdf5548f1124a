package expedite

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// freeing are the ends of a case that give its seat back.
var freeing = map[procedure.State]bool{procedure.Withdrawn: true, procedure.NotAccepted: true, procedure.Lapsed: true, procedure.NotIssued: true}

// freed offers the seat of a case that has come to such an end.
func (s *Service) freed(tx *db.Tx, m casework.Moved) error {
	for _, e := range m.Entries {
		if freeing[e.To] {
			code, _, kind, err := travellerOfCase(tx, m.CaseID)
			if err != nil || !kind.Multiple() {
				return err
			}
			return s.offerSeats(tx, code)
		}
	}
	return nil
}

// offerSeats offers what is free to those who wait, with the enterprise's registration locked, and tells the enterprise and himself.
func (s *Service) offerSeats(tx *db.Tx, code string) error {
	r, err := registrationOf(tx, code, true)
	if err != nil || !r.Valid(tx.Today()) {
		return err
	}
	held, err := holdings(tx, code)
	if err != nil {
		return err
	}
	list, enterprise, err := waitingOf(tx, code)
	if err != nil {
		return err
	}
	cal := s.Calendar()
	until := cal.AddWD(tx.Today(), offerDays)
	for _, w := range r.Allowance.Next(held, list, tx.Today()) {
		if err := offerSeat(tx, w.Traveller, until, cal.Version()); err != nil {
			return err
		}
		facts := notice.Facts{Number: w.Request, Applicant: w.Name, Unit: w.Unit, Due: until, On: tx.Today()}
		if err := notice.Post(tx, notice.Order{To: notice.Enterprise(enterprise), Kind: notice.SeatOffered, Facts: facts},
			notice.Order{To: notice.Holder(w.IDNumber, w.Mobile), Kind: notice.SeatKept, Facts: facts}); err != nil {
			return err
		}
	}
	return nil
}

// OfferSeats offers seats that time has freed: endorsements that ended, offers that nobody took. It is harmless when repeated.
func (s *Service) OfferSeats(ctx context.Context) (err error) {
	var codes []string
	if err := s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		codes, err = unitsThatWait(tx)
		return err
	}); err != nil {
		return err
	}
	for _, code := range codes {
		err = errors.Join(err, s.DB.Write(ctx, func(tx *db.Tx) error { return s.offerSeats(tx, code) }))
	}
	return err
}

// TakeSeats hands in the cases of those of a request for whom a seat is kept. Faults: NO_OFFER, BUSINESS_BARRED, and those of the item.
func (s *Service) TakeSeats(ctx context.Context, actor account.Actor, id uuid.UUID, key db.Key) (numbers []string, err error) {
	numbers, _, err = db.Once(ctx, s.DB, key, func(tx *db.Tx) ([]string, error) {
		r, err := requestFor(tx, actor, id, true)
		if err != nil {
			return nil, err
		}
		if err := barred(tx, r.Trip.UnitCode); err != nil {
			return nil, err
		}
		m, err := actor.MustMember(r.Enterprise, account.Legal, account.Agent)
		if err != nil {
			return nil, err
		}
		numbers := []string{}
		for i, t := range r.Travellers {
			if !t.Offered(tx.Today()) {
				continue
			}
			receipt, err := s.Cases.FileIn(ctx, tx, actor, r.filing(m, t.Person))
			if err != nil {
				return nil, err
			}
			if err := fileTraveller(tx, r.ID, i+1, t.Person, receipt.CaseID); err != nil {
				return nil, err
			}
			numbers = append(numbers, receipt.Number)
		}
		if len(numbers) == 0 {
			return nil, fault.New(fault.Conflict, "NO_OFFER")
		}
		return numbers, nil
	})
	return numbers, err
}
