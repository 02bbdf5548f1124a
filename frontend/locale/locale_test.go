package locale

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

func TestLanguagesAreComplete(t *testing.T) {
	t.Parallel()
	for _, twice := range duplicates {
		t.Errorf("%s stands in two files", twice)
	}
	for key, zh := range messages[Chinese] {
		en, ok := messages[English][key]
		if !ok {
			t.Errorf("en lacks %q", key)
			continue
		}
		if zh == "" || en == "" {
			t.Errorf("%q is empty in a language", key)
		}
		if a, b := names(zh), names(en); !slices.Equal(a, b) {
			t.Errorf("%q: zh has placeholders %v, en %v", key, a, b)
		}
	}
	for key := range messages[English] {
		if _, ok := messages[Chinese][key]; !ok {
			t.Errorf("zh lacks %q", key)
		}
	}
}

func names(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestReaderGetsHisLanguage(t *testing.T) {
	t.Parallel()
	zh, en := context.Background(), With(context.Background(), English)
	at := time.Date(2026, 11, 23, 1, 5, 0, 0, time.UTC)
	tests := []struct{ name, got, want string }{
		{"default", T(zh, "nav.home"), "首页"},
		{"english", T(en, "nav.home"), "Home"},
		{"placeholder", T(zh, "clock.left", "days", 7), "剩余 7 个工作日"},
		{"missing key", T(en, "no.such.key"), "no.such.key"},
		{"pick", Pick(en, "爆破员", "blaster"), "blaster"},
		{"pick without english", Pick(en, "爆破员", ""), "爆破员"},
		{"day", Day(zh, at), "2026年11月23日"},
		{"day en", Day(en, at), "23 Nov 2026"},
		{"time", Time(zh, at), "2026年11月23日 09:05"},
		{"time en", Time(en, at), "23 Nov 2026, 09:05"},
		{"late evening in UTC is the next day here", Day(zh, time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC)), "2026年11月23日"},
		{"legal date", Date(zh, workday.MustParse("2026-11-23")), "2026年11月23日"},
		{"legal date en", Date(en, workday.MustParse("2026-11-23")), "23 Nov 2026"},
		{"no date", Date(en, workday.Date{}), ""},
		{"date in a message", T(en, "licence.until", "date", "2026-11-23"), "valid to 23 Nov 2026"},
		{"no time", Time(zh, time.Time{}), ""},
		{"size", Size(500 << 10), "500 KB"},
		{"parse", string(Parse("fr")), "zh"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestFaultsSpeak(t *testing.T) {
	t.Parallel()
	en := With(context.Background(), English)
	if got := Fault(en, fault.New(fault.NotFound, "NOT_FOUND")); got != messages[English]["fault.NOT_FOUND"] {
		t.Errorf("got %q", got)
	}
	if got := Field(context.Background(), fault.OneField("/x", "NO_SUCH_CODE")); !regexp.MustCompile("NO_SUCH_CODE").MatchString(got) {
		t.Errorf("an unknown code must at least be named, got %q", got)
	}
}
