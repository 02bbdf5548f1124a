package roster

import (
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Change is what a case does to one guard of an active roster.
type Change string

// Changes. A guard whose particulars change stays the same guard.
const (
	Added   Change = "added"
	Kept    Change = "kept"
	Altered Change = "altered"
	Removed Change = "removed"
)

// Difference is one guard before and after.
type Difference struct {
	Change Change
	Now    Entry // who was removed as he stood
	Before Entry // altered only
}

// Differences compares an active roster with the one that is filed: everybody of the new roster in its order, then who is no longer on it.
// People are the same by their identity number; a second row of the same person is no difference of its own.
func Differences(active, filed []Entry) (list []Difference) {
	stood := make(map[string]Entry, len(active))
	for _, e := range active {
		stood[e.IDNumber] = e
	}
	seen := make(map[string]bool, len(filed))
	for _, e := range filed {
		if seen[e.IDNumber] {
			continue
		}
		seen[e.IDNumber] = true
		switch before, ok := stood[e.IDNumber]; {
		case !ok:
			list = append(list, Difference{Change: Added, Now: e})
		case before != e:
			list = append(list, Difference{Change: Altered, Now: e, Before: before})
		default:
			list = append(list, Difference{Change: Kept, Now: e})
		}
	}
	for _, e := range active {
		if !seen[e.IDNumber] {
			list = append(list, Difference{Change: Removed, Now: e})
		}
	}
	return list
}

// Stay is one guard's time on an active roster.
type Stay struct {
	Entry
	AddedOn   workday.Date
	AddedBy   uuid.UUID // case
	RemovedOn workday.Date
	RemovedBy uuid.UUID
}

// Elsewhere is another unit on whose active roster a guard stands (G7). Enterprise is its account, zero while it has none.
type Elsewhere struct {
	IDNumber   string
	Name       string
	Enterprise uuid.UUID
	UnitName   string
}
