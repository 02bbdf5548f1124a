package identity

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// CaseNumber is a 办件编号: area (6), short code of the item (4), day of receipt (8), sequence of the day (5) and a check character of
// ISO 7064 MOD 37,36 (domain.md 1.8).
type CaseNumber struct{ text }

const caseNumberLength = 24

// MaxCaseSequence is the last number of one area, item and day.
const MaxCaseSequence = 99999

// NewCaseNumber builds the number of a received case. Codes: CASE_NUMBER_AREA, CASE_NUMBER_ITEM (not four digits or capital letters),
// CASE_NUMBER_DATE, CASE_NUMBER_SEQUENCE (not 1 to MaxCaseSequence).
func NewCaseNumber(area Area, item string, received workday.Date, sequence int) (CaseNumber, error) {
	year, month, day := received.YMD()
	switch {
	case area.IsZero():
		return CaseNumber{}, invalid("CASE_NUMBER_AREA")
	case len(item) != 4 || !within(item, alphanumeric):
		return CaseNumber{}, invalid("CASE_NUMBER_ITEM")
	case received.IsZero() || year > 9999:
		return CaseNumber{}, invalid("CASE_NUMBER_DATE")
	case sequence < 1 || sequence > MaxCaseSequence:
		return CaseNumber{}, invalid("CASE_NUMBER_SEQUENCE")
	}
	body := fmt.Sprintf("%s%s%04d%02d%02d%05d", area.v, item, year, month, day, sequence)
	return CaseNumber{text{body + string(mod37(body))}}, nil
}

// ParseCaseNumber reads what a person typed; spaces and hyphens that group it are dropped. Codes: CASE_NUMBER_LENGTH,
// CASE_NUMBER_CHARACTER, CASE_NUMBER_CHECK (a slip in any one character shows here), then those of NewCaseNumber.
func ParseCaseNumber(s string) (CaseNumber, error) {
	s = strings.NewReplacer(" ", "", "-", "").Replace(fold(s))
	switch {
	case !fits(s, caseNumberLength, caseNumberLength):
		return CaseNumber{}, invalid("CASE_NUMBER_LENGTH")
	case len(s) != caseNumberLength || !within(s, alphanumeric):
		return CaseNumber{}, invalid("CASE_NUMBER_CHARACTER")
	case s[23] != mod37(s[:23]):
		return CaseNumber{}, invalid("CASE_NUMBER_CHECK")
	}
	area, err := ParseArea(s[:6])
	if err != nil {
		return CaseNumber{}, invalid("CASE_NUMBER_AREA")
	}
	received, err := workday.Parse(s[10:14] + "-" + s[14:16] + "-" + s[16:18])
	if err != nil {
		return CaseNumber{}, invalid("CASE_NUMBER_DATE")
	}
	if !within(s[18:23], digits) {
		return CaseNumber{}, invalid("CASE_NUMBER_SEQUENCE")
	}
	sequence, _ := strconv.Atoi(s[18:23])
	return NewCaseNumber(area, s[6:10], received, sequence)
}

// Area is where the case was received.
func (n CaseNumber) Area() Area {
	return Area{text{n.part(0, 6)}}
}

// Item is the short code of the item.
func (n CaseNumber) Item() string {
	return n.part(6, 10)
}

// Received is the day of receipt.
func (n CaseNumber) Received() workday.Date {
	day, _ := workday.Parse(n.part(10, 14) + "-" + n.part(14, 16) + "-" + n.part(16, 18))
	return day
}

// UnmarshalText accepts what ParseCaseNumber accepts.
func (n *CaseNumber) UnmarshalText(raw []byte) error { return unmarshal(n, raw, ParseCaseNumber) }
