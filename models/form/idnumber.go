package form

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// idnumber is a 公民身份号码 (domain.md 5.1).
type idnumber struct{}

func (idnumber) read(_ *Question, raw json.RawMessage) (any, string) { return lineOf(raw) }

func (idnumber) check(c *checker, _ *Question, at string, value any) any {
	return c.parsed(at, value)(identity.ParseIDNumber(value.(string), c.env.Today))
}

func (idnumber) display(_ Shown, _ *Question, value any) string { return value.(string) }

func (idnumber) uses() []string { return []string{"prefill", "same"} }
