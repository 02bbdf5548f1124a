package casework

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// OpenDrafts lists the actor's drafts of an item, or of all items for "", newest first: starting again shows them before a new one is made.
func (s *Service) OpenDrafts(ctx context.Context, actor account.Actor, item string) (list []CaseSummary, err error) {
	if !actor.IsPerson() {
		return nil, fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		see := acting(actor)
		list, err = s.summaries(ctx, tx, "("+see.where+") AND ? IN ('', c.item_code) AND c.number IS NULL ORDER BY c.id DESC LIMIT 20", append(see.args, item)...)
		return err
	})
	return list, err
}

// OpenCases lists the actor's received and undecided cases of an item: a second application for the same licence would be refused.
func (s *Service) OpenCases(ctx context.Context, actor account.Actor, item string) (list []CaseSummary, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		see := acting(actor)
		list, err = s.summaries(ctx, tx, "("+see.where+") AND c.item_code = ? AND c.number IS NOT NULL AND c.state = ANY(?::text[]) ORDER BY c.id DESC LIMIT 20",
			append(see.args, item, undecided())...)
		return err
	})
	return list, err
}

// acting sees what the actor applies for now: for himself, and for the enterprise that he acts for.
func acting(a account.Actor) sight {
	own := himself(a)
	if m, ok := a.Member(a.Acting); ok {
		return sight{own.where + " OR c.for_unit AND c.unit_code = ?", append(own.args, m.CreditCode)}
	}
	return own
}

// Start says what a draft is begun for.
type Start struct {
	Item       string
	Situations map[string]string // what the applicant told before the form, by the situation's key
	Insist     bool              // barred, he asks for a written decision all the same (T05b)
}

// StartDraft begins a case: it asks the registers that the item needs, checks window and bans, and fills what is known. Acting for an
// enterprise, the applicant of an item for enterprises is the enterprise. Faults: ITEM_CLOSED, ITEM_SUSPENDED, ITEM_WINDOW_ONLY,
// ENTERPRISE_REQUIRED, MEMBERSHIP_ENDED, SITUATION_MISSING, SITUATION_STOPS, SITUATION_ELSEWHERE, BAN_ACTIVE, LICENCE_UNKNOWN (no licence to renew), ASSURANCE_TOO_LOW, DRAFTS_FULL.
func (s *Service) StartDraft(ctx context.Context, actor account.Actor, start Start, idem db.Key) (uuid.UUID, error) {
	if !actor.IsPerson() {
		return uuid.Nil, fault.New(fault.Forbidden, "PERSON_REQUIRED")
	}
	item, err := s.items.Item(ctx, start.Item)
	if err != nil {
		return uuid.Nil, err
	}
	if !item.Online() {
		return uuid.Nil, fault.New(fault.Conflict, "ITEM_WINDOW_ONLY")
	}
	if start.Situations, err = told(item, start.Situations); err != nil {
		return uuid.Nil, err
	}
	unit, err := applicantUnit(actor, item)
	if err != nil {
		return uuid.Nil, err
	}
	asked := s.askForDraft(ctx, actor, item)
	id, _, err := db.Once(ctx, s.db, idem, func(tx *db.Tx) (uuid.UUID, error) {
		return s.startDraft(ctx, tx, actor, item, unit, start, asked)
	})
	return id, err
}

// told are the situations that were really asked for on the applicant's way; all of them must be answered, and lead to this item.
func told(item *catalog.Item, situations map[string]string) (map[string]string, error) {
	switch t := item.Situate(situations); {
	case t.Next != nil:
		return nil, fault.New(fault.Conflict, "SITUATION_MISSING", "situation", t.Next.Key)
	case t.Stop != nil:
		return nil, fault.New(fault.Conflict, "SITUATION_STOPS", "situation", t.Answers[len(t.Answers)-1].Situation.Key, "why", t.Stop.Stop.Zh)
	case t.Item != "":
		return nil, fault.New(fault.Conflict, "SITUATION_ELSEWHERE", "item", t.Item)
	default:
		return t.Values(), nil
	}
}

// applicantUnit is the enterprise that applies: the one acted for, where the item is for enterprises. The zero membership is nobody.
func applicantUnit(actor account.Actor, item *catalog.Item) (account.Membership, error) {
	var none account.Membership
	switch {
	case !item.For(catalog.AudienceEnterprise):
		return none, nil
	case actor.Acting == uuid.Nil && (item.For(catalog.AudiencePerson) || !slices.Contains(facts(item), form.EnterpriseCode)):
		return none, nil // also what somebody asks for before his enterprise exists
	case actor.Acting == uuid.Nil:
		return none, fault.New(fault.Forbidden, "ENTERPRISE_REQUIRED")
	}
	m, err := actor.MustMember(actor.Acting)
	if err == nil {
		err = actor.Lacks(m.CreditCode, item.Code)
	}
	return m, err
}

