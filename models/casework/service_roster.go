package casework

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
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

// rosterQuestion is the list whose columns are those of a roster of guards; nil when the form asks for none.
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
func IsRoster(q *form.Question) bool {
	if q.Kind != form.KindRows {
		return false
	}
	for _, key := range []string{"name", "id_number", "certificate", "since", "post"} {
		if _, ok := q.Column(key); !ok {
			return false
		}
	}
	return true
}
