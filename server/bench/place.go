package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// place is a folder on a real disk that is removed in the end, with the binary that runs on it.
type place struct {
	dir, binary string
	data        string // data directory of the portal that is measured
}

func newPlace(binary string) (*place, error) {
	if _, err := os.Stat(binary); err != nil {
		return nil, fmt.Errorf("%w (make build makes it)", err)
	}
	dir, err := os.MkdirTemp("/var/tmp", "portal-bench-") // /tmp may be memory, where a commit costs nothing
	if err != nil {
		return nil, err
	}
	return &place{dir: dir, binary: binary, data: filepath.Join(dir, "data")}, os.Chmod(dir, 0o755) // the database's user has to pass
}

func (p *place) remove() { _ = os.RemoveAll(p.dir) }

// portal is a running one.
type portal struct {
	address string
	process *exec.Cmd
	ready   time.Duration // from its start to the first good answer of /readyz
}

const (
	startLimit = time.Minute
	stopLimit  = time.Minute
)

// start runs the portal on a data directory and waits until it is ready.
func (p *place) start(ctx context.Context, data string) (*portal, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(p.binary, "serve")
	cmd.Env = append(os.Environ(), "PORTAL_MODE=demo", "PORTAL_ADDR="+port, "PORTAL_PUBLIC_URL=http://"+port, "PORTAL_DATA_DIR="+data,
		"PORTAL_LOG_LEVEL=error", "DATABASE_URL=", "PORTAL_NOW=")
	cmd.Stderr = os.Stderr
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	r := &portal{address: "http://" + port, process: cmd}
	if err := r.awaitReady(ctx); err != nil {
		return nil, errors.Join(err, r.stop())
	}
	r.ready = time.Since(begun)
	return r, nil
}

// startAndStop tells how many seconds the portal took to be ready.
func (p *place) startAndStop(ctx context.Context, data string) (float64, error) {
	running, err := p.start(ctx, data)
	if err != nil {
		return 0, err
	}
	return running.ready.Seconds(), running.stop()
}

// awaitReady asks every two milliseconds.
func (r *portal) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		if status, _, _, err := fetch(ctx, r.address+"/readyz", nil); err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the portal is not ready: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// stop ends the portal and its database in good order.
func (r *portal) stop() error {
	if err := r.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	timer := time.AfterFunc(stopLimit, func() { _ = r.process.Process.Kill() })
	defer timer.Stop()
	return r.process.Wait()
}

// memory reads the resident memory of the process, and the part of it that is its own rather than mapped from files, in MB.
func (r *portal) memory() (resident, own float64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.process.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	read := func(name string) float64 {
		_, rest, _ := strings.Cut(string(status), name+":")
		kB, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
		return kB / 1024
	}
	return read("VmRSS"), read("RssAnon"), nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// fetch asks once for an address.
func fetch(ctx context.Context, address string, header http.Header) (status int, answer http.Header, body []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, nil, nil, err
	}
	for name, values := range header {
		request.Header[name] = values
	}
	response, err := plain.RoundTrip(request)
	if err != nil {
		return 0, nil, nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return response.StatusCode, response.Header, body, err
}

// plain takes bodies as they are sent.
var plain = &http.Transport{DisableCompression: true}
