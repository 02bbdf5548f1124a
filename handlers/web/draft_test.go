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

const startPath = "/items/" + apptest.Item + "/start"

// person is somebody in a browser whose identity was confirmed by a code, as the law asks before an application.
func person(t testing.TB, app *apptest.App, who string) *apptest.Client {
	t.Helper()
	app.Clock.Advance(2 * time.Minute) // a code may be asked for once a minute
	c := app.Client().SignInPage(who)
	c.PostForm("/me/confirm/code", nil)
	c.PostForm("/me/confirm", url.Values{"code": {app.TextedCode(app.Login(who))}}).Want(http.StatusSeeOther)
	return c
}

// begin starts a draft by the guide's button and tells its address.
func begin(t testing.TB, c *apptest.Client) string {
	t.Helper()
	return c.PostForm(startPath, nil).Want(http.StatusSeeOther).Header.Get("Location")
}

func wantText(t testing.TB, page string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}

func TestA05_TheWindowDecidesWhatTheButtonShows(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	refused := map[string][]string{
		"expired": {"到期", "首次申领"}, "too-early": {"起才能申请"}, "B11": {"限制申请期"},
	}
	for who, words := range refused {
		page := person(t, app, who).PostForm(startPath, nil).Want(http.StatusConflict)
		wantText(t, page.Body, words...)
	}
	late := person(t, app, "late")
	wantText(t, late.Get(begin(t, late)).Want(http.StatusOK).Body, "LATE", "24 时")
}

func TestStartLeadsInAndShowsWhatLiesOpen(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	if to := app.Client().PostForm(startPath, nil).Want(http.StatusSeeOther).Header.Get("Location"); !strings.HasPrefix(to, "/sign-in?back=") {
		t.Errorf("a visitor is led to %s", to)
	}
	unconfirmed := app.Client().SignInPage("old-photo")
	if to := unconfirmed.PostForm(startPath, nil).Want(http.StatusSeeOther).Header.Get("Location"); !strings.HasPrefix(to, "/me/confirm?back=") {
		t.Errorf("somebody with a password alone is led to %s", to)
	}
	c := person(t, app, "citizen")
	draft := begin(t, c)
	if again := c.PostForm(startPath, nil).Want(http.StatusSeeOther).Header.Get("Location"); again != startPath {
		t.Errorf("starting again leads to %s", again)
	}
	wantText(t, c.Get(startPath).Want(http.StatusOK).Body, draft)
	c.PostForm(draft+"/discard", nil).Want(http.StatusSeeOther)
	if anew := c.PostForm(startPath, nil).Want(http.StatusSeeOther).Header.Get("Location"); anew == draft || !strings.HasPrefix(anew, "/drafts/") {
		t.Errorf("starting at once after discarding leads to %s", anew)
	}
}

func TestSectionKeepsWhatIsWrongAndSaysSo(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	c := person(t, app, "citizen")
	draft := begin(t, c)
	here := draft + "/sections/health"
	wrong := c.PostForm(here, url.Values{"_q": {"health_cert", "health_date", "health_hospital"}, "health_date": {"2020-01-01"}, "health_hospital": {"县"}, "_to": {"next"}})
	wantText(t, wrong.Want(http.StatusUnprocessableEntity).Body, `href="#health_date"`, `value="2020-01-01"`, `href="#health_cert"`)
	wantText(t, c.Get(here).Want(http.StatusOK).Body, `value="2020-01-01"`)
	wantText(t, c.Get(draft+"/check").Want(http.StatusOK).Body, "/sections/health?review=1#health_date")
	hidden := c.PostForm(draft+"/sections/practice", url.Values{"_q": {"accident", "accident_text", "projects"}, "accident": {"false"}, "_to": {"next"}})
	if to := hidden.Want(http.StatusSeeOther).Header.Get("Location"); to != here {
		t.Errorf("a section without faults leads to %s", to)
	}
	nul := c.PostForm(here, url.Values{"_q": {"health_hospital"}, "health_hospital": {"人民\x00医院"}, "_to": {"next"}})
	wantText(t, nul.Want(http.StatusUnprocessableEntity).Body, `href="#health_hospital"`)
}

