package account

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/yiyang-police/permit-portal/models/fault"
)

func TestSignInIdentifiers(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	for _, identifier := range []string{zhang.Mobile, "+86 138 7371 2345", zhang.IDNumber, "４３０９０３199003074515"} {
		if _, err := w.SignIn(t.Context(), SignIn{Identifier: identifier, Password: DemoPassword, Door: Page, Address: home}); err != nil {
			t.Errorf("%s: %v", identifier, err)
		}
	}
}

// Whatever is wrong, the answer is the same and argon2 runs exactly once: neither text nor time tells whether an account exists.
func TestEveryRefusalOfASignInIsTheSame(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	locked := SignIn{Identifier: "fazhi1", Password: "wrong wrong wrong", Door: Page, Address: home}
	for range lockAfter {
		_, _ = w.SignIn(t.Context(), locked)
	}
	for name, in := range map[string]SignIn{
		"unknown mobile":               {Identifier: "13000000000", Password: password},
		"unknown ID number":            {Identifier: li.IDNumber, Password: password},
		"unknown login":                {Identifier: "nobody", Password: password},
		"no identifier":                {Password: password},
		"nonsense":                     {Identifier: "\x00' OR 1=1 --", Password: password},
		"a megabyte":                   {Identifier: strings.Repeat("a", 1<<20), Password: strings.Repeat("b", 1<<20)},
		"wrong password of a person":   {Identifier: zhang.Mobile, Password: password},
		"no password":                  {Identifier: zhang.Mobile},
		"wrong password of a clerk":    {Identifier: "shouli1", Password: password},
		"right password, wrong code":   {Identifier: "shouli1", Password: DemoPassword, TOTP: "000000x"},
		"locked clerk, right password": {Identifier: "fazhi1", Password: DemoPassword},
		"clerk by mobile number":       {Identifier: demoClerks[0].Mobile, Password: DemoPassword},
	} {
		before := w.hasher.computed.Load()
		in.Door, in.Address = Page, home
		_, err := w.SignIn(t.Context(), in)
		wantCode(t, name, err, "SIGN_IN_REFUSED")
		if e, _ := fault.As(err); e != nil && (e.Kind != fault.Unauthenticated || e.Params != nil) {
			t.Errorf("%s: answer differs: %+v", name, e)
		}
		if n := w.hasher.computed.Load() - before; n != 1 {
			t.Errorf("%s: argon2 ran %d times", name, n)
		}
	}
}

func TestNobodysHashCostsTheSameAndMatchesNothing(t *testing.T) {
	t.Parallel()
	params, _, _, err := argon2id.DecodeHash(nobodysHash)
	if err != nil || *params != hashParams {
		t.Errorf("cost %+v, want %+v: %v", params, hashParams, err)
	}
	h := newHasher(1, time.Second)
	if same, err := h.matches(t.Context(), "", ""); same || err != nil {
		t.Errorf("an empty password matches nobody: %v %v", same, err)
	}
}

func TestClerkIsLockedAfterFiveFailuresForThirtyMinutes(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	try := func(password string) error {
		_, err := w.SignIn(t.Context(), SignIn{Identifier: "shouli1", Password: password, Door: Page, Address: home})
		return err
	}
	for range 4 {
		wantCode(t, "wrong", try(password), "SIGN_IN_REFUSED")
	}
	wantCode(t, "right after four failures", try(DemoPassword), "")
	w.clerk(t, "shouli1") // success forgets the failures
	for range 5 {
		wantCode(t, "wrong", try(password), "SIGN_IN_REFUSED")
	}
	wantCode(t, "right while locked", try(DemoPassword), "SIGN_IN_REFUSED")
	w.clock.Advance(30*time.Minute - time.Second)
	wantCode(t, "a second too early", try(DemoPassword), "SIGN_IN_REFUSED")
	w.clock.Advance(time.Second)
	wantCode(t, "after 30 minutes", try(DemoPassword), "")
}

