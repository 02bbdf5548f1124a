package server_test

import (
	"encoding/base64"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// victim is an app with one of everything that forms lead to, and somebody for each of them.
type victim struct {
	*apptest.App
	citizen, legal, clerk, manager *apptest.Client
	draft, received, waiting       string
	objects                        map[string]string
	slowest                        map[string]time.Duration
}

func newVictim(t *testing.T) *victim {
	t.Helper()
	v := &victim{App: apptest.New(t), slowest: map[string]time.Duration{}}
	v.citizen, v.legal = v.Client().SignInPage("citizen").Confirm(), v.Client().SignInPage("legal-heshan").Confirm()
	v.clerk, v.manager = v.Client().SignInPage("shouli1"), v.Client().SignInPage("anguan1")
	v.received = v.citizen.Draft()
	v.citizen.Submit(v.received, v.legal)
	v.waiting = v.citizen.Draft()
	v.citizen.Post("/api/v1/drafts/"+v.waiting+"/submission", nil).Want(http.StatusCreated)
	v.draft = v.citizen.Draft()
	step := v.clerk.Claim(account.CityWindow, "intake")["step_id"].(string)
	v.Work()
	nothing := uuid.NewString()
	v.objects = map[string]string{"/drafts": v.draft, "/unit/sign": v.waiting, "/cases": v.received, "/desk/cases": v.received, "/desk/steps": step,
		"/me/memberships": nothing, "/desk/cards": nothing, "/desk/patrol": nothing, "/me/inbox": nothing}
	return v
}

// who comes to a page's forms.
func (v *victim) at(path string) *apptest.Client {
	switch {
	case strings.HasPrefix(path, "/desk/patrol"), strings.HasSuffix(path, "/pick"), strings.HasSuffix(path, "/release"):
		return v.manager
	case strings.HasPrefix(path, "/desk"):
		return v.clerk
	case strings.HasPrefix(path, "/unit"), strings.HasPrefix(path, "/me/enterprise"):
		return v.legal
	}
	return v.citizen
}

func (v *victim) target(path string) string {
	for prefix, id := range v.objects {
		if strings.HasPrefix(path, prefix+"/:id") {
			path = strings.Replace(path, ":id", id, 1)
		}
	}
	return strings.NewReplacer(":key", "applicant", ":code", apptest.Item, ":desk", account.CityWindow, ":stage", "intake").Replace(path)
}

// send is Do that remembers how long answers take.
func (v *victim) send(c *apptest.Client, method, target string, body io.Reader, kind string, header ...string) *apptest.Answer {
	begun := time.Now()
	a := c.Do(method, target, body, kind, append([]string{"Accept", "text/html"}, header...)...)
	v.slowest[method+" "+target] = max(v.slowest[method+" "+target], time.Since(begun))
	return a
}

// report logs the slowest answer.
func (v *victim) report(t *testing.T) {
	t.Helper()
	var worst time.Duration
	where := ""
	for target, took := range v.slowest {
		if took > worst {
			worst, where = took, target
		}
	}
	t.Logf("slowest: %v at %s", worst.Round(time.Millisecond), where)
}

// forms are those of pages.
func (v *victim) forms() (paths []string) {
	for _, r := range v.Routes {
		if r.Method == http.MethodPost && !strings.HasPrefix(r.Path, "/api/") && r.Path != "/uploads" {
			paths = append(paths, r.Path)
		}
	}
	return paths
}

// endless gives zeros for ever, or to a limit, without telling how many.
type endless struct{ left int }

func (e *endless) Read(b []byte) (int, error) {
	n := min(len(b), e.left)
	e.left -= n
	if n == 0 {
		return 0, io.EOF
	}
	clear(b[:n])
	return n, nil
}

const (
	formKind = "application/x-www-form-urlencoded"
	fileKind = "multipart/form-data; boundary=x"
)

// A body that is no form of ours is refused at every form, whatever the form is for, and does nothing.
func TestBrokenFormsAreRefusedEverywhere(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	before := leftIn(t, v.App)
	big := "text=" + strings.Repeat("a", 2<<20)
	for name, c := range map[string]struct {
		kind   string
		body   func() io.Reader
		status int
	}{
		"escape":             {formKind, text("text=%zz"), 400},
		"NUL":                {formKind, text("text=a%00b&reason=%00&_key=%00"), 400},
		"NUL in a name":      {formKind, text("te%00xt=a"), 400},
		"not UTF-8":          {formKind, text("text=%ff%fe"), 400},
		"multipart cut off":  {fileKind, text("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc"), 400},
		"multipart nonsense": {fileKind, text("nothing of the kind"), 400},
		"multipart NUL":      {fileKind, text("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\x00b\r\n--x--\r\n"), 400},
		"no boundary":        {"multipart/form-data", text("--x--\r\n"), 400},
		"text":               {"text/plain", text("text=a"), 415},
		"XML":                {"application/xml", text("<a/>"), 415},
		"no kind":            {"", text("text=a"), 415},
		"JSON":               {"application/json", text(`{"text":"a"}`), 415},
		"two megabytes":      {formKind, text(big), 413},
		"endless":            {formKind, func() io.Reader { return io.MultiReader(strings.NewReader("text="), &endless{60 << 20}) }, 413},
	} {
		for _, path := range v.forms() {
			withFiles := strings.HasSuffix(path, "/sections/:key") || strings.HasSuffix(path, "/correction")
			scripted := strings.HasSuffix(path, "/answers") || strings.HasSuffix(path, "/heartbeat")
			a := v.send(v.at(path), http.MethodPost, v.target(path), c.body(), c.kind)
			switch {
			case withFiles && (strings.HasPrefix(name, "NUL") || strings.HasSuffix(name, "NUL") || name == "not UTF-8" || name == "two megabytes"), withFiles && a.Status == 303:
				continue // has larger limits and tells which answer is wrong; tried below
			case scripted && name == "JSON":
				if a.Status < 400 || a.Status >= 500 {
					t.Errorf("%s: %s answers %d", name, path, a.Status)
				}
			case a.Status != c.status:
				t.Errorf("%s: %s answers %d, want %d: %.200s", name, path, a.Status, c.status, a.Body)
			case !strings.Contains(a.Body, "<h1"):
				t.Errorf("%s: %s answers without a page: %.200s", name, path, a.Body)
			}
		}
	}
	before.same(t, "broken forms")
	v.report(t)
}

func text(s string) func() io.Reader { return func() io.Reader { return strings.NewReader(s) } }

// fields are forms with values that would nearly do: each is refused only for the field that is spoilt in it.
var fields = map[string]url.Values{
	"/sign-in":                   {"identifier": {"13800000000"}, "password": {"x"}},
	"/sign-in?by=code":           {"by": {"code"}, "mobile": {"13800000000"}, "code": {"000000"}},
	"/sign-in/code":              {"mobile": {"1"}},
	"/sign-in/step":              {"challenge": {"x"}, "code": {"000000"}},
	"/register":                  {"name": {"张"}, "id_number": {"1"}, "mobile": {"2"}, "code": {"3"}, "password": {"4"}},
	"/register/code":             {"mobile": {"1"}},
	"/reset-password":            {"mobile": {"13800000000"}, "code": {"000000"}, "password": {"Ein-langer-Satz-17"}},
	"/progress":                  {"number": {"43090000222026091700001R"}, "query_code": {"000000"}, "last_four": {"0000"}},
	"/me/password":               {"old": {"x"}, "new": {"Ein-langer-Satz-17"}},
	"/me/confirm":                {"code": {"x"}},
	"/me/mobile":                 {"by": {"identity"}, "mobile": {"13800000000"}, "code": {"x"}, "password": {"x"}, "id_number": {"x"}},
	"/me/mobile/code":            {"mobile": {"1"}},
	"/register/enterprise":       {"credit_code": {"x"}},
	"/me/enterprise/members":     {"name": {"张"}, "id_number": {"1"}, "role": {"R-X"}, "until": {"x"}, "scope": {"x"}, "enterprise": {"x"}},
	"/unit/sign/:id/return":      {"reason": {""}},
	"/cases/:id/messages":        {"text": {""}},
	"/cases/:id/withdraw":        {"reason": {"*"}},
	"/cases/:id/replies":         {"act": {"explain"}, "reason": {"*"}},
	"/desk/cases/:id/decide":     {"act": {"accept"}, "step": {"x"}, "fence": {"y"}, "version": {"z"}, "reason": {"r"}, "grounds": {"B1"}, "defect_where": {"d"}},
	"/desk/cases/:id/checks":     {"step": {"x"}, "fence": {"y"}, "R1.mark": {"fail"}, "R1.note": {"n"}},
	"/desk/cases/:id/messages":   {"text": {""}},
	"/desk/steps/:id/note":       {"text": {"n"}, "fence": {"x"}, "case": {"x"}},
	"/desk/steps/:id/return":     {"reason": {"other"}, "text": {""}, "fence": {"x"}},
	"/desk/steps/:id/pick":       {"reason": {""}},
	"/desk/steps/:id/release":    {"reason": {""}, "case": {"x"}},
	"/desk/cards/:id/answer":     {"text": {"a"}},
	"/desk/patrol/:id/close":     {"text": {"a"}},
	"/drafts/:id/sections/:key":  {"_q": {"address"}, "address.area": {"430903"}, "address.detail": {"x"}},
	"/me/side":                   {"enterprise": {"x"}},
	"/me/memberships/:id/accept": {},
	"/me/memberships/:id/end":    {},
}

// What cannot be stored or shown is refused in every field of every form by a page that says so, and nothing has happened. Other odd
// values are text like any other: some forms take them, none breaks, and none gives markup back.
func TestBadValuesAreRefusedInEveryField(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	before := leftIn(t, v.App)
	v.spoil(t, map[string]string{"bidi": "\u202egnp.exe", "isolate": "a\u2066b", "control": "a\x07b", "900 KB": strings.Repeat("a", 900<<10), "NUL": "a\x00"},
		func(path, field string, a *apptest.Answer) bool {
			return a.Status >= 400 && a.Status < 500 || path == "/drafts/:id/sections/:key" && field == "_q" // names no question: nothing is asked
		})
	before.same(t, "bad values")
	v.spoil(t, map[string]string{"markup": "<script>alert(1)</script>", "nothing": "", "number": "99999999999999999999", "minus": "-1", "list": "[]",
		"SQL": "' OR 1=1 --", "path": "../../etc/passwd", "likeness": "%_%"},
		func(_, _ string, a *apptest.Answer) bool { return a.Status < 500 })
	v.report(t)
}

// spoil puts every value into every field of every form.
func (v *victim) spoil(t *testing.T, values map[string]string, right func(path, field string, a *apptest.Answer) bool) {
	t.Helper()
	for path, form := range fields {
		plain, _, _ := strings.Cut(path, "?")
		if !slices.Contains(v.forms(), plain) {
			t.Errorf("%s is no form", plain)
		}
		for field := range form {
			for name, value := range values {
				spoilt := maps.Clone(form)
				spoilt.Set(field, value)
				a := v.send(v.at(plain), http.MethodPost, v.target(plain), strings.NewReader(spoilt.Encode()), formKind)
				if !right(plain, field, a) {
					t.Errorf("%s: %s with %s answers %d: %.300s", path, field, name, a.Status, a.Header.Get("Location")+a.Body)
				}
				if strings.Contains(a.Body, "<script>alert") {
					t.Errorf("%s: %s comes back as markup", path, field)
				}
			}
		}
	}
}

// Names in addresses are looked up, never used: what is none is not there.
func TestBadAddressesAreNotFound(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	before := leftIn(t, v.App)
	names := []string{"x", "0", "-1", "%00", "%ff", "..%2f..%2fetc%2fpasswd", "%2e%2e", "' OR 1=1", "\u202e", strings.Repeat("a", 5000), uuid.NewString(), "00000000-0000-0000-0000-000000000000"}
	supervisor := v.manager
	for _, r := range v.Routes {
		program := strings.HasPrefix(r.Path, "/api/")
		if !strings.Contains(r.Path, ":") || strings.HasPrefix(r.Path, "/verify") || strings.Contains(r.Path, "/verify/") {
			continue
		}
		for i, part := range strings.Split(r.Path, "/") {
			if !strings.HasPrefix(part, ":") {
				continue
			}
			for _, name := range names {
				if program && (strings.Contains(name, "%2") || name == "%00") {
					continue // the contract has no such paths
				}
				parts := strings.Split(v.target(r.Path), "/")
				parts[i] = (&url.URL{Path: name}).EscapedPath()
				if strings.HasPrefix(name, "%") || strings.Contains(name, "%2f") {
					parts[i] = name
				}
				target := strings.Join(parts, "/")
				c := v.at(r.Path)
				if strings.HasPrefix(r.Path, "/desk/queue") || strings.HasPrefix(r.Path, "/api/v1/desk/queue") {
					c = supervisor
				}
				if a := v.send(c, r.Method, target, http.NoBody, "", "Tus-Resumable", "1.0.0"); a.Status >= 500 || a.Status < 300 && !strings.Contains(r.Path, "/queue") {
					t.Errorf("%s %.100s answers %d: %.200s", r.Method, target, a.Status, a.Body)
				}
			}
		}
	}
	for _, path := range []string{"/assets/", "/assets/../go.mod", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/manifest.json", "/assets/dist/app.css", "/assets/app.css%00", "//etc/passwd",
		"/.env", "/.git/config", "/uploads/../../etc/passwd", "/documents/../../etc/passwd", "/verify/" + strings.Repeat("A", 100_000), "/verify/%00"} {
		want := http.StatusNotFound
		if strings.HasPrefix(path, "/verify/A") {
			want = http.StatusOK // an unknown code
		}
		if a := v.send(v.citizen, http.MethodGet, path, nil, ""); a.Status != want {
			t.Errorf("%.60s answers %d", path, a.Status)
		}
	}
	before.same(t, "bad addresses")
	v.report(t)
}

// Queries that are too long, no text or no cursor are refused; filters that are unknown filter nothing or are said to be wrong.
func TestBadQueriesAreRefused(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	before := leftIn(t, v.App)
	nul := base64.RawURLEncoding.EncodeToString([]byte(`{"number":"\u0000","finish_by":"2026-09-17"}`))
	for _, r := range v.Routes {
		if r.Method != http.MethodGet {
			continue
		}
		c := v.at(r.Path)
		if strings.HasPrefix(r.Path, "/api/v1/desk") || strings.HasPrefix(r.Path, "/api/v1/supervision") || strings.HasPrefix(r.Path, "/desk") {
			c = v.manager
		}
		for query, want := range map[string]int{
			"q=" + strings.Repeat("a", 100_000): 413, "q=%00&after=%00&lang=%00": 0, "q=%ff&after=%ff": 0, "after=x&limit=x&page=x": 0, "after=" + nul: 0,
			"limit=-1": 0, "limit=1000000": 0, "after=" + strings.Repeat("A", 4000): 0, "%zz": 0, "q=a;b": 0, "q=%25%25&depth=x&all=x&add=x&review=x&done=x&desk=x&stage=x": 0,
		} {
			a := v.send(c, http.MethodGet, v.target(r.Path)+"?"+query, nil, "")
			if a.Status >= 500 || want != 0 && a.Status != want {
				t.Errorf("%s?%.60s answers %d: %.200s", r.Path, query, a.Status, a.Body)
			}
		}
	}
	for path, want := range map[string]int{"/me/cases?after=x": 400, "/desk/queue/430900-ban/intake?after=x": 400, "/desk/queue/430900-ban/intake?after=" + nul: 422, "/items?after=x": 400, "/items?q=%00": 400} {
		if a := v.send(v.at(path), http.MethodGet, path, nil, ""); a.Status != want {
			t.Errorf("%s answers %d, want %d: %.300s", path, a.Status, want, a.Body)
		}
	}
	before.same(t, "bad queries")
	v.report(t)
}
