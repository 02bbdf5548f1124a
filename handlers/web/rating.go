package web

import (
	"net/http"
	"strconv"

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

// Opinion is where the applicant of a case rates, complains and praises.
func (s *Site) Opinion(c echo.Context) error { return s.opinion(c, http.StatusOK, pages.Entry{}) }

func (s *Site) opinion(c echo.Context, status int, e pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	found, err := s.Supervise.OpinionOf(ctx, auth.Actor(c), which)
	if err != nil {
		return err
	}
	v := pages.OpinionView{Opinion: found, Entry: e, ID: which}
	if c.QueryParam("done") != "" {
		v.Flash = locale.T(ctx, "rating.done")
	}
	title := locale.T(ctx, "rating.title")
	f := s.frame(c, title, crumb(say(c, "nav.space"), personHome), crumb(found.Number, myCasePath(which.String())), crumb(title, ""))
	return respond.Page(c, status, pages.Opinion(f, v))
}

// Rate keeps a rating, or the one change of it.
func (s *Site) Rate(c echo.Context) error {
	return s.onOpinion(c, func(which uuid.UUID) error {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		grade, _ := strconv.Atoi(c.FormValue("grade")) // what is none is refused
		return s.Supervise.Rate(c.Request().Context(), auth.Actor(c), which,
			supervise.Rated{Grade: supervise.Grade(grade), Tags: form["tags"], Text: c.FormValue("text")})
	})
}

// RateAgain keeps the second rating, after the repair.
func (s *Site) RateAgain(c echo.Context) error {
	return s.onOpinion(c, func(which uuid.UUID) error {
		grade, _ := strconv.Atoi(c.FormValue("grade"))
		return s.Supervise.RateAgain(c.Request().Context(), auth.Actor(c), which, supervise.Grade(grade))
	})
}

// Speak takes a complaint, praise or 办不成事.
func (s *Site) Speak(c echo.Context) error {
	return s.onOpinion(c, func(which uuid.UUID) error {
		err := s.Supervise.Speak(c.Request().Context(), auth.Actor(c), which, supervise.VoiceKind(c.FormValue("kind")), c.FormValue("voice"))
		if f, ok := fault.As(err); ok && len(f.Fields) == 1 && f.Fields[0].Pointer == "/text" {
			return fault.Fields(fault.Field{Pointer: "/voice", Code: f.Fields[0].Code, Params: f.Fields[0].Params})
		}
		return err
	})
}

func (s *Site) onOpinion(c echo.Context, do func(uuid.UUID) error) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	err = do(which)
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		typed, err := c.FormParams()
		if err != nil {
			return err
		}
		return s.opinion(c, respond.Status(f), pages.Refused(respond.Context(c), typed, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, myCasePath(which.String())+"/rating?done=1")
}

// Rates shows everybody how the desks are rated.
func (s *Site) Rates(c echo.Context) error {
	ctx := respond.Context(c)
	var v pages.RatesView
	var err error
	if v.All, v.Desks, err = s.Supervise.Rates(ctx); err != nil {
		return err
	}
	if v.Names, err = s.deskNames(c); err != nil {
		return err
	}
	title := locale.T(ctx, "rates.title")
	return respond.Page(c, http.StatusOK, pages.Rates(s.frame(c, title, crumb(locale.T(ctx, "about.nav"), "/about"), crumb(title, "")), v))
}

const repairsHome = clerkHome + "/ratings"

// Repairs lists a desk's bad ratings, and to those who supervise what else was said.
func (s *Site) Repairs(c echo.Context) error {
	return s.repairs(c, http.StatusOK, uuid.Nil, pages.Entry{})
}

func (s *Site) repairs(c echo.Context, status int, open uuid.UUID, e pages.Entry) (err error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	f, path := ticketFilter(c, repairsHome)
	list, err := s.Supervise.Repairs(ctx, actor, f)
	if err != nil {
		return err
	}
	v := pages.RepairsView{Entry: e, Open: open, Ratings: list.Items, Today: s.today(), OnlyOpen: f.OnlyOpen, Flash: deskFlash(c),
		Watches: actor.HasAny(account.Supervisor, account.CaseManager, account.Leader),
		Answers: actor.HasAny(account.Supervisor, account.CaseManager)}
	v.First, v.Next = ticketPages(f, path, list.Next)
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	if v.Watches {
		voices, err := s.Supervise.Voices(ctx, actor, supervise.Filter{OnlyOpen: f.OnlyOpen, Limit: ticketsAPage})
		if err != nil {
			return err
		}
		v.Voices = voices.Items
		if v.All, v.Rates, err = s.Supervise.DeskRates(ctx, actor); err != nil {
			return err
		}
	}
	title := locale.T(ctx, "repair.title")
	frame := s.frame(c, title, crumb(title, ""))
	frame.Path = repairsHome
	return respond.Page(c, status, pages.Repairs(frame, v))
}

// OnRepair does one act on the repair of a bad rating.
func (s *Site) OnRepair(c echo.Context) error {
	act := c.Param("act")
	return s.onTicket(c, act, func(which uuid.UUID) error {
		ctx, actor, text, tick := c.Request().Context(), auth.Actor(c), c.FormValue("text"), c.FormValue("tick") == "yes"
		seen, _ := strconv.Atoi(c.FormValue("edition")) // what is none is not told
		switch act {
		case "contact":
			return s.Supervise.Contact(ctx, actor, which, text, tick, seen)
		case "result":
			return s.Supervise.Resolve(ctx, actor, which, text, tick, seen)
		case "appeal":
			return s.Supervise.Appeal(ctx, actor, which, text, seen)
		case "judgement":
			return s.Supervise.DecideAppeal(ctx, actor, which, tick, text, seen)
		}
		return fault.New(fault.NotFound, "NOT_FOUND")
	})
}

// AnswerVoice answers a complaint or 办不成事.
func (s *Site) AnswerVoice(c echo.Context) error {
	return s.onTicket(c, "voice", func(which uuid.UUID) error {
		return s.Supervise.AnswerVoice(c.Request().Context(), auth.Actor(c), which, c.FormValue("text"), c.FormValue("tick") == "yes")
	})
}

func (s *Site) onTicket(c echo.Context, form string, do func(uuid.UUID) error) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	err = do(which)
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.repairs(c, respond.Status(f), which, pages.RefusedIn(respond.Context(c), form+"-"+which.String(), ticketText(c), f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, repairsHome+"?done=repaired")
}
