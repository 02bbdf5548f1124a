package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
)

// Limits of connections. Uploads and downloads of large files take their own time by http.ResponseController in their handlers.
const (
	headerLimit  = 5 * time.Second
	readLimit    = 15 * time.Second
	writeLimit   = 30 * time.Second
	idleLimit    = 2 * time.Minute
	headerBytes  = 32 << 10
	drainLimit   = 20 * time.Second // for requests that are under way at the end
	finishedJobs = 20 * time.Second // for jobs that are under way at the end
)

// serve opens the doors until ctx ends, then drains: no new requests, those under way are finished, then jobs, then the database.
func serve(ctx context.Context, c config, _ []string, out io.Writer) (err error) {
	a := newApp(c)
	defer func() { err = errors.Join(err, a.stop()) }()
	if err := a.start(ctx, a.doors()); err != nil {
		return err
	}
	background, end := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	defer running.Wait()
	defer end()
	running.Go(func() { a.catalog.Watch(background) })
	running.Go(func() { a.calendars.Watch(background) })
	running.Go(func() { a.live.Run(background) })
	running.Go(func() { a.live.Hear(background) })
	if c.demo() {
		finish, err := a.startWork(background)
		if err != nil {
			return err
		}
		defer finish()
	}
	return a.listen(ctx, out)
}

// listen serves until ctx ends or the listener breaks.
func (a *app) listen(ctx context.Context, out io.Writer) error {
	handler, err := a.handler()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.config.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen: %w (set PORTAL_ADDR to another address)", err)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerLimit, ReadTimeout: readLimit, WriteTimeout: writeLimit, IdleTimeout: idleLimit,
		MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	a.ready.Store(true)
	a.greet(out, listener.Addr().String())
	spareMemory()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	a.ready.Store(false)
	a.log.Info("stopping: requests under way are finished")
	a.live.Shut() // streams would never finish
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainLimit)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return errors.Join(fmt.Errorf("some requests did not end in time: %w", err), server.Close())
	}
	return nil
}

// spareMemory gives back what only the start needed and then lets garbage grow to twice what lives, which is some ten megabytes: collecting
// it half as often makes a page a tenth cheaper. The environment's GOGC has the last word.
func spareMemory() {
	debug.FreeOSMemory()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// greet tells on the terminal where the portal is.
func (a *app) greet(out io.Writer, addr string) {
	fmt.Fprintf(out, "The portal is at http://%s (%s mode, %s)\n", reachable(addr), a.config.Mode, versionOf())
	if !a.config.Now.IsZero() {
		fmt.Fprintf(out, "Its clock shows %s\n", a.db.Now().Format(time.DateTime))
	}
	if logins := a.demoLogins(); len(logins) > 0 {
		printLogins(out, logins)
	}
}

// printLogins lists who may sign in to a demonstration.
func printLogins(out io.Writer, logins []account.DemoAccount) {
	fmt.Fprintf(out, "\nDemo accounts, all with the password %s (clerks' second factors are at /demo/outbox):\n", account.DemoPassword)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, l := range logins {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", l.Login, l.Name, postOf(l))
	}
	_ = table.Flush() // a terminal that is gone needs no list
}
