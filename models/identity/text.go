// Package identity holds the numbers and names that people and enterprises are known by, parsed into types that cannot hold a wrong
// value: the zero value is "none", anything else has passed its checks (domain.md 1.8, 5.1–5.6, 5.8). Errors are *fault.Error of kind
// Invalid with a stable code and never repeat the value.
package identity

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// text is what every number here is inside. It can be embedded, but only this package can fill it.
type text struct{ v string }

// String is the canonical form, "" for none.
func (t text) String() string { return t.v }

// IsZero tells whether there is none.
func (t text) IsZero() bool { return t.v == "" }

// MarshalText is the canonical form, so JSON shows a string.
func (t text) MarshalText() ([]byte, error) { return []byte(t.v), nil }

// Value writes a text column; none is NULL.
func (t text) Value() (driver.Value, error) {
	if t.v == "" {
		return nil, nil
	}
	return t.v, nil
}

// Scan reads a text column. What the database holds was checked when it was written, so it is trusted: a rule that became stricter
// must not make old cases unreadable.
func (t *text) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		t.v = ""
	case string:
		t.v = v
	case []byte:
		t.v = string(v)
	default:
		return fmt.Errorf("identity: cannot read text from %T", src)
	}
	return nil
}

// unmarshal gives the types their UnmarshalText: "" is none, everything else must parse.
func unmarshal[T any](into *T, raw []byte, parse func(string) (T, error)) error {
	var value T
	if len(raw) > 0 {
		parsed, err := parse(string(raw))
		if err != nil {
			return err
		}
		value = parsed
	}
	*into = value
	return nil
}

// part is a slice of the value, "" when a trusted value is too short for it.
func (t text) part(from, to int) string {
	if len(t.v) < to {
		return ""
	}
	return t.v[from:to]
}

// longest is more bytes than any value here can have, however it is typed.
const longest = 512

// fold trims and turns full-width forms (０, Ａ, －) into ASCII and ASCII letters into upper case, as an input method may have left
// them. What is too long to be anything stays as it is, so a megabyte of input costs nothing.
func fold(s string) string {
	if len(s) > longest {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r += '!' - '！'
		}
		if r >= 'a' && r <= 'z' {
			r += 'A' - 'a'
		}
		return r
	}, strings.TrimSpace(s))
}

// fits tells whether s has between least and most characters; it stops counting at most.
func fits(s string, least, most int) bool {
	n := 0
	for range s {
		if n++; n > most {
			return false
		}
	}
	return n >= least
}

// within tells whether every byte of s is one of the alphabet's.
func within(s, alphabet string) bool {
	for i := range len(s) {
		if strings.IndexByte(alphabet, s[i]) < 0 {
			return false
		}
	}
	return true
}

func invalid(code string) error { return fault.New(fault.Invalid, code) }

const (
	digits       = "0123456789"
	letters      = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	alphanumeric = digits + letters
)
