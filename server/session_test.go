package server_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// enter signs a person in by the page and returns the cookie of his session.
func enter(t *testing.T, app *apptest.App, who string, header ...string) *http.Cookie {
	t.Helper()
	form := url.Values{"identifier": {app.Login(who)}, "password": {apptest.Password}}
	a := app.Client().Do(http.MethodPost, "/sign-in", strings.NewReader(form.Encode()), formKind, header...).Want(http.StatusSeeOther)
	return sessionCookie(t, a)
}

func sessionCookie(t *testing.T, a *apptest.Answer) *http.Cookie {
	t.Helper()
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == auth.CookieName {
			return c
		}
	}
	t.Fatalf("%s %s sets no session: %v", a.Method, a.Path, a.Header)
	return nil
}

// lives tells whether a cookie still opens the own space and the API.
func lives(t *testing.T, app *apptest.App, c *http.Cookie) bool {
	t.Helper()
	page := app.Client().Do(http.MethodGet, "/me", nil, "", "Cookie", c.Name+"="+c.Value)
	program := app.Client().Do(http.MethodGet, "/api/v1/me", nil, "", "Cookie", c.Name+"="+c.Value)
	if (page.Status == http.StatusOK) != (program.Status == http.StatusOK) {
		t.Errorf("the doors disagree: %d and %d", page.Status, program.Status)
	}
	return page.Status == http.StatusOK
}

func TestSessionsEndAtOnce(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	first, second := enter(t, app, "citizen"), enter(t, app, "citizen")
	if first.Value == second.Value || !lives(t, app, first) || !lives(t, app, second) {
		t.Fatal("a person has two sessions side by side")
	}
	out := app.Client().Do(http.MethodPost, "/sign-out", nil, "", "Cookie", first.Name+"="+first.Value).Want(http.StatusSeeOther)
	if c := sessionCookie(t, out); c.MaxAge >= 0 || c.Value != "" {
		t.Errorf("signing out leaves %v", c)
	}
	if lives(t, app, first) || !lives(t, app, second) {
		t.Error("signing out ends that session and no other")
	}

	program := app.Client().SignIn("citizen")
	program.Delete("/api/v1/sessions/current").Want(http.StatusNoContent)
	program.Get("/api/v1/me").WantFault(http.StatusUnauthorized, "UNAUTHENTICATED")
	app.Client().Post("/api/v1/sessions/refresh", apptest.JSON{"refresh_token": program.Refresh}).WantFault(http.StatusUnauthorized, "UNAUTHENTICATED")

	program = app.Client().SignIn("citizen")
	program.Delete("/api/v1/sessions").Want(http.StatusNoContent)
	if lives(t, app, second) {
		t.Error("signing out everywhere leaves a cookie")
	}
	program.Get("/api/v1/me").Want(http.StatusUnauthorized)

	third, other := enter(t, app, "citizen"), app.Client().SignIn("citizen")
	form := url.Values{"old": {apptest.Password}, "new": {"Neues-Kennwort-2026"}}
	app.Client().Do(http.MethodPost, "/me/password", strings.NewReader(form.Encode()), formKind, "Cookie", third.Name+"="+third.Value).Want(http.StatusSeeOther)
	if !lives(t, app, third) {
		t.Error("changing the password ends the session in which it was changed")
	}
	other.Get("/api/v1/me").Want(http.StatusUnauthorized)
}

// A session that somebody planted or left in the browser gains nothing by a sign-in: it ends, and the new one has another name.
func TestSigningInChangesTheSession(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	planted := enter(t, app, "late")
	mine := enter(t, app, "citizen", "Cookie", planted.Name+"="+planted.Value)
	if mine.Value == planted.Value || lives(t, app, planted) || !lives(t, app, mine) {
		t.Error("the session that the browser brought along lives on")
	}
	made := strings.Repeat("A", len(mine.Value))
	if got := enter(t, app, "citizen", "Cookie", auth.CookieName+"="+made); got.Value == made {
		t.Error("the server takes a secret that the browser made up")
	}
	if lives(t, app, &http.Cookie{Name: auth.CookieName, Value: made}) {
		t.Error("a made-up secret opens")
	}
}

