package crash

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

// portal is the real binary on a database and a data directory of the test's own.
type portal struct {
	t       *testing.T
	binary  string
	place   server.Place
	port    string
	client  *http.Client
	restart sync.WaitGroup

	mu      sync.Mutex
	process *exec.Cmd
	ready   bool
	dead    bool // for good
	changed sync.Cond
}

func newPortal(t *testing.T) *portal {
	t.Helper()
	dir := t.TempDir()
	p := &portal{t: t, binary: filepath.Join(dir, "portal"), place: server.Place{DatabaseURL: dbtest.Create(t), DataDir: filepath.Join(dir, "data"), Now: time.Now},
		client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: signers}}}
	p.changed.L = &p.mu
	build := exec.Command("go", "build", "-o", p.binary, "../portal")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.port = l.Addr().String()
	_ = l.Close()
	t.Cleanup(func() { p.restart.Wait(); p.kill(true) })
	return p
}

// open is the same app in this process, for looking at the database by the services' eyes.
func (p *portal) open() *server.Instance {
	p.t.Helper()
	app, err := server.Open(p.t.Context(), p.place)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		if err := app.Close(); err != nil {
			p.t.Error(err)
		}
	})
	return app
}

const startLimit = time.Minute

// start runs the binary and lets everybody know when it is ready.
func (p *portal) start() {
	cmd := exec.Command(p.binary, "serve")
	cmd.Env = append(os.Environ(), "PORTAL_MODE=demo", "PORTAL_NOW=", "PORTAL_LOG_LEVEL=error", "PORTAL_ADDR="+p.port,
		"PORTAL_PUBLIC_URL=http://"+p.port, "PORTAL_DATA_DIR="+p.place.DataDir, "DATABASE_URL="+p.place.DatabaseURL)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		p.t.Errorf("start: %v", err)
		return
	}
	p.set(func() { p.process, p.dead = cmd, false })
	if p.until(startLimit, p.answersReady) {
		p.set(func() { p.ready = true })
		return
	}
	p.t.Error("the portal did not become ready")
	p.kill(true)
}

func (p *portal) answersReady() bool {
	answer, err := p.client.Get("http://" + p.port + "/readyz")
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// until asks again and again, and tells whether it came true in time.
func (p *portal) until(limit time.Duration, is func() bool) bool {
	tick, end := time.NewTicker(5*time.Millisecond), time.After(limit)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-end:
			return false
		}
	}
	return true
}

func (p *portal) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.changed.Broadcast()
}

// kill ends the portal as a power cut would, without a word; for good when nobody shall wait for the next one.
func (p *portal) kill(forGood bool) {
	p.set(func() {
		if p.process != nil {
			_ = p.process.Process.Kill() // it may have ended by itself, which the clients notice
			_ = p.process.Wait()
		}
		p.process, p.ready, p.dead = nil, false, forGood
	})
}

// await waits until the portal is ready, or dead for good.
func (p *portal) await() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.ready && !p.dead {
		p.changed.Wait()
	}
}

// post sends JSON and tells the status and the answer; an error is a connection that broke.
func (p *portal) post(token, path, key string, body, answer any) (status int, err error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	request, err := http.NewRequest(http.MethodPost, "http://"+p.port+path, bytes.NewReader(raw))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := p.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && answer != nil {
		err = json.Unmarshal(text, answer)
	}
	if err == nil && response.StatusCode >= 400 && response.StatusCode < 500 {
		p.t.Errorf("%s answers %d: %s", path, response.StatusCode, text)
	}
	return response.StatusCode, err
}

// unitSign signs the n-th form; not ok when the same has to be asked again.
func (p *portal) unitSign(token string, n int) (receipt acknowledged, ok bool) {
	form := waiting.Form(n).String()
	status, err := p.post(token, "/api/v1/unit/signatures/"+form, "sign "+form, map[string]bool{"agreed": true}, &receipt)
	return receipt, err == nil && status < 500
}

// signIn gives the access token of the unit's legal representative, confirmed by short message.
func (p *portal) signIn(app *server.Instance) (token string) {
	p.t.Helper()
	mobile := app.World.Person("legal-heshan").Mobile
	must := func(want int, path string, body, answer any) {
		p.t.Helper()
		if status, err := p.post(token, path, "", body, answer); err != nil || status != want {
			p.t.Fatalf("%s: %d, %v", path, status, err)
		}
	}
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	must(http.StatusCreated, "/api/v1/sessions", map[string]string{"identifier": mobile, "password": account.DemoPassword}, &granted)
	token = granted.AccessToken
	must(http.StatusAccepted, "/api/v1/me/confirmation/code", map[string]string{}, nil)
	code := ""
	arrived := p.until(startLimit, func() bool {
		sent, err := app.Outbox.List(p.t.Context(), mobile, 1)
		if err == nil && len(sent) > 0 {
			code = sixDigits.FindString(sent[0].Text)
		}
		return code != ""
	})
	if !arrived {
		p.t.Fatal("no code arrived")
	}
	must(http.StatusNoContent, "/api/v1/me/confirmation", map[string]string{"code": code}, nil)
	return token
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)
