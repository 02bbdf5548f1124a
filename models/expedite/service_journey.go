package expedite

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Endorsement is what the exit-entry register is asked about: whether its holder crossed the border with it between two days, both included.
type Endorsement struct {
	IDNumber     string
	DocNo        string // of the travel document
	Number       string // of the endorsement, in the national system
	Destinations []Destination
	From, To     workday.Date
}

// Crossing is the register's answer. Known is false when it has no such endorsement; On is the first crossing, zero for none.
type Crossing struct {
	Known  bool
	On     workday.Date
	Source string // the register's name
}

// journey is an expedited endorsement whose journey should be over.
type journey struct {
	CaseID   uuid.UUID
	UnitCode string
	IssuedOn workday.Date
	ValidTo  workday.Date
	Endorsement
}

// Journeys are an enterprise's expedited endorsements of the last twelve months about whose use the register has answered.
type Journeys struct {
	Of     int `json:"of"`
	Unused int `json:"unused"`
}

func count(travels []Travel, today workday.Date) (j Journeys) {
	for _, t := range travels {
		if t.IssuedOn.After(today.AddMonths(-12)) {
			j.Of++
			if !t.Used {
				j.Unused++
			}
		}
	}
	return j
}

// againAfter is after how many days the register is asked again about an endorsement that is still valid and was not used: who travels late has
// travelled all the same.
const againAfter = 7

// AskJourneys asks the exit-entry register about expedited endorsements that were issued within twelve months and whose planned day of return has passed
// (domain.md 3.9), and keeps its answers. A silent register ends the run, and the next one asks again. It is harmless when repeated.
func (s *Service) AskJourneys(ctx context.Context) (asked int, err error) {
	var due []journey
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		due, err = journeysDue(tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, j := range due {
		answer, err := s.Registers.Crossed(ctx, j.Endorsement)
		if f, ok := fault.As(err); ok && f.Kind == fault.Unavailable {
			return asked, nil
		}
		if err != nil {
			return asked, err
		}
		if !answer.Known {
			continue // not in the register yet: nothing is known of it
		}
		err = s.DB.Write(ctx, func(tx *db.Tx) error {
			tx.Changed(live.Unit(j.UnitCode))
			return keepJourney(tx, j, answer)
		})
		if err != nil {
			return asked, err
		}
		asked++
	}
	return asked, nil
}
