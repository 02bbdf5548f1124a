package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/search"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// shelf is the catalogue at one revision. It never changes.
type shelf struct {
	revision int64
	items    map[string]*Item
	entries  []*entry // not removed, by code
	places   map[string]*entry
	index    func() *search.Index
	facets   Facets
}

// entry is an item that is shown.
type entry struct {
	summary Summary
	item    *Item
}

// Summary is an item in a list.
type Summary struct {
	Code           string        `json:"code"`
	Version        int           `json:"version"`
	Status         Status        `json:"status"`
	Name           form.Text     `json:"name"`
	MainItem       form.Text     `json:"main_item"`
	Summary        form.Text     `json:"summary"`
	Department     string        `json:"department"`
	DepartmentName form.Text     `json:"department_name"`
	PowerType      PowerType     `json:"power_type"`
	Audience       []Audience    `json:"audience"`
	OnlineDepth    int           `json:"online_depth"`
	Visits         int           `json:"visits"`
	Themes         []string      `json:"themes"`
	Level          string        `json:"level"`
	Expedited      bool          `json:"expedited,omitempty"`
	Statutory      workday.Limit `json:"statutory,omitzero"`
	Promised       workday.Limit `json:"promised,omitzero"` // left out while the Bureau has not confirmed one
	Charged        bool          `json:"charged"`
	Match          *Match        `json:"match,omitempty"` // why it was found, when something was asked
}

// Filter chooses items; empty fields choose all.
type Filter struct {
	Query       string // name, code, everyday word, pinyin or its initials; at most 100 characters count
	Audience    Audience
	Theme       string
	Department  string
	OnlineDepth int
	PowerType   PowerType
	Area        Area
	After       string // Next of the page before
	Limit       int    // 20 when 0, at most 100
}

// Page is one page of a list.
type Page struct {
	Items []Summary `json:"items"`
	Next  string    `json:"next"` // "" at the end
	Total int       `json:"total"`
}

func newShelf(revision int64, items []*Item) *shelf {
	s := &shelf{revision: revision, items: map[string]*Item{}, places: map[string]*entry{}}
	for _, item := range items {
		s.items[item.Code] = item
		if item.Status == Removed {
			s.items[item.Code] = head(item)
			continue
		}
		e := &entry{summarise(item), item}
		s.entries, s.places[item.Code] = append(s.entries, e), e
	}
	slices.SortFunc(s.entries, func(a, b *entry) int { return cmp.Compare(a.summary.Code, b.summary.Code) })
	s.index = index(s.entries)
	for _, e := range s.entries {
		e.item = head(e.item)
		s.items[e.item.Code] = e.item
	}
	s.facets = s.count(Filter{})
	return s
}

// head is what lists and filters look at.
func head(i *Item) *Item {
	return &Item{
		Code: i.Code, ShortCode: i.ShortCode, Version: i.Version, Status: i.Status, Successor: i.Successor, Name: i.Name, MainItem: i.MainItem,
		Department: i.Department, DepartmentName: i.DepartmentName, PowerType: i.PowerType, Audience: i.Audience, Level: i.Level,
		OnlineDepth: i.OnlineDepth, Visits: i.Visits, Channels: i.Channels, Delivery: i.Delivery, Themes: i.Themes, Often: i.Often,
		OnTheSpot: i.OnTheSpot, Expedited: i.Expedited, Effective: i.Effective, Summary: i.Summary, Limits: i.Limits, Fee: i.Fee,
		Outcome: i.Outcome, Digest: i.Digest, PublishedAt: i.PublishedAt,
	}
}

func summarise(i *Item) Summary {
	return Summary{
		Code: i.Code, Version: i.Version, Status: i.Status, Name: i.Name, MainItem: i.MainItem, Summary: i.Summary,
		Department: i.Department, DepartmentName: i.DepartmentName, PowerType: i.PowerType, Audience: i.Audience,
		OnlineDepth: i.OnlineDepth, Visits: i.Visits, Themes: i.Themes, Statutory: i.Limits.Statutory, Promised: i.Limits.Promised,
		Charged: i.Fee.Charged, Level: i.Level, Expedited: i.Expedited,
	}
}

func (f Filter) matches(i *Item) bool {
	return (f.Audience == "" || i.For(f.Audience)) && (f.Theme == "" || slices.Contains(i.Themes, f.Theme)) &&
		(f.Department == "" || i.Department == f.Department) && (f.OnlineDepth == 0 || i.OnlineDepth == f.OnlineDepth) &&
		(f.PowerType == "" || i.PowerType == f.PowerType) && (f.Area == "" || slices.Contains(areas(i.Level), f.Area))
}

const (
	defaultLimit = 20
	mostLimit    = 100
	mostQuery    = 100 // characters
)

type hit struct {
	score int
	entry *entry
	match *Match
}

func (h hit) summary() Summary {
	s := h.entry.summary
	s.Match = h.match
	return s
}

// less is the order of a list: best match first, then by code.
func (h hit) compare(other hit) int {
	return cmp.Or(cmp.Compare(other.score, h.score), cmp.Compare(h.entry.summary.Code, other.entry.summary.Code))
}

func (s *shelf) list(f Filter) (Page, error) {
	after, err := f.after()
	if err != nil {
		return Page{}, err
	}
	limit := min(max(f.Limit, 0), mostLimit)
	if limit == 0 {
		limit = defaultLimit
	}
	hits := s.find(f)
	page := Page{Items: []Summary{}, Total: len(hits)}
	for i, h := range hits {
		if after != nil && h.compare(*after) <= 0 {
			continue
		}
		if len(page.Items) == limit {
			page.Next = hits[i-1].cursor()
			break
		}
		page.Items = append(page.Items, h.summary())
	}
	return page, nil
}

// query is what was asked, cut to what counts.
func (f Filter) query() string {
	query := strings.TrimSpace(f.Query)
	if utf8.RuneCountInString(query) > mostQuery {
		query = string([]rune(query)[:mostQuery])
	}
	return query
}

func (s *shelf) find(f Filter) []hit {
	query, hits := f.query(), []hit{}
	if query == "" {
		for _, e := range s.entries {
			if f.matches(e.item) {
				hits = append(hits, hit{0, e, nil})
			}
		}
		return hits
	}
	for _, found := range s.index().Find(query, func(code string) bool { return f.matches(s.places[code].item) }) {
		hits = append(hits, hit{found.Score, s.places[found.ID], &Match{found.Kind, found.Phrase}})
	}
	slices.SortFunc(hits, hit.compare)
	return hits
}

// cursor is where a page ended: score and code.
func (h hit) cursor() string { return strconv.Itoa(h.score) + "." + h.entry.summary.Code }

func (f Filter) after() (*hit, error) {
	if f.After == "" {
		return nil, nil
	}
	score, code, _ := strings.Cut(f.After, ".")
	n, err := strconv.Atoi(score)
	if err != nil || !codeForm.MatchString(code) {
		return nil, fault.New(fault.Malformed, "MALFORMED")
	}
	return &hit{score: n, entry: &entry{summary: Summary{Code: code}}}, nil
}
