package account

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/identity"
)

func TestDemoSeedIsIdempotentAndEverySeededAccountOpens(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	demo := Demo{People: []DemoPerson{zhang}, Units: []DemoUnit{unit}}
	hashed := w.hasher.computed.Load()
	if hashed != 1 {
		t.Errorf("the seed computed argon2 %d times", hashed)
	}
	if err := w.SeedDemo(t.Context(), demo); err != nil {
		t.Fatal(err)
	}
	if w.hasher.computed.Load() != hashed {
		t.Error("a second seed computed argon2")
	}
	for _, a := range DemoAccounts(demo) {
		in := SignIn{Identifier: a.Login, Password: a.Password, Door: Program, Address: home}
		if a.Desk != "" {
			in.TOTP = w.totp(t, a.Login)
		}
		if _, err := w.SignIn(t.Context(), in); err != nil {
			t.Errorf("%s: %v", a.Login, err)
		}
	}
	if found, err := w.HasDemoAccounts(t.Context()); !found || err != nil {
		t.Errorf("demo accounts not found: %v", err)
	}
	w.clock.Advance(80 * 24 * time.Hour)
	if err := w.SeedDemo(t.Context(), demo); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(20 * 24 * time.Hour)
	if a, _ := w.clerk(t, "shouli1"); a.PasswordDue {
		t.Error("a start does not keep demo passwords young")
	}
}

func TestDesksAreTheTreeOfNineBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	desks, err := w.Desks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{"": true}
	bodies := 0
	for _, d := range desks {
		if !seen[d.Parent] {
			t.Errorf("%s stands before its parent %s", d.Code, d.Parent)
		}
		seen[d.Code] = true
		if d.Parent == "" || d.Parent == City && !strings.Contains(d.Code, "-") {
			bodies++
		}
	}
	if bodies != 9 || !seen[CitySecurity] || !seen[CityExitEntry] || !seen[CityLegal] || !seen[CitySupervise] || !seen[CityWindow] {
		t.Errorf("%d bodies in %v", bodies, seen)
	}
	for _, area := range identity.Districts() {
		if !seen[CountySecurity(area.String())] {
			t.Errorf("%s has no 治安大队", area)
		}
	}
}

func TestSessionTellsWhoActs(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	a, _ := w.person(t, wang)
	if a.Kind != KindPerson || a.Name != wang.Name || a.IDNumber != wang.IDNumber || a.Mobile != wang.Mobile || a.Assurance != AssuranceReal ||
		a.PersonID == uuid.Nil || a.Session == uuid.Nil || len(a.Enterprises) != 1 || a.Enterprises[0].Role != Legal {
		t.Errorf("got %+v", a)
	}
	c, _ := w.clerk(t, "zhizheng1")
	if c.Kind != KindClerk || !c.Has(Printer, CitySecurity) || !c.Has(Deliverer, CityWindow) || c.Has(Decider, "") || c.Assurance != AssuranceStep ||
		c.Officer == "" || c.OfficerID == uuid.Nil || c.Grants[0].Area != "430900" || len(c.AllDesks()) != 2 {
		t.Errorf("got %+v", c)
	}
}

func TestA08OneOfficerWithTwoAccountsIsOnePerson(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	review, _ := w.clerk(t, "shencha2")
	decide, _ := w.clerk(t, "shenpi2")
	if review.AccountID == decide.AccountID || review.Officer != decide.Officer || review.OfficerID != decide.OfficerID {
		t.Errorf("reviewer %+v, decider %+v", review, decide)
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after []time.Duration // the session is used after each
		end   func(t *testing.T, w world, a Actor, in SignedIn) error
		code  string
	}{
		"used every 20 minutes":   {after: []time.Duration{20 * time.Minute, 20 * time.Minute, 20 * time.Minute}},
		"idle for 30 minutes":     {after: []time.Duration{30 * time.Minute}, code: "UNAUTHENTICATED"},
		"signed out":              {end: func(t *testing.T, w world, a Actor, _ SignedIn) error { return w.SignOut(t.Context(), a) }, code: "UNAUTHENTICATED"},
		"cookie given up":         {end: func(t *testing.T, w world, _ Actor, in SignedIn) error { return w.EndSession(t.Context(), in.Secret) }, code: "UNAUTHENTICATED"},
		"signed out everywhere":   {end: func(t *testing.T, w world, a Actor, _ SignedIn) error { return w.SignOutEverywhere(t.Context(), a) }, code: "UNAUTHENTICATED"},
		"account disabled by sql": {end: disable, code: "UNAUTHENTICATED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := seeded(t)
			a, in := w.person(t, zhang)
			var err error
			for _, d := range c.after {
				w.clock.Advance(d)
				_, err = w.Session(t.Context(), in.Secret)
			}
			if c.end != nil {
				if err := c.end(t, w, a, in); err != nil {
					t.Fatal(err)
				}
				_, err = w.Session(t.Context(), in.Secret)
			}
			wantCode(t, name, err, c.code)
		})
	}
}

