package search

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"
)

// Vocabulary tells which expressions mean the same to people, and which say nothing about what they want.
type Vocabulary struct {
	chinese *strings.Replacer // to the common expression; fillers to a blank
	voices  *strings.Replacer // the same by sound
	latin   map[string]string // English word → common word, "" for fillers
}

// words is the file: the common expression and what else people say for it.
type words struct {
	Fillers  []string            `yaml:"fillers"`
	Same     map[string][]string `yaml:"same"`
	EnFiller []string            `yaml:"english_fillers"`
	EnSame   map[string][]string `yaml:"english_same"`
}

//go:embed vocabulary.yaml
var everyday []byte

// Everyday is the vocabulary of everyday words.
var Everyday = sync.OnceValue(func() *Vocabulary {
	v, err := ParseVocabulary(everyday)
	if err != nil {
		panic(err) // it is part of the binary, and a test reads it
	}
	return v
})

// ParseVocabulary reads a vocabulary from YAML. An expression that stands twice is a fault, because only one could hold.
func ParseVocabulary(data []byte) (*Vocabulary, error) {
	var w words
	if err := yaml.Unmarshal(data, &w); err != nil {
		return nil, err
	}
	to := map[string]string{}
	add := func(from, common string) error {
		from = fold(from)
		if known, twice := to[from]; twice && known != common {
			return fmt.Errorf("%q means both %q and %q", from, known, common)
		}
		to[from] = common
		return nil
	}
	for _, f := range w.Fillers {
		if err := add(f, " "); err != nil {
			return nil, err
		}
	}
	for common, others := range w.Same {
		for _, other := range append(others, common) { // the common expression stands for itself, so that no shorter one is found in it
			if err := add(other, fold(common)); err != nil {
				return nil, err
			}
		}
	}
	expressions := make([]string, 0, len(to))
	for from := range to {
		expressions = append(expressions, from)
	}
	slices.SortFunc(expressions, func(a, b string) int { // the longest expression wins
		if n := utf8.RuneCountInString(b) - utf8.RuneCountInString(a); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	var written, spoken []string
	for _, from := range expressions {
		written = append(written, from, to[from])
		if heard := strings.TrimSpace(voiced(from)); utf8.RuneCountInString(heard) > 1 { // a single syllable means too many things
			spoken = append(spoken, heard, strings.TrimSpace(voiced(to[from])))
		}
	}
	v := &Vocabulary{chinese: strings.NewReplacer(written...), voices: strings.NewReplacer(spoken...), latin: map[string]string{}}
	for _, f := range w.EnFiller {
		v.latin[stem(f)] = ""
	}
	for common, others := range w.EnSame {
		for _, other := range others {
			v.latin[stem(other)] = stem(common)
		}
	}
	return v, nil
}

// fold takes away what does not distinguish: width, case, composition.
func fold(s string) string { return strings.TrimSpace(strings.ToLower(norm.NFKC.String(s))) }

// letters is a text without anything but letters and digits.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(s))
}

func hasHan(s string) bool { return strings.ContainsFunc(s, isHan) }

// isHan tells Chinese characters, and the private runes that stand for their sounds.
func isHan(r rune) bool { return unicode.Is(unicode.Han, r) || r >= 0xe000 && r < 0xf000 }

// runs cuts a text into stretches of Chinese characters and of Latin letters and digits.
func runs(text string) []string {
	var list []string
	var run []rune
	flush := func() {
		if len(run) > 0 {
			list = append(list, string(run))
			run = nil
		}
	}
	for _, r := range text {
		word := isHan(r) || unicode.IsLetter(r) || unicode.IsDigit(r)
		if len(run) > 0 && (!word || isHan(r) != isHan(run[0])) {
			flush()
		}
		if word {
			run = append(run, r)
		}
	}
	flush()
	return list
}

// single is how much one character, or one syllable, says beside a pair.
const single = 0.5

// common puts a Chinese text into common expressions. A text of nothing but fillers stays as it is.
func (v *Vocabulary) common(text string) string {
	folded := fold(text)
	if common := strings.TrimSpace(v.chinese.Replace(folded)); common != "" {
		return common
	}
	return folded
}

// characters are the tokens of a text in the space of characters.
func (v *Vocabulary) characters(text string) []token { return chained(v.common(text)) }

// sounds are the tokens of a voiced text.
func (v *Vocabulary) sounds(voiced string) []token {
	if common := v.voices.Replace(voiced); strings.TrimSpace(common) != "" {
		voiced = common
	}
	return chained(voiced)
}

// chained are the pairs of neighbours and the single characters of a text, and its Latin words as they are.
func chained(text string) []token {
	var tokens []token
	for _, run := range runs(text) {
		if r, _ := utf8.DecodeRuneInString(run); !isHan(r) {
			tokens = append(tokens, token{run, 1})
			continue
		}
		chars := []rune(run)
		for i := range chars {
			tokens = append(tokens, token{string(chars[i]), single})
			if i > 0 {
				tokens = append(tokens, token{string(chars[i-1 : i+1]), 1})
			}
		}
	}
	return tokens
}

// english are the words of an English text without fillers, by their common word.
func (v *Vocabulary) english(text string) []token {
	var tokens, all []token
	for _, word := range strings.FieldsFunc(strings.ReplaceAll(fold(text), "'s", ""), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) || isHan(r) }) {
		word = stem(word)
		common, known := v.latin[word]
		if !known {
			common = word
		}
		all = append(all, token{word, 1})
		if common != "" {
			tokens = append(tokens, token{common, 1})
		}
	}
	if len(tokens) == 0 {
		return all
	}
	return tokens
}

// stem takes the commonest endings off an English word; it only has to treat a text and a query alike.
func stem(word string) string {
	for _, ending := range []struct{ from, to string }{{"ies", "y"}, {"sses", "ss"}, {"ing", ""}, {"ed", ""}, {"ence", "ense"}, {"s", ""}} {
		if rest, ok := strings.CutSuffix(word, ending.from); ok && len(rest) >= 3 && !strings.HasSuffix(word, "ss") {
			word = rest + ending.to
			break
		}
	}
	if len(word) > 4 {
		word = strings.TrimSuffix(word, "e")
	}
	return word
}