// mostDrafts is how many drafts one person may keep of one item.
const mostDrafts = 10

func (s *Service) startDraft(ctx context.Context, tx *db.Tx, actor account.Actor, item *catalog.Item, unit account.Membership, start Start,
	asked []Asked) (uuid.UUID, error) {
	if !item.Open(tx.Today()) {
		return uuid.Nil, fault.New(fault.Conflict, "ITEM_SUSPENDED")
	}
	d := dossier(asked)
	licence, known := d.Licence()
	if d.Holder != nil && !known && item.Procedure.Renewal {
		return uuid.Nil, fault.New(fault.Conflict, "LICENCE_UNKNOWN")
	}
	if n, err := countDrafts(tx, actor.PersonID, item.Code); err != nil || n >= mostDrafts {
		return uuid.Nil, either(err, fault.New(fault.Conflict, "DRAFTS_FULL", "max", mostDrafts))
	}
	r := &record{ID: uuid.Must(uuid.NewV7()), ItemCode: item.Code, ItemVersion: item.Version, PersonID: actor.PersonID, Subject: licence.Number,
		Who: Who{Name: actor.Name, IDNumber: actor.IDNumber, Mobile: actor.Mobile}, Facts: form.Facts{}}
	if err := r.begin(tx, unit, start.Situations); err != nil {
		return uuid.Nil, err
	}
	r.Law.Expiry = licence.ValidTo
	var err error
	if item.Procedure.Renewal {
		if r.Law.Gone, err = s.ended(tx, item.Code, licence.Number); err != nil {
			return uuid.Nil, err
		}
	}
	ban, err := banOf(tx, r, asked)
	if err != nil {
		return uuid.Nil, err
	}
	w, err := s.work(ctx, tx, r, actor)
	if err != nil {
		return uuid.Nil, err
	}
	w.Facts = w.known(d)
	w.employer(w.Facts.Text)
	w.asPerson()
	w.act = procedure.Act{Name: procedure.ActCreate, Ban: ban, Insist: start.Insist}
	out, err := procedure.Step(w.proc, w.options(), w.Law, w.act, w.by, w.cal, tx.Now)
	if err != nil {
		return uuid.Nil, err
	}
	r.Answers = item.Form.Start(w.env())
	if err := s.fillStanding(w); err != nil {
		return uuid.Nil, err
	}
	return r.ID, s.insertDraft(w, out, asked)
}

// begin notes for whom the person acts and what he told beforehand.
func (r *record) begin(tx *db.Tx, unit account.Membership, situations map[string]string) (err error) {
	if r.ForUnit = unit.ID != uuid.Nil; r.ForUnit {
		r.UnitCode, r.UnitName, r.Enterprise = unit.CreditCode, unit.Name, unit.ID
		if r.UnitArea, r.UnitHead, err = enterpriseOf(tx, unit.ID); err != nil {
			return err
		}
	}
	for key, value := range situations {
		put(r.Facts, situation+key, value)
	}
	return nil
}

func (s *Service) insertDraft(w *work, out procedure.Outcome, asked []Asked) error {
	w.Law = out.Case
	if err := w.journalise(out, nil, make([][]string, len(out.Entries))); err != nil {
		return err
	}
	if err := insertCase(w.tx, w.record); err != nil {
		return err
	}
	if anyDown(asked) {
		w.tx.EnqueueAt(w.tx.Now.Add(askAgain), AskArgs{CaseID: w.ID})
	}
	return insertAsked(w.tx, w.ID, asked)
}

// asPerson makes the actor the applicant of the case.
func (w *work) asPerson() {
	w.by = procedure.Actor{Name: w.actor.Name, Roles: []procedure.Role{procedure.Applicant}, Assurance: w.actor.Assurance}
}

// Draft shows a draft, or the answers of a correction, to its owner.
func (s *Service) Draft(ctx context.Context, actor account.Actor, id uuid.UUID) (v DraftView, err error) {
	err = s.look(ctx, id, owner(actor), actor, func(w *work) error {
		if w.Law.State != procedure.Draft && w.Law.State != procedure.Correction {
			return notNow("save", w.Law.State)
		}
		v, err = s.draftView(w)
		return err
	})
	return v, err
}

// UnitForm shows a finished form to who may sign it.
func (s *Service) UnitForm(ctx context.Context, actor account.Actor, id uuid.UUID) (v DraftView, err error) {
	err = s.look(ctx, id, signer(actor), actor, func(w *work) error {
		if w.Law.SubState != procedure.AwaitingUnit {
			return notNow(string(procedure.ActUnitSign), w.Law.State)
		}
		v, err = s.draftView(w)
		return err
	})
	return v, err
}

