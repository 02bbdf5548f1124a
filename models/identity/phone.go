package identity

import (
	"log/slog"
	"regexp"
	"strings"
)

// Phone is a mainland mobile number (11 digits) or a landline in the form 0737-4221234 with an optional extension.
type Phone struct{ text }

var (
	mobilePattern   = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	landlinePattern = regexp.MustCompile(`^(0[0-9]{2,3})-?([0-9]{7,8})(-[0-9]{1,6})?$`)
)

// ParsePhone reads a mobile or landline number; full-width characters are folded, spaces and a leading 86 or +86 dropped. Any other
// text is PHONE_FORMAT.
func ParsePhone(s string) (Phone, error) {
	if len(s) > longest {
		return Phone{}, invalid("PHONE_FORMAT")
	}
	s = strings.Join(strings.Fields(fold(s)), "")
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(s, "+"), "86"); ok {
		s = rest
	}
	if mobilePattern.MatchString(s) {
		return Phone{text{s}}, nil
	}
	if landlinePattern.MatchString(s) {
		return Phone{text{hyphenate(s)}}, nil
	}
	return Phone{}, invalid("PHONE_FORMAT")
}

// ParseMobile is ParsePhone for numbers that must receive a message: PHONE_NOT_MOBILE for a landline.
func ParseMobile(s string) (Phone, error) {
	p, err := ParsePhone(s)
	if err == nil && !p.Mobile() {
		return Phone{}, invalid("PHONE_NOT_MOBILE")
	}
	return p, err
}

// hyphenate writes the area code apart. 010 and 02x have three digits, the others four where the length allows it.
func hyphenate(landline string) string {
	number, _, _ := strings.Cut(landline, "-")
	if len(number) < 10 {
		return landline
	}
	area := 4
	if len(number) == 10 || len(number) == 11 && (number[1] == '1' || number[1] == '2') {
		area = 3
	}
	return landline[:area] + "-" + landline[area:]
}

// Mobile tells whether the number can receive a message.
func (p Phone) Mobile() bool { return p.v != "" && p.v[0] == '1' }

// Masked shows 138****5678, and of a landline the area code and the last three: 0737-****234.
func (p Phone) Masked() string {
	if p.v == "" {
		return ""
	}
	if p.Mobile() {
		return p.part(0, 3) + "****" + p.part(7, 11)
	}
	area, rest, _ := strings.Cut(p.v, "-")
	number, _, _ := strings.Cut(rest, "-")
	return area + "-****" + number[max(0, len(number)-3):]
}

// LogValue keeps the number out of logs.
func (p Phone) LogValue() slog.Value { return slog.StringValue(p.Masked()) }

// UnmarshalText accepts what ParsePhone accepts.
func (p *Phone) UnmarshalText(raw []byte) error { return unmarshal(p, raw, ParsePhone) }
