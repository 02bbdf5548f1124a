package enterprise

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// PaperKinds are the kinds of papers in a document box.
var PaperKinds = []string{"licence", "identity", "authorisation", "contract", "rules", "certificate", "other"}

// Paper is a file of a document box 证件箱.
type Paper struct {
	ID         uuid.UUID     `json:"id"`
	Enterprise uuid.NullUUID `json:"enterprise_id"` // NULL: the person's own
	Kind       string        `json:"kind"`
	Title      string        `json:"title"`
	ValidTo    workday.Date  `json:"valid_to"` // last day; none is open-ended
	Version    int           `json:"version"`
	Uploader   string        `json:"uploader"`
	UploadedAt time.Time     `json:"uploaded_at"`
	File       string        `json:"file"` // its name, to be shown
	Bytes      int64         `json:"bytes"`
	Ready      bool          `json:"ready"` // the scanner has called it clean
	Material   uuid.UUID     `json:"-"`
}

// Usable tells whether a paper may be chosen on a day: scanned and not expired.
func (p Paper) Usable(today workday.Date) bool { return p.Ready && !p.Expired(today) }

// Expired tells whether its last day has passed.
func (p Paper) Expired(today workday.Date) bool {
	return !p.ValidTo.IsZero() && p.ValidTo.Before(today)
}

// Days at which somebody is warned before a paper ends.
const (
	firstWarning = 30
	lastWarning  = 7
)

// NewPaper is what is said of a file when it is put into the box.
type NewPaper struct {
	Kind     string       `json:"kind"`
	Title    string       `json:"title"`
	ValidTo  workday.Date `json:"valid_to"`
	Replaces uuid.UUID    `json:"replaces"` // the version that it replaces; zero: a new paper
}

const longestTitle = 60 // code points

func (p NewPaper) check(today workday.Date) (NewPaper, error) {
	var faults []fault.Field
	if p.Title = strings.TrimSpace(p.Title); p.Title == "" || len([]rune(p.Title)) > longestTitle {
		faults = append(faults, fault.OneField("/title", "PAPER_TITLE", "max", longestTitle))
	}
	if !slices.Contains(PaperKinds, p.Kind) {
		faults = append(faults, fault.OneField("/kind", "REQUIRED"))
	}
	if !p.ValidTo.IsZero() && p.ValidTo.Before(today) {
		faults = append(faults, fault.OneField("/valid_to", "PAPER_EXPIRED"))
	}
	return p, fault.Fields(faults...)
}
