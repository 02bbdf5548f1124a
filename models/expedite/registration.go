package expedite

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Relation is what ties a person to the enterprise.
type Relation string

// Relations of a roster person.
const (
	Head        Relation = "head"        // 法定代表人
	Shareholder Relation = "shareholder" // 股东
	Staff       Relation = "staff"       // 员工, with three months of social insurance
	Owner       Relation = "owner"       // 个体工商户经营者; on no roster
)

// InsuredMonths is how long the unit must have paid an employee's social insurance.
const InsuredMonths = 3

// Most persons of a kind.
const (
	MostLiaisons = 2
	MostRoster   = 50
	MostBatch    = 20
)

// RosterPerson may ask for multiple endorsements.
type RosterPerson struct {
	Name     string   `json:"name"`
	IDNumber string   `json:"id_number"`
	Post     string   `json:"post"`
	Relation Relation `json:"relation"`
	Mobile   string   `json:"mobile"`
	PermitNo string   `json:"permit_no,omitempty"`
	Insured  int      `json:"insured"` // months, as the 人社 register says
	Asked    bool     `json:"asked"`   // the register has answered
	Local    bool     `json:"local"`   // the person's household is in Yiyang, as told
}

// Liaison 联络员 speaks for the enterprise.
type Liaison struct {
	Name       string       `json:"name"`
	IDNumber   string       `json:"id_number"`
	Mobile     string       `json:"mobile"`
	Authorised workday.Date `json:"authorised"` // day of the letter of authorisation
}

// Application is the registration form (domain.md 3.3); name, code, representative and tax come from registers.
type Application struct {
	CreditCode string         `json:"credit_code"`
	Name       string         `json:"name"`
	LegalName  string         `json:"legal_name"`
	Area       string         `json:"area"`
	Scope      string         `json:"scope"` // 经营范围
	Tax        int64          `json:"tax"`   // paid last year, yuan
	TaxKnown   bool           `json:"tax_known"`
	TaxYear    int            `json:"tax_year"`
	With       []Destination  `json:"with"`     // Hong Kong, Macao or both
	Partners   string         `json:"partners"` // there
	Liaisons   []Liaison      `json:"liaisons"`
	Roster     []RosterPerson `json:"roster"`
	Promise    bool           `json:"promise"`
}

// Check finds every fault of an application by JSON pointer.
func (a Application) Check(today workday.Date) []fault.Field {
	var faults []fault.Field
	add := func(pointer, code string, params ...any) {
		faults = append(faults, fault.OneField(pointer, code, params...))
	}
	text := func(pointer, value string, most int) {
		switch n := utf8.RuneCountInString(strings.TrimSpace(value)); {
		case n == 0:
			add(pointer, "REQUIRED")
		case n > most:
			add(pointer, "TOO_LONG", "max", most)
		}
	}
	if len(a.With) == 0 || slices.ContainsFunc(a.With, func(d Destination) bool { return d != HongKong && d != Macao }) {
		add("/with", "REQUIRED")
	}
	text("/scope", a.Scope, 1000)
	text("/partners", a.Partners, 500)
	if !a.Promise {
		add("/promise", "DECLARATION_REQUIRED")
	}
	switch n := len(a.Liaisons); {
	case n == 0:
		add("/liaisons", "REQUIRED")
	case n > MostLiaisons:
		add("/liaisons", "LIAISONS_TOO_MANY", "max", MostLiaisons)
	}
	for i, l := range a.Liaisons {
		at := pointer("/liaisons", i)
		faults = append(faults, personFaults(at, l.Name, l.IDNumber, l.Mobile, today)...)
		if l.Authorised.IsZero() || l.Authorised.After(today) {
			add(at+"/authorised", "AUTHORISATION_REQUIRED")
		}
	}
	if len(a.Roster) == 0 {
		add("/roster", "REQUIRED")
	}
	return append(faults, CheckRoster(a.Roster, today)...)
}

// CheckRoster finds the faults of a roster: identifiers, twice the same person, and who may not stand on it.
func CheckRoster(roster []RosterPerson, today workday.Date) []fault.Field {
	var faults []fault.Field
	if len(roster) > MostRoster {
		faults = append(faults, fault.OneField("/roster", "ROSTER_TOO_LONG", "max", MostRoster))
	}
	seen := map[string]bool{}
	for i, p := range roster {
		at := pointer("/roster", i)
		faults = append(faults, personFaults(at, p.Name, p.IDNumber, p.Mobile, today)...)
		if id := strings.ToUpper(strings.TrimSpace(p.IDNumber)); seen[id] {
			faults = append(faults, fault.OneField(at+"/id_number", "TWICE"))
		} else {
			seen[id] = true
		}
		if strings.TrimSpace(p.Post) == "" {
			faults = append(faults, fault.OneField(at+"/post", "REQUIRED"))
		}
		if p.PermitNo != "" {
			if n, err := identity.ParseTravelNumber(p.PermitNo); err != nil {
				faults = append(faults, fault.OneField(at+"/permit_no", fault.Code(err)))
			} else if n.Kind() != identity.HKMacauPermit {
				faults = append(faults, fault.OneField(at+"/permit_no", "TYPE_MISMATCH"))
			}
		}
		if code := p.barred(); code != "" {
			faults = append(faults, fault.OneField(at+"/relation", code, "months", InsuredMonths))
		}
	}
	return faults
}

