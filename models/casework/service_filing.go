package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// askFiling asks 市场监管 and the register of security companies about what a filing names.
func (s *Service) askFiling(ctx context.Context, item *catalog.Item, answers form.Answers, unitCode string) (asked []Asked) {
	o, needed, now := item.Procedure.Register, sources(item), s.db.Now()
	code := func(question string) (text string) {
		_ = json.Unmarshal(answers[question], &text) // nothing answered yet is nobody to ask about
		return text
	}
	subject, head := filedCode(item, answers, unitCode), code(o.Head)
	if needed[FromCompany] && subject != "" {
		a, _ := ask(FromCompany, now, func() (CompanyAnswer, error) { return s.registers.Companies.Company(ctx, subject) })
		asked = append(asked, a)
	}
	if needed[FromSecurity] && head != "" {
		a, _ := ask(FromSecurity, now, func() (SecurityAnswer, error) { return s.registers.Security.Licence(ctx, head) })
		b, _ := ask(FromHeadCompany, now, func() (CompanyAnswer, error) { return s.registers.Companies.Company(ctx, head) })
		asked = append(asked, a, b)
	}
	if ids := numbersOf(guardsIn(&item.Form, answers)); needed[FromGuards] && len(ids) > 0 {
		a, _ := ask(FromGuards, now, func() (GuardsAnswer, error) { return s.registers.Guards.Guards(ctx, ids) })
		asked = append(asked, a)
	}
	return asked
}

// askBeforeFiling asks the registers about a finished draft, so that what is not this body's is told at once (F3). A silent register stops
// nothing: it is asked again after the receipt.
func (s *Service) askBeforeFiling(ctx context.Context, actor account.Actor, id uuid.UUID, see sight) error {
	var r *record
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		r, err = selectCase(tx, id, see, false)
		return err
	})
	if err != nil {
		return nil // who may not see the draft learns from the act itself why
	}
	item, err := s.items.Version(ctx, r.ItemCode, r.ItemVersion)
	if err != nil || item.Procedure.Register.List == "" || r.Law.State != procedure.Draft {
		return err
	}
	asked := s.askFiling(ctx, item, r.Answers, r.UnitCode)
	if len(asked) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return insertAsked(tx, id, asked) })
}

// registers prepares a filing for its receipt: what it does to the register of filings, and whether it is this body's at all. Faults:
// FILING_UNKNOWN for ending what is not filed.
func (w *work) registers() error {
	o := w.options().Register
	if o.List == "" {
		return nil
	}
	w.Subject = w.UnitCode
	if o.Subject != "" {
		_ = json.Unmarshal(w.Answers[o.Subject], &w.Subject) // the form asks for it
	}
	_, stands, err := filing.Find(w.tx, o.List, w.Subject)
	if err != nil {
		return err
	}
	switch {
	case o.Always || o.Ends != "" && w.Facts.Text(o.Ends) == "end":
		if !stands {
			return procedure.FilingUnknown()
		}
		w.Law.Filing = procedure.EndsIt
	case stands:
		w.Law.Filing = procedure.ChangesIt
	default:
		w.Law.Filing = procedure.FirstFiling
	}
	asked, err := selectAsked(w.tx, w.ID)
	if err != nil || w.Law.Filing == procedure.EndsIt {
		return err
	}
	w.Law.NotOurs = bar(w.inspect(asked), w.item.Checks)
	return nil
}

// filed is what the documents of a filing say beyond the case.
func (s *Service) filed(w *work, kind procedure.DocumentKind) (f document.Filing, err error) {
	o := w.options()
	switch kind {
	case procedure.DocFiled, procedure.DocFilingChanged, procedure.DocFilingEnded:
		if o.Register.List == "" {
			return f, nil
		}
	case procedure.DocReferral:
		if f.Brigade, err = deskName(w.tx, w.brigade()); err != nil {
			return f, err
		}
		d := o.DutiesOf(w.cal, w.Law.DutyFrom)
		f.DutyFrom, f.DutyDue, f.LateFrom, f.Duty = w.Law.DutyFrom, d.Due, d.Late, o.Register.Duty
		return f, nil
	default:
		return f, nil
	}
	entry, err := w.entryNow(kind)
	if err != nil {
		return f, err
	}
	f.Number, f.Verify = entry.Number, s.documents.FilingURL(entry.Code)
	after := w.filedRows()
	if kind == procedure.DocFilingEnded {
		after = entry.Rows
	}
	for _, r := range after {
		f.Rows = append(f.Rows, [2]string{r.Label, r.Value})
	}
	if kind == procedure.DocFilingChanged {
		for _, d := range filing.Differences(entry.Rows, after) {
			f.Changed = append(f.Changed, document.Changed{Label: d.Label, Before: d.Before, After: d.After})
		}
	}
	return f, nil
}

