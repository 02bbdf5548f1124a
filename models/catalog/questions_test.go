package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
)

// What people ask in their own words, and the items that answer: one line each, items of equal right beside each other. The first list was
// known when the search was written, the second decided how its parts are weighed, the third was written apart and changed nothing.
var questions = []string{"testdata/questions-known.tsv", "testdata/questions-weighed.tsv", "testdata/questions-unseen.tsv"}

// Of everyday questions nine in ten must find the right item first, and nearly all among the first three (P02, B10).
func TestEverydayQuestions(t *testing.T) {
	t.Parallel()
	s := newShelf(1, publishedItems(t))
	for _, file := range questions {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		asked, first, three := 0, 0, 0
		for line := range strings.Lines(string(data)) {
			question, codes, _ := strings.Cut(strings.TrimSpace(line), "\t")
			at := s.place(t, question, strings.Fields(codes))
			asked++
			if at == 0 {
				first++
			}
			if at >= 0 {
				three++
			}
		}
		t.Logf("%s: %d questions, %.1f %% first, %.1f %% among three", file, asked, percent(first, asked), percent(three, asked))
		if asked < 200 || percent(first, asked) < 90 || percent(three, asked) < 97 {
			t.Errorf("%s: %d questions, %.1f %% first (aim 90), %.1f %% among three (aim 97)", file, asked, percent(first, asked), percent(three, asked))
		}
	}
}

// place is where one of the right answers stands among the first three, -1 when none does.
func (s *shelf) place(t *testing.T, question string, answers []string) int {
	t.Helper()
	page, err := s.list(Filter{Query: question, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range answers {
		if s.places[code] == nil {
			t.Errorf("%s: there is no %s", question, code)
		}
	}
	at := slices.IndexFunc(page.Items, func(i Summary) bool { return slices.Contains(answers, i.Code) })
	if at < 0 {
		t.Logf("%s → %v, not %v", question, names(page.Items), answers)
	}
	return at
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

func names(items []Summary) (list []string) {
	for _, i := range items {
		list = append(list, i.Code+" "+i.Name.Zh)
	}
	return list
}

// publishedItems are the items of the files, read and not judged.
func publishedItems(t testing.TB) []*Item {
	t.Helper()
	whole, err := readSet(migrations.Items())
	if err != nil {
		t.Fatal(err)
	}
	lib, problems := readFragments(whole.fragments)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var items []*Item
	for _, d := range whole.load(lib) {
		if d.read(); len(d.problems) > 0 {
			t.Fatal(d.problems)
		}
		items = append(items, d.item)
	}
	return items
}
