package form

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// phone is a mobile or landline number (domain.md 5.6); with the format "mobile" it must receive messages.
type phone struct{}

func (phone) read(_ *Question, raw json.RawMessage) (any, string) { return lineOf(raw) }

func (phone) check(c *checker, q *Question, at string, value any) any {
	if q.Format == "mobile" {
		return c.parsed(at, value)(identity.ParseMobile(value.(string)))
	}
	return c.parsed(at, value)(identity.ParsePhone(value.(string)))
}

func (phone) display(_ Shown, _ *Question, value any) string { return value.(string) }

func (phone) uses() []string { return []string{"format", "prefill", "same"} }
