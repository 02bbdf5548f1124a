package identity

import "strings"

// CreditCode is a 统一社会信用代码 of GB 32100-2015: registration department and class (2), area (6), the body's own GB 11714 code with
// its check character (9), check character. A branch has a code of the same form: only 市场监管 knows which it is.
type CreditCode struct{ text }

// OrgClass is what the first two characters say about the body.
type OrgClass string

const (
	Organ         OrgClass = "organ"          // 11 机关
	Institution   OrgClass = "institution"    // 12 事业单位
	MassOrg       OrgClass = "mass_org"       // 13 群团
	LawFirm       OrgClass = "law_firm"       // 31 律师事务所
	SocialOrg     OrgClass = "social_org"     // 51 社会团体
	NonEnterprise OrgClass = "non_enterprise" // 52 民办非企业单位
	Foundation    OrgClass = "foundation"     // 53 基金会
	Enterprise    OrgClass = "enterprise"     // 91 企业
	SoleTrader    OrgClass = "sole_trader"    // 92 个体工商户
	Cooperative   OrgClass = "cooperative"    // 93 农民专业合作社
	OtherOrg      OrgClass = "other"          // any other: the list is open
)

var orgClasses = map[string]OrgClass{
	"11": Organ, "12": Institution, "13": MassOrg, "31": LawFirm, "51": SocialOrg, "52": NonEnterprise, "53": Foundation,
	"91": Enterprise, "92": SoleTrader, "93": Cooperative,
}

const creditAlphabet = digits + "ABCDEFGHJKLMNPQRTUWXY" // no I, O, S, V, Z

// ParseCreditCode reads what a person typed: trimmed, full-width characters folded, letters raised. Codes: CREDIT_CODE_LENGTH,
// CREDIT_CODE_CHARACTER (also for letters in the area), CREDIT_CODE_CHECK (a slip in any one character shows here),
// CREDIT_CODE_ORGANISATION (the inner code's own check character is wrong).
func ParseCreditCode(s string) (CreditCode, error) {
	s = fold(s)
	switch {
	case !fits(s, 18, 18):
		return CreditCode{}, invalid("CREDIT_CODE_LENGTH")
	case len(s) != 18 || !within(s, creditAlphabet) || !within(s[2:8], digits):
		return CreditCode{}, invalid("CREDIT_CODE_CHARACTER")
	case s[17] != creditCheck(s[:17]):
		return CreditCode{}, invalid("CREDIT_CODE_CHECK")
	case s[16] != organisationCheck(s[8:16]):
		return CreditCode{}, invalid("CREDIT_CODE_ORGANISATION")
	}
	return CreditCode{text{s}}, nil
}

// MakeCreditCode computes the code of a made-up body for seeds and simulators: class ("91"), area ("430903") and eight characters
// of its own ("MA4L0A1B"). It panics when these make no valid code.
func MakeCreditCode(class2, area6, own8 string) CreditCode {
	body := class2 + area6 + own8
	if len(body) != 16 || !within(body, creditAlphabet) {
		panic("identity: " + body + " is not the body of a credit code")
	}
	body += string(organisationCheck(own8))
	code, err := ParseCreditCode(body + string(creditCheck(body)))
	if err != nil {
		panic("identity: " + body + ": " + err.Error())
	}
	return code
}

// Class is what kind of body the code belongs to; "" for the zero code.
func (c CreditCode) Class() OrgClass {
	if c.IsZero() {
		return ""
	}
	if class, ok := orgClasses[c.part(0, 2)]; ok {
		return class
	}
	return OtherOrg
}

// UnmarshalText accepts what ParseCreditCode accepts.
func (c *CreditCode) UnmarshalText(raw []byte) error { return unmarshal(c, raw, ParseCreditCode) }

// creditCheck weighs character i with 3^i mod 31.
func creditCheck(s string) byte {
	sum, weight := 0, 1
	for i := range len(s) {
		sum += strings.IndexByte(creditAlphabet, s[i]) * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

// organisationCheck is GB 11714's: letters count from A = 10, the weights are fixed, 10 is written X and 11 as 0.
func organisationCheck(s string) byte {
	sum := 0
	for i, weight := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += strings.IndexByte(alphanumeric, s[i]) * weight
	}
	return (digits + "X0")[11-sum%11]
}
