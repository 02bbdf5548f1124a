package catalog

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Change is one difference between two contents of an item, for people to read.
type Change struct {
	Where []Waypoint `json:"where"`
	Kind  ChangeKind `json:"kind"`
	Old   string     `json:"old,omitempty"`
	New   string     `json:"new,omitempty"`
}

// Waypoint is part of the way to a change: a word of the grammar, or an entry of a list by its name or number.
type Waypoint struct {
	Word  string `json:"word,omitempty"`  // "materials"
	Entry string `json:"entry,omitempty"` // "出生医学证明", "3"
}

// ChangeKind says what happened.
type ChangeKind string

const (
	Added   ChangeKind = "added"
	Dropped ChangeKind = "removed"
	Altered ChangeKind = "changed"
)

// differences compares two expanded trees. Order of keys means nothing; entries of lists are matched by what names them.
func differences(old, now *node) []Change {
	var all []Change
	compare(&all, nil, old, now)
	return all
}

func compare(all *[]Change, where []Waypoint, old, now *node) {
	switch {
	case old.null() && now.null():
	case old.null():
		*all = append(*all, Change{where, Added, "", words(now)})
	case now.null():
		*all = append(*all, Change{where, Dropped, words(old), ""})
	case old.kind != now.kind:
		*all = append(*all, Change{where, Altered, words(old), words(now)})
	case old.kind == mapping:
		compareMappings(all, where, old, now)
	case old.kind == sequence:
		compareLists(all, where, old, now)
	case old.text != now.text:
		*all = append(*all, Change{where, Altered, old.text, now.text})
	}
}

func compareMappings(all *[]Change, where []Waypoint, old, now *node) {
	keys := make([]string, 0, len(now.pairs))
	for _, p := range now.pairs {
		keys = append(keys, p.key)
	}
	for _, p := range old.pairs {
		if !slices.Contains(keys, p.key) {
			keys = append(keys, p.key)
		}
	}
	for _, key := range keys {
		before, _ := old.get(key)
		after, _ := now.get(key)
		compare(all, append(slices.Clone(where), Waypoint{Word: key}), before, after)
	}
}

// compareLists matches entries by their names, and those left over on both sides in their order.
func compareLists(all *[]Change, where []Waypoint, old, now *node) {
	partner := make([]int, len(now.items))
	taken := make([]bool, len(old.items))
	for i, n := range now.items {
		partner[i] = slices.IndexFunc(old.items, func(o *node) bool { return name(o) == name(n) })
		if partner[i] >= 0 && taken[partner[i]] {
			partner[i] = -1
		} else if partner[i] >= 0 {
			taken[partner[i]] = true
		}
	}
	if len(old.items) == len(now.items) && len(now.items) > 0 && now.items[0].kind == mapping {
		for i := range now.items {
			if partner[i] < 0 && !taken[i] {
				partner[i], taken[i] = i, true
			}
		}
	}
	for i, n := range now.items {
		at := append(slices.Clone(where), Waypoint{Entry: label(n, i)})
		if partner[i] >= 0 {
			compare(all, at, old.items[partner[i]], n)
		} else {
			*all = append(*all, Change{at, Added, "", words(n)})
		}
	}
	for i, o := range old.items {
		if !taken[i] {
			*all = append(*all, Change{append(slices.Clone(where), Waypoint{Entry: label(o, i)}), Dropped, words(o), ""})
		}
	}
}

// naming are the words that name an entry of a list, the surest first.
var naming = []string{"key", "code", "value", "kind", "zh", "name", "title", "question", "law", "ask", "label"}

// name is what tells an entry from its neighbours.
func name(n *node) string {
	if n.kind == scalar {
		return n.text
	}
	for _, word := range naming {
		if inner, ok := n.get(word); ok {
			return word + name(inner)
		}
	}
	return words(n)
}

// label is how an entry is called to people.
func label(n *node, i int) string {
	if n.kind == scalar {
		return n.text
	}
	for _, word := range []string{"name", "title", "label", "question", "ask", "law"} {
		if inner, ok := n.get(word); ok {
			if zh, ok := inner.get("zh"); ok {
				return zh.text
			}
			if inner.kind == scalar && inner.text != "" {
				return inner.text
			}
		}
	}
	return strconv.Itoa(i + 1)
}

// words is everything that a tree says, one saying a line.
func words(n *node) string {
	switch {
	case n.null():
		return ""
	case n.kind == scalar:
		return n.text
	case n.kind == sequence:
		var lines []string
		for _, one := range n.items {
			lines = append(lines, words(one))
		}
		return strings.Join(lines, "\n")
	}
	var lines []string
	for _, p := range n.pairs {
		if text := words(p.value); text != "" {
			if p.key != "zh" && p.key != "en" && p.value.kind == scalar {
				text = p.key + ": " + text
			}
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// Piece is part of a text beside its former wording.
type Piece struct {
	Text string
	Kind ChangeKind // "" for what stayed
}

const mostTokens = 1200 // of both texts together; longer ones are shown whole, old and new

// Pieces sets the new wording against the old one, by Chinese characters and by words of other scripts.
func Pieces(old, now string) []Piece {
	a, b := tokens(old), tokens(now)
	if len(a)+len(b) > mostTokens {
		return []Piece{{old, Dropped}, {now, Added}}
	}
	// longest common subsequence, from the end
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var all []Piece
	say := func(text string, kind ChangeKind) {
		if n := len(all); n > 0 && all[n-1].Kind == kind {
			all[n-1].Text += text
			return
		}
		all = append(all, Piece{text, kind})
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			say(a[i], "")
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[i+1][j] >= common[i][j+1]):
			say(a[i], Dropped)
			i++
		default:
			say(b[j], Added)
			j++
		}
	}
	return all
}

func tokens(s string) []string {
	var all []string
	inWord := false
	for _, r := range s {
		letter := (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
		if letter && inWord {
			all[len(all)-1] += string(r)
		} else {
			all = append(all, string(r))
		}
		inWord = letter
	}
	return all
}
