package expedite

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Kinds of application.
const (
	KindFirst   = "first"
	KindRenewal = "renewal"
	KindRoster  = "roster"
)

// Form is an application as far as registers and the enterprise's standing fill it, for the page.
func (s *Service) Form(ctx context.Context, actor account.Actor) (a Application, err error) {
	m, err := member(actor, ItemRegistration)
	if err != nil {
		return a, err
	}
	var r Registration
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if r, err = registrationOf(tx, m.CreditCode, false); err != nil {
			return err
		}
		a, err = lastForm(tx, m.CreditCode)
		return err
	})
	a.CreditCode, a.Name, a.Promise = m.CreditCode, m.Name, false
	if len(r.Roster) > 0 {
		a.Roster = r.Roster
	}
	s.askTax(ctx, &a)
	return a, err
}

// askTax takes the figure of the tax register; a silent or empty register leaves it unknown.
func (s *Service) askTax(ctx context.Context, a *Application) {
	a.Tax, a.TaxKnown, a.TaxYear = 0, false, 0
	if t, err := s.Registers.Tax(ctx, a.CreditCode); err == nil && t.Found {
		a.Tax, a.TaxKnown, a.TaxYear = t.Yuan, true, t.Year
	}
}

// insure asks how long the unit has paid each person's insurance.
func (s *Service) insure(ctx context.Context, code string, roster []RosterPerson) {
	ids := make([]string, len(roster))
	for i, p := range roster {
		ids[i] = p.IDNumber
	}
	months, err := s.Registers.Insurance(ctx, code, ids)
	for i := range roster {
		roster[i].Asked, roster[i].Insured = err == nil, months[roster[i].IDNumber]
	}
}

// Apply hands in a first application or a renewal: tax and insurance are asked from their registers, never typed. It becomes a case of item
// CJ-0173 with a promise of 5 WD. Faults: INVALID_FIELDS, RENEWAL_NOT_OPEN, REGISTRATION_OPEN, BUSINESS_BARRED and
// those of MayRegister.
func (s *Service) Apply(ctx context.Context, actor account.Actor, a Application, key db.Key) (casework.Receipt, error) {
	return s.apply(ctx, actor, a, false, key)
}

// ChangeRoster asks for another roster, once a quarter; the year of the registration goes on. Faults: those of Apply,
// ROSTER_CHANGED_THIS_QUARTER, REGISTRATION_REQUIRED.
func (s *Service) ChangeRoster(ctx context.Context, actor account.Actor, roster []RosterPerson, key db.Key) (casework.Receipt, error) {
	a, err := s.Form(ctx, actor)
	if err != nil {
		return casework.Receipt{}, err
	}
	a.Roster, a.Promise = roster, true
	return s.apply(ctx, actor, a, true, key)
}

func (s *Service) apply(ctx context.Context, actor account.Actor, a Application, roster bool, key db.Key) (none casework.Receipt, err error) {
	m, err := member(actor, ItemRegistration)
	if err != nil {
		return none, err
	}
	a.CreditCode, a.Name = m.CreditCode, m.Name
	normalise(&a)
	s.askTax(ctx, &a)
	s.insure(ctx, m.CreditCode, a.Roster)
	if err := fault.Fields(a.Check(s.DB.Today())...); err != nil {
		return none, err
	}
	receipt, _, err := db.Once(ctx, s.DB, key, func(tx *db.Tx) (casework.Receipt, error) {
		r, err := registrationOf(tx, m.CreditCode, true)
		if err != nil {
			return none, err
		}
		kind := KindFirst
		switch {
		case roster:
			kind, err = KindRoster, r.MayChangeRoster(tx.Today())
		case r.Valid(tx.Today()):
			kind, err = KindRenewal, r.MayApply(tx.Today())
		}
		if err == nil {
			err = barred(tx, m.CreditCode)
		}
		if err != nil {
			return none, err
		}
		address, area, head, err := enterpriseAddress(tx, m.ID)
		if err == nil {
			err = MayRegister(m.CreditCode, area)
		}
		if err != nil {
			return none, err
		}
		a.Area, a.LegalName = area, head
		filed, err := s.Cases.FileIn(ctx, tx, actor, casework.Filing{Item: ItemRegistration, Unit: m,
			Situations: map[string]string{"what": map[string]string{KindFirst: "first", KindRenewal: "renew", KindRoster: "roster"}[kind]},
			Facts:      form.Facts{}, Answers: a.answers(address)})
		if err != nil {
			return none, err
		}
		return filed, insertRegistration(tx, m.ID, filed.CaseID, kind, a, s.Quota)
	})
	return receipt, err
}

// normalise writes identifiers as they are compared.
func normalise(a *Application) {
	for i := range a.Roster {
		p := &a.Roster[i]
		p.Name, p.IDNumber, p.PermitNo = strings.TrimSpace(p.Name), upper(p.IDNumber), upper(p.PermitNo)
	}
	for i := range a.Liaisons {
		a.Liaisons[i].IDNumber = upper(a.Liaisons[i].IDNumber)
	}
}

