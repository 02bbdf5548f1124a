package identity

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
	"pgregory.net/rapid"
)

func TestA14_CaseNumbers(t *testing.T) {
	t.Parallel()
	n, err := NewCaseNumber(Yiyang, "0001", today, 1)
	if err != nil || n.String() != "43090000012026112300001G" {
		t.Fatalf("%s, %v", n, err)
	}
	if n.Area() != Yiyang || n.Item() != "0001" || n.Received() != today {
		t.Errorf("%s %s %s", n.Area(), n.Item(), n.Received())
	}
	sign := func(body string) string { return body + string(mod37(body)) }
	run(t, ParseCaseNumber, []vector{
		{"43090000012026112300001G", "43090000012026112300001G", ""},
		{" 430900 0001 20261123 00001 g ", "43090000012026112300001G", ""},
		{"430900-0001-20261123-00001-G", "43090000012026112300001G", ""},
		{"43090000012026112300001H", "", "CASE_NUMBER_CHECK"},
		{"43090000012026112300002G", "", "CASE_NUMBER_CHECK"},
		{"43090000012026112300001", "", "CASE_NUMBER_LENGTH"},
		{"", "", "CASE_NUMBER_LENGTH"},
		{megabyte, "", "CASE_NUMBER_LENGTH"},
		{"4309000001202611230000〇G", "", "CASE_NUMBER_CHARACTER"},
		{sign("43019900012026112300001"), "", "CASE_NUMBER_AREA"},
		{sign("43090000012026023000001"), "", "CASE_NUMBER_DATE"},
		{sign("43090000012026112300000"), "", "CASE_NUMBER_SEQUENCE"},
		{sign("4309000001202611230000A"), "", "CASE_NUMBER_SEQUENCE"},
	})
}

// Published numbers of other systems that end in the same check character: GRid of ISO 7064's own users, and ISAN (ISO 15706).
func TestMod37AgreesWithPublishedNumbers(t *testing.T) {
	t.Parallel()
	for _, n := range []string{"A12425GABC1234002M", "00000001894700008", "B159D8FA01240000K", "000000003A8D0000Z"} {
		if last := len(n) - 1; mod37(n[:last]) != n[last] {
			t.Errorf("%s: got %c", n, mod37(n[:last]))
		}
	}
}

func TestNewCaseNumberRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		area Area
		item string
		day  workday.Date
		seq  int
		code string
	}{
		{Area{}, "0001", today, 1, "CASE_NUMBER_AREA"},
		{Yiyang, "001", today, 1, "CASE_NUMBER_ITEM"},
		{Yiyang, "00a1", today, 1, "CASE_NUMBER_ITEM"},
		{Yiyang, "0001", workday.Date{}, 1, "CASE_NUMBER_DATE"},
		{Yiyang, "0001", today, 0, "CASE_NUMBER_SEQUENCE"},
		{Yiyang, "0001", today, MaxCaseSequence + 1, "CASE_NUMBER_SEQUENCE"},
	} {
		if n, err := NewCaseNumber(c.area, c.item, c.day, c.seq); fault.Code(err) != c.code || !n.IsZero() {
			t.Errorf("%+v: %s, %v", c, n, err)
		}
	}
}

func TestCaseNumberReadsBackAndSlipsAreFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, err := NewCaseNumber(rapid.SampledFrom(Areas()).Draw(t, "area"), rapid.StringMatching(`[0-9A-Z]{4}`).Draw(t, "item"),
			today.AddDays(rapid.IntRange(0, 9999).Draw(t, "day")), rapid.IntRange(1, MaxCaseSequence).Draw(t, "seq"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseCaseNumber(n.String()); err != nil || got != n {
			t.Fatalf("%s reads %s, %v", n, got, err)
		}
		s := []byte(n.String())
		i := rapid.IntRange(0, 23).Draw(t, "place")
		slip := rapid.SampledFrom([]byte(alphanumeric)).Draw(t, "slip")
		if slip == s[i] {
			return
		}
		s[i] = slip
		if _, err := ParseCaseNumber(string(s)); fault.Code(err) != "CASE_NUMBER_CHECK" {
			t.Fatalf("%s: %v", s, err)
		}
	})
}

func FuzzParseCaseNumber(f *testing.F) {
	for _, s := range []string{"43090000012026112300001G", "430900-0001-20261123-00001-G", "43090000012026112300001H", "\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseCaseNumber(s)
		if err != nil {
			if !n.IsZero() {
				t.Fatal("a value beside an error")
			}
			return
		}
		if again, err := ParseCaseNumber(n.String()); err != nil || again != n {
			t.Fatalf("%q → %q → %q, %v", s, n, again, err)
		}
		if rebuilt, err := NewCaseNumber(n.Area(), n.Item(), n.Received(), 1); err != nil || rebuilt.Area() != n.Area() {
			t.Fatalf("%s has parts that make no number: %v", n, err)
		}
	})
}
