package roster

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Rule is one of the conditions that a guard must meet (domain.md 2.4; 保安服务管理条例 第十六条、第十七条).
type Rule string

// The rules. G8, health and character, is met by the unit's own statement in the form: no register is asked, and nobody is barred by it here.
const (
	G1 Rule = "G1" // eighteen on the day of receipt; the birthday counts
	G2 Rule = "G2" // Chinese citizen, 初中 at least
	G3 Rule = "G3" // a 保安员证 in force
	G4 Rule = "G4" // fewer than three 行政拘留; never 强制隔离戒毒, 收容教育 or 劳动教养
	G5 Rule = "G5" // never punished for an intentional crime
	G6 Rule = "G6" // 保安员证 吊销 once: three full years; twice: for ever
	G7 Rule = "G7" // on another active roster: a warning only
	G8 Rule = "G8" // health and character
)

const (
	leastAge       = 18
	mostDetentions = 3 // at which one is barred
	barredYears    = 3
)

// CertificateState is the state of a 保安员证 in its register; "" when there is none.
type CertificateState string

// CertificateValid is the one state in which a guard may serve.
const CertificateValid CertificateState = "valid"

// Record is what the registers say of one person. It is for the officer's check alone: a unit never sees it.
type Record struct {
	IDNumber    string           `json:"id_number"`
	Certificate CertificateState `json:"certificate"`
	Number      string           `json:"number,omitempty"`  // 保安员证编号; "" where the register has none
	Revoked     []workday.Date   `json:"revoked,omitempty"` // days of 吊销
	Foreign     bool             `json:"foreign,omitempty"` // no Chinese citizen
	Unschooled  bool             `json:"unschooled,omitempty"`
	Detentions  int              `json:"detentions,omitempty"` // 行政拘留
	Drugs       bool             `json:"drugs,omitempty"`      // 强制隔离戒毒
	Custody     bool             `json:"custody,omitempty"`    // 收容教育
	Labour      bool             `json:"labour,omitempty"`     // 劳动教养
	Crimes      []Crime          `json:"crimes,omitempty"`
	Elsewhere   bool             `json:"elsewhere,omitempty"` // on the active roster of another unit
}

// Crime is a criminal punishment.
type Crime struct {
	Year        int  `json:"year"`
	Intentional bool `json:"intentional"`
}

// Verdict is what the rules say of a guard on a roster.
type Verdict struct {
	Name    string
	Barred  []Rule
	Warned  []Rule
	Unknown bool // no register has spoken of this person: an officer checks by hand

	Misnumbered bool // the 保安员证编号 on the roster is not that of the register
}

// Judge applies the rules to every guard, in the order of the roster, as of the day on which the filing was received. Elsewhere are the identity
// numbers that stand on another active roster of this portal; the register may know of others.
func Judge(rows []Entry, records []Record, elsewhere map[string]bool, receivedOn workday.Date) []Verdict {
	known := make(map[string]Record, len(records))
	for _, r := range records {
		known[r.IDNumber] = r
	}
	list := make([]Verdict, len(rows))
	for i, row := range rows {
		list[i] = Verdict{Name: row.Name}
		id, err := identity.ParseIDNumber(row.IDNumber, receivedOn)
		record, told := known[row.IDNumber]
		if err != nil || !told {
			list[i].Unknown = true
		}
		if err == nil && id.Age(receivedOn) < leastAge {
			list[i].Barred = append(list[i].Barred, G1)
		}
		if told {
			list[i].Barred = append(list[i].Barred, record.bars(receivedOn)...)
			list[i].Misnumbered = record.Number != "" && row.Certificate != "" && squeeze(row.Certificate) != squeeze(record.Number)
		}
		if record.Elsewhere || elsewhere[row.IDNumber] {
			list[i].Warned = []Rule{G7}
		}
	}
	return list
}

// bars are the rules that a record breaks, G2 to G6.
func (r Record) bars(on workday.Date) (rules []Rule) {
	for _, b := range []struct {
		rule   Rule
		broken bool
	}{
		{G2, r.Foreign || r.Unschooled},
		{G3, r.Certificate != CertificateValid},
		{G4, r.Detentions >= mostDetentions || r.Drugs || r.Custody || r.Labour},
		{G5, slices.ContainsFunc(r.Crimes, func(c Crime) bool { return c.Intentional })},
		{G6, len(r.Revoked) > 1 || len(r.Revoked) == 1 && !on.After(r.Revoked[0].AddYears(barredYears))},
	} {
		if b.broken {
			rules = append(rules, b.rule)
		}
	}
	return rules
}
