package form

import (
	"bytes"
	"encoding/json"
	"strings"
)

// number is an exact decimal number. While it is wrong it stays the text that was typed.
type number struct{}

func (number) read(_ *Question, raw json.RawMessage) (any, string) { return numeral(raw) }

// numeral reads a JSON number or a text that should be one, with full-width digits and separators as people type them.
func numeral(raw json.RawMessage) (any, string) {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') && json.Valid(raw) {
		if len(raw) > 64 {
			return nil, answerTooLong
		}
		return string(raw), ""
	}
	s, code := stringOf(raw, false)
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '－':
			return '-'
		case r == ',' || r == '，' || r == ' ':
			return -1
		}
		return r
	}, s)
	if s == "" {
		return nil, code
	}
	return s, code
}

func (number) check(c *checker, q *Question, at string, value any) any {
	return c.number(q, at, value.(string), q.Decimals)
}

// number checks a numeral against the limits of its question and returns it as Decimal, or as it was typed when it is no number.
func (c *checker) number(q *Question, at, typed string, places int) any {
	d, err := ParseDecimal(typed)
	if err != nil {
		c.fault(at, "NOT_A_NUMBER")
		return typed
	}
	if d.Places() > places {
		c.fault(at, "TOO_MANY_DECIMALS", "max", places)
		return typed
	}
	c.between(at, d, q.Min, q.Max)
	for i := range q.Bounds {
		if q.Bounds[i].When.holds(c.look) {
			c.between(at, d, q.Bounds[i].Min, q.Bounds[i].Max)
		}
	}
	return d
}

func (c *checker) between(at string, d Decimal, least, most *Decimal) {
	if least != nil && d.Compare(*least) < 0 {
		c.fault(at, "TOO_SMALL", "min", least.String())
	}
	if most != nil && d.Compare(*most) > 0 {
		c.fault(at, "TOO_BIG", "max", most.String())
	}
}

func (number) display(s Shown, q *Question, value any) string {
	d, ok := value.(Decimal)
	if !ok {
		return value.(string)
	}
	if unit := q.Unit.In(s.Lang); unit != "" {
		return d.String() + " " + unit
	}
	return d.String()
}

func (number) uses() []string {
	return []string{"min", "max", "decimals", "bounds", "unit", "prefill", "same", "default"}
}
