package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// work runs jobs until ctx ends; those under way are finished.
func work(ctx context.Context, c config, _ []string, out io.Writer) (err error) {
	a := newApp(c)
	defer func() { err = errors.Join(err, a.stop()) }()
	if err := a.start(ctx, a.room()); err != nil {
		return err
	}
	finish, err := a.startWork(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	defer finish()
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { a.calendars.Watch(ctx) })
	running.Go(func() { a.live.Run(ctx) })
	fmt.Fprintln(out, "Working off jobs")
	<-ctx.Done()
	return nil
}

func migrate(ctx context.Context, c config, _ []string, out io.Writer) (err error) {
	a := newApp(c)
	defer func() { err = errors.Join(err, a.stop()) }()
	if err := a.start(ctx, a.base()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "The schema is up to date")
	return err
}

// publish freezes the items of the binary, and with a folder those below it.
func publish(ctx context.Context, c config, args []string, out io.Writer) (err error) {
	if i := slices.Index(args, "--check"); i >= 0 {
		return checkItems(slices.Delete(slices.Clone(args), i, i+1), out)
	}
	if len(args) > 1 {
		return errors.New("publish takes one folder or none")
	}
	a := newApp(c)
	defer func() { err = errors.Join(err, a.stop()) }()
	if len(args) == 0 {
		if err := a.start(ctx, a.room()); err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, "All items of this version are published")
		return err
	}
	if err := a.start(ctx, append(a.base(), step{"calendars", a.loadCalendars})); err != nil {
		return err
	}
	report, err := catalog.New(a.db, a.calendars.Current(), a.log).Publish(ctx, os.DirFS(args[0]))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d files: %d published, %d unchanged\n", report.Files, len(report.Published), report.Unchanged)
	return err
}

// seed makes the accounts of a demonstration, as serving in demo mode does too, a history of business travel and what lies open today; seed today
// makes no history.
func seed(ctx context.Context, c config, args []string, out io.Writer) (err error) {
	if !c.demo() {
		return errors.New("production has no demo accounts")
	}
	a, clock := newApp(c), &pastClock{now: c.clock()}
	a.now = clock.Now
	defer func() { err = errors.Join(err, a.stop()) }()
	if err := a.start(ctx, a.room()); err != nil {
		return err
	}
	past := !slices.Equal(args, []string{"today"})
	if past {
		n, err := a.history(ctx, clock)
		if err != nil {
			return fmt.Errorf("history: %w", err)
		}
		more, err := a.pastSamples(ctx, clock)
		if err != nil {
			return fmt.Errorf("past samples: %w", err)
		}
		fmt.Fprintf(out, "%d cases of the past months made\n", n+more)
	}
	n, err := a.samples(ctx)
	if err != nil {
		return fmt.Errorf("sample cases: %w", err)
	}
	if past {
		more, err := a.waitingSamples(ctx, clock)
		if err != nil {
			return fmt.Errorf("waiting samples: %w", err)
		}
		n += more
	}
	fmt.Fprintf(out, "%d sample cases made\n", n)
	if n, err = a.appointmentSamples(ctx); err != nil {
		return fmt.Errorf("sample appointments: %w", err)
	}
	fmt.Fprintf(out, "%d sample appointments made\n", n)
	printLogins(out, a.demoLogins())
	return nil
}

// verify needs no database: the authority's root certificate lies in the data directory.
func verify(_ context.Context, c config, args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("verify takes one file: a PDF, or the ZIP of an archived case")
	}
	pdf, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	roots, err := document.ReadRoots(newApp(c).keys())
	if err != nil {
		return err
	}
	check := document.VerifyPDF
	if bytes.HasPrefix(pdf, []byte("PK")) {
		check = casework.VerifyArchive
	}
	signed, err := check(pdf, roots)
	if e, ok := fault.As(err); ok && e.Params["name"] != nil {
		return fmt.Errorf("%s: %v: %w", args[0], e.Params["name"], err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	_, err = fmt.Fprintf(out, "Valid: signed by %s at %s, unchanged since\n", signed.Signer, signed.At.Format("2006-01-02 15:04:05 -07:00"))
	return err
}
