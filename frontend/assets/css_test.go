package assets_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	comments = regexp.MustCompile(`(?s)/\*.*?\*/`)
	ours     = regexp.MustCompile(`\.(pp-[a-z0-9-]+)`)
	counted  = regexp.MustCompile(`-\d+$`) // pp-series-2 is written pp-series-%d
)

// A class that no page writes any more leaves the stylesheets too.
func TestEveryClassOfTheStylesheetsIsUsed(t *testing.T) {
	t.Parallel()
	var pages strings.Builder
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == "e2e") {
			return fs.SkipDir
		}
		if ext := filepath.Ext(path); ext != ".templ" && ext != ".ts" && ext != ".go" || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		pages.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, name := range regexp.MustCompile(`pp-[a-z0-9-]+(%d)?`).FindAllString(pages.String(), -1) {
		used[name] = true
	}
	sheets, err := filepath.Glob("css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal("no stylesheets", err)
	}
	for _, sheet := range sheets {
		text, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ours.FindAllStringSubmatch(comments.ReplaceAllString(string(text), ""), -1) {
			if name := m[1]; !used[name] && !used[counted.ReplaceAllString(name, "-%d")] {
				t.Errorf("%s: nothing has the class %s", sheet, name)
			}
		}
	}
}
