package expedite

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// item is the catalogue's item of a trip.
func (t Trip) item() string {
	switch {
	case !t.taiwan():
		return ItemHKMacao
	case t.Exchange:
		return ItemInvited
	}
	return ItemTaiwan
}

// Checked is a request with everything that can be said before it is handed in.
type Checked struct {
	Request
	Registration Registration
	Allowance    Allowance
	Held         []Holding
	Persons      []CheckedPerson
	Faults       []fault.Field // of what everybody shares, and of the persons together
	Outlook      Outlook
	Level        Level
	OpenBatch    string      // number of another batch that stands in the way
	Companions   []Companion // documents for the same journey
	Fees         int
	Ready        bool // nothing hinders handing it in
}

// CheckedPerson is a traveller with his faults, fee and standing.
type CheckedPerson struct {
	Traveller
	Faults     []fault.Field
	Fee        Fee
	Faster     bool // a smart machine or any window is the faster path
	Seat       bool // he has one, or needs none
	Conditions []Condition
}

// Save writes a request that is still open: a new one for id uuid.Nil. Whatever is wrong is kept and shown by Check. The actor acts for his
// enterprise, or asks for himself as its only traveller. Faults: BATCH_TOO_LARGE, NOT_FOUND, REQUEST_SUBMITTED, STALE_VERSION, BUSINESS_BARRED.
func (s *Service) Save(ctx context.Context, actor account.Actor, id uuid.UUID, version int, t Trip, persons []Person) (uuid.UUID, error) {
	return s.write(ctx, actor, id, version, t, persons)
}

func (s *Service) write(ctx context.Context, actor account.Actor, id uuid.UUID, version int, t Trip, persons []Person) (uuid.UUID, error) {
	if !actor.IsPerson() {
		return id, fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	if len(persons) > MostBatch {
		return id, fault.Fields(fault.OneField("/persons", "BATCH_TOO_LARGE", "max", MostBatch))
	}
	for i := range persons {
		p := &persons[i]
		p.Name, p.IDNumber, p.DocNo, p.Mobile = strings.TrimSpace(p.Name), upper(p.IDNumber), upper(p.DocNo), strings.TrimSpace(p.Mobile)
	}
	var m account.Membership
	if actor.Acting != uuid.Nil {
		var err error
		if m, err = member(actor, t.item()); err != nil {
			return id, err
		}
		t.UnitCode, t.UnitName = m.CreditCode, m.Name
	}
	area := s.areaOf(ctx, t.UnitCode)
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		if m.ID == uuid.Nil {
			for i := range persons {
				persons[i].Name, persons[i].IDNumber, persons[i].Mobile = actor.Name, actor.IDNumber, actor.Mobile
			}
			persons = persons[:min(len(persons), 1)]
		}
		if err := barred(tx, t.UnitCode); err != nil {
			return err
		}
		r := &Request{ID: id, Version: version, UnitArea: area, Trip: t}
		if id == uuid.Nil {
			r.ID = uuid.Must(uuid.NewV7())
			r.Number = fmt.Sprintf("SW%s%s", strings.ReplaceAll(tx.Today().String(), "-", ""), strings.ToUpper(r.ID.String()[30:]))
			r.Enterprise, r.PersonID, r.State = m.ID, actor.PersonID, Open
			if err := insertRequest(tx, r); err != nil {
				return err
			}
		} else {
			old, err := requestFor(tx, actor, id, true)
			if err != nil {
				return err
			}
			if old.State != Open {
				return fault.New(fault.Conflict, "REQUEST_SUBMITTED")
			}
			if version == 0 {
				r.Version = old.Version
			}
			r.State = Open
			if err := updateRequest(tx, r); err != nil {
				return err
			}
		}
		id = r.ID
		return replaceTravellers(tx, r.ID, persons)
	})
	return id, err
}

