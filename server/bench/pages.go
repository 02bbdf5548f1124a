package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// measurePages lets wrk ask the portal and the baseline in turn, and reads the portal's memory before and meanwhile.
func measurePages(ctx context.Context, p *place, s settings, r *report) (err error) {
	running, err := p.start(ctx, p.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.stop()) }()
	resting, own, err := settled(ctx, running)
	if err != nil {
		return err
	}
	r.value("memory at rest", "MB", 60, resting)
	r.value("of it not mapped from files", "MB", 0, own)
	address, stop, err := startEcho(running.address)
	if err != nil {
		return err
	}
	defer stop()
	var most []float64
	for n, page := range pages {
		for _, c := range connections {
			var ours, base []float64
			for round := range s.rounds + 1 { // the first one warms up
				a, err := wrk(ctx, running.address+page.path, page, c)
				if err != nil {
					return err
				}
				loaded, _, err := running.memory()
				if err != nil {
					return err
				}
				b, err := wrk(ctx, address+echoPath(n), page, c)
				if err != nil {
					return err
				}
				most = append(most, loaded)
				if round > 0 {
					ours, base = append(ours, a), append(base, b)
				}
			}
			r.race(page.name, c, ours, base, page.aim)
		}
	}
	r.value("memory under load, at most", "MB", 0, slices.Max(most))
	return nil
}

// settled waits until the portal has done what a start leaves to do, and reads its memory.
func settled(ctx context.Context, running *portal) (resident, own float64, err error) {
	select {
	case <-time.After(3 * time.Second):
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
	return running.memory()
}

var (
	perSecond = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	failures  = regexp.MustCompile(`(?m)^\s*(Socket errors|Non-2xx).*$`)
)

// wrk asks for one second over so many connections and tells how many answers came.
func wrk(ctx context.Context, address string, p page, connections int) (float64, error) {
	args := []string{"-t1", "-d1s", fmt.Sprint("-c", connections)}
	for name, values := range p.header {
		args = append(args, "-H", name+": "+values[0])
	}
	out, err := exec.CommandContext(ctx, "wrk", append(args, address)...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	if failed := failures.Find(out); failed != nil {
		return 0, fmt.Errorf("wrk %s: %s", address, failed)
	}
	found := perSecond.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("wrk says: %s", out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}
