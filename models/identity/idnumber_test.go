package identity

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
	"pgregory.net/rapid"
)

func TestA14_IDNumbers(t *testing.T) {
	t.Parallel()
	run(t, parseID, []vector{
		{"430903199003074515", "430903199003074515", ""},
		{"430902198511203327", "430902198511203327", ""},
		{"430923196801010016", "430923196801010016", ""},
		{"430981199912315020", "430981199912315020", ""},
		{"430922200811246017", "430922200811246017", ""},
		{"43092219770815104X", "43092219770815104X", ""},
		{"43092219770815104x", "43092219770815104X", ""},
		{"830000198808088019", "830000198808088019", ""},
		{" 430903199003074515\t", "430903199003074515", ""},
		{"　４３０９２２１９７７０８１５１０４ｘ　", "43092219770815104X", ""},
		{"430903199003074516", "", "ID_NUMBER_CHECK"},
		{"430903199002304515", "", "ID_NUMBER_BIRTH"},
		{"43090319900307451", "", "ID_NUMBER_LENGTH"},
		{"430903900307451", "", "ID_NUMBER_15"},
		{"43090390030745X", "", "ID_NUMBER_LENGTH"},
		{"", "", "ID_NUMBER_LENGTH"},
		{"4309031990030745150", "", "ID_NUMBER_LENGTH"},
		{megabyte, "", "ID_NUMBER_LENGTH"},
		{"43090319900307451O", "", "ID_NUMBER_CHARACTER"},
		{"X30903199003074515", "", "ID_NUMBER_CHARACTER"},
		{"43090319900307451\x00", "", "ID_NUMBER_CHARACTER"},
		{"43090319900307451五", "", "ID_NUMBER_CHARACTER"},
		{"\u202e30903199003074515", "", "ID_NUMBER_CHARACTER"},
		{"990903199003074515", "", "ID_NUMBER_CHECK"}, // a leading 9 is a foreigner's
		{"160903199003074515", "", "ID_NUMBER_REGION"},
		{"000000199003074515", "", "ID_NUMBER_REGION"},
		{"430903189912314515", "", "ID_NUMBER_BIRTH"},
	})
}

func TestIDNumberBirthIsNotInTheFuture(t *testing.T) {
	t.Parallel()
	n := MakeIDNumber("430903", today, 1)
	if _, err := ParseIDNumber(n.String(), today); err != nil {
		t.Errorf("born today: %v", err)
	}
	if _, err := ParseIDNumber(n.String(), today.AddDays(-1)); err == nil {
		t.Error("born tomorrow is accepted")
	}
}

func TestIDNumberTells(t *testing.T) {
	t.Parallel()
	n, err := parseID("430903199003074515")
	if err != nil {
		t.Fatal(err)
	}
	if n.Birth() != workday.MustParse("1990-03-07") || n.Sex() != Male || n.LastFour() != "4515" || n.Masked() != "430903********4515" {
		t.Errorf("%s %s %s %s", n.Birth(), n.Sex(), n.LastFour(), n.Masked())
	}
	if woman, _ := parseID("430902198511203327"); woman.Sex() != Female {
		t.Errorf("digit 17 is even, told %s", woman.Sex())
	}
	leap := MakeIDNumber("430903", workday.MustParse("1968-02-29"), 12)
	for _, c := range []struct {
		n    IDNumber
		on   string
		want int
	}{
		{n, "2026-03-06", 35}, {n, "2026-03-07", 36}, {n, "1990-03-07", 0}, {n, "1980-01-01", 0},
		{leap, "2028-02-28", 59}, {leap, "2028-02-29", 60}, {leap, "2026-02-27", 57}, {leap, "2026-02-28", 58},
		{IDNumber{}, "2026-01-01", 0},
	} {
		if got := c.n.Age(workday.MustParse(c.on)); got != c.want {
			t.Errorf("age on %s is %d, want %d", c.on, got, c.want)
		}
	}
	var none IDNumber
	if !none.Birth().IsZero() || none.Sex() != "" || none.Masked() != "" || none.LastFour() != "" {
		t.Error("the zero number tells something")
	}
}

func idNumbers() *rapid.Generator[IDNumber] {
	return rapid.Custom(func(t *rapid.T) IDNumber {
		birth := workday.MustParse("1900-01-01").AddDays(rapid.IntRange(0, 46000).Draw(t, "birth"))
		return MakeIDNumber(rapid.SampledFrom([]string{"430903", "430981", "110105", "830000", "943156"}).Draw(t, "area"), birth, rapid.IntRange(0, 999).Draw(t, "seq"))
	})
}

func TestIDNumberMadeParses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := idNumbers().Draw(t, "n")
		if got, err := parseID(n.String()); err != nil || got != n {
			t.Fatalf("%s: %v", n, err)
		}
	})
}

func TestIDNumberSlipsAreFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(idNumbers().Draw(t, "n").String())
		i := rapid.IntRange(0, 16).Draw(t, "place")
		if rapid.Bool().Draw(t, "swap") {
			if s[i] == s[i+1] {
				return
			}
			s[i], s[i+1] = s[i+1], s[i]
		} else {
			s[i] = '0' + (s[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		}
		if _, err := parseID(string(s)); err == nil {
			t.Fatalf("%s is accepted", s)
		}
	})
}

func TestMakeIDNumberRefusesNonsense(t *testing.T) {
	t.Parallel()
	for _, area := range []string{"4309", "43090X", "160903"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("area %s makes a number", area)
				}
			}()
			MakeIDNumber(area, today, 1)
		}()
	}
}

func FuzzParseIDNumber(f *testing.F) {
	for _, s := range []string{"430903199003074515", "43092219770815104x", " ４３０９０３199003074515", "430903900307451", "\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := parseID(s)
		if err != nil {
			if !n.IsZero() {
				t.Fatal("a value beside an error")
			}
			return
		}
		if again, err := parseID(n.String()); err != nil || again != n {
			t.Fatalf("%q → %q → %q, %v", s, n, again, err)
		}
	})
}
