package procedure

import (
	"os"
	"slices"
	"testing"
)

func TestTheReferenceAgreesWithTheTables(t *testing.T) {
	t.Parallel()
	written, err := os.ReadFile("PROCEDURES.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != Markdown() {
		t.Error("the tables have changed: go run ./server/portal procedures > models/procedure/PROCEDURES.md")
	}
}

func TestEveryStateIsReachedAndEveryLawHasItsRow(t *testing.T) {
	t.Parallel()
	rows := map[MoveID]bool{}
	for _, code := range Codes() {
		p, _ := Named(code)
		states := p.States()
		for _, m := range p.Moves {
			rows[m.ID] = true
			if m.Law() == "" {
				t.Errorf("%s %s stands on no article and is not marked as the Bureau's own rule", code, m.ID)
			}
			for _, from := range m.From {
				if to := m.Target(from); !slices.Contains(states, to) {
					t.Errorf("%s %s leads to %q, which is reached from nowhere", code, m.ID, to)
				}
			}
		}
	}
	for id := range laws {
		if !rows[id] {
			t.Errorf("%s has a law and no row", id)
		}
	}
}
