package expedite

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Trip is what everybody of a request shares: enterprise, destinations, reason, host, dates and evidence (domain.md 3.4, 3.8).
type Trip struct {
	UnitCode     string        `json:"unit_code"`
	UnitName     string        `json:"unit_name"`
	Destinations []Destination `json:"destinations"`
	Reason       Reason        `json:"reason"`
	Host         Host          `json:"host"`
	EventFrom    workday.Date  `json:"event_from"`
	EventTo      workday.Date  `json:"event_to"`
	Departure    workday.Date  `json:"departure"`
	Return       workday.Date  `json:"return"`
	Approval     ApprovalPaper `json:"approval"`
	Exchange     bool          `json:"exchange,omitempty"` // Taiwan: 应邀 on a 赴台批件, not 商务
	Delivery     Delivery      `json:"delivery"`
	Truth        bool          `json:"truth"` // the enterprise and the persons vouch for it
	Papers       []Paper       `json:"papers"`
}

// Host receives the travellers.
type Host struct {
	Name    string `json:"name"`
	Contact string `json:"contact"`
	Phone   string `json:"phone"`
	Address string `json:"address"`
}

// ApprovalPaper is the 立项批复 (F) or 赴台批件 (Y) with the persons it names.
type ApprovalPaper struct {
	Number string       `json:"number"`
	From   workday.Date `json:"from"`
	To     workday.Date `json:"to"`
	Names  []string     `json:"names"`
}

// Person is one traveller.
type Person struct {
	Name       string       `json:"name"`
	IDNumber   string       `json:"id_number"`
	Mobile     string       `json:"mobile"`
	Household  string       `json:"household"` // area code in Yiyang, or "other"
	Post       string       `json:"post"`
	Relation   Relation     `json:"relation"`
	DocState   DocState     `json:"doc_state"`
	DocNo      string       `json:"doc_no"`
	DocValidTo workday.Date `json:"doc_valid_to"`
	Type       Type         `json:"type"`
	EntryNo    string       `json:"entry_no"`    // number of Taiwan's entry permit
	Several    bool         `json:"several"`     // F, Y: 多次, as the approval says
	StateStaff bool         `json:"state_staff"` // 登记备案国家工作人员 or 军人, by the register or told
	Letter     Letter       `json:"letter"`      // 《关于同意申办出入境证件的函》
	Choice     Choice       `json:"choice"`      // when no seat is left
}

// Letter is the consent of the unit with personnel authority (domain.md 3.2).
type Letter struct {
	Unit        string       `json:"unit"`
	Person      string       `json:"person"`
	Document    string       `json:"document"` // kind of document it allows
	Destination string       `json:"destination"`
	Dated       workday.Date `json:"dated"`
	Sealed      bool         `json:"sealed"`
}

// letterMonths is how old a letter may be.
const letterMonths = 3

// Holds tells whether the letter is complete, names the person and is not more than three months old.
func (l Letter) Holds(p Person, today workday.Date) bool {
	whole := !slices.Contains([]string{strings.TrimSpace(l.Unit), strings.TrimSpace(l.Document), strings.TrimSpace(l.Destination)}, "") && l.Sealed
	return whole && sameName(l.Person, p.Name) && !l.Dated.IsZero() && !l.Dated.After(today) && !today.After(l.Dated.AddMonths(letterMonths))
}

func sameName(a, b string) bool {
	x, errX := identity.ParseName(a)
	y, errY := identity.ParseName(b)
	return errX == nil && errY == nil && x.Equal(y)
}

// Check finds the faults of what the persons share, by JSON pointer. Today is the day of receipt.
func (t Trip) Check(today workday.Date) []fault.Field {
	var faults []fault.Field
	add := func(pointer, code string, params ...any) {
		faults = append(faults, fault.OneField(pointer, code, params...))
	}
	faults = append(faults, t.checkPlace()...)
	if t.Reason.needsHost() || t.taiwan() {
		for at, v := range map[string]string{"/host/name": t.Host.Name, "/host/contact": t.Host.Contact, "/host/phone": t.Host.Phone, "/host/address": t.Host.Address} {
			if strings.TrimSpace(v) == "" {
				add(at, "REQUIRED")
			} else if utf8.RuneCountInString(v) > 200 {
				add(at, "TOO_LONG", "max", 200)
			}
		}
	}
	faults = append(faults, t.checkDates(today)...)
	if t.taiwan() {
		faults = append(faults, t.checkApproval()...)
	}
	if !slices.Contains([]Delivery{Collect, EMSHere, EMSFar}, t.Delivery) {
		add("/delivery", "REQUIRED")
	}
	if !t.Truth {
		add("/truth", "DECLARATION_REQUIRED")
	}
	slices.SortFunc(faults, func(a, b fault.Field) int { return strings.Compare(a.Pointer, b.Pointer) })
	return faults
}

