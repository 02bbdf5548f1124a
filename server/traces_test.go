package server_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// left is what an app keeps: a digest of every table, and its files.
type left struct {
	app    *apptest.App
	tables map[string]string
	files  []string
}

// passing notes who came, how often and what he read before he was refused; refused requests may leave that much.
var passing = []string{"readings", "sessions", "refresh_tokens", "sign_in_challenges", "sms_codes", "account_events", "rate_limits", "accounts", "river_client",
	"river_leader", "river_client_queue"}

func leftIn(t *testing.T, app *apptest.App) left {
	t.Helper()
	l := left{app: app, tables: map[string]string{}}
	rows, err := app.DB.Pool().Query(t.Context(), `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(passing, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		var digest string
		err := app.DB.Pool().QueryRow(t.Context(), `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM `+name+` t`).Scan(&digest)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		l.tables[name] = digest
	}
	err = filepath.WalkDir(app.Dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			l.files = append(l.files, path)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return l
}

// same fails the test when anything is not as it was.
func (l left) same(t *testing.T, who string) {
	t.Helper()
	now := leftIn(t, l.app)
	for name, digest := range now.tables {
		if l.tables[name] != digest {
			t.Errorf("%s left something in %s: %s, before %s", who, name, digest, l.tables[name])
		}
	}
	if !slices.Equal(l.files, now.files) {
		t.Errorf("%s left files behind: %s, before %s", who, strings.Join(now.files, " "), strings.Join(l.files, " "))
	}
}
