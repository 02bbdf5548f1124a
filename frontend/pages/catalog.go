package pages

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/search"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ItemsView is one page of the catalogue.
type ItemsView struct {
	Filter catalog.Filter
	Page   catalog.Page
	Facets catalog.Facets
}

// chip is one choice of a filter.
type chip struct {
	label, href string
	count       int
	current     bool
}

// chipRow is one filter with all its choices; the first takes the filter away.
type chipRow struct {
	name, label string
	chips       []chip
}

// address is the list with one filter changed; an empty value takes it away. A change begins at the first page.
func (v ItemsView) address(name, value string) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("q", v.Filter.Query)
	set("audience", string(v.Filter.Audience))
	set("theme", v.Filter.Theme)
	set("department", v.Filter.Department)
	set("depth", strconv.Itoa(v.Filter.OnlineDepth))
	set("power", string(v.Filter.PowerType))
	set("area", string(v.Filter.Area))
	q.Del(name)
	set(name, value)
	if len(q) == 0 {
		return "/items"
	}
	return "/items?" + q.Encode()
}

// first is the address of the first page, empty when this is it.
func (v ItemsView) first() string {
	if v.Filter.After == "" {
		return ""
	}
	return v.address("after", "")
}

func (v ItemsView) next() string {
	if v.Page.Next == "" {
		return ""
	}
	return v.address("after", v.Page.Next)
}

func (v ItemsView) filtered() bool {
	f := v.Filter
	return f.Query != "" || f.Audience != "" || f.Theme != "" || f.Department != "" || f.OnlineDepth != 0 || f.PowerType != "" || f.Area != ""
}

// rows are the filters with few choices: each choice is a link.
func (v ItemsView) rows(ctx context.Context) []chipRow {
	f := v.Facets
	row := func(name, label, all string) chipRow {
		return chipRow{name: name, label: label, chips: []chip{{label: locale.T(ctx, "items.all"), href: v.address(name, ""), current: all == ""}}}
	}
	audience := row("audience", locale.T(ctx, "items.audience"), string(v.Filter.Audience))
	for _, a := range []catalog.Audience{catalog.AudiencePerson, catalog.AudienceEnterprise} {
		audience.chips = append(audience.chips, chip{
			locale.T(ctx, "items.audience."+string(a)), v.address("audience", string(a)), f.Audience[a], v.Filter.Audience == a})
	}
	depth := row("depth", locale.T(ctx, "items.depth"), depthValue(v.Filter.OnlineDepth))
	keys := sortedKeys(f.OnlineDepth)
	slices.Reverse(keys) // what can be done online comes first
	for _, d := range keys {
		depth.chips = append(depth.chips, chip{
			locale.T(ctx, "items.depth."+strconv.Itoa(d)), v.address("depth", strconv.Itoa(d)), f.OnlineDepth[d], v.Filter.OnlineDepth == d})
	}
	return []chipRow{audience, depth}
}

// selection is a filter with many choices, as a drop-down list.
type selection struct {
	name, label string
	options     []ui.Option
}

// selections are the filters with many choices, each with what it would list.
func (v ItemsView) selections(ctx context.Context) []selection {
	f := v.Facets
	option := func(value, label string, count int, current bool) ui.Option {
		return ui.Option{Value: value, Label: locale.T(ctx, "items.option", "label", label, "count", count), Checked: current}
	}
	theme := selection{name: "theme", label: locale.T(ctx, "items.theme")}
	for _, t := range catalog.Themes() {
		if f.Theme[t] > 0 || v.Filter.Theme == t {
			theme.options = append(theme.options, option(t, locale.T(ctx, "theme."+t), f.Theme[t], v.Filter.Theme == t))
		}
	}
	department := selection{name: "department", label: locale.T(ctx, "items.department")}
	for _, d := range sortedKeys(f.Department) {
		department.options = append(department.options, option(d, say(ctx, f.Department[d].Name), f.Department[d].Count, v.Filter.Department == d))
	}
	power := selection{name: "power", label: locale.T(ctx, "items.power")}
	for _, p := range catalog.PowerTypes() {
		if f.PowerType[p] > 0 || v.Filter.PowerType == p {
			power.options = append(power.options, option(string(p), locale.T(ctx, "items.power."+string(p)), f.PowerType[p], v.Filter.PowerType == p))
		}
	}
	area := selection{name: "area", label: locale.T(ctx, "items.area")}
	for _, a := range catalog.Areas() {
		if f.Area[a] > 0 || v.Filter.Area == a {
			area.options = append(area.options, option(string(a), locale.T(ctx, "items.area."+string(a)), f.Area[a], v.Filter.Area == a))
		}
	}
	return []selection{theme, department, power, area}
}

// kept are the filters that the form of drop-down lists carries along.
func (v ItemsView) kept() [][2]string {
	var all [][2]string
	for _, one := range [][2]string{{"q", v.Filter.Query}, {"audience", string(v.Filter.Audience)}, {"depth", depthValue(v.Filter.OnlineDepth)}} {
		if one[1] != "" {
			all = append(all, one)
		}
	}
	return all
}

// matchText says why an item was found; empty when its name says it already.
func matchText(ctx context.Context, m *catalog.Match) string {
	if m == nil || m.Kind == search.ByName || !locale.Has("items.match."+string(m.Kind)) {
		return ""
	}
	return locale.T(ctx, "items.match."+string(m.Kind), "phrase", m.Phrase)
}

func depthValue(depth int) string {
	if depth == 0 {
		return ""
	}
	return strconv.Itoa(depth)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// say is a text of an item in the reader's language.
func say(ctx context.Context, t form.Text) string { return locale.Pick(ctx, t.Zh, t.En) }

// limitText is a length of time in words: 15 个工作日; what nobody has confirmed is said to be so.
func limitText(ctx context.Context, l workday.Limit) string {
	if l.IsZero() {
		return locale.T(ctx, "limit.unknown")
	}
	key := "limit." + string(l.Unit)
	if l.N == 1 {
		key += ".one"
	}
	return locale.T(ctx, key, "n", l.N)
}

// words joins the names of closed words in the reader's language.
func words(ctx context.Context, prefix string, keys []string) string {
	text := ""
	for i, key := range keys {
		if i > 0 {
			text += locale.T(ctx, "list.and")
		}
		text += locale.T(ctx, prefix+key)
	}
	return text
}

func feeText(ctx context.Context, f catalog.Fee) string {
	if f.Charged {
		return say(ctx, f.Amount)
	}
	return locale.T(ctx, "items.free")
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// shortDigest is enough of a digest to compare two printed guides.
func shortDigest(digest string) string { return digest[:min(len(digest), 12)] }
