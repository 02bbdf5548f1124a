package expedite

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Submit hands a request in: each traveller becomes a case of his own with its own number and result; who chose to wait for a seat stays on the
// request. Faults: INVALID_FIELDS with every fault, BATCH_OPEN, BUSINESS_BARRED, REQUEST_SUBMITTED, and those of the item.
func (s *Service) Submit(ctx context.Context, actor account.Actor, id uuid.UUID, key db.Key) (numbers []string, err error) {
	var r *Request
	if err := s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err = requestFor(tx, actor, id, false)
		return err
	}); err != nil {
		return nil, err
	}
	asked := s.ask(ctx, r)
	numbers, _, err = db.Once(ctx, s.DB, key, func(tx *db.Tx) ([]string, error) {
		return s.submit(ctx, tx, actor, id, asked)
	})
	return numbers, err
}

func (s *Service) submit(ctx context.Context, tx *db.Tx, actor account.Actor, id uuid.UUID, asked inquired) ([]string, error) {
	r, err := requestFor(tx, actor, id, true)
	if err != nil {
		return nil, err
	}
	if r.State != Open {
		return nil, fault.New(fault.Conflict, "REQUEST_SUBMITTED")
	}
	if err := barred(tx, r.Trip.UnitCode); err != nil {
		return nil, err
	}
	var m account.Membership
	if r.Enterprise != uuid.Nil {
		if m, err = actor.MustMember(r.Enterprise, account.Legal, account.Agent); err != nil {
			return nil, err
		}
		if err := lockEnterprise(tx, r.Enterprise); err != nil { // batches of one enterprise come one by one
			return nil, err
		}
	}
	c, err := s.check(tx, r, asked)
	if err != nil {
		return nil, err
	}
	if err := fault.Fields(c.faults()...); err != nil {
		return nil, err
	}
	if c.OpenBatch != "" {
		return nil, fault.New(fault.Conflict, "BATCH_OPEN", "number", c.OpenBatch)
	}
	numbers := []string{}
	for i, p := range c.Persons {
		if p.Choice == ChoiceWait {
			continue
		}
		receipt, err := s.Cases.FileIn(ctx, tx, actor, r.filing(m, p.Person))
		if err != nil {
			return nil, err
		}
		if err := fileTraveller(tx, r.ID, i+1, p.Person, receipt.CaseID); err != nil {
			return nil, err
		}
		numbers = append(numbers, receipt.Number)
	}
	r.State, r.SubmittedAt = Submitted, tx.Now
	return numbers, updateRequest(tx, r)
}

// filing is a traveller's application in the words of his item.
func (r *Request) filing(m account.Membership, p Person) casework.Filing {
	t := r.Trip
	f := casework.Filing{Item: t.item(), Unit: m, UnitCode: t.UnitCode, UnitName: t.UnitName, Departure: t.Departure, SendingDays: t.Delivery.Days(),
		Facts: form.Facts{}, Situations: map[string]string{}}
	if m.ID != uuid.Nil {
		f.Concerned = casework.Who{Name: p.Name, IDNumber: p.IDNumber, Mobile: p.Mobile}
	}
	area := r.UnitArea
	if !inYiyang(area) {
		area = p.Household
	}
	f.Facts[form.UnitArea], _ = json.Marshal(area)
	staff := "none"
	if p.StateStaff {
		staff = "letter"
	}
	f.Situations["staff"] = staff
	if t.taiwan() {
		f.Situations["approval"] = "have"
	} else {
		f.Situations["registered"], f.Situations["urgent"] = situationOf(p), "ordinary"
		if t.Reason.Urgent() {
			f.Situations["urgent"] = "urgent"
		}
	}
	f.Answers = r.answers(p)
	return f
}

func situationOf(p Person) string {
	switch {
	case p.Type.Multiple():
		return "roster"
	case p.Relation == Owner:
		return "owner"
	}
	return "once"
}

func (r *Request) answers(p Person) form.Answers {
	t, list := r.Trip, form.Answers{}
	set := func(key string, v any) {
		if v != "" {
			list[key], _ = json.Marshal(v) // strings, dates and lists always marshal
		}
	}
	set("truth", true)
	set("privacy", true)
	set("collect", map[Delivery]string{Collect: "counter", EMSHere: "ems", EMSFar: "ems"}[t.Delivery])
	set("doc_state", p.DocState)
	if p.DocState != DocNew {
		set("document_no", p.DocNo)
		set("valid_to", p.DocValidTo)
	}
	set("depart", t.Departure)
	set("back", t.Return)
	unit := map[string]string{"name": t.UnitName, "credit_code": t.UnitCode}
	if t.taiwan() {
		set("approval_no", t.Approval.Number)
		set("approval_to", t.Approval.To)
		set("host_name", t.Host.Name)
		set("times", map[bool]string{true: "multi", false: "once"}[p.Several])
		if t.item() == ItemInvited {
			set("organiser", unit)
			return list
		}
		set("unit", unit)
		set("post", p.Post)
		set("entry_permit", p.EntryNo)
		return list
	}
	set("destination", t.Destinations)
	set("times", p.Type)
	set("unit", unit)
	set("relation", p.Relation)
	set("post", p.Post)
	if t.Reason.Urgent() {
		set("reason", t.Reason)
		set("host_name", t.Host.Name)
		set("host_contact", strings.TrimSpace(t.Host.Contact+" "+t.Host.Phone))
		set("event_from", workday.Earliest(t.EventFrom))
		if t.EventFrom.IsZero() {
			set("event_from", t.Departure)
		}
	}
	return list
}
