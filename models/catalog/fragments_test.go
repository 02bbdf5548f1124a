package catalog

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

// tiny makes a set of one file and fragments from texts, by path.
func tiny(t *testing.T, files map[string]string) (*draft, Problems) {
	t.Helper()
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	whole, err := readSet(all)
	if err != nil || len(whole.items) != 1 {
		t.Fatal(err, len(whole.items))
	}
	lib, problems := readFragments(whole.fragments)
	d := lib.load(whole.items[0])
	return d, append(problems, d.problems...)
}

func TestFragmentsStandInPlace(t *testing.T) {
	t.Parallel()
	d, problems := tiny(t, map[string]string{
		"fragments/law.yaml":  "one: { law: A, article: 1 }\nmany: [{ law: B }, { law: C }]\nboth: [{ use: law.one }, { use: law.many }]\n",
		"fragments/base.yaml": "city: { level: city, body: 益阳 }\ncounty: { use: base.city, level: county }\n",
		"x/item.yaml": `use: [base.city, base.county]
body: 桃江
basis:
  - use: law.one
  - { use: law.many }
  - { use: law.one, article: 2 }
  - law: D
nested: { use: law.both }
`,
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := "county|桃江|A|1|B|C|A|2|D|A|1|B|C"
	var got []string
	for _, path := range []string{"level", "body", "basis[0].law", "basis[0].article", "basis[1].law", "basis[2].law", "basis[3].law", "basis[3].article",
		"basis[4].law", "nested[0].law", "nested[0].article", "nested[1].law", "nested[2].law"} {
		got = append(got, d.tree.at(path).text)
	}
	if strings.Join(got, "|") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, "|"), want)
	}
	for path, at := range map[string]Problem{
		"basis[1].law": {File: "fragments/law.yaml", Line: 2}, "basis[3].article": {File: "x/item.yaml", Line: 6}, "level": {File: "fragments/base.yaml", Line: 2},
	} {
		if n := d.tree.at(path); n.file != at.File || n.line != at.Line {
			t.Errorf("%s stands at %s:%d, not %s:%d", path, n.file, n.line, at.File, at.Line)
		}
	}
}

func TestFragmentMistakesNameFileAndLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, fragments, item string
		file                  string
		line                  int
		message               string
	}{
		{"unknown", "a: 1\n", "x: 1\ny: { use: f.b }\n", "x/item.yaml", 2, "no fragment f.b"},
		{"cycle", "a: { use: f.b }\nb:\n  c: { use: f.a }\n", "x: { use: f.a }\n", "fragments/f.yaml", 3, "contains itself"},
		{"scalar with keys", "a: 1\n", "x: { use: f.a, y: 2 }\n", "x/item.yaml", 1, "only a mapping"},
		{"list at the top", "a: [1]\n", "use: [f.a]\nx: 1\n", "x/item.yaml", 1, "only a mapping"},
		{"no name", "a: 1\n", "x: { use: { y: 1 } }\n", "x/item.yaml", 1, "names a fragment"},
		{"no mapping", "- a\n", "x: 1\n", "fragments/f.yaml", 1, "names its fragments"},
		{"no YAML", "a: [1\n", "x: 1\n", "fragments/f.yaml", 1, ""},
	}
	for _, test := range tests {
		_, problems := tiny(t, map[string]string{"fragments/f.yaml": test.fragments, "x/item.yaml": test.item})
		found := false
		for _, p := range problems {
			found = found || p.File == test.file && p.Line == test.line && strings.Contains(p.Message, test.message)
		}
		if !found {
			t.Errorf("%s: %v", test.name, problems)
		}
	}
}

// A mistake inside a fragment is told where it is written, once, however many items use it.
func TestMistakeInAFragmentIsToldOnce(t *testing.T) {
	t.Parallel()
	files := folder("x/one.yaml", file(t))
	files["x/two.yaml"] = &fstest.MapFile{Data: []byte(file(t, "430900-ZA-0022", "430900-ZA-0023", `short_code: "0022"`, `short_code: "0023"`))}
	common := string(files["fragments/common.yaml"].Data)
	files["fragments/common.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(common, "\ncontacts:\n  advice:", "\ncontacts:\n  advise:", 1))}
	_, err := CheckFiles(files, calendar(t), "x")
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	told := 0
	for _, p := range problems {
		if strings.Contains(p.Message, `unknown field "advise"`) {
			told++
			if line := strings.Count(common[:strings.Index(common, "\ncontacts:")], "\n") + 3; p.File != "fragments/common.yaml" || p.Line != line {
				t.Errorf("told at %s:%d, not at line %d", p.File, p.Line, line)
			}
		}
	}
	if told != 1 {
		t.Errorf("told %d times: %v", told, problems)
	}
}

func TestUnusedFragmentsAreListed(t *testing.T) {
	t.Parallel()
	whole, err := readSet(fstest.MapFS{
		"fragments/f.yaml": {Data: []byte("a: 1\nb: { use: f.a }\nc: 2\n")}, "x/item.yaml": {Data: []byte("x: { use: f.b }\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := readFragments(whole.fragments)
	if got := lib.unused(whole.load(lib)); len(got) != 1 || got[0] != "f.c" {
		t.Error(got)
	}
}

// Only what a file says counts: comments, the order of keys and where a text stands do not make a version.
func TestDigestIsOfTheContent(t *testing.T) {
	t.Parallel()
	digest := func(item, fragments string) [32]byte {
		d, problems := tiny(t, map[string]string{"x/item.yaml": item, "fragments/f.yaml": fragments})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return d.digest
	}
	first := digest("a: { use: f.x }\nb: 2\n", "x: 1\n")
	for name, other := range map[string][32]byte{
		"comment": digest("# c\na: { use: f.x }\nb: 2\n", "x: 1\n"), "order": digest("b: 2\na: { use: f.x }\n", "x: 1\ny: 3\n"), "in place": digest("b: 2\na: 1\n", "x: 1\n"),
	} {
		if other != first {
			t.Errorf("%s changes the digest", name)
		}
	}
	if digest("a: { use: f.x }\nb: 2\n", "x: 2\n") == first {
		t.Error("a changed fragment does not change the item")
	}
}
