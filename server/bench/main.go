// Command bench measures the portal against the least that its work could cost, in one run on one machine: pages against a handler that
// sends the same bytes, submitting and claiming against pgbench that runs the same SQL. make bench builds bin/portal and runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"time"
)

func main() {
	binary := flag.String("portal", "bin/portal", "the binary to measure")
	rounds := flag.Int("rounds", 3, "how often everything is measured; medians are printed")
	only := flag.String("only", "", "measure one part: "+partNames())
	profile := flag.String("profile", "", "write a CPU profile of the use-cases to this file")
	echo := flag.String("echo", "", "serve what the portal at this address answers (bench starts itself so)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *echo != "" {
		err = serveEcho(ctx, *echo)
	} else {
		err = bench(ctx, *binary, *only, settings{*rounds, *profile})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are how to measure.
type settings struct {
	rounds  int
	profile string
}

// parts are what can be measured, in this order.
var parts = []struct {
	name    string
	measure func(context.Context, *place, settings, *report) error
}{
	{"starts", measureStarts}, {"pages", measurePages}, {"casework", measureCasework}, {"readings", measureReadings}, {"queue", measureQueue},
}

func partNames() string {
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	return strings.Join(names, ", ")
}

// connections are the loads: alone, busy, crowded.
var connections = []int{1, 16, 64}

// bench measures in a place of its own and prints the report.
func bench(ctx context.Context, binary, only string, s settings) error {
	begun := time.Now()
	p, err := newPlace(binary)
	if err != nil {
		return err
	}
	defer p.remove()
	r := &report{}
	for _, part := range parts {
		if only != "" && only != part.name {
			continue
		}
		if err := part.measure(ctx, p, s, r); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	fmt.Printf("Medians of %d interleaved rounds; %d processors, %s, measured in %s\n\n", s.rounds, runtime.NumCPU(), runtime.Version(),
		time.Since(begun).Round(time.Second))
	return r.print(os.Stdout)
}
