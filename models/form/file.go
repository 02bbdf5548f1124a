package form

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"
)

// file is one uploaded material. The answer names it; what it is was found out when it was received.
type file struct{}

// File is the answer to a file or photo question.
type File struct {
	Material uuid.UUID `json:"material"`
}

// MostFileBytes is the size of a file whose question sets no limit (domain.md 5.9).
const MostFileBytes = 10 << 20

// AcceptedMedia are the media types of documents that the portal takes (domain.md 5.9).
var AcceptedMedia = []string{"application/pdf", "application/ofd", "image/jpeg", "image/png"}

func (file) read(_ *Question, raw json.RawMessage) (any, string) { return fileOf(raw) }

func fileOf(raw json.RawMessage) (any, string) {
	f, code := object[File](raw)
	if code != "" || f.Material == uuid.Nil {
		return nil, code
	}
	return f, ""
}

func (file) check(c *checker, q *Question, at string, value any) any {
	accept := q.Accept
	if len(accept) == 0 {
		accept = AcceptedMedia
	}
	c.material(q, at, value.(File), accept, MostFileBytes)
	return value
}

// material checks an upload against the limits of its question. A file that was rejected gives its own reason as code.
func (c *checker) material(q *Question, at string, f File, accept []string, most int64) (MaterialFacts, bool) {
	var m MaterialFacts
	found := false
	if c.env.Material != nil {
		m, found = c.env.Material(f.Material)
	}
	if q.MaxBytes > 0 {
		most = q.MaxBytes
	}
	switch {
	case !found:
		c.fault(at, "FILE_MISSING")
	case m.Reason != "":
		c.fault(at, m.Reason, "name", m.Name)
	case !m.Ready:
		c.fault(at, "FILE_NOT_READY", "name", m.Name)
	case !slices.Contains(accept, m.Mime):
		c.fault(at, "FILE_TYPE", "name", m.Name)
	case m.Bytes > most:
		c.fault(at, "FILE_TOO_LARGE", "name", m.Name, "max", most>>10)
	default:
		return m, true
	}
	return m, false
}

func (file) display(s Shown, _ *Question, value any) string { return s.fileName(value.(File)) }

func (file) uses() []string { return []string{"accept", "max_bytes"} }
