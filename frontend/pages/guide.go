package pages

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
)

// GuideView is an item's guide.
type GuideView struct {
	*catalog.Item
	Address string            // of this page on the public site, for the QR code
	Service string            // telephone
	Took    *casework.Took    // how long past cases took; nil while there are too few
	Related []catalog.Summary // other items of the same main item
}

// Depths of online handling as the button knows them.
const (
	depthWindow = 1 // 窗口办理
	depthVisit  = 3 // 网上申请线下办结
	depthOnline = 4 // 全程网办
)

// online tells whether one can apply here.
func (v GuideView) online() bool { return v.OnlineDepth >= depthVisit }

// path is an address below the guide.
func (v GuideView) path(below string) string { return "/items/" + v.Code + below }

// byWay lists the materials that reach the case in one way.
func (v GuideView) byWay(ways ...catalog.Way) []catalog.Material { return byWay(v.Materials, ways...) }

func byWay(materials []catalog.Material, ways ...catalog.Way) []catalog.Material {
	var found []catalog.Material
	for _, m := range materials {
		if slices.Contains(ways, m.Way) {
			found = append(found, m)
		}
	}
	return found
}

// own are the materials that the applicant has to see to.
func (v GuideView) own() []catalog.Material { return v.byWay(catalog.Upload, catalog.Window) }

// always are those of them that everybody needs, whatever his circumstances.
func (v GuideView) always() []catalog.Material {
	return slices.DeleteFunc(v.own(), func(m catalog.Material) bool { return m.When != nil })
}

// needed says in a few words what one has to bring.
func (v GuideView) needed(ctx context.Context) string {
	uploads, shown := len(byWay(v.always(), catalog.Upload)), len(byWay(v.always(), catalog.Window))
	switch {
	case uploads > 0 && shown > 0:
		return locale.T(ctx, "guide.uploads.window", "uploads", uploads, "window", shown)
	case shown > 0:
		return locale.T(ctx, "guide.window", "count", shown)
	case uploads > 0:
		return locale.T(ctx, "guide.uploads", "count", uploads)
	case len(v.own()) > 0:
		return locale.T(ctx, "guide.depends")
	}
	return locale.T(ctx, "guide.nothing")
}

// statutory is the limit that the law sets, in words.
func (v GuideView) statutory(ctx context.Context) string {
	switch {
	case !v.Limits.Statutory.IsZero():
		return limitText(ctx, v.Limits.Statutory)
	case !v.Limits.StatutoryNote.IsZero():
		return say(ctx, v.Limits.StatutoryNote)
	}
	return locale.T(ctx, "limit.none")
}

// provisional tells whether the item's code is not yet the one of the national list.
func (v GuideView) provisional() bool { return v.ImplementCode == "" }

// contents are the sections of the guide in order: id and key of the title.
func (v GuideView) contents() [][2]string {
	all := [][2]string{{"who", "guide.who"}, {"conditions", "guide.conditions"}, {"materials", "guide.materials"}, {"steps", "guide.steps"},
		{"terms", "guide.terms"}, {"basis", "guide.basis"}, {"remedies", "guide.remedies"}}
	if len(v.Guide.Faq) > 0 {
		all = append(all, [2]string{"faq", "guide.faq"})
	}
	all = append(all, [2]string{"places", "guide.places"})
	if len(v.Related) > 0 {
		all = append(all, [2]string{"related", "guide.related"})
	}
	return all
}

// terms are limits, fee and result in one list.
func (v GuideView) terms(ctx context.Context) []ui.Row {
	row := func(label, value, block string, notes ...string) ui.Row {
		return ui.Row{Label: locale.T(ctx, label), Show: termValue(value, v.Provenance.Of(block), notes...)}
	}
	start := say(ctx, v.Limits.Start)
	if v.Limits.Statutory.IsZero() {
		start = ""
	}
	rows := []ui.Row{
		row("guide.terms.promised", limitText(ctx, v.Limits.Promised), "promised", v.tookText(ctx)),
		row("guide.terms.statutory", v.statutory(ctx), "limits", start, noteOnce(ctx, v.Limits), say(ctx, v.Limits.Note)),
	}
	if !v.Limits.Delivery.IsZero() {
		rows = append(rows, row("guide.terms.delivery", limitText(ctx, v.Limits.Delivery), "limits"))
	}
	rows = append(rows,
		row("guide.terms.fee", feeText(ctx, v.Fee), "fee", say(ctx, v.Fee.Basis)),
		row("guide.terms.result", say(ctx, v.Outcome.Name), "result", say(ctx, v.Outcome.Form)))
	if !v.Outcome.Validity.IsZero() {
		rows = append(rows, row("guide.terms.validity", say(ctx, v.Outcome.Validity), "validity", say(ctx, v.Outcome.Scope)))
	}
	plain := func(label, value string) {
		if value != "" {
			rows = append(rows, ui.Row{Label: locale.T(ctx, label), Value: value})
		}
	}
	plain("guide.terms.delivered", words(ctx, "delivery.", v.Delivery))
	plain("guide.terms.channels", words(ctx, "channel.", v.Channels))
	plain("guide.terms.body", say(ctx, v.DecisionBody))
	plain("guide.terms.intake", say(ctx, v.IntakeBody))
	plain("guide.terms.level", v.levels(ctx))
	plain("guide.terms.quota", orElse(say(ctx, v.Quota), locale.T(ctx, "guide.terms.quota.none")))
	return rows
}

