package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
)

var situationKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// situations checks the run of questions before the form; their answers are facts from then on.
func (c *compiler) situations() {
	none := form.Form{}
	for n := range c.item.Situations {
		s := &c.item.Situations[n]
		path := fmt.Sprintf("situations[%d]", n)
		if !situationKey.MatchString(s.Key) || slices.ContainsFunc(c.facts, func(f form.Fact) bool { return f.Path == s.Fact() }) {
			c.problem(path+".key", "%q must be small letters, digits and _, once", s.Key)
		}
		if len(s.Options) < 2 {
			c.problem(path+".options", "at least two options")
		}
		var values, stay []string
		for k, o := range s.Options {
			at := fmt.Sprintf("%s.options[%d]", path, k)
			if o.Value == "" || slices.Contains(values, o.Value) {
				c.problem(at+".value", "%q is empty or stands twice", o.Value)
			}
			values = append(values, o.Value)
			if o.Item == "" && o.Stop.IsZero() {
				stay = append(stay, o.Value)
			}
			if o.Item != "" && (!codeForm.MatchString(o.Item) || o.Item == c.item.Code) {
				c.problem(at+".item", "%q is no code of another item", o.Item)
			}
			if o.Item != "" && !o.Stop.IsZero() {
				c.problem(at, "an option leads to another item or stops, not both")
			}
		}
		for _, p := range none.CompileCondition(path+".show", s.Show, c.facts...) {
			c.problems = append(c.problems, p)
		}
		c.facts = append(c.facts, form.Fact{Path: s.Fact(), Values: values, Stay: stay})
	}
}

// form checks what is asked. What is handled at the window only may do without.
func (c *compiler) form() {
	f := &c.item.Form
	if len(f.Sections) == 0 && !c.item.Online() {
		return
	}
	for _, p := range f.Compile(c.facts...) {
		c.problem("form."+c.asWritten(p.Path), "%s", p.Message)
	}
}

var sectionStep = regexp.MustCompile(`^sections\[(\d+)\]`)

// asWritten gives a path of the form the section number that it has in the file: the section that was made for uploads is not there.
func (c *compiler) asWritten(path string) string {
	if len(c.item.Form.Sections) == c.written {
		return path
	}
	step := sectionStep.FindStringSubmatch(path)
	made := slices.IndexFunc(c.item.Form.Sections, func(s form.Section) bool { return s.Key == uploadSection })
	if step == nil {
		return path
	}
	switch n, _ := strconv.Atoi(step[1]); {
	case n == made:
		return "sections"
	case n > made:
		return fmt.Sprintf("sections[%d]%s", n-1, strings.TrimPrefix(path, step[0]))
	}
	return path
}

// knownFact tells whether somebody provides a fact: an account, a register or the situations.
func (c *compiler) knownFact(path string) bool {
	return slices.Contains(form.FactPaths(), path) || slices.ContainsFunc(c.facts, func(f form.Fact) bool { return f.Path == path })
}
