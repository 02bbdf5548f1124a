package casework

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ImportRoster puts the guards of a spreadsheet in the place of the draft's roster. A sheet with problems changes nothing and comes back
// with them. Faults: NOT_FOUND also where the form has no roster, ACT_NOT_NOW, those of roster.Read and of SaveAnswers.
func (s *Service) ImportRoster(ctx context.Context, actor account.Actor, id uuid.UUID, raw []byte) (sheet roster.Sheet, err error) {
	var key string
	var today workday.Date
	err = s.look(ctx, id, owner(actor), actor, func(w *work) error {
		if !w.writable() {
			return notNow("save", w.Law.State)
		}
		q := rosterQuestion(w.item.Form)
		if q == nil {
			return fault.New(fault.NotFound, "NOT_FOUND")
		}
		key, today = q.Key, w.tx.Today()
		return nil
	})
	if err != nil {
		return sheet, err
	}
	if sheet, err = roster.Read(raw, today); err != nil || sheet.Wrong > 0 {
		return sheet, err
	}
	rows, err := json.Marshal(sheet.Entries())
	if err != nil {
		return sheet, err
	}
	_, err = s.SaveAnswers(ctx, actor, id, form.Answers{key: rows}, 0)
	return sheet, err
}

// rosterQuestion is the roster of guards; nil when the form asks for none.
func rosterQuestion(f form.Form) *form.Question {
	for s := range f.Sections {
		for q := range f.Sections[s].Questions {
			if question := &f.Sections[s].Questions[q]; IsRoster(question) {
				return question
			}
		}
	}
	return nil
}

// RosterSection is the section that asks for the roster, "" when the form asks for none.
func RosterSection(f form.Form) string {
	for s := range f.Sections {
		for q := range f.Sections[s].Questions {
			if IsRoster(&f.Sections[s].Questions[q]) {
				return f.Sections[s].Key
			}
		}
	}
	return ""
}

// IsRoster tells whether a question is the list of guards that a spreadsheet can fill.
func IsRoster(q *form.Question) bool { return q.Roster == form.RosterGuards }

// RosterOfCase is the roster that stands, with its history, for an officer who may see a case of the filing. NOT_FOUND also where the case is
// about no roster, or nothing was filed yet.
func (s *Service) RosterOfCase(ctx context.Context, actor account.Actor, id uuid.UUID) (standing roster.Standing, err error) {
	if !actor.IsClerk() {
		return standing, fault.New(fault.NotFound, "NOT_FOUND")
	}
	err = s.look(ctx, id, officer(actor), actor, func(w *work) error {
		e, err := filing.Latest(w.tx, w.options().Register.List, w.Subject)
		if err == nil {
			standing, err = s.roster.History(w.tx, e)
		}
		return err
	})
	return standing, err
}

// stands is the filing that the case changes or ends; ok is false for a first filing and for what is no filing.
func (w *work) stands() (e filing.Entry, ok bool, err error) {
	if list := w.options().Register.List; list != "" && w.Subject != "" {
		return filing.Find(w.tx, list, w.Subject)
	}
	return e, false, nil
}

// fillStanding begins the draft of a change with what stands: the answers that were filed last, and the roster as it is now. Files and
// declarations are given anew. An enterprise with several filings of the list says in the form which it means, and begins empty.
func (s *Service) fillStanding(w *work) error {
	o := w.options().Register
	if o.List == "" || o.Always || !w.ForUnit || w.Facts.Text(o.Ends) == "end" {
		return nil
	}
	list, err := filing.OfUnit(w.tx, o.List, w.UnitCode)
	if err != nil || len(list) != 1 {
		return err
	}
	raw, err := lastAnswers(w.tx, list[0].ID)
	if err != nil {
		return err
	}
	var last form.Answers
	if err := json.Unmarshal(raw, &last); err != nil {
		return err
	}
	if q := rosterQuestion(w.item.Form); q != nil {
		active, err := s.roster.Active(w.tx, list[0].ID)
		if err != nil {
			return err
		}
		if last[q.Key], err = json.Marshal(active); err != nil {
			return err
		}
	}
	for _, section := range w.item.Form.Sections {
		for i := range section.Questions {
			q := &section.Questions[i]
			carried := !slices.Contains([]form.Kind{form.KindFile, form.KindPhoto, form.KindDeclaration, form.KindDerived, form.KindNote}, q.Kind)
			if answer, known := last[q.Key]; known && carried && q.Source == "" {
				w.Answers[q.Key] = answer
			}
		}
	}
	w.Answers = w.item.Form.Check(w.Answers, w.env()).Clean
	return nil
}