// noteOnce is the law's own words about its limit where they stand beside a plain length.
func noteOnce(ctx context.Context, l catalog.Limits) string {
	if l.Statutory.IsZero() {
		return ""
	}
	return say(ctx, l.StatutoryNote)
}

func (v GuideView) levels(ctx context.Context) string {
	if !locale.Has("items.level." + v.Level) {
		return ""
	}
	return locale.T(ctx, "items.level."+v.Level)
}

// tookText tells how long past cases really took.
func (v GuideView) tookText(ctx context.Context) string {
	if v.Took == nil {
		return ""
	}
	return locale.T(ctx, "guide.took", "cases", v.Took.Cases, "median", v.Took.Median, "p90", v.Took.P90)
}

// SituationView is the run of questions before an application, as far as the reader has come.
type SituationView struct {
	GuideView
	Told  catalog.Told
	Other *catalog.Item // the item that is the right one instead; nil when it is this one
	Wrong bool          // the question was sent without an answer
}

// values are the answers so far, in the order in which they were asked.
func (v SituationView) values(upTo int) url.Values {
	q := url.Values{}
	for _, a := range v.Told.Answers[:upTo] {
		q.Set(a.Situation.Fact(), a.Option.Value)
	}
	return q
}

// address is a page of this item with the answers so far.
func (v SituationView) address(below string) string {
	return withValues(v.path(below), v.values(len(v.Told.Answers)))
}

// change is where the question number n is asked again.
func (v SituationView) change(n int) string { return withValues(v.path("/situations"), v.values(n)) }

// back is the page before this one.
func (v SituationView) back() string {
	if n := len(v.Told.Answers); n > 0 {
		return v.change(n - 1)
	}
	return v.path("")
}

// step says how far the reader has come; later questions may depend on answers, so the end is not promised.
func (v SituationView) step() int { return len(v.Told.Answers) + 1 }

// needs are the materials of this very situation.
func (v SituationView) needs() []catalog.Material { return v.MaterialsFor(v.Told) }

// needed heads them with how many are to be sent or shown.
func (v SituationView) needed(ctx context.Context) string {
	count := len(byWay(v.needs(), catalog.Upload, catalog.Window))
	if count == 0 {
		return locale.T(ctx, "situation.needs.none")
	}
	return locale.T(ctx, "situation.needs", "count", count)
}

func (v SituationView) choices(ctx context.Context) (options []ui.Option) {
	for _, o := range v.Told.Next.Options {
		options = append(options, ui.Option{Value: o.Value, Label: say(ctx, o.Label), Hint: say(ctx, o.Hint)})
	}
	return options
}

func withValues(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// ChecklistView is what to bring, to be printed or taken along on the phone.
type ChecklistView struct {
	SituationView
	Page string // absolute address of this very list
	Sent string // where the list was sent: "138****5678"; empty when it was not
}

// bring is the key of the list's title: online one has files ready, at a window papers.
func (v ChecklistView) bring() string {
	if v.online() {
		return "checklist.ready"
	}
	return "checklist.bring"
}

// BlankView is the form on paper: empty, or filled as an example.
type BlankView struct {
	GuideView
	Filled   bool
	Sections []ReadSection // of the example
}

// asked are the questions of a section that a person answers on paper.
func (v BlankView) asked(section form.Section) (list []form.Question) {
	for _, q := range section.Questions {
		if q.Kind != form.KindNote && q.Kind != form.KindDerived {
			list = append(list, q)
		}
	}
	return list
}

// countTo counts 1 … n for the empty rows of a table on paper.
func countTo(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = strconv.Itoa(i + 1)
	}
	return list
}

// paperRows is how many rows a table on paper has.
const paperRows = 4

// whenText says under which circumstances a material is needed; empty when it always is.
func whenText(ctx context.Context, item *catalog.Item, m catalog.Material) string {
	if m.When == nil {
		return ""
	}
	if label := circumstance(ctx, item, m.When); label != "" {
		return locale.T(ctx, "material.when", "when", label)
	}
	if m.Conditional() {
		return locale.T(ctx, "material.when.form")
	}
	return locale.T(ctx, "material.when.asked")
}

// circumstance words a condition over one situation by the labels of its answers.
func circumstance(ctx context.Context, item *catalog.Item, c *form.Condition) string {
	for n := range item.Situations {
		s := &item.Situations[n]
		if c.Fact != s.Fact() {
			continue
		}
		values := c.In
		if one, ok := c.Is.(string); ok {
			values = []string{one}
		}
		label := ""
		for _, value := range values {
			if o := s.Option(value); o != nil {
				if label != "" {
					label += locale.T(ctx, "list.or")
				}
				label += say(ctx, o.Label)
			}
		}
		return label
	}
	return ""
}
