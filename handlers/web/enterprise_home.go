package web

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
)

// soon is how many days before its end a paper stands on the workspace.
const soon = 30

// EnterpriseFront is the first page for enterprises: to who acts for one its workspace, to everybody else what enterprises can do here.
func (s *Site) EnterpriseFront() echo.HandlerFunc {
	public := s.Home(catalog.AudienceEnterprise)
	return func(c echo.Context) error {
		actor := auth.Actor(c)
		m, acts := actor.Member(actor.Acting)
		if !acts {
			return public(c)
		}
		return s.workspace(c, actor, m)
	}
}

func (s *Site) workspace(c echo.Context, actor account.Actor, m account.Membership) (err error) {
	ctx, live := respond.Context(c), s.liveAt("/enterprise/cases")
	v := pages.WorkspaceView{Member: m, Manages: m.Role != account.Agent, Flash: flash(c), Today: s.today()}
	if v.Profile, err = s.Enterprises.Profile(ctx, actor, m.ID); err != nil {
		return err
	}
	if v.ToSign, err = s.Cases.AwaitingUnit(ctx, actor); err != nil {
		return err
	}
	if v.Offers, err = s.Cases.Offers(ctx, actor); err != nil {
		return err
	}
	if v.Takeovers, err = s.Enterprises.OpenTakeovers(ctx, actor); err != nil {
		return err
	}
	papers, err := s.Enterprises.Box(ctx, actor, m.ID)
	if err != nil {
		return err
	}
	v.Papers = len(papers)
	for _, p := range papers {
		if !p.ValidTo.IsZero() && !p.ValidTo.After(v.Today.AddDays(soon)) {
			v.Ending = append(v.Ending, p)
		}
	}
	filed, err := s.Filing.Mine(ctx, actor)
	if err != nil {
		return err
	}
	for _, o := range filed {
		if o.State == filing.Active {
			v.Filings = append(v.Filings, o.Entry)
		}
	}
	list, counts, err := s.Cases.EnterpriseCases(ctx, actor, m.ID, casework.CaseFilter{}, "", casesInSpace)
	if err != nil {
		return err
	}
	v.Counts = counts
	for _, one := range list.Items {
		v.Cases = append(v.Cases, unitCaseLine(c, one))
	}
	f := s.frame(c, say(c, "enterprise.home"), crumb(say(c, "enterprise.home"), ""))
	f.Path, f.Side, f.Live = enterpriseHome, string(catalog.AudienceEnterprise), live
	return respond.Page(c, http.StatusOK, pages.Workspace(f, v))
}

// unitCaseLine is a case of an enterprise in a list, with who acts in it and the day that matters.
func unitCaseLine(c echo.Context, one casework.CaseSummary) pages.CaseLine {
	line := caseLine(respond.Context(c), one)
	line.When += " · " + one.By
	if one.Code == "" && one.PersonID != auth.Actor(c).PersonID {
		line.Href = "" // a draft is opened by nobody but who fills it in
	}
	if one.Code != "" && !one.Due.IsZero() {
		line.When += " · " + say(c, "enterprise.due", "due", pages.Told(respond.Context(c), one.Due, one.Provisional))
	}
	return line
}

