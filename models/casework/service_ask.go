package casework

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
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
func (s *Service) askForDraft(ctx context.Context, actor account.Actor) []Asked {
	return s.askPerson(ctx, actor.IDNumber, "")
}

// askPerson asks about the person and his unit; unit is a credit code when the case knows one already.
func (s *Service) askPerson(ctx context.Context, idNumber, unit string) []Asked {
	now := s.db.Now()
	person, _ := ask(FromPopulation, now, func() (PersonAnswer, error) { return s.registers.Population.Person(ctx, idNumber) })
	holder, known := ask(FromHolder, now, func() (HolderAnswer, error) { return s.registers.Explosives.Holder(ctx, idNumber) })
	asked := []Asked{person, holder}
	if known.Employment.CreditCode != "" {
		unit = known.Employment.CreditCode
	}
	if unit != "" {
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
	asked := s.askPerson(ctx, r.IDNumber, r.UnitCode)
	if r.Number != "" {
		b, _ := ask(FromBackground, s.db.Now(), func() (BackgroundAnswer, error) {
			return s.registers.Background.Compare(ctx, r.IDNumber, r.Who.Name)
		})
		asked = append(asked, b)
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
	w.Facts = d.Facts(w.Who, w.options().TermYears, w.tx.Today())
	if l, ok := d.Licence(); ok {
		w.Law.Expiry, w.Subject = l.ValidTo, l.Number
	}
	w.UnitCode, w.UnitName, w.Area = w.Facts.Text(form.UnitCreditCode), w.Facts.Text(form.UnitName), w.Facts.Text(form.UnitArea)
	return updateCase(w.tx, w.record, w.proc.SettleAt(w.Law))
}

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
