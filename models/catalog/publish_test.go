package catalog

import (
	"context"
	"errors"
	"io/fs"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

const (
	renewal     = "430900-ZA-0022"
	renewalFile = "zhian/430900-ZA-0022.yaml"
)

// file is the renewal's file with some of its text replaced; each old text must stand in it.
func file(t testing.TB, pairs ...string) string {
	t.Helper()
	body, err := fs.ReadFile(migrations.Items(), renewalFile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(body)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the file has no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// decode reads an item, unjudged.
func decode(name string, raw []byte) (*Item, *node, Problems) {
	whole, err := readSet(folder(name, string(raw)))
	if err != nil {
		return nil, nil, Problems{{name, 0, err.Error()}}
	}
	lib, problems := readFragments(whole.fragments)
	d := lib.load(whole.items[0])
	d.read()
	return d.item, d.tree, append(problems, d.problems...)
}

// folder is a set with one item and the fragments that the renewal uses.
func folder(name, text string) fstest.MapFS {
	files := fstest.MapFS{name: {Data: []byte(text)}}
	body, err := fs.ReadFile(migrations.Items(), "fragments/common.yaml")
	if err != nil {
		panic(err)
	}
	files["fragments/common.yaml"] = &fstest.MapFile{Data: body}
	return files
}

func TestPublishTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), dbtest.New(t)
	s := New(d, calendar(t), nil)
	report, err := s.Publish(ctx, folder(renewalFile, file(t)))
	if err != nil || len(report.Published) != report.Files || report.Unchanged != 0 {
		t.Fatalf("%+v %v", report, err)
	}
	first, err := s.Item(ctx, renewal)
	if err != nil || len(first.Digest) != 64 || first.PublishedAt.IsZero() {
		t.Fatalf("%+v %v", first, err)
	}
	revision, err := s.Revision(ctx)
	if err != nil {
		t.Fatal(err)
	}
	report, err = New(d, calendar(t), nil).Publish(ctx, folder(renewalFile, file(t)))
	if err != nil || len(report.Published) != 0 || report.Unchanged != report.Files || len(report.Missing) != 0 {
		t.Fatalf("%+v %v", report, err)
	}
	if err := s.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if again, err := s.Revision(ctx); err != nil || again != revision {
		t.Errorf("revision %d, then %d %v", revision, again, err)
	}
	if again, err := s.Item(ctx, renewal); err != nil || again != first {
		t.Errorf("an unchanged item must stay the same in memory: %v", err)
	}
}

func TestFilesThatDifferOnlyInLineEndsAreTheSame(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), New(dbtest.New(t), calendar(t), nil)
	if _, err := s.Publish(ctx, folder("a.yaml", file(t))); err != nil {
		t.Fatal(err)
	}
	report, err := s.Publish(ctx, folder("b.yaml", strings.ReplaceAll(file(t), "\n", "\r\n")))
	if err != nil || report.Unchanged != 1 {
		t.Errorf("%+v %v", report, err)
	}
}

// A comment or another order of keys changes no version, but the export gives the new bytes.
func TestExportGivesTheSameFiles(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), New(dbtest.New(t), calendar(t), nil)
	first := folder(renewalFile, file(t))
	second := folder(renewalFile, "# a comment\n"+file(t))
	for _, set := range []fstest.MapFS{first, second, first} {
		if _, err := s.Publish(ctx, set); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Export(ctx)
	if err != nil || len(got) != len(second) {
		t.Fatalf("%d files of %d, %v", len(got), len(second), err)
	}
	for name, f := range second {
		if got[name] != string(f.Data) {
			t.Errorf("%s differs", name)
		}
	}
	if item, err := s.Item(ctx, renewal); err != nil || item.Version != 1 {
		t.Errorf("a comment made a version: %v", err)
	}
}

