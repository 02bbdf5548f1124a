package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/enterprise"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// CaseFilter narrows the list of an enterprise's cases; its zero value is everything.
type CaseFilter struct {
	State  string    // draft, signing, open, decided, archived; "" is all
	Item   string    // item code
	Member uuid.UUID // who began it, by person
	Text   string    // part of a case number or of a member's name
}

// CaseCounts are how many cases of an enterprise the reader may see, by state.
type CaseCounts struct {
	Draft   int `json:"draft"`
	Signing int `json:"signing"` // wait for the head's confirmation
	Open    int `json:"open"`
	Decided int `json:"decided"`

	Archived int `json:"archived"` // of the decided
}

// CaseStates are the words of CaseFilter.State.
var CaseStates = []string{"draft", "signing", "open", "decided", "archived"}

// EnterpriseCases lists the cases of an enterprise whoever began them, newest first, as far as the reader's authorisation reaches. Faults:
// NOT_FOUND, MEMBERSHIP_ENDED, CURSOR.
func (s *Service) EnterpriseCases(ctx context.Context, actor account.Actor, of uuid.UUID, f CaseFilter, after string, limit int) (page Page[CaseSummary],
	counts CaseCounts, err error) {
	m, err := actor.MustMember(of)
	if err != nil {
		return page, counts, err
	}
	see := within(m)
	where, args := narrowed(see, f)
	limit = min(max(limit, 1), mostRows)
	if after != "" {
		id, err := uuid.Parse(after)
		if err != nil {
			return page, counts, fault.New(fault.Malformed, "CURSOR")
		}
		where, args = where+" AND c.id < ?", append(args, id)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if page.Items, err = s.summaries(ctx, tx, where+" ORDER BY c.id DESC LIMIT ?", append(args, limit+1)...); err != nil {
			return err
		}
		counts, err = countByState(tx, see)
		return err
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = page.Items[limit-1].ID.String()
	}
	page.Total = counts.Draft + counts.Signing + counts.Open + counts.Decided
	return page, counts, err
}

// within sees what the enterprise applies for, and what it signed for its people, as far as a membership reaches.
func within(m account.Membership) sight {
	where := `c.unit_code = ? AND (c.for_unit OR c.number IS NOT NULL OR c.sub_state <> '')`
	if len(m.Scope) == 0 {
		return sight{where, []any{m.CreditCode}}
	}
	return sight{where + " AND c.item_code = ANY(?::text[])", []any{m.CreditCode, texts(m.Scope)}}
}

// states of CaseFilter as conditions.
var states = map[string]string{
	"draft": "c.number IS NULL AND c.sub_state = ''", "signing": "c.number IS NULL AND c.sub_state <> ''",
	"open": "c.number IS NOT NULL AND c.state = ANY(?::text[])", "decided": "c.number IS NOT NULL AND NOT c.state = ANY(?::text[])",
	"archived": isArchived,
}

func narrowed(see sight, f CaseFilter) (string, []any) {
	where, args := "("+see.where+")", slices.Clone(see.args)
	if condition, known := states[f.State]; known {
		where += " AND " + condition
		if strings.Contains(condition, "?") {
			args = append(args, undecided())
		}
	}
	if f.Item != "" {
		where, args = where+" AND c.item_code = ?", append(args, f.Item)
	}
	if f.Member != uuid.Nil {
		where, args = where+" AND c.person_id = ?", append(args, f.Member)
	}
	if text := strings.TrimSpace(f.Text); text != "" {
		part := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
		where, args = where+" AND (c.number ILIKE ? OR p.name ILIKE ?)", append(args, part, part)
	}
	return where, args
}

func undecided() texts {
	var list texts
	for _, state := range procedure.Undecided() {
		list = append(list, string(state))
	}
	return list
}

