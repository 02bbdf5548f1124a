package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const casesPath = "/me/cases"

// StartForm shows what of an item lies open before a new application begins.
func (s *Site) StartForm(c echo.Context) error {
	item, v, err := s.startView(c)
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, pages.Start(s.itemFrame(c, item, say(c, "draft.start.new")), v))
}

func (s *Site) startView(c echo.Context) (*catalog.Item, pages.StartView, error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	item, err := s.Catalog.Item(ctx, c.Param("code"))
	if err != nil {
		return nil, pages.StartView{}, err
	}
	v := pages.StartView{Item: item, Key: newIntent(), Told: situations(c)}
	drafts, err := s.Cases.OpenDrafts(ctx, actor, item.Code)
	if err != nil {
		return nil, v, err
	}
	cases, err := s.Cases.OpenCases(ctx, actor, item.Code)
	if err != nil {
		return nil, v, err
	}
	for _, d := range drafts {
		v.Drafts = append(v.Drafts, caseLine(ctx, d))
	}
	for _, one := range cases {
		v.Cases = append(v.Cases, caseLine(ctx, one))
	}
	return item, v, nil
}

// Start begins an application, unless one lies open already; then the reader chooses. The guide's button comes here from everybody, so
// that who is not signed in is led to the sign-in and back.
func (s *Site) Start(c echo.Context) error {
	told := situations(c)
	here := startPath(c.Param("code"), told)
	actor := auth.Actor(c)
	if !actor.SignedIn() {
		return respond.Redirect(c, auth.SignInPath+"?"+url.Values{"back": {here}}.Encode())
	}
	if err := auth.Person.Allow(actor); err != nil {
		return err
	}
	item, v, err := s.startView(c)
	if err != nil {
		return err
	}
	if fresh := c.FormValue("fresh") == "yes"; !fresh && len(v.Drafts)+len(v.Cases) > 0 {
		return respond.Redirect(c, here)
	}
	draft, err := s.startOnce(c, casework.Start{Item: item.Code, Situations: told, Insist: c.FormValue("insist") == "yes"}, here)
	if err != nil {
		return s.startRefused(c, item, here, err)
	}
	return respond.Redirect(c, draftPath(draft))
}

// startOnce begins a draft once for one intended act. The guide is the same page for everybody and has no key: two clicks within ten seconds are
// one there, unless what the first began has ended since.
func (s *Site) startOnce(c echo.Context, begin casework.Start, here string) (uuid.UUID, error) {
	ctx, actor, key := c.Request().Context(), auth.Actor(c), intent(c, here)
	if key.Value != "" {
		return s.Cases.StartDraft(ctx, actor, begin, key)
	}
	key.Value = fmt.Sprintf("%s-%x-%d", actor.Session, key.Digest[:8], s.Now().Unix()/10)
	draft, err := s.Cases.StartDraft(ctx, actor, begin, key)
	if err != nil {
		return draft, err
	}
	open, err := s.Cases.OpenDrafts(ctx, actor, begin.Item)
	if err != nil || slices.ContainsFunc(open, func(d casework.CaseSummary) bool { return d.ID == draft }) {
		return draft, err
	}
	key.Value = newIntent()
	return s.Cases.StartDraft(ctx, actor, begin, key)
}

// situations are what the reader told before the form, in fields of a query or form named situation.<key>.
func situations(c echo.Context) map[string]string {
	told := map[string]string{}
	values, err := c.FormParams()
	if err != nil {
		return told
	}
	for name := range values {
		if key, ok := strings.CutPrefix(name, "situation."); ok && values.Get(name) != "" {
			told[key] = values.Get(name)
		}
	}
	return told
}

