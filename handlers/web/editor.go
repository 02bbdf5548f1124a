package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	editorHome  = clerkHome + "/editor"
	itemsFound  = 10
	missesShown = 50
)

func revisionPath(id uuid.UUID) string { return editorHome + "/" + id.String() }

// editorDone are the answers of editors' pages after a redirect.
var editorDone = map[string]string{
	"saved": "editor.done.saved", "submitted": "editor.done.submitted", "published": "editor.done.published", "scheduled": "editor.done.scheduled",
	"returned": "editor.done.returned", "discarded": "editor.done.discarded", "retired": "editor.done.retired", "settled": "editor.done.settled",
	"word": "editor.done.word", "rebased": "editor.done.rebased",
}

func editorFlash(c echo.Context) string {
	if key, ok := editorDone[c.QueryParam("done")]; ok {
		return say(c, key)
	}
	return ""
}

// Editors is where catalogue editors begin.
func (s *Site) Editors(c echo.Context) error { return s.editors(c, http.StatusOK, pages.Entry{}) }

func (s *Site) editors(c echo.Context, status int, entry pages.Entry) (err error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	v := pages.EditorsView{Entry: entry, All: c.QueryParam("all") != "", Query: strings.TrimSpace(c.QueryParam("q")), Flash: editorFlash(c)}
	if v.Revisions, err = s.Catalog.Revisions(ctx, actor, !v.All); err != nil {
		return err
	}
	if v.Misses, err = s.Catalog.MissedSearches(ctx, actor, missesShown); err != nil {
		return err
	}
	if v.Query != "" {
		page, err := s.Catalog.List(ctx, catalog.Filter{Query: v.Query, Limit: itemsFound})
		if err != nil {
			return err
		}
		v.Found = page.Items
	}
	title := locale.T(ctx, "editor.title")
	frame := s.frame(c, title, crumb(title, ""))
	frame.Path = editorHome
	return respond.Page(c, status, pages.Editors(frame, v))
}

// BeginRevision opens the draft of an item, or begins one.
func (s *Site) BeginRevision(c echo.Context) error {
	from, _ := strconv.Atoi(c.FormValue("from")) // none: the published one
	draft, err := s.Catalog.StartRevision(respond.Context(c), auth.Actor(c), c.FormValue("code"), from)
	if err != nil {
		return s.editorsAgain(c, err)
	}
	return respond.Redirect(c, revisionPath(draft))
}

func (s *Site) editorsAgain(c echo.Context, err error) error {
	f, ok := fault.As(err)
	if !ok || !mendable(f.Kind) && f.Kind != fault.NotFound {
		return err
	}
	return s.editors(c, respond.Status(f), pages.Refused(respond.Context(c), nil, f))
}

// DealWithSearch adds a word that people searched in vain to an item's draft, or marks the search as dealt with.
func (s *Site) DealWithSearch(c echo.Context) error {
	ctx, actor, query := respond.Context(c), auth.Actor(c), c.FormValue("query")
	if c.FormValue("act") == "settle" {
		if err := s.Catalog.SettleSearch(ctx, actor, query); err != nil {
			return err
		}
		return respond.Redirect(c, editorHome+"?done=settled#misses")
	}
	draft, err := s.Catalog.AddWord(ctx, actor, strings.TrimSpace(c.FormValue("code")), query)
	if err != nil {
		return s.editorsAgain(c, err)
	}
	return respond.Redirect(c, revisionPath(draft)+"?done=word")
}

// Revision shows one draft for changing it.
func (s *Site) Revision(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	view, err := s.Catalog.ShowRevision(respond.Context(c), auth.Actor(c), draft)
	if err != nil {
		return err
	}
	if !view.Open() && c.QueryParam("done") == "" {
		return respond.Redirect(c, revisionPath(draft)+"/changes")
	}
	return s.showRevision(c, http.StatusOK, pages.EditorView{Judged: view, AsSource: c.QueryParam("as") == "source"}, pages.Editor)
}

