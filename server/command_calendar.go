package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// recountPortion is how many cases are looked for at a time when limits are counted again.
const recountPortion = 500

// calendarCommand takes an announcement of holidays into use: calendar import FILE [--by NAME]. Running instances follow within seconds; open limits
// are counted again here, and by the instances should this be stopped on the way.
func calendarCommand(ctx context.Context, c config, args []string, out io.Writer) (err error) {
	file, by, err := importArgs(args)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	a := newApp(c)
	defer func() { err = errors.Join(err, a.stop()) }()
	if err := a.start(ctx, a.room()); err != nil {
		return err
	}
	done, err := a.calendars.Import(ctx, content, by)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, year := range done.Taken {
		cal := a.calendars.Current()
		fmt.Fprintf(out, "%d is in use: %s, %s\n", year, cal.Status(year), cal.Source(year))
	}
	for _, year := range done.Same {
		fmt.Fprintf(out, "%d says what is known already\n", year)
	}
	moved, err := a.cases.Recount(ctx, recountPortion)
	fmt.Fprintf(out, "%d open cases have another due date now\n", moved)
	return err
}

func importArgs(args []string) (file, by string, err error) {
	by = "portal calendar import"
	if i := slices.Index(args, "--by"); i >= 0 && i+1 < len(args) {
		by, args = args[i+1], slices.Delete(slices.Clone(args), i, i+2)
	}
	if len(args) != 2 || args[0] != "import" {
		return "", "", errors.New("say: portal calendar import FILE [--by NAME]")
	}
	return args[1], by, nil
}
