package form

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// enterprise is a unit, known by name and 统一社会信用代码. That the two belong together is for the register to say.
type enterprise struct{}

// Enterprise is the answer to an enterprise question.
type Enterprise struct {
	Name       string `json:"name"`
	CreditCode string `json:"credit_code"`
}

func (enterprise) read(_ *Question, raw json.RawMessage) (any, string) {
	e, code := object[Enterprise](raw)
	if code == "" {
		code = tidyAll(&e.Name, &e.CreditCode)
	}
	if code != "" || e == (Enterprise{}) {
		return nil, code
	}
	return e, ""
}

func (enterprise) check(c *checker, q *Question, at string, value any) any {
	e := value.(Enterprise)
	if e.Name == "" {
		c.fault(at+"/name", "REQUIRED")
	} else {
		c.length(q, at+"/name", e.Name, defaultLength)
	}
	if e.CreditCode == "" {
		c.fault(at+"/credit_code", "REQUIRED")
	} else if code, ok := c.parsed(at+"/credit_code", e.CreditCode)(identity.ParseCreditCode(e.CreditCode)).(string); ok {
		e.CreditCode = code
	}
	return e
}

func (enterprise) display(s Shown, _ *Question, value any) string {
	e := value.(Enterprise)
	return s.pair(e.Name, e.CreditCode)
}

func (enterprise) uses() []string { return []string{"max_length", "prefill"} }