func TestReusedRefreshTokenEndsItsSession(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	c := app.Client().SignIn("citizen")
	refresh := func(token string) *apptest.Answer {
		return app.Client().Post("/api/v1/sessions/refresh", apptest.JSON{"refresh_token": token})
	}
	renewed := refresh(c.Refresh).Want(http.StatusOK).JSON()
	c.Get("/api/v1/me").Want(http.StatusOK) // the old access token runs on until it ends
	refresh(c.Refresh).WantFault(http.StatusUnauthorized, "TOKEN_REUSED")
	c.Get("/api/v1/me").Want(http.StatusUnauthorized)
	c.Token = renewed["access_token"].(string)
	c.Get("/api/v1/me").Want(http.StatusUnauthorized)
	refresh(renewed["refresh_token"].(string)).Want(http.StatusUnauthorized)
}

// Sessions end by standing idle and by age (domain.md 6.2), for pages and programs alike.
func TestSessionsHaveLimits(t *testing.T) {
	t.Parallel()
	for who, c := range map[string]struct{ idle, absolute time.Duration }{
		"citizen": {30 * time.Minute, 12 * time.Hour}, "shouli1": {15 * time.Minute, 10 * time.Hour},
	} {
		app := apptest.New(t)
		opens := func(client *apptest.Client) bool {
			return client.Do(http.MethodGet, "/api/v1/me", nil, "").Status == http.StatusOK
		}
		client := app.Client().SignInPage(who)
		app.Clock.Advance(c.idle - time.Second)
		if !opens(client) {
			t.Errorf("%s is out before his time", who)
		}
		app.Clock.Advance(c.idle - time.Second)
		if !opens(client) {
			t.Errorf("%s worked and is out all the same", who)
		}
		app.Clock.Advance(c.idle + time.Second)
		if opens(client) {
			t.Errorf("%s stood idle for %v and is still in", who, c.idle)
		}
		client = app.Client().SignInPage(who)
		begun := app.Clock.Now()
		for app.Clock.Now().Sub(begun) < c.absolute-c.idle/2 {
			if !opens(client) {
				t.Fatalf("%s is out after %v of work", who, app.Clock.Now().Sub(begun))
			}
			app.Clock.Advance(c.idle / 2)
		}
		app.Clock.Advance(c.idle / 2)
		if opens(client) {
			t.Errorf("%s works for more than %v", who, c.absolute)
		}
		token := app.Client().SignIn(who)
		app.Clock.Advance(11 * time.Minute)
		if opens(token) {
			t.Errorf("%s holds an access token for more than ten minutes", who)
		}
		app.Clock.Advance(c.idle)
		app.Client().Post("/api/v1/sessions/refresh", apptest.JSON{"refresh_token": token.Refresh}).Want(http.StatusUnauthorized)
	}
}

func TestOfficersHaveOneSession(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	page := app.Client().SignInPage("shouli1")
	program := app.Client().SignIn("shouli1")
	if a := page.Get("/desk"); a.Status != http.StatusUnauthorized && a.Status != http.StatusSeeOther {
		t.Errorf("the page lives on beside the program: %d", a.Status)
	}
	program.Get("/api/v1/desk/queues").Want(http.StatusOK)
	app.Client().SignInPage("shouli1").Get("/desk").Want(http.StatusOK)
	program.Get("/api/v1/desk/queues").Want(http.StatusUnauthorized)
}

