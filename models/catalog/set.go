package catalog

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// source is a file and its bytes, with line ends as LF so that a checkout on another system has the same digest.
type source struct {
	file string
	raw  []byte
}

// set is a folder of item files and the fragments that they share.
type set struct {
	items     []source
	fragments []source
}

// readSet reads every item file (*.yaml, in any folder) and every fragment.
func readSet(files fs.FS) (set, error) {
	var all set
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		s := source{file: name, raw: bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))}
		if strings.HasPrefix(name, fragmentFolder) {
			all.fragments = append(all.fragments, s)
		} else {
			all.items = append(all.items, s)
		}
		return nil
	})
	return all, err
}

// digest tells sets apart: names and bytes of all files.
func (s set) digest() [32]byte {
	h := sha256.New()
	h.Write([]byte(grammar))
	for _, f := range slices.Concat(s.fragments, s.items) {
		fmt.Fprintf(h, "%s %d\n", f.file, len(f.raw))
		h.Write(f.raw)
	}
	return [32]byte(h.Sum(nil))
}

// below keeps the items whose file is the path or lies in it; "" keeps all.
func (s set) below(only string) set {
	if only = strings.Trim(path.Clean(only), "/"); only == "." {
		return s
	}
	s.items = slices.DeleteFunc(slices.Clone(s.items), func(f source) bool {
		return f.file != only && !strings.HasPrefix(f.file, only+"/")
	})
	return s
}

// draft is an item's file on its way to a version.
type draft struct {
	src      source
	tree     *node // expanded
	item     *Item // nil when it cannot be read
	digest   [32]byte
	used     map[string]bool // fragments that it names
	problems Problems
}

// load expands every file and takes its digest; compile makes those of which wanted tells that they are needed. Both run in parallel.
func (s set) load(lib *fragments) []*draft {
	drafts := make([]*draft, len(s.items))
	parallel(len(drafts), func(i int) { drafts[i] = lib.load(s.items[i]) })
	return drafts
}

func (lib *fragments) load(src source) *draft {
	d := &draft{src: src, used: map[string]bool{}}
	root, problems := parse(src.file, src.raw)
	if len(problems) > 0 {
		d.problems = problems
		return d
	}
	e := expansion{lib: lib, used: d.used}
	d.tree = e.node(root)
	if d.problems = e.problems; len(d.problems) > 0 {
		return d
	}
	d.digest = d.tree.digest()
	return d
}

// read decodes the item without judging it.
func (d *draft) read() {
	if d.item != nil || len(d.problems) > 0 {
		return
	}
	dec, item := decoder{}, new(Item)
	dec.decode(d.tree, reflect.ValueOf(item).Elem())
	d.item, d.problems = item, dec.problems
}

// compile reads and judges the item.
func (d *draft) compile(cal *workday.Calendar) {
	if d.read(); len(d.problems) > 0 {
		return
	}
	for _, p := range compile(d.item, cal) {
		d.problems = append(d.problems, d.tree.at(p.Path).problem(p.Path+": "+p.Message))
	}
}

// code is what the file says its code is, "" when it cannot be read.
func (d *draft) code() string { return d.word("code") }

func (d *draft) word(key string) string {
	if n, ok := d.tree.get(key); ok && n.kind == scalar {
		return n.text
	}
	return ""
}

// parallel calls work for 0 to n-1 on all processors.
func parallel(n int, work func(i int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

// Report is what a publication or a check found.
type Report struct {
	Files     int      // item files read
	Published []Ref    // newly frozen
	Unchanged int      // of which a version with the same content exists
	Missing   []string // codes that are published and have no file here, as when a newer instance runs beside this one
	Unused    []string // fragments that no item uses
	Shared    []string // everyday words that several items claim, with the items
}

// Ref names a version of an item.
type Ref struct {
	Code    string
	Version int
	File    string
}

// CheckFiles reports every problem that publishing the files to an empty catalogue would meet; it needs no database. With only, the path of
// a folder or file, nothing but the items there are judged, with the fragments of the whole set.
func CheckFiles(files fs.FS, cal *workday.Calendar, only string) (Report, error) {
	whole, err := readSet(files)
	if err != nil {
		return Report{}, err
	}
	lib, problems := readFragments(whole.fragments)
	judged := whole.below(only)
	drafts := judged.load(lib)
	parallel(len(drafts), func(i int) { drafts[i].compile(cal) })
	report := Report{Files: len(drafts)}
	problems = append(problems, claims(drafts)...)
	if len(judged.items) == len(whole.items) {
		problems = append(problems, links(drafts, nil)...)
		report.Unused, report.Shared = lib.unused(drafts), shared(drafts)
	}
	for _, d := range drafts {
		problems = append(problems, d.problems...)
	}
	if len(drafts) == 0 {
		problems = append(problems, Problem{only, 0, "no item file here"})
	}
	if len(problems) > 0 {
		return report, problems.sorted()
	}
	return report, nil
}

// claims sees to it that no two files are the same item or share a short code.
func claims(drafts []*draft) (problems Problems) {
	seen := map[string]string{}
	for _, d := range drafts {
		for _, name := range []string{d.code(), "short code " + d.word("short_code")} {
			if other, taken := seen[name]; taken && name != "" {
				problems = append(problems, Problem{d.src.file, 0, fmt.Sprintf("%s is also in %s", name, other)})
			}
			seen[name] = d.src.file
		}
	}
	return problems
}

// links sees to it that an item that another one leads to exists, here or among those that are known.
func links(drafts []*draft, known map[string]bool) (problems Problems) {
	here := map[string]bool{}
	for _, d := range drafts {
		here[d.code()] = true
	}
	for _, d := range drafts {
		if d.item == nil {
			continue
		}
		for path, code := range d.item.links() {
			if !here[code] && !known[code] {
				problems = append(problems, d.tree.at(path).problem(path+": there is no item "+code))
			}
		}
	}
	return problems
}

// links are the other items that this one leads to, by the path of the word.
func (i *Item) links() map[string]string {
	found := map[string]string{}
	if i.Successor != "" {
		found["successor"] = i.Successor
	}
	for n, s := range i.Situations {
		for k, o := range s.Options {
			if o.Item != "" {
				found[fmt.Sprintf("situations[%d].options[%d].item", n, k)] = o.Item
			}
		}
	}
	return found
}

// shared lists the words that several items claim: a search for them cannot lead to one.
func shared(drafts []*draft) []string {
	claimed := map[string][]string{}
	for _, d := range drafts {
		if d.item == nil {
			continue
		}
		for _, w := range d.item.Words {
			w = strings.ToLower(strings.TrimSpace(w))
			if !slices.Contains(claimed[w], d.item.Code) {
				claimed[w] = append(claimed[w], d.item.Code)
			}
		}
	}
	var found []string
	for _, w := range slices.Sorted(maps.Keys(claimed)) {
		if len(claimed[w]) > 1 {
			found = append(found, w+": "+strings.Join(claimed[w], ", "))
		}
	}
	return found
}