func TestNewVersionKeepsTheOldOne(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), dbtest.New(t)
	old, s := New(d, calendar(t), nil), New(d, calendar(t), nil)
	if _, err := old.Publish(ctx, folder(renewalFile, file(t))); err != nil {
		t.Fatal(err)
	}
	second := file(t, "promised: { n: 10", "promised: { n: 9",
		"promised: 2026-10-08", "promised: 2026-09-30")
	if _, err := s.Publish(ctx, folder(renewalFile, second)); err != nil {
		t.Fatal(err)
	}
	if item, err := old.Item(ctx, renewal); err != nil || item.Version != 1 {
		t.Errorf("another instance knows nothing before it looks: %v", err)
	}
	if err := old.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*Service{"publisher": s, "other instance": old, "after a restart": New(d, calendar(t), nil)} {
		if item, err := s.Item(ctx, renewal); err != nil || item.Version != 2 || item.Procedure.Promised.N != 9 {
			t.Errorf("%s: current %v", name, err)
		}
		if item, err := s.Version(ctx, renewal, 1); err != nil || item.Procedure.Promised.N != 10 || len(item.Form.Sections) == 0 {
			t.Errorf("%s: version 1 %v", name, err)
		}
		if _, err := s.Version(ctx, renewal, 3); fault.Code(err) != "NOT_FOUND" {
			t.Errorf("%s: version 3 %v", name, err)
		}
	}
	// A program of before the change may still start beside the new one.
	report, err := old.Publish(ctx, folder(renewalFile, file(t)))
	if err != nil || report.Unchanged != 1 {
		t.Errorf("%+v %v", report, err)
	}
	if item, err := old.Item(ctx, renewal); err != nil || item.Version != 2 {
		t.Errorf("an old program turned the version back: %v", err)
	}
	report, err = s.Publish(ctx, folder(renewalFile, file(t, "不收费", "免费")))
	if err != nil || len(report.Published) != 1 || report.Published[0].Version != 3 {
		t.Errorf("%+v %v", report, err)
	}
}

func TestPublishAllOrNothing(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), New(dbtest.New(t), calendar(t), nil)
	set := folder("good.yaml", file(t))
	bad := file(t, "430900-ZA-0022", "430900-ZA-0023", `short_code: "0022"`, `short_code: "0023"`, "word: age", "word: shoe_size")
	set["bad.yaml"] = &fstest.MapFile{Data: []byte(bad)}
	if _, err := s.Publish(ctx, set); err == nil {
		t.Fatal("a bad file was published")
	}
	if page, err := s.List(ctx, Filter{}); err != nil || page.Total != 0 {
		t.Errorf("%+v %v", page, err)
	}
}

func TestPublishAtOnce(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), dbtest.New(t)
	var wait sync.WaitGroup
	var published [4]int
	for i := range published {
		wait.Go(func() {
			report, err := New(d, calendar(t), nil).Publish(ctx, folder(renewalFile, file(t)))
			if err != nil {
				t.Error(err)
			}
			published[i] = len(report.Published)
		})
	}
	wait.Wait()
	sum := 0
	for _, n := range published {
		sum += n
	}
	if sum != 1 {
		t.Errorf("published %v", published)
	}
}

