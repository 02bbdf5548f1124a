package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// Guide is an item's guide, rendered once per version and look.
func (s *Site) Guide(c echo.Context) error {
	return s.guidePage(c, "", func(item *catalog.Item, f *ui.Frame, v pages.GuideView) (templ.Component, error) {
		f.Description = locale.Pick(respond.Context(c), item.Summary.Zh, item.Summary.En)
		f.Canonical, f.Structured = v.Address, s.guideData(c, item)
		return pages.Guide(*f, v), nil
	})
}

// Blank is the item's form on paper, empty.
func (s *Site) Blank(c echo.Context) error {
	return s.guidePage(c, "/form", func(item *catalog.Item, f *ui.Frame, v pages.GuideView) (templ.Component, error) {
		if len(item.Form.Sections) == 0 {
			return nil, fault.New(fault.NotFound, "NOT_FOUND")
		}
		return pages.Blank(*f, pages.BlankView{GuideView: v}), nil
	})
}

// Sample is the item's form as somebody might fill it (示范文本).
func (s *Site) Sample(c echo.Context) error {
	return s.guidePage(c, "/sample", func(item *catalog.Item, f *ui.Frame, v pages.GuideView) (templ.Component, error) {
		if item.Specimen == nil {
			return nil, fault.New(fault.NotFound, "NOT_FOUND")
		}
		facts, answers := form.Facts(rawAll(item.Specimen.Facts)), form.Answers(rawAll(item.Specimen.Answers))
		checked := item.Form.Check(answers, form.Env{Today: s.today(), Facts: facts})
		read := pages.Reading{Item: item, Answers: answers, Facts: facts, Visible: checked.Visible}
		return pages.Blank(*f, pages.BlankView{GuideView: v, Filled: true, Sections: read.Sections(respond.Context(c))}), nil
	})
}

func rawAll(values map[string]any) map[string]json.RawMessage {
	all := make(map[string]json.RawMessage, len(values))
	for key, value := range values {
		all[key], _ = json.Marshal(value) // came from JSON
	}
	return all
}

// guidePage serves a page about one item, the same for everybody.
func (s *Site) guidePage(c echo.Context, below string, page func(*catalog.Item, *ui.Frame, pages.GuideView) (templ.Component, error)) error {
	item, v, err := s.guideView(c)
	if f, ok := fault.As(err); ok && f.Code == "ITEM_RETIRED" { // whoever kept the address comes to the item that took its place
		return c.Redirect(http.StatusMovedPermanently, fmt.Sprint("/items/", f.Params["successor"]))
	}
	if err != nil {
		return err
	}
	about := item.Code + below
	if v.Took != nil {
		about += fmt.Sprint(" took ", *v.Took)
	}
	revision, err := s.Catalog.Revision(c.Request().Context()) // related items change with it
	if err != nil {
		return err
	}
	return s.cached(c, about, revision, func() (templ.Component, error) {
		f := s.guideFrame(c, item, below)
		if v.Related, err = s.related(c, item); err != nil {
			return nil, err
		}
		return page(item, &f, v)
	})
}

func (s *Site) guideView(c echo.Context) (*catalog.Item, pages.GuideView, error) {
	ctx := c.Request().Context()
	item, err := s.Catalog.Item(ctx, c.Param("code"))
	if err != nil {
		return nil, pages.GuideView{}, err
	}
	figures, err := s.Cases.Figures(ctx)
	if err != nil {
		return nil, pages.GuideView{}, err
	}
	return item, pages.GuideView{
		Item: item, Address: s.PublicURL + itemPath(item), Service: s.Footer.ServicePhone, Took: figures.Items[item.Code].Took,
	}, nil
}

// guideNames are the pages below a guide.
var guideNames = map[string]string{
	"/form": "blank.title", "/sample": "blank.sample", "/checklist": "checklist.title", "/situations": "situation.title",
}

// guideFrame stands around a page about one item.
func (s *Site) guideFrame(c echo.Context, item *catalog.Item, below string) ui.Frame {
	ctx := respond.Context(c)
	name := locale.Pick(ctx, item.Name.Zh, item.Name.En)
	crumbs := []ui.Crumb{crumb(locale.T(ctx, "items.title"), "/items"), crumb(name, itemPath(item))}
	title := name
	if key, under := guideNames[below]; under {
		crumbs = append(crumbs, crumb(locale.T(ctx, key), ""))
		title = locale.T(ctx, key) + " · " + name
	}
	f := s.bareFrame(c, title, crumbs...)
	f.Path = withoutLanguage(c.Request().URL)
	f.NoIndex = below != ""
	if len(item.Audience) > 0 {
		f.Side = string(item.Audience[0])
	}
	return f
}

