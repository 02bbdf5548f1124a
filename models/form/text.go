package form

import (
	"encoding/json"
	"unicode/utf8"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// text is one line. Its formats "name" and "licence_number" are the closed ones of identity.
type text struct{}

const defaultLength = 200 // characters of a line whose question sets no limit

func (text) read(_ *Question, raw json.RawMessage) (any, string) { return lineOf(raw) }

func lineOf(raw json.RawMessage) (any, string) {
	s, code := stringOf(raw, false)
	if s == "" {
		return nil, code
	}
	return s, code
}

func (text) check(c *checker, q *Question, at string, value any) any {
	s := value.(string)
	switch q.Format {
	case "name":
		return c.parsed(at, s)(identity.ParseName(s))
	case "licence_number":
		return c.parsed(at, s)(identity.ParseLicenceNumber(s))
	}
	c.length(q, at, s, defaultLength)
	return s
}

func (text) display(_ Shown, _ *Question, value any) string { return value.(string) }

func (text) uses() []string {
	return []string{"min_length", "max_length", "format", "prefill", "same", "default"}
}

// length reports a text that is too short or too long, in characters (code points).
func (c *checker) length(q *Question, at, s string, most int) {
	if q.MaxLength > 0 {
		most = q.MaxLength
	}
	switch n := utf8.RuneCountInString(s); {
	case n > most:
		c.fault(at, "TOO_LONG", "max", most, "over", n-most)
	case n < q.MinLength:
		c.fault(at, "TOO_SHORT", "min", q.MinLength)
	}
}
