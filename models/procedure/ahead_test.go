package procedure

import (
	"slices"
	"testing"
)

// From every state in which a case waits a row of the table leads on, and it stands on an article or is marked as the Bureau's own rule.
func TestWhatComesNextStandsInTheTable(t *testing.T) {
	t.Parallel()
	for _, code := range Codes() {
		p, _ := Named(code)
		for _, s := range p.States() {
			id := p.Ahead(Case{State: s})
			if ended := p.Final(s) || s == Draft; ended != (id == "") {
				t.Errorf("%s %s: ended %t and goes on by %q", code, s, ended, id)
			}
			if id == "" {
				continue
			}
			decides := p == licence && s == Review // the decision that the review is for
			if !decides && !slices.ContainsFunc(p.Moves, func(m Move) bool { return m.ID == id && slices.Contains(m.From, s) }) {
				t.Errorf("%s: %s does not lead on from %s", code, id, s)
			}
			if id.Law() == "" {
				t.Errorf("%s %s stands on nothing", code, id)
			}
		}
	}
	for c, want := range map[*Case]MoveID{
		{State: Checking, Filing: EndsIt}:                         "F09",
		{State: Checking, Filing: ChangesIt}:                      "F08",
		{State: Correction, Filing: EndsIt}:                       "F02a",
		{State: Review, Licence: &Licence{Measure: Withdraw}}:     "L06",
		{State: Deciding, Licence: &Licence{Measure: Cancel}}:     "L08",
		{State: Discussing, Licence: &Licence{Measure: Withdraw}}: "L05g",
	} {
		p := filing
		if c.Licence != nil {
			p = licence
		}
		if got := p.Ahead(*c); got != want {
			t.Errorf("%s goes on by %s, want %s", c.State, got, want)
		}
	}
}

// An act that no row answers now stands on the law of the rows that may answer it, on each of them where they differ.
func TestAnActOfAnotherTimeStandsOnItsLaw(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		act  Act
		from State
		want []MoveID
	}{
		{Act{Name: ActAccept}, Deciding, []MoveID{"T10"}},
		{Act{Name: ActLegalOpinion}, Accepted, []MoveID{"T22"}},
		{Act{Name: ActDeliver}, Accepted, []MoveID{"T32"}},
		{Act{Name: ActGrant}, Accepted, []MoveID{"T12", "T27"}}, // of two articles
		{Act{Name: ActGrant}, Deciding, []MoveID{"T27"}},
		{Act{Name: ActPropose, Verdict: Grant}, Accepted, []MoveID{"T24", "T21"}}, // too
		{Act{Name: "nonsense"}, Accepted, nil},
	} {
		if got := permit.standsOn(c.act, c.from); !slices.Equal(got, c.want) {
			t.Errorf("%s in %s stands on %v, want %v", c.act.Name, c.from, got, c.want)
		}
	}
}