func disable(t *testing.T, w world, a Actor, _ SignedIn) error {
	return w.db.Write(t.Context(), func(tx *db.Tx) error { return disableAccount(tx, a.AccountID) })
}

func TestSessionHasAnAbsoluteEnd(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	_, in := w.person(t, zhang)
	var err error
	used := time.Duration(0)
	for ; err == nil && used < 24*time.Hour; used += 10 * time.Minute {
		w.clock.Advance(10 * time.Minute)
		_, err = w.Session(t.Context(), in.Secret)
	}
	wantCode(t, "in use", err, "UNAUTHENTICATED")
	if used != personAbsolute {
		t.Errorf("ended after %v", used)
	}
}

func TestClerksIdleFifteenMinutesAndHaveOneSession(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	_, first := w.clerk(t, "shouli1")
	w.clock.Advance(time.Minute)
	_, second := w.clerk(t, "shouli1")
	_, err := w.Session(t.Context(), first.Secret)
	wantCode(t, "the earlier session", err, "UNAUTHENTICATED")
	w.clock.Advance(14 * time.Minute)
	_, err = w.Session(t.Context(), second.Secret)
	wantCode(t, "14 minutes idle", err, "")
	w.clock.Advance(15 * time.Minute)
	_, err = w.Session(t.Context(), second.Secret)
	wantCode(t, "15 minutes idle", err, "UNAUTHENTICATED")
}

func TestSessionIsTouchedAtMostOnceAMinute(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	_, in := w.person(t, zhang)
	seen := func() (at time.Time) {
		err := w.db.Read(t.Context(), func(tx *db.Tx) (err error) {
			at, _, err = one[time.Time](tx, `SELECT last_seen_at FROM sessions WHERE id = ?`, in.Session)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	began := seen()
	w.clock.Advance(59 * time.Second)
	w.actor(t, in)
	if !seen().Equal(began) {
		t.Error("touched within a minute")
	}
	w.clock.Advance(time.Second)
	w.actor(t, in)
	if !seen().Equal(began.Add(time.Minute)) {
		t.Errorf("last seen %v", seen())
	}
}

func TestOldClerkPasswordIsDue(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	w.clock.Advance(passwordTerm)
	a, in := w.clerk(t, "shouli1")
	if !a.PasswordDue {
		t.Fatal("a password of 90 days is not due")
	}
	if err := w.ChangePassword(t.Context(), a, DemoPassword, password); err != nil {
		t.Fatal(err)
	}
	if w.actor(t, in).PasswordDue {
		t.Error("still due after the change")
	}
}

func TestSecretsAreNotStoredReadable(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	_, in := w.person(t, zhang)
	if err := w.RequestCode(t.Context(), ToSignIn, zhang.Mobile, home); err != nil {
		t.Fatal(err)
	}
	code := w.out.last(t).Code
	for _, table := range []string{"sessions", "sms_codes", "rate_limits", "account_events"} {
		err := w.db.Read(t.Context(), func(tx *db.Tx) error {
			n, _, err := one[int](tx, `SELECT count(*) FROM `+table+` t WHERE t::text LIKE '%' || ? || '%' OR t::text LIKE '%"' || ? || '"%'`, in.Secret, code)
			if n > 0 {
				t.Errorf("%s holds a secret", table)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSweepRemovesOnlyWhatIsPast(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	_, in := w.person(t, zhang)
	if err := w.RequestCode(t.Context(), ToSignIn, zhang.Mobile, home); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("removed %d at once: %v", n, err)
	}
	w.actor(t, in)
	w.clock.Advance(100 * 24 * time.Hour)
	if n, err := w.Sweep(t.Context()); n < 3 || err != nil {
		t.Errorf("removed %d after 100 days: %v", n, err)
	}
}

func TestAuditOfAccountsOnlyGrows(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	w.person(t, zhang)
	for _, sql := range []string{`UPDATE account_events SET kind = 'x'`, `DELETE FROM account_events`, `TRUNCATE account_events`} {
		if err := w.db.Write(t.Context(), func(tx *db.Tx) error { return tx.Exec(sql).Error }); err == nil {
			t.Errorf("%s went through", sql)
		}
	}
}
