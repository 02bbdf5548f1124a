package account

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// registration asks for a code and fills the form.
func (w world) registration(t *testing.T, p DemoPerson) Registration {
	t.Helper()
	if err := w.RequestCode(t.Context(), ToRegister, p.Mobile, home); err != nil {
		t.Fatal(err)
	}
	return Registration{Name: p.Name, IDNumber: p.IDNumber, Mobile: p.Mobile, Code: w.out.last(t).Code, Password: password, Address: home}
}

func TestRegisterAndSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.registration(t, zhang)
	if _, err := w.RegisterPerson(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	in, err := w.SignIn(t.Context(), SignIn{Identifier: zhang.IDNumber, Password: password, Door: Page, Address: home})
	if err != nil {
		t.Fatal(err)
	}
	if a := w.actor(t, in); a.Name != zhang.Name || a.Assurance != AssuranceReal {
		t.Errorf("got %+v", a)
	}
	if found, _ := w.HasDemoAccounts(t.Context()); found {
		t.Error("a real account counts as a demo account")
	}
}

// A name that does not fit, an unknown number and a taken one get one answer after the same work.
func TestEveryRefusalOfARegistrationIsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.RegisterPerson(t.Context(), w.registration(t, zhang)); err != nil {
		t.Fatal(err)
	}
	w.population = registers{people: map[string]PersonRecord{
		zhang.IDNumber: record1(zhang), wang.IDNumber: record1(wang),
		li.IDNumber: {Name: li.Name, IDNumber: li.IDNumber, Deceased: true},
	}}
	for name, p := range map[string]DemoPerson{
		"name does not fit":   {Name: "王方", IDNumber: wang.IDNumber, Mobile: "13100000001"},
		"unknown ID number":   {Name: "周杰", IDNumber: "430923196801010016", Mobile: "13100000002"},
		"deceased":            {Name: li.Name, IDNumber: li.IDNumber, Mobile: "13100000003"},
		"ID number is taken":  {Name: zhang.Name, IDNumber: zhang.IDNumber, Mobile: "13100000004"},
		"mobile number taken": {Name: wang.Name, IDNumber: wang.IDNumber, Mobile: zhang.Mobile},
	} {
		w.clock.Advance(time.Minute)
		r := w.registration(t, p)
		before := w.hasher.computed.Load()
		_, err := w.RegisterPerson(t.Context(), r)
		wantCode(t, name, err, "REGISTRATION_REFUSED")
		if n := w.hasher.computed.Load() - before; n != 1 {
			t.Errorf("%s: argon2 ran %d times", name, n)
		}
	}
}

func TestRegistrationListsAllFaultyFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.RegisterPerson(t.Context(), Registration{Name: "Zhang", IDNumber: "430903199003074516", Mobile: "0737-4221234", Password: "short"})
	e, _ := fault.As(err)
	if e == nil || len(e.Fields) != 4 {
		t.Fatalf("got %v", err)
	}
	for i, want := range []string{"/name NAME_CHARACTER", "/id_number ID_NUMBER_CHECK", "/mobile PHONE_NOT_MOBILE", "/password PASSWORD_SHORT"} {
		if got := e.Fields[i].Pointer + " " + e.Fields[i].Code; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	r := w.registration(t, zhang)
	r.Code = "x"
	_, err = w.RegisterPerson(t.Context(), r)
	if e, _ := fault.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Code != "CODE_WRONG" {
		t.Errorf("got %v", err)
	}
}

func TestRegisterDownIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.registration(t, zhang)
	w.population = downRegister{}
	_, err := w.RegisterPerson(t.Context(), r)
	wantCode(t, "register down", err, "UNAVAILABLE")
}

func TestCodeRules(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	signIn := func(code string) error {
		_, err := w.SignInByCode(t.Context(), zhang.Mobile, code, Page, home)
		return err
	}
	request := func() error { return w.RequestCode(t.Context(), ToSignIn, zhang.Mobile, home) }
	wantCode(t, "first", request(), "")
	first := w.out.last(t)
	if len(first.Code) != 6 || first.Minutes != 5 || first.Mobile != zhang.Mobile || first.ID == uuid.Nil {
		t.Errorf("sent %+v", first)
	}
	wantCode(t, "again within 60 seconds", request(), "TOO_MANY")
	wantCode(t, "right code", signIn(first.Code), "")
	wantCode(t, "used code", signIn(first.Code), "SIGN_IN_REFUSED")

	w.clock.Advance(time.Minute)
	wantCode(t, "after 60 seconds", request(), "")
	for range codeTries {
		wantCode(t, "wrong code", signIn("00000x"), "SIGN_IN_REFUSED")
	}
	wantCode(t, "right code at the sixth try", signIn(w.out.last(t).Code), "SIGN_IN_REFUSED")

	w.clock.Advance(15 * time.Minute)
	wantCode(t, "third", request(), "")
	old := w.out.last(t).Code
	w.clock.Advance(time.Minute)
	wantCode(t, "fourth", request(), "")
	if fresh := w.out.last(t).Code; fresh != old {
		wantCode(t, "replaced code", signIn(old), "SIGN_IN_REFUSED")
		wantCode(t, "new code", signIn(fresh), "")
	}
	w.clock.Advance(time.Minute)
	wantCode(t, "fifth", request(), "")
	w.clock.Advance(codeTerm)
	wantCode(t, "code of five minutes", signIn(w.out.last(t).Code), "SIGN_IN_REFUSED")
	for range 5 {
		w.clock.Advance(time.Minute)
		wantCode(t, "sixth to tenth", request(), "")
	}
	w.clock.Advance(time.Minute)
	wantCode(t, "eleventh of a day", request(), "TOO_MANY")
}

