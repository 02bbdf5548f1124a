// Package localdb is the embedded default: a private PostgreSQL cluster in the portal's data directory, reached through a socket
// that nobody else can open. It is started with the portal, found again when the portal was killed, and stopped with it.
package localdb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// Options say where the cluster lives and how it runs.
type Options struct {
	Dir      string            // the data directory; the cluster is made in Dir/postgres
	System   string            // where root keeps a cluster that may not stay in Dir; /var/lib/permit-portal by default
	Binaries []string          // folders to look for initdb and postgres, before the usual ones
	Settings map[string]string // postgres settings on top of the durable defaults
	Detached bool              // leave it running when this process ends (tests share one)
	Logger   *slog.Logger
}

// Cluster is a running PostgreSQL that this process owns.
type Cluster struct {
	paths    paths
	owner    owner
	binaries string            // where initdb and postgres are; known once they were needed
	settings map[string]string // on top of durable
	search   []string          // where to look for binaries first
	lock     *os.File
	detached bool
	log      *slog.Logger
	unwatch  context.CancelFunc
	watching sync.WaitGroup
}

// ErrInUse says that another portal runs on the same data directory.
var ErrInUse = errors.New("another portal is running on this data directory")

// startLimit bounds the making and the start of a cluster, recovery after a crash included.
const startLimit = 2 * time.Minute

const watchEvery = 300 * time.Millisecond

// Start makes the cluster when there is none, adopts a server that is still running, or starts one, and returns when it answers.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	log := o.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	user, err := dataOwner(o.Dir)
	if err != nil {
		return nil, err
	}
	p, err := locate(o.Dir, o.System, user)
	if err != nil {
		return nil, err
	}
	lock, err := lockDir(p.lock, o.Detached)
	if err != nil {
		return nil, err
	}
	c := &Cluster{
		paths: p, owner: user, settings: o.Settings, search: o.Binaries, lock: lock, detached: o.Detached, log: log,
	}
	if err := c.start(ctx); err != nil {
		_ = lock.Close() // the first error is the one to tell
		return nil, err
	}
	if o.Detached {
		_ = lock.Close() // others may come and use it too
		return c, nil
	}
	watched, unwatch := context.WithCancel(context.WithoutCancel(ctx))
	c.unwatch = unwatch
	c.watching.Go(func() { c.watch(watched) })
	return c, nil
}

func (c *Cluster) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	if c.answers(ctx) {
		c.log.Info("database adopted", "socket", c.paths.socket)
		return nil
	}
	if c.binaries == "" {
		bin, err := findBinaries(c.paths.data, c.search)
		if err != nil {
			return err
		}
		if err := traversable(bin, c.owner); err != nil {
			return err
		}
		c.binaries = bin
	}
	if !initialised(c.paths.data) {
		if err := c.initialise(ctx); err != nil {
			return err
		}
	}
	return c.launch(ctx)
}

// watch starts the server again when it was killed under a living portal; requests fail meanwhile and the pool connects anew.
func (c *Cluster) watch(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if c.postmaster() != 0 {
			continue
		}
		c.log.Error("the database has ended and is started again", "log", c.paths.log)
		if err := c.start(ctx); err != nil && ctx.Err() == nil {
			c.log.Error("the database cannot be started", "error", err)
		}
	}
}

// URL is the address of one database of the cluster.
func (c *Cluster) URL(database string) string {
	return (&url.URL{
		Scheme: "postgres", User: url.User(superuser), Path: "/" + database,
		RawQuery: url.Values{"host": {c.paths.socket}}.Encode(),
	}).String()
}

// Stop ends the server cleanly (fast shutdown) and releases the data directory. A detached cluster keeps running.
func (c *Cluster) Stop(ctx context.Context) error {
	if c.detached {
		return nil
	}
	c.unwatch()
	c.watching.Wait()
	defer c.lock.Close()
	pid := c.postmaster()
	if pid == 0 {
		return nil
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop database: %w", err)
	}
	if err := poll(ctx, func() bool { return c.postmaster() == 0 }); err != nil {
		return fmt.Errorf("the database has not stopped yet (pid %d): %w", pid, err)
	}
	return nil
}

// lockDir makes this process the only one on the data directory. A lock of a process that was just killed is waited for briefly.
func lockDir(path string, shared bool) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	wait := time.Second
	if shared {
		wait = startLimit // whoever holds it is starting the same server
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	err = poll(ctx, func() bool { return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil })
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%w: %s", ErrInUse, filepath.Dir(path))
	}
	return file, nil
}

// poll asks every 10 ms until done or the context ends.
func poll(ctx context.Context, done func() bool) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}
