package catalog

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/form"
)

// Facets are counts of published items.
type Facets struct {
	Total       int                `json:"total"`
	Audience    map[Audience]int   `json:"audience"`
	Theme       map[string]int     `json:"theme"`
	Department  map[string]Faceted `json:"department"`
	OnlineDepth map[int]int        `json:"online_depth"`
	PowerType   map[PowerType]int  `json:"power_type"`
	Area        map[Area]int       `json:"area"`
}

// Faceted is a count with the name of what is counted.
type Faceted struct {
	Name  form.Text `json:"name"`
	Count int       `json:"count"`
}

// Area is where an item is handled.
type Area string

const (
	AreaCity    Area = "city"    // the city bureau's windows
	AreaCounty  Area = "county"  // a county or district bureau
	AreaStation Area = "station" // a police station
)

// Areas are all of them, from the city to the station next door.
func Areas() []Area { return []Area{AreaCity, AreaCounty, AreaStation} }

// areas are those at which items of a level are handled.
func areas(level string) []Area {
	switch level {
	case "city_county":
		return []Area{AreaCity, AreaCounty}
	case "station_county":
		return []Area{AreaCounty, AreaStation}
	case "all":
		return Areas()
	}
	return []Area{Area(level)}
}

// Themes are the closed list of life and business events under which items stand, in the order in which they are shown.
func Themes() []string { return slices.Clone(themes) }

// PowerTypes are the kinds of public power, in the order in which they are shown.
func PowerTypes() []PowerType { return slices.Clone(powers) }

// Blocks are what a provenance can speak of.
func Blocks() []string { return slices.Clone(blocks) }

// count counts, for each filter, what its choices would list beside the other filters.
func (s *shelf) count(f Filter) Facets {
	c := Facets{Audience: map[Audience]int{}, Theme: map[string]int{}, Department: map[string]Faceted{}, OnlineDepth: map[int]int{},
		PowerType: map[PowerType]int{}, Area: map[Area]int{}}
	if f.query() == "" {
		for _, e := range s.entries {
			c.add(f, e.item)
		}
		return c
	}
	for _, found := range s.index().Find(f.query(), nil) {
		c.add(f, s.places[found.ID].item)
	}
	return c
}

// add counts an item where it matches all filters but the one that is counted.
func (c *Facets) add(f Filter, i *Item) {
	if f.matches(i) {
		c.Total++
	}
	without := func(change func(*Filter)) bool {
		g := f
		change(&g)
		return g.matches(i)
	}
	if without(func(g *Filter) { g.Audience = "" }) {
		for _, a := range i.Audience {
			c.Audience[a]++
		}
	}
	if without(func(g *Filter) { g.Theme = "" }) {
		for _, t := range i.Themes {
			c.Theme[t]++
		}
	}
	if without(func(g *Filter) { g.Department = "" }) {
		c.Department[i.Department] = Faceted{i.DepartmentName, c.Department[i.Department].Count + 1}
	}
	if without(func(g *Filter) { g.OnlineDepth = 0 }) {
		c.OnlineDepth[i.OnlineDepth]++
	}
	if without(func(g *Filter) { g.PowerType = "" }) {
		c.PowerType[i.PowerType]++
	}
	if without(func(g *Filter) { g.Area = "" }) {
		for _, a := range areas(i.Level) {
			c.Area[a]++
		}
	}
}
