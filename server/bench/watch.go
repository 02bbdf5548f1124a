package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/server"
)

const (
	looks     = 200  // at a page
	beats     = 2000 // of one clerk
	openDesks = 200  // clerks with the portal open
)

// watched measures through HTTP, with a clerk who has signed in, what people of the desk see and send all day.
func (q *queue) watched() error {
	h := &browserOf{base: httptest.NewServer(q.app.Handler)}
	defer h.base.Close()
	if err := h.signIn(q.ctx, q.app, "shouli1"); err != nil {
		return err
	}
	path := "/desk/queue/" + account.CityWindow + "/" + string(procedure.StageIntake)
	for _, page := range []struct {
		name, path string
		aim        float64
	}{{"first screen of a million waiting steps", path, 50}, {"officer's first page", "/desk", 300}} {
		var took []float64
		for range looks {
			begun := time.Now()
			if _, err := h.get(q.ctx, page.path); err != nil {
				return err
			}
			took = append(took, float64(time.Since(begun).Microseconds())/1000)
		}
		slices.Sort(took)
		q.report.value(page.name+", 95 of 100", "ms", page.aim, took[looks*95/100])
	}
	return q.beat(h, "shouli1")
}

// beat measures what the heartbeats of all open desks cost. The processor's time is that of this process, which is the browser as well, and
// of the whole database.
func (q *queue) beat(h *browserOf, login string) error {
	officer := account.Actor{Kind: account.KindClerk, Grants: receiverOf(0).Grants}
	err := q.app.DB.Pool().QueryRow(q.ctx, "SELECT a.id, o.police_no, o.name FROM accounts a JOIN officers o ON o.id = a.officer_id WHERE a.login = $1", login).
		Scan(&officer.AccountID, &officer.Officer, &officer.Name)
	if err != nil {
		return err
	}
	claim, err := q.app.Cases.ClaimNext(q.ctx, officer, account.CityWindow, procedure.StageIntake, db.Key{})
	if err != nil {
		return err
	}
	before, err := q.processorTime()
	if err != nil {
		return err
	}
	for range beats {
		if err := h.send(q.ctx, "/desk/steps/"+claim.StepID.String()+"/heartbeat", fmt.Sprintf(`{"fence":%d,"input":true}`, claim.Fence)); err != nil {
			return err
		}
	}
	after, err := q.processorTime()
	each := (after - before).Seconds() / beats
	q.report.value("a heartbeat", "ms of one processor", 0, each*1000)
	q.report.value(fmt.Sprintf("%d open desks, one heartbeat a minute each", openDesks), "% of one processor", 0, each*openDesks/60*100)
	return err
}

// processorTime is what this process and all processes of the database have used.
func (q *queue) processorTime() (time.Duration, error) {
	var mine syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &mine); err != nil {
		return 0, err
	}
	used := time.Duration(mine.Utime.Nano() + mine.Stime.Nano())
	rows, err := q.app.DB.Pool().Query(q.ctx, "SELECT pid FROM pg_stat_activity")
	if err != nil {
		return 0, err
	}
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	for _, pid := range pids {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		for _, n := range []int{11, 12} { // utime and stime, in hundredths of a second
			ticks, _ := strconv.Atoi(fields[n])
			used += time.Duration(ticks) * 10 * time.Millisecond
		}
	}
	return used, err
}

// browserOf is one that somebody has signed in with.
type browserOf struct {
	base   *httptest.Server
	client http.Client
}

func (h *browserOf) signIn(ctx context.Context, app *server.Instance, login string) (err error) {
	if h.client.Jar, err = cookiejar.New(nil); err != nil {
		return err
	}
	page, err := h.post(ctx, "/sign-in", url.Values{"identifier": {login}, "password": {account.DemoPassword}})
	if err != nil {
		return err
	}
	codes, err := app.Accounts.DemoCodes(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(codes, func(c account.DemoCode) bool { return c.Login == login })
	_, page, found := strings.Cut(page, `name="challenge" value="`)
	challenge, _, _ := strings.Cut(page, `"`)
	if at < 0 || !found {
		return errors.New("nobody asks for the second factor")
	}
	_, err = h.post(ctx, "/sign-in/step", url.Values{"challenge": {challenge}, "code": {codes[at].Code}})
	return err
}

func (h *browserOf) get(ctx context.Context, path string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.base.URL+path, nil)
	if err != nil {
		return "", err
	}
	return h.do(request)
}

func (h *browserOf) post(ctx context.Context, path string, form url.Values) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.base.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(request)
}

// send posts what an island of a page sends.
func (h *browserOf) send(ctx context.Context, path, body string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.base.URL+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	_, err = h.do(request)
	return err
}

func (h *browserOf) do(request *http.Request) (string, error) {
	answer, err := h.client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || strings.HasPrefix(answer.Request.URL.Path, "/sign-in")) && !strings.Contains(string(body), "challenge") {
		err = fmt.Errorf("%s %s answers %d at %s", request.Method, request.URL.Path, answer.StatusCode, answer.Request.URL.Path)
	}
	return string(body), err
}
