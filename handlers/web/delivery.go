package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/letters"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const (
	deliveriesPath = clerkHome + "/deliveries"
	deadPath       = clerkHome + "/dead-letters"
	deadAPage      = 30
	lettersAPage   = 30
)

// Deliveries is the delivery desk: papers that nobody opened, or with ?list= those that may still be read in time, or letters that nobody signed for.
func (s *Site) Deliveries(c echo.Context) error {
	switch c.QueryParam("list") {
	case pages.ListWaiting:
		return s.waiting(c)
	case pages.ListLetters:
		return s.letters(c)
	}
	return s.deliveries(c, http.StatusOK, uuid.Nil, pages.Entry{})
}

func (s *Site) deliveries(c echo.Context, status int, open uuid.UUID, entry pages.Entry) error {
	actor := auth.Actor(c)
	tasks, err := s.Delivering.Tasks(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		respond.Shows(c, t.Mobile)
	}
	title := say(c, "delivery.title")
	v := pages.DeliveriesView{Entry: entry, Tasks: tasks, Open: open, Desks: actor.Desks(account.Deliverer), Flash: deskFlash(c)}
	return respond.Page(c, status, pages.Deliveries(s.frame(c, title, crumb(title, "")), v))
}

func (s *Site) waiting(c echo.Context) error {
	tasks, err := s.Delivering.Waiting(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return err
	}
	title := say(c, "delivery.title")
	return respond.Page(c, http.StatusOK, pages.Deliveries(s.frame(c, title, crumb(title, "")), pages.DeliveriesView{Tasks: tasks, Waiting: true}))
}

func (s *Site) letters(c echo.Context) error {
	ctx := c.Request().Context()
	after, _ := uuid.Parse(c.QueryParam("after")) // what is none begins at the first
	q := delivery.LetterQuery{State: delivery.LetterState(c.QueryParam("state")), Procedure: c.QueryParam("procedure"), After: after, Limit: lettersAPage}
	found, err := s.Delivering.Letters(ctx, auth.Actor(c), q)
	if err != nil {
		return err
	}
	for _, l := range found.Items {
		respond.Shows(c, l.Mobile)
	}
	v := pages.LettersView{Query: q, Found: found}
	if v.Names, err = s.deskNames(c); err != nil {
		return err
	}
	same := url.Values{"list": {pages.ListLetters}, "state": {string(q.State)}, "procedure": {q.Procedure}}
	if after != uuid.Nil {
		v.First = deliveriesPath + "?" + same.Encode()
	}
	if found.Next != "" {
		same.Set("after", found.Next)
		v.Next = deliveriesPath + "?" + same.Encode()
	}
	title := say(c, "delivery.title")
	return respond.Page(c, http.StatusOK, pages.Letters(s.frame(c, title, crumb(title, "")), v))
}

// RecordDelivery keeps what a deliverer did about an unread paper.
func (s *Site) RecordDelivery(c echo.Context) error {
	paper, err := id(c, "id")
	if err != nil {
		return err
	}
	err = s.Delivering.Record(c.Request().Context(), auth.Actor(c), paper, delivery.NewRecord{Outcome: delivery.Outcome(c.FormValue("outcome")),
		Words: c.FormValue("words"), Waybill: c.FormValue("waybill")})
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.deliveries(c, respond.Status(f), paper, pages.RefusedIn(respond.Context(c), "d-"+paper.String(), typed(c).Values, f))
	}
	if err != nil {
		return err
	}
	word := "called"
	if strings.TrimSpace(c.FormValue("waybill")) != "" {
		word = "posted"
	}
	return respond.Redirect(c, deliveriesPath+"?done="+word)
}

// DeadLetters lists short messages that reached nobody.
func (s *Site) DeadLetters(c echo.Context) error {
	ctx := respond.Context(c)
	after, _ := uuid.Parse(c.QueryParam("after")) // what is none begins at the newest
	list, err := s.Notices.DeadList(ctx, auth.Actor(c), after, deadAPage+1)
	if err != nil {
		return err
	}
	v := pages.DeadLettersView{Flash: deskFlash(c)}
	if after != uuid.Nil {
		v.First = deadPath
	}
	if len(list) > deadAPage {
		list = list[:deadAPage]
		v.Next = deadPath + "?after=" + list[deadAPage-1].ID.String()
	}
	for _, d := range list {
		respond.Shows(c, d.Mobile)
		v.Letters = append(v.Letters, pages.DeadLetter{Dead: d, Title: letters.Notice(ctx, d.Kind, d.Facts).Title})
	}
	title := say(c, "dead.title")
	return respond.Page(c, http.StatusOK, pages.DeadLetters(s.frame(c, title, crumb(title, "")), v))
}

// ResendLetter tries a dead message once more.
func (s *Site) ResendLetter(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Notices.Resend(c.Request().Context(), auth.Actor(c), which); err != nil {
		return err
	}
	return respond.Redirect(c, deadPath+"?done=resent")
}
