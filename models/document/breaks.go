package document

import (
	"fmt"
	"strings"
	"unicode"
)

// Rules for the ends of lines (避头尾): what may not begin a line and what may not end one.
const (
	neverFirst = "，。、；：？！）》〉」』】〕”’…—·％,.;:?!)]}%／/"
	neverLast  = "（《〈「『【〔“‘([{"
)

// tokens cuts a text where a line may end: between Han characters, never inside a number or a Latin word.
func tokens(s string) []string {
	var out []string
	word := ""
	flush := func() {
		if word != "" {
			out = append(out, word)
			word = ""
		}
	}
	for _, r := range s {
		if r < 0x2E80 && !unicode.IsSpace(r) && !strings.ContainsRune(neverFirst+neverLast, r) {
			word += string(r)
			continue
		}
		flush()
		out = append(out, string(r))
	}
	flush()
	return out
}

// lines breaks a text into lines of at most width points, the first one shorter by indent. A newline always breaks.
func (m *measure) lines(s string, size, width, indent float64) []string {
	var out []string
	for _, part := range strings.Split(s, "\n") {
		out = append(out, m.wrap(m.fitting(tokens(part), size, width), size, width, indent)...)
		indent = 0
	}
	return out
}

// longWord is the length from which a word may be broken anywhere: case numbers and addresses would tear holes into the lines.
const longWord = 17

// fitting cuts words that are longer than a line or than longWord between their characters.
func (m *measure) fitting(in []string, size, width float64) []string {
	out := in[:0:0]
	for _, t := range in {
		if m.width(t, size) <= width && len(t) < longWord {
			out = append(out, t)
			continue
		}
		for _, r := range t {
			out = append(out, string(r))
		}
	}
	return out
}

func (m *measure) wrap(ts []string, size, width, indent float64) []string {
	var out, line []string
	used := indent
	for _, t := range ts {
		w := m.width(t, size)
		if used+w > width+0.01 && len(line) > 0 {
			carry := carried(line, t)
			out = append(out, strings.TrimRight(strings.Join(line[:len(line)-carry], ""), " "))
			line = append([]string(nil), line[len(line)-carry:]...)
			used = m.width(strings.Join(line, ""), size)
			if len(line) == 0 && t == " " {
				continue
			}
		}
		line = append(line, t)
		used += w
	}
	return append(out, strings.Join(line, ""))
}

// carried tells how many tokens must go to the next line with t so that neither line breaks the rules.
func carried(line []string, t string) int {
	n := 0
	for n < 3 && n < len(line)-1 {
		head := t
		if n > 0 {
			head = line[len(line)-n]
		}
		if !strings.Contains(neverFirst, head) && !strings.Contains(neverLast, line[len(line)-n-1]) {
			return n
		}
		n++
	}
	return n
}

// describe writes characters with their code points: 𠮷 (U+20BB7).
func describe(rs []rune) string {
	parts := make([]string, len(rs))
	for i, r := range rs {
		parts[i] = fmt.Sprintf("%c (U+%04X)", r, r)
	}
	return strings.Join(parts, ", ")
}
