package simulator

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/roster"
)

// Whom the world does not know qualifies; each of the named people shows one outcome of the rules.
func TestGuardsOfTheWorld(t *testing.T) {
	t.Parallel()
	w := New(today, noon)
	people := map[string]string{guardDetained: "G4", guardRevoked: "G6", guardNone: "G3", guardNegligent: "", guardElsewhere: "", "430922199208150023": ""}
	var rows []roster.Entry
	var ids []string
	for id := range people {
		rows, ids = append(rows, roster.Entry{IDNumber: id}), append(ids, id)
	}
	a, err := w.Registers().Guards.Guards(context.Background(), ids)
	if err != nil || !a.Found {
		t.Fatal(a, err)
	}
	for i, v := range roster.Judge(rows, a.Records, nil, w.base) {
		barred := ""
		for _, r := range v.Barred {
			barred += string(r)
		}
		if want := people[rows[i].IDNumber]; barred != want || v.Unknown {
			t.Errorf("%s is barred by %q, want %q", rows[i].IDNumber, barred, want)
		}
		if (len(v.Warned) > 0) != (rows[i].IDNumber == guardElsewhere) {
			t.Errorf("%s: warned %v", rows[i].IDNumber, v.Warned)
		}
	}
}
