package catalog

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"hash"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// node is a piece of an item's file or of a fragment that knows where it stands. Nodes never change once they are read, so that many
// items share the nodes of one fragment.
type node struct {
	file  string
	line  int
	kind  nodeKind
	text  string  // scalar: as written
	value any     // scalar: string, integer, float64, bool or nil
	pairs []pair  // mapping, in the order of the file
	items []*node // sequence
}

type nodeKind uint8

const (
	scalar nodeKind = iota
	mapping
	sequence
)

// pair is one key of a mapping, with its own line.
type pair struct {
	key   string
	line  int
	file  string
	value *node
}

// get finds the value of a key.
func (n *node) get(key string) (*node, bool) {
	if n == nil {
		return nil, false
	}
	for i := range n.pairs {
		if n.pairs[i].key == key {
			return n.pairs[i].value, true
		}
	}
	return nil, false
}

func (n *node) null() bool { return n == nil || n.kind == scalar && n.value == nil }

// problem makes the problem of a place in a file.
func (n *node) problem(message string) Problem { return Problem{n.file, n.line, message} }

// parse reads one YAML document into a tree; anchors, aliases and merge keys (<<) are resolved.
func parse(file string, raw []byte) (*node, Problems) {
	tree, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil, Problems{syntaxProblem(file, err)}
	}
	if len(tree.Docs) != 1 || tree.Docs[0].Body == nil {
		return nil, Problems{{file, 0, "a file holds exactly one document"}}
	}
	r := reader{file: file, anchors: map[string]*node{}}
	root := r.read(tree.Docs[0].Body)
	return root, r.problems
}

// reader turns the parser's tree into nodes.
type reader struct {
	file     string
	anchors  map[string]*node
	problems Problems
}

func (r *reader) line(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

func (r *reader) refuse(n ast.Node, message string) {
	r.problems = append(r.problems, Problem{r.file, r.line(n), message})
}

func (r *reader) read(from ast.Node) *node {
	n := &node{file: r.file, line: r.line(from)}
	switch from := from.(type) {
	case *ast.MappingNode:
		n.kind = mapping
		for _, one := range from.Values {
			r.pair(n, one)
		}
		if len(n.pairs) > 0 {
			n.line = n.pairs[0].line
		}
	case *ast.MappingValueNode:
		n.kind = mapping
		r.pair(n, from)
		n.line = r.line(from.Key)
	case *ast.SequenceNode:
		n.kind, n.items = sequence, make([]*node, len(from.Values))
		for i, one := range from.Values {
			n.items[i] = r.read(one)
		}
		if len(n.items) > 0 {
			n.line = n.items[0].line
		}
	case *ast.AnchorNode:
		n = r.read(from.Value)
		r.anchors[from.Name.GetToken().Value] = n
	case *ast.AliasNode:
		name := from.Value.GetToken().Value
		known, ok := r.anchors[name]
		if !ok {
			r.refuse(from, "no anchor &"+name+" comes before")
			return n
		}
		return known
	case *ast.LiteralNode:
		n.text = from.Value.Value
		n.value = n.text
	case *ast.TagNode:
		r.refuse(from, "tags have no meaning here")
	case *ast.NullNode:
	default:
		r.scalar(n, from)
	}
	return n
}

func (r *reader) scalar(n *node, from ast.Node) {
	t := from.GetToken()
	n.text = t.Value
	switch from := from.(type) {
	case *ast.StringNode:
		n.text, n.value = from.Value, from.Value
	case *ast.BoolNode:
		n.value = from.Value
	case *ast.IntegerNode, *ast.FloatNode:
		n.value = n.text // what begins with 0 is a code rather than an octal number
		if json.Valid([]byte(n.text)) {
			n.value = json.Number(n.text)
		}
	default:
		n.value = n.text
	}
}

// pair adds a key to a mapping; what a merge key brings gives way to the mapping's own keys.
func (r *reader) pair(n *node, from *ast.MappingValueNode) {
	if _, merge := from.Key.(*ast.MergeKeyNode); merge {
		for _, other := range merged(r.read(from.Value)) {
			for _, p := range other.pairs {
				if _, own := n.get(p.key); !own {
					n.pairs = append(n.pairs, p)
				}
			}
		}
		return
	}
	t := from.Key.GetToken()
	p := pair{key: t.Value, line: t.Position.Line, file: r.file, value: r.read(from.Value)}
	if p.value.line == 0 {
		p.value.line = p.line
	}
	if i := slices.IndexFunc(n.pairs, func(q pair) bool { return q.key == p.key }); i >= 0 {
		n.pairs[i] = p // the parser refuses doubles, so this one came by a merge key
		return
	}
	n.pairs = append(n.pairs, p)
}

func merged(n *node) []*node {
	if n.kind == sequence {
		return n.items
	}
	return []*node{n}
}

// digest is the SHA-256 of what a tree says, wherever it stands and in whatever order its keys are written.
func (n *node) digest() [32]byte {
	h := sha256.New()
	h.Write([]byte(grammar))
	n.write(h)
	return [32]byte(h.Sum(nil))
}

// grammar is raised when publishing derives something else from the same files, so that every item gets a new version.
const grammar = "1\n"

func (n *node) write(h hash.Hash) {
	say := func(mark, text string) {
		h.Write([]byte(mark + strconv.Itoa(len(text)) + ":" + text))
	}
	switch n.kind {
	case mapping:
		say("{", strconv.Itoa(len(n.pairs)))
		for _, p := range slices.SortedFunc(slices.Values(n.pairs), func(a, b pair) int { return cmp.Compare(a.key, b.key) }) {
			say("k", p.key)
			p.value.write(h)
		}
	case sequence:
		say("[", strconv.Itoa(len(n.items)))
		for _, one := range n.items {
			one.write(h)
		}
	default:
		if n.value == nil {
			say("n", "")
			return
		}
		say("s", n.text)
	}
}
