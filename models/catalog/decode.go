package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Problem is a mistake in an item's file.
type Problem struct {
	File    string
	Line    int // 0 when the file as a whole is meant
	Message string
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

// source is an item's file: its bytes and, for messages, its tree.
type source struct {
	file string
	raw  []byte
	tree *ast.File
}

// decode reads an item strictly: an unknown word, a key that stands twice or a wrong type is a problem with its line.
func decode(file string, raw []byte) (*Item, source, Problems) {
	src := source{file: file, raw: raw}
	tree, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil, src, Problems{src.problem(err)}
	}
	src.tree = tree
	if len(tree.Docs) != 1 {
		return nil, src, Problems{{file, 0, "an item's file holds exactly one document"}}
	}
	item := new(Item)
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(item); err != nil {
		return nil, src, Problems{src.problem(err)}
	}
	return item, src, nil
}

var position = regexp.MustCompile(`^\[\d+:\d+\] `)

// problem takes the line and the first sentence of a decoder's error.
func (s source) problem(err error) Problem {
	p := Problem{File: s.file, Message: err.Error()}
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

// at makes the problem of a place in the item: "form.sections[0].questions[2].show". Where the place itself is not in the file, the
// nearest one around it is named.
func (s source) at(path, message string) Problem {
	p := Problem{File: s.file, Message: path + ": " + message}
	for place := path; place != ""; place = outer(place) {
		if line, ok := s.line(place); ok {
			p.Line = line
			return p
		}
	}
	return p
}

func (s source) line(path string) (int, bool) {
	place, err := yaml.PathString("$." + path)
	if err != nil {
		return 0, false
	}
	node, err := place.FilterFile(s.tree)
	if err != nil || node == nil || node.GetToken() == nil {
		return 0, false
	}
	return node.GetToken().Position.Line, true
}

// outer is the path without its last step, "" at the top.
func outer(path string) string {
	return path[:max(strings.LastIndexAny(path, ".["), 0)]
}
