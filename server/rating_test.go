package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// A citizen rates by the page, the desk repairs, the inspector reads the rates; everybody may read the public page.
func TestARatingGoesFromPageToRepair(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	citizen.Submit(id, unit)
	page := "/cases/" + id + "/rating"
	if early := citizen.Get(page).Want(http.StatusOK).Body; !strings.Contains(early, "办结后可以评价") || strings.Contains(early, `name="grade"`) {
		t.Error("a case that goes on can be rated")
	}
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "not_accept", apptest.JSON{"reason": "不属本机关", "competent": "长沙市公安局"}).Want(http.StatusCreated)

	form := citizen.Get(page).Want(http.StatusOK).Body
	if strings.Count(form, `type="radio"`) < 5 || strings.Contains(form, "checked") {
		t.Error("five grades are offered and none is chosen")
	}
	refused := citizen.PostForm(page, url.Values{"grade": {"5"}, "text": {""}}).Want(http.StatusUnprocessableEntity).Body
	if !strings.Contains(refused, "请至少选一项原因") || !strings.Contains(refused, "checked") {
		t.Error("a bad rating without a reason comes back with what was chosen")
	}
	citizen.PostForm(page, url.Values{"grade": {"4"}, "tags": {"slow"}, "text": {"等得太久"}}).Want(http.StatusSeeOther)
	citizen.PostForm("/cases/"+id+"/voices", url.Values{"kind": {"stuck"}, "voice": {"没人说得清"}}).Want(http.StatusSeeOther)
	mine := citizen.Get("/api/v1/cases/" + id + "/rating").Want(http.StatusOK).JSON()
	if rating, _ := mine["rating"].(apptest.JSON); rating == nil || rating["grade"] != 4.0 || rating["repair"] == nil {
		t.Errorf("the citizen's rating: %v", mine)
	}

	if own := intake.Get("/desk/ratings").Want(http.StatusOK).Body; strings.Contains(own, "等得太久") {
		t.Error("the rated officer reads his own rating")
	}
	inspector := app.Client().SignInPage("ducha1")
	desk := inspector.Get("/desk/ratings").Want(http.StatusOK).Body
	for _, want := range []string{"等得太久", "没人说得清", "记录联系"} {
		if !strings.Contains(desk, want) {
			t.Errorf("the inspector does not see %s", want)
		}
	}
	ticket := inspector.Get("/api/v1/supervision/ratings").Want(http.StatusOK).Items()[0]["id"].(string)
	inspector.PostForm("/desk/ratings/"+ticket+"/contact", url.Values{"text": {""}}).Want(http.StatusUnprocessableEntity)
	inspector.PostForm("/desk/ratings/"+ticket+"/contact", url.Values{"text": {"已电话联系"}}).Want(http.StatusSeeOther)
	inspector.PostForm("/desk/ratings/"+ticket+"/result", url.Values{"text": {"已整改"}}).Want(http.StatusSeeOther)
	if told := citizen.Get(page).Want(http.StatusOK).Body; !strings.Contains(told, "已整改") || !strings.Contains(told, "整改得怎么样") {
		t.Error("the citizen is not told the result")
	}
	citizen.PostForm(page+"/again", url.Values{"grade": {"2"}}).Want(http.StatusSeeOther)
	if public := app.Client().Get("/about/ratings").Want(http.StatusOK).Body; !strings.Contains(public, "暂不公开") {
		t.Error("one rating is told to everybody")
	}
	app.Client().Get("/api/v1/ratings").Want(http.StatusOK)
	inspector.Get("/api/v1/supervision/voices").Want(http.StatusOK)
	app.Work()
}
