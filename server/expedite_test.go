package server_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
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
	request, _, _ := strings.Cut(saved.Header.Get("Location"), "?")
	has(t, citizen.Get("/business").Want(http.StatusOK), "您为自己申请的商务签注", "未提交", request) // what he has begun is not lost
	app.Client().SignInPage("agent-heshan").Get(saved.Header.Get("Location")).Want(http.StatusNotFound)
}

// handedIn is one journey to Hong Kong that a person of Heshan has handed in by program; it answers its case.
func handedIn(t *testing.T, app *apptest.App) (caseID string) {
	t.Helper()
	citizen := app.Client().SignIn("compound").Confirm()
	trip := apptest.JSON{"destinations": []string{"hongkong"}, "reason": "U1", "departure": "2026-09-25", "return": "2026-09-28", "event_from": "2026-09-26",
		"event_to": "2026-09-27", "delivery": "self", "truth": true, "unit_name": "益阳资江商贸有限公司", "unit_code": "91430900MA4L0A1B7P",
		"host": apptest.JSON{"name": "香港南洋贸易有限公司", "contact": "陈先生", "phone": "00852-21234567", "address": "香港中环"}}
	person := apptest.JSON{"household": "430903", "post": "经理", "relation": "owner", "doc_state": "valid", "doc_no": "C12345678", "doc_valid_to": "2031-06-30", "type": "once3m"}
	path := citizen.Post("/api/v1/business/requests", apptest.JSON{"trip": trip, "persons": []any{person}}).Want(http.StatusCreated).Header.Get("Location")
	for _, kind := range []string{"invitation", "assignment"} {
		citizen.Post(path+"/papers", apptest.JSON{"kind": kind, "dated": "2026-09-16", "chinese": true}).Want(http.StatusNoContent)
	}
	citizen.Post(path+"/submission", nil).Want(http.StatusCreated)
	return citizen.Get(path).Want(http.StatusOK).JSON()["persons"].([]any)[0].(apptest.JSON)["case_id"].(string)
}

// Every page about business endorsements that officers keep open hears of what another instance has committed.
func TestBusinessPagesHearOfAnotherInstance(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	id := handedIn(t, app)
	app.Live()
	serving := app.Another().Live().Serve()
	desk, manager, head := app.Client().SignInPage("jing-shouli1"), app.Client().SignInPage("anguan1"), app.Client().SignInPage("jing-shenpi1")
	open := func(c *apptest.Client, path string) *apptest.Stream {
		s := c.Stream(serving, path)
		if s.Status != http.StatusOK {
			t.Fatalf("%s: status %d", path, s.Status)
		}
		return s
	}
	hears := func(what string, s *apptest.Stream) {
		if e := s.Next(); e.Type != "changed" {
			t.Errorf("%s: %q", what, e.Type)
		}
	}
	list, one := open(desk, "/desk/business/live"), open(desk, "/desk/business/"+id+"/live")
	figures, all, shifts := open(head, "/desk/numbers/live"), open(manager, "/desk/numbers/live"), open(manager, "/desk/shifts/live")
	desk.PostForm("/desk/business/"+id+"/verify", url.Values{"verified": {"true"}, "how": {"电话联系接待方"}}).Want(http.StatusSeeOther)
	hears("evidence verified", one)
	desk.PostForm("/desk/business/"+id+"/admit", url.Values{"reason": {"材料齐全"}}).Want(http.StatusSeeOther)
	for what, s := range map[string]*apptest.Stream{"list": list, "case": one, "figures": figures, "all figures": all, "shifts": shifts} {
		hears(what+" after an admission", s)
	}
	officer := manager.Get("/api/v1/desk/shifts").Want(http.StatusOK).JSON()["colleagues"].([]any)[0].(apptest.JSON)["officer"].(string)
	for path, form := range map[string]url.Values{
		"/desk/shifts/hours": {"officer": {officer}, "starts": {"08:30"}, "ends": {"17:30"}},
		"/desk/shifts/leave": {"officer": {officer}, "from": {"2026-09-21"}, "until": {"2026-09-22"}, "reason": {"年休假"}},
	} {
		manager.PostForm(path, form).Want(http.StatusSeeOther)
		hears(path, shifts)
	}
	reviewer, decider := app.Client().SignInPage("shencha1"), app.Client().SignInPage("shenpi1")
	for path, c := range map[string]*apptest.Client{"/desk/business/live": reviewer, "/desk/business/" + id + "/live": reviewer, "/desk/numbers/live": decider} {
		if s := c.Stream(serving, path); s.Status != http.StatusNotFound {
			t.Errorf("an officer of another trade at %s: %d", path, s.Status)
		}
	}
	if s := desk.Stream(serving, "/desk/shifts/live"); s.Status != http.StatusForbidden {
		t.Errorf("a window at the shifts: %d", s.Status)
	}
}

// A file of several megabytes is handed in as evidence without script, for everybody or for one; officers of the case open it.
func TestEvidenceOfSeveralMegabytesByPlainForm(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignInPage("citizen")
	saved := citizen.PostForm("/business/requests", url.Values{"unit_name": {"益阳资江商贸有限公司"}, "destinations": {"hongkong"}, "reason": {"U1"},
		"persons": {"甲,1,1,赫山,经理,员工,有效持证,C12345678,2031-06-30,3个月一次"}}).Want(http.StatusSeeOther)
	path := "/business/requests/" + strings.Split(strings.TrimPrefix(saved.Header.Get("Location"), "/business/requests/"), "?")[0]
	scan := image.NewGray(image.Rect(0, 0, 2000, 1500))
	for i := range scan.Pix {
		scan.Pix[i] = byte(i * i >> 7)
	}
	var large bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&large, scan); err != nil {
		t.Fatal(err)
	}
	citizen.Do(http.MethodPost, path+"/papers", body(t, "file", "邀请函.png", large.Bytes(), "kind", "invitation", "dated", "2026-09-16", "chinese", "true"), fileKind,
		"Accept", "text/html", "Sec-Fetch-Site", "same-origin").Want(http.StatusSeeOther)
	has(t, citizen.Get(path).Want(http.StatusOK), "邀请函.png")
}
