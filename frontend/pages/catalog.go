package pages

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// HomeView is the first page: what can be done wholly online, and how many items there are.
type HomeView struct {
	Online  []catalog.Summary // 一次都不跑
	Total   int
	Service string // telephone
}

// ItemsView is one page of the catalogue.
type ItemsView struct {
	Filter catalog.Filter
	Page   catalog.Page
	Facets catalog.Facets
}

// GuideView is an item's guide.
type GuideView struct {
	*catalog.Item
	Address string // of this page on the public site, for the QR code
	Service string // telephone
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
	return f.Query != "" || f.Audience != "" || f.Theme != "" || f.Department != "" || f.OnlineDepth != 0
}

// rows are the filters that have something to choose from.
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
	for _, d := range sortedKeys(f.OnlineDepth) {
		depth.chips = append(depth.chips, chip{
			locale.T(ctx, "items.depth."+strconv.Itoa(d)), v.address("depth", strconv.Itoa(d)), f.OnlineDepth[d], v.Filter.OnlineDepth == d})
	}
	department := row("department", locale.T(ctx, "items.department"), v.Filter.Department)
	for _, d := range sortedKeys(f.Department) {
		department.chips = append(department.chips, chip{
			say(ctx, f.Department[d].Name), v.address("department", d), f.Department[d].Count, v.Filter.Department == d})
	}
	theme := row("theme", locale.T(ctx, "items.theme"), v.Filter.Theme)
	for _, t := range sortedKeys(f.Theme) {
		theme.chips = append(theme.chips, chip{
			locale.T(ctx, "theme."+t), v.address("theme", t), f.Theme[t], v.Filter.Theme == t})
	}
	return []chipRow{audience, depth, department, theme}
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

// limitText is a length of time in words: 15 个工作日.
func limitText(ctx context.Context, l workday.Limit) string {
	key := "limit." + string(l.Unit)
	if l.N == 1 {
		key += ".one"
	}
	return locale.T(ctx, key, "n", l.N)
}

// byWay lists the materials that reach the case in one way.
func (v GuideView) byWay(ways ...catalog.Way) []catalog.Material {
	var found []catalog.Material
	for _, m := range v.Materials {
		if slices.Contains(ways, m.Way) {
			found = append(found, m)
		}
	}
	return found
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

// provisional tells whether the item's code is not yet the one of the national list.
func (v GuideView) provisional() bool { return v.ImplementCode == "" }

// contents are the sections of the guide in order: id and key of the title.
func (v GuideView) contents() [][2]string {
	all := [][2]string{{"who", "guide.who"}, {"conditions", "guide.conditions"}, {"materials", "guide.materials"}, {"steps", "guide.steps"},
		{"terms", "guide.terms"}, {"basis", "guide.basis"}, {"remedies", "guide.remedies"}}
	if len(v.Guide.Faq) > 0 {
		all = append(all, [2]string{"faq", "guide.faq"})
	}
	return append(all, [2]string{"places", "guide.places"})
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
