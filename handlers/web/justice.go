package web

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	justicePath = clerkHome + "/justice"
	ordersPath  = clerkHome + "/orders"
)

// Justice lists the papers of the justice department: all of them for those who supervise, else those that the officer's desks answer.
func (s *Site) Justice(c echo.Context) error {
	return s.justice(c, http.StatusOK, uuid.Nil, pages.Entry{})
}

func (s *Site) justice(c echo.Context, status int, open uuid.UUID, entry pages.Entry) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	f, path := ticketFilter(c, justicePath)
	list, err := s.Supervise.JusticePapers(ctx, actor, f)
	if err != nil {
		return err
	}
	v := pages.JusticeView{Entry: entry, Open: open, Papers: list.Items, OnlyOpen: f.OnlyOpen, Today: s.today(), Flash: deskFlash(c),
		Registers: actor.HasAny(account.Supervisor, account.CaseManager)}
	v.First, v.Next = ticketPages(f, path, list.Next)
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	title := say(c, "justice.title")
	frame := s.frame(c, title, crumb(title, ""))
	frame.Path = justicePath
	return respond.Page(c, status, pages.Justice(frame, v))
}

// RegisterJustice enters a paper.
func (s *Site) RegisterJustice(c echo.Context) error {
	received, _ := workday.Parse(c.FormValue("received_on")) // no date is refused below
	due, _ := workday.Parse(c.FormValue("due"))
	_, err := s.Supervise.RegisterJustice(c.Request().Context(), auth.Actor(c), supervise.NewJustice{Kind: supervise.JusticeKind(c.FormValue("kind")),
		Number: c.FormValue("number"), Authority: c.FormValue("authority"), ReceivedOn: received, About: c.FormValue("about"),
		CaseNumber: c.FormValue("case_number"), Desk: c.FormValue("desk"), Due: due})
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		values, _ := c.FormParams()
		return s.justice(c, respond.Status(f), uuid.Nil, pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, justicePath+"?done=registered")
}

// AnswerJustice keeps the answer to a paper.
func (s *Site) AnswerJustice(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	err = s.Supervise.AnswerJustice(c.Request().Context(), auth.Actor(c), which, strings.TrimSpace(c.FormValue("text")))
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.justice(c, respond.Status(f), which, pages.RefusedIn(respond.Context(c), "paper-"+which.String(), ticketText(c), f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, justicePath+"?done=answered")
}

// OrderForm asks whom a 督办单 by hand is about, and what for.
func (s *Site) OrderForm(c echo.Context) error {
	return s.orderForm(c, http.StatusOK, pages.Entry{Values: map[string][]string{"case_number": {c.QueryParam("case")}}})
}

func (s *Site) orderForm(c echo.Context, status int, entry pages.Entry) error {
	title := say(c, "order.title")
	f := s.frame(c, title, crumb(say(c, "desk.supervise"), clerkHome+"/cards"), crumb(title, ""))
	f.Path = clerkHome + "/cards"
	return respond.Page(c, status, pages.Order(f, pages.OrderView{Entry: entry, Key: newIntent()}))
}

// IssueOrder issues it.
func (s *Site) IssueOrder(c echo.Context) error {
	o := supervise.Order{CaseNumber: c.FormValue("case_number"), Colour: procedure.Card(c.FormValue("colour")), Words: c.FormValue("words")}
	err := s.Supervise.IssueOrder(c.Request().Context(), auth.Actor(c), o, intent(c, o.CaseNumber, string(o.Colour), o.Words))
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		values, _ := c.FormParams()
		return s.orderForm(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, clerkHome+"/cards?done=ordered")
}