// No other site makes a browser act here, at no route, whatever it carries.
func TestCrossSiteActsAreRefused(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	client := app.Client().SignInPage("citizen")
	before := leftIn(t, app)
	origins := [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
		{"Origin", "http://portal.test.evil.example"}, {"Origin", "http://127.0.0.1:1"}}
	for _, r := range app.Routes {
		if reads(r.Method) || r.Method == http.MethodOptions {
			continue
		}
		path := strings.NewReplacer(":id", "0198f000-0000-7000-8000-000000000000", ":code", apptest.Item, ":desk", "430900-ban", ":stage", "intake", ":key", "applicant",
			":material", "0198f000-0000-7000-8000-000000000000").Replace(r.Path)
		for _, origin := range origins {
			a := client.Do(r.Method, path, strings.NewReader("a=b"), formKind, origin...)
			if a.Status != http.StatusForbidden {
				t.Errorf("%s %s with %v answers %d", r.Method, r.Path, origin, a.Status)
			}
		}
	}
	before.same(t, "other sites")
	client.Do(http.MethodGet, "/me", nil, "", "Sec-Fetch-Site", "cross-site").Want(http.StatusOK) // a link from elsewhere
	client.Do(http.MethodPost, "/session/touch", nil, "", "Sec-Fetch-Site", "same-origin").Want(http.StatusNoContent)
	client.Do(http.MethodPost, "/session/touch", nil, "", "Origin", "http://portal.test").Want(http.StatusNoContent)
}

// Whatever somebody writes into back, the way leads to a page of this site.
func TestBackNeverLeavesTheSite(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	client := app.Client().SignInPage("citizen")
	for _, back := range []string{"https://evil.example", "//evil.example", `/\evil.example`, `\\evil.example`, "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "http:evil.example",
		"///evil.example", "/%09//evil.example/..", "@evil.example", ".evil.example", "/..//evil.example", "%2f%2fevil.example", " //evil.example"} {
		q := url.Values{"back": {back}}.Encode()
		for _, a := range []*apptest.Answer{
			client.Do(http.MethodGet, "/sign-in?"+q, nil, "", "Accept", "text/html"), client.Get("/preferences?lang=zh&" + q),
			client.PostForm("/me/side", url.Values{"back": {back}}), client.PostForm("/me/side?"+q, nil),
		} {
			at := a.Want(http.StatusSeeOther).Header.Get("Location")
			u, err := url.Parse(at)
			if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(at, "/") || strings.HasPrefix(at, "//") || strings.ContainsAny(at, "\\\t\n") {
				t.Errorf("%s with %q leads to %q", a.Path, back, at)
			}
		}
		if page := app.Client().Do(http.MethodGet, "/sign-in?"+q, nil, "", "Accept", "text/html").Want(http.StatusOK); strings.Contains(page.Body, `href="`+back) {
			t.Errorf("the sign-in links to %q", back)
		}
	}
	led := app.Client().Do(http.MethodGet, "/me/cases?after=x", nil, "", "Accept", "text/html").Want(http.StatusSeeOther).Header.Get("Location")
	if led != "/sign-in?back=%2Fme%2Fcases%3Fafter%3Dx" {
		t.Errorf("a visitor is led to %s", led)
	}
}

func TestCookiesHaveTheirAttributes(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	session := enter(t, app, "citizen")
	if session.Name != "__Host-portal" || session.Path != "/" || session.Domain != "" || !session.Secure || !session.HttpOnly ||
		session.SameSite != http.SameSiteLaxMode || session.MaxAge != 0 || !session.Expires.IsZero() || len(session.Value) < 43 {
		t.Errorf("session: %s", session)
	}
	chosen := app.Client().Get("/preferences?lang=en&elder=1&back=/").Want(http.StatusSeeOther)
	cookies := (&http.Response{Header: chosen.Header}).Cookies()
	for _, c := range cookies {
		if c.Path != "/" || c.Domain != "" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge <= 0 {
			t.Errorf("preference: %s", c)
		}
	}
	if len(cookies) != 2 {
		t.Errorf("preferences: %v", cookies)
	}
	for _, path := range []string{"/", "/items", "/items/" + apptest.Item, "/sign-in", "/verify", "/healthz", "/api/v1/items"} {
		if a := app.Client().Get(path).Want(http.StatusOK); a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie for a visitor", path)
		}
	}
}

