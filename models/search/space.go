package search

import (
	"math"
	"sync"
)

// space is one way to look at texts: a tokeniser, and where its tokens stand.
type space struct {
	tokenise func(string) []token
	size     int
	placing  map[string]map[int]float64 // until finish: token → document → greatest weight
	places   map[string][]place         // token → documents
	phrases  []phrase
	within   map[string][]int // token → phrases
	rare     map[string]float64
	desks    sync.Pool // *desk
}

type place struct {
	doc    int
	weight float64
}

// desk is room to work in: how much of the query each phrase has, the phrases touched, and how like the nearest phrase of each document is.
type desk struct {
	common  []float64
	touched []int
	nearest []float64
}

// token is a piece of a text. Share is how much it says, 0 to 1: a single character says less than a pair.
type token struct {
	text  string
	share float64
}

type phrase struct {
	doc    int
	kind   Kind
	text   string
	tokens []token
	mass   float64
}

// result is how well a document answers.
type result struct {
	score  float64
	covers float64 // share of the query that stands anywhere in the document
	kind   Kind
	phrase string
}

func newSpace(size int, tokenise func(string) []token) *space {
	return &space{tokenise: tokenise, size: size, placing: map[string]map[int]float64{}, places: map[string][]place{}, within: map[string][]int{}, rare: map[string]float64{}}
}

func (s *space) text(doc int, text string, weight float64) { s.place(doc, s.tokenise(text), weight) }

func (s *space) place(doc int, tokens []token, weight float64) {
	for _, t := range tokens {
		docs := s.placing[t.text]
		if docs == nil {
			docs = map[int]float64{}
			s.placing[t.text] = docs
		}
		docs[doc] = max(docs[doc], weight)
	}
}

// phrase adds a name or a word; tokens are what the space sees of it.
func (s *space) phrase(doc int, kind Kind, text string, tokens []token, weight float64) {
	tokens = unique(tokens)
	s.place(doc, tokens, weight)
	for _, t := range tokens {
		s.within[t.text] = append(s.within[t.text], len(s.phrases))
	}
	s.phrases = append(s.phrases, phrase{doc: doc, kind: kind, text: text, tokens: tokens})
}

// finish computes how rare each token is, and from that how much each phrase says.
func (s *space) finish() {
	for text, docs := range s.placing {
		for doc, weight := range docs {
			s.places[text] = append(s.places[text], place{doc, weight})
		}
		s.rare[text] = math.Log(1 + (float64(s.size)-float64(len(docs))+0.5)/(float64(len(docs))+0.5))
	}
	for i := range s.phrases {
		s.phrases[i].mass, s.phrases[i].tokens = s.mass(s.phrases[i].tokens), nil
	}
	s.placing = nil
	s.desks.New = func() any { return &desk{common: make([]float64, len(s.phrases)), nearest: make([]float64, s.size)} }
}

// value is how much a token says: rare ones more than common ones. One that no document has is as rare as can be.
func (s *space) value(t token) float64 {
	rare, known := s.rare[t.text]
	if !known {
		rare = math.Log(1 + float64(s.size)*2)
	}
	return rare * t.share
}

func (s *space) mass(tokens []token) float64 {
	sum := 0.0
	for _, t := range tokens {
		sum += s.value(t)
	}
	return sum
}

func (s *space) score(query string) []result { return s.scoreTokens(s.tokenise(query)) }

// Parts of a score: how much of the query the document covers anywhere, and how like the query its nearest phrase is.
const (
	shareCoverage = 0.6
	sharePhrase   = 0.4
	likelyMeant   = 0.3 // a phrase less like the query is not why the document was found
)

func (s *space) scoreTokens(query []token) []result {
	found := make([]result, s.size)
	query = unique(query)
	mass := s.mass(query)
	if mass == 0 {
		return found
	}
	d := s.desks.Get().(*desk)
	defer s.desks.Put(d)
	for _, t := range query {
		value := s.value(t)
		for _, at := range s.places[t.text] {
			found[at.doc].score += shareCoverage * value * at.weight / mass
			found[at.doc].covers += value / mass
		}
		for _, p := range s.within[t.text] {
			if d.common[p] == 0 {
				d.touched = append(d.touched, p)
			}
			d.common[p] += value
		}
	}
	for _, p := range d.touched {
		one := &s.phrases[p]
		if like := 2 * d.common[p] / (mass + one.mass); like > d.nearest[one.doc] || like == d.nearest[one.doc] && one.text < found[one.doc].phrase {
			d.nearest[one.doc] = like
			found[one.doc].kind, found[one.doc].phrase = one.kind, one.text
		}
		d.common[p] = 0
	}
	d.touched = d.touched[:0]
	for doc := range found {
		found[doc].score += sharePhrase * d.nearest[doc]
		if d.nearest[doc] < likelyMeant {
			found[doc].kind, found[doc].phrase = ByText, ""
		}
		d.nearest[doc] = 0
	}
	return found
}

func unique(tokens []token) []token {
	seen := make(map[string]bool, len(tokens))
	kept := tokens[:0:0]
	for _, t := range tokens {
		if !seen[t.text] {
			seen[t.text] = true
			kept = append(kept, t)
		}
	}
	return kept
}

// mend replaces tokens that no document has by the nearest known one: English words with a typing error.
func (s *space) mend(tokens []token) []token {
	for i, t := range tokens {
		if _, known := s.rare[t.text]; known || len(t.text) < 4 {
			continue
		}
		allowed := 1
		if len(t.text) > 7 {
			allowed = 2
		}
		best, nearest := allowed+1, ""
		for known := range s.rare {
			if known[0] != t.text[0] || abs(len(known)-len(t.text)) > allowed {
				continue
			}
			if d := distance(known, t.text); d < best || d == best && known < nearest {
				best, nearest = d, known
			}
		}
		if nearest != "" {
			tokens[i] = token{nearest, t.share * 0.8}
		}
	}
	return tokens
}

func abs(n int) int { return max(n, -n) }

// distance counts the letters to insert, leave out, replace or swap with a neighbour (optimal string alignment).
func distance(a, b string) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