// elsewhere finds who of the roster stands on that of another unit.
func (s *Service) elsewhere(w *work) (map[string]bool, error) {
	ids := numbersOf(guardsIn(&w.item.Form, w.Answers))
	if len(ids) == 0 {
		return nil, nil
	}
	own, _, err := w.stands()
	if err != nil {
		return nil, err
	}
	others, err := s.roster.Elsewhere(w.tx, own.ID, ids)
	found := make(map[string]bool, len(others))
	for _, o := range others {
		found[o.IDNumber] = true
	}
	return found, err
}

// guardRows are the guards of the case's roster; until it is decided, with what it changes about the roster that stands.
func (s *Service) guardRows(w *work, in inspection) ([]GuardRow, error) {
	rows := judgedGuards(in)
	if !slices.Contains(procedure.Undecided(), w.Law.State) {
		return rows, nil
	}
	e, stands, err := w.stands()
	if err != nil || !stands {
		return rows, err
	}
	active, err := s.roster.Active(w.tx, e.ID)
	return changed(rows, active), err
}

// guardsForUnit are the guards as their unit sees them.
func (s *Service) guardsForUnit(w *work) ([]GuardRow, error) {
	if w.options().Register.List == "" {
		return nil, nil
	}
	if err := s.judge(w); err != nil {
		return nil, err
	}
	return forUnit(w.guards), nil
}

// showGuards shows an officer the roster, and of the rules what his role may see.
func (w *work) showGuards(v *ClerkView) {
	v.Guards = w.guards
	if !w.seesRecords() {
		v.Guards = withoutRecords(w.guards)
		for i := range v.Checks {
			if e := &v.Checks[i].Evidence; e.Key == guardsBarred {
				e.Key, e.Params = guardsBarred+"_names", map[string]any{"names": e.Params["names"]} // the rules stand with each guard, as far as they may
			}
		}
	}
	if q := rosterQuestion(w.item.Form); q != nil && w.Law.State == procedure.Received && w.Law.Corrections == 0 {
		v.Suggested = guardDefects(q.Label.Zh, v.Guards)
	}
}

// keepRoster makes the roster of a filing that begins or changes what the case has filed, and tells units that share a guard (G7).
func (s *Service) keepRoster(w *work) error {
	if rosterQuestion(w.item.Form) == nil {
		return nil
	}
	added, err := s.roster.Keep(w.tx, w.entering.ID, w.ID, guardsIn(&w.item.Form, w.Answers))
	if err != nil {
		return err
	}
	var orders []notice.Order
	for _, g := range w.guards {
		isNew := slices.ContainsFunc(added, func(e roster.Entry) bool { return e.IDNumber == g.IDNumber })
		if isNew && g.Elsewhere {
			orders = append(orders, notice.Order{To: w.recipient(), Kind: notice.GuardElsewhere, CaseID: w.ID,
				Facts: notice.Facts{Unit: w.UnitName, Text: g.Name}})
		}
	}
	others, err := s.roster.Elsewhere(w.tx, w.entering.ID, numbersOf(added))
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Enterprise != uuid.Nil { // which unit it is stays untold, in both directions
			orders = append(orders, notice.Order{To: notice.Enterprise(o.Enterprise), Kind: notice.GuardElsewhere, Facts: notice.Facts{Unit: o.UnitName, Text: o.Name}})
		}
	}
	return notice.Post(w.tx, orders...)
}
