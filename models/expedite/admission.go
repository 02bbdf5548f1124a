package expedite

import (
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Inquiry is all that decides whether a case belongs in the expedited queue.
type Inquiry struct {
	Received  workday.Date // day of receipt of the complete application
	Today     workday.Date
	Trip      Trip
	Person    Person
	UnitArea  string       // of the enterprise, by the register; "" when it is not one of the eight areas
	Verified  bool         // a clerk has verified the evidence
	Disagrees string       // what a clerk found not to agree on the papers, "" for nothing
	Marks     []Effect     // of marks in force against the enterprise
	EqualCase string       // number of an equal open case, "" for none
	Disputed  string       // why disputed evidence does not count now, as Disputed says; "" when it does
	Since     workday.Date // since when
	Ruled     Level        // what the legal officer found, "" for nothing
}

// Condition is one of the seven, met or not and why: message condition.<n> and, when it is not met, unmet.<code>.
type Condition struct {
	N    int    `json:"n"`
	Met  bool   `json:"met"`
	Code string `json:"code,omitempty"`
	With string `json:"with,omitempty"` // what the reason is about: a date, a number, a level
}

// soonDays is within how many natural days after receipt the journey must begin.
const soonDays = 15

// Admission tells which of the seven conditions of domain.md 3.5 hold. Where one does not, the case goes to the ordinary queue: that is never a
// refusal.
func Admission(q Inquiry) []Condition {
	list := []Condition{q.belongs(), q.urgent(), q.soon(), q.consistent(), q.clean(), q.alone(), q.approved()}
	for i := range list {
		list[i].N, list[i].Met = i+1, list[i].Code == ""
	}
	return list
}

// Admitted tells whether all conditions hold.
func Admitted(list []Condition) bool {
	for _, c := range list {
		if !c.Met {
			return false
		}
	}
	return len(list) > 0
}

func unmet(code, with string) Condition { return Condition{Code: code, With: with} }

func (q Inquiry) belongs() Condition {
	if inYiyang(q.UnitArea) || inYiyang(q.Person.Household) {
		return Condition{}
	}
	return unmet("NOT_LOCAL", q.Trip.UnitName)
}

func inYiyang(area string) bool {
	_, err := identity.ParseArea(area)
	return err == nil
}

func (q Inquiry) level() Level {
	if q.Ruled != "" {
		return q.Ruled
	}
	return Evidence(q.Trip.Reason, q.Trip.Papers, q.Verified)
}

func (q Inquiry) urgent() Condition {
	if !q.Trip.Reason.Urgent() {
		return unmet("NO_REASON", "")
	}
	if q.Disputed != "" {
		return unmet(q.Disputed, q.Since.String())
	}
	if l := q.level(); l < E2 {
		return unmet("EVIDENCE_WEAK", string(l))
	}
	return Condition{}
}

func (q Inquiry) soon() Condition {
	day := workday.Earliest(q.Trip.Departure, q.Trip.EventFrom)
	switch {
	case day.IsZero():
		return unmet("NO_DATE", "")
	case !day.After(q.Received):
		return unmet("DATE_PAST", day.String())
	case day.Sub(q.Received) > soonDays:
		return unmet("DATE_FAR", day.String())
	}
	return Condition{}
}

func (q Inquiry) consistent() Condition {
	ends := q.Trip.ends(q.Person, q.Received)
	last := q.Trip.Return
	if q.Trip.EventTo.After(last) {
		last = q.Trip.EventTo
	}
	switch {
	case q.Disagrees != "":
		return unmet("PAPERS_DISAGREE", q.Disagrees)
	case q.Person.Type.ForTaiwan() != q.Trip.taiwan():
		return unmet("TYPE_MISMATCH", "")
	case !ends.IsZero() && last.After(ends):
		return unmet("EVENT_OUTSIDE", ends.String())
	}
	return Condition{}
}

func (q Inquiry) clean() Condition {
	for _, e := range q.Marks {
		switch {
		case e == NoQueue || e == NoBusiness:
			return unmet("SANCTION", "")
		case e == NeedsE3 && q.level() < E3:
			return unmet("EVIDENCE_UNVERIFIED", string(q.level()))
		}
	}
	if q.Person.StateStaff && !q.Person.Letter.Holds(q.Person, q.Received) {
		return unmet("LETTER_REQUIRED", "")
	}
	return Condition{}
}

func (q Inquiry) alone() Condition {
	if q.EqualCase != "" {
		return unmet("EQUAL_CASE", q.EqualCase)
	}
	return Condition{}
}

func (q Inquiry) approved() Condition {
	if !q.Trip.taiwan() {
		return Condition{}
	}
	for _, f := range q.Trip.checkApproval() {
		return unmet("APPROVAL_INCOMPLETE", f.Code)
	}
	for _, f := range q.Trip.CheckPerson(q.Person, Known{Listed: true}, q.Received) {
		if f.Code == "APPROVAL_LIST" {
			return unmet("APPROVAL_INCOMPLETE", f.Code)
		}
	}
	return Condition{}
}
