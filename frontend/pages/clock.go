package pages

import (
	"context"
	"fmt"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// ClocksView explains the clocks of a case; Plain is for applicants.
type ClocksView struct {
	casework.ClockView
	Plain bool
	Back  string
}

// prefix is where the words of the reader stand.
func (v ClocksView) prefix() string {
	if v.Plain {
		return "mycase.clock."
	}
	return "desk.clock."
}

// name is what the i-th clock is called; one that ran before tells which run it is.
func (v ClocksView) name(ctx context.Context, i int) string {
	kind, run, runs := v.Clocks[i].Kind, 0, 0
	for j, k := range v.Clocks {
		if k.Kind != kind {
			continue
		}
		if runs++; j <= i {
			run++
		}
	}
	name := locale.T(ctx, v.prefix()+string(kind))
	if !v.Plain {
		name = string(kind) + " " + name
	}
	if runs > 1 {
		name = locale.T(ctx, "clock.run", "name", name, "n", run)
	}
	return name
}

func (v ClocksView) lamp(ctx context.Context, k procedure.ExplainedClock) (ui.Lamp, string) {
	row := casework.ClockRow{Clock: k.Clock, Lamp: k.Lamp, Left: k.Left}
	return lampOf(row), remaining(ctx, row)
}

// sum says in one sentence how the due date came about.
func (v ClocksView) sum(ctx context.Context, k procedure.ExplainedClock) string {
	if k.Limit.IsZero() {
		return locale.T(ctx, "clock.fact", "day", k.Due)
	}
	key := "clock.sum"
	if !k.Running() {
		key = "clock.sum.stopped"
	}
	words := locale.T(ctx, key, "day0", k.Day0, "limit", limitWords(ctx, k), "due", Told(ctx, k.Due, k.Provisional), "was", k.Due, "count", k.Count, "stopped", k.StoppedOn)
	if !k.Effective.IsZero() && k.Effective != k.Due {
		words += locale.T(ctx, "clock.effective", "date", k.Effective)
	}
	return words
}

func limitWords(ctx context.Context, k procedure.ExplainedClock) string {
	return locale.T(ctx, "clock.unit."+string(k.Limit.Unit), "n", k.Limit.N)
}

// why says of one day why it is or is not counted.
func (v ClocksView) why(ctx context.Context, d procedure.ExplainedDay) string {
	words := locale.T(ctx, "clock.why."+string(d.Reason))
	if d.Source != "" {
		words = locale.T(ctx, "clock.by", "why", words, "source", d.Source)
	}
	if d.Special != "" {
		words = locale.T(ctx, "clock.by.notice", "why", locale.T(ctx, "clock.special."+string(d.Special)), "date", d.Notice)
	}
	return words
}

func (v ClocksView) count(ctx context.Context, d procedure.ExplainedDay) string {
	if !d.Counted {
		return locale.T(ctx, "clock.not")
	}
	return locale.T(ctx, "clock.nth", "n", d.N)
}

// clockAnchor is where a clock of a case stands on the page that explains it.
func clockAnchor(i int, kind procedure.ClockKind) string { return fmt.Sprintf("%s-%d", kind, i) }