func TestCodeTriesAtOnceAreFive(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	if err := w.RequestCode(t.Context(), ToSignIn, zhang.Mobile, home); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			if right, err := w.checkCode(context.Background(), ToSignIn, zhang.Mobile, "wrong"); right || err != nil {
				t.Errorf("got %v, %v", right, err)
			}
		})
	}
	wg.Wait()
	if right, _ := w.checkCode(t.Context(), ToSignIn, zhang.Mobile, w.out.last(t).Code); right {
		t.Error("thirty guesses at once left a try")
	}
}

func TestCodeOfOnePurposeOpensNothingElse(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	if err := w.RequestCode(t.Context(), ToRegister, zhang.Mobile, home); err != nil {
		t.Fatal(err)
	}
	_, err := w.SignInByCode(t.Context(), zhang.Mobile, w.out.last(t).Code, Page, home)
	wantCode(t, "register code", err, "SIGN_IN_REFUSED")
	wantCode(t, "purpose of sessions", w.RequestCode(t.Context(), ToConfirm, wang.Mobile, home), "CODE_PURPOSE")
}

func TestCodeRequestsDoNotTellWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	for _, purpose := range []Purpose{ToSignIn, ToReset} {
		for _, mobile := range []string{zhang.Mobile, "13000000000"} {
			wantCode(t, string(purpose), w.RequestCode(t.Context(), purpose, mobile, home), "")
			wantCode(t, string(purpose), w.RequestCode(t.Context(), purpose, mobile, home), "TOO_MANY")
		}
	}
	if w.out.count() != 2 {
		t.Errorf("%d messages, want one per purpose to the known number", w.out.count())
	}
}

func TestConfirmRaisesTheSession(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	a, in := w.person(t, zhang)
	wantCode(t, "request", w.RequestConfirmation(t.Context(), a), "")
	wantCode(t, "wrong", w.Confirm(t.Context(), a, "x"), "CODE_WRONG")
	wantCode(t, "right", w.Confirm(t.Context(), a, w.out.last(t).Code), "")
	if got := w.actor(t, in).Assurance; got != AssuranceStep {
		t.Errorf("assurance %d", got)
	}
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	a, mine := w.person(t, zhang)
	_, other := w.person(t, zhang)
	wantCode(t, "wrong old", w.ChangePassword(t.Context(), a, "wrong wrong wrong", password), "PASSWORD_WRONG")
	wantCode(t, "short", w.ChangePassword(t.Context(), a, DemoPassword, "short"), "PASSWORD_SHORT")
	wantCode(t, "own number", w.ChangePassword(t.Context(), a, DemoPassword, "x"+zhang.IDNumber), "PASSWORD_GUESSABLE")
	wantCode(t, "the same", w.ChangePassword(t.Context(), a, DemoPassword, DemoPassword), "PASSWORD_SAME")
	wantCode(t, "changed", w.ChangePassword(t.Context(), a, DemoPassword, password), "")
	_, err := w.Session(t.Context(), mine.Secret)
	wantCode(t, "this session", err, "")
	_, err = w.Session(t.Context(), other.Secret)
	wantCode(t, "other session", err, "UNAUTHENTICATED")
}

func TestResetPassword(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	_, in := w.person(t, zhang)
	for _, mobile := range []string{"13000000000", zhang.Mobile} {
		wantCode(t, "request", w.RequestCode(t.Context(), ToReset, mobile, home), "")
		wantCode(t, "wrong code", w.ResetPassword(t.Context(), mobile, "000000x", password, home), "CODE_WRONG")
	}
	wantCode(t, "right code", w.ResetPassword(t.Context(), zhang.Mobile, w.out.last(t).Code, password, home), "")
	_, err := w.Session(t.Context(), in.Secret)
	wantCode(t, "session before", err, "UNAUTHENTICATED")
	_, err = w.SignIn(t.Context(), SignIn{Identifier: zhang.Mobile, Password: password, Door: Page, Address: home})
	wantCode(t, "new password", err, "")
}

type downRegister struct{ registers }

func (downRegister) Person(context.Context, identity.IDNumber) (PersonRecord, error) {
	return PersonRecord{}, fault.New(fault.Unavailable, "UNAVAILABLE")
}

// code asks for a code and reads it.
func (w world) code(t *testing.T, err error) string {
	t.Helper()
	wantCode(t, "request", err, "")
	return w.out.last(t).Code
}

