package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
)

// vague are names that say nothing: only fixed materials may be asked for (行政许可法 第三十条, 第三十一条).
var vague = []string{"其他材料", "其它材料", "相关材料", "有关材料", "其他有关", "other materials", "other documents"}

func (c *compiler) materials() {
	seen, asked := map[string]bool{}, map[string]bool{}
	for n, m := range c.item.Materials {
		path := fmt.Sprintf("materials[%d]", n)
		if m.Key == "" || seen[m.Key] {
			c.problem(path+".key", "%q is empty or stands twice", m.Key)
		}
		seen[m.Key] = true
		oneOf(c, path+".need", m.Need, needs)
		oneOf(c, path+".way", m.Way, ways)
		oneOf(c, path+".kind", m.Kind, materials)
		for _, word := range vague {
			if strings.Contains(strings.ToLower(m.Name.Zh+m.Name.En), word) {
				c.problem(path+".name", "%q could be anything", word)
			}
		}
		c.way(path, m)
		c.problems = append(c.problems, c.item.Form.CompileCondition(path+".when", m.When, c.facts...)...)
		asked[m.Question] = true
	}
	for s, section := range c.item.Form.Sections {
		for q, question := range section.Questions {
			if isUpload(question.Kind) && !asked[question.Key] {
				c.problem("form."+c.asWritten(fmt.Sprintf("sections[%d].questions[%d]", s, q)), "uploads a material that the list does not name")
			}
		}
	}
	for n, w := range c.item.NeverAsked {
		for k, m := range c.item.Materials {
			if strings.Contains(m.Name.Zh, w.Name.Zh) {
				c.problem(fmt.Sprintf("materials[%d].name", k), "never_asked[%d] forbids it", n)
			}
		}
	}
}

func isUpload(k form.Kind) bool { return k == form.KindFile || k == form.KindPhoto }

// way checks that a material can come the way it says.
func (c *compiler) way(path string, m Material) {
	question, found := c.item.Form.Question(m.Question)
	if m.Question != "" && !found && len(c.item.Form.Sections) > 0 {
		c.problem(path+".question", "the form has no question %q", m.Question)
		return
	}
	switch m.Way {
	case Upload:
		if len(c.item.Form.Sections) == 0 {
			c.problem(path+".way", "nothing can be uploaded without a form: way: window")
		} else if !found || !isUpload(question.Kind) {
			c.problem(path+".question", "an upload needs a file or photo question")
		}
	case Shared:
		if m.Provider.IsZero() {
			c.problem(path, "a shared material names the register (provider) that gives it")
		}
		for n, fact := range m.Facts {
			if !slices.Contains(form.FactPaths(), fact) {
				c.problem(fmt.Sprintf("%s.facts[%d]", path, n), "no fact %q", fact)
			}
		}
	}
}
