package form

import "encoding/json"

// derived is a value that follows from the facts (sex and birth from the ID number) and is only shown. Options may word it.
type derived struct{}

func (derived) read(_ *Question, raw json.RawMessage) (any, string) {
	if v, code := boolOf(raw); code == "" {
		return v, ""
	}
	return numeralOrLine(raw)
}

func numeralOrLine(raw json.RawMessage) (any, string) {
	if s, code := lineOf(raw); code == "" {
		return s, ""
	}
	return numeral(raw)
}

func (derived) check(_ *checker, _ *Question, _ string, value any) any { return value }

func (derived) display(s Shown, q *Question, value any) string {
	if b, ok := value.(bool); ok {
		return s.yesNo(b)
	}
	if o, ok := q.Option(value.(string)); ok {
		return o.Label.In(s.Lang)
	}
	return date{}.display(s, q, value) // a day reads as a day, anything else as it is
}

func (derived) uses() []string { return []string{"options"} }
