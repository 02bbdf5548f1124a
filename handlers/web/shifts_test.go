package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// Case management gives what an absent officer holds to another, who finds the private draft; the first one's page can no longer save (A13).
func TestA13_TheNextHolderFindsTheDraft(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	received(t, app, "citizen")
	first, second, manager := app.Client().SignInPage("shouli1"), app.Client().SignInPage("shouli2"), app.Client().SignInPage("anguan1")
	path := claim(t, first, "430900-ban/intake")
	page := first.Get(path).Want(http.StatusOK).Body
	note := hidden(t, page, "note")
	if !strings.Contains(page, "为什么是这一件") {
		t.Error("the page does not say why it is this case")
	}
	_, rest, _ := strings.Cut(page, `/desk/steps/`)
	step, _, _ := strings.Cut(rest, "/")
	note.Set("text", "照片待核，已电话联系单位")
	first.PostForm("/desk/steps/"+step+"/note", note).Want(http.StatusSeeOther)

	manager.PostForm("/desk/shifts/assign", url.Values{"to": {"nobody"}, "of": {"x"}, "reason": {"请假"}}).Want(http.StatusUnprocessableEntity)
	manager.PostForm("/desk/shifts/assign", url.Values{"step": {step}, "to": {"shouli2"}, "reason": {""}}).Want(http.StatusUnprocessableEntity)
	done := manager.PostForm("/desk/shifts/assign", url.Values{"step": {step}, "to": {"shouli2"}, "reason": {"原承办人请假"}}).Want(http.StatusOK).Body
	if !strings.Contains(done, "已交办 1 件") {
		t.Fatal("the assignment is not told")
	}
	if desk := second.Get("/desk").Want(http.StatusOK).Body; !strings.Contains(desk, "新交办：原承办人请假") {
		t.Error("the new holder does not see the case as new")
	}
	if page := second.Get(path).Want(http.StatusOK).Body; !strings.Contains(page, "照片待核，已电话联系单位") {
		t.Error("the draft was lost")
	}
	late := hidden(t, page, "accept")
	if again := first.PostForm(path+"/decide", late); again.Status != http.StatusConflict {
		t.Errorf("the former holder's decision: %d", again.Status)
	}
	inbox := first.Get("/me/inbox").Want(http.StatusOK).Body
	if !strings.Contains(inbox, "已由他人接手") || !strings.Contains(second.Get("/me/inbox").Body, "新交办") {
		t.Error("holders are not told")
	}

	// Leave gives everything back at its place; who is away is given nothing.
	day := url.Values{"officer": {policeNo(t, manager, "曾丽华")}, "from": {"2026-09-17"}, "until": {"2026-09-18"}, "reason": {"年休假"}}
	manager.PostForm("/desk/shifts/leave", day).Want(http.StatusSeeOther)
	if page := manager.Get("/desk/shifts").Want(http.StatusOK).Body; !strings.Contains(page, "请假至") || !strings.Contains(page, "现在没有人持有办件") {
		t.Error("what the absent officer held did not go back")
	}
	away := manager.PostForm("/desk/shifts/assign", url.Values{"step": {step}, "to": {"shouli2"}, "reason": {"再试"}}).Want(http.StatusUnprocessableEntity).Body
	if !strings.Contains(away, "请假至") {
		t.Error("an absent officer was given a case")
	}
	claim(t, first, "430900-ban/intake")
	manager.PostForm("/desk/steps/"+step+"/take-over", url.Values{"case": {strings.TrimPrefix(path, "/desk/cases/")}, "reason": {"领导督办"}}).Want(http.StatusSeeOther)
	app.Clock.Advance(2 * time.Minute)
	if strings.Contains(first.Get(path).Want(http.StatusOK).Body, `id="note"`) {
		t.Error("the step is still in the first hand")
	}
}

// policeNo reads an officer's number from the page of shifts.
func policeNo(t *testing.T, c *apptest.Client, name string) string {
	t.Helper()
	page := c.Get("/desk/shifts").Want(http.StatusOK).Body
	_, after, found := strings.Cut(page, "<span>"+name+" ")
	_, after, _ = strings.Cut(after, `class="pp-hint">`)
	number, _, _ := strings.Cut(after, "<")
	if !found || number == "" {
		t.Fatalf("%s has no number on the page", name)
	}
	return number
}

// A shift's end gives back what was claimed before it.
func TestAShiftEndsAtItsTime(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	received(t, app, "citizen")
	first, manager := app.Client().SignInPage("shouli1"), app.Client().SignInPage("anguan1")
	officer := policeNo(t, manager, "刘芳")
	claim(t, first, "430900-ban/intake")
	if page := manager.Get("/desk/shifts").Body; !strings.Contains(page, officer) {
		t.Fatal("nobody holds the case")
	}
	manager.PostForm("/desk/shifts/hours", url.Values{"officer": {officer}, "starts": {"09:30"}, "ends": {"08:30"}}).Want(http.StatusUnprocessableEntity)
	manager.PostForm("/desk/shifts/hours", url.Values{"officer": {officer}, "starts": {"08:30"}, "ends": {"09:10"}}).Want(http.StatusSeeOther)
	if n, err := app.Cases.ReleaseAbsent(t.Context()); n != 0 || err != nil {
		t.Errorf("before the end %d went back, %v", n, err)
	}
	app.Clock.Advance(10 * time.Minute)
	for _, want := range []int{1, 0} {
		if n, err := app.Cases.ReleaseAbsent(t.Context()); n != want || err != nil {
			t.Errorf("at the end %d went back, want %d, %v", n, want, err)
		}
	}
}
