package identity

import "log/slog"

// TravelNumber is the number of an exit-entry document that the portal handles. The pattern is a first filter: validity and owner are
// always looked up.
type TravelNumber struct{ text }

// TravelKind is the document a number belongs to, told by its first letter.
type TravelKind string

const (
	Passport      TravelKind = "passport"        // 普通护照: E (electronic) or G (older, still storable)
	HKMacauPermit TravelKind = "hk_macau_permit" // 往来港澳通行证, the card of 2014: C
	TaiwanPermit  TravelKind = "taiwan_permit"   // 往来台湾通行证: L (card) or T (older booklet)
)

const (
	travelLetters  = "ABCDEFGHJKLMNPQRSTUVWXYZ" // the second place never holds I or O
	travelTwoLeads = "CE"                       // the series that went on with a second letter
)

var travelKinds = map[byte]TravelKind{'C': HKMacauPermit, 'E': Passport, 'G': Passport, 'L': TaiwanPermit, 'T': TaiwanPermit}

// ParseTravelNumber reads C, E, G, L or T with 8 digits, or C and E with a letter (no I, O) and 7 digits. Codes: TRAVEL_FORMAT,
// TRAVEL_BOOKLET_EXPIRED (W booklets ran out by 2019-09), TRAVEL_OFFICIAL_PASSPORT (D, S, P series are not handled here).
func ParseTravelNumber(s string) (TravelNumber, error) {
	s = fold(s)
	if !fits(s, 9, 9) || len(s) != 9 || !within(s[2:], digits) {
		return TravelNumber{}, invalid("TRAVEL_FORMAT")
	}
	switch s[0] {
	case 'W':
		return TravelNumber{}, invalid("TRAVEL_BOOKLET_EXPIRED")
	case 'D', 'S', 'P':
		return TravelNumber{}, invalid("TRAVEL_OFFICIAL_PASSPORT")
	}
	second := digits
	if within(s[:1], travelTwoLeads) {
		second += travelLetters
	}
	if travelKinds[s[0]] == "" || !within(s[1:2], second) {
		return TravelNumber{}, invalid("TRAVEL_FORMAT")
	}
	return TravelNumber{text{s}}, nil
}

// Kind is the document the number belongs to; "" for the zero number.
func (n TravelNumber) Kind() TravelKind {
	if n.IsZero() {
		return ""
	}
	return travelKinds[n.v[0]]
}

// Masked shows the letter and the last three: C*****001.
func (n TravelNumber) Masked() string {
	if n.IsZero() {
		return ""
	}
	return n.part(0, 1) + "*****" + n.part(6, 9)
}

// LogValue keeps the number out of logs.
func (n TravelNumber) LogValue() slog.Value { return slog.StringValue(n.Masked()) }

// UnmarshalText accepts what ParseTravelNumber accepts.
func (n *TravelNumber) UnmarshalText(raw []byte) error { return unmarshal(n, raw, ParseTravelNumber) }
