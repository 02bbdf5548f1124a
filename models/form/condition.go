package form

import (
	"encoding/json"
	"fmt"
)

// Condition says when something is shown or required. Exactly one form is used:
//
//	{question: category, is: engineer}     the answer equals (several choices: contains)
//	{question: category, in: [a, b]}       the answer is one of
//	{question: health_date, answered: true}
//	{fact: account.photo_usable, is: true} the same over a fact
//	{all: […]} {any: […]} {not: …}
//
// The answer of a hidden question counts as no answer. A condition may only look back at earlier questions.
type Condition struct {
	Question string      `yaml:"question,omitempty" json:"question,omitempty"`
	Fact     string      `yaml:"fact,omitempty" json:"fact,omitempty"`
	Is       any         `yaml:"is,omitempty" json:"is,omitempty"` // string, number or bool
	In       []string    `yaml:"in,omitempty" json:"in,omitempty"`
	Answered *bool       `yaml:"answered,omitempty" json:"answered,omitempty"`
	All      []Condition `yaml:"all,omitempty" json:"all,omitempty"`
	Any      []Condition `yaml:"any,omitempty" json:"any,omitempty"`
	Not      *Condition  `yaml:"not,omitempty" json:"not,omitempty"`
}

// look gives the value behind a condition: of a question or of a fact; nil when there is none.
type look func(question, fact string) any

func (c *Condition) holds(value look) bool {
	switch {
	case c == nil:
		return true
	case len(c.All) > 0:
		for i := range c.All {
			if !c.All[i].holds(value) {
				return false
			}
		}
		return true
	case len(c.Any) > 0:
		for i := range c.Any {
			if c.Any[i].holds(value) {
				return true
			}
		}
		return false
	case c.Not != nil:
		return !c.Not.holds(value)
	}
	v := value(c.Question, c.Fact)
	switch {
	case c.Answered != nil:
		return (v != nil) == *c.Answered
	case c.In != nil:
		for _, one := range c.In {
			if equals(v, one) {
				return true
			}
		}
		return false
	}
	return equals(v, c.Is)
}

func equals(v, want any) bool {
	if v == nil || want == nil {
		return false
	}
	if many, ok := v.([]string); ok {
		for _, one := range many {
			if equals(one, want) {
				return true
			}
		}
		return false
	}
	return fmt.Sprint(v) == fmt.Sprint(want)
}

// each calls visit for c and every condition inside it.
func (c *Condition) each(visit func(*Condition)) {
	if c == nil {
		return
	}
	visit(c)
	for i := range c.All {
		c.All[i].each(visit)
	}
	for i := range c.Any {
		c.Any[i].each(visit)
	}
	c.Not.each(visit)
}

// Requirement says whether an answer must be given: always, never, or when a condition holds (required iff).
type Requirement struct {
	Always bool
	When   *Condition
}

// IsZero tells whether an answer is never required.
func (r Requirement) IsZero() bool { return !r.Always && r.When == nil }

func (r Requirement) holds(value look) bool {
	return r.Always || r.When != nil && r.When.holds(value)
}

// UnmarshalYAML reads true, false or a condition.
func (r *Requirement) UnmarshalYAML(unmarshal func(any) error) error {
	if unmarshal(&r.Always) == nil {
		return nil
	}
	r.When = new(Condition)
	return unmarshal(r.When)
}

// MarshalJSON writes true, false or the condition.
func (r Requirement) MarshalJSON() ([]byte, error) {
	if r.When != nil {
		return json.Marshal(r.When)
	}
	return json.Marshal(r.Always)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Requirement) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &r.Always) == nil {
		return nil
	}
	r.When = new(Condition)
	return json.Unmarshal(raw, r.When)
}