func (s *Service) areaOf(ctx context.Context, code string) string {
	if code == "" {
		return ""
	}
	area, err := s.Registers.Area(ctx, code)
	if err != nil {
		return ""
	}
	return area
}

// Own lists what a person asked for himself, newest first: unfinished requests and those he handed in. Fault: PERSON_REQUIRED.
func (s *Service) Own(ctx context.Context, actor account.Actor) (list []RequestRow, err error) {
	if !actor.IsPerson() {
		return nil, fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = requestRows(tx, `r.enterprise_id IS NULL AND r.person_id = ?`, actor.PersonID)
		return err
	})
	return list, err
}

// Check shows a request with all its faults, conditions, seats, fees and dates.
func (s *Service) Check(ctx context.Context, actor account.Actor, id uuid.UUID) (c Checked, err error) {
	var r *Request
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err = requestFor(tx, actor, id, false)
		return err
	})
	if err != nil {
		return c, err
	}
	asked := s.ask(ctx, r)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err = s.check(tx, r, asked)
		return err
	})
	return c, err
}

// answers of registers about the persons of a request, asked outside any transaction.
type inquired struct {
	months map[string]int
	asked  bool
	staff  map[string]bool
}

func (s *Service) ask(ctx context.Context, r *Request) (a inquired) {
	var ids []string
	for _, t := range r.Travellers {
		ids = append(ids, t.IDNumber)
	}
	if len(ids) == 0 || r.State != Open {
		return a
	}
	if r.Trip.UnitCode != "" {
		months, err := s.Registers.Insurance(ctx, r.Trip.UnitCode, ids)
		a.months, a.asked = months, err == nil
	}
	a.staff, _ = s.Registers.StateStaff(ctx, ids) // silent: what the enterprise told stands, and the clerk looks
	return a
}

func (s *Service) check(tx *db.Tx, r *Request, asked inquired) (c Checked, err error) {
	today := tx.Today()
	c = Checked{Request: *r, Outlook: s.outlook(received(r, tx), r.Trip), Level: Evidence(r.Trip.Reason, r.Trip.Papers, false)}
	if c.Registration, err = registrationOf(tx, r.Trip.UnitCode, false); err != nil {
		return c, err
	}
	if c.Companions, err = companionsOf(tx, r); err != nil {
		return c, err
	}
	if c.Held, err = holdings(tx, r.Trip.UnitCode); err != nil {
		return c, err
	}
	if c.Registration.Valid(today) {
		c.Allowance = c.Registration.Allowance
	}
	effects, err := effectsOf(tx, r.Trip.UnitCode, today)
	if err != nil {
		return c, err
	}
	doubts, err := doubtsOf(tx, r.ID)
	if err != nil {
		return c, err
	}
	verified, err := verificationsOf(tx, r.ID)
	if err != nil {
		return c, err
	}
	persons := make([]Person, len(r.Travellers))
	for i, t := range r.Travellers {
		persons[i] = t.Person
		persons[i].StateStaff = t.StateStaff || asked.staff[t.IDNumber]
	}
	seats := c.Allowance.Allot(c.Held, persons)
	for i, t := range r.Travellers {
		_, listed := c.Registration.Listed(t.IDNumber, today)
		known := Known{Listed: listed, Asked: asked.asked, Insured: asked.months[t.IDNumber]}
		t.Person = persons[i]
		p := CheckedPerson{Traveller: t, Fee: r.Trip.FeeOf(t.Person), Faster: r.Trip.FasterPath(t.Person, known), Seat: seats[i] || t.Choice == ChoiceWait}
		if r.State == Open {
			p.Faults = r.Trip.CheckPerson(t.Person, known, today)
		}
		q := Inquiry{Received: workday.DateOf(received(r, tx)), Today: today, Trip: r.Trip.seenFrom(t.Person), Person: t.Person, UnitArea: r.UnitArea, Marks: effects}
		q.dispute(concerning(doubts, t.IDNumber), verified)
		if q.EqualCase, err = equalCase(tx, t.CaseID, t.Person, r.Trip.Destinations); err != nil {
			return c, err
		}
		p.Conditions = Admission(q)
		c.Fees += p.Fee.Total()
		c.Persons = append(c.Persons, p)
	}
	if r.State == Open {
		c.Faults = append(r.Trip.Check(today), CheckPersons(persons)...)
		if r.Enterprise != uuid.Nil {
			if c.OpenBatch, err = openBatch(tx, r); err != nil {
				return c, err
			}
		}
		c.Ready = len(c.Faults) == 0 && c.OpenBatch == "" && !slices.ContainsFunc(c.Persons, func(p CheckedPerson) bool { return len(p.Faults) > 0 || !p.Seat })
	}
	return c, nil
}

