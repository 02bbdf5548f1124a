package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// received brings an application of a person of the simulated world to the intake's queue: he fills it and his unit signs.
func received(t testing.TB, app *apptest.App, who string) uuid.UUID {
	t.Helper()
	person := app.Client().SignIn(who).Confirm()
	unit := app.Client().SignIn(app.World.Unit(app.World.Person(who).Unit).Legal).Confirm()
	id := person.Draft()
	person.Submit(id, unit)
	return uuid.MustParse(id)
}

// hidden reads the hidden fields of the form of a page whose id is given.
func hidden(t testing.TB, page, id string) url.Values {
	t.Helper()
	_, after, found := strings.Cut(page, `id="`+id+`"`)
	if !found {
		t.Fatalf("the page has no form %s", id)
	}
	after, _, _ = strings.Cut(after, "</form>")
	values := url.Values{}
	for _, part := range strings.Split(after, `type="hidden" name="`)[1:] {
		name, rest, _ := strings.Cut(part, `" value="`)
		value, _, _ := strings.Cut(rest, `"`)
		values.Set(name, value)
	}
	return values
}

// claim takes the next step at a queue and returns the address of its case.
func claim(t testing.TB, c *apptest.Client, queue string) string {
	t.Helper()
	path := c.PostForm("/desk/queue/"+queue+"/claim", url.Values{"_key": {uuid.NewString()}}).Want(http.StatusSeeOther).Header.Get("Location")
	if !strings.HasPrefix(path, "/desk/cases/") {
		t.Fatalf("claiming at %s led to %s", queue, path)
	}
	return path
}

// act claims at a queue and does an act of the case with its form and more values.
func act(t testing.TB, c *apptest.Client, queue, form string, more ...string) {
	t.Helper()
	path := claim(t, c, queue)
	submit(t, c, path, form, more...).Want(http.StatusSeeOther)
}

func submit(t testing.TB, c *apptest.Client, path, form string, more ...string) *apptest.Answer {
	t.Helper()
	values := hidden(t, c.Get(path).Want(http.StatusOK).Body, form)
	for i := 0; i+1 < len(more); i += 2 {
		values.Add(more[i], more[i+1])
	}
	return c.PostForm(path+"/decide", values)
}

// A case goes from the intake to its delivery by the forms of the pages alone, as without script.
func TestOfficersHandleACaseByPages(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	id := received(t, app, "citizen")
	path := "/desk/cases/" + id.String()
	intake, county, review := app.Client().SignInPage("shouli1"), app.Client().SignInPage("xian-heshan"), app.Client().SignInPage("shencha1")

	desk := intake.Get("/desk").Want(http.StatusOK).Body
	if !strings.Contains(desk, "/desk/queue/430900-ban/intake/claim") {
		t.Error("the desk offers no claim")
	}
	queue := intake.Get("/desk/queue/430900-ban/intake").Want(http.StatusOK).Body
	if !strings.Contains(queue, "刘**") || strings.Contains(queue, "刘大山") {
		t.Error("the queue does not mask the applicant")
	}
	act(t, intake, "430900-ban/intake", "accept")
	if done := intake.Get(path + "?done=accept&desk=430900-ban&stage=intake").Want(http.StatusOK).Body; !strings.Contains(done, "许受〔2026〕1号") {
		t.Error("the page does not show the notice of acceptance")
	}
	act(t, county, "430903-zhi/county", "county-opinion", "verdict", "grant", "reason", "经比对无异常")

	claim(t, review, "430900-zhi/review")
	page := review.Get(path).Want(http.StatusOK).Body
	checks := hidden(t, page, "checks")
	for _, part := range strings.Split(page, `<li id="R`)[1:] {
		code, rest, _ := strings.Cut(part, `"`)
		if strings.HasPrefix(rest, ` data-mark="open"`) {
			checks.Set("R"+code+".mark", "pass")
		}
	}
	review.PostForm(path+"/checks", checks).Want(http.StatusSeeOther)
	submit(t, review, path, "propose-grant", "reason", "各项条件均符合").Want(http.StatusSeeOther)

	decide := app.Client().SignInPage("shenpi1")
	act(t, decide, "430900-zhi/decision", "grant")
	printer := app.Client().SignInPage("zhizheng1")
	act(t, printer, "430900-zhi/certificate", "issue-certificate")
	act(t, printer, "430900-ban/delivery", "deliver", "way", "electronic")
	if last := printer.Get(path).Want(http.StatusOK).Body; !strings.Contains(last, "已办结") {
		t.Error("the case is not closed")
	}
}

