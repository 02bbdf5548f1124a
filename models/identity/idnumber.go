package identity

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// IDNumber is a 公民身份号码 of GB 11643-1999: 18 characters. The residence permits of Hong Kong, Macao and Taiwan residents and the
// 2023 permanent residence card of foreigners have the same form.
type IDNumber struct{ text }

// Sex is read from digit 17.
type Sex string

const (
	Male   Sex = "male"
	Female Sex = "female"
)

// provinces are the first two digits in use; a leading 9 stands for foreigners. The next four are not checked: divisions that no
// longer exist stay in the numbers of the people born there.
const provinces = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 "

var firstBirth = workday.MustParse("1900-01-01")

// ParseIDNumber reads what a person typed: trimmed, full-width characters folded, x as X. The birth date must lie between 1900 and
// today. Codes: ID_NUMBER_15 (an old number: 请使用18位号码), ID_NUMBER_LENGTH, ID_NUMBER_CHARACTER, ID_NUMBER_REGION,
// ID_NUMBER_BIRTH, ID_NUMBER_CHECK.
func ParseIDNumber(s string, today workday.Date) (IDNumber, error) {
	n, err := parseIDNumber(s)
	if err == nil && n.Birth().After(today) {
		return IDNumber{}, invalid("ID_NUMBER_BIRTH")
	}
	return n, err
}

func parseIDNumber(s string) (IDNumber, error) {
	s = fold(s)
	switch {
	case len(s) == 15 && within(s, digits):
		return IDNumber{}, invalid("ID_NUMBER_15")
	case !fits(s, 18, 18):
		return IDNumber{}, invalid("ID_NUMBER_LENGTH")
	case len(s) != 18 || !within(s[:17], digits) || !within(s[17:], digits+"X"):
		return IDNumber{}, invalid("ID_NUMBER_CHARACTER")
	case s[0] != '9' && !strings.Contains(provinces, " "+s[:2]+" "):
		return IDNumber{}, invalid("ID_NUMBER_REGION")
	}
	birth, err := workday.Parse(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
	if err != nil || birth.Before(firstBirth) {
		return IDNumber{}, invalid("ID_NUMBER_BIRTH")
	}
	if s[17] != mod11(s[:17]) {
		return IDNumber{}, invalid("ID_NUMBER_CHECK")
	}
	return IDNumber{text{s}}, nil
}

// MakeIDNumber computes the number of a made-up person for seeds and simulators: six digits of an area, a birth date and a sequence
// from 0 to 999 (odd for men). It panics when these make no valid number.
func MakeIDNumber(area6 string, birth workday.Date, seq int) IDNumber {
	year, month, day := birth.YMD()
	body := fmt.Sprintf("%s%04d%02d%02d%03d", area6, year, month, day, seq)
	if len(body) != 17 || !within(body, digits) {
		panic("identity: " + body + " is not the body of an ID number")
	}
	n, err := parseIDNumber(body + string(mod11(body)))
	if err != nil {
		panic(fmt.Sprintf("identity: %s: %v", body, err))
	}
	return n
}

// Birth is the date of birth; none for the zero number.
func (n IDNumber) Birth() workday.Date {
	birth, _ := workday.Parse(n.part(6, 10) + "-" + n.part(10, 12) + "-" + n.part(12, 14))
	return birth
}

// Sex is odd for men, even for women in digit 17; "" for the zero number.
func (n IDNumber) Sex() Sex {
	switch digit := n.part(16, 17); {
	case digit == "":
		return ""
	case strings.Contains("13579", digit):
		return Male
	}
	return Female
}

// Age is the full years (周岁) reached on a day; 29 February is reached on 28 February in other years.
func (n IDNumber) Age(on workday.Date) int {
	birth := n.Birth()
	if birth.IsZero() || on.Before(birth) {
		return 0
	}
	age := on.Year() - birth.Year()
	if birth.AddYears(age).After(on) {
		age--
	}
	return age
}

// LastFour is what a status query without login asks for.
func (n IDNumber) LastFour() string {
	return n.part(14, 18)
}

// Masked shows the first six and the last four: 430903********4515.
func (n IDNumber) Masked() string {
	if n.IsZero() {
		return ""
	}
	return n.part(0, 6) + "********" + n.part(14, 18)
}

// LogValue keeps the number out of logs.
func (n IDNumber) LogValue() slog.Value { return slog.StringValue(n.Masked()) }

// UnmarshalText checks everything but that the birth is not in the future, because it does not know today; questions of a form use
// ParseIDNumber.
func (n *IDNumber) UnmarshalText(raw []byte) error { return unmarshal(n, raw, parseIDNumber) }
