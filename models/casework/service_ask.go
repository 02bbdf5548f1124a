package casework

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// askAgain is when a silent register is asked again.
const askAgain = 10 * time.Minute

// ask asks one register. Whatever goes wrong, the register has not answered, and a person will look (暂未返回, 人工核验).
func ask[T any](source Source, now time.Time, call func() (T, error)) (Asked, T) {
	answer, err := call()
	a := Asked{Source: source, At: now}
	if err != nil {
		return a, answer
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		return a, answer
	}
	var reply Reply
	_ = json.Unmarshal(raw, &reply) // every answer embeds one
	a.Answered, a.Result, a.Request = true, raw, reply.Request
	if !reply.At.IsZero() {
		a.At = reply.At
	}
	return a, answer
}

// askForDraft asks what the form shows; the comparison with police records comes only after receipt.
func (s *Service) askForDraft(ctx context.Context, actor account.Actor, item *catalog.Item) []Asked {
	return s.askPerson(ctx, item, actor.IDNumber, "")
}

// askPerson asks about the person and his unit what the item needs; unit is a credit code when the case knows one already.
func (s *Service) askPerson(ctx context.Context, item *catalog.Item, idNumber, unit string) (asked []Asked) {
	now, needed := s.db.Now(), sources(item)
	if needed[FromPopulation] {
		a, _ := ask(FromPopulation, now, func() (PersonAnswer, error) { return s.registers.Population.Person(ctx, idNumber) })
		asked = append(asked, a)
	}
	if needed[FromHolder] {
		a, known := ask(FromHolder, now, func() (HolderAnswer, error) { return s.registers.Explosives.Holder(ctx, idNumber) })
		asked = append(asked, a)
		if known.Employment.CreditCode != "" {
			unit = known.Employment.CreditCode
		}
	}
	if needed[FromUnit] && unit != "" {
		a, _ := ask(FromUnit, now, func() (UnitAnswer, error) { return s.registers.Explosives.Unit(ctx, unit) })
		asked = append(asked, a)
	}
	return asked
}

// AskRegisters asks every register about a case and stores the answers as evidence; those that are down are asked again by a later job. The
// facts of a draft follow what the registers say now, those of a received case stay as they were signed.
func (s *Service) AskRegisters(ctx context.Context, id uuid.UUID) error {
	var r *record
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		r, err = selectCase(tx, id, anybody, false)
		return err
	})
	if err != nil {
		return err
	}
	item, err := s.items.Version(ctx, r.ItemCode, r.ItemVersion)
	if err != nil {
		return err
	}
	asked := s.askPerson(ctx, item, r.IDNumber, r.UnitCode)
	if r.Number != "" && sources(item)[FromBackground] {
		b, _ := ask(FromBackground, s.db.Now(), func() (BackgroundAnswer, error) {
			return s.registers.Background.Compare(ctx, r.IDNumber, r.Who.Name)
		})
		asked = append(asked, b)
	}
	if r.Number != "" {
		asked = append(asked, s.askFiling(ctx, item, r.Answers, r.UnitCode)...)
	}
	return s.edit(ctx, id, anybody, account.System(), func(w *work) error {
		if w.Law.State == procedure.Draft && w.Law.SubState == "" {
			all, err := selectAsked(w.tx, id)
			if err != nil {
				return err
			}
			if err := w.refresh(append(all, asked...)); err != nil {
				return err
			}
		}
		if anyDown(asked) && w.Law.DecidedOn.IsZero() {
			w.tx.EnqueueAt(w.tx.Now.Add(askAgain), AskArgs{CaseID: id})
		}
		return insertAsked(w.tx, id, asked)
	})
}

// refresh takes what the registers say now into a draft.
func (w *work) refresh(asked []Asked) error {
	d := dossier(asked)
	w.Facts = w.known(d)
	if l, ok := d.Licence(); ok {
		w.Law.Expiry, w.Subject = l.ValidTo, l.Number
	}
	w.employer(w.Facts.Text)
	return updateCase(w.tx, w.record, w.proc.SettleAt(w.Law))
}

// known are the case's facts: what registers say now, with what was told at the start and for whom the person acts.
func (w *work) known(d Dossier) form.Facts {
	f := d.Facts(w.Who, w.options().TermYears, w.tx.Today())
	for path, value := range w.Facts {
		if strings.HasPrefix(path, situation) {
			f[path] = value
		}
	}
	if w.ForUnit {
		put(f, form.EnterpriseName, w.UnitName)
		put(f, form.EnterpriseCode, w.UnitCode)
		put(f, form.EnterpriseRepresent, w.UnitHead)
	}
	return f
}

// employer takes from the facts the unit at which the person works, unless the case is the unit's own.
func (w *work) employer(fact func(string) string) {
	if !w.ForUnit {
		w.UnitCode, w.UnitName = fact(form.UnitCreditCode), fact(form.UnitName)
	}
	w.Area = w.place()
}

// situation begins the paths of what the applicant told before the form was chosen.
const situation = "situation."

// anyDown tells whether the last answer of some register is missing.
func anyDown(asked []Asked) bool {
	last := map[Source]bool{}
	for _, a := range asked {
		last[a.Source] = a.Answered
	}
	for _, answered := range last {
		if !answered {
			return true
		}
	}
	return false
}

// fetched shows each register once, with its last answer.
func fetched(asked []Asked) []Fetched {
	list := []Fetched{}
	for i, a := range asked {
		newest := true
		for _, b := range asked[i+1:] {
			newest = newest && (b.Source != a.Source || !b.Answered && a.Answered)
		}
		if newest {
			list = append(list, Fetched{Source: a.Source, Answered: a.Answered, Request: a.Request, At: a.At})
		}
	}
	return list
}
