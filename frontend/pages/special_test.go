package pages

import (
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// False material is no ground of a refusal on the spot: the form does not offer it and says what to do instead, in both languages.
func TestFalseMaterialIsNotOfferedOnTheSpot(t *testing.T) {
	t.Parallel()
	failed := func(grounds ...string) ReviewView {
		return ReviewView{ClerkView: casework.ClerkView{Item: &catalog.Item{}, Law: procedure.Case{State: procedure.Received,
			Findings: []procedure.Finding{{Code: "R1", Mark: procedure.Fail, Grounds: grounds}}}}}
	}
	for lang, words := range map[locale.Lang]string{locale.Chinese: "提请不予受理", locale.English: "move not to accept"} {
		for _, test := range []struct {
			grounds     []string
			told, other bool
		}{{[]string{procedure.FalseMaterial, "B3"}, true, true}, {[]string{procedure.FalseMaterial}, true, false}, {[]string{"B3"}, false, true}} {
			page := render(t, lang, specialFields(failed(test.grounds...), casework.Possible{Act: procedure.ActAskOnTheSpot}, "spot"))
			if got := strings.Contains(page, words); got != test.told {
				t.Errorf("%s, %v: the way of false material is told: %t", lang, test.grounds, got)
			}
			for value, want := range map[string]bool{procedure.FalseMaterial: false, "B3": test.other} {
				if got := strings.Contains(page, `value="`+value+`"`); got != want {
					t.Errorf("%s, %v: %s is offered: %t", lang, test.grounds, value, got)
				}
			}
		}
	}
}
