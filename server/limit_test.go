package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// Names, numbers and codes cannot be found by trying, and what is refused does not tell who has an account.
func TestTryingIsLimitedAndTellsNothing(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	known, unknown := app.Login("citizen"), "13912345678"
	same := func(what string, a, b *apptest.Answer) {
		t.Helper()
		clean := func(a *apptest.Answer) string {
			body := strings.ReplaceAll(strings.ReplaceAll(a.Body, known, "N"), unknown, "N")
			return fmt.Sprint(a.Status, " ", strings.ReplaceAll(body, a.Header.Get("X-Request-Id"), "R"))
		}
		if clean(a) != clean(b) {
			t.Errorf("%s tells whether an account exists: %d and %d\n%.500s\n%.500s", what, a.Status, b.Status, a.Body, b.Body)
		}
	}
	page := func(path string, form url.Values) *apptest.Answer { return app.Client().PostForm(path, form) }
	passwords := func(who string, tries int) (last *apptest.Answer) {
		for range tries {
			last = page("/sign-in", url.Values{"identifier": {who}, "password": {"falsch"}})
		}
		return last
	}
	same("a wrong password", passwords(known, 1).Want(http.StatusUnauthorized), passwords(unknown, 1))
	program := func(who string) *apptest.Answer {
		return app.Client().Post("/api/v1/sessions", apptest.JSON{"identifier": who, "password": "falsch"})
	}
	same("a wrong password of a program", program(known).Want(http.StatusUnauthorized), program(unknown))
	same("the tenth", passwords(known, 8).Want(http.StatusUnauthorized), passwords(unknown, 8))
	limited := passwords(known, 1).Want(http.StatusTooManyRequests)
	same("one too many", limited, passwords(unknown, 1))
	same("one too many by a program", program(known).WantFault(http.StatusTooManyRequests, "TOO_MANY"), program(unknown))
	if limited.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	right := url.Values{"identifier": {known}, "password": {apptest.Password}}
	page("/sign-in", right).Want(http.StatusTooManyRequests) // the right one does not get through either
	app.Client().Do(http.MethodPost, "/sign-in", strings.NewReader(right.Encode()), formKind, "X-Forwarded-For", "198.51.100.7", "X-Real-Ip", "198.51.100.7").
		Want(http.StatusTooManyRequests)
	app.Clock.Advance(16 * time.Minute)
	page("/sign-in", right).Want(http.StatusSeeOther)

	for _, path := range []string{"/sign-in/code", "/reset-password/code", "/register/code"} {
		mobile := func(number string) url.Values { return url.Values{"mobile": {number}, "by": {"code"}} }
		same(path, page(path, mobile(known)).Want(http.StatusOK), page(path, mobile(unknown)))
		same(path+" again", page(path, mobile(known)).Want(http.StatusTooManyRequests), page(path, mobile(unknown)))
	}
	same("a wrong code", page("/sign-in", url.Values{"by": {"code"}, "mobile": {known}, "code": {"000000"}}).Want(http.StatusUnauthorized),
		page("/sign-in", url.Values{"by": {"code"}, "mobile": {unknown}, "code": {"000000"}}))
	reset := func(who string) url.Values {
		return url.Values{"mobile": {who}, "code": {"000000"}, "password": {"Ein-langer-Satz-17"}}
	}
	same("a reset", page("/reset-password", reset(known)).Want(http.StatusUnprocessableEntity), page("/reset-password", reset(unknown)))
}

// A query code cannot be found by trying: one case is asked for ten times in half an hour, one address sixty times, by both doors together.
func TestProgressIsLimitedByCaseAndAddress(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, unit := app.Client().SignIn("citizen").Confirm(), app.Client().SignIn("legal-heshan").Confirm()
	receipt := citizen.Submit(citizen.Draft(), unit)
	number, code, last := receipt["number"].(string), receipt["query_code"].(string), app.World.Person("citizen").IDNumber.String()[14:]
	ask := func(number, code, last string) *apptest.Answer {
		return app.Client().PostForm("/progress", url.Values{"number": {number}, "query_code": {code}, "last_four": {last}})
	}
	ask(number, code, last).Want(http.StatusOK)
	wrong := ask(number, "000000", last).Want(http.StatusUnprocessableEntity)
	clean := func(a *apptest.Answer, words ...string) string {
		text := strings.ReplaceAll(a.Body, a.Header.Get("X-Request-Id"), "R")
		for _, w := range words {
			text = strings.ReplaceAll(text, w, "W")
		}
		return text
	}
	if other := ask(number, code, "0000").Want(http.StatusUnprocessableEntity); clean(wrong, "000000", code, last, "0000") != clean(other, "000000", code, last, "0000") {
		t.Error("it tells which of the answers is wrong")
	}
	for range 7 {
		app.Client().Post("/api/v1/progress", apptest.JSON{"number": number, "query_code": "111111", "last_four": last}).WantFault(http.StatusNotFound, "PROGRESS_UNKNOWN")
	}
	if a := ask(number, code, last).Want(http.StatusTooManyRequests); a.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	app.Client().Post("/api/v1/progress", apptest.JSON{"number": number, "query_code": code, "last_four": last}).WantFault(http.StatusTooManyRequests, "TOO_MANY")
	for i, others := 10, numbers(t, 60); i < 60; i++ {
		ask(others[i], "000000", "0000").Want(http.StatusUnprocessableEntity)
	}
	ask(numbers(t, 61)[60], "000000", "0000").Want(http.StatusTooManyRequests)
	app.Clock.Advance(31 * time.Minute)
	ask(number, code, last).Want(http.StatusOK)
}

// numbers are well-formed case numbers that belong to no case.
func numbers(t *testing.T, n int) (list []string) {
	t.Helper()
	area, err := identity.ParseArea("430903")
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		number, err := identity.NewCaseNumber(area, "0022", workday.MustParse("2026-09-17"), 90_000+i)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, number.String())
	}
	return list
}
