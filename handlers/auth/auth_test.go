package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var (
	zhang = account.DemoPerson{Name: "张伟", IDNumber: "430903199003074515", Mobile: "13873712345"}
	wang  = account.DemoPerson{Name: "王芳", IDNumber: "430902198511203327", Mobile: "13973712345"}
	li    = account.DemoPerson{Name: "李强", IDNumber: "430981199912315020", Mobile: "13773712345"}
	unit  = account.DemoUnit{
		CreditCode: "91430903MA4PC7TH50", Name: "赫山爆破工程有限公司", Area: "430903", Legal: wang,
		Members: []account.DemoMember{{Person: li, Role: account.Agent, Until: workday.MustParse("2026-09-17")}},
	}
)

type outside struct{}

func (outside) Person(context.Context, identity.IDNumber) (account.PersonRecord, error) {
	return account.PersonRecord{}, fault.New(fault.NotFound, "NOT_FOUND")
}

func (outside) Text(*db.Tx, account.Text) error { return nil }

func (outside) Reached(*db.Tx, string) error { return nil }

func (outside) Moved(*db.Tx, account.Move) error { return nil }

// house is a server with one route per rule.
type house struct {
	*Auth
	echo     *echo.Echo
	accounts *account.Service
	clock    *dbtest.Clock
	db       *db.DB
}

func key(letter string) []byte { return []byte(strings.Repeat(letter, keyLeast)) }