func (s *Service) draftView(w *work) (v DraftView, err error) {
	if err := w.files(); err != nil {
		return v, err
	}
	asked, err := selectAsked(w.tx, w.ID)
	if err != nil {
		return v, err
	}
	if w.ban, err = banOf(w.tx, w.record, asked); err != nil {
		return v, err
	}
	result := w.item.Form.Check(w.Answers, w.env())
	v = DraftView{ID: w.ID, Version: w.Version, Item: w.item, State: w.Law.State, SubState: w.Law.SubState, Answers: result.Clean, Facts: w.Facts,
		Applicant: w.applicantName(), Fetched: fetched(asked), Result: result, Faults: result.Faults, Visible: result.Visible, SavedAt: w.UpdatedAt,
		Warnings: w.warnings(asked), Material: w.material}
	if w.ForUnit {
		v.Enterprise = w.Enterprise
	}
	v.ForUnit, v.Head, v.Prepared, v.Statement = w.ForUnit, w.heads(), w.Who.Name, statementOf(w.record, w.item)
	if w.options().Renewal && !w.Law.Expiry.IsZero() {
		v.Window = w.options().WindowOf(w.Law.Expiry)
	}
	if k, ok := w.Law.Runs(procedure.KS); ok {
		v.SignBy = k.Due
	}
	if w.Law.State == procedure.Correction {
		v.Defects, v.DefectBy, v.Opened = w.Law.Defects, w.end(procedure.K9), opened(w.item, w.Law.Defects, result.Faults)
	}
	return v, nil
}

func (r *record) end(kind procedure.ClockKind) workday.Date {
	k, _ := r.Law.Clock(kind)
	return k.Due
}

// banned are the warnings of a ban, by whether a written decision was asked for.
var banned = map[bool]string{false: "BANNED", true: "BANNED_INSISTS"}

// warnings are what the applicant should know beforehand: that he is late (A05), that a register is silent.
func (w *work) warnings(asked []Asked) []Warned {
	list := []Warned{}
	if w.options().Renewal && !w.Law.Expiry.IsZero() && w.Law.State == procedure.Draft {
		window := w.options().WindowOf(w.Law.Expiry)
		switch today := w.tx.Today(); {
		case !window.Contains(today):
			list = append(list, Warned{"ITEM_CLOSED", map[string]any{"opens": window.Opens.String(), "closes": window.Closes.String()}})
		case today.After(window.Timely):
			list = append(list, Warned{"LATE", map[string]any{"expiry": window.Closes.String()}})
		}
	}
	if w.ban.InForce(w.tx.Today()) && w.Law.State == procedure.Draft {
		list = append(list, Warned{banned[w.Law.Insists], map[string]any{"until": w.ban.Until.String(), "basis": w.ban.Basis}})
	}
	if agency := w.elsewhere(asked); agency != "" {
		list = append(list, Warned{"NOT_COMPETENT", map[string]any{"agency": agency}})
	}
	if why, suspended := fault.As(w.standing()); suspended {
		list = append(list, Warned{why.Code, why.Params})
	}
	if begins := w.begins(); !begins.IsZero() {
		list = append(list, Warned{"BEGINS_LATER", map[string]any{"date": begins.String()}})
	}
	if from := w.options().Register.System; from > 0 && len(guardsIn(&w.item.Form, w.Answers)) >= from {
		list = append(list, Warned{"GUARDS_SYSTEM", map[string]any{"from": from}})
	}
	if anyDown(asked) {
		list = append(list, Warned{Code: "SOURCE_DOWN"})
	}
	if w.answerProvisional() {
		list = append(list, Warned{Code: "PROVISIONAL"})
	}
	return list
}

// elsewhere is the agency to which a draft belongs where the registers say that it is not ours (T05), "" where they do not.
func (w *work) elsewhere(asked []Asked) string {
	if w.Law.State != procedure.Draft {
		return ""
	}
	for _, row := range checklist(w.points(), w.inspect(asked), nil) {
		if agency := competentBy(row); agency != "" {
			return agency
		}
	}
	return ""
}

// answerProvisional tells whether the limits of an application made today would end in a year without an official calendar.
func (w *work) answerProvisional() bool {
	o, today := w.options().WithDefaults(), w.tx.Today()
	last := w.cal.AddWD(today, o.NoticeDays)
	for _, limit := range []workday.Limit{o.Statutory, o.Promised} {
		if end := limit.End(w.cal, last); !limit.IsZero() && end.After(last) {
			last = end
		}
	}
	return w.Law.State == procedure.Draft && !w.cal.Official(today, last)
}

func notNow(act string, state procedure.State) error {
	return fault.New(fault.Conflict, "ACT_NOT_NOW", "act", act, "state", string(state))
}

func later(a, b workday.Date) workday.Date {
	if b.After(a) {
		return b
	}
	return a
}

// either is err, or the fault when there is none.
func either(err error, f *fault.Error) error {
	if err != nil {
		return err
	}
	return f
}
