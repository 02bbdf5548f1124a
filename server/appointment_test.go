package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

const (
	chosenTime = "2026-09-18T10:00:00+08:00"
	choice     = "/items/" + apptest.Item + "/appointment"
)

// bookForm is what the page of the last look sends.
func bookForm(at, key string) url.Values {
	return url.Values{"item": {apptest.Item}, "window": {serviceWindow}, "at": {at}, "_key": {key}}
}

// visitOf books by the pages and returns the path of the slip.
func visitOf(t *testing.T, c *apptest.Client, at string) string {
	t.Helper()
	slip, _, _ := strings.Cut(c.PostForm("/appointments", bookForm(at, uuid.NewString())).Want(http.StatusSeeOther).Header.Get("Location"), "?")
	return slip
}

func has(t *testing.T, a *apptest.Answer, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(a.Body, w) {
			t.Errorf("%s %s does not say %q", a.Method, a.Path, w)
		}
	}
}

func TestAppointmentByPlainForms(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	visitor, citizen := app.Client(), app.Client().SignInPage("citizen")
	has(t, visitor.Get(choice).Want(http.StatusOK), "市政务服务大厅公安综合窗口", "地址、电话和接待时间待本局确认", "day=2026-09-18")
	day := visitor.Get(choice + "?day=2026-09-18").Want(http.StatusOK)
	has(t, day, "10:00–10:30", "/appointments/new?at=2026-09-18T10%3A00%3A00%2B08%3A00")
	has(t, visitor.Get(choice+"?day=2026-09-25").Want(http.StatusOK), "放假")
	look := "/appointments/new?" + bookForm(chosenTime, "").Encode()
	if a := visitor.Do(http.MethodGet, look, nil, "", "Accept", "text/html"); !leadsToSignIn(a) {
		t.Errorf("who is not signed in is led to the sign-in: %d", a.Status)
	}
	has(t, citizen.Get(look).Want(http.StatusOK), "确认预约", "请带上这些材料", "10:00–10:30")

	key := uuid.NewString()
	first := citizen.PostForm("/appointments", bookForm(chosenTime, key)).Want(http.StatusSeeOther).Header.Get("Location")
	if again := citizen.PostForm("/appointments", bookForm(chosenTime, key)).Want(http.StatusSeeOther).Header.Get("Location"); again != first {
		t.Errorf("a double click books once: %s and %s", first, again)
	}
	slip, _, _ := strings.Cut(first, "?")
	has(t, citizen.Get(first).Want(http.StatusOK), "预约成功", "预约号", "<svg")
	has(t, citizen.Get("/me").Want(http.StatusOK), slip)
	has(t, citizen.Get("/me/appointments").Want(http.StatusOK), slip)
	has(t, citizen.PostForm("/appointments", bookForm(anotherTime, uuid.NewString())).Want(http.StatusConflict), "您已经预约过这件事了")

	has(t, citizen.Get(slip+"/move?day=2026-09-21").Want(http.StatusOK), "现在的预约")
	monday := "2026-09-21T14:00:00+08:00"
	has(t, citizen.Get(slip+"/move?"+url.Values{"window": {serviceWindow}, "at": {monday}}.Encode()).Want(http.StatusOK), "原来的时间")
	has(t, citizen.PostForm(slip+"/move", bookForm(chosenTime, "a")).Want(http.StatusConflict), "这就是您现在预约的时间")
	citizen.PostForm(slip+"/move", bookForm(monday, "b")).Want(http.StatusSeeOther)
	has(t, citizen.Get(slip).Want(http.StatusOK), "2026年9月21日", "14:00–14:30")

	has(t, citizen.Get(slip+"/cancel").Want(http.StatusOK), "确定取消这个预约吗")
	has(t, citizen.PostForm(slip+"/cancel", url.Values{}).Want(http.StatusUnprocessableEntity), "请填写这一项")
	citizen.PostForm(slip+"/cancel", url.Values{"reason": {"时间不合适"}}).Want(http.StatusSeeOther)
	has(t, citizen.Get(slip).Want(http.StatusOK), "已取消")
	app.Work()
	sent, err := app.Outbox.List(t.Context(), app.World.Person("citizen").Mobile, 10)
	if err != nil || len(sent) != 3 || !strings.Contains(sent[2].Text, "2026年9月18日10:00–10:30") {
		t.Errorf("a message for booking, moving and cancelling: %+v, %v", sent, err)
	}
}

