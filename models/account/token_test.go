package account

import (
	"context"
	"sync"
	"testing"
)

func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	in, err := w.SignIn(t.Context(), SignIn{Identifier: zhang.Mobile, Password: DemoPassword, Door: Program, Address: home})
	if err != nil || in.Secret != "" || in.Refresh == "" {
		t.Fatalf("got %+v, %v", in, err)
	}
	_, err = w.Session(t.Context(), in.Refresh)
	wantCode(t, "a refresh token is no cookie", err, "UNAUTHENTICATED")
	next, err := w.Refresh(t.Context(), in.Refresh, home)
	if err != nil || next.Session != in.Session || next.Refresh == in.Refresh {
		t.Fatalf("got %+v, %v", next, err)
	}
	if a, err := w.SessionByID(t.Context(), in.Session); err != nil || a.Name != zhang.Name {
		t.Errorf("got %+v, %v", a, err)
	}
	_, err = w.Refresh(t.Context(), newSecret(), home)
	wantCode(t, "unknown token", err, "UNAUTHENTICATED")
	w.clock.Advance(personIdle)
	_, err = w.Refresh(t.Context(), next.Refresh, home)
	wantCode(t, "after the idle limit", err, "UNAUTHENTICATED")
}

func TestAReusedRefreshTokenRevokesTheSession(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	in, err := w.SignIn(t.Context(), SignIn{Identifier: zhang.Mobile, Password: DemoPassword, Door: Program, Address: home})
	if err != nil {
		t.Fatal(err)
	}
	next, err := w.Refresh(t.Context(), in.Refresh, home)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Refresh(t.Context(), in.Refresh, home)
	wantCode(t, "used token", err, "TOKEN_REUSED")
	_, err = w.SessionByID(t.Context(), in.Session)
	wantCode(t, "session", err, "UNAUTHENTICATED")
	_, err = w.Refresh(t.Context(), next.Refresh, home)
	wantCode(t, "the thief's or owner's newer token", err, "UNAUTHENTICATED")
}

func TestTwoRefreshesAtOnceNeverBothLive(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	in, err := w.SignIn(t.Context(), SignIn{Identifier: zhang.Mobile, Password: DemoPassword, Door: Program, Address: home})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		wg.Go(func() { _, errs[i] = w.Refresh(context.Background(), in.Refresh, home) })
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("want one of two: %v and %v", errs[0], errs[1])
	}
	for _, err := range errs {
		if err != nil {
			wantCode(t, "the loser", err, "TOKEN_REUSED")
		}
	}
	_, err = w.SessionByID(t.Context(), in.Session)
	wantCode(t, "the session", err, "UNAUTHENTICATED")
}

func TestPageAndProgramDoorsAreApart(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	_, in := w.person(t, zhang)
	_, err := w.SessionByID(t.Context(), in.Session)
	wantCode(t, "a page's session by token", err, "UNAUTHENTICATED")
}