func TestPublishedVersionsAreFrozen(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), dbtest.New(t)
	if _, err := New(d, calendar(t), nil).Publish(ctx, folder(renewalFile, file(t))); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE item_versions SET compiled = '{}'`, `DELETE FROM item_versions`, `TRUNCATE item_versions CASCADE`,
	} {
		if _, err := d.Pool().Exec(ctx, statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
}

// Every mistake is told with its file, line and reason.
func TestProblemsNameFileAndLine(t *testing.T) {
	t.Parallel()
	line := func(text, part string) int { return strings.Count(text[:strings.Index(text, part)], "\n") + 1 }
	tests := []struct {
		name     string
		old, new string
		at       string // text of the line that is named
		message  string
	}{
		{"unknown word", "correction_days: 15", "correction_day: 15", "correction_day:", "unknown field"},
		{"key twice", "level: city", "level: city\nlevel: city", "", "level"},
		{"wrong type", "visits: 0", "visits: [0]", "", ""},
		{"no YAML", "level: city", "level: [city", "", ""},
		{"no such kind", "kind: yesno\n          label: { zh: 近", "kind: maybe\n          label: { zh: 近", "kind: maybe", "no question kind"},
		{"condition looks nowhere", "{ question: accident, is: true }", "{ question: incident, is: true }", "question: incident", "no question"},
		{"one language", "en: Blasting personnel licence – renewal on expiry", `en: ""`, "zh: 爆破作业人员许可（到期换证）\n", "English"},
		{"no such ground", "grounds: [B3]", "grounds: [B33]", "grounds: [B33]", "no ground"},
		{"vague material", "zh: 体检证明, en: Medical certificate", "zh: 其他材料, en: Medical certificate", "zh: 其他材料", "could be anything"},
		{"asks what is forbidden", "zh: 原《爆破作业人员许可证》, en", "zh: 无犯罪记录证明, en", "zh: 无犯罪记录证明, en: Pres", "forbids"},
		{"example comes out otherwise", "grade: DIFFERS", "grade: REQUIRED", "grade: REQUIRED", "found DIFFERS"},
		{"example misses a fault", "faults:\n      projects: REQUIRED", "hidden: [grade]", "hidden: [grade]", "is asked"},
		{"example with a wrong date", "timely: 2026-11-01", "timely: 2026-11-02", "timely: 2026-11-02", "2026-11-01"},
		{"law against the promise", "promised: { n: 10", "promised: { n: 30", "promised: { n: 30", "longer than the law allows"},
		{"no such fragment", "{ use: common.contacts }", "{ use: common.contact }", "common.contact", "no fragment"},
		{"code", "code: 430900-ZA-0022", "code: 430100-ZA-0022", "code: 430100", "no area"},
	}
	for _, test := range tests {
		text := file(t, test.old, test.new)
		_, err := CheckFiles(folder("x/item.yaml", text), calendar(t), "")
		var problems Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		found := false
		for _, p := range problems {
			found = found || p.File == "x/item.yaml" && p.Line > 0 && strings.Contains(p.Message, test.message) &&
				(test.at == "" || p.Line == line(text, test.at))
		}
		if !found {
			t.Errorf("%s: want line %d %q, got\n%v", test.name, line(text, test.at), test.message, err)
		}
	}
}

func TestItemSurvivesStorage(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), New(dbtest.New(t), calendar(t), nil)
	if _, err := s.Publish(ctx, folder(renewalFile, file(t))); err != nil {
		t.Fatal(err)
	}
	item, err := s.Item(ctx, renewal)
	if err != nil {
		t.Fatal(err)
	}
	if problems := item.Form.Compile(); len(problems) > 0 {
		t.Error(problems)
	}
	hours, _ := item.Form.Question("training")
	if column, ok := hours.Column("hours"); !ok || len(column.Bounds) != 2 || column.Bounds[0].Min.String() != "40" {
		t.Errorf("%+v", hours)
	}
	grade, _ := item.Form.Question("grade")
	if grade.Required.When == nil || grade.Required.When.Is != "engineer" {
		t.Errorf("%+v", grade.Required)
	}
	result := item.Form.Check(nil, form.Env{})
	if len(result.Of("health_cert")) != 1 || len(item.Form.UnitDeclarations()) != 1 {
		t.Errorf("%+v", result.Faults)
	}
}

// The whole set: published once, the second time nothing is to be done, and an export gives every file back byte for byte.
func TestThe354ItemsArePublishedOnce(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), dbtest.New(t)
	first, err := New(d, calendar(t), nil).Publish(ctx, migrations.Items())
	if err != nil || len(first.Published) != 354 {
		t.Fatalf("%d published, %v", len(first.Published), err)
	}
	s := New(d, calendar(t), nil)
	second, err := s.Publish(ctx, migrations.Items())
	if err != nil || len(second.Published) != 0 || second.Unchanged != 354 {
		t.Errorf("%+v %v", second, err)
	}
	if page, err := s.List(ctx, Filter{}); err != nil || page.Total != 354 {
		t.Errorf("%d listed, %v", page.Total, err)
	}
	files, err := s.Export(ctx)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := readSet(migrations.Items())
	if err != nil || len(files) != len(whole.items)+len(whole.fragments) {
		t.Errorf("%d files exported, %v", len(files), err)
	}
	for _, src := range append(whole.items, whole.fragments...) {
		if files[src.file] != string(src.raw) {
			t.Errorf("%s is exported otherwise", src.file)
		}
	}
}

// The parts of an item that the catalogue does not read at its start are missed by no list, no filter and no search.
func TestTheShelfNeedsNoMoreThanItReads(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), New(dbtest.New(t), calendar(t), nil)
	if _, err := s.Publish(ctx, migrations.Items()); err != nil {
		t.Fatal(err)
	}
	var listed []*Item
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		listed, err = s.readCurrent(tx)
		return err
	})
	if err != nil || len(listed) != 354 {
		t.Fatalf("%d items, %v", len(listed), err)
	}
	for _, got := range listed {
		whole, err := s.Version(ctx, got.Code, got.Version)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole.Grounds) > 0 && len(got.Grounds) > 0 {
			t.Fatalf("%s is read whole", got.Code)
		}
		if !reflect.DeepEqual(head(got), head(whole)) || !reflect.DeepEqual(summarise(got), summarise(whole)) || !reflect.DeepEqual(got.doc(), whole.doc()) {
			t.Errorf("%s is listed otherwise than it stands", got.Code)
		}
	}
}