func itemPath(item *catalog.Item) string { return "/items/" + item.Code }

const mostRelated = 12

// related are the other items of the same main item.
func (s *Site) related(c echo.Context, item *catalog.Item) ([]catalog.Summary, error) {
	list, err := s.Catalog.Select(c.Request().Context(), func(other *catalog.Item) bool {
		return other.Code != item.Code && other.Department == item.Department && other.MainItem.Zh == item.MainItem.Zh
	})
	return list[:min(len(list), mostRelated)], err
}

// Situations asks about circumstances, one question a page, and shows what the answers come to.
func (s *Site) Situations(c echo.Context) error {
	item, v, err := s.guideView(c)
	if err != nil {
		return err
	}
	told := item.Situate(situations(c))
	if len(item.Situations) == 0 {
		return respond.Redirect(c, itemPath(item))
	}
	view := pages.SituationView{GuideView: v, Told: told, Wrong: told.Next != nil && c.QueryParam("step") == fmt.Sprint(len(told.Answers)+1)}
	if told.Item != "" {
		if view.Other, err = s.Catalog.Item(c.Request().Context(), told.Item); err != nil && !isNotFound(err) {
			return err
		}
	}
	revision, err := s.Catalog.Revision(c.Request().Context())
	if err != nil {
		return err
	}
	about := fmt.Sprint(item.Code, "/situations", view.Wrong, " ", told.Values())
	return s.cached(c, about, revision, func() (templ.Component, error) {
		f := s.guideFrame(c, item, "/situations")
		return pages.Situation(f, view), nil
	})
}

func isNotFound(err error) bool {
	f, ok := fault.As(err)
	return ok && f.Kind == fault.NotFound
}

// Checklist is what to bring in these circumstances. Who has not told them is asked first.
func (s *Site) Checklist(c echo.Context) error {
	v, item, err := s.checklist(c)
	if err != nil {
		return err
	}
	if !v.Told.Done() {
		return respond.Redirect(c, withTold(itemPath(item)+"/situations", v.Told))
	}
	if c.QueryParam("sent") != "" && auth.Actor(c).IsPerson() { // after sending: about one reader, so not for the cache
		v.Sent = masked(auth.Actor(c).Mobile)
		return respond.Page(c, http.StatusOK, pages.Checklist(s.checklistFrame(c, item, v), v))
	}
	revision, err := s.Catalog.Revision(c.Request().Context())
	if err != nil {
		return err
	}
	return s.cached(c, fmt.Sprint(item.Code, "/checklist ", v.Told.Values()), revision, func() (templ.Component, error) {
		return pages.Checklist(s.checklistFrame(c, item, v), v), nil
	})
}

func (s *Site) checklistFrame(c echo.Context, item *catalog.Item, v pages.ChecklistView) ui.Frame {
	f := s.guideFrame(c, item, "/checklist")
	f.Path = withTold(itemPath(item)+"/checklist", v.Told)
	return f
}

func (s *Site) checklist(c echo.Context) (v pages.ChecklistView, item *catalog.Item, err error) {
	item, guide, err := s.guideView(c)
	if err != nil {
		return v, nil, err
	}
	v.SituationView = pages.SituationView{GuideView: guide, Told: item.Situate(situations(c))}
	v.Page = s.PublicURL + withTold(itemPath(item)+"/checklist", v.Told)
	return v, item, nil
}

// SendChecklist sends the list's address to the reader's own number.
func (s *Site) SendChecklist(c echo.Context) error {
	v, item, err := s.checklist(c)
	if err != nil {
		return err
	}
	here := withTold(itemPath(item)+"/checklist", v.Told)
	actor := auth.Actor(c)
	if !actor.SignedIn() {
		return respond.Redirect(c, auth.SignInPath+"?"+url.Values{"back": {here}}.Encode())
	}
	facts := notice.Facts{Item: item.Name.Zh, ItemEn: item.Name.En, Text: v.Page}
	if err := s.Notices.SendChecklist(c.Request().Context(), actor, facts); err != nil {
		return err
	}
	q := url.Values{"sent": {"yes"}}
	for _, a := range v.Told.Answers {
		q.Set(a.Situation.Fact(), a.Option.Value)
	}
	return respond.Redirect(c, itemPath(item)+"/checklist?"+q.Encode())
}

// withTold is an address with what was told.
func withTold(path string, told catalog.Told) string {
	q := url.Values{}
	for _, a := range told.Answers {
		q.Set(a.Situation.Fact(), a.Option.Value)
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// masked shows as much of a number as its owner needs to know it.
func masked(mobile string) string {
	phone, err := identity.ParsePhone(mobile)
	if err != nil {
		return ""
	}
	return phone.Masked()
}
