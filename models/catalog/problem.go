package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// Problem is a mistake in an item's file or in a fragment that it uses.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // 0 when the file as a whole is meant
	Message string `json:"message"`
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// Problems are all the mistakes that stop a publication. They are read by whoever writes items, never by applicants.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// sorted orders problems by file and line and leaves doubles out: a mistake in a fragment is told once.
func (p Problems) sorted() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return slices.Compact(p)
}

var position = regexp.MustCompile(`^\[(\d+):\d+\] `)

// syntaxProblem takes the line and the first sentence of a parser's error.
func syntaxProblem(file string, err error) Problem {
	p := Problem{File: file, Message: err.Error()}
	if at := position.FindStringSubmatch(p.Message); at != nil {
		p.Line, _ = strconv.Atoi(at[1])
	}
	var known yaml.Error
	if errors.As(err, &known) {
		p.Message = known.GetMessage()
		if t := known.GetToken(); t != nil && t.Position != nil {
			p.Line = t.Position.Line
		}
	}
	p.Message, _, _ = strings.Cut(position.ReplaceAllString(p.Message, ""), "\n")
	return p
}

// at finds the place of a path in a tree: "form.sections[0].questions[2].show". Where the place itself is not written, the nearest one
// around it is named.
func (n *node) at(path string) *node {
	here := n
	for rest := path; rest != ""; {
		var step string
		if rest[0] == '[' {
			step, rest, _ = strings.Cut(rest[1:], "]")
			i, err := strconv.Atoi(step)
			if err != nil || here.kind != sequence || i >= len(here.items) {
				return here
			}
			here = here.items[i]
		} else {
			end := strings.IndexAny(rest, ".[")
			if end < 0 {
				end = len(rest)
			}
			step, rest = rest[:end], rest[end:]
			inner, ok := here.get(step)
			if !ok {
				return here
			}
			here = inner
		}
		rest = strings.TrimPrefix(rest, ".")
	}
	return here
}
