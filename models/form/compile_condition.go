package form

import (
	"fmt"
	"slices"
)

// condition checks that a condition says one thing, about questions that come earlier and values that they can have, and that it can
// hold at all within the condition of what stands around it.
func (c *compiler) condition(at string, cond, around *Condition) {
	if cond == nil {
		return
	}
	before := len(c.problems)
	cond.each(func(one *Condition) { c.single(at, one) })
	if len(c.problems) > before {
		return
	}
	if !c.satisfiable(both(around, cond)) {
		c.problem(at, "the condition can never hold")
	}
}

func (c *compiler) single(at string, cond *Condition) {
	forms := 0
	for _, used := range []bool{
		len(cond.All) > 0, len(cond.Any) > 0, cond.Not != nil, cond.Is != nil, len(cond.In) > 0, cond.Answered != nil,
	} {
		if used {
			forms++
		}
	}
	subject := cond.Question != "" || cond.Fact != ""
	compares := cond.Is != nil || len(cond.In) > 0 || cond.Answered != nil
	switch {
	case forms != 1:
		c.problem(at, "a condition is exactly one of is, in, answered, all, any, not")
		return
	case subject != compares || cond.Question != "" && cond.Fact != "":
		c.problem(at, "is, in and answered need one question or one fact; all, any and not none")
		return
	}
	if told, added := c.added[cond.Fact]; added {
		for _, value := range literals(cond) {
			if !slices.Contains(told.Values, fmt.Sprint(value)) {
				c.problem(at, "%q is never %q", cond.Fact, value)
			}
		}
	} else {
		c.fact(at, cond.Fact)
	}
	if cond.Question == "" {
		return
	}
	q, ok := c.known[cond.Question]
	if !ok || !q.Answered() {
		c.problem(at, "no question %q comes before", cond.Question)
		return
	}
	for _, value := range literals(cond) {
		c.literal(at, q, value)
	}
}

func (c *compiler) literal(at string, q *Question, value any) {
	switch q.Kind {
	case KindChoice, KindChoices:
		if _, ok := q.Option(fmt.Sprint(value)); !ok {
			c.problem(at, "%q has no option %q", q.Key, value)
		}
	case KindYesNo, KindDeclaration:
		if _, ok := value.(bool); !ok {
			c.problem(at, "%q is answered with true or false, never %q", q.Key, value)
		}
	case KindFile, KindPhoto, KindRows, KindAddress, KindPerson, KindEnterprise:
		c.problem(at, "of %q one can only ask whether it is answered", q.Key)
	}
}

func literals(cond *Condition) []any {
	var found []any
	if cond.Is != nil {
		found = append(found, cond.Is)
	}
	for _, one := range cond.In {
		found = append(found, one)
	}
	return found
}

// satisfiable tries every combination of the values that matter. Beyond mostTries it gives the benefit of the doubt.
func (c *compiler) satisfiable(cond *Condition) bool {
	vars := c.variables(cond)
	tries := 1
	for _, v := range vars {
		if tries *= len(v.domain); tries > mostTries {
			return true
		}
	}
	for n := range tries {
		assigned := map[string]any{}
		for _, v := range vars {
			assigned[v.name] = v.domain[n%len(v.domain)]
			n /= len(v.domain)
		}
		value := func(question, fact string) any {
			if question != "" {
				return assigned[question]
			}
			return assigned["fact "+fact]
		}
		for _, v := range vars { // in the order of the form, so that what hides another comes first
			if !v.shown.holds(value) {
				assigned[v.name] = nil
			}
		}
		if cond.holds(value) {
			return true
		}
	}
	return false
}

const mostTries = 20_000

type variable struct {
	name   string
	shown  *Condition
	domain []any // nil: not answered
}

// variables are the questions and facts that a condition depends on, through what hides those questions too.
func (c *compiler) variables(cond *Condition) []variable {
	domains, shown := map[string][]any{}, map[string]*Condition{}
	var visit func(*Condition)
	visit = func(root *Condition) {
		root.each(func(one *Condition) {
			name := one.Question
			if one.Fact != "" {
				name = "fact " + one.Fact
			}
			if name == "" {
				return
			}
			_, seen := domains[name]
			domains[name] = append(domains[name], literals(one)...)
			if seen {
				return
			}
			domains[name] = append(domains[name], nil)
			if q := c.known[one.Question]; q != nil {
				domains[name] = append(domains[name], domainOf(q)...)
				shown[name] = both(c.around(q.Key), q.Show)
				visit(shown[name])
			} else if told, added := c.added[one.Fact]; added {
				for _, value := range told.Values {
					domains[name] = append(domains[name], value)
				}
			} else {
				domains[name] = append(domains[name], true)
			}
		})
	}
	visit(cond)
	var vars []variable
	for name, domain := range domains {
		vars = append(vars, variable{name, shown[name], domain})
	}
	slices.SortFunc(vars, func(a, b variable) int { return c.position(a.name) - c.position(b.name) })
	return vars
}

func domainOf(q *Question) []any {
	switch q.Kind {
	case KindChoice, KindChoices:
		var values []any
		for _, o := range q.Options {
			values = append(values, o.Value)
		}
		return values
	case KindYesNo, KindDeclaration:
		return []any{true, false}
	}
	return []any{"answered"}
}

// around is the condition of the section in which a question stands.
func (c *compiler) around(question string) *Condition {
	if s, ok := c.form.SectionOf(question); ok {
		return s.Show
	}
	return nil
}

// position is the place of a question in the form, before all of them for facts.
func (c *compiler) position(name string) int {
	n := 1
	for _, s := range c.form.Sections {
		for _, q := range s.Questions {
			if q.Key == name {
				return n
			}
			n++
		}
	}
	return 0
}
