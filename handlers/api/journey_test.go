package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// A blasting licence is renewed by programs alone, from the search to the verified certificate.
func TestRenewalFromSearchToVerifiedCertificate(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	stranger := app.Client()
	found := stranger.Get("/api/v1/items?q=%E7%88%86%E7%A0%B4%E8%AF%81%E6%8D%A2%E8%AF%81&limit=1").Want(http.StatusOK)
	if items := found.Items(); len(items) != 1 || items[0]["code"] != apptest.Item || items[0]["name"] == "" || items[0]["name_en"] == "" {
		t.Fatalf("search: %s", found.Body)
	}
	citizen := app.Client().SignIn("citizen").Confirm()
	unit := app.Client().SignIn(app.World.Unit("heshan").Legal).Confirm()

	draft := citizen.Draft()
	if list := citizen.Get("/api/v1/drafts?item=" + apptest.Item).Want(http.StatusOK); len(list.Items()) != 1 {
		t.Fatalf("open drafts: %s", list.Body)
	}
	citizen.Get("/api/v1/cases/"+draft).WantFault(http.StatusNotFound, "NOT_FOUND")
	receipt := citizen.Submit(draft, unit)
	progress := stranger.Post("/api/v1/progress", apptest.JSON{"number": receipt["number"], "query_code": receipt["query_code"],
		"last_four": last(app.World.Person("citizen").IDNumber.String(), 4)}).Want(http.StatusOK)
	if progress.Text("state") != "RECEIVED" {
		t.Errorf("progress: %s", progress.Body)
	}

	intake := app.Client().SignIn("shouli1")
	if queue := intake.Get("/api/v1/desk/queues/" + account.CityWindow + "/intake").Want(http.StatusOK); len(queue.Items()) != 1 {
		t.Errorf("queue: %s", queue.Body)
	}
	intake.Decide(intake.Claim(account.CityWindow, "intake"), "accept", nil).Want(http.StatusCreated)
	county := app.Client().SignIn("xian-heshan")
	county.Decide(county.Claim(account.CountySecurity("430903"), "county"), "county_opinion", apptest.JSON{"verdict": "grant", "reason": "经比对无异常"}).Want(http.StatusCreated)
	reviewer := app.Client().SignIn("shencha1")
	claim := reviewer.Claim(account.CitySecurity, "review")
	reviewer.CheckOpen(claim)
	reviewer.Decide(claim, "propose", apptest.JSON{"verdict": "grant", "reason": "符合条件"}).Want(http.StatusCreated)
	decider := app.Client().SignIn("shenpi1")
	decider.Decide(decider.Claim(account.CitySecurity, "decision"), "grant", nil).Want(http.StatusCreated)
	printer := app.Client().SignIn("zhizheng1")
	printer.Decide(printer.Claim(account.CitySecurity, "certificate"), "issue_certificate", nil).Want(http.StatusCreated)

	view := citizen.Get("/api/v1/cases/" + draft).Want(http.StatusOK).JSON()
	certificate := view["certificate"].(apptest.JSON)
	app.Work()
	pdf := citizen.Get("/api/v1/documents/" + certificate["document_id"].(string) + "/pdf").Want(http.StatusOK)
	if !strings.HasPrefix(pdf.Body, "%PDF-") {
		t.Errorf("not a PDF: %.20q", pdf.Body)
	}
	for _, d := range citizen.Get("/api/v1/cases/" + draft + "/documents").Want(http.StatusOK).Items() {
		letter := citizen.Get("/api/v1/documents/" + d["id"].(string)).Want(http.StatusOK)
		if letter.Text("title") != d["title"] {
			t.Errorf("letter: %s", letter.Body)
		}
		app.Client().SignIn("late").Get("/api/v1/documents/"+d["id"].(string)).WantFault(http.StatusNotFound, "NOT_FOUND")
	}
	verified := stranger.Get("/api/v1/certificates/verify/" + certificate["verify_code"].(string)).Want(http.StatusOK)
	if verified.Text("masked_name") != "刘**" || strings.Contains(verified.Body, "大山") {
		t.Errorf("verification: %s", verified.Body)
	}
	citizen.Post("/api/v1/cases/"+draft+"/delivery", nil).Want(http.StatusNoContent)
	if state := citizen.Get("/api/v1/cases/" + draft).Text("state"); state != "CLOSED" {
		t.Errorf("at the end: %s", state)
	}
	if held := citizen.Get("/api/v1/certificates").Want(http.StatusOK); len(held.Items()) != 1 {
		t.Errorf("certificates: %s", held.Body)
	}
	if notices := citizen.Get("/api/v1/notices?limit=2").Want(http.StatusOK).JSON(); notices["next"] == nil || notices["total"].(float64) < 3 {
		t.Errorf("notices: %v", notices)
	}
}