// entryNow is the filing that stands in the register, or the one that is about to begin.
func (w *work) entryNow(kind procedure.DocumentKind) (filing.Entry, error) {
	o := w.options().Register
	if kind == procedure.DocFiled {
		w.entering = filing.Entry{ID: uuid.Must(uuid.NewV7()), List: o.List, Subject: w.Subject, Holder: w.holderName(), UnitCode: w.UnitCode, UnitName: w.UnitName, ItemCode: w.ItemCode,
			ItemName: w.item.Name.Zh, CaseID: w.ID, Area: w.Area, Rows: w.filedRows(), Code: filing.NewCode()}
		return w.entering, nil
	}
	entry, stands, err := filing.Find(w.tx, o.List, w.Subject)
	if err == nil && !stands {
		err = procedure.FilingUnknown()
	}
	w.entering = entry
	return entry, err
}

// holderName is the name under which the filing stands.
func (w *work) holderName() string {
	var name string
	if q := w.options().Register.Holder; q != "" {
		_ = json.Unmarshal(w.Answers[q], &name)
	}
	return cmp.Or(name, w.UnitName)
}

// filedRows are the answers that stand in the register, in words. Those about persons are for the unit and its receipt only.
func (w *work) filedRows() []filing.Row {
	shown := form.Shown{Lang: form.Zh}
	list := []filing.Row{}
	for _, key := range w.options().Register.Rows {
		q, ok := w.item.Form.Question(key)
		if !ok {
			continue
		}
		value := shown.Display(q, w.Answers[key])
		if q.Kind == form.KindRows {
			value = counted(q, w.Answers[key])
		}
		if value != "" {
			list = append(list, filing.Row{Key: key, Label: q.Label.Zh, Value: value, Person: q.Kind == form.KindPerson})
		}
	}
	return list
}

// counted tells of a table how many rows it has: 人 of people, 处 of anything else. Who they are stands in the case.
func counted(q *form.Question, answer json.RawMessage) string {
	var rows []json.RawMessage
	if json.Unmarshal(answer, &rows) != nil || len(rows) == 0 {
		return ""
	}
	if slices.ContainsFunc(q.Columns, func(c form.Question) bool { return c.Kind == form.KindIDNumber }) {
		return fmt.Sprintf("%d 人", len(rows))
	}
	return fmt.Sprintf("%d 处", len(rows))
}

// recordFiling writes what the issued document means to the register of filings.
func (s *Service) recordFiling(w *work, d document.Document) error {
	if w.options().Register.List == "" && d.Kind != document.Referral {
		return nil
	}
	switch d.Kind {
	case document.Filed:
		if err := filing.Begin(w.tx, w.entering, d.Number); err != nil {
			return err
		}
		return s.keepRoster(w)
	case document.FilingChanged:
		e := w.entering
		e.Holder, e.UnitName, e.Area = w.holderName(), w.UnitName, w.Area
		if err := filing.Change(w.tx, e, w.ID, d.Number, w.filedRows()); err != nil {
			return err
		}
		return s.keepRoster(w)
	case document.FilingEnded:
		if err := filing.End(w.tx, w.entering, w.ID, d.Number); err != nil {
			return err
		}
		if err := keepFilings(w.tx, w.entering.ID, KeepFiling.keepUntil(w.tx.Today())); err != nil {
			return err
		}
		return s.roster.End(w.tx, w.entering.ID, w.ID)
	case document.Referral:
		return filing.Refer(w.tx, filing.Referral{CaseID: w.ID, CaseNumber: w.Number, DocumentID: d.ID, Number: d.Number, Desk: w.brigade(),
			ItemName: w.item.Name.Zh, Party: w.applicantName(), PartyCode: w.UnitCode, Level: string(w.Law.LateLevel), DutyFrom: w.Law.DutyFrom,
			DutyDue: w.options().DutiesOf(w.cal, w.Law.DutyFrom).Due, ReceivedOn: w.Law.ReceivedOn})
	}
	return nil
}

// brigade is the 治安大队 of the county in which the case lies, the city's detachment elsewhere.
func (w *work) brigade() string {
	if w.Area == "" {
		return account.CitySecurity
	}
	return account.CountySecurity(w.Area)
}