func TestAutosaveAnswersTheIsland(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	c := person(t, app, "citizen")
	answers := begin(t, c) + "/answers"
	c.Header.Set("Accept", "application/json")
	saved := c.Post(answers, apptest.JSON{"answers": apptest.JSON{"health_hospital": "县"}, "version": 0}).Want(http.StatusOK)
	wantText(t, saved.Body, `"pointer":"/answers/health_hospital"`, `"detail":`, `"visible":[`)
	c.Post(answers, apptest.JSON{"answers": apptest.JSON{}, "version": 1}).WantFault(http.StatusPreconditionFailed, "STALE_VERSION")
	c.Post(answers, apptest.JSON{"answers": apptest.JSON{"licence_no": "1"}, "version": 0}).Want(http.StatusUnprocessableEntity)
	c.Post(answers, apptest.JSON{"answers": apptest.JSON{}, "more": 1}).WantFault(http.StatusBadRequest, "MALFORMED")
	app.Client().SignInPage("late").Post(answers, apptest.JSON{"answers": apptest.JSON{}, "version": 0}).Want(http.StatusNotFound)
}

func TestHandingInTwiceIsOneCase(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	id := app.Client().SignIn("citizen").Confirm().Draft()
	c, unit := person(t, app, "citizen"), person(t, app, app.World.Unit(app.World.Person("citizen").Unit).Legal)
	form := url.Values{"_key": {uuid.NewString()}}
	for range 2 {
		to := c.PostForm("/drafts/"+id+"/finish", form).Want(http.StatusSeeOther).Header.Get("Location")
		if !strings.HasPrefix(to, "/drafts/"+id) {
			t.Fatalf("finishing leads to %s", to)
		}
	}
	wantText(t, c.Get("/drafts/"+id).Want(http.StatusOK).Body, "等待单位签章")
	sign := "/unit/sign/" + id
	wantText(t, unit.PostForm(sign, url.Values{"_key": {uuid.NewString()}}).Want(http.StatusUnprocessableEntity).Body, `id="mistakes"`)
	form.Set("agreed", "yes")
	first := unit.PostForm(sign, form).Want(http.StatusOK).Body
	again := unit.PostForm(sign, form).Want(http.StatusOK).Body
	number := between(t, first, `<span class="pp-number">`, "<")
	if len(number) != 24 || number != between(t, again, `<span class="pp-number">`, "<") {
		t.Errorf("two signatures gave %q and %q", number, between(t, again, `<span class="pp-number">`, "<"))
	}
	wantText(t, c.Get("/cases/"+id).Want(http.StatusOK).Body, number, "收件，出具收件凭证", "受理答复")
	checkPapers(t, app, c, c.Get("/cases/"+id).Body)
}

// checkPapers opens the first document of a case's page: its reader may, nobody else may.
func checkPapers(t testing.TB, app *apptest.App, reader *apptest.Client, page string) {
	t.Helper()
	app.Work()
	paper := "/documents/" + between(t, page, `href="/documents/`, `"`)
	reader.Get(paper).Want(http.StatusOK)
	file := reader.Get(paper + "/file?save=1").Want(http.StatusOK)
	if !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") || !strings.HasPrefix(file.Body, "%PDF") {
		t.Errorf("the file is %s", file.Header.Get("Content-Disposition"))
	}
	other := app.Client().SignInPage("late")
	other.Get(paper).Want(http.StatusNotFound)
	other.Get(paper + "/file").Want(http.StatusNotFound)
}

func between(t testing.TB, s, before, after string) string {
	t.Helper()
	_, rest, found := strings.Cut(s, before)
	value, _, ended := strings.Cut(rest, after)
	if !found || !ended {
		t.Fatalf("the page lacks %s", before)
	}
	return value
}

func TestCorrectionOpensOnlyWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	id := received(t, app, "citizen")
	c := person(t, app, "citizen")
	officer := app.Client().SignIn("shouli1")
	officer.Decide(officer.Claim("430900-ban", "intake"), "correct", apptest.JSON{
		"defects": []apptest.JSON{{"where": "体检证明", "problem": "公章不清", "mend": "重新上传"}},
	}).Want(http.StatusCreated)
	here := "/cases/" + id.String() + "/correction"
	page := c.Get(here).Want(http.StatusOK).Body
	wantText(t, page, "公章不清", `name="health_hospital"`)
	if strings.Contains(page, `data-question="accident"`) {
		t.Error("a question that the notice does not name is asked again")
	}
	refused := c.PostForm(here, url.Values{"_q": {"accident"}, "accident": {"true"}, "_to": {"send"}})
	wantText(t, refused.Want(http.StatusUnprocessableEntity).Body, `id="mistakes"`)
	done := c.PostForm(here, url.Values{"_q": {"health_hospital"}, "health_hospital": {"益阳市人民医院"}, "_to": {"send"}, "_key": {uuid.NewString()}})
	wantText(t, done.Want(http.StatusOK).Body, "补正已收到")
	c.Get(here).Want(http.StatusSeeOther)
	wantText(t, c.Get("/cases/"+id.String()).Want(http.StatusOK).Body, "收到补正材料")
}
