package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

var draftVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

// with adds the version of the draft that a page shows to the values of a form.
func with(t *testing.T, page string, pairs ...string) url.Values {
	t.Helper()
	found := draftVersion.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the page has no draft's version")
	}
	v := url.Values{"version": {found[1]}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func holds(t *testing.T, a *apptest.Answer, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(a.Body, part) {
			t.Errorf("the page is without %q", part)
		}
	}
}

func location(t *testing.T, a *apptest.Answer) string {
	t.Helper()
	path, _, _ := strings.Cut(a.Want(http.StatusSeeOther).Header.Get("Location"), "?")
	return path
}

// Without script: one editor changes a guide, sees what refuses it, previews and submits; the other compares and publishes.
func TestEditorsPublishAChange(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	first, second := app.Client().SignInPage("bianji1"), app.Client().SignInPage("bianji2")
	if got := location(t, first.Get("/desk")); got != "/desk/editor" {
		t.Errorf("an editor's desk is at %s", got)
	}
	holds(t, first.Get("/desk/editor?q="+url.QueryEscape("爆破证")).Want(http.StatusOK), apptest.Item)
	draft := location(t, first.PostForm("/desk/editor", url.Values{"code": {apptest.Item}}))

	page := first.Get(draft + "?as=source").Want(http.StatusOK)
	_, source, _ := strings.Cut(page.Body, `<textarea id="source"`)
	_, source, _ = strings.Cut(source, ">")
	source, _, _ = strings.Cut(source, "</textarea>")
	source = html.UnescapeString(source)
	bad := strings.Replace(source, "visits: 0", "visits: none", 1)
	line := fmt.Sprintf("第 %d 行", strings.Count(source[:strings.Index(source, "visits: 0")], "\n")+1)
	holds(t, first.PostForm(draft+"/check", url.Values{"source": {bad}}).Want(http.StatusOK), line, "is no number")
	first.PostForm(draft, with(t, page.Body, "as", "source", "source", bad, "act", "save")).Want(http.StatusSeeOther)
	page = first.Get(draft + "?as=source").Want(http.StatusOK)
	holds(t, page, line)
	first.PostForm(draft, with(t, page.Body, "as", "source", "source", bad, "act", "submit")).Want(http.StatusConflict)
	page = first.Get(draft + "?as=source").Want(http.StatusOK)
	first.PostForm(draft, with(t, page.Body, "as", "source", "source", source, "act", "save")).Want(http.StatusSeeOther)

	page = first.Get(draft).Want(http.StatusOK)
	first.PostForm(draft, url.Values{"version": {"1"}, "act": {"save"}}).Want(http.StatusPreconditionFailed)
	first.PostForm(draft, with(t, page.Body, "text.summary.zh", "证到期啦！网上换。", "note", "说得短些", "act", "submit")).Want(http.StatusSeeOther)
	holds(t, first.Get(draft+"/preview").Want(http.StatusOK), "证到期啦！网上换。")
	if own := first.Get(draft + "/changes").Want(http.StatusOK); strings.Contains(own.Body, draft+"/approve") {
		t.Error("the editor may approve his own draft")
	}
	page = second.Get(draft + "/changes").Want(http.StatusOK)
	holds(t, page, "简介", "<ins>", "<del>", "说得短些", draft+"/approve")
	first.PostForm(draft+"/approve", with(t, page.Body)).Want(http.StatusForbidden)
	second.PostForm(draft+"/return", with(t, page.Body)).Want(http.StatusUnprocessableEntity)
	second.PostForm(draft+"/approve", with(t, page.Body)).Want(http.StatusSeeOther)
	holds(t, app.Client().Get("/items/"+apptest.Item).Want(http.StatusOK), "证到期啦！网上换。")
	holds(t, second.Get(draft+"/changes").Want(http.StatusOK), "发布第 2 版", "已发布")
	app.Client().SignInPage("shouli1").Get("/desk/editor").Want(http.StatusForbidden)
	first.Get("/desk/search").Want(http.StatusForbidden)
}

// A retired item is gone, its successor is named to whoever has a draft.
func TestRetiredItemIsToldToPeopleWithDrafts(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen := app.Client().SignIn("citizen").Confirm()
	citizen.Draft()
	first, second := app.Client().SignIn("bianji1"), app.Client().SignIn("bianji2")
	revisions := "/api/v1/editor/revisions"
	id := first.Post(revisions, apptest.JSON{"item": apptest.Item}).Want(http.StatusCreated).Text("id")
	first.Post(revisions+"/"+id+"/retirement", apptest.JSON{"successor": "430900-ZA-0404"}).WantFault(http.StatusUnprocessableEntity, "INVALID_FIELDS")
	first.Post(revisions+"/"+id+"/retirement", apptest.JSON{"successor": "430900-ZA-0021"}).Want(http.StatusNoContent)
	first.Post(revisions+"/"+id+"/submission", nil).Want(http.StatusNoContent)
	first.Post(revisions+"/"+id+"/approval", apptest.JSON{}).WantFault(http.StatusForbidden, "SECOND_PERSON")
	second.Post(revisions+"/"+id+"/approval", apptest.JSON{}).Want(http.StatusNoContent)
	if view := second.Get(revisions + "/" + id).Want(http.StatusOK); view.Text("state") != "published" {
		t.Errorf("%.300s", view.Body)
	}
	app.Work()
	app.Client().Get("/api/v1/items/"+apptest.Item).WantFault(http.StatusNotFound, "ITEM_RETIRED")
	if old := app.Client().Get("/items/" + apptest.Item).Want(http.StatusMovedPermanently); old.Header.Get("Location") != "/items/430900-ZA-0021" {
		t.Errorf("leads to %s", old.Header.Get("Location"))
	}
	notices := citizen.Get("/api/v1/notices").Want(http.StatusOK).Items()
	if len(notices) == 0 || notices[0]["kind"] != "item_replaced" {
		t.Errorf("notices: %v", notices)
	}
}

// Editors see what people searched for in vain, and who asked is nowhere.
func TestVainSearchBecomesAWord(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	app.Client().Get("/items?q=" + url.QueryEscape("呜哩哇啦咚")).Want(http.StatusOK)
	editor := app.Client().SignInPage("bianji1")
	holds(t, editor.Get("/desk/editor").Want(http.StatusOK), "呜哩哇啦咚")
	draft := location(t, editor.PostForm("/desk/editor/searches", url.Values{"query": {"呜哩哇啦咚"}, "code": {apptest.Item}, "act": {"add"}}))
	holds(t, editor.Get(draft).Want(http.StatusOK), "呜哩哇啦咚")
	if page := editor.Get("/desk/editor").Want(http.StatusOK); strings.Contains(page.Body, "呜哩哇啦咚") {
		t.Error("the search is still to be dealt with")
	}
}
