package form

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// creditcode is a 统一社会信用代码 (domain.md 5.2).
type creditcode struct{}

func (creditcode) read(_ *Question, raw json.RawMessage) (any, string) { return lineOf(raw) }

func (creditcode) check(c *checker, _ *Question, at string, value any) any {
	return c.parsed(at, value)(identity.ParseCreditCode(value.(string)))
}

func (creditcode) display(_ Shown, _ *Question, value any) string { return value.(string) }

func (creditcode) uses() []string { return []string{"prefill", "same"} }
