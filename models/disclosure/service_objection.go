package disclosure

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Object takes the objection of the person concerned, or of who acts for the unit concerned, to be decided within five working days (K17).
// Faults: NOT_CONCERNED (Forbidden), REQUIRED, OBJECTION_OPEN while an earlier one of his waits.
func (s *Service) Object(ctx context.Context, actor account.Actor, id uuid.UUID, reason string) (o Objection, err error) {
	if err := words("/reason", reason); err != nil {
		return o, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, _, err := findPublic(tx, id); err != nil {
			return err
		}
		e, err := findRecord(tx, id, true) // so that nobody takes it down meanwhile
		if err != nil {
			return err
		}
		if e.State != Published {
			return notNow(e)
		}
		if yes, err := isConcerned(tx, id, actor); err != nil || !yes {
			return orNotConcerned(err)
		}
		o = Objection{ID: uuid.Must(uuid.NewV7()), DisclosureID: id, personID: actor.PersonID, Name: actor.Name, Reason: reason, At: tx.Now,
			Due: s.calendar().AddWD(tx.Today(), ObjectionDays)}
		if err := insertObjection(tx, o, s.calendar().Version()); err != nil {
			return err
		}
		if err := trace(tx, id, objected, Party(actor.Name, false), "", "", nil); err != nil {
			return err
		}
		return notice.Post(tx, notice.Order{To: notice.Desk(account.City, string(account.Publisher)), Kind: notice.DisclosureObjected,
			Facts: notice.Facts{Item: e.ItemName, ItemEn: e.ItemNameEn, Number: e.DocumentNumber, Due: o.Due, Reason: reason}})
	})
	return o, err
}

// tellMoved tells whoever objected that a new calendar moved the day by which he is answered (C-6).
func tellMoved(tx *db.Tx, list []movedObjection) error {
	for _, o := range list {
		err := notice.Post(tx, notice.Order{To: notice.Person(o.PersonID), Kind: notice.DueMoved, CaseID: o.CaseID, Facts: notice.Facts{
			Item: o.ItemName, ItemEn: o.ItemNameEn, Number: o.DocumentNumber, Clock: string(procedure.K17), Was: o.Was, Due: o.Due}})
		if err != nil {
			return err
		}
	}
	return nil
}

func orNotConcerned(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "NOT_CONCERNED")
}

// Objecting is what the person concerned sees before and after he objects. Faults: NOT_FOUND, NOT_CONCERNED.
func (s *Service) Objecting(ctx context.Context, actor account.Actor, id uuid.UUID) (e Entry, list []Objection, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var state State
		if e, state, err = findPublic(tx, id); err != nil {
			return err
		}
		if state == TakenDown {
			e.trace()
		}
		if yes, err := isConcerned(tx, id, actor); err != nil || !yes {
			return orNotConcerned(err)
		}
		list, err = selectObjections(tx, `o.disclosure_id = ? AND o.person_id = ? ORDER BY o.id DESC`, id, actor.PersonID)
		return err
	})
	return e, list, err
}

// Objections lists those that wait, the most urgent first.
func (s *Service) Objections(ctx context.Context, actor account.Actor) (list []Objection, err error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectObjections(tx, `o.decided_at IS NULL ORDER BY o.due, o.id LIMIT ?`, maxPage)
		return err
	})
	return list, err
}

// Ruling is what is decided about an objection, with the words that the person is told.
type Ruling struct {
	Result     Result
	Code       string // of Removed, one of Reasons
	Words      string
	Correction Correction // of Corrected
}

func (r Ruling) check() error {
	var faults []fault.Field
	if r.Result != Kept && r.Result != Corrected && r.Result != Removed {
		faults = append(faults, fault.OneField("/result", "NOT_AN_OPTION"))
	}
	code := Reasons()[0] // asked of a take-down alone
	if r.Result == Removed {
		code = r.Code
	}
	faults = append(faults, reasonFaults(code, r.Words)...)
	if r.Result == Corrected && r.Correction.empty() {
		faults = append(faults, fault.OneField("/content", "REQUIRED"))
	}
	if from, to := r.Correction.ValidFrom, r.Correction.ValidTo; !from.IsZero() && !to.IsZero() && to.Before(from) {
		faults = append(faults, fault.OneField("/valid_to", "DATES_REVERSED"))
	}
	if r.Correction.Content != "" {
		if f, bad := fault.As(words("/content", r.Correction.Content)); bad {
			faults = append(faults, f.Fields...)
		}
	}
	return fault.Fields(faults...)
}

// Rule decides an objection: the record is kept, corrected, or the head of the agency is asked to take it down (domain.md 1.7); then the objection waits
// for his word. Faults: OBJECTION_DECIDED, TAKE_DOWN_ASKED.
func (s *Service) Rule(ctx context.Context, actor account.Actor, id uuid.UUID, r Ruling) error {
	if err := must(actor, account.Publisher); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := findObjection(tx, id)
		if err != nil {
			return err
		}
		record, err := findRecord(tx, o.DisclosureID, true)
		if err != nil {
			return err
		}
		if o, err = findObjection(tx, id); err != nil { // again, now that nobody else decides it
			return err
		}
		return rule(tx, record, o, r, actor)
	})
}

// rule decides an objection to a locked record.
func rule(tx *db.Tx, record Record, o Objection, r Ruling, actor account.Actor) error {
	switch {
	case o.DecidedAt != nil:
		return fault.New(fault.Conflict, "OBJECTION_DECIDED")
	case record.WaitsFor(o) || record.Waits() && r.Result == Removed:
		return fault.New(fault.Conflict, "TAKE_DOWN_ASKED")
	case record.State != Published:
		return notNow(record)
	case r.Result == Removed:
		return ask(tx, record, request{Code: r.Code, Words: r.Words, By: actor.Officer, Objection: uuid.NullUUID{UUID: o.ID, Valid: true}}, actor, o.Due)
	case r.Result == Corrected:
		if err := correct(tx, record, r.Correction); err != nil {
			return err
		}
	}
	if err := trace(tx, record.ID, string(r.Result), actor.Name, actor.Officer, r.Words, before(record, r)); err != nil {
		return err
	}
	return answer(tx, record, o.ID, r.Result, r.Words, actor.Officer)
}

// answer decides an objection and tells the person.
func answer(tx *db.Tx, record Record, id uuid.UUID, result Result, text, officer string) error {
	o, err := findObjection(tx, id)
	if err != nil {
		return err
	}
	if err := updateObjection(tx, id, result, text, officer); err != nil {
		return err
	}
	return notice.Post(tx, notice.Order{To: notice.Person(o.personID), Kind: notice.DisclosureRuled, CaseID: record.CaseID,
		Facts: notice.Facts{Item: record.ItemName, ItemEn: record.ItemNameEn, Number: record.DocumentNumber, Reason: "disclosure_" + string(result), Text: text}})
}

// answerAll answers every objection that is still open by the take-down of its record.
func answerAll(tx *db.Tx, record Record, text, officer string) error {
	list, err := selectObjections(tx, `o.disclosure_id = ? AND o.decided_at IS NULL ORDER BY o.id`, record.ID)
	for _, o := range list {
		if err == nil {
			err = answer(tx, record, o.ID, Removed, text, officer)
		}
	}
	return err
}

// before is what a correction replaces.
func before(record Record, r Ruling) any {
	if r.Result != Corrected {
		return nil
	}
	return Correction{Content: record.Content, ValidFrom: record.ValidFrom, ValidTo: record.ValidTo}
}