// Every answer carries the same protection, errors included; what is meant for one reader stays out of caches.
func TestAnswersAreProtected(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	client := app.Client().SignInPage("citizen")
	for path, status := range map[string]int{"/": 200, "/me": 200, "/nothing": 404, "/desk": 403, "/api/v1/items": 200, "/api/v1/me": 200, "/api/v1/nothing": 404,
		"/assets/nothing.js": 404, "/items?q=" + strings.Repeat("a", 9000): 413, "/metrics": 200, "/demo/outbox": 200, "/api/docs": 200} {
		a := client.Do(http.MethodGet, path, nil, "", "Accept", "text/html").Want(status)
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%.40s: %s is %q", path, name, got)
			}
		}
		policy := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'self'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%.40s: policy %q", path, policy)
		}
		if a.Header.Get("X-Request-Id") == "" || a.Header.Get("Server") != "" || a.Header.Get("X-Powered-By") != "" {
			t.Errorf("%.40s: %v", path, a.Header)
		}
		if private := strings.HasSuffix(path, "/me") || status == 403; private && !strings.Contains(a.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%s may be kept: %q", path, a.Header.Get("Cache-Control"))
		}
	}
}

var heading = regexp.MustCompile(`<h1[^>]*>[^<]+`)

// Programs get problems, people get pages, and both get the right status.
func TestErrorsSpeakToWhoAsked(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	client := app.Client().SignInPage("citizen")
	big := strings.Repeat("a", 2<<20)
	for name, c := range map[string]struct {
		method, path, body, kind string
		status                   int
		code                     string
	}{
		"no page":           {"GET", "/nothing", "", "", 404, ""},
		"no asset":          {"GET", "/assets/nothing.js", "", "", 404, ""},
		"no item":           {"GET", "/items/nothing", "", "", 404, ""},
		"not that way":      {"DELETE", "/me", "", "", 405, ""},
		"not to be posted":  {"POST", "/about", "a=b", formKind, 405, ""},
		"too large":         {"POST", "/me/password", "old=" + big, formKind, 413, ""},
		"of no kind":        {"POST", "/me/password", "{}", "application/json", 415, ""},
		"not for him":       {"GET", "/desk", "", "", 403, ""},
		"no operation":      {"GET", "/api/v1/nothing", "", "", 404, "NOT_FOUND"},
		"no version":        {"GET", "/api/v2/items", "", "", 404, "NOT_FOUND"},
		"not by DELETE":     {"DELETE", "/api/v1/items", "", "", 405, "METHOD_NOT_ALLOWED"},
		"too large a body":  {"POST", "/api/v1/drafts", `{"item":"` + big + `"}`, "application/json", 413, "TOO_LARGE"},
		"no JSON":           {"POST", "/api/v1/drafts", "<item/>", "application/xml", 415, "JSON_EXPECTED"},
		"not for a citizen": {"GET", "/api/v1/desk/queues", "", "", 403, "FORBIDDEN"},
	} {
		a := client.Do(c.method, c.path, strings.NewReader(c.body), c.kind, "Accept", "text/html,application/json")
		kind := a.Header.Get("Content-Type")
		switch {
		case a.Status != c.status:
			t.Errorf("%s: %d, want %d: %.200s", name, a.Status, c.status, a.Body)
		case c.code != "" && (a.Code() != c.code || kind != "application/problem+json" || a.Text("request_id") == ""):
			t.Errorf("%s: %s %.300s", name, kind, a.Body)
		case c.code == "" && (!strings.HasPrefix(kind, "text/html") || !heading.MatchString(a.Body) || !strings.Contains(a.Body, a.Header.Get("X-Request-Id"))):
			t.Errorf("%s: %s %.300s", name, kind, a.Body)
		case c.status == http.StatusMethodNotAllowed && a.Header.Get("Allow") == "":
			t.Errorf("%s: it does not say what is allowed", name)
		}
	}
	english := client.Do(http.MethodGet, "/api/v1/nothing", nil, "", "Accept-Language", "en-GB")
	if chinese := client.Get("/api/v1/nothing"); english.Text("title") == chinese.Text("title") {
		t.Error("a problem has one language only")
	}
}
