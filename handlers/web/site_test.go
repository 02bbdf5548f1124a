package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
)

func request(t *testing.T, method, target string, cookies ...string) (echo.Context, *httptest.ResponseRecorder) {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(cookies); i += 2 {
		r.AddCookie(&http.Cookie{Name: cookies[i], Value: cookies[i+1]})
	}
	w := httptest.NewRecorder()
	return echo.New().NewContext(r, w), w
}

func TestCacheKeysNameEverythingThatAPageDependsOn(t *testing.T) {
	t.Parallel()
	seen := map[string][]string{}
	for _, cookies := range [][]string{nil, {"lang", "en"}, {"elder", "1"}, {auth.CookieName, "x"}, {"lang", "en", "elder", "1", auth.CookieName, "x"}} {
		for _, about := range []string{"home", "430900-ZA-0022"} {
			for _, revision := range []int64{1, 2} {
				c, _ := request(t, http.MethodGet, "/", cookies...)
				key := cacheKey(c, about, revision)
				if other, twice := seen[key]; twice {
					t.Errorf("%v and %v share the key %q", cookies, other, key)
				}
				seen[key] = cookies
			}
		}
	}
	plain, _ := request(t, http.MethodGet, "/", "elder", "0", "lang", "fr")
	if _, known := seen[cacheKey(plain, "home", 1)]; !known {
		t.Error("a reader without wishes gets a page of his own")
	}
}

func TestPreferencesStayOnThisSite(t *testing.T) {
	t.Parallel()
	site := &Site{}
	for back, want := range map[string]string{
		"/items?q=1": "/items?q=1", "/sign-in?by=code": "/sign-in?by=code", "": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/",
	} {
		c, w := request(t, http.MethodGet, "/preferences?lang=en&elder=1&back="+url.QueryEscape(back))
		if err := site.Prefer(c); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("%q leads to %q with %d", back, got, w.Code)
		}
		if got := strings.Join(w.Header().Values("Set-Cookie"), "\n"); !strings.Contains(got, "lang=en") || !strings.Contains(got, "elder=1") {
			t.Errorf("cookies: %s", got)
		}
	}
	c, w := request(t, http.MethodGet, "/preferences?lang=%3Cscript%3E&elder=yes")
	if err := site.Prefer(c); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Values("Set-Cookie"); len(got) != 1 || !strings.HasPrefix(got[0], "lang=zh;") {
		t.Errorf("unknown wishes set %v", got)
	}
}

func TestOnlyMendableFaultsShowTheFormAgain(t *testing.T) {
	t.Parallel()
	show := func(e pages.Entry) templ.Component { return templ.Raw(e.Refusal + e.Value("mobile")) }
	answer := func(err error) (*httptest.ResponseRecorder, error) {
		r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader("mobile=13800138000"))
		r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
		w := httptest.NewRecorder()
		return w, again(echo.New().NewContext(r, w), err, show)
	}
	for _, test := range []struct {
		fault  *fault.Error
		status int
	}{
		{fault.New(fault.Unauthenticated, "SIGN_IN_REFUSED"), http.StatusUnauthorized},
		{fault.New(fault.Invalid, "CODE_WRONG"), http.StatusUnprocessableEntity},
		{fault.New(fault.TooMany, "TOO_MANY", "seconds", 30), http.StatusTooManyRequests},
	} {
		w, err := answer(test.fault)
		if err != nil || w.Code != test.status || !strings.HasSuffix(w.Body.String(), "13800138000") {
			t.Errorf("%s: %d %q, %v", test.fault.Code, w.Code, w.Body, err)
		}
		if test.status == http.StatusTooManyRequests && w.Header().Get(echo.HeaderRetryAfter) != "30" {
			t.Error("it does not say how long to wait")
		}
	}
	for _, kind := range []fault.Kind{fault.Forbidden, fault.NotFound, fault.Malformed} {
		if _, err := answer(fault.New(kind, "X")); err == nil {
			t.Errorf("kind %d shows the form again", kind)
		}
	}
}

func TestCodesAreCompactedBeforeTheyAreShown(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"abcd efgh-2345": "ABCDEFGH2345", " \x00‮": "", strings.Repeat("a", 500): strings.Repeat("A", longestCode),
	} {
		if got := compact(typed); got != want {
			t.Errorf("%q becomes %q", typed, got)
		}
	}
}

func TestLookupsAreLimitedByAddress(t *testing.T) {
	t.Parallel()
	site := &Site{}
	site.Prepare()
	from := func(address string) error {
		c, _ := request(t, http.MethodGet, "/verify/X")
		c.Request().RemoteAddr = address + ":1"
		return site.lookup(c)
	}
	var err error
	for range lookupsAtOnce + 50 {
		if err = from("192.0.2.1"); err != nil {
			break
		}
	}
	if fault.Code(err) != "TOO_MANY" || respond.Status(err) != http.StatusTooManyRequests {
		t.Errorf("a flood gets %v", err)
	}
	if err := from("192.0.2.2"); err != nil {
		t.Errorf("another address gets %v", err)
	}
}
