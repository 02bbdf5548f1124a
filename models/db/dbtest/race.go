package dbtest

import (
	"sync"
	"testing"
)

// Race is one thing on which several act at the same moment, over and over.
type Race[S any] struct {
	Rounds  int
	Ready   func(round int) S // makes the thing anew
	Actors  []func(S)         // all at once; nobody is always the first
	Verdict func(S) string    // names the one lawful outcome that is left, and fails the test where there is none
}

// Run runs the rounds until one fails, and counts their outcomes.
func (r Race[S]) Run(t testing.TB) map[string]int {
	t.Helper()
	outcomes := map[string]int{}
	for round := range r.Rounds {
		s, start := r.Ready(round), make(chan struct{})
		var wait sync.WaitGroup
		for i := range r.Actors {
			act := r.Actors[(i+round)%len(r.Actors)]
			wait.Go(func() { <-start; act(s) })
		}
		close(start)
		wait.Wait()
		outcome := r.Verdict(s)
		outcomes[outcome]++
		if t.Failed() {
			t.Fatalf("round %d ended with %q, after %v", round, outcome, outcomes)
		}
	}
	t.Logf("%d rounds: %v", r.Rounds, outcomes)
	return outcomes
}
