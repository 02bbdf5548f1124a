package catalog

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	cal, err := workday.Load(migrations.Calendars())
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// listed are the items of the city's platform, by department.
var listed = map[string]int{
	"zhian": 61, "huzheng": 94, "churujing": 72, "jiaotong": 93, "wangan": 10, "jindu": 11, "jiansuo": 6, "fazhi": 2, "xingzhen": 3, "zonghe": 2,
}

// All items of the platform's list are there, compile, and their examples come out as they say.
func TestThe354Items(t *testing.T) {
	t.Parallel()
	report, err := CheckFiles(migrations.Items(), calendar(t), "")
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	if report.Files != 354 {
		t.Errorf("%d item files", report.Files)
	}
	if len(report.Shared) > 0 {
		t.Errorf("words that lead to several items:\n%s", strings.Join(report.Shared, "\n"))
	}
	for department, want := range listed {
		names, err := fs.Glob(migrations.Items(), department+"/430900-*.yaml")
		if err != nil || len(names) != want {
			t.Errorf("%s has %d items, not %d (%v)", department, len(names), want, err)
		}
	}
	whole, err := readSet(migrations.Items())
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := readFragments(whole.fragments)
	for _, d := range whole.load(lib) {
		d.read()
		if d.src.file != path.Join(d.item.Department, d.item.Code+".yaml") {
			t.Errorf("%s holds %s of %s", d.src.file, d.item.Code, d.item.Department)
		}
	}
}
