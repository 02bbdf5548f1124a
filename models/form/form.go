// Package form is the grammar of questions that an item asks: sections of questions of twenty closed kinds, conditions that show or
// require them, and the check of answers that is the same for pages, programs and publishing. It is pure: today, the facts that
// registers gave and the uploaded materials are arguments (Env).
//
// An answer is JSON of the shape of its kind. What a draft may hold is wide (anything of the right JSON type); what a submission may
// hold is narrow (Check finds no fault). A question with a Source takes its value from the case's facts and cannot be answered.
package form

// Text is a sentence of data in both languages. Chinese comes first and is never empty.
type Text struct {
	Zh string `yaml:"zh" json:"zh"`
	En string `yaml:"en,omitempty" json:"en"`
}

// Lang is a language of Text: "zh" or "en".
type Lang string

const (
	Zh Lang = "zh"
	En Lang = "en"
)

// In is the text in a language; Chinese when there is no English one.
func (t Text) In(lang Lang) string {
	if lang == En && t.En != "" {
		return t.En
	}
	return t.Zh
}

// IsZero tells whether there is no text.
func (t Text) IsZero() bool { return t == Text{} }

// Form is what an item asks, cut into sections that a person can leave and resume.
type Form struct {
	Sections []Section `yaml:"sections" json:"sections"`
}

// Section is one page of questions. Without Show it is always there.
type Section struct {
	Key       string     `yaml:"key" json:"key"`
	Title     Text       `yaml:"title" json:"title"`
	Note      Text       `yaml:"note,omitempty" json:"note,omitzero"` // what to have at hand
	Show      *Condition `yaml:"show,omitempty" json:"show,omitempty"`
	Questions []Question `yaml:"questions" json:"questions"`
}

// Kind names the shape of an answer and the component that asks for it. The set is closed: one Go file and one component each.
type Kind string

const (
	KindText        Kind = "text"        // "…": one line
	KindLongText    Kind = "longtext"    // "…": several lines
	KindNumber      Kind = "number"      // 12.5 (a string is accepted)
	KindMoney       Kind = "money"       // "12.50" yuan
	KindDate        Kind = "date"        // "2026-11-23"
	KindChoice      Kind = "choice"      // "value": one of Options
	KindChoices     Kind = "choices"     // ["value", …]: several of Options
	KindYesNo       Kind = "yesno"       // true, false
	KindIDNumber    Kind = "idnumber"    // "…": 公民身份号码
	KindCreditCode  Kind = "creditcode"  // "…": 统一社会信用代码
	KindPhone       Kind = "phone"       // "…"
	KindAddress     Kind = "address"     // {"area": "430903", "detail": "…"}
	KindPerson      Kind = "person"      // {"name": "…", "id_number": "…"}
	KindEnterprise  Kind = "enterprise"  // {"name": "…", "credit_code": "…"}
	KindFile        Kind = "file"        // {"material": "<uuid>"}
	KindPhoto       Kind = "photo"       // {"material": "<uuid>"}
	KindDeclaration Kind = "declaration" // true: Statement is accepted
	KindRows        Kind = "rows"        // [{"column": answer, …}, …]
	KindDerived     Kind = "derived"     // a value of the facts, only shown
	KindNote        Kind = "note"        // no answer: Label and Hint are read
)

// Question is one question. Which limits have a meaning depends on its kind; Compile refuses the others.
type Question struct {
	Key      string      `yaml:"key" json:"key"`
	Kind     Kind        `yaml:"kind" json:"kind"`
	Label    Text        `yaml:"label" json:"label"`
	Hint     Text        `yaml:"hint,omitempty" json:"hint,omitzero"`
	Why      Text        `yaml:"why,omitempty" json:"why,omitzero"`   // why it is asked
	Mend     Text        `yaml:"mend,omitempty" json:"mend,omitzero"` // what to do when the answer is refused; shown after the fault
	Required Requirement `yaml:"required,omitempty" json:"required,omitzero"`
	Show     *Condition  `yaml:"show,omitempty" json:"show,omitempty"`

	Source   string `yaml:"source,omitempty" json:"source,omitempty"`       // path of the fact that is the answer ("licence.number")
	IfAbsent string `yaml:"if_absent,omitempty" json:"if_absent,omitempty"` // "ask": the applicant answers when the source is silent; else the clerk looks it up
	Prefill  string `yaml:"prefill,omitempty" json:"prefill,omitempty"`     // path of the fact a new draft begins with; the applicant may change it
	Default  any    `yaml:"default,omitempty" json:"default,omitempty"`     // value a new draft begins with
	Same     string `yaml:"same,omitempty" json:"same,omitempty"`           // path of the fact that the answer must equal when the fact is known
	By       string `yaml:"by,omitempty" json:"by,omitempty"`               // declaration: "unit" when the unit makes it on its own page

	MinLength int    `yaml:"min_length,omitempty" json:"min_length,omitempty"` // characters (code points)
	MaxLength int    `yaml:"max_length,omitempty" json:"max_length,omitempty"`
	Format    string `yaml:"format,omitempty" json:"format,omitempty"` // text: "name" or "licence_number"; phone: "mobile"

	Min      *Decimal `yaml:"min,omitempty" json:"min,omitempty"`
	Max      *Decimal `yaml:"max,omitempty" json:"max,omitempty"`
	Decimals int      `yaml:"decimals,omitempty" json:"decimals,omitempty"` // digits after the point, 0 to 6
	Bounds   []Bound  `yaml:"bounds,omitempty" json:"bounds,omitempty"`     // further limits that hold under a condition
	Unit     Text     `yaml:"unit,omitempty" json:"unit,omitzero"`          // 学时

	NotFuture    bool `yaml:"not_future,omitempty" json:"not_future,omitempty"`       // today at the latest
	NotPast      bool `yaml:"not_past,omitempty" json:"not_past,omitempty"`           // today at the earliest
	WithinMonths int  `yaml:"within_months,omitempty" json:"within_months,omitempty"` // not older than so many calendar months before today

	Options []Option `yaml:"options,omitempty" json:"options,omitempty"`
	MinPick int      `yaml:"min_pick,omitempty" json:"min_pick,omitempty"` // choices
	MaxPick int      `yaml:"max_pick,omitempty" json:"max_pick,omitempty"`

	Outside bool `yaml:"outside,omitempty" json:"outside,omitempty"` // address: may lie outside 益阳 (area "other")

	Accept    []string `yaml:"accept,omitempty" json:"accept,omitempty"`         // file: media types; photo is always image/jpeg
	MaxBytes  int64    `yaml:"max_bytes,omitempty" json:"max_bytes,omitempty"`   // bytes
	MinWidth  int      `yaml:"min_width,omitempty" json:"min_width,omitempty"`   // pixels
	MinHeight int      `yaml:"min_height,omitempty" json:"min_height,omitempty"` // pixels

	MustBeTrue bool `yaml:"must_be_true,omitempty" json:"must_be_true,omitempty"` // declaration
	Statement  Text `yaml:"statement,omitempty" json:"statement,omitzero"`        // declaration: what is accepted, word for word

	Columns []Question `yaml:"columns,omitempty" json:"columns,omitempty"` // rows
	MinRows int        `yaml:"min_rows,omitempty" json:"min_rows,omitempty"`
	MaxRows int        `yaml:"max_rows,omitempty" json:"max_rows,omitempty"`
	Each    *Each      `yaml:"each,omitempty" json:"each,omitempty"`     // rows
	Roster  string     `yaml:"roster,omitempty" json:"roster,omitempty"` // rows: RosterGuards, a list that a spreadsheet may fill
}

