package catalog

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

// Revision is a draft of an item's next version. An editor changes it, a second one publishes it.
type Revision struct {
	ID        uuid.UUID     `json:"id"`
	Code      string        `json:"item"`
	Name      form.Text     `json:"name" gorm:"-"` // of the published item
	Base      int           `json:"base"`          // the version that was current when it was begun
	File      string        `json:"file"`
	Source    string        `json:"source,omitempty"` // YAML; left out in lists
	Note      string        `json:"note"`             // why, for the second person
	State     RevisionState `json:"state"`
	Version   int           `json:"version"` // of the draft, for If-Match
	Hands     string        `json:"-"`       // police numbers of all who worked on it
	Editor    string        `json:"editor"`
	Approver  string        `json:"approver,omitempty"`
	Reason    string        `json:"reason,omitempty"` // why it came back
	PublishAt *time.Time    `json:"publish_at,omitempty"`
	Published *int          `json:"published,omitempty"` // the version that it became
	CreatedAt time.Time     `json:"created_at"`
	UpdatedAt time.Time     `json:"updated_at"`
}

// RevisionState is how far a draft has come.
type RevisionState string

const (
	RevisionOpen      RevisionState = "open"      // being changed
	RevisionSubmitted RevisionState = "submitted" // waits for the second person
	RevisionScheduled RevisionState = "scheduled" // approved, waits for its time
	RevisionPublished RevisionState = "published"
	RevisionDiscarded RevisionState = "discarded"
)

// Judged is a draft with what publishing would say about it.
type Judged struct {
	Revision
	Problems Problems `json:"problems"` // each refuses publication
	Changes  []Change `json:"changes"`  // from the published version
	Fields   []Field  `json:"-"`        // texts that a form can change
	Words    []string `json:"-"`
	OwnWords bool     `json:"-"` // the words stand in the file itself
	Item     *Item    `json:"-"` // as citizens would see it; nil while it cannot be read
	Current  int      `json:"current"`
	History  []Act    `json:"history"`
}

// Act is one line of the catalogue's journal.
type Act struct {
	At      time.Time `json:"at"`
	Code    string    `json:"item"`
	Act     string    `json:"act"`
	Officer string    `json:"officer"`
	Version int       `json:"version,omitempty"`
	Details string    `json:"details,omitempty"`
}

// RetiredArgs is the job that tells people with drafts that an item is gone.
type RetiredArgs struct {
	Code    string `json:"code"`
	Version int    `json:"version"`
}

// Kind names the job in the queue.
func (RetiredArgs) Kind() string { return "catalog.retired" }

// PublishRevisionArgs is the job that publishes an approved draft at its time.
type PublishRevisionArgs struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job in the queue.
func (PublishRevisionArgs) Kind() string { return "catalog.publish" }

// mustEdit lets only catalogue editors in.
func mustEdit(actor account.Actor) error {
	if !actor.IsClerk() || !actor.Has(account.Editor, "") {
		return fault.New(fault.Forbidden, "ROLE_MISSING")
	}
	return nil
}

// officer is how an actor is written down: name and 警号.
func officer(actor account.Actor) string {
	if actor.Officer == "" {
		return actor.Name
	}
	return actor.Name + "（警号 " + actor.Officer + "）"
}

// hand adds a police number to those who worked on a draft.
func hand(hands, policeNo string) string {
	if policeNo == "" || slices.Contains(strings.Fields(hands), policeNo) {
		return hands
	}
	return strings.TrimSpace(hands + " " + policeNo)
}

// mayApprove refuses whoever worked on the draft: two people answer for a published item.
func (r Revision) mayApprove(actor account.Actor) error {
	if actor.Officer == "" || slices.Contains(strings.Fields(r.Hands), actor.Officer) {
		return fault.New(fault.Forbidden, "SECOND_PERSON")
	}
	return nil
}

// MayApprove tells whether the officer could be the second person.
func (r Revision) MayApprove(actor account.Actor) bool { return r.mayApprove(actor) == nil }

func (r Revision) must(states ...RevisionState) error {
	if !slices.Contains(states, r.State) {
		return fault.New(fault.Conflict, "REVISION_STATE")
	}
	return nil
}

// Open tells whether the draft can still be changed.
func (r Revision) Open() bool { return r.State == RevisionOpen }

const (
	mostSource = 512 << 10 // bytes of an item's file
	mostNote   = 2000      // characters
)

// tidySource is what is kept of a typed file.
func tidySource(source string) (string, error) {
	source = strings.ReplaceAll(strings.ReplaceAll(source, "\r\n", "\n"), "\r", "\n")
	if len(source) > mostSource {
		return "", fault.New(fault.TooLarge, "TOO_LARGE")
	}
	if strings.ContainsRune(source, 0) {
		return "", fault.Fields(fault.OneField("/source", "CHARACTER_NOT_STORABLE"))
	}
	if !strings.HasSuffix(source, "\n") {
		source += "\n"
	}
	return source, nil
}
