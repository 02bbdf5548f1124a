package document

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// LibraryState is how a certificate stands in the library of electronic licences (GB/T 36903; domain.md 6.7).
type LibraryState string

// States of the library.
const (
	LibraryValid     LibraryState = "有效"
	LibraryVoid      LibraryState = "失效" // expired, renewed, or taken away and not yet struck off
	LibraryCancelled LibraryState = "注销"
	LibrarySuspended LibraryState = "暂停" // this copy was reported lost
)

// Shared is what the library is told about one copy of a certificate. The library keeps the newest At of an ID, so that what comes twice or late
// changes nothing.
type Shared struct {
	ID        uuid.UUID    `json:"id"`
	At        time.Time    `json:"at"`
	State     LibraryState `json:"state"`
	Standing  Standing     `json:"standing"`
	Title     string       `json:"title"`
	Number    string       `json:"number"`
	Copy      int          `json:"copy"`
	HolderID  string       `json:"holder_id"`
	Issuer    string       `json:"issuer"`
	ValidFrom workday.Date `json:"valid_from"`
	ValidTo   workday.Date `json:"valid_to"`

	changed time.Time // the row's state_at when it was read
}

// Library is the library of electronic licences 电子证照库. Faults: Invalid or NotFound when it refuses the certificate for good.
type Library interface {
	Share(ctx context.Context, s Shared) error
}

// inLibrary translates what the public is told.
func (s Standing) inLibrary() LibraryState {
	switch s {
	case StandingValid:
		return LibraryValid
	case StandingCancelled:
		return LibraryCancelled
	case StandingLost:
		return LibrarySuspended
	}
	return LibraryVoid
}
