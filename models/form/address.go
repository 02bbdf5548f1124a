package form

import (
	"encoding/json"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// address is one of the eight areas of 益阳 and the rest of the address; with Outside it may lie elsewhere.
type address struct{}

// Address is the answer to an address question.
type Address struct {
	Area   string `json:"area"` // code of a district, or OtherArea
	Detail string `json:"detail"`
}

// OtherArea stands for an address outside 益阳市; Detail then begins with the province.
const OtherArea = "other"

const defaultAddressLength = 100 // characters (domain.md 2.1)

func (address) read(_ *Question, raw json.RawMessage) (any, string) {
	a, code := object[Address](raw)
	if code == "" {
		code = tidyAll(&a.Area, &a.Detail)
	}
	if code != "" || a == (Address{}) {
		return nil, code
	}
	return a, ""
}

func (address) check(c *checker, q *Question, at string, value any) any {
	a := value.(Address)
	switch {
	case a.Area == "":
		c.fault(at+"/area", "REQUIRED")
	case !district(a.Area) && !(q.Outside && a.Area == OtherArea):
		c.fault(at+"/area", "NOT_AN_OPTION")
	}
	if a.Detail == "" {
		c.fault(at+"/detail", "REQUIRED")
	} else {
		c.length(q, at+"/detail", a.Detail, defaultAddressLength)
	}
	return a
}

func district(code string) bool {
	for _, d := range identity.Districts() {
		if d.String() == code {
			return true
		}
	}
	return false
}

func (address) display(s Shown, _ *Question, value any) string {
	a := value.(Address)
	area, err := identity.ParseArea(a.Area)
	switch {
	case err != nil:
		return a.Detail
	case s.Lang == En:
		return a.Detail + ", " + area.En() + ", Yiyang"
	}
	return "湖南省益阳市" + area.Zh() + a.Detail
}

func (address) uses() []string { return []string{"min_length", "max_length", "outside", "prefill"} }
