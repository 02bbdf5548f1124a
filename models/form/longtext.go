package form

import "encoding/json"

// longtext is several lines.
type longtext struct{}

const defaultLongLength = 2000 // characters of a text whose question sets no limit

func (longtext) read(_ *Question, raw json.RawMessage) (any, string) {
	s, code := stringOf(raw, true)
	if s == "" {
		return nil, code
	}
	return s, code
}

func (longtext) check(c *checker, q *Question, at string, value any) any {
	c.length(q, at, value.(string), defaultLongLength)
	return value
}

func (longtext) display(_ Shown, _ *Question, value any) string { return value.(string) }

func (longtext) uses() []string { return []string{"min_length", "max_length", "prefill", "default"} }
