// Package migrations carries what only ever grows: the schema, the official calendars and the published items.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed *.sql
var SQL embed.FS

//go:embed calendars/*.json
var calendars embed.FS

//go:embed all:items
var items embed.FS

// Front is what the editors put on the first page.
//
//go:embed front.yaml
var Front []byte

// Quota says how many seats for business endorsements an enterprise has by the tax it paid (domain.md 3.3).
//
//go:embed expedite/quota.v1.json
var Quota []byte

// Calendars holds one JSON file per year.
func Calendars() fs.FS { return sub(calendars, "calendars") }

// Items holds the item files, one folder per department.
func Items() fs.FS { return sub(items, "items") }

func sub(f embed.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	return s
}