func (t Trip) checkPlace() []fault.Field {
	switch {
	case len(t.Destinations) == 0:
		return []fault.Field{fault.OneField("/destinations", "REQUIRED")}
	case slices.ContainsFunc(t.Destinations, func(d Destination) bool { return d != HongKong && d != Macao && d != Taiwan }):
		return []fault.Field{fault.OneField("/destinations", "DESTINATION_UNKNOWN")}
	case t.taiwan() && len(t.Destinations) > 1:
		return []fault.Field{fault.OneField("/destinations", "DESTINATIONS_APART")}
	case !t.Reason.Urgent() && t.Reason != NotUrgent:
		return []fault.Field{fault.OneField("/reason", "REASON_UNKNOWN")}
	case t.Reason == Project && !t.taiwan():
		return []fault.Field{fault.OneField("/reason", "REASON_ELSEWHERE")}
	}
	return nil
}

// mostStay is how many days a visit to Hong Kong or Macao may last, the day of entry left out (since 2024-05-06).
const mostStay = 14

func (t Trip) checkDates(today workday.Date) []fault.Field {
	var faults []fault.Field
	add := func(pointer, code string, params ...any) {
		faults = append(faults, fault.OneField(pointer, code, params...))
	}
	switch {
	case t.Departure.IsZero():
		add("/departure", "REQUIRED")
	case !t.Departure.After(today):
		add("/departure", "DEPARTURE_PAST")
	}
	switch {
	case t.Return.IsZero():
		add("/return", "REQUIRED")
	case t.Return.Before(t.Departure):
		add("/return", "RETURN_BEFORE_DEPARTURE")
	case !t.taiwan() && t.Return.Sub(t.Departure) > mostStay:
		add("/return", "STAY_TOO_LONG", "max", mostStay)
	}
	if t.EventFrom.IsZero() && t.Reason.needsHost() {
		add("/event_from", "REQUIRED")
	}
	if !t.EventFrom.IsZero() && t.EventFrom.Before(t.Departure) {
		add("/event_from", "EVENT_BEFORE_DEPARTURE")
	}
	if !t.EventTo.IsZero() && t.EventTo.Before(t.EventFrom) {
		add("/event_to", "EVENT_ENDS_BEFORE")
	}
	return faults
}

func (t Trip) checkApproval() []fault.Field {
	var faults []fault.Field
	a := t.Approval
	if n := utf8.RuneCountInString(strings.TrimSpace(a.Number)); n == 0 {
		faults = append(faults, fault.OneField("/approval/number", "REQUIRED"))
	} else if n > 50 {
		faults = append(faults, fault.OneField("/approval/number", "TOO_LONG", "max", 50))
	}
	if a.From.IsZero() || a.To.Before(a.From) || t.Departure.Before(a.From) || t.Return.After(a.To) {
		faults = append(faults, fault.OneField("/approval/to", "APPROVAL_TERM"))
	}
	if len(a.Names) == 0 {
		faults = append(faults, fault.OneField("/approval/names", "REQUIRED"))
	}
	if !slices.ContainsFunc(t.Papers, func(p Paper) bool { return p.Kind == EntryPaper }) {
		faults = append(faults, fault.OneField("/papers", "ENTRY_PERMIT_REQUIRED"))
	}
	return faults
}

// seenFrom is the trip as it concerns one traveller: without the papers of others.
func (t Trip) seenFrom(p Person) Trip {
	t.Papers = slices.DeleteFunc(slices.Clone(t.Papers), func(paper Paper) bool { return !paper.Concerns(p.IDNumber) })
	return t
}

func (t Trip) taiwan() bool { return slices.Contains(t.Destinations, Taiwan) }

// ends is the last day of the endorsement that a person asks for, if it were issued today. Those for Taiwan last as the approval does.
func (t Trip) ends(p Person, today workday.Date) workday.Date {
	switch p.Type {
	case MultiYear:
		return today.AddYears(1)
	case OnceQuarter, MultiQuarter:
		return today.AddMonths(3)
	}
	return t.Approval.To
}

// Known is what the registers and the enterprise's standing say of a person.
type Known struct {
	Listed  bool // on the roster of a valid registration
	Asked   bool // 人社 has answered
	Insured int  // months of social insurance by this unit
}

