package search

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// space is one way to look at texts: a tokeniser, and where its tokens stand. Numbers are narrow, for there are hundreds of thousands.
type space struct {
	tokenise func(string) []token
	size     int
	known    map[string]int32 // token → place in standing
	standing []standing
	phrases  []phrase
	making   *making   // until finish
	desks    sync.Pool // *desk
}

// standing is where a token stands, and how rare it is.
type standing struct {
	rare    float32
	places  []place
	phrases []int32
}

type place struct {
	doc    int32
	weight float32
}

type phrase struct {
	doc  int32
	mass float32
	kind Kind
	text string
}

// making is what is known while documents are added.
type making struct {
	places  map[string]map[int32]float32 // token → document → greatest weight
	phrases map[string][]int32
	tokens  [][]token // of each phrase
}

// desk is room to work in: how much of the query each phrase has, the phrases touched, and how like the nearest phrase of each document is.
type desk struct {
	common  []float64
	touched []int32
	nearest []float64
}

// token is a piece of a text. Share is how much it says, 0 to 1: a single character says less than a pair.
type token struct {
	text  string
	share float64
}

// result is how well a document answers.
type result struct {
	score  float64
	covers float64 // share of the query that stands anywhere in the document
	kind   Kind
	phrase string
}

func newSpace(size int, tokenise func(string) []token) *space {
	return &space{tokenise: tokenise, size: size, known: map[string]int32{},
		making: &making{places: map[string]map[int32]float32{}, phrases: map[string][]int32{}}}
}

func (s *space) text(doc int, text string, weight float64) { s.place(doc, s.tokenise(text), weight) }

func (s *space) place(doc int, tokens []token, weight float64) {
	for _, t := range tokens {
		docs := s.making.places[t.text]
		if docs == nil {
			docs = map[int32]float32{}
			s.making.places[strings.Clone(t.text)] = docs // not a part of a long text, which would stay with it
		}
		docs[int32(doc)] = max(docs[int32(doc)], float32(weight))
	}
}

// phrase adds a name or a word; tokens are what the space sees of it.
func (s *space) phrase(doc int, kind Kind, text string, tokens []token, weight float64) {
	tokens = unique(tokens)
	s.place(doc, tokens, weight)
	for _, t := range tokens {
		s.making.phrases[t.text] = append(s.making.phrases[t.text], int32(len(s.phrases)))
	}
	s.making.tokens = append(s.making.tokens, tokens)
	s.phrases = append(s.phrases, phrase{doc: int32(doc), kind: kind, text: text})
}

// finish computes how rare each token is, and from that how much each phrase says.
func (s *space) finish() {
	s.standing = make([]standing, 0, len(s.making.places))
	for text, docs := range s.making.places {
		one := standing{places: make([]place, 0, len(docs)), phrases: slices.Clone(s.making.phrases[text])}
		for doc, weight := range docs {
			one.places = append(one.places, place{doc, weight})
		}
		n := float64(len(docs))
		one.rare = float32(math.Log(1 + (float64(s.size)-n+0.5)/(n+0.5)))
		s.known[text] = int32(len(s.standing))
		s.standing = append(s.standing, one)
	}
	for i := range s.phrases {
		s.phrases[i].mass = float32(s.mass(s.making.tokens[i]))
	}
	s.phrases, s.making = slices.Clip(s.phrases), nil
	s.desks.New = func() any { return &desk{common: make([]float64, len(s.phrases)), nearest: make([]float64, s.size)} }
}

// find is where a token stands; nil when no document has it.
func (s *space) find(text string) *standing {
	if at, known := s.known[text]; known {
		return &s.standing[at]
	}
	return nil
}

// value is how much a token says: rare ones more than common ones. One that no document has is as rare as can be.
func (s *space) value(t token) float64 {
	rare := math.Log(1 + float64(s.size)*2)
	if at := s.find(t.text); at != nil {
		rare = float64(at.rare)
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
		at := s.find(t.text)
		if at == nil {
			continue
		}
		value := s.value(t)
		for _, in := range at.places {
			found[in.doc].score += shareCoverage * value * float64(in.weight) / mass
			found[in.doc].covers += value / mass
		}
		for _, p := range at.phrases {
			if d.common[p] == 0 {
				d.touched = append(d.touched, p)
			}
			d.common[p] += value
		}
	}
	for _, p := range d.touched {
		one := &s.phrases[p]
		if like := 2 * d.common[p] / (mass + float64(one.mass)); like > d.nearest[one.doc] || like == d.nearest[one.doc] && one.text < found[one.doc].phrase {
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
		if s.find(t.text) != nil || len(t.text) < 4 {
			continue
		}
		allowed := 1
		if len(t.text) > 7 {
			allowed = 2
		}
		best, nearest := allowed+1, ""
		for known := range s.known {
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
