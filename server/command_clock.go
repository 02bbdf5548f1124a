package server

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// clockCommand explains every clock of one case: which day is counted and why, what the count is, when it ends.
func clockCommand(ctx context.Context, c config, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("clock", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	number, when := flags.String("case", "", ""), flags.String("at", "", "")
	if err := flags.Parse(args); err != nil || *number == "" || flags.NArg() > 0 {
		return errors.New("say: portal clock --case NUMBER [--at RFC3339]")
	}
	var at time.Time
	if *when != "" {
		if at, err = time.Parse(time.RFC3339, *when); err != nil {
			return fmt.Errorf("--at: %w", err)
		}
	}
	a := newApp(c)
	defer func() { err = errors.Join(err, a.stop()) }()
	if err := a.start(ctx, a.room()); err != nil {
		return err
	}
	v, err := a.cases.ClocksOf(ctx, *number, at)
	if err != nil {
		return err
	}
	return writeClocks(out, v)
}

func writeClocks(out io.Writer, v casework.ClockView) error {
	fmt.Fprintf(out, "%s  %s  %s, on %s, calendar %s\n", v.Number, v.Name.Zh, v.State, v.On, v.Calendar)
	for _, d := range v.Besides {
		done := ""
		if !d.Done.IsZero() {
			done = fmt.Sprintf("; done on %s", d.Done)
		}
		fmt.Fprintf(out, "\n%s  %s, from %s: %s%s\n", d.Kind, besideWords[d.Kind], d.Day0, d.Due, done)
	}
	for _, k := range v.Clocks {
		fmt.Fprintf(out, "\n%s\n", clockHead(k))
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, d := range k.Days {
			count := "-"
			if d.Counted {
				count = fmt.Sprint(d.N)
			}
			today := ""
			if d.Date == v.On {
				today = "<- " + v.On.String()
			}
			fmt.Fprintf(table, "  %s %s\t%s\t%s\t%s\n", d.Date, d.Date.Weekday().String()[:3], count, dayReason(d), today)
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// besideWords say what ends on the day.
var besideWords = map[procedure.ClockKind]string{procedure.K5: "publicity", procedure.K8: "first day for the hearing", procedure.K10: "last day of a timely renewal",
	procedure.K12: "reconsideration", procedure.K13: "lawsuit", procedure.K14: "contact after a bad rating", procedure.K15: "result of its repair",
	procedure.K16: "duty to file", procedure.K17: "objection to the record", procedure.K18: "may apply again", procedure.K19: "may apply again"}

func clockHead(k procedure.ExplainedClock) string {
	head := fmt.Sprintf("%s  day 0 %s, ends %s", k.Kind, k.Day0, k.Due)
	if !k.Limit.IsZero() {
		head = fmt.Sprintf("%s  %d %s, day 0 %s, ends %s at 24:00", k.Kind, k.Limit.N, k.Limit.Unit, k.Day0, k.Due)
	}
	if !k.Effective.IsZero() && k.Effective != k.Due {
		head += fmt.Sprintf(", effective %s", k.Effective)
	}
	if k.Provisional {
		head += ", provisional"
	}
	if k.Older {
		head += ", counted on calendar " + k.Calendar
	}
	if !k.Running() {
		return head + fmt.Sprintf("; stopped on %s with %d counted", k.StoppedOn, k.Count)
	}
	return head + fmt.Sprintf("; %d counted, %d working days left, lamp %s", k.Count, k.Left, k.Lamp)
}

// dayReasons are the reasons in words, as they follow a date.
var dayReasons = map[workday.Reason]string{
	workday.DayZero: "day 0, not counted (C-1)", workday.Weekday: "working day", workday.Weekend: "weekend", workday.Holiday: "day off",
	workday.MakeUp: "make-up day, counted", workday.Suspended: "suspended (C-4)", workday.Rolled: "the limit moved here (C-8)",
	procedure.AfterStop: "after the stop", procedure.Extended: "of the extension (C-5)",
}

func dayReason(d procedure.ExplainedDay) string {
	words := dayReasons[d.Reason]
	switch {
	case d.Source != "":
		words += ": " + d.Source
	case d.Special != "":
		words += fmt.Sprintf(": %s, by the notice of %s", d.Special, d.Notice)
	}
	return words
}
