package localdb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"
)

// durable is how the embedded database runs: it may be killed at any moment without losing what it acknowledged, and takes little
// memory at rest. There is no TCP port at all.
var durable = map[string]string{
	"listen_addresses": "", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
	"max_connections": "120", "shared_buffers": "128MB", "jit": "off", "timezone": "Asia/Shanghai", "log_timezone": "Asia/Shanghai",
	"unix_socket_permissions": "0700", "log_min_messages": "warning", "wal_compression": "on",
}

func initialised(data string) bool {
	_, err := os.Stat(filepath.Join(data, "PG_VERSION"))
	return err == nil
}

// initialise makes the cluster in a folder beside its place and moves it there when it is whole: an interrupted attempt is never
// taken for a cluster and is removed by the next one.
func (c *Cluster) initialise(ctx context.Context) error {
	making := c.paths.data + ".making"
	if err := os.RemoveAll(making); err != nil {
		return err
	}
	if err := own(making, c.owner); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(c.binaries, "initdb"), "-D", making, "-U", superuser,
		"--locale=C.UTF-8", "--encoding=UTF8", "--auth-local=trust", "--auth-host=reject", "--no-sync")
	cmd.Dir, cmd.SysProcAttr = making, c.owner.attributes()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	if err := syncFolder(making, c.settings["fsync"] != "off"); err != nil {
		return err
	}
	if err := os.Rename(making, c.paths.data); err != nil {
		return fmt.Errorf("%s holds something that is no PostgreSQL cluster: %w", c.paths.data, err)
	}
	return nil
}

// syncFolder makes up for --no-sync: one call for the whole file system is far quicker than one per file.
func syncFolder(dir string, durable bool) error {
	if !durable {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return unix.Syncfs(int(folder.Fd()))
}

// retryLimit is how long a start that fails is tried again: the remains of a killed server (a zombie, orphans that hold its shared
// memory) may stand in the way for a second or two.
const retryLimit = 15 * time.Second

// launch starts the server and waits until it answers.
func (c *Cluster) launch(ctx context.Context) error {
	retry, cancel := context.WithTimeout(ctx, retryLimit)
	defer cancel()
	for {
		exited, err := c.spawn()
		if err != nil {
			return err
		}
		ready := false
		err = poll(ctx, func() bool {
			ready = c.answers(ctx)
			return ready || len(exited) > 0
		})
		if ready {
			return nil
		}
		if err == nil {
			c.log.Warn("the start of the database is tried again", "log", c.paths.log)
			err = pause(retry, 200*time.Millisecond)
		}
		if err != nil {
			return fmt.Errorf("the database does not start (%w), see %s: %s", err, c.paths.log, lastLine(c.paths.log))
		}
	}
}

// lastLine is what the server said last.
func lastLine(log string) string {
	body, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	body = bytes.TrimSpace(body)
	return string(body[bytes.LastIndexByte(body, '\n')+1:])
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// spawn runs postgres in the foreground of its own session, so that Ctrl-C reaches the portal first, which drains its requests and
// then stops the database.
func (c *Cluster) spawn() (exited chan struct{}, err error) {
	args := []string{"-D", c.paths.data, "-k", c.paths.socket}
	for _, settings := range []map[string]string{durable, c.settings} {
		for name, value := range settings {
			args = append(args, "-c", name+"="+value)
		}
	}
	log, err := os.OpenFile(c.paths.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(filepath.Join(c.binaries, "postgres"), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = c.paths.data, log, log, c.owner.attributes()
	cmd.SysProcAttr.Setsid = true
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start database: %w", err)
	}
	exited = make(chan struct{}, 1)
	go func() {
		_ = cmd.Wait() // its log says why
		exited <- struct{}{}
	}()
	return exited, nil
}

func (o owner) attributes() *syscall.SysProcAttr {
	if !o.drop {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid), Groups: []uint32{}}}
}

// answers tells whether a server of this cluster accepts connections.
func (c *Cluster) answers(ctx context.Context) bool {
	if c.postmaster() == 0 {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// postmaster is the pid of the living server of this data directory, or 0. A killed server may stay a zombie for a while and its
// pid may be used again, so the command line is looked at, not the pid alone.
func (c *Cluster) postmaster() int {
	body, err := os.ReadFile(filepath.Join(c.paths.data, "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(body), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return 0
	}
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if errors.Is(err, os.ErrNotExist) || !bytes.Contains(line, []byte("postgres")) {
		return 0
	}
	return pid
}

// EnsureDatabase creates a database of this name when there is none.
func (c *Cluster) EnsureDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	defer conn.Close(ctx)
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	return err
}
