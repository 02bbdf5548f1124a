package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Members lists who may act for the enterprise.
func (s *Site) Members(c echo.Context) error {
	page, err := s.membersPage(c, pages.Entry{})
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, page)
}

func (s *Site) membersPage(c echo.Context, e pages.Entry) (templ.Component, error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	enterprise := enterpriseOf(c, actor)
	members, err := s.Accounts.Members(ctx, actor, enterprise)
	if err != nil {
		return nil, err
	}
	items, err := s.Catalog.List(ctx, catalog.Filter{Audience: catalog.AudienceEnterprise, OnlineDepth: fullyOnline, Limit: 100})
	if err != nil {
		return nil, err
	}
	m, _ := actor.Member(enterprise)
	events, err := s.Enterprises.Journal(ctx, actor, enterprise)
	if err != nil {
		return nil, err
	}
	v := pages.MembersView{Entry: e, Events: events, Heads: m.Role == account.Legal, Enterprise: enterprise, Name: m.Name, Code: m.CreditCode, Flash: flash(c)}
	names := map[string]string{}
	for _, item := range items.Items {
		names[item.Code] = locale.Pick(ctx, item.Name.Zh, item.Name.En)
		v.Items = append(v.Items, ui.Option{Value: item.Code, Label: names[item.Code], Checked: slices.Contains(e.Values["scope"], item.Code)})
	}
	heads := 0
	for _, member := range members {
		if member.Holds(s.today()) && member.Role == account.Legal {
			heads++
		}
	}
	for _, member := range members {
		line := memberLine(ctx, member, names, s.today())
		if heads == 1 && member.Holds(s.today()) && member.Role == account.Legal || m.Role != account.Legal && member.Role != account.Agent {
			line.CanEnd, line.CanSuspend, line.CanResume = false, false, false // the last one stays (LAST_LEGAL), and only heads end heads
		}
		v.Members = append(v.Members, line)
	}
	title := locale.T(ctx, "members.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	f.Path = "/me/enterprise"
	return pages.Members(f, v), nil
}

func memberLine(ctx context.Context, m account.Member, items map[string]string, today workday.Date) pages.MemberLine {
	line := pages.MemberLine{
		ID: m.ID, Name: m.Name, IDNumber: m.IDNumber, Role: locale.T(ctx, "members.role."+string(m.Role)),
		Scope: locale.T(ctx, "members.scope.all"), Until: locale.T(ctx, "members.until.open"),
	}
	for i, code := range m.Scope {
		name := items[code]
		if name == "" {
			name = code
		}
		if i == 0 {
			line.Scope = name
		} else {
			line.Scope += locale.T(ctx, "list.and") + name
		}
	}
	if !m.Until.IsZero() {
		line.Until = locale.Date(ctx, m.Until)
	}
	state := "active"
	switch {
	case m.EndedAt != nil:
		state, line.Tone = "ended", ui.Neutral
	case !m.Until.IsZero() && m.Until.Before(today):
		state, line.Tone = "expired", ui.Neutral
	case m.SuspendedAt != nil:
		state, line.Tone, line.CanEnd, line.CanResume = "suspended", ui.Danger, true, true
	case m.AcceptedAt == nil:
		state, line.Tone, line.CanEnd = "invited", ui.Warning, true
	default:
		line.Tone, line.CanEnd, line.CanSuspend = ui.Success, true, true
	}
	line.State, line.Letter = locale.T(ctx, "members.state."+state), m.AcceptedAt != nil
	if m.EndedWhy != "" && m.EndedWhy != "ended" {
		line.State = locale.T(ctx, "members.why."+m.EndedWhy)
	}
	return line
}

// AddMember invites a person to act for the enterprise.
func (s *Site) AddMember(c echo.Context) error {
	actor := auth.Actor(c)
	m := account.NewMember{
		Name: c.FormValue("name"), IDNumber: c.FormValue("id_number"), Role: account.Role(c.FormValue("role")),
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	m.Scope = values["scope"]
	err = readDate(c, "until", &m.Until)
	if err == nil {
		_, err = s.Accounts.AddMember(c.Request().Context(), actor, enterpriseOf(c, actor), m)
	}
	if err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.membersPage(c, e) })
	}
	return respond.Redirect(c, "/me/enterprise?done=invited&enterprise="+enterpriseOf(c, actor).String())
}

// readDate reads a date field; empty is no date.
func readDate(c echo.Context, name string, into *workday.Date) error {
	value := c.FormValue(name)
	if value == "" {
		return nil
	}
	d, err := workday.Parse(value)
	if err != nil {
		f, ok := fault.As(err)
		if !ok {
			return err
		}
		return fault.Fields(fault.Field{Pointer: "/" + name, Code: f.Code, Params: f.Params})
	}
	*into = d
	return nil
}

// AcceptMembership begins an authorisation that was offered to the person.
func (s *Site) AcceptMembership(c echo.Context) error {
	membership, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Accounts.AcceptMembership(c.Request().Context(), auth.Actor(c), membership); err != nil {
		return err
	}
	return respond.Redirect(c, "/me?done=joined")
}

// EndMembership ends an authorisation, or declines one that was offered.
func (s *Site) EndMembership(c echo.Context) error {
	membership, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Accounts.EndMember(c.Request().Context(), auth.Actor(c), membership); err != nil {
		return err
	}
	if enterprise, err := uuid.Parse(c.FormValue("enterprise")); err == nil {
		return respond.Redirect(c, "/me/enterprise?done=ended&enterprise="+enterprise.String())
	}
	return respond.Redirect(c, "/me?done=ended")
}

// SuspendMembership stops an authorisation for a while.
func (s *Site) SuspendMembership(c echo.Context) error {
	return s.memberAct(c, "suspended", s.Accounts.SuspendMember)
}

// ResumeMembership lets it hold again.
func (s *Site) ResumeMembership(c echo.Context) error {
	return s.memberAct(c, "resumed", s.Accounts.ResumeMember)
}

func (s *Site) memberAct(c echo.Context, word string, act func(context.Context, account.Actor, uuid.UUID) error) error {
	membership, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := act(c.Request().Context(), auth.Actor(c), membership); err != nil {
		return err
	}
	return respond.Redirect(c, "/me/enterprise?done="+word+"&enterprise="+enterpriseOf(c, auth.Actor(c)).String())
}

// ActFor chooses for whom the person acts in this session.
func (s *Site) ActFor(c echo.Context) error {
	enterprise := uuid.Nil
	if value := c.FormValue("enterprise"); value != "" {
		var err error
		if enterprise, err = uuid.Parse(value); err != nil {
			return fault.New(fault.NotFound, "NOT_FOUND").Because(err)
		}
	}
	if err := s.Accounts.ActFor(c.Request().Context(), auth.Actor(c), enterprise); err != nil {
		return err
	}
	return respond.Redirect(c, auth.Next(c, personHome))
}

func (s *Site) today() workday.Date { return workday.DateOf(s.Now()) }
