package pages

import (
	"testing"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Every word of the tables has its words in both languages: a missing key shows here before it shows on the page.
func TestEveryWordOfTheTablesHasItsWords(t *testing.T) {
	t.Parallel()
	want := func(key string) {
		if !locale.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
	for _, code := range procedure.Codes() {
		p, _ := procedure.Named(code)
		want("procedure." + code)
		for _, s := range p.States() {
			if !locale.Has("state." + code + "." + string(s)) {
				want("state." + string(s))
			}
		}
		for _, m := range p.Moves {
			want("act." + string(m.Act))
			for _, w := range m.Conditions() {
				want("rule." + w)
			}
			for _, e := range m.Then {
				want("rule." + e.Word)
			}
			for _, d := range m.Papers {
				want("paper." + string(d))
			}
			for _, k := range append(m.Starts, m.Stops...) {
				want("desk.clock." + string(k))
			}
			for _, r := range m.By {
				if r != procedure.System {
					want("role." + string(r))
				}
			}
		}
	}
}
