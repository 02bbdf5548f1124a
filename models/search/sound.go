package search

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// polyphones are characters that people of this trade read in several ways; go-pinyin knows no context and gives only one.
var polyphones = map[rune][]string{
	'重': {"zhong", "chong"}, '行': {"xing", "hang"}, '长': {"chang", "zhang"}, '调': {"diao", "tiao"}, '传': {"chuan", "zhuan"},
	'校': {"xiao", "jiao"}, '藏': {"cang", "zang"}, '还': {"huan", "hai"}, '参': {"can", "shen"}, '种': {"zhong", "chong"},
	'车': {"che"}, '会': {"hui"}, '单': {"dan"}, '降': {"jiang", "xiang"}, '差': {"chai", "cha"}, '卡': {"ka", "qia"}, '系': {"xi", "ji"},
	'便': {"bian", "pian"}, '沅': {"yuan"}, '率': {"lv", "shuai"}, '更': {"geng"}, '丧': {"sang"}, '大': {"da"}, '地': {"di"}, '的': {"de"},
	'都': {"dou"}, '发': {"fa"}, '相': {"xiang"}, '应': {"ying"}, '圈': {"quan"}, '给': {"gei"}, '得': {"de"}, '了': {"le"}, '着': {"zhe"},
}

// readings are the ways to read a character; none when it is no Chinese one.
func readings(r rune) []string {
	if ways, ok := polyphones[r]; ok {
		return ways
	}
	list, of := common()
	if at, ok := of[r]; ok {
		return list[at : at+1]
	}
	return nil
}

// common are the syllables, and which of them each common character is, looked up once: the library compiles them anew for each question.
var common = sync.OnceValues(func() (list []string, of map[rune]uint16) {
	of = make(map[rune]uint16, 28000)
	known := map[string]uint16{}
	for r := rune(0x3400); r <= 0x9fff; r++ {
		ways := pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal})
		if len(ways) == 0 {
			continue
		}
		at, ok := known[ways[0]]
		if !ok {
			at = uint16(len(list))
			known[ways[0]] = at
			list = append(list, ways[0])
		}
		of[r] = at
	}
	return list, of
})

// similar folds sounds that many people in 湖南 do not tell apart when they speak or type.
var similar = strings.NewReplacer("zh", "z", "ch", "c", "sh", "s", "ang", "an", "eng", "en", "ing", "in", "lv", "lu", "nv", "nu")

// tables of syllables: those that may be typed, and one private rune for each that sounds different.
var syllables = sync.OnceValues(func() (typed map[string]bool, voices map[string]rune) {
	typed, voices = map[string]bool{}, map[string]rune{}
	list, _ := common()
	for _, s := range list {
		if len(s) > 1 && s != "ng" && s != "hm" && s != "hng" || s == "a" || s == "e" || s == "o" {
			typed[s], typed[similar.Replace(s)] = true, true
		}
	}
	for i, s := range slices.Sorted(maps.Keys(typed)) {
		voices[s] = rune(0xe000 + i)
	}
	for s := range typed {
		voices[s] = voices[similar.Replace(s)]
	}
	return typed, voices
})

func voice(syllable string) (rune, bool) {
	_, voices := syllables()
	r, ok := voices[syllable]
	return r, ok
}

// voiced is a text as it sounds: a rune for every syllable, blanks between what does not belong together. Latin letters are read as pinyin
// where they can be.
func voiced(text string) string {
	var b strings.Builder
	for _, run := range runs(fold(text)) {
		b.WriteByte(' ')
		if !hasHan(run) {
			if cut, ok := syllablesOf(run); ok {
				b.WriteString(voicedSyllables(cut))
			}
			continue
		}
		for _, r := range run {
			b.WriteRune(sound(r, 0))
		}
	}
	return b.String()
}

// sound is the rune of a character in one of its readings; a character without a reading stands for itself.
func sound(r rune, way int) rune {
	if ways := readings(r); len(ways) > way {
		if v, ok := voice(ways[way]); ok {
			return v
		}
	}
	return r
}

