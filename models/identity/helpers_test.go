package identity

import (
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var today = workday.MustParse("2026-11-23")

// vector is an input and what it must become: a canonical form or a fault code.
type vector struct{ in, want, code string }

func run[T interface{ String() string }](t *testing.T, parse func(string) (T, error), vectors []vector) {
	t.Helper()
	for _, v := range vectors {
		got, err := parse(v.in)
		if got.String() != v.want || fault.Code(err) != v.code {
			t.Errorf("%q gives %q and %v, want %q %s", v.in, got, err, v.want, v.code)
		}
		if e, ok := fault.As(err); ok && e.Kind != fault.Invalid {
			t.Errorf("%q: kind %d", v.in, e.Kind)
		}
	}
}

func parseID(s string) (IDNumber, error) { return ParseIDNumber(s, today) }

var megabyte = strings.Repeat("４", 1<<20/3)
