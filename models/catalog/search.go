package catalog

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// entry is one item as a search sees it.
type entry struct {
	summary Summary
	item    *Item
	names   []string // lower case, no blanks: names and codes
	words   []string // what people call it
	sounds  []string // pinyin of both, in full and by initials
	pairs   map[string]bool
}

func newEntry(item *Item) *entry {
	e := &entry{summary: summarise(item), item: item, pairs: map[string]bool{}}
	for _, s := range []string{item.Name.Zh, item.Name.En, item.MainItem.Zh, item.MainItem.En} {
		e.names = append(e.names, plain(s))
	}
	e.names = append(e.names, plain(item.Code), plain(item.BasicCode), plain(item.ImplementCode))
	for _, s := range item.Words {
		e.words = append(e.words, plain(s))
	}
	e.words = append(e.words, plain(item.Outcome.Name.Zh))
	for _, s := range slices.Concat(e.names, e.words) {
		full, initials := sounds(s)
		if full != "" {
			e.sounds = append(e.sounds, full, initials)
		}
		addPairs(e.pairs, s)
	}
	return e
}

// plain folds full-width forms and case and leaves only letters and digits.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r += '!' - '！'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// sounds is the pinyin of a text with Chinese in it: in full and by initials. go-pinyin does not know the context of a character, so
// this serves to find, never to order.
func sounds(s string) (full, initials string) {
	var long, short strings.Builder
	chinese := false
	args := pinyin.NewArgs()
	for _, r := range s {
		if said := pinyin.SinglePinyin(r, args); len(said) > 0 {
			chinese = true
			long.WriteString(said[0])
			short.WriteByte(said[0][0])
			continue
		}
		long.WriteRune(r)
		short.WriteRune(r)
	}
	if !chinese {
		return "", ""
	}
	return long.String(), short.String()
}

// addPairs adds every two neighbouring characters, with which a whole sentence finds what it is about.
func addPairs(pairs map[string]bool, s string) {
	chars := []rune(s)
	for i := 1; i < len(chars); i++ {
		pairs[string(chars[i-1:i+1])] = true
	}
}

// Scores by how a query matches; a better way always wins.
const (
	scoreExact    = 100
	scorePrefix   = 80
	scoreContains = 60
	scoreWord     = 50
	scoreSound    = 40
	scorePairs    = 20 // at most; by the share of pairs that are found
)

// score is how well an entry answers a query, 0 when it does not. Every blank-separated term must be found; a sentence without such
// terms is compared by its pairs of characters.
func (e *entry) score(query string) int {
	terms := strings.FieldsFunc(query, func(r rune) bool { return unicode.IsSpace(r) || r == '，' || r == ',' || r == '、' })
	total := 0
	for _, term := range terms {
		best := e.term(plain(term))
		if best == 0 {
			return e.likeness(plain(query))
		}
		total += best
	}
	if len(terms) == 0 {
		return 0
	}
	return total / len(terms)
}

func (e *entry) term(t string) int {
	if t == "" {
		return 0
	}
	switch {
	case slices.Contains(e.names, t):
		return scoreExact
	case slices.Contains(e.words, t):
		return scorePrefix
	case slices.ContainsFunc(e.names, func(s string) bool { return strings.HasPrefix(s, t) }):
		return scorePrefix
	case slices.ContainsFunc(e.names, func(s string) bool { return strings.Contains(s, t) }):
		return scoreContains
	case slices.ContainsFunc(e.words, func(s string) bool { return strings.Contains(s, t) || len(s) > 3 && strings.Contains(t, s) }):
		return scoreWord
	case len(t) > 1 && slices.ContainsFunc(e.sounds, func(s string) bool { return strings.Contains(s, t) }):
		return scoreSound
	}
	return 0
}

func (e *entry) likeness(query string) int {
	asked := map[string]bool{}
	addPairs(asked, query)
	found := 0
	for pair := range asked {
		if e.pairs[pair] {
			found++
		}
	}
	if found < 2 && (found == 0 || len(asked) > 2) {
		return 0
	}
	return max(1, scorePairs*found/len(asked))
}