// Handover is a case that somebody offers to another member.
type Handover struct {
	ID       uuid.UUID `json:"id"`
	CaseID   uuid.UUID `json:"case_id"`
	Item     form.Text `json:"-"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	itemCode string
	version  int
}

// OfferCase offers a case of an enterprise to another of its members, whose authorisation must reach the item. Who acts in it may, and when he
// is gone whoever manages the members. Faults: NOT_FOUND, HANDOVER_MEMBER, HANDOVER_OPEN, HANDOVER_OWN.
func (s *Service) OfferCase(ctx context.Context, actor account.Actor, id, to uuid.UUID) error {
	return s.edit(ctx, id, owner(actor), actor, func(w *work) error {
		_, holds, err := memberOf(w.tx, w.Enterprise, w.PersonID, w.ItemCode)
		if err != nil {
			return err
		}
		m, _ := actor.Member(w.Enterprise)
		manages := m.Role == account.Legal || m.Role == account.Administrator
		if !w.ForUnit || w.PersonID != actor.PersonID && (holds || !manages) {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		receiver, reaches, err := memberOf(w.tx, w.Enterprise, to, w.ItemCode)
		if err != nil || !reaches {
			return either(err, fault.New(fault.Invalid, "HANDOVER_MEMBER"))
		}
		if to == w.PersonID {
			return fault.New(fault.Conflict, "HANDOVER_OWN")
		}
		made, err := insertHandover(w, to, actor.Name)
		if err != nil || !made {
			return either(err, fault.New(fault.Conflict, "HANDOVER_OPEN"))
		}
		if to == actor.PersonID { // both consents are his: the other is gone
			return w.handOver(to, receiver)
		}
		return notice.Post(w.tx, notice.Order{To: notice.Person(to), Kind: notice.DraftOffered, Facts: w.handFacts(actor.Name)})
	})
}

// OfferByDesk offers a received case of an enterprise to one of its members in the place of who acts in it and is gone: his authorisation has ended or
// rests. Case management does it on the unit's written request, which the reason names; the receiver still has to consent. Both are told, and the
// journal keeps who asked and why. Faults: NOT_FOUND, REASON_REQUIRED, HANDOVER_HOLDS (he is not gone), HANDOVER_MEMBER, HANDOVER_OPEN.
func (s *Service) OfferByDesk(ctx context.Context, actor account.Actor, id, to uuid.UUID, reason string) error {
	if !actor.HasAny(account.CaseManager) {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	reason = strings.TrimSpace(reason)
	return s.edit(ctx, id, anyReceived, actor, func(w *work) error {
		if !w.ForUnit {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		if reason == "" {
			return fault.Fields(fault.OneField("/reason", "REASON_REQUIRED"))
		}
		if faults := checkText("/reason", reason); len(faults) > 0 {
			return fault.Fields(faults...)
		}
		if _, holds, err := memberOf(w.tx, w.Enterprise, w.PersonID, w.ItemCode); err != nil || holds {
			return either(err, fault.New(fault.Conflict, "HANDOVER_HOLDS", "name", w.Who.Name))
		}
		receiver, reaches, err := memberOf(w.tx, w.Enterprise, to, w.ItemCode)
		if err != nil {
			return err
		}
		if !reaches {
			return fault.Fields(fault.OneField("/member", "HANDOVER_MEMBER"))
		}
		made, err := insertHandover(w, to, actor.Name)
		if err != nil || !made {
			return either(err, fault.New(fault.Conflict, "HANDOVER_OPEN"))
		}
		details, err := json.Marshal(map[string]any{"from": w.Who.Name, "to": receiver})
		if err != nil {
			return err
		}
		state := string(w.Law.State)
		w.Head, err = journal.Append(w.tx, w.ID, w.Head, journal.Entry{Move: "handover_offered", ActorID: actor.AccountID, ActorName: actor.Name,
			ActorRole: string(account.CaseManager), PoliceNo: actor.Officer, Terminal: actor.Terminal, From: state, To: state, Reason: reason, Details: details})
		if err == nil {
			err = updateHead(w.tx, w.record)
		}
		if err != nil {
			return err
		}
		facts := w.handFacts(receiver)
		return notice.Post(w.tx, notice.Order{To: notice.Person(to), Kind: notice.DraftOffered, Facts: w.handFacts(actor.Name)},
			notice.Order{To: notice.Person(w.PersonID), Kind: notice.CaseOffered, CaseID: w.ID, Facts: facts})
	})
}

// ReceiversByDesk are the members to whom case management may offer a case, and whether who acts in it is gone.
func (s *Service) ReceiversByDesk(ctx context.Context, actor account.Actor, id uuid.UUID) (c CaseSummary, list []Receiver, gone bool, err error) {
	if !actor.HasAny(account.CaseManager) {
		return c, nil, false, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.look(ctx, id, anyReceived, actor, func(w *work) error {
		if !w.ForUnit {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		c = w.summary()
		_, holds, err := memberOf(w.tx, w.Enterprise, w.PersonID, w.ItemCode)
		if err != nil {
			return err
		}
		gone = !holds
		list, err = selectReceivers(w.tx, w.Enterprise, w.PersonID, w.ItemCode)
		return err
	})
	return c, list, gone, err
}

// Receiver is a member to whom a case may be handed.
type Receiver struct {
	Person uuid.UUID `json:"person_id"`
	Name   string    `json:"name"`
}

// Receivers are the members to whom the actor may hand a case: their authorisations hold and reach its item.
func (s *Service) Receivers(ctx context.Context, actor account.Actor, id uuid.UUID) (c CaseSummary, list []Receiver, err error) {
	err = s.look(ctx, id, owner(actor), actor, func(w *work) error {
		if !w.ForUnit {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		c = w.summary()
		list, err = selectReceivers(w.tx, w.Enterprise, w.PersonID, w.ItemCode)
		return err
	})
	return c, list, err
}

// Offers lists what is offered to the actor.
func (s *Service) Offers(ctx context.Context, actor account.Actor) (list []Handover, err error) {
	if !actor.IsPerson() {
		return nil, fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = selectOffers(tx, actor.PersonID)
		return err
	})
	for i := range list {
		item, err := s.items.Version(ctx, list[i].itemCode, list[i].version)
		if err != nil {
			return nil, err
		}
		list[i].Item = item.Name
	}
	return list, err
}

// AnswerOffer takes a case that was offered to the actor, or declines it. Another's offer is NOT_FOUND.
func (s *Service) AnswerOffer(ctx context.Context, actor account.Actor, id uuid.UUID, take bool) error {
	var caseID uuid.UUID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		caseID, err = offeredCase(tx, id, actor.PersonID)
		return err
	})
	if err != nil {
		return err
	}
	return s.edit(ctx, caseID, owner(actor), actor, func(w *work) error {
		if _, err := offeredCase(w.tx, id, actor.PersonID); err != nil {
			return err
		}
		if !take {
			return endHandover(w, "declined")
		}
		return w.handOver(actor.PersonID, actor.Name)
	})
}

// handOver makes another member the one who acts in the case: with a line in its journal, and for a draft with his own particulars.
func (w *work) handOver(to uuid.UUID, name string) error {
	if err := endHandover(w, "taken"); err != nil {
		return err
	}
	details, err := json.Marshal(map[string]any{"from": w.Who.Name, "to": name})
	if err != nil {
		return err
	}
	w.Head, err = journal.Append(w.tx, w.ID, w.Head, journal.Entry{Move: "handover", ActorID: w.actor.AccountID, ActorName: w.actor.Name,
		ActorRole: string(procedure.Applicant), Org: w.UnitCode, Terminal: w.actor.Terminal, From: string(w.Law.State), To: string(w.Law.State), Details: details})
	if err != nil {
		return err
	}
	if err := updateHead(w.tx, w.record); err != nil {
		return err
	}
	if err := updatePerson(w, to); err != nil {
		return err
	}
	if w.Law.State == procedure.Draft {
		w.tx.Enqueue(AskArgs{CaseID: w.ID})
	}
	return notice.Post(w.tx, notice.Order{To: notice.Person(w.PersonID), Kind: notice.DraftTaken, Facts: w.handFacts(name)})
}

func (w *work) handFacts(by string) notice.Facts {
	return notice.Facts{Item: w.item.Name.Zh, ItemEn: w.item.Name.En, Unit: w.UnitName, Applicant: by, Number: w.Number}
}

// UseFromBox answers a file question of a draft with a paper of the document box: the content is shared, so that removing the paper later leaves
// the case whole. Faults: NOT_FOUND, ACT_NOT_NOW, UNKNOWN_QUESTION, PAPER_EXPIRED, those of material.Copy.
func (s *Service) UseFromBox(ctx context.Context, actor account.Actor, id uuid.UUID, question string, paper uuid.UUID) (saved Saved, err error) {
	err = s.edit(ctx, id, owner(actor), actor, func(w *work) error {
		if !w.writable() {
			return notNow("save", w.Law.State)
		}
		q, known := w.item.Form.Question(question)
		if !known || q.Kind != form.KindFile {
			return fault.New(fault.Invalid, "UNKNOWN_QUESTION")
		}
		unit := uuid.Nil
		if w.ForUnit {
			unit = w.Enterprise
		}
		p, err := enterprise.Take(w.tx, actor, paper, unit)
		if err != nil {
			return err
		}
		m, err := material.Copy(w.tx, p.Material, actor.PersonID, material.Rule{CaseID: id, Question: question, Accept: q.Accept, MaxBytes: q.MaxBytes})
		if err != nil {
			return err
		}
		answer, err := json.Marshal(map[string]any{"material": m.ID})
		if err != nil {
			return err
		}
		saved, err = w.save(form.Answers{question: answer})
		return err
	})
	return saved, err
}
