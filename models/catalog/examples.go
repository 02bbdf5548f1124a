package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// examples runs every example: what goes in, and what must come out. At least one passes and one does not, or they would prove little.
func (c *compiler) examples(cal *workday.Calendar) {
	if !c.item.Online() && len(c.item.Examples) == 0 {
		return // nothing need be asked
	}
	passing, failing := false, false
	for n := range c.item.Examples {
		e := &c.item.Examples[n]
		path := fmt.Sprintf("examples[%d]", n)
		today, err := workday.Parse(e.Today)
		if e.Name == "" || err != nil {
			c.problem(path, "an example has a name and a today (2026-09-17)")
			continue
		}
		c.example(path, e, today, cal)
		passing, failing = passing || len(e.Faults) == 0, failing || len(e.Faults) > 0
	}
	if !passing || !failing {
		c.problem("examples", "at least one example passes and one fails")
	}
}

func (c *compiler) example(path string, e *Example, today workday.Date, cal *workday.Calendar) {
	env := form.Env{Today: today, Facts: form.Facts(rawAll(e.Facts)), Material: func(id uuid.UUID) (form.MaterialFacts, bool) {
		s, ok := e.Materials[id.String()]
		return form.MaterialFacts{
			Name: e.Name, Mime: s.Mime, Bytes: s.Bytes, Width: s.Width, Height: s.Height, Ready: s.Reason == "", Reason: s.Reason,
		}, ok
	}}
	for _, fact := range slices.Sorted(maps.Keys(e.Facts)) {
		if !c.knownFact(fact) {
			c.problem(path+".facts", "no fact %q", fact)
		}
	}
	answers := c.item.Form.Start(env)
	result, err := c.item.Form.CheckPatch(answers, rawAll(e.Answers), env)
	if err != nil {
		c.problem(path+".answers", "%v", err)
		return
	}
	c.faults(path+".faults", e.Faults, result.Faults)
	c.faults(path+".warnings", e.Warnings, result.Warnings)
	for _, key := range e.Visible {
		if !slices.Contains(result.Visible, key) {
			c.problem(path+".visible", "%q is not asked", key)
		}
	}
	for _, key := range e.Hidden {
		if _, known := c.item.Form.Question(key); !known || slices.Contains(result.Visible, key) {
			c.problem(path+".hidden", "%q is asked, or unknown", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(e.Clean)) {
		if got, want := normal(result.Clean[key]), normal(raw(e.Clean[key])); got != want {
			c.problem(path+".clean", "%q is %s, not %s", key, got, want)
		}
	}
	c.dates(path, e, today, cal)
}

// faults compares what was found with what was expected, both ways.
func (c *compiler) faults(path string, want map[string]string, got []fault.Field) {
	found := map[string]string{}
	for _, f := range got {
		pointer := f.Pointer[len("/answers/"):]
		found[pointer] = f.Code
		if want[pointer] != f.Code {
			c.problem(path, "%s: found %s, expected %q", pointer, f.Code, want[pointer])
		}
	}
	for _, pointer := range slices.Sorted(maps.Keys(want)) {
		if _, ok := found[pointer]; !ok {
			c.problem(path, "%s: %s was not found", pointer, want[pointer])
		}
	}
}

func (c *compiler) dates(path string, e *Example, today workday.Date, cal *workday.Calendar) {
	o := c.item.Procedure.WithDefaults()
	got := map[DateName]workday.Date{
		DateNotice:    cal.AddWD(today, o.NoticeDays),
		DateStatutory: o.Statutory.End(cal, today),
		DatePromised:  o.Promised.End(cal, today),
	}
	var expiry workday.Date
	if text, ok := e.Facts[form.LicenceValidTo].(string); ok {
		expiry, _ = workday.Parse(text)
	}
	if !expiry.IsZero() {
		window, term := o.WindowOf(expiry), o.NewTerm(expiry, today)
		got[DateOpens], got[DateTimely], got[DateCloses] = window.Opens, window.Timely, window.Closes
		got[DateNewFrom], got[DateNewTo] = term.From, term.To
	}
	for _, name := range slices.Sorted(maps.Keys(e.Dates)) {
		if got[name].String() != e.Dates[name] {
			c.problem(path+".dates."+string(name), "is %s, not %s", got[name], e.Dates[name])
		}
	}
}

func rawAll(values map[string]any) map[string]json.RawMessage {
	all := make(map[string]json.RawMessage, len(values))
	for key, v := range values {
		all[key] = raw(v)
	}
	return all
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil { // a map with keys that are no text
		return json.RawMessage("null")
	}
	return b
}

// normal makes two JSON values comparable: the order of fields and blanks mean nothing.
func normal(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return "nothing"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "nothing"
	}
	return string(b)
}
