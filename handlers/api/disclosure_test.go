package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// granted brings a renewal of the citizen to its decision and returns the case.
func granted(app *apptest.App, citizen, unit *apptest.Client) string {
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake, county := app.Client().SignIn("shouli1"), app.Client().SignIn("xian-heshan")
	intake.Decide(intake.Claim(account.CityWindow, "intake"), "accept", nil).Want(http.StatusCreated)
	county.Decide(county.Claim(account.CountySecurity("430903"), "county"), "county_opinion", apptest.JSON{"verdict": "grant", "reason": "经比对无异常"}).Want(http.StatusCreated)
	reviewer, decider := app.Client().SignIn("shencha1"), app.Client().SignIn("shenpi1")
	claim := reviewer.Claim(account.CitySecurity, "review")
	reviewer.CheckOpen(claim)
	reviewer.Decide(claim, "propose", apptest.JSON{"verdict": "grant", "reason": "符合条件"}).Want(http.StatusCreated)
	decider.Decide(decider.Claim(account.CitySecurity, "decision"), "grant", nil).Want(http.StatusCreated)
	return id
}

func TestPublicityFromDecisionToObjection(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("citizen").Confirm()
	unit := app.Client().SignIn(app.World.Unit("heshan").Legal).Confirm()
	granted(app, citizen, unit)

	publisher, stranger := app.Client().SignIn("gongkai1"), app.Client()
	due := publisher.Get("/api/v1/desk/disclosures?shelf=due").Want(http.StatusOK).Items()
	if len(due) != 1 || due[0]["party"] != "刘**" || due[0]["state"] != "DUE" {
		t.Fatalf("to publish: %v", due)
	}
	id := due[0]["id"].(string)
	stranger.Get("/api/v1/disclosures/"+id).WantFault(http.StatusNotFound, "NOT_FOUND")
	citizen.Get("/api/v1/desk/disclosures").WantFault(http.StatusForbidden, "FORBIDDEN")
	desk := "/api/v1/desk/disclosures/" + id
	publisher.Post(desk+"/withholding", apptest.JSON{"code": "safety", "words": "涉及在办案件"}).Want(http.StatusNoContent)
	app.Client().SignIn("juling1").Post(desk+"/approval", apptest.JSON{"approved": false, "words": "应当公示"}).Want(http.StatusNoContent)
	if n := publisher.Post("/api/v1/desk/disclosures/publication", apptest.JSON{"ids": []string{id}}).Want(http.StatusOK).JSON()["published"]; n != 1.0 {
		t.Errorf("published %v", n)
	}
	found := stranger.Get("/api/v1/disclosures?q=%E5%88%98&item=" + apptest.Item + "&from=2026-09-01&to=2026-09-30").Want(http.StatusOK)
	if len(found.Items()) != 1 || strings.Contains(found.Body, "大山") || strings.Contains(found.Body, app.World.Person("citizen").IDNumber.String()) {
		t.Errorf("published: %s", found.Body)
	}
	stranger.Get("/api/v1/disclosures?from=tomorrow").WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
	stranger.Get("/api/v1/disclosures/" + id).Want(http.StatusOK)
	if open := stranger.Get("/api/v1/open-data/disclosures.json").Want(http.StatusOK); len(open.Items()) != 1 {
		t.Errorf("open data: %s", open.Body)
	}
	if table := stranger.Get("/api/v1/open-data/disclosures.csv").Want(http.StatusOK); strings.Count(table.Body, "\r\n") != 2 {
		t.Errorf("table: %q", table.Body)
	}

	app.Client().SignIn("late").Post("/api/v1/disclosures/"+id+"/objections", apptest.JSON{"reason": "x"}).WantFault(http.StatusForbidden, "NOT_CONCERNED")
	objection := citizen.Post("/api/v1/disclosures/"+id+"/objections", apptest.JSON{"reason": "请撤下"}).Want(http.StatusCreated)
	if objection.Text("due") != "2026-09-23" { // K17: 18, 20 (a make-up day), 21, 22, 23 September
		t.Errorf("to be answered by %s", objection.Text("due"))
	}
	publisher.Post("/api/v1/desk/objections/"+objection.Text("id")+"/ruling", apptest.JSON{"result": "taken_down", "code": "privacy", "words": "经核实撤下"}).Want(http.StatusNoContent)
	if e := stranger.Get("/api/v1/disclosures/" + id).Want(http.StatusOK); e.Text("taken_down") != "" {
		t.Errorf("taken down without the head's word: %s", e.Body)
	}
	app.Client().SignIn("juling1").Post(desk+"/approval", apptest.JSON{"approved": true, "words": "同意撤下"}).Want(http.StatusNoContent)
	if e := stranger.Get("/api/v1/disclosures/" + id).Want(http.StatusOK); e.Text("taken_down") != "经核实撤下" || e.Text("taken_down_code") != "privacy" || e.Text("party") != "" {
		t.Errorf("trace: %s", e.Body)
	}
	if d := publisher.Get(desk).Want(http.StatusOK).JSON(); len(d["events"].([]any)) != 7 || len(d["objections"].([]any)) != 1 {
		t.Errorf("record: %v", d)
	}
	if hearings := stranger.Get("/api/v1/hearings?limit=5").Want(http.StatusOK); len(hearings.Items()) != 0 {
		t.Errorf("hearings: %s", hearings.Body)
	}
	stranger.Get("/api/v1/hearings?after=x").WantFault(http.StatusBadRequest, "CURSOR")
	app.Work() // the notices find their words
}
