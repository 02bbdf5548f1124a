package form

import "encoding/json"

// choice is one of the options.
type choice struct{}

func (choice) read(_ *Question, raw json.RawMessage) (any, string) { return lineOf(raw) }

func (choice) check(c *checker, q *Question, at string, value any) any {
	if _, ok := q.Option(value.(string)); !ok {
		c.fault(at, "NOT_AN_OPTION")
	}
	return value
}

func (choice) display(s Shown, q *Question, value any) string {
	return optionLabel(s, q, value.(string))
}

func optionLabel(s Shown, q *Question, value string) string {
	if o, ok := q.Option(value); ok {
		return o.Label.In(s.Lang)
	}
	return value
}

func (choice) uses() []string { return []string{"options", "prefill", "same", "default"} }
