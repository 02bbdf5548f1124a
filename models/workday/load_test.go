package workday

import (
	"strings"
	"testing"
	"testing/fstest"
)

const year2026 = `{"year":2026,"status":"OFFICIAL","source":"通知","off":["2026-10-01..2026-10-07"],"work":["2026-10-10"]}`

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func TestLoadIsStrict(t *testing.T) {
	t.Parallel()
	change := func(old, new string) string { return strings.Replace(year2026, old, new, 1) }
	for _, c := range []struct{ name, content, want string }{
		{"2026.json", `{"year":2026,`, "2026.json: near byte"},
		{"2026.json", year2026 + `{}`, "more than one JSON value"},
		{"2026.json", change(`"off"`, `"free"`), "unknown field"},
		{"2027.json", year2026, "year: 2026 belongs into 2026.json"},
		{"2026.json", change("OFFICIAL", "official"), `2026: status: "official"`},
		{"2026.json", change("通知", " "), "source: missing"},
		{"2026.json", change("2026-10-07", "2026-10-32"), `off[0]: "2026-10-32" is not a date`},
		{"2026.json", change("2026-10-07", "2026-09-30"), "is not a range"},
		{"2026.json", change("2026-10-07", "2027-10-07"), "off[0]: 2027-01-01 is not in 2026"},
		{"2026.json", change(`"2026-10-10"`, `"2026-10-10","2026-10-10"`), "work[1]: 2026-10-10 is given twice"},
		{"2026.json", change("2026-10-10", "2026-10-04"), "work[0]: 2026-10-04 is given twice"},
		{"2026.json", change("2026-10-10", "2026-10-12"), "work[0]: 2026-10-12 is a working day already"},
		{"readme.txt", "", "no year files"},
	} {
		if _, err := Load(files(c.name, c.content)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want …%s…", c.content, err, c.want)
		}
	}
	y := Year{Year: 2026, Status: Official, Source: "通知"}
	if _, err := NewCalendar("v1", y, y); err == nil || !strings.Contains(err.Error(), "given twice") {
		t.Errorf("the same year twice: %v", err)
	}
}

func TestVersionFollowsTheData(t *testing.T) {
	t.Parallel()
	version := func(content string) string {
		c, err := Load(files("2026.json", content))
		if err != nil {
			t.Fatal(err)
		}
		return c.Version()
	}
	first := version(year2026)
	if len(first) != 12 || first != version(year2026) {
		t.Errorf("version %q is not stable", first)
	}
	listed := strings.Replace(year2026, "2026-10-01..2026-10-07", `2026-10-01..2026-10-03","2026-10-04..2026-10-07`, 1)
	if version(listed) != first {
		t.Error("the same days written otherwise are another version")
	}
	for _, other := range []string{strings.Replace(year2026, "10-07", "10-06", 1), strings.Replace(year2026, "OFFICIAL", "PROVISIONAL", 1)} {
		if version(other) == first {
			t.Errorf("%s has the same version", other)
		}
	}
	if c, err := NewCalendar("2026-11-23"); err != nil || c.Version() != "2026-11-23" {
		t.Errorf("a given version is kept: %v", err)
	}
}
