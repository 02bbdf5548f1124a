package form

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Problem is a mistake in a form's definition. Path leads to it from the form ("sections[0].questions[2].show").
type Problem struct {
	Path    string
	Message string // English, for whoever writes items
}

// Fact is a fact that an item adds to those of FactPaths, with all the values that it can have.
type Fact struct {
	Path   string // "situation.who"
	Values []string
	Stay   []string // those of them with which somebody comes to the form
}

// Compile lists every mistake of a definition: what could never be answered, shown or said to the applicant. A form without problems
// can be published. Conditions may look at the facts that are added, and a choice may begin with one whose values that stay are options of it; no
// question can take its value from them.
func (f *Form) Compile(added ...Fact) []Problem {
	c := newCompiler(f, added)
	if len(f.Sections) == 0 {
		c.problem("sections", "a form needs at least one section")
	}
	for s := range f.Sections {
		c.section(fmt.Sprintf("sections[%d]", s), &f.Sections[s])
	}
	return c.problems
}

// CompileCondition lists the mistakes of a condition that stands outside the form and looks at its answers.
func (f *Form) CompileCondition(at string, cond *Condition, added ...Fact) []Problem {
	c := newCompiler(f, added)
	for s := range f.Sections {
		for q := range f.Sections[s].Questions {
			c.known[f.Sections[s].Questions[q].Key] = &f.Sections[s].Questions[q]
		}
	}
	c.condition(at, cond, nil)
	return c.problems
}

func newCompiler(f *Form, added []Fact) *compiler {
	c := &compiler{form: f, known: map[string]*Question{}, sections: map[string]bool{}, added: map[string]Fact{}}
	for _, fact := range added {
		c.added[fact.Path] = fact
	}
	return c
}

type compiler struct {
	form     *Form
	added    map[string]Fact
	known    map[string]*Question // the questions before the one in hand
	sections map[string]bool
	problems []Problem
}

func (c *compiler) problem(path, format string, args ...any) {
	c.problems = append(c.problems, Problem{path, fmt.Sprintf(format, args...)})
}

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func (c *compiler) section(at string, s *Section) {
	c.key(at, s.Key)
	if c.sections[s.Key] {
		c.problem(at+".key", "section %q stands twice", s.Key)
	}
	c.sections[s.Key] = true
	c.words(at+".title", s.Title, true)
	c.chinese(at+".note", s.Note)
	c.condition(at+".show", s.Show, nil)
	if len(s.Questions) == 0 {
		c.problem(at, "section %q asks nothing", s.Key)
	}
	for q := range s.Questions {
		path, question := fmt.Sprintf("%s.questions[%d]", at, q), &s.Questions[q]
		if _, twice := c.known[question.Key]; twice {
			c.problem(path+".key", "question %q stands twice", question.Key)
		}
		c.question(path, question, s.Show)
		c.known[question.Key] = question
	}
}

func (c *compiler) key(at, key string) {
	if !keyForm.MatchString(key) {
		c.problem(at+".key", "key %q must be small letters, digits and _, at most 40", key)
	}
}

// chinese asks for the Chinese text of what has any; English readers see it where there is no English one.
func (c *compiler) chinese(at string, t Text) {
	if !t.IsZero() && strings.TrimSpace(t.Zh) == "" {
		c.problem(at, "the Chinese text is missing")
	}
}

// words asks for both languages.
func (c *compiler) words(at string, t Text, needed bool) {
	switch {
	case t.IsZero() && !needed:
	case strings.TrimSpace(t.Zh) == "":
		c.problem(at, "the Chinese text is missing")
	case strings.TrimSpace(t.En) == "":
		c.problem(at, "the English text is missing")
	}
}

func (c *compiler) question(at string, q *Question, section *Condition) {
	c.key(at, q.Key)
	if _, ok := kinds[q.Kind]; !ok {
		c.problem(at+".kind", "no question kind %q; there are %v", q.Kind, Kinds())
		return
	}
	c.words(at+".label", q.Label, true)
	for name, t := range map[string]Text{"hint": q.Hint, "why": q.Why, "mend": q.Mend, "unit": q.Unit} {
		c.chinese(at+"."+name, t)
	}
	c.uses(at, q)
	c.condition(at+".show", q.Show, section)
	if q.Required.When != nil {
		c.condition(at+".required", q.Required.When, both(section, q.Show))
	}
	for name, path := range map[string]string{"source": q.Source, "same": q.Same} {
		c.fact(at+"."+name, path)
	}
	c.prefill(at+".prefill", q)
	if q.IfAbsent != "" && (q.IfAbsent != Ask || q.Source == "") {
		c.problem(at+".if_absent", `if_absent can only be "ask", beside a source`)
	}
	c.limits(at, q)
	c.kind(at, q)
	c.defaulted(at, q)
}

func both(a, b *Condition) *Condition {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return &Condition{All: []Condition{*a, *b}}
}

func (c *compiler) fact(at, path string) {
	if path != "" && !slices.Contains(FactPaths(), path) {
		c.problem(at, "no fact %q", path)
	}
}

func (c *compiler) prefill(at string, q *Question) {
	fact, told := c.added[q.Prefill]
	if !told || q.Kind != KindChoice {
		c.fact(at, q.Prefill)
		return
	}
	for _, value := range fact.Stay {
		if !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == value }) {
			c.problem(at, "%q of %q is no option", value, q.Prefill)
		}
	}
}

var common = []string{"key", "kind", "label", "hint", "why", "mend", "required", "show", "source", "if_absent"}

