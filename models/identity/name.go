package identity

import (
	"database/sql/driver"
	"log/slog"
	"strings"
	"unicode"
)

// Name is a Chinese personal name as typed and in its canonical form, in which every kind of middle dot is U+00B7. Names are compared
// by the canonical form only (Equal). No Unicode normalisation is applied: NFC would replace compatibility ideographs, which are
// other characters in the population register.
type Name struct{ typed, canonical string }

const (
	dot         = '·' // U+00B7
	dotVariants = "·•‧・･．."
	maxName     = 50
)

// ideographs are the unified ideographs with extensions A to J, the compatibility ideographs and 〇. The table stands here because the
// one in package unicode follows the toolchain's Unicode version; private use characters of old registers are not in it.
var ideographs = &unicode.RangeTable{
	R16: []unicode.Range16{{0x3007, 0x3007, 1}, {0x3400, 0x4DBF, 1}, {0x4E00, 0x9FFF, 1}, {0xF900, 0xFA6D, 1}, {0xFA70, 0xFAD9, 1}},
	R32: []unicode.Range32{
		{0x20000, 0x2A6DF, 1}, // B
		{0x2A700, 0x2EBEF, 1}, // C, D, E, F
		{0x2EBF0, 0x2EE5D, 1}, // I
		{0x2F800, 0x2FA1D, 1}, // compatibility
		{0x30000, 0x33479, 1}, // G, H, J
	},
}

// ParseName reads 1 to 50 ideographs, counted as code points, with middle dots between them; blanks around are dropped. Codes:
// NAME_LENGTH, NAME_CHARACTER (digit, blank, Latin letter, emoji, …; foreigners have their Latin name in the passport field),
// NAME_DOT (first, last or doubled).
func ParseName(s string) (Name, error) {
	s = strings.TrimSpace(s)
	if !fits(s, 1, maxName) {
		return Name{}, invalid("NAME_LENGTH")
	}
	c := canonicalName(s)
	for _, r := range c {
		if r != dot && !unicode.Is(ideographs, r) {
			return Name{}, invalid("NAME_CHARACTER")
		}
	}
	if strings.HasPrefix(c, "·") || strings.HasSuffix(c, "·") || strings.Contains(c, "··") {
		return Name{}, invalid("NAME_DOT")
	}
	return Name{typed: s, canonical: c}, nil
}

func canonicalName(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(dotVariants, r) {
			return dot
		}
		return r
	}, typed)
}

// String is the canonical form, "" for none.
func (n Name) String() string { return n.canonical }

// Typed is the name as its bearer wrote it; after reading from the database it is the canonical form.
func (n Name) Typed() string { return n.typed }

// IsZero tells whether there is no name.
func (n Name) IsZero() bool { return n.canonical == "" }

// Equal compares canonical forms, so ‧ and · make no difference.
func (n Name) Equal(other Name) bool { return n.canonical == other.canonical }

// Masked shows the surname, or the part before the first dot, and a star for every other character: 张*, 欧阳**, 买买提·***.
func (n Name) Masked() string {
	runes := []rune(n.canonical)
	shown := 1
	switch before, _, dotted := strings.Cut(n.canonical, "·"); {
	case dotted:
		shown = len([]rune(before))
	case len(runes) == 1:
		shown = 0
	case len(runes) > 2 && compoundSurnames[string(runes[:2])]:
		shown = 2
	}
	for i := shown; i < len(runes); i++ {
		if runes[i] != dot {
			runes[i] = '*'
		}
	}
	return string(runes)
}

// LogValue keeps the name out of logs.
func (n Name) LogValue() slog.Value { return slog.StringValue(n.Masked()) }

// MarshalText is the canonical form.
func (n Name) MarshalText() ([]byte, error) { return []byte(n.canonical), nil }

// UnmarshalText accepts what ParseName accepts.
func (n *Name) UnmarshalText(raw []byte) error { return unmarshal(n, raw, ParseName) }

// Value writes the canonical form to a text column; keep Typed in a column of its own.
func (n Name) Value() (driver.Value, error) { return text{n.canonical}.Value() }

// Scan reads a text column and trusts it.
func (n *Name) Scan(src any) error {
	var t text
	if err := t.Scan(src); err != nil {
		return err
	}
	*n = Name{typed: t.v, canonical: canonicalName(t.v)}
	return nil
}
