package main

import (
	"context"
	"fmt"
)

const (
	freshStarts = 3
	againStarts = 5
	freshAim    = 3   // seconds
	againAim    = 0.5 // seconds
)

// measureStarts measures the time from the start of the process to the first good answer of /readyz.
func measureStarts(ctx context.Context, p *place, _ settings, r *report) error {
	var fresh, again []float64
	for i := range freshStarts {
		took, err := p.startAndStop(ctx, fmt.Sprint(p.data, "-", i))
		if err != nil {
			return err
		}
		fresh = append(fresh, took)
	}
	for i := range againStarts + 1 {
		took, err := p.startAndStop(ctx, p.data)
		if err != nil {
			return err
		}
		if i > 0 { // the first one was fresh
			again = append(again, took)
		}
	}
	r.value("start on a new data directory", "s", freshAim, fresh...)
	r.value("start on an existing one", "s", againAim, again...)
	return nil
}
