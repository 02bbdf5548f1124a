package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// Who is barred is told before he writes, may hand in all the same by page, and gets a written decision (domain.md T02, T05b; K18).
func TestWhoIsBarredGetsAWrittenDecision(t *testing.T) {
	t.Parallel()
	const insist = "仍要提交，请求书面决定"
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("B11").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	start := "/items/" + apptest.Item + "/start"
	told := citizen.PostForm(start, url.Values{"fresh": {"yes"}}).Want(http.StatusConflict).Body
	for _, part := range []string{"您在限制申请期内", "行政许可法第 78 条", "起可以再次申请", insist, "第三十二条、第三十八条"} {
		if !strings.Contains(told, part) {
			t.Errorf("the page does not say %s", part)
		}
	}
	at := citizen.PostForm(start, url.Values{"fresh": {"yes"}, "insist": {"yes"}}).Want(http.StatusSeeOther).Header.Get("Location")
	id := strings.TrimPrefix(at, "/drafts/")
	if draft := citizen.Get(at).Want(http.StatusOK).Body; !strings.Contains(draft, "您已请求书面决定") {
		t.Error("the draft does not warn of the ban")
	}
	citizen.Fill(id)
	if check := citizen.Get(at + "/check").Want(http.StatusOK).Body; !strings.Contains(check, "您已请求书面决定") || strings.Contains(check, insist) {
		t.Error("the last page does not warn of the ban, or asks again whether he insists")
	}
	citizen.Submit(id, unit)

	intake := app.Client().SignInPage("shouli1")
	step := intake.Claim("430900-ban", "intake")
	desk := intake.Get("/desk/cases/" + id).Want(http.StatusOK).Body
	if !strings.Contains(desk, "不能受理，请提请不予受理") || !strings.Contains(desk, "民用爆炸物品信息管理系统") || !strings.Contains(desk, "仍要求书面决定") {
		t.Error("intake does not see the ban at once")
	}
	if ban, _ := intake.Get("/api/v1/desk/cases/" + id).Want(http.StatusOK).JSON()["ban"].(apptest.JSON); ban["basis"] != "78" || ban["request"] == nil {
		t.Errorf("the interface tells of the ban %v", ban)
	}
	intake.Decide(step, "ask_not_accept", apptest.JSON{"kind": "ban", "reason": "在限制申请期内"}).Want(http.StatusCreated)
	lawyer := app.Client().SignInPage("fazhi1")
	lawyer.Decide(lawyer.Claim("430900-fa", "legal"), "approve", nil).Want(http.StatusCreated)
	if end := citizen.Get("/cases/" + id).Want(http.StatusOK).Body; !strings.Contains(end, "不予受理行政许可申请决定书") {
		t.Error("the applicant has no written decision")
	}
}
