package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
)

// What people ask in their own words, and the items that answer: one line each, items of equal right beside each other.
const questions = "testdata/questions.tsv"

// Of everyday questions nine in ten must find the right item first, and nearly all among the first three (P02, B10).
func TestEverydayQuestions(t *testing.T) {
	t.Parallel()
	s := newShelf(1, publishedItems(t))
	data, err := os.ReadFile(questions)
	if err != nil {
		t.Fatal(err)
	}
	asked, first, three := 0, 0, 0
	for line := range strings.Lines(string(data)) {
		question, codes, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if question == "" {
			continue
		}
		answers := strings.Fields(codes)
		page, err := s.list(Filter{Query: question, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(page.Items, func(i Summary) bool { return slices.Contains(answers, i.Code) })
		asked++
		if at == 0 {
			first++
		}
		if at >= 0 {
			three++
		} else {
			t.Logf("%s → %v, not %v", question, names(page.Items), answers)
		}
		for _, code := range answers {
			if s.items[code] == nil {
				t.Errorf("%s: there is no %s", question, code)
			}
		}
	}
	t.Logf("%d questions: %.1f %% first, %.1f %% among three", asked, percent(first, asked), percent(three, asked))
	if asked < 200 || percent(first, asked) < 90 || percent(three, asked) < 97 {
		t.Errorf("%d questions: %.1f %% first (aim 90), %.1f %% among three (aim 97)", asked, percent(first, asked), percent(three, asked))
	}
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
