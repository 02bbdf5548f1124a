package web

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

const ticketsAPage = 20

// Cards lists 督办单: everything for those who supervise, else those that concern the officer or his desks.
func (s *Site) Cards(c echo.Context) error { return s.cards(c, http.StatusOK, uuid.Nil, pages.Entry{}) }

func (s *Site) cards(c echo.Context, status int, open uuid.UUID, entry pages.Entry) (err error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	f, path := ticketFilter(c, clerkHome+"/cards")
	list, err := s.Supervise.Cards(ctx, actor, f)
	if err != nil {
		return err
	}
	v := pages.CardsView{Entry: entry, Open: open, Cards: list.Items, Total: list.Total, OnlyOpen: f.OnlyOpen, Today: s.today(), Officer: actor.Officer,
		OwnDesks: actor.AllDesks(), Flash: deskFlash(c), Orders: actor.HasAny(account.Supervisor, account.CaseManager)}
	v.First, v.Next = ticketPages(f, path, list.Next)
	var cases []uuid.UUID
	for _, card := range list.Items {
		cases = append(cases, card.CaseID)
	}
	if v.Seen, err = s.Cases.Seen(ctx, actor, cases); err != nil {
		return err
	}
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	title := locale.T(ctx, "desk.supervise")
	frame := s.frame(c, title, crumb(title, ""))
	frame.Path = clerkHome + "/cards"
	return respond.Page(c, status, pages.Cards(frame, v))
}

// AnswerCard takes the written answer to a card.
func (s *Site) AnswerCard(c echo.Context) error {
	card, err := id(c, "id")
	if err != nil {
		return err
	}
	err = s.Supervise.Answer(c.Request().Context(), auth.Actor(c), card, strings.TrimSpace(c.FormValue("text")))
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.cards(c, respond.Status(f), card, pages.RefusedIn(respond.Context(c), "card-"+card.String(), ticketText(c), f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, clerkHome+"/cards?done=answered")
}

// Patrol lists the hits of the patrol rules.
func (s *Site) Patrol(c echo.Context) error {
	return s.patrol(c, http.StatusOK, uuid.Nil, pages.Entry{})
}

func (s *Site) patrol(c echo.Context, status int, open uuid.UUID, entry pages.Entry) (err error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	f, path := ticketFilter(c, clerkHome+"/patrol")
	list, err := s.Supervise.Hits(ctx, actor, f)
	if err != nil {
		return err
	}
	v := pages.PatrolView{Entry: entry, Open: open, Today: s.today(), Hits: list.Items, Total: list.Total, OnlyOpen: f.OnlyOpen, Flash: deskFlash(c),
		Closes: actor.HasAny(account.Supervisor, account.CaseManager)}
	v.First, v.Next = ticketPages(f, path, list.Next)
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	title := locale.T(ctx, "desk.patrol")
	frame := s.frame(c, title, crumb(title, ""))
	frame.Path = clerkHome + "/patrol"
	return respond.Page(c, status, pages.Patrol(frame, v))
}

// CloseHit records what was found about a patrol event.
func (s *Site) CloseHit(c echo.Context) error {
	hit, err := id(c, "id")
	if err != nil {
		return err
	}
	err = s.Supervise.CloseHit(c.Request().Context(), auth.Actor(c), hit, strings.TrimSpace(c.FormValue("text")))
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.patrol(c, respond.Status(f), hit, pages.RefusedIn(respond.Context(c), "hit-"+hit.String(), ticketText(c), f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, clerkHome+"/patrol?done=closed")
}

func ticketText(c echo.Context) map[string][]string {
	return map[string][]string{"text": {c.FormValue("text")}}
}

// ticketFilter reads which tickets are asked for: open ones, unless all are.
func ticketFilter(c echo.Context, path string) (supervise.Filter, string) {
	f := supervise.Filter{OnlyOpen: c.QueryParam("all") == "", Limit: ticketsAPage}
	f.After, _ = uuid.Parse(c.QueryParam("after")) // what is none begins at the newest
	if !f.OnlyOpen {
		path += "?all=1"
	}
	return f, path
}

func ticketPages(f supervise.Filter, path string, after *uuid.UUID) (first, next string) {
	if f.After != uuid.Nil {
		first = path
	}
	if after == nil {
		return first, ""
	}
	sign := "?"
	if strings.Contains(path, "?") {
		sign = "&"
	}
	return first, path + sign + "after=" + after.String()
}