func upper(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }

// answers are the application in the words of the item's form.
func (a Application) answers(address string) form.Answers {
	rows := make([]map[string]string, len(a.Roster))
	for i, p := range a.Roster {
		rows[i] = map[string]string{"name": p.Name, "id": p.IDNumber, "post": p.Post, "relation": string(p.Relation)}
	}
	list := form.Answers{}
	set := func(key string, v any) { list[key], _ = json.Marshal(v) } // strings, lists and maps always marshal
	set("ent_address", map[string]string{"area": a.Area, "detail": address})
	set("business_with", a.With)
	set("partners", a.Partners)
	set("tax", strconv.FormatInt(a.Tax, 10))
	set("roster", rows)
	set("truth", true)
	set("privacy", true)
	for i, l := range a.Liaisons {
		key := "liaison" + strconv.Itoa(i+1)
		set(key, map[string]string{"name": l.Name, "id_number": l.IDNumber})
		if i == 0 {
			set(key+"_phone", l.Mobile)
		}
	}
	return list
}

// Follow is what business endorsements do when a case moves, in its transaction: a registration that is done stands from today for a year, and
// an acceptance takes a seat, and a seat that is given back is offered to the first who waits. Fault: NO_SEAT.
func (s *Service) Follow(tx *db.Tx, m casework.Moved) error {
	switch m.Item {
	case ItemRegistration:
		return s.followRegistration(tx, m)
	case ItemHKMacao:
		for _, e := range m.Entries[m.Settled:] {
			if e.Act == procedure.ActAccept {
				return takeSeat(tx, m.CaseID)
			}
		}
		return s.freed(tx, m)
	}
	return nil
}

func (s *Service) followRegistration(tx *db.Tx, m casework.Moved) error {
	for _, e := range m.Entries {
		switch e.To {
		case procedure.Done:
			return s.stands(tx, m.CaseID)
		case procedure.Declined, procedure.Withdrawn, procedure.NotAccepted, procedure.Lapsed:
			return refuseRegistration(tx, m.CaseID)
		}
	}
	return nil
}

// stands makes an application the enterprise's registration. A change of roster keeps the year and the seats; a new year has the seats of the
// tax known at the application, and never takes one that is in use.
func (s *Service) stands(tx *db.Tx, caseID uuid.UUID) error {
	row, err := registrationOfCase(tx, caseID)
	if err != nil || row.State != "APPLIED" {
		return err
	}
	today := tx.Today()
	approved, to, allowance, quota := today, Term(today), s.Quota.For(row.Form.Tax, row.Form.TaxKnown), s.Quota.Version
	old, err := registrationOf(tx, row.CreditCode, true)
	if err != nil {
		return err
	}
	switch {
	case row.Kind == KindRoster && old.Valid(today):
		approved, to, allowance, quota = old.ApprovedOn, old.ValidTo, old.Allowance, old.QuotaVersion
	case row.Kind == KindRenewal && old.Valid(today):
		to = Term(old.ValidTo) // the new year follows the old one
	}
	if err := approveRegistration(tx, row.ID, approved, to, today, quota, allowance); err != nil {
		return err
	}
	return s.offerSeats(tx, row.CreditCode)
}

// takeSeat checks, with the enterprise's registration locked, that a case that is being accepted has a seat.
func takeSeat(tx *db.Tx, caseID uuid.UUID) error {
	code, idNumber, kind, err := travellerOfCase(tx, caseID)
	if err != nil || !kind.Multiple() {
		return err
	}
	r, err := registrationOf(tx, code, true)
	if err != nil {
		return err
	}
	if _, listed := r.Listed(idNumber, tx.Today()); !listed {
		return fault.New(fault.Conflict, "ROSTER_REQUIRED")
	}
	held, err := holdings(tx, code)
	if err != nil {
		return err
	}
	others := held[:0]
	for _, h := range held {
		if h.CaseID != caseID { // the row of the case itself already says accepted
			others = append(others, h)
		}
	}
	return r.Allowance.Seat(others, idNumber, kind)
}

// barred refuses applications of an enterprise under a mark Y3: BUSINESS_BARRED.
func barred(tx *db.Tx, code string) error {
	marks, err := marksOf(tx, code)
	for _, m := range marks {
		if m.Kind == Y3 && m.InForce(tx.Today()) {
			return fault.New(fault.Conflict, "BUSINESS_BARRED", "until", m.Until.String())
		}
	}
	return err
}

// effectsOf are the effects of an enterprise's marks.
func effectsOf(tx *db.Tx, code string, today workday.Date) ([]Effect, error) {
	views, err := marksOf(tx, code)
	marks := make([]Mark, len(views))
	for i, v := range views {
		marks[i] = v.Mark
	}
	return Effects(marks, today), err
}