func TestTheWindowsDay(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignInPage("citizen")
	slip := visitOf(t, citizen, chosenTime)
	id := strings.TrimPrefix(slip, "/appointments/")
	app.Clock.Set(t, "2026-09-18T09:50:00+08:00")
	window, other, manager := app.Client().SignInPage("shouli1"), app.Client().SignInPage("hu-shouli1"), app.Client().SignInPage("anguan1")
	name := app.World.Person("citizen").Name

	if a := window.Get(slip); a.Status != http.StatusSeeOther || !strings.Contains(a.Header.Get("Location"), "/desk/appointments?day=2026-09-18") {
		t.Errorf("the code on a slip leads an officer to his list: %d %s", a.Status, a.Header.Get("Location"))
	}
	other.Get(slip).Want(http.StatusNotFound)
	other.Get("/desk/appointments?window=" + serviceWindow).Want(http.StatusNotFound)
	other.PostForm("/desk/appointments/"+id+"/mark", url.Values{"mark": {"SERVED"}}).Want(http.StatusNotFound)
	manager.PostForm("/desk/appointments/"+id+"/mark", url.Values{"mark": {"SERVED"}}).Want(http.StatusForbidden)
	has(t, window.Get("/desk/appointments").Want(http.StatusOK), name, "10:00–10:30", "到场")
	has(t, window.PostForm("/desk/appointments/"+id+"/mark", url.Values{"mark": {"MISSED"}}).Want(http.StatusConflict), "预约时间还没有过")
	window.PostForm("/desk/appointments/"+id+"/mark", url.Values{"mark": {"ARRIVED"}}).Want(http.StatusSeeOther)
	window.PostForm("/desk/appointments/"+id+"/mark", url.Values{"mark": {"SERVED"}}).Want(http.StatusSeeOther)
	window.PostForm("/desk/windows/"+serviceWindow+"/walk-ins", url.Values{}).Want(http.StatusSeeOther)
	has(t, window.Get("/desk/appointments").Want(http.StatusOK), "已办理")
	has(t, app.Client().SignInPage("citizen").Get(slip).Want(http.StatusOK), "已办理")
	window.Get("/desk/windows/" + serviceWindow).Want(http.StatusForbidden)
}

func TestHoursOfAWindow(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, manager := app.Client().SignInPage("citizen"), app.Client().SignInPage("anguan1")
	slip := visitOf(t, citizen, chosenTime)
	hours := "/desk/windows/" + serviceWindow
	has(t, manager.Get(hours).Want(http.StatusOK), `name="week/0/0/from"`, `value="09:00"`)

	form := url.Values{"version": {"1"}, "slot_minutes": {"20"}, "address": {"益阳大道 1 号"}, "phone": {"0737-0000000"}, "confirmed": {"yes"},
		"week/0/0/from": {"09:00"}, "week/0/0/to": {"11:00"}, "week/0/0/capacity": {"0"}}
	has(t, manager.PostForm(hours, form).Want(http.StatusUnprocessableEntity), `href="#f-week/0"`, "益阳大道 1 号")
	form.Set("week/0/0/capacity", "3")
	manager.PostForm(hours, form).Want(http.StatusSeeOther)
	has(t, manager.PostForm(hours, form).Want(http.StatusPreconditionFailed), "其他人更新")
	has(t, app.Client().Get(choice+"?day=2026-09-21").Want(http.StatusOK), "益阳大道 1 号", "09:20–09:40", "余 3")

	closing := url.Values{"day": {"2026-09-18"}, "note": {"停电检修"}}
	has(t, manager.PostForm(hours+"/days", closing).Want(http.StatusConflict), "有 1 人已经预约")
	closing.Set("cancel", "yes")
	manager.PostForm(hours+"/days", closing).Want(http.StatusSeeOther)
	has(t, citizen.Get(slip).Want(http.StatusOK), "窗口停办", "停电检修", "重新预约")
	has(t, manager.Get(hours).Want(http.StatusOK), "停电检修")
	manager.PostForm(hours+"/days/2026-09-18/remove", url.Values{}).Want(http.StatusSeeOther)
	manager.PostForm(hours+"/days/2026-09-18/remove", url.Values{}).Want(http.StatusNotFound)
}

