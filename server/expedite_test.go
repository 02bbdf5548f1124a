package server_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// Somebody looks at the dates on the phone, writes a request that is not complete, and loses nothing that he typed.
func TestBusinessRequestByPlainForms(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	visitor, citizen := app.Client(), app.Client().SignInPage("citizen")
	has(t, visitor.Get("/business/dates?departure=2026-09-30&delivery=self").Want(http.StatusOK), "加急承诺", "2026年9月23日")
	has(t, visitor.Get("/business/dates?departure=2026-09-01").Want(http.StatusUnprocessableEntity), "出发日期必须晚于今天")
	visitor.Get("/business/template/travellers").Want(http.StatusOK)
	visitor.Get("/business/template/nothing").Want(http.StatusNotFound)
	if a := visitor.Do(http.MethodGet, "/business", nil, "", "Accept", "text/html"); !leadsToSignIn(a) {
		t.Errorf("who is not signed in is led to the sign-in: %d", a.Status)
	}
	citizen.Get("/business").Want(http.StatusSeeOther) // acts for no enterprise: asks for himself
	has(t, citizen.Get("/business/requests/new").Want(http.StatusOK), "商务签注申请", "U1 紧急会议、谈判")
	saved := citizen.PostForm("/business/requests", url.Values{"unit_name": {"益阳资江商贸有限公司"}, "destinations": {"hongkong"}, "reason": {"U1"},
		"departure": {"2026-09-25"}, "persons": {"甲,1,1,赫山,经理,员工,有效持证,C12345678,2031-06-30,3个月一次"}}).Want(http.StatusSeeOther)
	page := citizen.Get(saved.Header.Get("Location")).Want(http.StatusOK)
	has(t, page, "还不能提交", "益阳资江商贸有限公司", "C12345678", "15 元")
	app.Client().SignInPage("agent-heshan").Get(saved.Header.Get("Location")).Want(http.StatusNotFound)
}