// EnterpriseCases lists all cases of the enterprise that the reader acts for, whoever began them.
func (s *Site) EnterpriseCases(c echo.Context) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	of := actingFor(c, actor)
	live := s.liveAt("/enterprise/cases") + "&enterprise=" + of.String()
	f := casework.CaseFilter{State: c.QueryParam("state"), Item: c.QueryParam("item"), Text: c.QueryParam("q")}
	f.Member, _ = uuid.Parse(c.QueryParam("member")) // what is none is everybody
	list, counts, err := s.Cases.EnterpriseCases(ctx, actor, of, f, c.QueryParam("after"), casesAPage)
	if err != nil {
		return err
	}
	m, _ := actor.Member(of)
	v := pages.UnitCasesView{Name: m.Name, Filter: f, Counts: counts, States: casework.CaseStates}
	for _, one := range list.Items {
		line := unitCaseLine(c, one)
		v.Cases = append(v.Cases, pages.UnitCaseLine{CaseLine: line, ID: one.ID, Hand: one.Unit == ""})
	}
	query := url.Values{}
	for name := range map[string]bool{"state": true, "item": true, "q": true, "member": true} {
		if value := c.QueryParam(name); value != "" {
			query.Set(name, value)
		}
	}
	v.Query = query.Encode()
	if list.Next != "" {
		query.Set("after", list.Next)
		v.Next = "/enterprise/cases?" + query.Encode()
	}
	title := say(c, "enterprise.cases")
	frame := s.frame(c, title, crumb(say(c, "enterprise.home"), enterpriseHome), crumb(title, ""))
	frame.Live = live
	return respond.Page(c, http.StatusOK, pages.UnitCases(frame, v))
}

// actingFor is the enterprise that a request names, else the one acted for, else the first.
func actingFor(c echo.Context, actor account.Actor) uuid.UUID {
	if named, err := uuid.Parse(c.QueryParam("enterprise")); err == nil {
		return named
	}
	if actor.Acting != uuid.Nil {
		return actor.Acting
	}
	for _, m := range actor.Enterprises {
		return m.ID
	}
	return uuid.Nil
}

// HandOverForm asks to whom a case is to be handed.
func (s *Site) HandOverForm(c echo.Context) error {
	return s.showHandOver(c, http.StatusOK, pages.Entry{})
}

func (s *Site) showHandOver(c echo.Context, status int, e pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	one, members, err := s.Cases.Receivers(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	title := say(c, "handover.title")
	f := s.frame(c, title, crumb(say(c, "enterprise.cases"), "/enterprise/cases"), crumb(title, ""))
	return respond.Page(c, status, pages.HandOver(f, pages.HandOverView{Entry: e, Case: one, Members: members}))
}

// HandOver offers a case to another member.
func (s *Site) HandOver(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	to, _ := uuid.Parse(c.FormValue("member")) // nobody is no member
	err = s.Cases.OfferCase(c.Request().Context(), auth.Actor(c), which, to)
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.showHandOver(c, respond.Status(f), pages.Refused(respond.Context(c), nil, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, enterpriseHome+"?done=offered")
}

// AnswerOffer takes a case that was offered, or declines it.
func (s *Site) AnswerOffer(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	take := c.FormValue("take") == "yes"
	if err := s.Cases.AnswerOffer(c.Request().Context(), auth.Actor(c), which, take); err != nil {
		return err
	}
	return respond.Redirect(c, enterpriseHome)
}

// DeskHandOverForm asks to whom a case is to be offered in the place of who is gone.
func (s *Site) DeskHandOverForm(c echo.Context) error {
	return s.deskHandOver(c, http.StatusOK, pages.Entry{})
}

func (s *Site) deskHandOver(c echo.Context, status int, e pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	v := pages.DeskHandOverView{Entry: e}
	if v.Case, v.Members, v.Gone, err = s.Cases.ReceiversByDesk(c.Request().Context(), auth.Actor(c), which); err != nil {
		return err
	}
	title := say(c, "handover.desk")
	return respond.Page(c, status, pages.DeskHandOver(s.frame(c, title, crumb(v.Case.Code, casePath(which)), crumb(title, "")), v))
}

// DeskHandOver offers a case to a member in the place of who is gone.
func (s *Site) DeskHandOver(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	to, _ := uuid.Parse(c.FormValue("member")) // nobody is no member
	err = s.Cases.OfferByDesk(c.Request().Context(), auth.Actor(c), which, to, c.FormValue("reason"))
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.deskHandOver(c, respond.Status(f), pages.Refused(respond.Context(c), typed(c).Values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, casePath(which)+"?done=offered")
}
