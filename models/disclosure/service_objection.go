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
		e, state, err := findPublic(tx, id)
		if err != nil {
			return err
		}
		if state != Published {
			return fault.New(fault.Conflict, "DISCLOSURE_NOT_NOW", "state", string(state))
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
	Words      string
	Correction Correction // of Corrected
}

func (r Ruling) check() error {
	var faults []fault.Field
	if r.Result != Kept && r.Result != Corrected && r.Result != Removed {
		faults = append(faults, fault.OneField("/result", "NOT_AN_OPTION"))
	}
	if f, bad := fault.As(words("/words", r.Words)); bad {
		faults = append(faults, f.Fields...)
	}
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

// Rule decides an objection: the record is kept, corrected or taken down. What is taken down leaves its trace with the reason.
func (s *Service) Rule(ctx context.Context, actor account.Actor, id uuid.UUID, r Ruling) error {
	if err := must(actor, account.Publisher); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := lockObjection(tx, id)
		if err != nil {
			return err
		}
		if o.DecidedAt != nil {
			return fault.New(fault.Conflict, "OBJECTION_DECIDED")
		}
		record, err := findRecord(tx, o.DisclosureID, true)
		if err != nil {
			return err
		}
		if err := rule(tx, record, r); err != nil {
			return err
		}
		if err := updateObjection(tx, id, r.Result, r.Words, actor.Officer); err != nil {
			return err
		}
		if err := trace(tx, record.ID, string(r.Result), actor.Name, actor.Officer, r.Words, before(record, r)); err != nil {
			return err
		}
		return notice.Post(tx, notice.Order{To: notice.Person(o.personID), Kind: notice.DisclosureRuled, CaseID: record.CaseID,
			Facts: notice.Facts{Item: record.ItemName, ItemEn: record.ItemNameEn, Number: record.DocumentNumber, Reason: "disclosure_" + string(r.Result),
				Text: r.Words}})
	})
}

func rule(tx *db.Tx, record Record, r Ruling) error {
	if record.State != Published { // another objection was first
		if r.Result == Kept {
			return nil
		}
		return fault.New(fault.Conflict, "DISCLOSURE_NOT_NOW", "state", string(record.State))
	}
	switch r.Result {
	case Corrected:
		return correct(tx, record, r.Correction)
	case Removed:
		return move(tx, record, TakenDown, "", r.Words, "")
	}
	return nil
}

// before is what a correction replaces.
func before(record Record, r Ruling) any {
	if r.Result != Corrected {
		return nil
	}
	return Correction{Content: record.Content, ValidFrom: record.ValidFrom, ValidTo: record.ValidTo}
}
