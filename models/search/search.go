// Package search finds documents by the words that people use for them: names, everyday words, homophones, pinyin, initials, English,
// with a typing error. It is pure and works in memory; an Index never changes and serves any number of readers.
//
// A text is looked at in three spaces: characters (pairs of neighbours), sounds (pairs of syllables) and English words. In each, a document
// scores by how much of the query it covers and by how like the query its nearest phrase is; rare tokens count for more than common ones.
package search

import (
	"cmp"
	"slices"
	"strings"
)

// Doc is what is found.
type Doc struct {
	ID      string
	Codes   []string // official numbers; a query that is one finds this document alone
	Names   []string // what it is called, in either language
	Words   []string // what people call it, in either language
	Texts   []Text   // what else it says
	Promote float64  // 0 to 1: how often it is what people come for; decides between equals
}

// Text is a text with the weight of its words, 0 to 1.
type Text struct {
	Text   string
	Weight float64
}

// Kind says by what a document was found.
type Kind string

// Kinds from the strongest to the weakest.
const (
	ByCode  Kind = "code"
	ByName  Kind = "name"
	ByWord  Kind = "word"
	BySound Kind = "sound" // pinyin, initials or a homophone
	ByText  Kind = "text"  // only the text speaks of it
)

// Hit is a document that answers a query. Score is above 0; a perfect match is about 1000. Phrase is the name or word that matched.
type Hit struct {
	ID     string
	Score  int
	Kind   Kind
	Phrase string
}

// Index holds documents to be found.
type Index struct {
	ids        []string
	promote    []float64
	codes      map[string]int
	vocabulary *Vocabulary
	characters *space
	sounds     *space
	english    *space
	initials   []spelling
}

// weight of a field's tokens.
const (
	weightName = 1.0
	weightWord = 1.0
)

// New makes an index. The vocabulary tells which expressions mean the same and which say nothing.
func New(docs []Doc, v *Vocabulary) *Index {
	x := &Index{codes: map[string]int{}, vocabulary: v}
	x.characters = newSpace(len(docs), v.characters)
	x.sounds = newSpace(len(docs), v.sounds)
	x.english = newSpace(len(docs), v.english)
	for i, d := range docs {
		x.ids, x.promote = append(x.ids, d.ID), append(x.promote, d.Promote)
		for _, code := range append([]string{d.ID}, d.Codes...) {
			if folded := letters(code); folded != "" {
				x.codes[folded] = i
			}
		}
		for _, s := range d.Names {
			x.phrase(i, ByName, s)
		}
		for _, s := range d.Words {
			x.phrase(i, ByWord, s)
		}
		for _, t := range d.Texts {
			x.characters.text(i, t.Text, t.Weight)
			x.english.text(i, t.Text, t.Weight)
		}
	}
	for _, s := range []*space{x.characters, x.sounds, x.english} {
		s.finish()
	}
	return x
}

func (x *Index) phrase(doc int, kind Kind, s string) {
	weight := weightWord
	if kind == ByName {
		weight = weightName
	}
	if !hasHan(s) {
		x.english.phrase(doc, kind, s, x.vocabulary.english(s), weight)
		return
	}
	x.characters.phrase(doc, kind, s, x.vocabulary.characters(s), weight)
	for _, voicing := range voicings(s) {
		x.sounds.phrase(doc, kind, s, x.vocabulary.sounds(voicing), weight)
		x.sounds.phrase(doc, kind, s, chained(voicing), weight) // a word that is only begun, or cut differently, is in no vocabulary
	}
	if spelt := initials(s); spelt != "" {
		x.initials = append(x.initials, spelling{doc, s, spelt})
	}
}

// How much the spaces count beside each other, and what is too little to be an answer.
const (
	shareCharacters = 0.7  // of a Chinese query; the rest is what it sounds like
	shareSound      = 0.9  // of a query in pinyin, against one in characters
	shareInitials   = 0.85 // of a query by initials
	least           = 0.2
	leastText       = 0.05
	wellCovered     = 0.75
	worst           = 0.4 // of the best answer's score
	sharePromotion  = 0.04
)

// Find lists those among the documents that answer the query, best first; without among all are looked at. A query of nothing but blanks
// finds nothing.
func (x *Index) Find(query string, among func(id string) bool) []Hit {
	query = fold(query)
	if doc, ok := x.codes[letters(query)]; ok && (among == nil || among(x.ids[doc])) {
		return []Hit{{ID: x.ids[doc], Score: 1000, Kind: ByCode, Phrase: x.ids[doc]}}
	}
	found := make([]result, len(x.ids))
	if hasHan(query) {
		x.chinese(query, found)
	} else {
		x.latin(query, found)
	}
	best, floor := 0.0, least
	for i, r := range found {
		if among != nil && !among(x.ids[i]) {
			found[i].score = 0
			continue
		}
		best = max(best, r.score)
	}
	if best < least { // better a text that speaks of all of it than nothing
		floor = leastText
	}
	var hits []Hit
	for i, r := range found {
		if r.score < floor || r.score < best*worst || floor == leastText && r.covers < wellCovered {
			continue
		}
		score := r.score + sharePromotion*x.promote[i]
		hits = append(hits, Hit{ID: x.ids[i], Score: max(1, int(score/(1+sharePromotion)*1000)), Kind: r.kind, Phrase: r.phrase})
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.ID, b.ID)) })
	return hits
}

// chinese scores a query with Chinese in it by characters and by sound, which forgives homophones; pinyin and English within it count too.
func (x *Index) chinese(query string, found []result) {
	byCharacter := x.characters.score(query)
	bySound := x.sounds.score(voiced(query))
	for i := range found {
		c, s := byCharacter[i], bySound[i]
		found[i] = c
		found[i].score = shareCharacters*c.score + (1-shareCharacters)*s.score
		if s.score*(1-shareCharacters) > c.score*shareCharacters { // only the sound is right
			found[i].kind, found[i].phrase = BySound, s.phrase
			found[i].score = max(found[i].score, 0.7*s.score)
		}
	}
}

// latin scores a query without Chinese as English, as pinyin and as initials, and takes for every document what suits it best.
func (x *Index) latin(query string, found []result) {
	take := func(list []result, share float64, kind Kind) {
		for i, r := range list {
			if r.score *= share; r.score > found[i].score {
				if found[i] = r; kind != "" {
					found[i].kind = kind
				}
			}
		}
	}
	take(x.english.scoreTokens(x.english.mend(x.vocabulary.english(query))), 1, "")
	if list, ok := syllablesOf(query); ok {
		heard := voicedSyllables(list)
		take(x.sounds.score(heard), shareSound, BySound)
		take(x.sounds.scoreTokens(chained(heard)), shareSound, BySound)
	}
	if asked := letters(query); len(asked) >= 2 && len(asked) <= 16 {
		take(x.byInitials(asked), shareInitials, BySound)
	}
}
