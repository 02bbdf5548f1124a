package form

import "encoding/json"

// declaration is a statement that a person makes by ticking it. With MustBeTrue nothing goes on without it.
type declaration struct{}

func (declaration) read(_ *Question, raw json.RawMessage) (any, string) { return boolOf(raw) }

func (declaration) check(c *checker, q *Question, at string, value any) any {
	if q.MustBeTrue && !value.(bool) {
		c.fault(at, "MUST_BE_TRUE")
	}
	return value
}

func (declaration) display(s Shown, _ *Question, value any) string {
	switch {
	case s.Lang == En && value.(bool):
		return "Declared"
	case s.Lang == En:
		return "Not declared"
	case value.(bool):
		return "已声明"
	}
	return "未声明"
}

func (declaration) uses() []string { return []string{"must_be_true", "statement", "by"} }