// A hundred guesses at once get no more tries than five one after the other.
func TestLockHoldsAgainstGuessesAtOnce(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	w.limits.SignInByName.N = 1000
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			_, _ = w.SignIn(context.Background(), SignIn{Identifier: "shouli1", Password: password, Door: Page, Address: home})
		})
	}
	wg.Wait()
	c, allowed, err := w.attempt(t.Context(), identifier{login: "shouli1"})
	if err != nil || allowed || c.Kind != kindClerk {
		t.Errorf("not locked after 12 at once: %v", err)
	}
}

func TestSecondFactor(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	begin := func() string {
		t.Helper()
		in, err := w.SignIn(t.Context(), SignIn{Identifier: "shenpi1", Password: DemoPassword, Door: Page, Address: home})
		if err != nil || in.Challenge == "" || in.Secret != "" {
			t.Fatalf("got %+v, %v", in, err)
		}
		return in.Challenge
	}
	second := func(challenge, code string) error {
		in, err := w.SecondFactor(t.Context(), challenge, code, home)
		if (err == nil) != (in.Secret != "") {
			t.Errorf("got %+v with %v", in, err)
		}
		return err
	}
	challenge := begin()
	wantCode(t, "a password is no challenge", second(DemoPassword, w.totp(t, "shenpi1")), "SIGN_IN_REFUSED")
	wantCode(t, "wrong code", second(challenge, "12345"), "SIGN_IN_REFUSED")
	wantCode(t, "another clerk's code", second(challenge, w.totp(t, "shouli1")), "SIGN_IN_REFUSED")
	code := w.totp(t, "shenpi1")
	wantCode(t, "right code", second(challenge, code), "")
	wantCode(t, "the challenge again", second(challenge, w.totp(t, "shenpi1")), "SIGN_IN_REFUSED")
	wantCode(t, "the code again", second(begin(), code), "SIGN_IN_REFUSED")
	wantCode(t, "the next code", second(begin(), w.totp(t, "shenpi1")), "")
	late := begin()
	w.clock.Advance(challengeTerm)
	wantCode(t, "a challenge of five minutes", second(late, w.totp(t, "shenpi1")), "SIGN_IN_REFUSED")
}

func TestSecondFactorGuessesLockTheAccount(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	in, err := w.SignIn(t.Context(), SignIn{Identifier: "shenpi1", Password: DemoPassword, Door: Page, Address: home})
	if err != nil {
		t.Fatal(err)
	}
	for range lockAfter {
		_, err = w.SecondFactor(t.Context(), in.Challenge, "000000x", home)
		wantCode(t, "guess", err, "SIGN_IN_REFUSED")
	}
	_, err = w.SecondFactor(t.Context(), in.Challenge, w.totp(t, "shenpi1"), home)
	wantCode(t, "right code after five guesses", err, "SIGN_IN_REFUSED")
	_, err = w.SignIn(t.Context(), SignIn{Identifier: "shenpi1", Password: DemoPassword, Door: Page, Address: home})
	wantCode(t, "right password after five guesses", err, "SIGN_IN_REFUSED")
}

