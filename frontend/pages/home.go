package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

// HomeView is the first page of a side: for people, or for enterprises.
type HomeView struct {
	Side     catalog.Audience
	Facets   catalog.Facets // of this side
	Total    int            // published items of both sides
	Online   int            // of them fully online
	Often    []catalog.Summary
	Counted  bool              // Often is counted from cases, not chosen by editors
	NoVisit  []catalog.Summary // 一次都不跑
	Business []catalog.Summary // expedited business endorsements, for enterprises
	News     []catalog.Announcement
	Figures  *casework.Figures
}

// sideThemes are the themes of a side in the order of people's lives, or of a firm's; those that are not named follow.
var sideThemes = map[catalog.Audience][]string{
	catalog.AudiencePerson: {"birth", "household", "identity_card", "moving", "residence", "school", "marriage", "elderly", "death", "driving", "vehicle",
		"traffic_safety", "exit_entry", "hongkong_macao_taiwan", "foreigners", "certificates"},
	catalog.AudienceEnterprise: {"starting_business", "special_industry", "hotels", "security_guard", "events", "explosives", "hazardous", "drugs", "weapons",
		"network", "business_travel", "vehicle", "foreigners"},
}

// theme is a tile of the first page.
type theme struct {
	key   string
	count int
}

// themes are the tiles of the side, and those that do not belong to it in first place.
func (v HomeView) themes() (first, more []theme) {
	seen := map[string]bool{}
	take := func(keys []string, into *[]theme) {
		for _, key := range keys {
			if n := v.Facets.Theme[key]; n > 0 && !seen[key] {
				seen[key] = true
				*into = append(*into, theme{key, n})
			}
		}
	}
	take(sideThemes[v.Side], &first)
	take(catalog.Themes(), &more)
	return first, more
}

func (v HomeView) enterprise() bool { return v.Side == catalog.AudienceEnterprise }

// tries are questions in everyday words, as an example of how to ask.
func (v HomeView) tries(ctx context.Context) []string {
	return locale.List(ctx, "home.try."+string(v.Side))
}

// figures are the open numbers. Small cells are hidden: few cases would tell of single people.
func (v HomeView) figures(ctx context.Context) (rows []ui.Row) {
	row := func(label string, n int) {
		rows = append(rows, ui.Row{Label: locale.T(ctx, label), Value: locale.Number(n)})
	}
	row("home.figures.items", v.Total)
	row("home.figures.online", v.Online)
	if v.Figures != nil && v.Figures.Received >= casework.FewestCases {
		row("home.figures.received", v.Figures.Received)
		if v.Figures.Decided >= casework.FewestCases {
			row("home.figures.decided", v.Figures.Decided)
		}
	}
	return rows
}
