package server_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// certified takes one citizen from his form to his certificate.
func certified(t *testing.T, app *apptest.App) (number, code string) {
	t.Helper()
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	citizen.Submit(citizen.Draft(), unit)
	decide := func(login, desk, stage, act string, more apptest.JSON) {
		t.Helper()
		officer := app.Client().SignInPage(login)
		claim := officer.Claim(desk, stage)
		if stage == "review" {
			officer.CheckOpen(claim)
		}
		officer.Decide(claim, act, more).Want(http.StatusCreated)
	}
	app.Work()
	decide("shouli1", "430900-ban", "intake", "accept", nil)
	decide("xian-heshan", "430903-zhi", "county", "county_opinion", apptest.JSON{"verdict": "grant", "reason": "未发现异常"})
	app.Work()
	decide("shencha1", "430900-zhi", "review", "propose", apptest.JSON{"verdict": "grant", "reason": "符合条件"})
	decide("shenpi1", "430900-zhi", "decision", "grant", nil)
	app.Work()
	decide("zhizheng1", "430900-zhi", "certificate", "issue_certificate", nil)
	row := app.DB.Pool().QueryRow(t.Context(), `SELECT number, verify_code FROM certificates`)
	if err := row.Scan(&number, &code); err != nil {
		t.Fatal(err)
	}
	return number, code
}

// The penalty system sends, case management confirms at its desk, and a stranger sees 已吊销.
func TestAPenaltyFromItsSystemToTheVerificationPage(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	number, code := certified(t, app)
	raw, err := os.ReadFile(filepath.Join(app.Dir, "secrets", "penalty"))
	if err != nil {
		t.Fatal(err)
	}
	key := []string{"Authorization", "Bearer " + strings.TrimSpace(string(raw))}
	machine := app.Client()
	sent := apptest.JSON{"number": "益公治行罚决字〔2026〕77号", "licence": number, "holder_id": app.World.Person("citizen").IDNumber.String(),
		"agency": "益阳市公安局", "law": "民用爆炸物品安全管理条例", "article": "第四十八条第二款", "facts": "违规实施爆破作业，情节严重", "decided_on": "2026-09-16"}
	first := machine.Send(http.MethodPost, "/api/v1/penalties", sent, key...).Want(http.StatusCreated)
	if again := machine.Send(http.MethodPost, "/api/v1/penalties", sent, key...).Want(http.StatusCreated); again.Body != first.Body {
		t.Errorf("the same sent again is answered by %s, first by %s", again.Body, first.Body)
	}
	sent["facts"] = "别的事实"
	machine.Send(http.MethodPost, "/api/v1/penalties", sent, key...).WantFault(http.StatusConflict, "PENALTY_NUMBER_REUSED")
	sent["number"], sent["decided_on"] = "益公治行罚决字〔2026〕78号", "2026-09-18"
	wrong := machine.Send(http.MethodPost, "/api/v1/penalties", sent, key...).WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
	if wrong.Pointers()["/decided_on"] != "DATE_IN_FUTURE" {
		t.Errorf("%v", wrong.Pointers())
	}

	manager := app.Client().SignInPage("anguan1")
	desk := manager.Get("/desk/licences").Want(http.StatusOK).Body
	page := "/desk/penalties/" + first.Text("id")
	if !strings.Contains(desk, "待确认的吊销（1）") || !strings.Contains(desk, page) {
		t.Error("the desk does not show what waits")
	}
	if n := len(manager.Get("/api/v1/desk/penalties").Want(http.StatusOK).Items()); n != 1 {
		t.Errorf("%d penalties wait", n)
	}
	app.Client().SignInPage("shencha1").Get(page).Want(http.StatusForbidden)
	form := func(values url.Values) *apptest.Answer {
		values.Set("_key", uuid.NewString())
		return manager.PostForm(page, values)
	}
	if a := form(url.Values{"verdict": {"reject"}}).Want(http.StatusUnprocessableEntity); !strings.Contains(a.Body, "f-reason") {
		t.Error("a rejection without a reason does not come back to its field")
	}
	form(url.Values{"verdict": {"confirm"}}).Want(http.StatusSeeOther)
	if shown := manager.Get(page).Want(http.StatusOK).Body; !strings.Contains(shown, "已登记吊销") {
		t.Error("the page does not tell that it was registered")
	}
	form(url.Values{"verdict": {"confirm"}}).Want(http.StatusConflict)
	if shown := app.Client().Get("/verify/" + code).Want(http.StatusOK).Body; !strings.Contains(shown, "已吊销") {
		t.Error("a stranger does not see that the certificate is 吊销")
	}
	app.Work()
	if n := app.Client().SignInPage("shencha1").Get("/api/v1/desk/queues/430900-zhi/review").Want(http.StatusOK).Items(); len(n) != 1 {
		t.Errorf("%d cases to cancel it", len(n))
	}
}

// The penalty system may knock at its one operation and at what is public, whatever it tries; nobody else's proof opens that operation.
func TestThePenaltySystemMayDoNothingElse(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	raw, err := os.ReadFile(filepath.Join(app.Dir, "secrets", "penalty"))
	if err != nil {
		t.Fatal(err)
	}
	key := "Bearer " + strings.TrimSpace(string(raw))
	machine := app.Client()
	for _, r := range app.Routes {
		if r.Rule == "public" || r.Rule == "machine R-PEN" {
			continue
		}
		path := strings.NewReplacer(":material", uuid.NewString(), ":id", uuid.NewString(), ":measure", "change", ":code", "R1").Replace(r.Path)
		var body any
		if strings.HasPrefix(path, "/api/") && r.Method != http.MethodGet {
			body = apptest.JSON{}
		}
		if a := machine.Send(r.Method, path, body, "Authorization", key, "Tus-Resumable", "1.0.0"); a.Status != http.StatusForbidden {
			t.Errorf("%s %s answers the penalty system %d", r.Method, r.Path, a.Status)
		}
	}
	for _, wrong := range []string{key + "x", "Bearer ", "Basic " + strings.TrimSpace(string(raw)), "Bearer " + uuid.NewString()} {
		machine.Send(http.MethodPost, "/api/v1/penalties", apptest.JSON{}, "Authorization", wrong).Want(http.StatusUnauthorized)
	}
	app.Client().SignIn("anguan1").Post("/api/v1/penalties", apptest.JSON{}).Want(http.StatusForbidden)
}