// barred is why a person may not stand on the roster, "" when he may. A silent register bars nobody: an officer looks.
func (p RosterPerson) barred() string {
	switch p.Relation {
	case Head, Shareholder:
		return ""
	case Staff:
		if p.Asked && p.Insured < InsuredMonths {
			return "INSURANCE_TOO_SHORT"
		}
		return ""
	}
	return "RELATION_UNKNOWN"
}

func personFaults(at, name, idNumber, mobile string, today workday.Date) []fault.Field {
	var faults []fault.Field
	if _, err := identity.ParseName(name); err != nil {
		faults = append(faults, fault.OneField(at+"/name", fault.Code(err)))
	}
	if id, err := identity.ParseIDNumber(idNumber, today); err != nil {
		faults = append(faults, fault.OneField(at+"/id_number", fault.Code(err)))
	} else if id.Age(today) < 18 {
		faults = append(faults, fault.OneField(at+"/id_number", "ADULT_REQUIRED"))
	}
	if _, err := identity.ParseMobile(mobile); err != nil {
		faults = append(faults, fault.OneField(at+"/mobile", fault.Code(err)))
	}
	return faults
}

// Registration is an enterprise's standing with the exit-entry office.
type Registration struct {
	CreditCode   string
	Name         string
	Area         string
	ApprovedOn   workday.Date // zero: never
	ValidTo      workday.Date
	Ended        string // why it was cancelled, "" while it stands
	RosterOn     workday.Date
	Tax          int64
	TaxKnown     bool
	QuotaVersion string
	Allowance    Allowance
	Roster       []RosterPerson
	At           time.Time
}

// Term is the year for which a registration approved on a day stands: the corresponding day of the next year is its last.
func Term(approved workday.Date) (to workday.Date) { return approved.AddYears(1) }

// renewalDays are the last natural days of a registration in which it can be renewed.
const renewalDays = 30

// RenewalOpens is the first day on which it can be renewed.
func (r Registration) RenewalOpens() workday.Date { return r.ValidTo.AddDays(1 - renewalDays) }

// Valid tells whether the registration stands on a day; an expired one leaves 3个月一次 only.
func (r Registration) Valid(today workday.Date) bool {
	return r.Ended == "" && !r.ApprovedOn.IsZero() && !today.Before(r.ApprovedOn) && !today.After(r.ValidTo)
}

// MayRegister tells whether a unit may register for business travel at all (domain.md 3.3): enterprises and other units with a tax registration
// in Yiyang. A trader is his own business and asks for 3个月一次 himself; a state organ travels officially. Faults: TRADER_CANNOT_REGISTER,
// ORGAN_CANNOT_REGISTER, UNIT_ELSEWHERE.
func MayRegister(creditCode, area string) error {
	switch {
	case strings.HasPrefix(creditCode, "92"):
		return fault.New(fault.Conflict, "TRADER_CANNOT_REGISTER")
	case strings.HasPrefix(creditCode, "11"):
		return fault.New(fault.Conflict, "ORGAN_CANNOT_REGISTER")
	case !inYiyang(area):
		return fault.New(fault.Conflict, "UNIT_ELSEWHERE")
	}
	return nil
}

// MayApply tells whether the enterprise may hand in an application now: first, after the old one has ended, or inside the renewal window.
// Fault: RENEWAL_NOT_OPEN.
func (r Registration) MayApply(today workday.Date) error {
	if r.Valid(today) && today.Before(r.RenewalOpens()) {
		return fault.New(fault.Conflict, "RENEWAL_NOT_OPEN", "opens", r.RenewalOpens().String(), "closes", r.ValidTo.String())
	}
	return nil
}

// MayChangeRoster tells whether the roster may change now: once in each quarter of the calendar. Faults: REGISTRATION_REQUIRED,
// ROSTER_CHANGED_THIS_QUARTER.
func (r Registration) MayChangeRoster(today workday.Date) error {
	if !r.Valid(today) {
		return fault.New(fault.Conflict, "REGISTRATION_REQUIRED")
	}
	if !r.RosterOn.IsZero() && quarter(r.RosterOn) == quarter(today) {
		return fault.New(fault.Conflict, "ROSTER_CHANGED_THIS_QUARTER", "on", r.RosterOn.String())
	}
	return nil
}

func quarter(d workday.Date) int {
	year, month, _ := d.YMD()
	return year*4 + (int(month)-1)/3
}

// Listed finds a person on the roster of a valid registration.
func (r Registration) Listed(idNumber string, today workday.Date) (RosterPerson, bool) {
	if r.Valid(today) {
		for _, p := range r.Roster {
			if p.IDNumber == idNumber {
				return p, true
			}
		}
	}
	return RosterPerson{}, false
}
