// Package field asks the questions of an item: one component per question kind of models/form, with the same file name. A component
// renders label, hint, value, source and fault, and works without script. The names of its inputs are a contract with Parse (a form
// that was posted) and with the islands (assets/islands/answers.ts):
//
//	mobile                        a single value
//	address.area, address.detail  the parts of a value
//	projects[0].name              a column of a row; also projects[0].place.area
//	_q                            the keys of the questions that stood on the page
package field

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// View is one question as it stands on a page.
type View struct {
	Question *form.Question
	Value    json.RawMessage // the answer, of the kind's shape; for a locked question the fact; empty for none
	Locked   bool            // the applicant cannot change it (form.Question.Locked)
	Required bool            // by now, whether always or under a condition that holds
	Hidden   bool            // not on the path for now; an island may reveal it
	Faults   []fault.Field   // of this question, its parts, rows and columns
	Facts    form.Facts      // rows that are asked for each value of a fact
	Today    workday.Date    // limits of dates
	Material *Material       // file, photo: what was uploaded
	Upload   Upload          // file, photo: where to
	Blank    int             // rows: further empty rows to show (asked for without script)

	at, name string // id and input name; made from the question's key unless it is a column
}

// Upload says where files go.
type Upload struct {
	Endpoint string // "/uploads": creates uploads (tus 1.0); an upload's content is at Endpoint/<id>/content
	Case     string // id of the case that the file belongs to
}

// Material is an uploaded file as the page shows it.
type Material struct {
	ID string
	form.MaterialFacts
}

// components is closed: one for each kind, as a test proves.
var components = map[form.Kind]func(View) templ.Component{
	form.KindText:        textField,
	form.KindLongText:    longTextField,
	form.KindNumber:      numberField,
	form.KindMoney:       moneyField,
	form.KindDate:        dateField,
	form.KindChoice:      choiceField,
	form.KindChoices:     choicesField,
	form.KindYesNo:       yesNoField,
	form.KindIDNumber:    idNumberField,
	form.KindCreditCode:  creditCodeField,
	form.KindPhone:       phoneField,
	form.KindAddress:     addressField,
	form.KindPerson:      personField,
	form.KindEnterprise:  enterpriseField,
	form.KindFile:        fileField,
	form.KindPhoto:       photoField,
	form.KindDeclaration: declarationField,
	form.KindDerived:     derivedField,
	form.KindNote:        noteField,
}

func init() { components[form.KindRows] = rowsField } // rows show other questions: kept out of the map's own initialisation

// component is what asks for the question; a locked one is shown as a fact.
func (v View) component() templ.Component {
	if v.Locked && v.Question.Kind != form.KindNote && v.Question.Kind != form.KindDeclaration {
		return derivedField(v)
	}
	return components[v.Question.Kind](v)
}

// ID is the id of the question's input, or of its fieldset: the key, or for a column rows-0-column.
func (v View) ID() string {
	if v.at != "" {
		return v.at
	}
	return v.Question.Key
}

// Name is the name of its input.
func (v View) Name() string {
	if v.name != "" {
		return v.name
	}
	return v.Question.Key
}

// part is the id of one part of a value: address-area.
func (v View) part(part string) string { return v.ID() + "-" + part }

// frame is what stands around the input.
func (v View) frame(ctx context.Context) ui.FieldFrame {
	return ui.FieldFrame{
		ID:       v.ID(),
		Label:    pick(ctx, v.Question.Label),
		Hint:     pick(ctx, v.Question.Hint),
		Error:    v.fault(ctx, v.ID()),
		Required: v.Required,
		Optional: !v.Required && v.Question.Kind != form.KindDeclaration,
	}
}

// attributes are what the input itself carries: those of its frame and more.
func (v View) attributes(ctx context.Context, more templ.Attributes) templ.Attributes {
	a := v.frame(ctx).Attributes()
	for name, value := range more {
		a[name] = value
	}
	return a
}

// fault is the sentence of the first fault at id, with what the item says about mending it.
func (v View) fault(ctx context.Context, id string) string {
	for _, f := range v.Faults {
		if Anchor(f.Pointer) == id {
			return sentence(ctx, v.Question, f)
		}
	}
	return ""
}

func sentence(ctx context.Context, q *form.Question, f fault.Field) string {
	words := locale.Field(ctx, f)
	if q == nil || q.Mend.IsZero() {
		return words
	}
	if locale.Of(ctx) == locale.English {
		return words + " " + pick(ctx, q.Mend)
	}
	return words + pick(ctx, q.Mend)
}

// Anchor is the id of the place that a fault's pointer means: /answers/projects/0/name → projects-0-name.
func Anchor(pointer string) string {
	return strings.ReplaceAll(strings.TrimPrefix(pointer, "/answers/"), "/", "-")
}

// Mistakes lists faults for ui.ErrorSummary: each names its question and leads to it.
func Mistakes(ctx context.Context, f *form.Form, faults []fault.Field) []ui.Mistake {
	return MistakesAt(ctx, f, faults, func(string) string { return "" })
}

// MistakesAt is Mistakes for a page that shows several sections at once: page tells on which address a question's section stands.
func MistakesAt(ctx context.Context, f *form.Form, faults []fault.Field, page func(question string) string) []ui.Mistake {
	mistakes := make([]ui.Mistake, 0, len(faults))
	for _, one := range faults {
		key, rest, _ := strings.Cut(strings.TrimPrefix(one.Pointer, "/answers/"), "/")
		message := locale.Field(ctx, one)
		if q, ok := f.Question(key); ok {
			message = locale.T(ctx, "field.mistake", "question", where(ctx, q, rest), "fault", sentence(ctx, q, one))
		}
		mistakes = append(mistakes, ui.Mistake{Href: page(key) + "#" + Anchor(one.Pointer), Message: message})
	}
	return mistakes
}

// where names a question, or a row and column of it: 继续教育记录 第 2 行 学时.
func where(ctx context.Context, q *form.Question, rest string) string {
	row, column, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(row)
	if q.Kind != form.KindRows || err != nil {
		return pick(ctx, q.Label)
	}
	name := locale.T(ctx, "field.row.of", "label", pick(ctx, q.Label), "row", i+1)
	if c, ok := q.Column(column); ok {
		name += " " + pick(ctx, c.Label)
	}
	return name
}

func pick(ctx context.Context, t form.Text) string { return locale.Pick(ctx, t.Zh, t.En) }