// CheckPerson finds the faults of one traveller. A missing seat is no fault: it is offered something else.
func (t Trip) CheckPerson(p Person, k Known, today workday.Date) []fault.Field {
	faults := personFaults("", p.Name, p.IDNumber, p.Mobile, today)
	add := func(pointer, code string, params ...any) {
		faults = append(faults, fault.OneField(pointer, code, params...))
	}
	if strings.TrimSpace(p.Post) == "" {
		add("/post", "REQUIRED")
	}
	if _, err := identity.ParseArea(p.Household); err != nil && p.Household != "other" {
		add("/household", "REQUIRED")
	}
	faults = append(faults, t.checkDocument(p, today)...)
	switch {
	case !p.Type.known():
		add("/type", "REQUIRED")
	case p.Type.ForTaiwan() != t.taiwan():
		add("/type", "TYPE_MISMATCH")
	case p.Type.Multiple() && !k.Listed:
		add("/type", "ROSTER_REQUIRED")
	case p.Several && !t.taiwan(), t.taiwan() && (p.Type == Invited) != t.Exchange:
		add("/type", "TYPE_MISMATCH")
	}
	switch p.Relation {
	case Head, Shareholder, Owner:
	case Staff:
		if k.Asked && k.Insured < InsuredMonths {
			add("/relation", "INSURANCE_TOO_SHORT", "months", InsuredMonths)
		}
	default:
		add("/relation", "RELATION_UNKNOWN")
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(p.EntryNo)); p.Type == Business && t.taiwan() && (n < 4 || n > 30) {
		add("/entry_no", "ENTRY_PERMIT_REQUIRED")
	}
	if t.taiwan() && !slices.ContainsFunc(t.Approval.Names, func(n string) bool { return sameName(n, p.Name) }) {
		add("/name", "APPROVAL_LIST")
	}
	if p.StateStaff && !p.Letter.Holds(p, today) {
		add("/letter", "LETTER_REQUIRED", "months", letterMonths)
	}
	return faults
}

func (t Trip) checkDocument(p Person, today workday.Date) []fault.Field {
	switch p.DocState {
	case DocNew:
		return nil
	case DocValid, DocExchange:
	default:
		return []fault.Field{fault.OneField("/doc_state", "REQUIRED")}
	}
	n, err := identity.ParseTravelNumber(p.DocNo)
	switch {
	case err != nil:
		return []fault.Field{fault.OneField("/doc_no", fault.Code(err))}
	case t.taiwan() != (n.Kind() == identity.TaiwanPermit) || n.Kind() == identity.Passport:
		return []fault.Field{fault.OneField("/doc_no", "TYPE_MISMATCH")}
	case p.DocValidTo.IsZero():
		return []fault.Field{fault.OneField("/doc_valid_to", "REQUIRED")}
	case p.DocState == DocValid && p.DocValidTo.Before(t.ends(p, today)):
		return []fault.Field{fault.OneField("/doc_valid_to", "DOCUMENT_TOO_SHORT", "until", t.ends(p, today).String())}
	}
	return nil
}

// CheckPersons finds what is wrong with the persons together: none, too many, one twice.
func CheckPersons(persons []Person) []fault.Field {
	var faults []fault.Field
	switch {
	case len(persons) == 0:
		faults = append(faults, fault.OneField("/persons", "REQUIRED"))
	case len(persons) > MostBatch:
		faults = append(faults, fault.OneField("/persons", "BATCH_TOO_LARGE", "max", MostBatch))
	}
	seen := map[string]bool{}
	for i, p := range persons {
		if p.IDNumber != "" && seen[p.IDNumber] {
			faults = append(faults, fault.OneField(pointer("/persons", i)+"/id_number", "TWICE"))
		}
		seen[p.IDNumber] = true
	}
	return faults
}

func pointer(list string, i int) string { return list + "/" + strconv.Itoa(i) }

// Fee is what a person pays, in yuan; urgency costs nothing extra (行政许可法 第五十八条).
type Fee struct {
	Endorsements int `json:"endorsements"` // one for each destination
	Document     int `json:"document"`     // a new or exchanged card
}

// Total is the sum.
func (f Fee) Total() int { return f.Endorsements + f.Document }

// Rates in yuan (domain.md 3.1).
const (
	feeOnce    = 15
	feeSeveral = 80 // 多次, up to a year
	feeCard    = 60
)

// FeeOf is a person's fee.
func (t Trip) FeeOf(p Person) Fee {
	each := feeOnce
	if p.Type.Multiple() || p.Several {
		each = feeSeveral
	}
	f := Fee{Endorsements: each * len(t.Destinations)}
	if p.DocState != DocValid {
		f.Document = feeCard
	}
	return f
}

// FasterPath tells whether somebody is better served at a smart machine or any window in the country: on the roster, with a valid card, asking
// for several journeys (domain.md 3.1).
func (t Trip) FasterPath(p Person, k Known) bool {
	return !t.taiwan() && p.Type.Multiple() && k.Listed && p.DocState == DocValid
}
