package server

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/db/dbtest"
)

// The commands about limits, as an operator types them: every day of a case's clocks, as they stand now and stood at an earlier instant, and the
// import of an announcement, once and again.
func TestCommandsAboutLimits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dir, database := dataDir(t), dbtest.Create(t)
	settings := environ(dir, "DATABASE_URL="+database, "PORTAL_NOW=2026-09-17T09:00:00+08:00")
	say := func(args ...string) (string, error) {
		var out strings.Builder
		err := run(ctx, args, settings, &out)
		return out.String(), err
	}
	want := func(words []string, args ...string) {
		t.Helper()
		said, err := say(args...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		for _, w := range words {
			if !strings.Contains(said, w) {
				t.Errorf("%v does not say %q:\n%s", args, w, said)
			}
		}
	}
	want([]string{"sample cases made"}, "seed")

	i, err := Open(ctx, Place{DatabaseURL: database, DataDir: dir, Now: dbtest.NewClock(t, "2026-09-17T09:00:00+08:00").Now})
	if err != nil {
		t.Fatal(err)
	}
	var number string
	err = i.DB.Pool().QueryRow(ctx, `SELECT number FROM cases WHERE clock = 'K1' AND state = 'RECEIVED' ORDER BY number LIMIT 1`).Scan(&number)
	if e := i.Close(); err != nil || e != nil {
		t.Fatal(err, e)
	}
	want([]string{number, "K1  5", "day 0, not counted (C-1)", "working day"}, "clock", "--case", number)
	want([]string{"on 2026-09-24"}, "clock", "--case", number, "--at", "2026-09-24T10:00:00+08:00")
	for _, wrong := range [][]string{{"clock"}, {"clock", "--case", "X"}, {"clock", "--case", number, "--at", "yesterday"}, {"calendar"}, {"calendar", "import", "/nowhere"}} {
		if said, err := say(wrong...); err == nil {
			t.Errorf("%v is taken: %s", wrong, said)
		}
	}

	file := filepath.Join(dir, "2027.json")
	notice := `{"year": 2027, "status": "OFFICIAL", "source": "国务院办公厅通知, 2026-11-04", "off": ["2027-01-01..2027-01-03"], "work": []}`
	if err := os.WriteFile(file, []byte(notice), 0o600); err != nil {
		t.Fatal(err)
	}
	want([]string{"2027 is in use: OFFICIAL, 国务院办公厅通知, 2026-11-04", "open cases"}, "calendar", "import", file, "--by", "夏敏")
	want([]string{"2027 says what is known already", "0 open cases"}, "calendar", "import", file)
}
