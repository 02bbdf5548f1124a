package catalog

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// compile fills in what follows from an item's words and lists everything for which it cannot be published: what the law wants said and
// is not, what contradicts itself, and words that the code does not know.
func compile(item *Item, cal *workday.Calendar) []form.Problem {
	c := &compiler{item: item, written: len(item.Form.Sections)}
	derive(item)
	c.texts("", reflect.ValueOf(item).Elem())
	c.head()
	c.codes()
	c.situations()
	c.guide()
	c.form()
	c.materials()
	if item.Online() {
		c.procedure()
		c.decision()
	}
	if len(c.problems) == 0 {
		c.examples(cal)
	}
	return c.problems
}

type compiler struct {
	item     *Item
	written  int // sections of the form that the file has itself
	facts    []form.Fact
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

// inEnglish are the texts without which a reader of English could not act. All others may be in Chinese only.
var inEnglish = []string{
	"name", "main_item", "department_name", "body", "summary", "situations.ask", "situations.options.label", "situations.options.stop",
	"guide.conditions.title", "legal_basis.law", "legal_basis.article", "fee.amount", "fee.basis", "result.name", "result.form",
	"materials.name",
}

var numbers = regexp.MustCompile(`\[\d+\]`)

// texts walks the item: what has no omitempty is said at all, in Chinese, and where it matters in English. The form checks its own.
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
			case strings.TrimSpace(t.En) == "" && slices.Contains(inEnglish, numbers.ReplaceAllString(place, "")):
				c.problem(place, "the English text is missing")
			}
		}
	}
}

func (c *compiler) head() {
	i := c.item
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
	if i.Online() && i.OnlineDepth < 4 && i.Visits == 0 {
		c.problem("visits", "an item that is not fully online needs a visit")
	}
	for _, block := range slices.Sorted(maps.Keys(i.Provenance)) {
		oneOf(c, "provenance", block, blocks)
		oneOf(c, "provenance."+block, i.Provenance[block], origins)
	}
	if i.Provenance["default"] == "" {
		c.problem("provenance", "say where the facts are from: default: law, guide or awaiting")
	}
	if i.Successor != "" && (i.Status != Removed || !codeForm.MatchString(i.Successor) || i.Successor == i.Code) {
		c.problem("successor", "a removed item may name another one")
	}
	if len(i.Words) < 4 {
		c.problem("words", "at least four words that people say")
	}
	c.limits()
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
	for _, part := range []struct {
		path    string
		entries int
	}{
		{"guide.conditions", len(g.Conditions)}, {"guide.exclusions", len(g.Exclusions)}, {"guide.steps", len(g.Steps)},
		{"guide.places", len(g.Places)}, {"guide.remedies", len(g.Remedies)},
	} {
		if part.entries == 0 {
			c.problem(part.path, "must be published (行政许可法 第三十条)")
		}
	}
	if len(g.Faq) < 2 {
		c.problem("guide.faq", "at least two questions that people ask")
	}
	for n, condition := range g.Conditions {
		if condition.Stage != "" {
			oneOf(c, fmt.Sprintf("guide.conditions[%d].stage", n), procedure.Stage(condition.Stage), []procedure.Stage{procedure.StageIntake, procedure.StageReview})
		}
		if _, ok := c.item.Ground(condition.Code); !ok && c.item.Online() {
			c.problem(fmt.Sprintf("guide.conditions[%d].code", n), "no ground %q", condition.Code)
		}
	}
}

// limits checks the times that are told.
func (c *compiler) limits() {
	l := c.item.Limits
	for _, limit := range []struct {
		path string
		told workday.Limit
	}{{"limits.statutory", l.Statutory}, {"limits.promised", l.Promised}, {"limits.delivery", l.Delivery}} {
		switch {
		case limit.told.Unit == workday.Now && limit.told.N != 0:
			c.problem(limit.path, "now has no length")
		case limit.told.Unit != "" && limit.told.Unit != workday.Now && limit.told.N < 1:
			c.problem(limit.path, "at least 1")
		case limit.told.Unit == "" && limit.told.N != 0:
			c.problem(limit.path, "say the unit: WD, D, M, Y, H or now")
		}
	}
	if l.Statutory.IsZero() && l.StatutoryNote.IsZero() {
		c.problem("limits", "say the limit of the law: statutory, or in words statutory_note")
	}
	if !l.Promised.IsZero() && l.Promised.Unit == l.Statutory.Unit && l.Promised.N > l.Statutory.N {
		c.problem("limits.promised", "longer than the law allows")
	}
}

// procedure checks the options, and that the limits that are told are the limits that are kept.
func (c *compiler) procedure() {
	o := c.item.Procedure.WithDefaults()
	for _, f := range o.Check() {
		place := strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", ".")
		c.problem(place, "%s", f.Code)
	}
	if told := c.item.Limits.Delivery; told != (workday.Limit{N: o.DeliveryDays, Unit: workday.WorkingDays}) {
		c.problem("limits.delivery", "differs from the procedure's %d working days", o.DeliveryDays)
	}
	if c.item.OnlineDepth == 4 && o.Visit != "" {
		c.problem("procedure.visit", "an item that is fully online (4) needs no visit; lay visit: \"\" over the fragment")
	}
	for n, d := range c.item.Documents {
		oneOf(c, fmt.Sprintf("documents[%d].kind", n), procedure.DocumentKind(d.Kind), documentKinds)
	}
	for _, area := range []struct{ path, key string }{{"procedure.area", o.Area}, {"procedure.duty.question", o.Duty.Question}} {
		if _, found := c.item.Form.Question(area.key); area.key != "" && !found {
			c.problem(area.path, "the form has no question %q", area.key)
		}
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