func TestAppointmentsByProgram(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, other := app.Client().SignIn("citizen"), app.Client().SignIn("compound")
	windows := app.Client().Get("/api/v1/windows?item=" + apptest.Item).Want(http.StatusOK).Items()
	if len(windows) != 1 || windows[0]["code"] != serviceWindow {
		t.Fatalf("%v", windows)
	}
	days := app.Client().Get("/api/v1/windows/" + serviceWindow + "/slots?from=2026-09-18&to=2026-09-20").Want(http.StatusOK).Items()
	if len(days) != 3 || days[0]["left"] != 52.0 || days[1]["why"] != "weekend" || days[2]["made_up"] != true {
		t.Errorf("%v", days)
	}
	app.Client().Get("/api/v1/windows/"+serviceWindow+"/slots?from=2026-09-18&to=2027-09-20").WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
	app.Client().Get("/api/v1/windows/nowhere/slots").WantFault(http.StatusNotFound, "NOT_FOUND")

	order := apptest.JSON{"item": apptest.Item, "window": serviceWindow, "start": chosenTime}
	book := func(c *apptest.Client, key string) *apptest.Answer {
		return c.Send(http.MethodPost, "/api/v1/appointments", order, "Idempotency-Key", key)
	}
	first := book(citizen, "k1").Want(http.StatusCreated)
	if again := book(citizen, "k1").Want(http.StatusCreated); again.Text("id") != first.Text("id") {
		t.Error("the same key books once")
	}
	book(citizen, "k2").WantFault(http.StatusConflict, "APPOINTMENT_TWICE")
	path := "/api/v1/appointments/" + first.Text("id")
	other.Get(path).WantFault(http.StatusNotFound, "NOT_FOUND")
	other.Post(path+"/cancellation", apptest.JSON{"reason": "不是我的"}).WantFault(http.StatusNotFound, "NOT_FOUND")
	citizen.Post(path+"/move", apptest.JSON{"window": serviceWindow, "start": anotherTime}).Want(http.StatusOK)
	citizen.Post(path+"/move", apptest.JSON{"window": serviceWindow, "start": "2026-09-19T10:00:00+08:00"}).WantFault(http.StatusConflict, "SLOT_UNKNOWN")
	citizen.Post(path+"/move", apptest.JSON{"window": serviceWindow}).WantFault(http.StatusConflict, "SLOT_UNKNOWN")
	if list := citizen.Get("/api/v1/appointments").Want(http.StatusOK).Items(); len(list) != 1 || list[0]["start"] != anotherTime {
		t.Errorf("%v", list)
	}

	app.Clock.Set(t, "2026-09-18T10:20:00+08:00")
	window, manager := app.Client().SignIn("shouli1"), app.Client().SignIn("anguan1")
	list := window.Get("/api/v1/desk/windows/" + serviceWindow + "/appointments").Want(http.StatusOK).JSON()
	if visitors := list["visitors"].([]any); len(visitors) != 1 {
		t.Errorf("%v", list)
	}
	mark := "/api/v1/desk/appointments/" + first.Text("id") + "/mark"
	manager.Post(mark, apptest.JSON{"mark": "ARRIVED"}).WantFault(http.StatusForbidden, "ROLE_MISSING")
	window.Post(mark, apptest.JSON{"mark": "ARRIVED"}).Want(http.StatusOK)
	window.Post("/api/v1/desk/windows/"+serviceWindow+"/walk-ins", nil).Want(http.StatusCreated)
	week := make([]any, 7)
	for i := range week {
		week[i] = []any{apptest.JSON{"from": "09:00", "to": "12:00", "capacity": 1}}
	}
	set := apptest.JSON{"slot_minutes": 30, "week": week}
	manager.Send(http.MethodPut, "/api/v1/desk/windows/"+serviceWindow, set, "If-Match", `"9"`).WantFault(http.StatusPreconditionFailed, "STALE_VERSION")
	manager.Put("/api/v1/desk/windows/"+serviceWindow, set).Want(http.StatusOK)
	manager.Put("/api/v1/desk/windows/"+serviceWindow+"/days/2026-09-21", apptest.JSON{"note": "停电", "cancel": false}).Want(http.StatusOK)
	manager.Delete("/api/v1/desk/windows/" + serviceWindow + "/days/2026-09-21").Want(http.StatusNoContent)
}