// RosterGuards is the Roster of a list of guards 保安员名册; its columns are RosterColumns.
const RosterGuards = "guards"

// RosterColumns are the keys of the columns that each roster must have.
var RosterColumns = map[string][]string{RosterGuards: {"name", "id_number", "education", "certificate", "since", "post"}}

// Option is a value that may be chosen.
type Option struct {
	Value string `yaml:"value" json:"value"`
	Label Text   `yaml:"label" json:"label"`
	Hint  Text   `yaml:"hint,omitempty" json:"hint,omitzero"`
}

// Bound limits a number under a condition: engineers need 40 hours where others need 20.
type Bound struct {
	When Condition `yaml:"when" json:"when"`
	Min  *Decimal  `yaml:"min,omitempty" json:"min,omitempty"`
	Max  *Decimal  `yaml:"max,omitempty" json:"max,omitempty"`
}

// Each asks for a row per value: one for every year of the fact training.years.
type Each struct {
	Column string `yaml:"column" json:"column"`
	Of     string `yaml:"of" json:"of"` // path of a fact that is a list
}

// Question finds a question by its key.
func (f *Form) Question(key string) (*Question, bool) {
	for s := range f.Sections {
		for q := range f.Sections[s].Questions {
			if f.Sections[s].Questions[q].Key == key {
				return &f.Sections[s].Questions[q], true
			}
		}
	}
	return nil, false
}

// Section finds a section by its key.
func (f *Form) Section(key string) (*Section, bool) {
	for s := range f.Sections {
		if f.Sections[s].Key == key {
			return &f.Sections[s], true
		}
	}
	return nil, false
}

// SectionOf finds the section in which a question stands.
func (f *Form) SectionOf(question string) (*Section, bool) {
	for s := range f.Sections {
		for q := range f.Sections[s].Questions {
			if f.Sections[s].Questions[q].Key == question {
				return &f.Sections[s], true
			}
		}
	}
	return nil, false
}

// UnitDeclarations are the declarations that the unit makes when it signs; the applicant only reads them.
func (f *Form) UnitDeclarations() []Question {
	var found []Question
	for _, s := range f.Sections {
		for _, q := range s.Questions {
			if q.By == ByUnit {
				found = append(found, q)
			}
		}
	}
	return found
}

// ByUnit marks a declaration of the unit.
const ByUnit = "unit"

// Ask as IfAbsent lets the applicant answer where the source is silent.
const Ask = "ask"

// Locked tells whether the answer comes from the facts, so that the applicant cannot change it. A derived value and a note always are.
func (q *Question) Locked(facts Facts) bool {
	if q.Kind == KindDerived || q.Kind == KindNote || q.By == ByUnit {
		return true
	}
	return q.Source != "" && (q.IfAbsent != Ask || facts.Has(q.Source))
}

// Answered tells whether the kind holds an answer at all.
func (q *Question) Answered() bool { return q.Kind != KindNote && q.By != ByUnit }

// Option finds an option by its value.
func (q *Question) Option(value string) (Option, bool) {
	for _, o := range q.Options {
		if o.Value == value {
			return o, true
		}
	}
	return Option{}, false
}

// Column finds a column of rows by its key.
func (q *Question) Column(key string) (*Question, bool) {
	for i := range q.Columns {
		if q.Columns[i].Key == key {
			return &q.Columns[i], true
		}
	}
	return nil, false
}
