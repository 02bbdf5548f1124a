// Package material receives what applicants hand in: resumable uploads, what they really are, whether they are harmless, and for how
// long they are kept (domain.md 5.9).
package material

import (
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

// Limits of domain.md 5.9, and of what one person may leave lying about before it is part of an application.
const (
	MostBytes     = form.MostFileBytes // of one file
	mostCaseBytes = 100 << 20
	mostPages     = 50
	mostOrphans   = 60
	orphanBytes   = 200 << 20
	orphanLife    = 7 * 24 * time.Hour
)

// State of a material: it arrives, is stored, and is readable only when the scanner has called it clean.
type State string

// States of a material.
const (
	Receiving State = "RECEIVING"
	Stored    State = "STORED"
	Clean     State = "CLEAN"
	Rejected  State = "REJECTED"
)

// Rule says what an upload is for; casework makes it after checking that the person may change the case and that the question takes a file.
type Rule struct {
	CaseID   uuid.UUID
	Question string
	Photo    bool     // a portrait: JPEG, at least 358×441, white background
	Accept   []string // media types; empty: form.AcceptedMedia
	MaxBytes int64    // 0: MostBytes
}

func (r Rule) limit() int64 {
	if r.MaxBytes > 0 {
		return min(r.MaxBytes, MostBytes)
	}
	return MostBytes
}

// Material is what is known about an upload.
type Material struct {
	ID         uuid.UUID `json:"id"`
	OwnerID    uuid.UUID `json:"-"`
	CaseID     uuid.UUID `json:"case_id"`
	Question   string    `json:"question"`
	Photo      bool      `json:"-"`
	MaxBytes   int64     `json:"-"`
	Name       string    `json:"name"`
	Bytes      int64     `json:"bytes"`
	State      State     `json:"state"`
	Reason     string    `json:"reason,omitempty"`
	Mime       string    `json:"mime,omitempty"`
	Width      int       `json:"width,omitempty"`
	Height     int       `json:"height,omitempty"`
	Pages      int       `json:"pages,omitempty"`
	SHA256     string    `json:"sha256,omitempty"`
	SM3        string    `json:"sm3,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	Attached   bool      `json:"attached"`
	Blob       uuid.UUID `json:"-"` // whose content it shares; zero: its own
	HandedOver int64     `json:"-"` // bytes that have arrived while receiving
}

// Key is the blob's key, for whoever stores a reference to the content, such as a certificate's photo.
func (m Material) Key() string {
	if m.Blob != uuid.Nil {
		return blobKey(m.Blob)
	}
	return blobKey(m.ID)
}

func blobKey(id uuid.UUID) string { return "material/" + id.String() }

// Facts is what the form's rules may know.
func (m Material) Facts() form.MaterialFacts {
	return form.MaterialFacts{Name: m.Name, Mime: m.Mime, Bytes: m.Bytes, Width: m.Width, Height: m.Height, Ready: m.State == Clean, Reason: m.Reason}
}

const longestName = 120 // code points

// displayName keeps a file's name as text to be shown: without path, in NFC. Control and direction characters, which can make a name
// look like another one, are refused with FILE_NAME.
func displayName(name string) (string, error) {
	name = strings.TrimSpace(norm.NFC.String(path.Base(strings.ReplaceAll(name, `\`, "/"))))
	runes := []rune(name)
	if name == "" || name == "." || name == "/" || len(runes) > longestName {
		return "", fault.New(fault.Invalid, "FILE_NAME")
	}
	for _, r := range runes {
		if r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return "", fault.New(fault.Invalid, "FILE_NAME")
		}
	}
	return name, nil
}

// endings are the endings of names and the media type that each promises.
var endings = map[string]string{".pdf": "application/pdf", ".ofd": "application/ofd", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}

// promised is the media type that a name promises, and whether the rule takes it.
func (r Rule) promised(name string) (string, error) {
	mime := endings[strings.ToLower(path.Ext(name))]
	accept := r.Accept
	if len(accept) == 0 {
		accept = form.AcceptedMedia
	}
	if r.Photo {
		accept = []string{"image/jpeg"}
	}
	for _, a := range accept {
		if a == mime {
			return mime, nil
		}
	}
	return "", wrongType(name)
}

func wrongType(name string) error { return fault.New(fault.Unsupported, "FILE_TYPE", "name", name) }

func tooLarge(name string, limit int64) error {
	return fault.New(fault.TooLarge, "FILE_TOO_LARGE", "name", name, "max", limit>>10)
}
