package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// report collects what was measured, in the order of measuring.
type report struct {
	races  []race
	values []value
}

// race is the portal against its baseline: units a second of each round.
type race struct {
	what        string
	connections int
	ours, base  []float64
	aim         float64 // of ours to base; 0 = none
}

// value is a single quantity with its aim: the smaller, the better.
type value struct {
	what string
	all  []float64
	unit string
	aim  float64 // 0 = none; exactly = nothing of it
}

// exactly is the aim of what must not happen at all.
const exactly = -1

func (r *report) race(what string, connections int, ours, base []float64, aim float64) {
	r.races = append(r.races, race{what, connections, ours, base, aim})
}

func (r *report) value(what, unit string, aim float64, all ...float64) {
	r.values = append(r.values, value{what, all, unit, aim})
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func (r *report) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "a second\tat once\tportal\tbaseline\tratio\taim\t")
	for _, c := range r.races {
		ours, base := median(c.ours), median(c.base)
		ratio := ours / base
		fmt.Fprintf(w, "%s\t%d\t%.0f\t%.0f\t%.2f\t%s\t\n", c.what, c.connections, ours, base, ratio, aim(c.aim, ratio >= c.aim, "≥ %.1f"))
	}
	fmt.Fprintln(w)
	for _, v := range r.values {
		m := median(v.all)
		text := aim(v.aim, m <= v.aim, "≤ %.1f")
		if v.aim == exactly {
			text = map[bool]string{true: "0 met", false: "0 missed"}[m == 0]
		}
		fmt.Fprintf(w, "%s\t\t%.2f %s\t\t\t%s\t\n", v.what, m, v.unit, text)
	}
	return w.Flush()
}

func aim(aim float64, met bool, format string) string {
	if aim == 0 {
		return ""
	}
	text := fmt.Sprintf(format, aim)
	if !met {
		return text + " missed"
	}
	return text + " met"
}