// One TOTP code shown twice at once opens one session.
func TestOneCodeAtOnceOpensOneSession(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	code := w.totp(t, "shenpi1")
	var wg sync.WaitGroup
	opened := make(chan bool, 4)
	for range 4 {
		wg.Go(func() {
			_, err := w.SignIn(context.Background(), SignIn{Identifier: "shenpi1", Password: DemoPassword, TOTP: code, Door: Page, Address: home})
			opened <- err == nil
		})
	}
	wg.Wait()
	close(opened)
	n := 0
	for ok := range opened {
		if ok {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d sessions", n)
	}
}

func TestDemoCodesNeedDemoMode(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	w.demo = false
	_, err := w.DemoCodes(t.Context())
	wantCode(t, "codes in production", err, "FORBIDDEN")
	wantCode(t, "seed in production", w.SeedDemo(t.Context(), Demo{}), "FORBIDDEN")
}

func TestSignInIsLimitedByNameAndByAddress(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	w.limits.SignInByAddress.N = 20
	try := func(identifier, address string) error {
		_, err := w.SignIn(t.Context(), SignIn{Identifier: identifier, Password: password, Door: Page, Address: address})
		return err
	}
	for range 10 {
		wantCode(t, "known", try(zhang.Mobile, home), "SIGN_IN_REFUSED")
		wantCode(t, "unknown", try("13000000000", home), "SIGN_IN_REFUSED")
	}
	wantCode(t, "21st of an address", try(wang.Mobile, home), "TOO_MANY")
	wantCode(t, "11th of a known number", try(zhang.Mobile, "198.51.100.1"), "TOO_MANY")
	wantCode(t, "11th of an unknown number", try("13000000000", "198.51.100.1"), "TOO_MANY")
	wantCode(t, "another number from elsewhere", try(wang.Mobile, "198.51.100.1"), "SIGN_IN_REFUSED")
	w.clock.Advance(15 * time.Minute)
	wantCode(t, "after the window", try(zhang.Mobile, home), "SIGN_IN_REFUSED")
}

func TestLimiterCountsExactlyUnderConcurrency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var wg sync.WaitGroup
	results := make(chan error, 40)
	for range 40 {
		wg.Go(func() { results <- w.Limiter.Allow(context.Background(), "progress|"+home, Limit{15, time.Minute}) })
	}
	wg.Wait()
	close(results)
	allowed := 0
	for err := range results {
		if err == nil {
			allowed++
			continue
		}
		if e, _ := fault.As(err); e == nil || e.Kind != fault.TooMany || e.Params["seconds"] != 60 {
			t.Errorf("refused with %v", err)
		}
	}
	if allowed != 15 {
		t.Errorf("%d of 40 allowed, want 15", allowed)
	}
}

func TestAllowAllCountsNothingWhenOneIsFull(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := Use{"a", Limit{2, time.Minute}}, Use{"b", Limit{1, time.Minute}}
	wantCode(t, "first", w.Limiter.AllowAll(t.Context(), one, two), "")
	wantCode(t, "b is full", w.Limiter.AllowAll(t.Context(), one, two), "TOO_MANY")
	wantCode(t, "a still has one", w.Limiter.Allow(t.Context(), one.Key, one.Limit), "")
}

func TestHasherBoundsWhatRunsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHasher(1, time.Hour)
	if err := h.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.hash(ctx, password)
	wantCode(t, "no slot free", err, "SIGN_IN_BUSY")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cause is lost: %v", err)
	}
	h.leave()
	if _, err := h.hash(t.Context(), password); err != nil {
		t.Error(err)
	}
}

func TestPasswordRules(t *testing.T) {
	t.Parallel()
	for password, code := range map[string]string{
		"correct horse battery":      "",
		"十二个汉字也可以作为口令呀":              "",
		"elevenchars":                "PASSWORD_SHORT",
		"十一个汉字还是太短了呀":                "PASSWORD_SHORT",
		"\xff\xfe valid length text": "PASSWORD_SHORT",
		strings.Repeat("abc", 43):    "PASSWORD_LONG",
		"aaaaaaaaaaaaaaa":            "PASSWORD_GUESSABLE",
		"abababababababab":           "PASSWORD_GUESSABLE",
		"my13873712345number":        "PASSWORD_GUESSABLE",
		"Yiyang-SHOULI1-2026":        "PASSWORD_GUESSABLE",
	} {
		wantCode(t, password, checkPassword(password, zhang.Mobile, "shouli1"), code)
	}
}

func TestVaultOpensOnlyForTheOwner(t *testing.T) {
	t.Parallel()
	v, err := newVault([]byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	sealed := v.seal("JBSWY3DP", "shouli1")
	if text, err := v.open(sealed, "shouli1"); text != "JBSWY3DP" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
	if _, err := v.open(sealed, "shouli2"); err == nil {
		t.Error("opened for somebody else")
	}
	if _, err := newVault([]byte("short")); err == nil {
		t.Error("a short secret was accepted")
	}
	if string(v.mac("ab", "c")) == string(v.mac("a", "bc")) {
		t.Error("parts run into each other")
	}
}
