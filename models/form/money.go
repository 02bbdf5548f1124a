package form

import "encoding/json"

// money is an amount in yuan with two digits after the point. Its answer is text, so that programs keep it exact.
type money struct{}

func (money) read(_ *Question, raw json.RawMessage) (any, string) { return numeral(raw) }

func (money) check(c *checker, q *Question, at string, value any) any {
	d, ok := c.number(q, at, value.(string), 2).(Decimal)
	if !ok {
		return value
	}
	return d.Fixed(2)
}

func (money) display(s Shown, _ *Question, value any) string {
	if s.Lang == En {
		return "CNY " + value.(string)
	}
	return value.(string) + " 元"
}

func (money) uses() []string { return []string{"min", "max", "bounds", "prefill", "default"} }
