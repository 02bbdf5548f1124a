package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// A decision is taken back with all that was typed, decided again and committed by a second button, as without script (B08).
func TestADecisionIsTakenBackByPages(t *testing.T) {
	t.Parallel()
	app := apptest.NewWith(t, apptest.Start, func(p *server.Place) { p.Undo = casework.UndoFor })
	received(t, app, "citizen")
	intake := app.Client().SignInPage("shouli1")
	path := claim(t, intake, "430900-ban/intake")
	after := submit(t, intake, path, "not-needed", "reason", "此事不需要许可").Want(http.StatusSeeOther).Header.Get("Location")
	page := intake.Get(after).Want(http.StatusOK).Body
	if !strings.Contains(page, "<undo-bar") || !strings.Contains(page, "自动生效") {
		t.Fatal("nothing can be taken back")
	}
	if strings.Contains(intake.Get(path).Want(http.StatusOK).Body, `id="not-needed"`) {
		t.Error("a decided case still offers its acts")
	}
	_, rest, _ := strings.Cut(page, `action="/desk/steps/`)
	step, _, _ := strings.Cut(rest, "/")
	values := url.Values{"case": {strings.TrimPrefix(path, "/desk/cases/")}, "back": {after}}
	undone := intake.PostForm("/desk/steps/"+step+"/undo", values).Want(http.StatusOK).Body
	if !strings.Contains(undone, "此事不需要许可") || !strings.Contains(undone, "已撤销") {
		t.Error("what was typed is lost")
	}
	if late := intake.PostForm("/desk/steps/"+step+"/undo", values).Want(http.StatusSeeOther).Header.Get("Location"); !strings.Contains(late, "undo_late") {
		t.Errorf("a second undo leads to %s", late)
	}
	submit(t, intake, path, "accept").Want(http.StatusSeeOther)
	intake.PostForm("/desk/steps/"+step+"/commit", values).Want(http.StatusSeeOther)
	if done := intake.Get(path).Want(http.StatusOK).Body; !strings.Contains(done, "许受〔2026〕1号") || strings.Contains(done, "<undo-bar") {
		t.Error("the decision is not in effect")
	}
}
