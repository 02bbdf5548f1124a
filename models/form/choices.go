package form

import (
	"encoding/json"
	"slices"
	"strings"
)

// choices is several of the options, kept in the order of the options.
type choices struct{}

func (choices) read(_ *Question, raw json.RawMessage) (any, string) {
	many, code := stringsOf(raw)
	if len(many) == 0 {
		return nil, code
	}
	return many, code
}

func (choices) check(c *checker, q *Question, at string, value any) any {
	picked := value.([]string)
	order := func(v string) int { return slices.IndexFunc(q.Options, func(o Option) bool { return o.Value == v }) }
	for _, one := range picked {
		if order(one) < 0 {
			c.fault(at, "NOT_AN_OPTION")
			return picked
		}
	}
	sorted := slices.Clone(picked)
	slices.SortFunc(sorted, func(a, b string) int { return order(a) - order(b) })
	if q.MaxPick > 0 && len(sorted) > q.MaxPick {
		c.fault(at, "PICK_FEWER", "max", q.MaxPick)
	}
	if len(sorted) < q.MinPick {
		c.fault(at, "PICK_MORE", "min", q.MinPick)
	}
	return sorted
}

func (choices) display(s Shown, q *Question, value any) string {
	var labels []string
	for _, one := range value.([]string) {
		labels = append(labels, optionLabel(s, q, one))
	}
	return strings.Join(labels, s.comma())
}

func (choices) uses() []string {
	return []string{"options", "min_pick", "max_pick", "prefill", "default"}
}