func voicedSyllables(list []string) string {
	var b strings.Builder
	for _, s := range list {
		if v, ok := voice(s); ok {
			b.WriteRune(v)
		}
	}
	return b.String()
}

// voicings are the ways to read a phrase: with the first reading of every character, and with each second reading in its place.
func voicings(phrase string) []string {
	all := []string{voiced(phrase)}
	for _, r := range phrase {
		if ways := polyphones[r]; len(ways) > 1 {
			all = append(all, strings.ReplaceAll(all[0], string(sound(r, 0)), string(sound(r, 1))))
		}
	}
	return all
}

const longestSyllable = 6

// syllablesOf cuts typed pinyin into syllables, as few as possible; blanks and apostrophes are cuts. It fails when the letters are no
// pinyin. A last syllable that is only begun is left out.
func syllablesOf(query string) ([]string, bool) {
	var all []string
	words := strings.FieldsFunc(query, func(r rune) bool { return !unicode.IsLetter(r) })
	for i, word := range words {
		cut, ok := cutSyllables(word)
		if !ok && i == len(words)-1 {
			for end := len(word) - 1; end > 1 && end > len(word)-4 && !ok; end-- {
				if cut, ok = cutSyllables(word[:end]); ok && !begins(word[end:]) {
					return nil, false
				}
			}
		}
		if !ok {
			return nil, false
		}
		all = append(all, cut...)
	}
	return all, len(all) > 0
}

// begins tells whether some syllable begins like this.
func begins(letters string) bool {
	typed, _ := syllables()
	for s := range typed {
		if strings.HasPrefix(s, letters) {
			return true
		}
	}
	return false
}

func cutSyllables(word string) ([]string, bool) {
	if len(word) == 0 || len(word) > 80 {
		return nil, false
	}
	typed, _ := syllables()
	fewest := make([]int, len(word)+1) // syllables up to here, 0 when there is no way
	from := make([]int, len(word)+1)
	for end := 1; end <= len(word); end++ {
		for start := max(0, end-longestSyllable); start < end; start++ {
			if start > 0 && fewest[start] == 0 || !typed[word[start:end]] {
				continue
			}
			if n := fewest[start] + 1; fewest[end] == 0 || n < fewest[end] {
				fewest[end], from[end] = n, start
			}
		}
	}
	if fewest[len(word)] == 0 {
		return nil, false
	}
	cut := make([]string, fewest[len(word)])
	for end := len(word); end > 0; end = from[end] {
		cut[fewest[end]-1] = word[from[end]:end]
	}
	return cut, true
}

// spelling is a phrase by the first letters of its characters.
type spelling struct {
	doc     int
	phrase  string
	letters string
}

func initials(s string) string {
	var b strings.Builder
	for _, r := range fold(s) {
		if ways := readings(r); len(ways) > 0 {
			b.WriteByte(ways[0][0])
		} else if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// byInitials compares typed letters with the first letters of names and words: whole, at the beginning, within, or in order with gaps.
func (x *Index) byInitials(asked string) []result {
	found := make([]result, len(x.ids))
	for _, s := range x.initials {
		if score := likeInitials(asked, s.letters); score > found[s.doc].score {
			found[s.doc] = result{score: score, covers: 1, kind: BySound, phrase: s.phrase}
		}
	}
	return found
}

func likeInitials(asked, letters string) float64 {
	covered := float64(len(asked)) / float64(max(len(letters), 1))
	switch {
	case covered > 1:
		return 0
	case asked == letters:
		return 1
	case strings.HasPrefix(letters, asked):
		return 0.7 + 0.25*covered
	case strings.Contains(letters, asked):
		return 0.6 + 0.25*covered
	}
	gaps, at := 0, 0
	for i := range asked {
		next := strings.IndexByte(letters[at:], asked[i])
		if next < 0 {
			return 0
		}
		if i > 0 && next > 0 {
			gaps++
		}
		at += next + 1
	}
	if len(asked) < 3 || gaps > 2 {
		return 0
	}
	return 0.65 - 0.12*float64(gaps) + 0.2*covered
}
