package identity

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"pgregory.net/rapid"
)

func TestA14_CreditCodes(t *testing.T) {
	t.Parallel()
	run(t, ParseCreditCode, []vector{
		{"91430900MA4L0A1B7P", "91430900MA4L0A1B7P", ""},
		{"91430903MA4PC7TH50", "91430903MA4PC7TH50", ""},
		{"524309005012345691", "524309005012345691", ""},
		{"124309004461234510", "124309004461234510", ""},
		{"91430981MA7BQ2W19J", "91430981MA7BQ2W19J", ""},
		{" 91430900ma4l0a1b7p ", "91430900MA4L0A1B7P", ""},
		{"９１４３０９００ＭＡ４Ｌ０Ａ１Ｂ７Ｐ", "91430900MA4L0A1B7P", ""},
		{"91430900MA4L0A1B7Q", "", "CREDIT_CODE_CHECK"},
		{"91430900MA4L0AIB7P", "", "CREDIT_CODE_CHARACTER"},
		{"9143090AMA4L0A1B7P", "", "CREDIT_CODE_CHARACTER"},
		{"91430900MA4L0A1B7", "", "CREDIT_CODE_LENGTH"},
		{"", "", "CREDIT_CODE_LENGTH"},
		{megabyte, "", "CREDIT_CODE_LENGTH"},
		{"91430900MA4L0A1B7\x00", "", "CREDIT_CODE_CHARACTER"},
		{"91430900MA4L0A1B7〇", "", "CREDIT_CODE_CHARACTER"},
		// the inner code's check character is 7; with 8 the outer one is made to agree
		{"91430900MA4L0A1B8" + string(creditCheck("91430900MA4L0A1B8")), "", "CREDIT_CODE_ORGANISATION"},
	})
}

func TestCreditCodeClass(t *testing.T) {
	t.Parallel()
	for class2, want := range map[string]OrgClass{"91": Enterprise, "92": SoleTrader, "93": Cooperative, "11": Organ, "12": Institution, "52": NonEnterprise, "31": LawFirm, "N2": OtherOrg} {
		if got := MakeCreditCode(class2, "430903", "MA4L0A1B").Class(); got != want {
			t.Errorf("%s is %s, want %s", class2, got, want)
		}
	}
	if (CreditCode{}).Class() != "" {
		t.Error("the zero code has a class")
	}
}

func creditCodes() *rapid.Generator[CreditCode] {
	return rapid.Custom(func(t *rapid.T) CreditCode {
		own := make([]byte, 8)
		for i := range own {
			own[i] = rapid.SampledFrom([]byte(creditAlphabet)).Draw(t, "own")
		}
		return MakeCreditCode("91", rapid.StringMatching(`43[0-9]{4}`).Draw(t, "area"), string(own))
	})
}

func TestCreditCodeMadeParsesAndSlipsAreFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		code := creditCodes().Draw(t, "code")
		if got, err := ParseCreditCode(code.String()); err != nil || got != code {
			t.Fatalf("%s: %v", code, err)
		}
		s := []byte(code.String())
		i := rapid.IntRange(0, 17).Draw(t, "place")
		slip := rapid.SampledFrom([]byte(creditAlphabet)).Draw(t, "slip")
		if slip == s[i] {
			return
		}
		s[i] = slip
		if _, err := ParseCreditCode(string(s)); err == nil || fault.Code(err) == "CREDIT_CODE_ORGANISATION" {
			t.Fatalf("%s: %v", s, err)
		}
	})
}

func FuzzParseCreditCode(f *testing.F) {
	for _, s := range []string{"91430900MA4L0A1B7P", "524309005012345691", "91430900ma4l0a1b7p", "91430900MA4L0AIB7P", "\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := ParseCreditCode(s)
		if err != nil {
			if !code.IsZero() {
				t.Fatal("a value beside an error")
			}
			return
		}
		if again, err := ParseCreditCode(code.String()); err != nil || again != code {
			t.Fatalf("%q → %q → %q, %v", s, code, again, err)
		}
	})
}