func newHouse(t *testing.T) house {
	t.Helper()
	d, clock := dbtest.NewAt(t, "2026-09-17T09:00:00+08:00")
	s, err := account.New(account.Config{DB: d, Population: outside{}, Texter: outside{}, Secret: key("s"), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SeedDemo(t.Context(), account.Demo{People: []account.DemoPerson{zhang}, Units: []account.DemoUnit{unit}}); err != nil {
		t.Fatal(err)
	}
	tokens, err := NewTokens(Keys{Current: "a", Secrets: map[string][]byte{"a": key("a")}}, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	h := house{Auth: New(s, tokens, nil, slog.New(slog.DiscardHandler)), echo: echo.New(), accounts: s, clock: clock, db: d}
	h.echo.HTTPErrorHandler = func(err error, c echo.Context) {
		kind := fault.Kind(0)
		if e, ok := fault.As(err); ok {
			kind = e.Kind
		}
		status := map[fault.Kind]int{fault.Unauthenticated: 401, fault.Forbidden: 403}[kind]
		if status == 0 {
			status = 500
		}
		_ = c.String(status, fault.Code(err))
	}
	h.echo.Use(h.Middleware)
	for path, rule := range map[string]Rule{
		"/public": Public, "/me": SignedIn, "/person": Person, "/unit": Enterprise, "/desk": Clerk(), "/review": Clerk(account.Reviewer),
	} {
		h.echo.Any(path, func(c echo.Context) error { return c.String(http.StatusOK, "ok") }, Require(rule))
	}
	h.echo.GET("/api/v1/me", func(c echo.Context) error { return c.String(http.StatusOK, Actor(c).Name) }, Require(SignedIn))
	h.echo.GET("/who", func(c echo.Context) error { return c.String(http.StatusOK, Actor(c).Name) }, Require(Public))
	h.echo.POST("/leave", func(c echo.Context) error { return h.Leave(c) }, Require(SignedIn))
	return h
}

func (h house) signIn(t *testing.T, name string, door account.Door) account.SignedIn {
	t.Helper()
	in := account.SignIn{Identifier: name, Password: account.DemoPassword, Door: door, Address: "192.0.2.1"}
	codes, err := h.accounts.DemoCodes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		if c.Login == name {
			in.TOTP = c.Code
		}
	}
	out, err := h.accounts.SignIn(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ask sends a request with a cookie and a bearer token, each when not empty.
func (h house) ask(method, path, cookie, bearer string, header ...string) *httptest.ResponseRecorder {
	r, w := httptest.NewRequest(method, path, nil), httptest.NewRecorder()
	if cookie != "" {
		r.Header.Set("Cookie", "lang=zh; "+CookieName+"="+cookie)
	}
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	h.echo.ServeHTTP(w, r)
	return w
}

func (h house) grant(t *testing.T, in account.SignedIn) Granted {
	t.Helper()
	g, err := h.Grant(in)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestRulesLetInWhomTheyName(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	li := h.signIn(t, li.Mobile, account.Page).Secret
	visitors := map[string]string{
		"nobody":        "",
		"stale cookie":  strings.Repeat("A", 43),
		"broken cookie": "x",
		"person":        h.signIn(t, zhang.Mobile, account.Page).Secret,
		"legal":         h.signIn(t, wang.Mobile, account.Page).Secret,
		"member":        li,
		"receiver":      h.signIn(t, "shouli1", account.Page).Secret,
		"reviewer":      h.signIn(t, "shencha1", account.Page).Secret,
	}
	for visitor, want := range map[string]string{ // public, me, person, unit, desk, review
		"nobody":        "200 401 401 401 401 401",
		"stale cookie":  "200 401 401 401 401 401",
		"broken cookie": "200 401 401 401 401 401",
		"person":        "200 200 200 403 403 403",
		"legal":         "200 200 200 200 403 403",
		"member":        "200 200 200 200 403 403",
		"receiver":      "200 200 403 403 200 403",
		"reviewer":      "200 200 403 403 200 200",
	} {
		var got []string
		for _, path := range []string{"/public", "/me", "/person", "/unit", "/desk", "/review"} {
			got = append(got, fmt.Sprint(h.ask(http.MethodPost, path, visitors[visitor], "").Code))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", visitor, got, want)
		}
	}
}

func TestEndedAuthorisationIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.clock.Set(t, "2026-09-18T09:00:00+08:00")
	in := h.signIn(t, li.Mobile, account.Page)
	if w := h.ask(http.MethodGet, "/unit", in.Secret, ""); w.Code != 403 || w.Body.String() != "MEMBERSHIP_ENDED" {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestWhoActsForAnEnterpriseNeedsThatOne(t *testing.T) {
	t.Parallel()
	m := account.Membership{ID: uuid.New()}
	person := func(a account.Actor) account.Actor { a.Kind = account.KindPerson; return a }
	for name, c := range map[string]struct {
		actor account.Actor
		code  string
	}{
		"himself with one":  {person(account.Actor{Enterprises: []account.Membership{m}}), ""},
		"for this one":      {person(account.Actor{Enterprises: []account.Membership{m}, Acting: m.ID}), ""},
		"for an ended one":  {person(account.Actor{Enterprises: []account.Membership{m}, Acting: uuid.New()}), "MEMBERSHIP_ENDED"},
		"himself, all over": {person(account.Actor{Ended: []account.Membership{m}}), "MEMBERSHIP_ENDED"},
		"himself with none": {person(account.Actor{}), "FORBIDDEN"},
	} {
		if got := fault.Code(Enterprise.Allow(c.actor)); got != c.code {
			t.Errorf("%s: got %q, want %q", name, got, c.code)
		}
	}
}

func TestOldPasswordLeadsToItsPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.clock.Advance(90 * 24 * time.Hour)
	in := h.signIn(t, "shouli1", account.Page)
	if w := h.ask(http.MethodPost, "/desk", in.Secret, ""); w.Code != 403 || w.Body.String() != "PASSWORD_DUE" {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	w := h.ask(http.MethodGet, "/desk?x=1", in.Secret, "", "Accept", "text/html")
	if w.Code != 303 || w.Header().Get("Location") != "/me/password?back=%2Fdesk%3Fx%3D1" {
		t.Errorf("got %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := h.ask(http.MethodGet, "/me", in.Secret, ""); w.Code != 200 {
		t.Errorf("the page to change it: %d", w.Code)
	}
}

func TestReadersAreLedToTheSignIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct {
		method, path, accept, location string
		status                         int
	}{
		{"GET", "/me?tab=2", "text/html,*/*", "/sign-in?back=%2Fme%3Ftab%3D2", 303},
		{"GET", "/me", "application/json", "", 401},
		{"POST", "/me", "text/html", "", 401},
		{"GET", "/api/v1/me", "text/html", "", 401},
	} {
		w := h.ask(c.method, c.path, "", "", "Accept", c.accept)
		if w.Code != c.status || w.Header().Get("Location") != c.location {
			t.Errorf("%s %s: got %d %s", c.method, c.path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestPublicRouteLooksOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := h.signIn(t, zhang.Mobile, account.Page)
	if got := h.ask(http.MethodGet, "/who", in.Secret, "").Body.String(); got != zhang.Name {
		t.Errorf("asked: got %q", got)
	}
	h.db.Close()
	if w := h.ask(http.MethodGet, "/public", in.Secret, ""); w.Code != 200 {
		t.Errorf("not asked: %d", w.Code)
	}
	if w := h.ask(http.MethodGet, "/who", "", ""); w.Code != 200 {
		t.Errorf("no cookie: %d", w.Code)
	}
	if w := h.ask(http.MethodGet, "/who", in.Secret, ""); w.Code != 200 || w.Body.String() != "" {
		t.Errorf("database down: %d %s", w.Code, w.Body)
	}
	if w := h.ask(http.MethodGet, "/me", in.Secret, ""); w.Code == 200 || w.Code == 401 {
		t.Errorf("database down is not a missing sign-in: %d", w.Code)
	}
}

func TestCookieAttributesAndFixation(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	planted := h.signIn(t, wang.Mobile, account.Page)
	in := h.signIn(t, zhang.Mobile, account.Page)
	r, w := httptest.NewRequest(http.MethodPost, "/sign-in", nil), httptest.NewRecorder()
	r.Header.Set("Cookie", CookieName+"="+planted.Secret)
	if err := h.Enter(h.echo.NewContext(r, w), in); err != nil {
		t.Fatal(err)
	}
	cookie := w.Result().Cookies()[0]
	if cookie.Name != "__Host-portal" || cookie.Value != in.Secret || cookie.Value == planted.Secret || cookie.Path != "/" || cookie.Domain != "" ||
		!cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 0 {
		t.Errorf("cookie %+v", cookie)
	}
	if w := h.ask(http.MethodGet, "/me", planted.Secret, ""); w.Code != 401 {
		t.Errorf("the planted session lives: %d", w.Code)
	}
	w = h.ask(http.MethodPost, "/leave", in.Secret, "")
	if got := w.Result().Cookies(); len(got) != 1 || got[0].MaxAge != -1 || got[0].Value != "" {
		t.Errorf("after leaving: %v", got)
	}
	if w := h.ask(http.MethodGet, "/me", in.Secret, ""); w.Code != 401 {
		t.Errorf("the session lives after leaving: %d", w.Code)
	}
}

func TestNextStaysOnThisSite(t *testing.T) {
	t.Parallel()
	e := echo.New()
	for next, want := range map[string]string{
		"/me":                    "/me",
		"/items?q=%E7%88%86#top": "/items?q=%E7%88%86#top",
		"":                       "/home",
		"https://evil.example":   "/home",
		"//evil.example":         "/home",
		`/\evil.example`:         "/home",
		"/\t/evil.example":       "/home",
		"javascript:alert(1)":    "/home",
		"/sign-in?back=/me":      "/home",
	} {
		r := httptest.NewRequest(http.MethodGet, "/sign-in?back="+url.QueryEscape(next), nil)
		if got := Next(e.NewContext(r, httptest.NewRecorder()), "/home"); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestARouteWithoutRuleDoesNotStart(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("the zero rule was accepted")
		}
	}()
	Require(Rule{})
}

func TestRulesHaveNames(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]Rule{
		"public": Public, "signed in": SignedIn, "person": Person, "enterprise": Enterprise, "clerk": Clerk(), "clerk R-REV R-DEC": Clerk(account.Reviewer, account.Decider),
	} {
		if r.String() != want || r.IsPublic() != (want == "public") {
			t.Errorf("got %q", r)
		}
	}
	if err := SignedIn.Allow(account.System()); !errors.Is(err, unauthenticated()) {
		t.Errorf("the system comes through a door: %v", err)
	}
}
