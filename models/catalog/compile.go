package catalog

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// compile lists everything for which an item cannot be published: what the law wants said and is not, what contradicts itself, and
// words that the code does not know.
func compile(item *Item, cal *workday.Calendar) []form.Problem {
	c := &compiler{item: item}
	c.texts("", reflect.ValueOf(item).Elem())
	c.head()
	c.codes()
	c.guide()
	c.procedure()
	for _, p := range item.Form.Compile() {
		c.problem("form."+p.Path, "%s", p.Message)
	}
	c.materials()
	c.decision()
	if len(c.problems) == 0 {
		c.examples(cal)
	}
	return c.problems
}

type compiler struct {
	item     *Item
	problems []form.Problem
}

func (c *compiler) problem(path, format string, args ...any) {
	c.problems = append(c.problems, form.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

func oneOf[T ~string](c *compiler, path string, value T, known []T) {
	if !slices.Contains(known, value) {
		c.problem(path, "%q is none of %q", value, known)
	}
}

func allOf[T ~string](c *compiler, path string, values, known []T) {
	for i, v := range values {
		at := fmt.Sprintf("%s[%d]", path, i)
		oneOf(c, at, v, known)
		if slices.Contains(values[:i], v) {
			c.problem(at, "%q stands twice", v)
		}
	}
}

var textType = reflect.TypeFor[form.Text]()

// texts walks the item: what is said is said in both languages, and what has no omitempty is said at all. The form checks its own.
func (c *compiler) texts(path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			c.texts(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			if !f.IsExported() || name == "" || name == "-" || name == "form" && path == "" || name == "examples" {
				continue
			}
			place := strings.TrimPrefix(path+"."+name, ".")
			if f.Type != textType {
				c.texts(place, v.Field(i))
				continue
			}
			t := v.Field(i).Interface().(form.Text)
			switch {
			case t.IsZero() && options == "omitempty":
			case strings.TrimSpace(t.Zh) == "":
				c.problem(place, "the Chinese text is missing")
			case strings.TrimSpace(t.En) == "":
				c.problem(place, "the English text is missing")
			}
		}
	}
}

func (c *compiler) head() {
	i := c.item
	if i.Version < 1 {
		c.problem("version", "versions are counted from 1")
	}
	oneOf(c, "status", i.Status, statuses)
	oneOf(c, "power_type", i.PowerType, powers)
	oneOf(c, "level", i.Level, levels)
	allOf(c, "audience", i.Audience, audiences)
	allOf(c, "channels", i.Channels, channels)
	allOf(c, "delivery", i.Delivery, deliveries)
	allOf(c, "themes", i.Themes, themes)
	allOf(c, "special", i.Special, specials)
	if len(i.Audience) == 0 {
		c.problem("audience", "an item is for somebody")
	}
	if i.OnlineDepth < 1 || i.OnlineDepth > 4 {
		c.problem("online_depth", "1 to 4")
	}
	if i.OnlineDepth == 4 && i.Visits != 0 {
		c.problem("visits", "an item that is fully online (4) needs no visit")
	}
	if len(i.LegalBasis) == 0 {
		c.problem("legal_basis", "a power without a legal basis is not exercised (行政许可清单管理)")
	}
	if !i.Effective.First.IsZero() && !i.Effective.Last.IsZero() && i.Effective.Last.Before(i.Effective.First) {
		c.problem("effective.last", "the item would end before it begins")
	}
	if i.Fee.Charged == i.Fee.Amount.IsZero() {
		c.problem("fee", "say the amount exactly when a fee is charged")
	}
}

var (
	codeForm  = regexp.MustCompile(`^[0-9]{6}-[A-Z]{2}-[0-9]{4}$`)
	shortForm = regexp.MustCompile(`^[0-9A-Z]{4}$`)
)

func (c *compiler) codes() {
	i := c.item
	if !codeForm.MatchString(i.Code) {
		c.problem("code", "%q is not like 430900-ZA-0022", i.Code)
	} else if _, err := identity.ParseArea(i.Code[:6]); err != nil {
		c.problem("code", "%q is no area of 益阳", i.Code[:6])
	}
	if !shortForm.MatchString(i.ShortCode) {
		c.problem("short_code", "%q is not four digits or capital letters", i.ShortCode)
	}
	if i.BasicCode != "" && len(i.BasicCode) != 12 {
		c.problem("basic_code", "a 基本编码 has 12 characters")
	}
	if full := i.ImplementCode; full != "" {
		if len(full) != 31 || full[19:] != i.BasicCode {
			c.problem("implement_code", "a 实施编码 has 31 characters and ends with the 基本编码")
		} else if _, err := identity.ParseCreditCode(full[:18]); err != nil {
			c.problem("implement_code", "its first 18 characters are no 统一社会信用代码")
		}
	}
}

func (c *compiler) guide() {
	g := c.item.Guide
	for path, missing := range map[string]bool{
		"guide.conditions": len(g.Conditions) == 0, "guide.exclusions": len(g.Exclusions) == 0, "guide.steps": len(g.Steps) == 0,
		"guide.places": len(g.Places) == 0, "guide.remedies": len(g.Remedies) == 0,
	} {
		if missing {
			c.problem(path, "must be published (行政许可法 第三十条)")
		}
	}
	for n, condition := range g.Conditions {
		if _, ok := c.item.Ground(condition.Code); !ok {
			c.problem(fmt.Sprintf("guide.conditions[%d].code", n), "no ground %q", condition.Code)
		}
	}
}

// procedure checks the options, and that the limits that are told are the limits that are kept.
func (c *compiler) procedure() {
	p, told := &c.item.Procedure, c.item.Limits
	p.Statutory, p.Promised = told.Statutory, told.Promised
	o := p.WithDefaults()
	for _, f := range o.Check() {
		place := strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", ".")
		c.problem(place, "%s", f.Code)
	}
	for _, limit := range []struct {
		path string
		told workday.Limit
		kept int
	}{
		{"limits.delivery", c.item.Limits.Delivery, o.DeliveryDays},
	} {
		if limit.told != (workday.Limit{N: limit.kept, Unit: workday.WorkingDays}) {
			c.problem(limit.path, "differs from the procedure's %d working days", limit.kept)
		}
	}
	for n, d := range c.item.Documents {
		oneOf(c, fmt.Sprintf("documents[%d].kind", n), procedure.DocumentKind(d.Kind), documentKinds)
	}
}

// decision checks the checklist and the grounds.
func (c *compiler) decision() {
	seen := map[string]bool{}
	for n, g := range c.item.Grounds {
		if g.Code == "" || seen[g.Code] {
			c.problem(fmt.Sprintf("grounds[%d].code", n), "%q is empty or stands twice", g.Code)
		}
		seen[g.Code] = true
	}
	used := map[string]bool{}
	for n, check := range c.item.Checks {
		path := fmt.Sprintf("checks[%d]", n)
		if check.Code == "" || used[check.Code] {
			c.problem(path+".code", "%q is empty or stands twice", check.Code)
		}
		used[check.Code] = true
		oneOf(c, path+".word", check.Word, checkWords)
		oneOf(c, path+".stage", procedure.Stage(check.Stage), procedure.Stages())
		for k, g := range check.Grounds {
			if !seen[g] {
				c.problem(fmt.Sprintf("%s.grounds[%d]", path, k), "no ground %q", g)
			}
		}
	}
}
