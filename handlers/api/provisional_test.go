package api

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

func TestLimitsInAProvisionalYearAreLabelled(t *testing.T) {
	t.Parallel()
	open := func(d workday.Date) bool { return d.Year() == 2027 }
	for _, test := range []struct{ given, want string }{
		{`{"due":"2027-01-04"}`, `{"due":"2027-01-04","provisional":true}`},
		{`{"due":"2026-12-31","do_by":null}`, `{"due":"2026-12-31","do_by":null}`},
		{`{"valid_to":"2027-01-04"}`, `{"valid_to":"2027-01-04"}`},
		{`{"due":"2027-01-04","provisional":false}`, `{"due":"2027-01-04","provisional":false}`},
		{`[{"due":"2027-01-04"},{"due":{"due":"x"},"latest":"2027-02-01","list":["due","2027-01-04"]}]`,
			`[{"due":"2027-01-04","provisional":true},{"due":{"due":"x"},"latest":"2027-02-01","list":["due","2027-01-04"],"provisional":true}]`},
		{`{"case":{"eta":{"earliest":"2027-01-04"},"n":1}}`, `{"case":{"eta":{"earliest":"2027-01-04","provisional":true},"n":1}}`},
	} {
		if got := string(label([]byte(test.given), open)); got != test.want {
			t.Errorf("%s becomes %s, want %s", test.given, got, test.want)
		}
	}
}
