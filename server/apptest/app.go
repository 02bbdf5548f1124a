// Package apptest runs the real app for tests: the same graph, routes and middleware as the binary, in demo mode with its simulated
// registers and accounts, on a private database and a clock of the test's own.
//
//	app := apptest.New(t)
//	citizen := app.Client().SignIn("citizen")
//	citizen.Post("/api/v1/drafts", apptest.JSON{"item": apptest.Item}).Want(201)
package apptest

import (
	"context"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog/catalogtest"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/server"
)

const (
	// Start is where the clock of New stands: a Thursday morning.
	Start = "2026-09-17T09:00:00+08:00"
	// Item is the code of the renewal of the blasting licence.
	Item = "430900-ZA-0022"
)

// App is a running portal.
type App struct {
	*server.Instance
	Clock *dbtest.Clock
	Dir   string // of its files

	t     testing.TB
	place server.Place
}

// New starts the portal on the morning of Start.
func New(t testing.TB) *App {
	t.Helper()
	return NewAt(t, Start)
}

// NewAt starts the portal with its clock at an RFC 3339 instant. The demo's licences are laid out around that day.
func NewAt(t testing.TB, at string) *App {
	t.Helper()
	return NewWith(t, at, func(*server.Place) {})
}

// NewWith is NewAt with a change to where and how the portal lives.
func NewWith(t testing.TB, at string, change func(*server.Place)) *App {
	t.Helper()
	clock := dbtest.NewClock(t, at)
	place := server.Place{DatabaseURL: catalogtest.Create(t), DataDir: dataDir(t), Now: clock.Now}
	change(&place)
	return open(t, place, clock)
}

func open(t testing.TB, place server.Place, clock *dbtest.Clock) *App {
	t.Helper()
	instance, err := server.Open(context.Background(), place)
	if err != nil {
		t.Fatalf("start the app: %v", err)
	}
	t.Cleanup(func() {
		if err := instance.Close(); err != nil {
			t.Errorf("stop the app: %v", err)
		}
	})
	return &App{Instance: instance, Clock: clock, Dir: place.DataDir, t: t, place: place}
}

// Another starts one more instance of the portal on the same database, files and clock.
func (a *App) Another() *App {
	a.t.Helper()
	return open(a.t, a.place, a.Clock)
}

// Live lets open pages be told of changes until the test ends.
func (a *App) Live() *App {
	a.t.Helper()
	a.t.Cleanup(a.Instance.Live(context.Background()))
	return a
}

// dataDir is private to the test; what it holds may go slowly, so its removal must not fail a test.
func dataDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "apptest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Work works off all jobs that are due: documents are rendered, short messages sent, registers asked.
func (a *App) Work() {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := a.Instance.Work(ctx); err != nil {
		a.t.Fatalf("jobs: %v", err)
	}
}

// Serve puts the portal behind a real listener, for browsers and connections that break.
func (a *App) Serve() *httptest.Server {
	a.t.Helper()
	s := httptest.NewServer(a.Handler)
	a.t.Cleanup(s.Close)
	return s
}

// Login is the name with which a demo account signs in: a clerk's login, or the mobile number of a person of the simulated world.
func (a *App) Login(who string) string {
	a.t.Helper()
	for _, l := range a.Logins {
		if l.Login == who {
			return who
		}
	}
	return a.World.Person(who).Mobile
}

// codeOf is the second factor that a clerk needs now, "" for everybody else. Codes work once: when they are used up, the clock moves on
// to the next.
func (a *App) codeOf(login string) string {
	a.t.Helper()
	for range 3 {
		codes, err := a.Accounts.DemoCodes(context.Background())
		if err != nil {
			a.t.Fatal(err)
		}
		at := slices.IndexFunc(codes, func(c account.DemoCode) bool { return c.Login == login })
		if at < 0 {
			return ""
		}
		if codes[at].Code != "" {
			return codes[at].Code
		}
		a.Clock.Advance(time.Duration(codes[at].Seconds) * time.Second)
	}
	a.t.Fatalf("no code for %s", login)
	return ""
}

// TextedCode is the code of the newest short message to a number.
func (a *App) TextedCode(mobile string) string {
	a.t.Helper()
	a.Work()
	sent, err := a.Outbox.List(context.Background(), mobile, 1)
	if err != nil || len(sent) == 0 {
		a.t.Fatalf("no short message to %s: %v", mobile, err)
	}
	code := sixDigits.FindString(sent[0].Text)
	if code == "" {
		a.t.Fatalf("no code in %q", sent[0].Text)
	}
	return code
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// Password opens every demo account.
const Password = account.DemoPassword