func (s *Site) showRevision(c echo.Context, status int, v pages.EditorView, page func(ui.Frame, pages.EditorView) templ.Component) error {
	ctx := respond.Context(c)
	v.Approves, v.Flash = v.MayApprove(auth.Actor(c)), editorFlash(c)
	name := locale.Pick(ctx, v.Name.Zh, v.Name.En)
	if name == "" {
		name = v.Code
	}
	frame := s.frame(c, name, crumb(locale.T(ctx, "editor.title"), editorHome), crumb(name, ""))
	frame.Path = revisionPath(v.ID)
	return respond.Page(c, status, page(frame, v))
}

// SaveRevision keeps what was typed, and hands the draft on when that was asked for.
func (s *Site) SaveRevision(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	ctx, actor := respond.Context(c), auth.Actor(c)
	asSource, edit := values.Get("as") == "source", catalog.Edit{Note: values.Get("note"), Texts: map[string]string{}}
	if asSource {
		source := values.Get("source")
		edit.Source = &source
	}
	for name := range values {
		if path, ok := strings.CutPrefix(name, "text."); ok {
			edit.Texts[path] = values.Get(name)
		}
	}
	if values.Has("words") && !asSource {
		edit.Words = lines(values.Get("words"))
	}
	view, err := s.Catalog.SaveRevision(ctx, actor, draft, edit, versionOf(c))
	if err == nil && values.Get("act") == "submit" {
		err = s.Catalog.SubmitRevision(ctx, actor, draft, view.Version)
	}
	if f, ok := fault.As(err); ok && (mendable(f.Kind) || f.Kind == fault.Stale) {
		return s.revisionAgain(c, draft, f, asSource)
	}
	switch {
	case err != nil:
		return err
	case values.Get("act") == "submit":
		return respond.Redirect(c, revisionPath(draft)+"/changes?done=submitted")
	case asSource:
		return respond.Redirect(c, revisionPath(draft)+"?as=source&done=saved")
	}
	return respond.Redirect(c, revisionPath(draft)+"?done=saved")
}

// revisionAgain shows the draft with what was typed and what is wrong.
func (s *Site) revisionAgain(c echo.Context, draft uuid.UUID, f *fault.Error, asSource bool) error {
	ctx := respond.Context(c)
	view, err := s.Catalog.ShowRevision(ctx, auth.Actor(c), draft)
	if err != nil {
		return err
	}
	v := pages.EditorView{Judged: view, AsSource: asSource, Entry: pages.Refused(ctx, typed(c).Values, f)}
	return s.showRevision(c, respond.Status(f), v, pages.Editor)
}

// lines are the lines of a box that say something.
func lines(text string) []string {
	all := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// versionOf is the version of the draft that the form was made from.
func versionOf(c echo.Context) int {
	n, err := strconv.Atoi(c.FormValue("version"))
	if err != nil || n < 1 {
		return 1 << 30 // none is never right
	}
	return n
}

// CheckRevision says what publishing would say about a file that somebody is typing: the part of the page with the faults.
func (s *Site) CheckRevision(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	view, err := s.Catalog.Judge(respond.Context(c), auth.Actor(c), draft, c.FormValue("source"))
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, pages.EditorProblems(pages.EditorView{Judged: view, AsSource: true}))
}

// PreviewRevision is the guide as citizens would see it.
func (s *Site) PreviewRevision(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	view, err := s.Catalog.ShowRevision(ctx, auth.Actor(c), draft)
	if err != nil {
		return err
	}
	if view.Item == nil {
		return fault.New(fault.Conflict, "REVISION_FAULTY", "count", len(view.Problems))
	}
	item := *view.Item
	item.Version = view.Current + 1
	name := locale.Pick(ctx, item.Name.Zh, item.Name.En)
	f := s.bareFrame(c, locale.T(ctx, "editor.preview.title", "item", name), crumb(locale.T(ctx, "editor.title"), editorHome),
		crumb(name, revisionPath(draft)), crumb(locale.T(ctx, "editor.preview"), ""))
	f.NoIndex = true
	return respond.Page(c, http.StatusOK, pages.Guide(f, pages.GuideView{Item: &item, Address: s.PublicURL + "/items/" + item.Code, Service: s.Footer.ServicePhone}))
}

