package server

import (
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/api"
	"github.com/yiyang-police/permit-portal/handlers/web"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/reading"
)

// What the table names exists.
func TestEveryShowingHasItsRoute(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, r := range append(routes(&web.Site{}), apiRoutes(&api.API{})...) {
		known[r.Method+" "+r.Path] = true
	}
	for _, name := range slices.Sorted(maps.Keys(shows)) {
		if !known[name] {
			t.Errorf("%s is no route", name)
		}
		if s := shows[name]; !slices.Contains(reading.Kinds(), s.kind) {
			t.Errorf("%s: %q is no kind", name, s.kind)
		}
	}
}

const secret = "430903199003074515"

// held back: an answer goes only when its reading is kept.
func TestWhatCannotBeKeptIsNotShown(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is full")
	for name, c := range map[string]struct {
		answer echo.HandlerFunc
		keep   error
		kept   int
		status int // 0: refused
	}{
		"shown":    {func(c echo.Context) error { return c.String(http.StatusOK, secret) }, nil, 1, http.StatusOK},
		"not kept": {func(c echo.Context) error { return c.String(http.StatusOK, secret) }, broken, 1, 0},
		"in pieces": {func(c echo.Context) error {
			_, _ = c.Response().Write([]byte(secret))
			_, err := c.Response().Write([]byte("x"))
			return err
		}, broken, 1, 0},
		"with mistakes": {func(c echo.Context) error { return c.String(http.StatusUnprocessableEntity, secret) }, broken, 1, 0},
		"leads on":      {func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/") }, broken, 0, http.StatusSeeOther},
		"not there":     {func(echo.Context) error { return fault.New(fault.NotFound, "NOT_FOUND") }, broken, 0, 0},
		"a file": {func(c echo.Context) error {
			http.ServeContent(c.Response(), c.Request(), "x.txt", time.Time{}, strings.NewReader(secret))
			return nil
		}, broken, 1, 0},
	} {
		recorder := httptest.NewRecorder()
		ctx := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), recorder)
		kept := 0
		err := hold(ctx, false, func() error { kept++; return c.keep }, c.answer)
		if kept != c.kept || (c.status == 0) != (err != nil) {
			t.Errorf("%s: kept %d times, %v", name, kept, err)
		}
		if shown := strings.Contains(recorder.Body.String(), secret); shown != (c.keep == nil && c.status == http.StatusOK) {
			t.Errorf("%s: shown %v", name, shown)
		}
		if c.status == 0 && ctx.Response().Committed {
			t.Errorf("%s: nobody can say any more what is wrong", name)
		}
	}
}

func TestTheLogKeepsWhySomebodySearches(t *testing.T) {
	t.Parallel()
	const name = "GET /desk/search"
	for asked, want := range map[string]string{"%20%E6%9D%A5%E7%94%B5%E5%92%A8%E8%AF%A2%00": "来电咨询", "%ff": "", strings.Repeat("a", 500): strings.Repeat("a", longestPurpose)} {
		ctx := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/desk/search?q=x&purpose="+asked, nil), httptest.NewRecorder())
		if shown, kept := shows[name].shown(ctx, name); !kept || shown.Reason != want {
			t.Errorf("%q: %q, kept %v", asked, shown.Reason, kept)
		}
	}
}