// uses refuses limits that mean nothing to the kind, so that no rule is written down and silently ignored.
func (c *compiler) uses(at string, q *Question) {
	v := reflect.ValueOf(*q)
	allowed := kinds[q.Kind].uses()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		if !v.Field(i).IsZero() && !slices.Contains(common, name) && !slices.Contains(allowed, name) {
			c.problem(at+"."+name, "%s means nothing to a question of kind %s", name, q.Kind)
		}
	}
}

func (c *compiler) limits(at string, q *Question) {
	for _, pair := range []struct {
		name        string
		least, most int
	}{
		{"max_length", q.MinLength, q.MaxLength}, {"max_pick", q.MinPick, q.MaxPick}, {"max_rows", q.MinRows, q.MaxRows},
	} {
		if pair.least < 0 || pair.most < 0 || pair.most > 0 && pair.least > pair.most {
			c.problem(at+"."+pair.name, "the limits %d to %d cannot be kept", pair.least, pair.most)
		}
	}
	if q.MaxLength > mostRunes {
		c.problem(at+".max_length", "a text has at most %d characters", mostRunes)
	}
	if q.MaxRows > mostRows {
		c.problem(at+".max_rows", "a list has at most %d rows", mostRows)
	}
	if q.Decimals < 0 || q.Decimals > 6 {
		c.problem(at+".decimals", "0 to 6 digits after the point")
	}
	if q.MaxBytes < 0 || q.MaxBytes > MostFileBytes {
		c.problem(at+".max_bytes", "a file has at most %d bytes", MostFileBytes)
	}
	c.span(at, q.Min, q.Max)
	for i := range q.Bounds {
		path := fmt.Sprintf("%s.bounds[%d]", at, i)
		c.condition(path+".when", &q.Bounds[i].When, nil)
		c.span(path, q.Bounds[i].Min, q.Bounds[i].Max)
		if q.Bounds[i].Min == nil && q.Bounds[i].Max == nil {
			c.problem(path, "a bound needs min or max")
		}
	}
}

func (c *compiler) span(at string, least, most *Decimal) {
	if least != nil && most != nil && least.Compare(*most) > 0 {
		c.problem(at+".max", "no number lies between %s and %s", least, most)
	}
}

// kind checks what only one kind needs.
func (c *compiler) kind(at string, q *Question) {
	switch q.Kind {
	case KindChoice, KindChoices:
		c.options(at, q, 2)
	case KindDerived:
		c.options(at, q, 0)
		if q.Source == "" {
			c.problem(at+".source", "a derived value needs a source")
		}
	case KindText, KindPhone:
		formats := map[Kind][]string{KindText: {"", "name", "licence_number"}, KindPhone: {"", "mobile"}}[q.Kind]
		if !slices.Contains(formats, q.Format) {
			c.problem(at+".format", "no format %q", q.Format)
		}
	case KindFile:
		for i, media := range q.Accept {
			if !slices.Contains(AcceptedMedia, media) {
				c.problem(fmt.Sprintf("%s.accept[%d]", at, i), "the portal does not take %q", media)
			}
		}
	case KindDeclaration:
		c.words(at+".statement", q.Statement, true)
		if q.By != "" && q.By != ByUnit {
			c.problem(at+".by", `by can only be "unit"`)
		}
	case KindNote:
		if !q.Required.IsZero() {
			c.problem(at+".required", "a note has no answer that could be required")
		}
	case KindRows:
		c.columns(at, q)
	}
}

func (c *compiler) options(at string, q *Question, least int) {
	if len(q.Options) < least {
		c.problem(at+".options", "at least %d options", least)
	}
	seen := map[string]bool{}
	for i, o := range q.Options {
		path := fmt.Sprintf("%s.options[%d]", at, i)
		if o.Value == "" || seen[o.Value] {
			c.problem(path+".value", "value %q is empty or stands twice", o.Value)
		}
		seen[o.Value] = true
		c.words(path+".label", o.Label, true)
		c.chinese(path+".hint", o.Hint)
	}
}

// columns are questions of flat kinds that nothing but the row itself answers.
func (c *compiler) columns(at string, q *Question) {
	if len(q.Columns) == 0 {
		c.problem(at+".columns", "rows need columns")
	}
	seen := map[string]bool{}
	for i := range q.Columns {
		path, column := fmt.Sprintf("%s.columns[%d]", at, i), &q.Columns[i]
		if seen[column.Key] {
			c.problem(path+".key", "column %q stands twice", column.Key)
		}
		seen[column.Key] = true
		switch column.Kind {
		case KindRows, KindNote, KindDeclaration, KindDerived:
			c.problem(path+".kind", "a column cannot be of kind %s", column.Kind)
			continue
		}
		if column.Show != nil || column.Source != "" || column.Prefill != "" || column.Same != "" || column.Default != nil {
			c.problem(path, "a column is always shown and takes its value from its row")
		}
		c.question(path, column, nil)
	}
	if q.Each != nil {
		if !seen[q.Each.Column] {
			c.problem(at+".each.column", "no column %q", q.Each.Column)
		}
		c.fact(at+".each.of", q.Each.Of)
	}
	needed, known := RosterColumns[q.Roster]
	if q.Roster != "" && !known {
		c.problem(at+".roster", "no roster %q", q.Roster)
	}
	for _, key := range needed {
		if !seen[key] {
			c.problem(at+".roster", "a roster of %s needs the column %q", q.Roster, key)
		}
	}
}

// defaulted tries the default as an answer.
func (c *compiler) defaulted(at string, q *Question) {
	if q.Default == nil {
		return
	}
	value, code := kinds[q.Kind].read(q, encode(q.Default))
	if code == "" && value != nil {
		tried := &checker{}
		kinds[q.Kind].check(tried, q, "", value)
		if len(tried.result.Faults) == 0 {
			return
		}
		code = tried.result.Faults[0].Code
	}
	c.problem(at+".default", "the default is no good answer: %s", code)
}
