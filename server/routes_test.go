package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/web"
)

func answer(c echo.Context) error { return nil }

func TestRoutesWithoutARuleDoNotStart(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string][]route{
		"no rule":    {{get, "/x", auth.Rule{}, answer}},
		"no handler": {{get, "/x", auth.Public, nil}},
		"twice":      {{get, "/x", auth.Public, answer}, {get, "/x", auth.SignedIn, answer}},
	} {
		if install(echo.New(), wrong) == nil {
			t.Errorf("%s: installed", name)
		}
	}
}

func TestEveryRouteIsInstalled(t *testing.T) {
	t.Parallel()
	if err := install(echo.New(), routes(&web.Site{})); err != nil {
		t.Error(err)
	}
}

// Whatever belongs to somebody lies below one of these paths, and none of it is for everybody.
func TestPersonalPathsAreGuarded(t *testing.T) {
	t.Parallel()
	personal := []string{"/me", "/drafts", "/cases", "/desk", "/unit", "/documents", "/uploads", "/session"}
	for _, r := range routes(&web.Site{}) {
		if r.Method == http.MethodOptions {
			continue // says what the server can do, to whomever
		}
		for _, path := range personal {
			if (r.Path == path || strings.HasPrefix(r.Path, path+"/")) && r.Rule.IsPublic() {
				t.Errorf("%s %s is open to everybody", r.Method, r.Path)
			}
		}
	}
}