func last(s string, n int) string { return s[len(s)-n:] }

// One key, one case: a repeated request gets the first answer, another content is refused.
func TestRepeatedRequestsAreDoneOnce(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("citizen").Confirm()
	start := func(key, item string) *apptest.Answer {
		return citizen.Send(http.MethodPost, "/api/v1/drafts", apptest.JSON{"item": item}, "Idempotency-Key", key)
	}
	first := start("one", apptest.Item).Want(http.StatusCreated)
	if again := start("one", apptest.Item).Want(http.StatusCreated); again.Text("id") != first.Text("id") {
		t.Error("the same key made another draft")
	}
	if other := start("two", apptest.Item).Want(http.StatusCreated); other.Text("id") == first.Text("id") {
		t.Error("another key made no other draft")
	}
	citizen.Send(http.MethodPost, "/api/v1/drafts", apptest.JSON{"item": apptest.Item + " "}, "Idempotency-Key", "one").Want(http.StatusNotFound)
	start(strings.Repeat("x", 201), apptest.Item).WantFault(http.StatusBadRequest, "IDEMPOTENCY_KEY")
	if list := citizen.Get("/api/v1/cases?limit=1").Want(http.StatusOK).JSON(); list["total"].(float64) != 2 || list["next"] == nil {
		t.Errorf("cases: %v", list)
	}
}

// Who saw an older version is told so, and nothing is overwritten.
func TestOlderVersionsAreRefused(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("citizen").Confirm()
	id := citizen.Post("/api/v1/drafts", apptest.JSON{"item": apptest.Item}).Want(http.StatusCreated).Text("id")
	seen := citizen.Get("/api/v1/drafts/" + id).Want(http.StatusOK).Header.Get("ETag")
	save := func(version string, accident any) *apptest.Answer {
		return citizen.Send(http.MethodPatch, "/api/v1/drafts/"+id, apptest.JSON{"answers": apptest.JSON{"accident": accident}}, "If-Match", version)
	}
	saved := save(seen, false).Want(http.StatusOK)
	save(seen, true).WantFault(http.StatusPreconditionFailed, "STALE_VERSION")
	save("nonsense", true).WantFault(http.StatusPreconditionFailed, "STALE_VERSION")
	save(saved.Header.Get("ETag"), true).Want(http.StatusOK)
}

// Tokens are exchanged once, and a session that was ended is refused at once; a page's cookie opens the API as well.
func TestSessionsOfPrograms(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	program := app.Client().SignIn("citizen")
	program.Get("/api/v1/me").Want(http.StatusOK)
	program.Post("/api/v1/sessions/refresh", apptest.JSON{"refresh_token": program.Refresh}).Want(http.StatusOK)
	program.Post("/api/v1/sessions/refresh", apptest.JSON{"refresh_token": program.Refresh}).WantFault(http.StatusUnauthorized, "TOKEN_REUSED")
	program.Get("/api/v1/me").WantFault(http.StatusUnauthorized, "UNAUTHENTICATED")

	other := app.Client().SignIn("citizen")
	other.Delete("/api/v1/sessions/current").Want(http.StatusNoContent)
	other.Get("/api/v1/me").WantFault(http.StatusUnauthorized, "UNAUTHENTICATED")

	page := app.Client().SignInPage("citizen")
	page.Get("/api/v1/me").Want(http.StatusOK)
	page.Send(http.MethodPost, "/api/v1/notices/reading", nil, "Sec-Fetch-Site", "same-origin").Want(http.StatusNoContent)
	page.Send(http.MethodPost, "/api/v1/notices/reading", nil, "Sec-Fetch-Site", "cross-site").WantFault(http.StatusForbidden, "CROSS_ORIGIN")

	refused := app.Client().Post("/api/v1/sessions", apptest.JSON{"identifier": "13800000000", "password": "x"})
	refused.WantFault(http.StatusUnauthorized, "SIGN_IN_REFUSED")
	challenge := app.Client().Post("/api/v1/sessions", apptest.JSON{"identifier": "shouli1", "password": apptest.Password}).Want(http.StatusAccepted)
	app.Client().Post("/api/v1/sessions/second-factor", apptest.JSON{"challenge": challenge.Text("challenge"), "code": "000000"}).
		WantFault(http.StatusUnauthorized, "SIGN_IN_REFUSED")
}
