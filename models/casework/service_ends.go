package casework

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
)

// EndsArgs is the periodic job that asks whether the applicants of open cases still live and their units still stand.
type EndsArgs struct{}

// Kind names the job in the queue.
func (EndsArgs) Kind() string { return "casework.ends" }

// endsAfter is how old an answer may be before a register is asked again about an open case.
const endsAfter = 24 * time.Hour

// AskEnds asks the registers once a day, as long as a case is open, whether its applicant has died or its unit has been closed (domain.md T30). What
// they say only suggests the end to officers. A silent register changes nothing and is asked again by the next run. It returns how many cases have
// a new answer; running it again at once asks nobody.
func (s *Service) AskEnds(ctx context.Context, portion int) (n int, err error) {
	var after uuid.UUID
	for ctx.Err() == nil {
		var ids []uuid.UUID
		if err := s.db.Read(ctx, func(tx *db.Tx) (e error) { ids, e = endsToAsk(tx, after, portion); return e }); err != nil {
			return n, err
		}
		for _, id := range ids {
			asked, err := s.askEnd(ctx, id)
			if err != nil {
				return n, err
			}
			if after = id; asked {
				n++
			}
		}
		if len(ids) < portion {
			break
		}
	}
	return n, ctx.Err()
}

// askEnd asks about the applicant of one case, the person or the unit.
func (s *Service) askEnd(ctx context.Context, id uuid.UUID) (bool, error) {
	var r *record
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) { r, err = selectCase(tx, id, anybody, false); return err })
	if err != nil {
		return false, err
	}
	item, err := s.items.Version(ctx, r.ItemCode, r.ItemVersion)
	if err != nil {
		return false, err
	}
	var a Asked
	now := s.db.Now()
	if r.ForUnit {
		code := filedCode(item, r.Answers, r.UnitCode)
		a, _ = ask(FromCompany, now, func() (CompanyAnswer, error) { return s.registers.Companies.Company(ctx, code) })
	} else {
		a, _ = ask(FromPopulation, now, func() (PersonAnswer, error) { return s.registers.Population.Person(ctx, r.IDNumber) })
	}
	if !a.Answered { // what was known before stays known
		return false, nil
	}
	return true, s.edit(ctx, id, anybody, account.System(), func(w *work) error { return insertAsked(w.tx, id, []Asked{a}) })
}

// filedCode is the credit code of what a filing is about: the unit itself, or what the form names.
func filedCode(item *catalog.Item, answers form.Answers, unit string) string {
	if q := item.Procedure.Register.Subject; q != "" {
		unit = ""
		_ = json.Unmarshal(answers[q], &unit) // nothing answered yet is nobody to ask about
	}
	return unit
}
