package form

import (
	"fmt"
	"strconv"
	"strings"
)

// Decimal is an exact number with up to twelve digits before and six after the point, so that no limit is missed by a binary fraction.
type Decimal struct{ millionths int64 }

const million = 1_000_000

// ParseDecimal reads "12", "-0.5", "3.250".
func ParseDecimal(s string) (Decimal, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, part, pointed := strings.Cut(digits, ".")
	if !digitsOnly(whole, 12) || pointed && !digitsOnly(part, 6) {
		return Decimal{}, fmt.Errorf("%q is not a decimal number", s)
	}
	n, _ := strconv.ParseInt(whole+(part + "000000")[:6], 10, 64)
	if negative {
		n = -n
	}
	return Decimal{n}, nil
}

func digitsOnly(s string, most int) bool {
	if s == "" || len(s) > most {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Compare is -1, 0 or +1.
func (d Decimal) Compare(other Decimal) int {
	switch {
	case d.millionths < other.millionths:
		return -1
	case d.millionths > other.millionths:
		return 1
	}
	return 0
}

// Places is how many digits after the point the number needs.
func (d Decimal) Places() int {
	places, rest := 6, d.millionths
	for places > 0 && rest%10 == 0 {
		rest /= 10
		places--
	}
	return places
}

// String is the shortest form: "12", "0.5".
func (d Decimal) String() string { return d.Fixed(d.Places()) }

// Fixed is the form with so many digits after the point.
func (d Decimal) Fixed(places int) string {
	n, sign := d.millionths, ""
	if n < 0 {
		n, sign = -n, "-"
	}
	s := sign + strconv.FormatInt(n/million, 10)
	if places > 0 {
		s += "." + fmt.Sprintf("%06d", n%million)[:places]
	}
	return s
}

// UnmarshalYAML reads a number or the text of one.
func (d *Decimal) UnmarshalYAML(unmarshal func(any) error) error {
	var s string
	if err := unmarshal(&s); err != nil {
		return err
	}
	parsed, err := ParseDecimal(s)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// MarshalJSON writes a number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a number or the text of one.
func (d *Decimal) UnmarshalJSON(raw []byte) error {
	parsed, err := ParseDecimal(strings.Trim(string(raw), `"`))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