func TestChangeMobileByTheOldNumber(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	a, mine := w.person(t, zhang)
	_, other := w.person(t, zhang)
	to := "13800000001"
	old := w.code(t, w.RequestOldMobileCode(t.Context(), a))
	code := w.code(t, w.RequestMobileCode(t.Context(), a, to))
	wantCode(t, "the same number", w.RequestMobileCode(t.Context(), a, zhang.Mobile), "MOBILE_SAME")
	wantCode(t, "one's own number", w.ChangeMobile(t.Context(), a, NewMobile{Mobile: zhang.Mobile, Code: code, OldCode: old}), "INVALID_FIELDS")
	wantCode(t, "wrong new code", w.ChangeMobile(t.Context(), a, NewMobile{Mobile: to, Code: "x", OldCode: old}), "INVALID_FIELDS")
	wantCode(t, "codes exchanged", w.ChangeMobile(t.Context(), a, NewMobile{Mobile: to, Code: old, OldCode: code}), "INVALID_FIELDS")
	wantCode(t, "a number that got no code", w.ChangeMobile(t.Context(), a, NewMobile{Mobile: "13800000002", Code: code, OldCode: old}), "INVALID_FIELDS")
	wantCode(t, "no proof", w.ChangeMobile(t.Context(), a, NewMobile{Mobile: to, Code: code}), "INVALID_FIELDS")
	wantCode(t, "both right", w.ChangeMobile(t.Context(), a, NewMobile{Mobile: to, Code: code, OldCode: old}), "")
	if told := w.out.last(t); told.Mobile != zhang.Mobile || told.Code != "" {
		t.Errorf("the old number was not told: %+v", told)
	}
	if got := w.actor(t, mine).Mobile; got != to {
		t.Errorf("mobile %q", got)
	}
	_, err := w.Session(t.Context(), other.Secret)
	wantCode(t, "other session", err, "UNAUTHENTICATED")
	_, err = w.SignIn(t.Context(), SignIn{Identifier: zhang.Mobile, Password: DemoPassword, Door: Page, Address: home})
	wantCode(t, "old number", err, "SIGN_IN_REFUSED")
	_, err = w.SignIn(t.Context(), SignIn{Identifier: to, Password: DemoPassword, Door: Page, Address: home})
	wantCode(t, "new number", err, "")
	wantCode(t, "again", w.ChangeMobile(t.Context(), w.actor(t, mine), NewMobile{Mobile: zhang.Mobile, Code: code, OldCode: old}), "INVALID_FIELDS")
}

func TestChangeMobileWhenTheOldNumberIsLost(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	a, mine := w.person(t, zhang)
	to := "13800000001"
	n := NewMobile{Mobile: to, Code: w.code(t, w.RequestMobileCode(t.Context(), a, to)), OldLost: true, Password: DemoPassword, IDNumber: zhang.IDNumber}
	for name, spoil := range map[string]func(*NewMobile){
		"wrong password": func(n *NewMobile) { n.Password = password }, "another's number": func(n *NewMobile) { n.IDNumber = wang.IDNumber },
		"no number": func(n *NewMobile) { n.IDNumber = "" },
	} {
		wrong := n
		spoil(&wrong)
		err := w.ChangeMobile(t.Context(), a, wrong)
		if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Code != "IDENTITY_WRONG" {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantCode(t, "proved", w.ChangeMobile(t.Context(), a, n), "")
	if got := w.actor(t, mine).Mobile; got != to {
		t.Errorf("mobile %q", got)
	}
}

func TestATakenMobileIsToldOnlyToItsHolder(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	a, _ := w.person(t, zhang)
	n := NewMobile{Mobile: wang.Mobile, Code: "000000x", OldLost: true, Password: DemoPassword, IDNumber: zhang.IDNumber}
	err := w.ChangeMobile(t.Context(), a, n)
	if f, ok := fault.As(err); !ok || f.Fields[0].Code != "CODE_WRONG" {
		t.Errorf("a stranger learns %v", err)
	}
	n.Code = w.code(t, w.RequestMobileCode(t.Context(), a, wang.Mobile))
	err = w.ChangeMobile(t.Context(), a, n)
	if f, ok := fault.As(err); !ok || f.Fields[0].Code != "MOBILE_TAKEN" {
		t.Errorf("the holder reads %v", err)
	}
	_, err = w.SignIn(t.Context(), SignIn{Identifier: wang.Mobile, Password: DemoPassword, Door: Page, Address: home})
	wantCode(t, "its owner", err, "")
}

func TestTriesToChangeAMobileAreLimited(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	a, _ := w.person(t, zhang)
	n := NewMobile{Mobile: "13800000001", Code: "x", OldCode: "x"}
	for range DefaultLimits.ByAccount.N {
		wantCode(t, "try", w.ChangeMobile(t.Context(), a, n), "INVALID_FIELDS")
	}
	wantCode(t, "one more", w.ChangeMobile(t.Context(), a, n), "TOO_MANY")
}