// faults are all faults of a checked request, by JSON pointer.
func (c Checked) faults() []fault.Field {
	list := slices.Clone(c.Faults)
	for i, p := range c.Persons {
		for _, f := range p.Faults {
			f.Pointer = pointer("/persons", i) + f.Pointer
			list = append(list, f)
		}
		if !p.Seat {
			list = append(list, fault.OneField(pointer("/persons", i)+"/type", "NO_SEAT", "type", string(p.Type), "seats", c.Allowance.Of(p.Type).N))
		}
	}
	return list
}

// Redate moves the journey of a request that was handed in. Every case of it that is still undecided gets the new departure in the same
// transaction, and one that no longer meets the conditions goes to the ordinary queue, which is told with its reason. Faults: INVALID_FIELDS,
// REQUEST_OPEN.
func (s *Service) Redate(ctx context.Context, actor account.Actor, id uuid.UUID, departure, back, from, to workday.Date) error {
	var cases []uuid.UUID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err := requestFor(tx, actor, id, false)
		if err != nil {
			return err
		}
		cases = r.movable()
		return nil
	})
	if err != nil {
		return err
	}
	move := func(tx *db.Tx) error {
		r, err := requestFor(tx, actor, id, true)
		if err != nil {
			return err
		}
		if r.State != Submitted {
			return fault.New(fault.Conflict, "REQUEST_OPEN")
		}
		if !slices.Equal(cases, r.movable()) { // one was decided meanwhile
			return fault.New(fault.Conflict, "STALE_VERSION")
		}
		r.Trip.Departure, r.Trip.Return, r.Trip.EventFrom, r.Trip.EventTo = departure, back, from, to
		faults := r.Trip.checkDates(tx.Today())
		if r.Trip.taiwan() { // the approval covers the journey (domain.md 3.4)
			faults = append(faults, r.Trip.checkApproval()...)
		}
		if err := fault.Fields(faults...); err != nil {
			return err
		}
		return updateRequest(tx, r)
	}
	return s.Cases.BesideAll(ctx, actor, cases, move, func(tx *db.Tx, c casework.Standing) (procedure.Act, error) {
		act := procedure.Act{Name: procedure.ActRedate, Departure: departure}
		_, conditions, err := s.inquire(tx, c)
		if c.Law.Urgent && !Admitted(conditions) {
			act.Reason = reasonOf(conditions)
		}
		return act, err
	})
}

// movable are the cases of the request whose journey can still move, in the order in which they are locked.
func (r *Request) movable() (cases []uuid.UUID) {
	states := []procedure.State{procedure.Received, procedure.Correction, procedure.Accepted, procedure.Review, procedure.Deciding}
	for _, t := range r.Travellers {
		if t.CaseID != uuid.Nil && slices.Contains(states, t.State) {
			cases = append(cases, t.CaseID)
		}
	}
	slices.SortFunc(cases, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return cases
}

// received is when the complete application came, or now for one that is not handed in.
func received(r *Request, tx *db.Tx) time.Time {
	if r.SubmittedAt.IsZero() {
		return tx.Now
	}
	return r.SubmittedAt
}
