package form

// Holds tells whether the condition holds over facts alone, before there are answers: what is asked of a question does not. A missing
// condition always holds.
func (c *Condition) Holds(fact func(path string) any) bool {
	return c.holds(func(_, path string) any {
		if path == "" {
			return nil
		}
		return fact(path)
	})
}

// OverFacts tells whether the condition looks at nothing but facts below a prefix ("situation."), so that it can be told before the form.
func (c *Condition) OverFacts(prefix string) bool {
	only := true
	c.each(func(one *Condition) {
		if one.Question != "" || one.Fact != "" && (len(one.Fact) < len(prefix) || one.Fact[:len(prefix)] != prefix) {
			only = false
		}
	})
	return only
}
