package auth

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
)

func TestTokenIsRefusedAtOnceWhenItsSessionIsRevoked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := h.signIn(t, zhang.Mobile, account.Program)
	g := h.grant(t, in)
	if g.TokenType != "Bearer" || g.ExpiresIn != 600 || g.RefreshToken == "" {
		t.Errorf("granted %+v", g)
	}
	if w := h.ask(http.MethodGet, "/api/v1/me", "", g.AccessToken); w.Code != 200 || w.Body.String() != zhang.Name {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	actor, err := h.accounts.SessionByID(t.Context(), in.Session)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.accounts.SignOut(t.Context(), actor); err != nil {
		t.Fatal(err)
	}
	if w := h.ask(http.MethodGet, "/api/v1/me", "", g.AccessToken); w.Code != 401 {
		t.Errorf("revoked: %d", w.Code)
	}
}

func TestTokensEndAfterTenMinutesAndRotate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := h.signIn(t, zhang.Mobile, account.Program)
	g := h.grant(t, in)
	h.clock.Advance(accessTerm - time.Second)
	if w := h.ask(http.MethodGet, "/api/v1/me", "", g.AccessToken); w.Code != 200 {
		t.Errorf("in its last second: %d", w.Code)
	}
	h.clock.Advance(time.Second)
	if w := h.ask(http.MethodGet, "/api/v1/me", "", g.AccessToken); w.Code != 401 {
		t.Errorf("after ten minutes: %d", w.Code)
	}
	next, err := h.accounts.Refresh(t.Context(), g.RefreshToken, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	if w := h.ask(http.MethodGet, "/api/v1/me", "", h.grant(t, next).AccessToken); w.Code != 200 {
		t.Errorf("after the refresh: %d", w.Code)
	}
}

func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := h.signIn(t, zhang.Mobile, account.Program)
	page := h.signIn(t, wang.Mobile, account.Page)
	good := func() (jwt.MapClaims, map[string]any) {
		return jwt.MapClaims{
			"iss": issuer, "aud": audience, "sub": in.Account.String(), "sid": in.Session.String(), "exp": h.clock.Now().Add(time.Minute).Unix(),
		}, map[string]any{"kid": "a"}
	}
	cases := map[string]func(c jwt.MapClaims, header map[string]any) (jwt.SigningMethod, any){
		"as we sign": func(jwt.MapClaims, map[string]any) (jwt.SigningMethod, any) { return jwt.SigningMethodHS256, key("a") },
		"no signature": func(jwt.MapClaims, map[string]any) (jwt.SigningMethod, any) {
			return jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType
		},
		"other algorithm": func(jwt.MapClaims, map[string]any) (jwt.SigningMethod, any) { return jwt.SigningMethodHS512, key("a") },
		"other key":       func(jwt.MapClaims, map[string]any) (jwt.SigningMethod, any) { return jwt.SigningMethodHS256, key("b") },
		"unknown kid": func(_ jwt.MapClaims, h map[string]any) (jwt.SigningMethod, any) {
			h["kid"] = "z"
			return jwt.SigningMethodHS256, key("a")
		},
		"kid is a number": func(_ jwt.MapClaims, h map[string]any) (jwt.SigningMethod, any) {
			h["kid"] = 1
			return jwt.SigningMethodHS256, key("a")
		},
	}
	for name, change := range map[string]func(jwt.MapClaims){
		"no expiry":        func(c jwt.MapClaims) { delete(c, "exp") },
		"other issuer":     func(c jwt.MapClaims) { c["iss"] = "x" },
		"other audience":   func(c jwt.MapClaims) { c["aud"] = "x" },
		"no session":       func(c jwt.MapClaims) { delete(c, "sid") },
		"other account":    func(c jwt.MapClaims) { c["sub"] = page.Account.String() },
		"a page's session": func(c jwt.MapClaims) { c["sid"], c["sub"] = page.Session.String(), page.Account.String() },
		"not before later": func(c jwt.MapClaims) { c["nbf"] = h.clock.Now().Add(time.Hour).Unix() },
	} {
		cases[name] = func(c jwt.MapClaims, _ map[string]any) (jwt.SigningMethod, any) {
			change(c)
			return jwt.SigningMethodHS256, key("a")
		}
	}
	for name, forge := range cases {
		c, header := good()
		method, secret := forge(c, header)
		token := jwt.NewWithClaims(method, c)
		for k, v := range header {
			token.Header[k] = v
		}
		signed, err := token.SignedString(secret)
		if err != nil {
			t.Fatal(err)
		}
		want := 401
		if name == "as we sign" {
			want = 200
		}
		if w := h.ask(http.MethodGet, "/api/v1/me", "", signed); w.Code != want {
			t.Errorf("%s: got %d", name, w.Code)
		}
	}
	for name, bearer := range map[string]string{"nonsense": "a.b.c", "a megabyte": strings.Repeat("a", 1<<20), "a cookie": page.Secret} {
		if w := h.ask(http.MethodGet, "/api/v1/me", page.Secret, bearer); w.Code != 401 {
			t.Errorf("%s with a good cookie beside it: %d", name, w.Code)
		}
	}
	if w := h.ask(http.MethodGet, "/api/v1/me", "", "", "Authorization", "Basic eDp5"); w.Code != 401 {
		t.Errorf("basic: %d", w.Code)
	}
}

func TestKeysRotate(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 9, 17, 9, 0, 0, 0, time.UTC) }
	tokens := func(current string, ids ...string) *Tokens {
		t.Helper()
		k := Keys{Current: current, Secrets: map[string][]byte{}}
		for _, id := range ids {
			k.Secrets[id] = key(id)
		}
		made, err := NewTokens(k, now)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	owner, session := uuid.New(), uuid.New()
	old, err := tokens("a", "a").sign(owner, session)
	if err != nil {
		t.Fatal(err)
	}
	if o, s, err := tokens("b", "b", "a").read(old); o != owner || s != session || err != nil {
		t.Errorf("while both are known: %v", err)
	}
	if _, _, err := tokens("b", "b").read(old); fault.Code(err) != "UNAUTHENTICATED" {
		t.Errorf("after the old key went: %v", err)
	}
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	a := base64.StdEncoding.EncodeToString(key("a"))
	k, err := ParseKeys("2026b:" + a + ", 2026a:" + a)
	if err != nil || k.Current != "2026b" || len(k.Secrets) != 2 {
		t.Errorf("got %+v, %v", k, err)
	}
	for _, bad := range []string{"", "x", "x:!", ":" + a, "x:" + a + ",x:" + a} {
		if _, err := ParseKeys(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	for name, keys := range map[string]Keys{
		"none":        {},
		"short":       {Current: "a", Secrets: map[string][]byte{"a": []byte("short")}},
		"not current": {Current: "b", Secrets: map[string][]byte{"a": key("a")}},
	} {
		if _, err := NewTokens(keys, time.Now); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
