package localdb

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

func begin(t *testing.T, dir string) *Cluster {
	t.Helper()
	c, err := Start(context.Background(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(context.Background()); err != nil && !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
	})
	return c
}

// dataDir is a folder that the server's user may reach; a test's own temporary folder is private to root.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/var/tmp", "localdb-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// abandon is what the kernel does to a portal that is killed: it watches nothing any more and its lock is gone.
func abandon(c *Cluster) {
	c.unwatch()
	c.watching.Wait()
	_ = c.lock.Close()
}

func ask(t *testing.T, c *Cluster, statement string) (answer string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), c.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(context.Background(), statement).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestAClusterIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	c := begin(t, dir)
	ask(t, c, "SELECT set_config('x.y', '1', false)")
	if got := ask(t, c, "SHOW fsync"); got != "on" {
		t.Errorf("fsync %s", got)
	}
	if got := ask(t, c, "SHOW listen_addresses"); got != "" {
		t.Errorf("listens on %q", got)
	}
	if err := c.EnsureDatabase(context.Background(), "portal"); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	again := begin(t, dir)
	if got := ask(t, again, "SELECT datname::text FROM pg_database WHERE datname = 'portal'"); got != "portal" {
		t.Errorf("after the second start: %q", got)
	}
}

func TestASecondPortalIsRefused(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	begin(t, dir)
	if _, err := Start(context.Background(), Options{Dir: dir}); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v", err)
	}
}

func TestAServerThatOutlivedItsPortalIsAdopted(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	killed := begin(t, dir)
	pid := killed.postmaster()
	abandon(killed)
	if again := begin(t, dir); again.postmaster() != pid {
		t.Errorf("pid %d, want the old server %d", again.postmaster(), pid)
	}
}

func TestAKilledServerIsStartedAgain(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	killed := begin(t, dir)
	if err := killed.EnsureDatabase(context.Background(), "kept"); err != nil {
		t.Fatal(err)
	}
	abandon(killed)
	if err := syscall.Kill(killed.postmaster(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	again := begin(t, dir)
	if got := ask(t, again, "SELECT datname::text FROM pg_database WHERE datname = 'kept'"); got != "kept" {
		t.Errorf("after the crash: %q", got)
	}
}

func TestHalfMadeClustersAreMadeAnew(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "postgres.making", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, begin(t, dir), "SELECT 'ready'"); got != "ready" {
		t.Errorf("answer %q", got)
	}
}

func TestAServerKilledUnderALivingPortalComesBack(t *testing.T) {
	t.Parallel()
	c := begin(t, dataDir(t))
	old := c.postmaster()
	if err := syscall.Kill(old, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), retryLimit)
	defer cancel()
	if err := poll(ctx, func() bool { return c.postmaster() != old && c.answers(ctx) }); err != nil {
		t.Error(err)
	}
}

func TestForeignContentIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	precious := filepath.Join(dir, "postgres", "precious")
	if err := os.MkdirAll(precious, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(context.Background(), Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), "no PostgreSQL cluster") {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

func TestBelowAPrivateFolderTheClusterLivesElsewhere(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return // an ordinary user's server runs as that user and passes wherever he does
	}
	private, system := dataDir(t), dataDir(t)
	if err := os.Chmod(private, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(private, "data")
	start := func(system string) (*Cluster, error) {
		return Start(context.Background(), Options{Dir: dir, System: system})
	}
	for range 2 { // the second start finds what the first one made
		c, err := start(system)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(c.paths.data, system) || c.EnsureDatabase(context.Background(), "portal") != nil {
			t.Errorf("cluster in %s", c.paths.data)
		}
		if err := c.Stop(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if clusters, _ := filepath.Glob(filepath.Join(system, "*")); len(clusters) != 1 {
		t.Errorf("clusters %v", clusters)
	}
	if err := os.Remove(filepath.Join(dir, linkName)); err != nil {
		t.Fatal(err)
	}
	if _, err := start(private); err == nil || !strings.Contains(err.Error(), "may not pass "+private) {
		t.Errorf("no place at all: error %v", err)
	}
}

func TestALongPathStillHasASocket(t *testing.T) {
	t.Parallel()
	c := begin(t, filepath.Join(dataDir(t), strings.Repeat("long", 30)))
	t.Cleanup(func() { _ = os.RemoveAll(c.paths.socket) })
	if got := ask(t, c, "SELECT 'ready'"); got != "ready" {
		t.Errorf("answer %q", got)
	}
}

func TestLibraryLinksOfTheNpmPackageAreMade(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for name, body := range map[string]string{
		"native/bin/postgres":          "#!/bin/sh\necho 'postgres (PostgreSQL) 18.4'\n",
		"native/bin/initdb":            "",
		"native/lib/libx.so.6.18":      "library",
		"native/pg-symlinks.json":      `[{"source":"native/lib/libx.so.6.18","target":"native/lib/libx.so.6"}]`,
		"old/bin/postgres":             "#!/bin/sh\necho 'postgres (PostgreSQL) 15.1 (Debian)'\n",
		"old/bin/initdb":               "",
		"cluster/PG_VERSION":           "18\n",
		"cluster-of-nobody/PG_VERSION": "3\n",
	} {
		path := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(body), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	search := []string{filepath.Join(root, "old/bin"), filepath.Join(root, "native/bin")}
	for range 2 { // made once, found again
		bin, err := findBinaries(filepath.Join(root, "cluster"), search)
		if err != nil || bin != search[1] {
			t.Errorf("binaries %s for a cluster of 18, error %v", bin, err)
		}
	}
	if body, err := os.ReadFile(filepath.Join(root, "native/lib/libx.so.6")); err != nil || string(body) != "library" {
		t.Errorf("link %q, error %v", body, err)
	}
	if _, err := findBinaries(filepath.Join(root, "cluster-of-nobody"), search); err == nil || !strings.Contains(err.Error(), "PostgreSQL 3") {
		t.Errorf("error %v", err)
	}
}