// startPath leads to the start of an item with what was told already.
func startPath(code string, told map[string]string) string {
	path, query := "/items/"+code+"/start", url.Values{}
	for key, value := range told {
		query.Set("situation."+key, value)
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// startRefused explains why one cannot apply now; who only has to prove his identity once more is led there and back.
func (s *Site) startRefused(c echo.Context, item *catalog.Item, here string, err error) error {
	f, ok := fault.As(err)
	switch {
	case ok && f.Code == "ASSURANCE_TOO_LOW":
		return s.confirmFirst(c, here)
	case !ok || f.Kind != fault.Conflict && f.Code != "ENTERPRISE_REQUIRED":
		return err
	}
	ctx := respond.Context(c)
	v := pages.StartRefusedView{Item: item, Code: f.Code, Title: say(c, "draft.refused.title"), Text: locale.Fault(ctx, f)}
	if s.Footer.ServicePhone != "" {
		v.Contact = locale.T(ctx, "receipt.contact", "phone", s.Footer.ServicePhone)
	}
	switch f.Code {
	case "ITEM_CLOSED":
		s.windowAdvice(c, f, &v)
	case "SITUATION_MISSING", "SITUATION_STOPS", "SITUATION_ELSEWHERE": // these pages ask, and explain
		return respond.Redirect(c, "/items/"+item.Code+"/situations")
	case "ENTERPRISE_REQUIRED":
		v.Title, v.Advice = say(c, "draft.refused.enterprise"), []string{say(c, "draft.refused.enterprise.switch"), say(c, "draft.refused.enterprise.register")}
	case "ITEM_WINDOW_ONLY":
		v.Title, v.Advice = say(c, "draft.refused.window"), []string{say(c, "draft.refused.window.appointment")}
	case "BAN_ACTIVE":
		v.Title, v.Insist = say(c, "draft.refused.ban"), here
	case "LICENCE_UNKNOWN":
		v.Title, v.Advice = say(c, "draft.refused.unknown"), []string{say(c, "draft.refused.unknown.first"), say(c, "draft.refused.unknown.register")}
	case "DRAFTS_FULL":
		return respond.Redirect(c, here)
	}
	return respond.Page(c, respond.Status(f), pages.StartRefused(s.itemFrame(c, item, v.Title), v))
}

// windowAdvice tells the two ends of the window apart: too early means to come back, too late means another item (A05).
func (s *Site) windowAdvice(c echo.Context, f *fault.Error, v *pages.StartRefusedView) {
	opens, _ := f.Params["opens"].(string)
	closes, _ := f.Params["closes"].(string)
	last, err := workday.Parse(closes)
	if err != nil || !s.today().After(last) {
		v.Title = say(c, "draft.refused.early", "date", opens)
		v.Advice = []string{say(c, "draft.refused.early.1", "date", opens), say(c, "draft.refused.early.2")}
		return
	}
	v.Title = say(c, "draft.refused.expired", "date", closes)
	v.Advice = []string{say(c, "draft.refused.expired.1"), say(c, "draft.refused.expired.2"), say(c, "draft.refused.expired.3")}
}

// unconfirmed tells whether this session lacks the second factor that handing a form in asks for. A page asks for it before the form: what was typed
// would be lost on the way.
func unconfirmed(c echo.Context) bool { return auth.Actor(c).Assurance < account.AssuranceStep }

// confirmFirst leads to the second factor and back to what needs it.
func (s *Site) confirmFirst(c echo.Context, back string) error {
	return respond.Redirect(c, "/me/confirm?"+url.Values{"back": {back}}.Encode())
}

func draftPath(id uuid.UUID) string { return "/drafts/" + id.String() }

// itemFrame stands around a page that begins with an item.
func (s *Site) itemFrame(c echo.Context, item *catalog.Item, title string) ui.Frame {
	name := locale.Pick(respond.Context(c), item.Name.Zh, item.Name.En)
	f := s.frame(c, title, crumb(name, "/items/"+item.Code), crumb(title, ""))
	f.Path = "/items/" + item.Code + "/start"
	return f
}

// draftFrame stands around the pages of a draft.
func (s *Site) draftFrame(c echo.Context, v pages.DraftView, title string) ui.Frame {
	name := locale.Pick(respond.Context(c), v.Item.Name.Zh, v.Item.Name.En)
	crumbs := []ui.Crumb{crumb(say(c, "nav.my"), casesPath), crumb(name, draftPath(v.ID))}
	if title == name {
		crumbs[1].Href = ""
	} else {
		crumbs = append(crumbs, crumb(title, ""))
	}
	f := s.frame(c, title, crumbs...)
	if c.Request().Method != http.MethodGet {
		f.Path = draftPath(v.ID)
	}
	return f
}

// draft loads the draft that the address names.
func (s *Site) draft(c echo.Context) (v pages.DraftView, err error) {
	which, err := id(c, "id")
	if err != nil {
		return v, err
	}
	v = pages.DraftView{Today: s.today(), Key: newIntent(), Flash: flash(c), Phone: s.Footer.ServicePhone}
	v.DraftView, err = s.Cases.Draft(c.Request().Context(), auth.Actor(c), which)
	return v, err
}

// Draft is the list of a draft's sections, or what it waits for. A case that is past being a draft has a page of its own.
func (s *Site) Draft(c echo.Context) error {
	v, err := s.draft(c)
	if fault.Code(err) == "ACT_NOT_NOW" {
		return respond.Redirect(c, myCasePath(c.Param("id")))
	}
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	name := locale.Pick(ctx, v.Item.Name.Zh, v.Item.Name.En)
	switch {
	case v.State == procedure.Correction:
		return respond.Redirect(c, myCasePath(c.Param("id"))+"/correction")
	case v.SubState == procedure.AwaitingUnit:
		title := say(c, "draft.waiting.title")
		return respond.Page(c, http.StatusOK, pages.DraftWaiting(s.draftFrame(c, v, title), v, s.reading(v.DraftView).Sections(ctx)))
	}
	return respond.Page(c, http.StatusOK, pages.Draft(s.draftFrame(c, v, name), v))
}

// DiscardForm asks before a draft is deleted.
func (s *Site) DiscardForm(c echo.Context) error {
	v, err := s.draft(c)
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, pages.DraftDiscard(s.draftFrame(c, v, say(c, "draft.discard")), v))
}

// Discard deletes a draft.
func (s *Site) Discard(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Cases.DiscardDraft(c.Request().Context(), auth.Actor(c), which); err != nil {
		return err
	}
	return respond.Redirect(c, personHome+"?done=discarded")
}

// Reopen takes a finished form back from the unit.
func (s *Site) Reopen(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Cases.UnitReturn(c.Request().Context(), auth.Actor(c), which, ""); err != nil {
		return err
	}
	return respond.Redirect(c, draftPath(which)+"?done=reopened")
}
