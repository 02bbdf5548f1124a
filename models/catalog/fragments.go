package catalog

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// Fragments are the pieces that many items share: `{ use: laws.hukou_7 }` in an item stands for the node of that name in
// fragments/laws.yaml, so that a change of law is one edit.
type fragments struct {
	all map[string]*fragment
}

type fragment struct {
	raw       *node
	expanded  *node
	expanding bool
	uses      map[string]bool
	problems  Problems // told once, wherever it is used
}

const (
	fragmentFolder = "fragments/"
	useKey         = "use"
)

// readFragments reads every fragment file; each is a mapping from a name to any node.
func readFragments(files []source) (*fragments, Problems) {
	lib := &fragments{all: map[string]*fragment{}}
	var problems Problems
	for _, f := range files {
		root, found := parse(f.file, f.raw)
		problems = append(problems, found...)
		if root == nil || len(found) > 0 {
			continue
		}
		if root.kind != mapping {
			problems = append(problems, root.problem("a fragment file names its fragments: name: …"))
			continue
		}
		for _, p := range root.pairs {
			lib.all[strings.TrimSuffix(path.Base(f.file), ".yaml")+"."+p.key] = &fragment{raw: p.value}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(lib.all)) {
		lib.named(name)
		problems = append(problems, lib.all[name].problems...)
	}
	return lib, problems
}

// unused lists the fragments that no item uses, neither itself nor through a fragment.
func (lib *fragments) unused(drafts []*draft) []string {
	used := map[string]bool{}
	var reach func(name string)
	reach = func(name string) {
		if f, ok := lib.all[name]; ok && !used[name] {
			used[name] = true
			for inner := range f.uses {
				reach(inner)
			}
		}
	}
	for _, d := range drafts {
		for name := range d.used {
			reach(name)
		}
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(lib.all)) {
		if !used[name] {
			names = append(names, name)
		}
	}
	return names
}

// named expands a fragment once; nil when it is unknown or contains itself.
func (lib *fragments) named(name string) *node {
	f, ok := lib.all[name]
	if !ok || f.expanding {
		return nil
	}
	if f.expanded == nil {
		f.expanding = true
		e := expansion{lib: lib, used: map[string]bool{}}
		f.expanded = e.node(f.raw)
		f.uses, f.problems, f.expanding = e.used, e.problems, false
	}
	return f.expanded
}

// expansion replaces what is used by what it stands for, in one file.
type expansion struct {
	lib      *fragments
	used     map[string]bool // what this file or fragment itself names
	problems Problems
}

func (e *expansion) problem(at *node, message string) *node {
	e.problems = append(e.problems, at.problem(message))
	return &node{file: at.file, line: at.line}
}

func (e *expansion) node(n *node) *node {
	switch n.kind {
	case mapping:
		return e.mapping(n)
	case sequence:
		return e.sequence(n)
	}
	return n
}

// mapping is what is used, with the mapping's own keys laid over it. What comes later wins.
func (e *expansion) mapping(n *node) *node {
	use, uses := n.get(useKey)
	if !uses {
		return e.own(n, nil)
	}
	var base []pair
	for _, at := range merged(use) {
		found := e.use(at)
		if len(n.pairs) == 1 && use.kind != sequence {
			return found
		}
		if found.kind != mapping {
			return e.problem(at, "only a mapping can take keys of its own or be merged")
		}
		base = lay(base, found.pairs)
	}
	return e.own(n, base)
}

// own expands a mapping's own keys and lays them over a base.
func (e *expansion) own(n *node, base []pair) *node {
	var own []pair
	for _, p := range n.pairs {
		if p.key != useKey {
			p.value = e.node(p.value)
			own = append(own, p)
		}
	}
	return &node{file: n.file, line: n.line, kind: mapping, pairs: lay(base, own)}
}

func lay(base, over []pair) []pair {
	all := slices.Clone(base)
	for _, p := range over {
		if i := slices.IndexFunc(all, func(q pair) bool { return q.key == p.key }); i >= 0 {
			all[i] = p
			continue
		}
		all = append(all, p)
	}
	return all
}

// sequence expands the elements; one that only uses a sequence is replaced by its elements.
func (e *expansion) sequence(n *node) *node {
	all := &node{file: n.file, line: n.line, kind: sequence, items: make([]*node, 0, len(n.items))}
	for _, one := range n.items {
		expanded := e.node(one)
		if _, uses := one.get(useKey); uses && expanded.kind == sequence {
			all.items = append(all.items, expanded.items...)
			continue
		}
		all.items = append(all.items, expanded)
	}
	return all
}

// use finds the fragment that a node names.
func (e *expansion) use(at *node) *node {
	name, ok := at.value.(string)
	if !ok {
		return e.problem(at, "use names a fragment: file.name")
	}
	f, known := e.lib.all[name]
	if !known {
		return e.problem(at, "no fragment "+name)
	}
	e.used[name] = true
	if f.expanding {
		return e.problem(at, "fragment "+name+" contains itself")
	}
	return e.lib.named(name)
}
