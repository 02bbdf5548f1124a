package field

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

// Page is a draft as its pages show it.
type Page struct {
	Form    *form.Form
	Answers form.Answers
	Env     form.Env
	Faults  []fault.Field // those to show; a page that is visited for the first time shows none
	Upload  Upload
	Blank   string // key of a rows question that gets one more empty row
}

// Section makes the views of a section's questions. All of them are there: those that are not on the path for now are hidden, so that an
// island can show them when an answer calls for them.
func (p Page) Section(section *form.Section) []View {
	visible := p.Form.Check(p.Answers, p.Env).Visible
	views := make([]View, 0, len(section.Questions))
	for i := range section.Questions {
		q := &section.Questions[i]
		views = append(views, p.view(q, slices.Contains(visible, q.Key)))
	}
	return views
}

func (p Page) view(q *form.Question, visible bool) View {
	v := View{
		Question: q, Value: p.Answers[q.Key], Locked: q.Locked(p.Env.Facts), Required: p.required(q), Hidden: !visible,
		Faults: form.FaultsOf(p.Faults, q.Key), Facts: p.Env.Facts, Today: p.Env.Today, Upload: p.Upload,
	}
	if v.Locked && q.Source != "" {
		v.Value = p.Env.Facts[q.Source]
	}
	if p.Blank == q.Key {
		v.Blank = 1
	}
	if q.Kind == form.KindFile || q.Kind == form.KindPhoto {
		v.Material = p.material(v.Value)
	}
	return v
}

// required asks the rules themselves: would a missing answer be a fault now?
func (p Page) required(q *form.Question) bool {
	if q.Required.When == nil {
		return q.Required.Always || q.MustBeTrue
	}
	without := maps.Clone(p.Answers)
	delete(without, q.Key)
	for _, f := range p.Form.Check(without, p.Env).Of(q.Key) {
		if f.Code == "REQUIRED" {
			return true
		}
	}
	return false
}

func (p Page) material(value json.RawMessage) *Material {
	id, err := uuid.Parse(text(parts(value)["material"]))
	if err != nil || p.Env.Material == nil {
		return nil
	}
	facts, ok := p.Env.Material(id)
	if !ok {
		return nil
	}
	return &Material{ID: id.String(), MaterialFacts: facts}
}
