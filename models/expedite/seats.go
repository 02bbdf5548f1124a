package expedite

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Holding is a seat that somebody has: an accepted case for a multiple endorsement that was not refused or withdrawn and has not ended.
// Hong Kong and Macao of the same person and type are one seat (domain.md 3.3).
type Holding struct {
	IDNumber string    `json:"-"`
	Name     string    `json:"name"`
	Type     Type      `json:"type"`
	CaseID   uuid.UUID `json:"case_id"`
}

// Taken are the seats of a type in use, each person counted once.
func Taken(held []Holding, t Type) int {
	persons := map[string]bool{}
	for _, h := range held {
		if h.Type == t {
			persons[h.IDNumber] = true
		}
	}
	return len(persons)
}

// Free is how many seats of a type are left; -1 without a limit. A fall of the allowance never takes a seat away: then nothing is free.
func (a Allowance) Free(held []Holding, t Type) int {
	s := a.Of(t)
	if s.Unlimited {
		return -1
	}
	return max(0, s.N-Taken(held, t))
}

// Seat tells whether a person can take a seat of a type now: he has one already, or one is free. Fault: NO_SEAT.
func (a Allowance) Seat(held []Holding, idNumber string, t Type) error {
	if !t.Multiple() {
		return nil
	}
	for _, h := range held {
		if h.Type == t && h.IDNumber == idNumber {
			return nil
		}
	}
	if a.Free(held, t) == 0 {
		return fault.New(fault.Conflict, "NO_SEAT", "type", string(t), "seats", a.Of(t).N)
	}
	return nil
}

// Allot gives seats to persons in the enterprise's own ranking and returns, for each, whether he has one. Who asks for 3个月一次 needs none.
func (a Allowance) Allot(held []Holding, ranked []Person) []bool {
	got := make([]bool, len(ranked))
	now := append([]Holding(nil), held...)
	for i, p := range ranked {
		if p.Choice == ChoiceWait {
			continue
		}
		if got[i] = a.Seat(now, p.IDNumber, p.Type) == nil; got[i] && p.Type.Multiple() {
			now = append(now, Holding{IDNumber: p.IDNumber, Type: p.Type})
		}
	}
	return got
}
