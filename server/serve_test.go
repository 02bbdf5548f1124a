package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/server/localdb"
)

// dataDir is a folder that the database's user may reach.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/var/tmp", "portal-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// environ is a demonstration on a free port.
func environ(dir string, more ...string) []string {
	return append([]string{
		"PORTAL_ADDR=127.0.0.1:0", "PORTAL_DATA_DIR=" + dir, "PORTAL_LOG_LEVEL=error",
	}, more...)
}

var greeting = regexp.MustCompile(`http://\S+`)

// running serves until the test or stop ends it, and returns the address that it printed.
func running(t *testing.T, environ []string) (address string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"serve"}, environ, write)
		_ = write.CloseWithError(errors.Join(io.EOF, err))
		ended <- err
	}()
	stop = func() error {
		cancel()
		err := <-ended
		ended <- err
		return err
	}
	t.Cleanup(func() { _ = stop() })
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("serve: %v", err)
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	return greeting.FindString(line), stop
}

func fetch(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestServeStartsOnItsOwnDatabaseAndStopsCleanly(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	for _, start := range []string{"fresh", "again"} {
		address, stop := running(t, environ(dir))
		for _, want := range [][2]string{ // the measurements last: a request is counted once it has been answered
			{"/healthz", "ok"}, {"/readyz", "ready"}, {"/items/430900-ZA-0022", "爆破作业人员许可"}, {"/metrics", "portal_http_request_seconds"},
		} {
			if status, body := fetch(t, address+want[0]); status != http.StatusOK || !strings.Contains(body, want[1]) {
				t.Errorf("%s: %s answers %d", start, want[0], status)
			}
		}
		if start == "again" {
			if err := run(context.Background(), []string{"serve"}, environ(dir), io.Discard); !errors.Is(err, localdb.ErrInUse) {
				t.Errorf("a second portal on the same data: %v", err)
			}
		}
		if err := stop(); err != nil {
			t.Fatalf("%s: stop: %v", start, err)
		}
	}
}

func TestServeTakesAnyDatabase(t *testing.T) {
	t.Parallel()
	address, _ := running(t, environ(dataDir(t), "DATABASE_URL="+dbtest.Create(t)))
	if status, _ := fetch(t, address+"/readyz"); status != http.StatusOK {
		t.Errorf("readyz answers %d", status)
	}
}

func TestProductionRefusesADatabaseThatForgets(t *testing.T) {
	t.Parallel()
	settings := production("DATABASE_URL="+dbtest.Create(t), "PORTAL_DATA_DIR="+dataDir(t), "PORTAL_ADDR=127.0.0.1:0")
	if err := run(context.Background(), []string{"serve"}, settings, io.Discard); err == nil || !strings.Contains(err.Error(), "fsync") {
		t.Errorf("error %v", err)
	}
}

func TestCommandsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"server"}, {"publish", "a", "b"}, {"verify"}} {
		if err := run(context.Background(), args, environ(dataDir(t)), io.Discard); err == nil {
			t.Errorf("%v: accepted", args)
		}
	}
}

func TestAnswersAreGuarded(t *testing.T) {
	t.Parallel()
	address, _ := running(t, environ(dataDir(t), "DATABASE_URL="+dbtest.Create(t)))
	post := func(header map[string]string, body io.Reader) *http.Request {
		r, err := http.NewRequest(http.MethodPost, address+"/sign-in", body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for name, value := range header {
			r.Header.Set(name, value)
		}
		return r
	}
	large := func() io.Reader { return strings.NewReader(strings.Repeat("a", bodyLimit+1)) }
	for _, c := range []struct {
		name    string
		request *http.Request
		status  int
	}{
		{"our own form", post(map[string]string{"Sec-Fetch-Site": "same-origin"}, strings.NewReader("identifier=x&password=y")), http.StatusUnauthorized},
		{"another site", post(map[string]string{"Sec-Fetch-Site": "cross-site"}, strings.NewReader("a=b")), http.StatusForbidden},
		{"old browser on another site", post(map[string]string{"Origin": "https://elsewhere.example"}, strings.NewReader("a=b")), http.StatusForbidden},
		{"broken form", post(nil, strings.NewReader("identifier=%zz")), http.StatusBadRequest},
		{"announced size", post(nil, large()), http.StatusRequestEntityTooLarge},
		{"hidden size", post(nil, io.MultiReader(large())), http.StatusRequestEntityTooLarge},
	} {
		begun := time.Now()
		answer, err := http.DefaultClient.Do(c.request)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		_ = answer.Body.Close()
		if answer.StatusCode != c.status {
			t.Errorf("%s: %d, want %d (after %v)", c.name, answer.StatusCode, c.status, time.Since(begun))
		}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "X-Request-Id", "Referrer-Policy"} {
			if answer.Header.Get(name) == "" {
				t.Errorf("%s: no %s", c.name, name)
			}
		}
	}
}