// RevisionChanges is what differs from the published item, and where the second person decides.
func (s *Site) RevisionChanges(c echo.Context) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	view, err := s.Catalog.ShowRevision(respond.Context(c), auth.Actor(c), draft)
	if err != nil {
		return err
	}
	return s.showRevision(c, http.StatusOK, pages.EditorView{Judged: view}, pages.EditorChanges)
}

// ApproveRevision publishes a draft now or at a time.
func (s *Site) ApproveRevision(c echo.Context) error {
	var at time.Time
	if text := c.FormValue("at"); text != "" {
		var err error
		if at, err = time.ParseInLocation("2006-01-02T15:04", text, workday.Zone); err != nil {
			return s.revisionAct(c, "", func(uuid.UUID) error { return fault.Fields(fault.OneField("/at", "WRONG_TYPE")) })
		}
	}
	done := "published"
	if at.After(s.Now()) {
		done = "scheduled"
	}
	return s.revisionAct(c, done, func(draft uuid.UUID) error {
		return s.Catalog.ApproveRevision(respond.Context(c), auth.Actor(c), draft, at, versionOf(c))
	})
}

// ReturnRevision gives a draft back to its editors.
func (s *Site) ReturnRevision(c echo.Context) error {
	return s.revisionAct(c, "returned", func(draft uuid.UUID) error {
		return s.Catalog.ReturnRevision(respond.Context(c), auth.Actor(c), draft, c.FormValue("text"), versionOf(c))
	})
}

// revisionAct does something on the page of the differences.
func (s *Site) revisionAct(c echo.Context, done string, do func(uuid.UUID) error) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	err = do(draft)
	if f, ok := fault.As(err); ok && (mendable(f.Kind) || f.Kind == fault.Stale || f.Code == "SECOND_PERSON") {
		ctx := respond.Context(c)
		view, err := s.Catalog.ShowRevision(ctx, auth.Actor(c), draft)
		if err != nil {
			return err
		}
		v := pages.EditorView{Judged: view, Entry: pages.Refused(ctx, typed(c).Values, f)}
		return s.showRevision(c, respond.Status(f), v, pages.EditorChanges)
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, revisionPath(draft)+"/changes?done="+done)
}

// RetireItem writes into the draft that the item is gone.
func (s *Site) RetireItem(c echo.Context) error {
	return s.draftAct(c, "?done=retired", func(draft uuid.UUID) error {
		return s.Catalog.RetireItem(respond.Context(c), auth.Actor(c), draft, strings.TrimSpace(c.FormValue("successor")), versionOf(c))
	})
}

// RebaseRevision lets a draft go on from a version that was published meanwhile.
func (s *Site) RebaseRevision(c echo.Context) error {
	return s.draftAct(c, "?done=rebased", func(draft uuid.UUID) error {
		return s.Catalog.RebaseRevision(respond.Context(c), auth.Actor(c), draft, versionOf(c))
	})
}

// DiscardRevision ends a draft that is not wanted.
func (s *Site) DiscardRevision(c echo.Context) error {
	return s.draftAct(c, "/changes?done=discarded", func(draft uuid.UUID) error {
		return s.Catalog.DiscardRevision(respond.Context(c), auth.Actor(c), draft, versionOf(c))
	})
}

// draftAct does something on the page of the draft.
func (s *Site) draftAct(c echo.Context, next string, do func(uuid.UUID) error) error {
	draft, err := id(c, "id")
	if err != nil {
		return err
	}
	err = do(draft)
	if f, ok := fault.As(err); ok && (mendable(f.Kind) || f.Kind == fault.Stale) {
		return s.revisionAgain(c, draft, f, false)
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, revisionPath(draft)+next)
}