// What an officer typed comes back with every refusal, even when he may not act any more.
func TestRefusedActsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	received(t, app, "citizen")
	intake := app.Client().SignInPage("shouli1")
	path := claim(t, intake, "430900-ban/intake")

	form := []string{"defect_where", "体检证明", "defect_problem", "没有加盖医院印章", "defect_mend", ""}
	again := submit(t, intake, path, "correct", form...).Want(http.StatusUnprocessableEntity).Body
	for _, want := range []string{"没有加盖医院印章", "每一条补正内容都要写明", `id="correct-defects"`} {
		if !strings.Contains(again, want) {
			t.Errorf("the page of an incomplete correction lacks %q", want)
		}
	}
	more := submit(t, intake, path, "correct", append(form, "more", "1")...).Want(http.StatusOK).Body
	if strings.Count(more, `name="defect_problem"`) != 3 { // two rows and the island's template
		t.Errorf("one more row was asked for, got %d boxes", strings.Count(more, `name="defect_problem"`))
	}

	page := intake.Get(path).Body
	values := hidden(t, page, "not-needed")
	values.Set("reason", "此事不需要许可的理由")
	for range 2 { // the session lives on, the lease does not
		app.Clock.Advance(8 * time.Minute)
		intake.Get("/desk").Want(http.StatusOK)
	}
	lost := intake.PostForm(path+"/decide", values)
	if lost.Status != http.StatusConflict || !strings.Contains(lost.Body, "此事不需要许可的理由") {
		t.Errorf("a lost lease answers %d and keeps the words: %v", lost.Status, strings.Contains(lost.Body, "此事不需要许可的理由"))
	}
}

// Somebody of another desk, a citizen and a stranger see nothing of a case.
func TestTheDeskIsClosedToOthers(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	id := received(t, app, "citizen")
	for who, want := range map[string]int{"shouli1": 200, "anguan1": 200, "xian-taojiang": 404, "fazhi1": 404, "xitong1": 403, "citizen": 403} {
		if got := app.Client().SignInPage(who).Get("/desk/cases/" + id.String()).Status; got != want {
			t.Errorf("%s gets %d, want %d", who, got, want)
		}
	}
	clerk := app.Client().SignInPage("shouli1")
	for _, path := range []string{"/desk/queue/430900-zhi/review", "/desk/queue/nowhere/intake", "/desk/cases/" + uuid.NewString(), "/desk/cases/x"} {
		if got := clerk.Get(path).Status; got != http.StatusNotFound {
			t.Errorf("%s answers %d", path, got)
		}
	}
	if got := clerk.PostForm("/desk/steps/"+uuid.NewString()+"/pick", url.Values{"reason": {"x"}}).Status; got != http.StatusForbidden {
		t.Errorf("free picking answers %d", got)
	}
	for _, q := range []string{"刘大山", app.World.Person("citizen").IDNumber.String()[14:]} {
		if found := clerk.Get("/desk/search?q=" + url.QueryEscape(q)).Want(200).Body; !strings.Contains(found, id.String()) {
			t.Errorf("%s is not found", q)
		}
		if found := app.Client().SignInPage("fazhi1").Get("/desk/search?q=" + url.QueryEscape(q)).Want(200).Body; strings.Contains(found, id.String()) {
			t.Errorf("%s is found by somebody who may not see it", q)
		}
	}
	empty := clerk.PostForm("/desk/queue/430900-ban/delivery/claim", url.Values{"_key": {"k"}})
	if empty.Status != http.StatusForbidden {
		t.Errorf("claiming at another's queue answers %d", empty.Status)
	}
}
