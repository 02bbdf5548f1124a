package web_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// texts are the short messages to a number, newest first.
func texts(t *testing.T, app *apptest.App, mobile string) (list []string) {
	t.Helper()
	app.Work()
	sent, err := app.Outbox.List(context.Background(), mobile, 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sent {
		list = append(list, s.Text)
	}
	return list
}

func TestAChangedNumberGetsWhatIsToldFromThenOn(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	const to = "13800000001"
	who, from := app.Client().SignInPage("citizen"), app.World.Person("citizen").Mobile
	wantText(t, who.Get("/me").Want(http.StatusOK).Body, `href="/me/mobile"`)
	wantText(t, who.Get("/me/mobile").Want(http.StatusOK).Body, from[:3]+"****"+from[7:], "发到原号码", "/me/mobile?by=identity")
	who.PostForm("/me/mobile/old-code", nil).Want(http.StatusOK)
	wantText(t, who.PostForm("/me/mobile/code", url.Values{"mobile": {"1"}}).Want(http.StatusUnprocessableEntity).Body, "手机号")
	wantText(t, who.PostForm("/me/mobile/code", url.Values{"mobile": {to}, "old_code": {"123456"}}).Want(http.StatusOK).Body, to, `value="123456"`)
	form := url.Values{"by": {"old"}, "mobile": {to}, "code": {app.TextedCode(to)}, "old_code": {"x"}}
	wantText(t, who.PostForm("/me/mobile", form).Want(http.StatusUnprocessableEntity).Body, "验证码不对", to)
	form.Set("old_code", app.TextedCode(from))
	if at := who.PostForm("/me/mobile", form).Want(http.StatusSeeOther).Header.Get("Location"); at != "/me?done=mobile" {
		t.Errorf("led to %s", at)
	}
	for _, number := range []string{from, to} {
		wantText(t, texts(t, app, number)[0], "登录手机已换成 138****0001")
	}
	wantText(t, who.Get("/me/inbox").Want(http.StatusOK).Body, "手机号码已更换")
	before := len(texts(t, app, from))
	who.PostForm("/items/"+apptest.Item+"/checklist", nil)
	wantText(t, texts(t, app, to)[0], "办事清单")
	if len(texts(t, app, from)) != before {
		t.Error("the old number is still told of his business")
	}
}

func TestAPersonWhoLostHisNumberGivesAnother(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	const to = "13800000001"
	who, person := app.Client().SignInPage("citizen"), app.World.Person("citizen")
	who.PostForm("/me/mobile/code", url.Values{"by": {"identity"}, "mobile": {to}}).Want(http.StatusOK)
	form := url.Values{"by": {"identity"}, "mobile": {to}, "code": {app.TextedCode(to)}, "password": {"falsch"}, "id_number": {person.IDNumber.String()}}
	wantText(t, who.PostForm("/me/mobile", form).Want(http.StatusUnprocessableEntity).Body, "没有同时对上")
	app.Clock.Advance(time.Minute)
	form.Set("password", apptest.Password)
	who.PostForm("/me/mobile", form).Want(http.StatusSeeOther)
	wantText(t, texts(t, app, person.Mobile)[0], "登录手机已换成")
}
