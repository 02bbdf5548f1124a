package form

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Check judges answers for submission: everything that is asked on this applicant's path must be there and right. It never fails:
// whatever the answers are, it says what is wrong with them. Checking Result.Clean again gives the same result.
func (f *Form) Check(answers Answers, env Env) Result {
	c := &checker{env: env, values: map[string]any{}, result: Result{Clean: Answers{}}}
	for s := range f.Sections {
		section := &f.Sections[s]
		if !section.Show.holds(c.look) {
			continue
		}
		c.result.Sections = append(c.result.Sections, section.Key)
		for q := range section.Questions {
			question := &section.Questions[q]
			if question.Show.holds(c.look) {
				c.result.Visible = append(c.result.Visible, question.Key)
				c.question(question, answers[question.Key])
			}
		}
	}
	return c.result
}

// CheckPatch judges a change of a draft: stored answers with those of patch on top (null takes one away). Wrong or missing values are
// only reported in the result, whose Clean is what the draft holds from now on. The error lists what no draft may hold: unknown or
// locked questions, the wrong JSON type, texts over every limit, NUL and characters that reorder text.
func (f *Form) CheckPatch(stored, patch Answers, env Env) (Result, error) {
	if len(patch) > mostAnswers {
		return Result{}, fault.New(fault.TooLarge, "TOO_LARGE")
	}
	var refused []fault.Field
	for _, key := range slices.Sorted(maps.Keys(patch)) {
		if code := f.refuse(key, patch[key], env); code != "" {
			refused = append(refused, fault.Field{Pointer: pointer(escape(key)), Code: code})
		}
	}
	if err := fault.Fields(refused...); err != nil {
		return Result{}, err
	}
	merged := maps.Clone(stored)
	if merged == nil {
		merged = Answers{}
	}
	maps.Copy(merged, patch)
	result := f.Check(merged, env)
	for _, key := range slices.Sorted(maps.Keys(patch)) {
		if !none(patch[key]) && !slices.Contains(result.Visible, key) {
			result.Faults = append(result.Faults, fault.OneField(pointer(key), "NOT_ASKED"))
		}
	}
	return result, nil
}

// refuse is the code for which no draft may hold the answer, "" when it may.
func (f *Form) refuse(key string, raw json.RawMessage, env Env) string {
	q, known := f.Question(key)
	switch {
	case !known || q.Kind == KindNote:
		return "UNKNOWN_QUESTION"
	case q.Locked(env.Facts):
		return "LOCKED"
	case len(raw) > mostBytes:
		return answerTooLong
	case none(raw):
		return ""
	case !json.Valid(raw):
		return wrongType
	}
	_, code := kinds[q.Kind].read(q, raw)
	return code
}

// Start is what a new draft holds: defaults, and facts that the applicant may change.
func (f *Form) Start(env Env) Answers {
	answers := Answers{}
	for s := range f.Sections {
		for q := range f.Sections[s].Questions {
			question := &f.Sections[s].Questions[q]
			if raw := env.Facts[question.Prefill]; question.Prefill != "" && !none(raw) {
				answers[question.Key] = raw
			} else if question.Default != nil {
				answers[question.Key] = encode(question.Default)
			}
		}
	}
	return f.Check(answers, env).Clean
}

// checker walks one set of answers.
type checker struct {
	env    Env
	values map[string]any // of visible, answered questions
	locked bool           // the question in hand takes its value from the facts
	result Result
}

func (c *checker) question(q *Question, raw json.RawMessage) {
	if !q.Answered() {
		return
	}
	at := pointer(q.Key)
	if c.locked = q.Locked(c.env.Facts); c.locked {
		raw = c.env.Facts[q.Source]
	}
	value, code := c.read(q, raw)
	if code != "" && !c.locked {
		c.fault(at, code)
		c.result.Clean[q.Key] = compact(raw)
		return
	}
	if value == nil {
		c.missing(q, at)
		return
	}
	value = kinds[q.Kind].check(c, q, at, value)
	c.same(q, at, value)
	c.values[q.Key] = value
	c.result.Clean[q.Key] = encode(value)
}

func (c *checker) read(q *Question, raw json.RawMessage) (any, string) {
	if none(raw) || !json.Valid(raw) {
		return nil, ""
	}
	return kinds[q.Kind].read(q, raw)
}

// missing reports an answer that must be given. What a register left out is for the clerk to look up, never for the applicant.
func (c *checker) missing(q *Question, at string) {
	switch {
	case !q.Required.holds(c.look):
	case c.locked:
		c.fault(at, "SOURCE_SILENT")
	case q.Kind == KindDeclaration && q.MustBeTrue:
		c.fault(at, "MUST_BE_TRUE")
	default:
		c.fault(at, "REQUIRED")
	}
}

// same reports an answer that differs from what the register says. A register that says nothing is no reason to refuse.
func (c *checker) same(q *Question, at string, value any) {
	if q.Same == "" {
		return
	}
	known, code := c.read(q, c.env.Facts[q.Same])
	if code != "" || known == nil {
		return
	}
	known = kinds[q.Kind].check(&checker{env: c.env}, q, at, known)
	if string(encode(known)) != string(encode(value)) {
		c.fault(at, "DIFFERS")
	}
}

// fault records what is wrong. The applicant cannot mend a locked value, so there it is a warning.
func (c *checker) fault(at, code string, params ...any) {
	f := fault.OneField(at, code, params...)
	if c.locked {
		c.result.Warnings = append(c.result.Warnings, f)
	} else {
		c.result.Faults = append(c.result.Faults, f)
	}
}

// parsed turns the outcome of a parser of identity into a value: its canonical form, or what was typed and the parser's own code.
func (c *checker) parsed(at string, typed any) func(fmt.Stringer, error) any {
	return func(value fmt.Stringer, err error) any {
		if err != nil {
			c.fault(at, fault.Code(err))
			return typed
		}
		return value.String()
	}
}

// look gives conditions the value of a visible question or of a fact.
func (c *checker) look(question, fact string) any {
	if question != "" {
		return c.values[question]
	}
	raw := c.env.Facts[fact]
	if none(raw) {
		return nil
	}
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return nil
	}
	return value
}

// list is a fact that is a list, its members as text.
func (c *checker) list(fact string) []string {
	var members []any
	if json.Unmarshal(c.env.Facts[fact], &members) != nil {
		return nil
	}
	found := make([]string, len(members))
	for i, m := range members {
		found[i] = fmt.Sprint(m)
	}
	return found
}
