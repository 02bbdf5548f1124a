package pages

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/field"
	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
)

// Reading is a filled form as somebody reads it: everything that was asked on this applicant's path, section by section.
type Reading struct {
	Item     *catalog.Item
	Answers  form.Answers
	Facts    form.Facts
	Visible  []string
	Material func(uuid.UUID) (form.MaterialFacts, bool)
	File     func(uuid.UUID) string           // address of an upload; nil: names only
	Change   func(section, key string) string // address where an answer is changed; nil: nowhere
}

// ReadSection is one section of a Reading.
type ReadSection struct {
	Key, Title string
	Rows       []ui.Row
}

// Sections puts the answers into words.
func (r Reading) Sections(ctx context.Context) []ReadSection {
	on := map[string]bool{}
	for _, key := range r.Visible {
		on[key] = true
	}
	var all []ReadSection
	if rows := toldRows(ctx, r.Item, r.Facts); len(rows) > 0 {
		all = append(all, ReadSection{Key: "situation", Title: locale.T(ctx, "situation.section"), Rows: rows})
	}
	for i := range r.Item.Form.Sections {
		section := &r.Item.Form.Sections[i]
		one := ReadSection{Key: section.Key, Title: say(ctx, section.Title)}
		for q := range section.Questions {
			if question := &section.Questions[q]; on[question.Key] && question.Answered() {
				one.Rows = append(one.Rows, r.row(ctx, section.Key, question))
			}
		}
		if len(one.Rows) > 0 {
			all = append(all, one)
		}
	}
	return all
}

// toldRows is what was told before the form was chosen, and what the list of materials rests on.
func toldRows(ctx context.Context, item *catalog.Item, facts form.Facts) (rows []ui.Row) {
	for _, a := range item.SituateBy(facts).Answers {
		rows = append(rows, ui.Row{Label: say(ctx, a.Situation.Ask), Value: say(ctx, a.Option.Label)})
	}
	return rows
}

func (r Reading) row(ctx context.Context, section string, q *form.Question) ui.Row {
	locked, value := q.Locked(r.Facts), r.Answers[q.Key]
	row := ui.Row{Label: say(ctx, q.Label)}
	if locked && q.Source != "" {
		value, row.Source = r.Facts[q.Source], field.SourceName(ctx, q.Source)
	}
	shown := form.Shown{Lang: form.Zh, Material: r.Material}
	if locale.Of(ctx) == locale.English {
		shown.Lang = form.En
	}
	row.Value = shown.Display(q, value)
	switch {
	case q.Kind == form.KindRows && row.Value != "":
		row.Show = answerTable(q, shown.Rows(q, value))
	case (q.Kind == form.KindFile || q.Kind == form.KindPhoto) && row.Value != "" && r.File != nil:
		row.Show = answerFile(row.Value, r.File(uploadOf(value)), q.Kind == form.KindPhoto)
	case q.Kind == form.KindDeclaration:
		row.Show = answerDeclaration(say(ctx, q.Statement), string(value) == "true")
	}
	if !locked && r.Change != nil {
		row.ChangeHref = r.Change(section, q.Key)
	}
	return row
}

// uploadOf is the material that an answer names.
func uploadOf(value json.RawMessage) uuid.UUID {
	var file struct {
		Material uuid.UUID `json:"material"`
	}
	_ = json.Unmarshal(value, &file) // what is no upload has no id
	return file.Material
}
