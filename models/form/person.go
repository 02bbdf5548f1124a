package form

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// person is another natural person, known by name and 公民身份号码.
type person struct{}

// Person is the answer to a person question.
type Person struct {
	Name     string `json:"name"`
	IDNumber string `json:"id_number"`
}

func (person) read(_ *Question, raw json.RawMessage) (any, string) {
	p, code := object[Person](raw)
	if code == "" {
		code = tidyAll(&p.Name, &p.IDNumber)
	}
	if code != "" || p == (Person{}) {
		return nil, code
	}
	return p, ""
}

func (person) check(c *checker, _ *Question, at string, value any) any {
	p := value.(Person)
	if p.Name == "" {
		c.fault(at+"/name", "REQUIRED")
	} else if name, ok := c.parsed(at+"/name", p.Name)(identity.ParseName(p.Name)).(string); ok {
		p.Name = name
	}
	if p.IDNumber == "" {
		c.fault(at+"/id_number", "REQUIRED")
	} else if id, ok := c.parsed(at+"/id_number", p.IDNumber)(identity.ParseIDNumber(p.IDNumber, c.env.Today)).(string); ok {
		p.IDNumber = id
	}
	return p
}

func (person) display(s Shown, _ *Question, value any) string {
	p := value.(Person)
	return s.pair(p.Name, p.IDNumber)
}

func (person) uses() []string { return []string{"prefill"} }
