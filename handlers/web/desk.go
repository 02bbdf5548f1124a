package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

const queueRows = 50

// Desk is an officer's first page: his queues, what he holds, what is near its limit.
func (s *Site) Desk(c echo.Context) error {
	if actor := auth.Actor(c); !actor.HasAny(account.CaseRoles()...) { // an editor and the audit administrator have nothing to do with cases
		if actor.HasAny(account.AuditAdmin) {
			return respond.Redirect(c, readingsPath)
		}
		return respond.Redirect(c, editorHome)
	}
	return s.desk(c, http.StatusOK, pages.Entry{})
}

func (s *Site) desk(c echo.Context, status int, entry pages.Entry) (err error) {
	ctx, actor, live := respond.Context(c), auth.Actor(c), s.liveAt(clerkHome)
	v := pages.DeskView{Entry: entry, Today: s.today(), Now: s.Now(), Flash: deskFlash(c),
		Manages: actor.HasAny(account.CaseManager, account.Supervisor, account.Leader)}
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	queues, err := s.Cases.Queues(ctx, actor)
	if err != nil {
		return err
	}
	for _, q := range queues {
		v.Queues = append(v.Queues, pages.QueueLine{QueueCount: q, Works: works(actor, q.Desk, q.Stage)})
	}
	if v.Claims, err = s.Cases.Mine(ctx, actor); err != nil {
		return err
	}
	if v.Pending, err = s.Cases.Pending(ctx, actor); err != nil {
		return err
	}
	if v.Near, err = s.Cases.NearLimit(ctx, actor); err != nil {
		return err
	}
	if v.Manages {
		if v.Watched, err = s.Cases.Watch(ctx, actor); err != nil {
			return err
		}
	}
	f := s.frame(c, locale.T(ctx, "desk.title"))
	f.Path, f.Live = clerkHome, live
	return respond.Page(c, status, pages.Desk(f, v))
}

// Queue lists one queue in working order, or what a search in it finds.
func (s *Site) Queue(c echo.Context) (err error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	live := s.liveAt(queuePath(c.Param("desk"), procedure.Stage(c.Param("stage"))))
	v := pages.QueueView{Desk: c.Param("desk"), Stage: procedure.Stage(c.Param("stage")), Query: c.QueryParam("q"), Flash: deskFlash(c), Now: s.Now(),
		Picks: actor.HasAny(account.CaseManager, account.Supervisor)}
	v.Works = works(actor, v.Desk, v.Stage)
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	if v.Pending, err = s.Cases.Pending(ctx, actor); err != nil {
		return err
	}
	if err = s.fillQueue(c, actor, &v); err != nil {
		return err
	}
	title := locale.T(ctx, "desk.stage."+string(v.Stage))
	f := s.frame(c, title, crumb(title, ""))
	f.Live = live
	return respond.Page(c, http.StatusOK, pages.Queue(f, v))
}

func (s *Site) fillQueue(c echo.Context, actor account.Actor, v *pages.QueueView) (err error) {
	ctx := respond.Context(c)
	if v.Query != "" {
		v.Rows, err = s.Cases.SearchQueue(ctx, actor, v.Desk, v.Stage, v.Query)
		return err
	}
	page, err := s.Cases.Queue(ctx, actor, v.Desk, v.Stage, c.QueryParam("after"), queueRows)
	if err != nil {
		return err
	}
	v.Rows, v.Total = page.Items, page.Total
	path := queuePath(v.Desk, v.Stage)
	if c.QueryParam("after") != "" {
		v.First = path
	}
	if page.Next != "" {
		v.Next = path + "?after=" + url.QueryEscape(page.Next)
	}
	return nil
}

// ClaimNext takes the next step of a queue and goes to its case. An empty queue is shown as it is; nothing is wrong with it.
func (s *Site) ClaimNext(c echo.Context) error {
	desk, stage := c.Param("desk"), procedure.Stage(c.Param("stage"))
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	claim, err := s.Cases.ClaimNext(c.Request().Context(), auth.Actor(c), desk, stage, key)
	switch fault.Code(err) {
	case "":
		return s.goTo(c, claim, err)
	case "QUEUE_EMPTY":
		return respond.Redirect(c, queuePath(desk, stage)+"?done=empty")
	}
	return s.deskAgain(c, err)
}

// Pick takes a certain step out of its turn, for case management and supervision.
func (s *Site) Pick(c echo.Context) error {
	step, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	claim, err := s.Cases.Pick(c.Request().Context(), auth.Actor(c), step, c.FormValue("reason"), key)
	if err != nil {
		return s.deskAgain(c, err)
	}
	return s.goTo(c, claim, nil)
}

func (s *Site) goTo(c echo.Context, claim casework.Claim, err error) error {
	if err != nil {
		return err
	}
	return respond.Redirect(c, casePath(claim.CaseID))
}

// deskAgain shows the first page with what stood in the way.
func (s *Site) deskAgain(c echo.Context, err error) error {
	f, ok := fault.As(err)
	if !ok || f.Kind == fault.Forbidden {
		return err
	}
	return s.desk(c, respond.Status(f), pages.Refused(respond.Context(c), nil, f))
}

// FindCases looks for cases that the officer may see.
func (s *Site) FindCases(c echo.Context) (err error) {
	ctx := respond.Context(c)
	v, status := pages.FoundView{Query: c.QueryParam("q"), Purpose: c.QueryParam("purpose"), Which: casework.Which(c.QueryParam("which")), Asked: c.QueryParams().Has("q")}, http.StatusOK
	if v.Asked {
		v.Rows, err = s.Cases.Find(ctx, auth.Actor(c), v.Query, v.Which)
		if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
			v.Entry, status, err = pages.Refused(ctx, c.QueryParams(), f), respond.Status(f), nil
		}
		if err != nil {
			return err
		}
	}
	title := locale.T(ctx, "desk.search")
	return respond.Page(c, status, pages.Find(s.frame(c, title, crumb(title, "")), v))
}

// deskNames are the names of all desks in the reader's language.
func (s *Site) deskNames(c echo.Context) (pages.DeskNames, error) {
	ctx := respond.Context(c)
	desks, err := s.Accounts.Desks(ctx)
	names := make(pages.DeskNames, len(desks))
	for _, d := range desks {
		names[d.Code] = locale.Pick(ctx, d.Name, d.NameEn)
	}
	return names, err
}

// works tells whether the officer claims from a queue.
func works(actor account.Actor, desk string, stage procedure.Stage) bool {
	role := procedure.StageRole(stage)
	return role != "" && actor.Has(account.Role(role), desk)
}

func queuePath(desk string, stage procedure.Stage) string {
	return clerkHome + "/queue/" + url.PathEscape(desk) + "/" + url.PathEscape(string(stage))
}

// onceKey is the intent of a form with all that it says.
func onceKey(c echo.Context) (db.Key, error) {
	values, err := c.FormParams()
	if err != nil {
		return db.Key{}, fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	return intent(c, values.Encode()), nil
}

// deskDone are the sentences that a page of the desk shows after a redirect.
var deskDone = map[string]string{
	"empty": "desk.queue.was.empty", "returned": "desk.return.done", "released": "desk.release.done", "checked": "desk.checks.done", "noted": "desk.note.done",
	"called": "delivery.called", "posted": "delivery.posted", "resent": "dead.resent", "offered": "handover.done", "archived": "archive.archived",
	"sent": "desk.message.done", "undo_late": "pending.late", "answered": "desk.card.answered", "repaired": "repair.done", "closed": "desk.patrol.closed",
	"published": "disclosure.desk.published", "disclosure": "disclosure.desk.saved",
	"registered": "justice.registered", "ordered": "order.done",
	"enclosed": "special.added",
	"hours":    "visit.hours.done", "day": "visit.hours.day.done",
}

func deskFlash(c echo.Context) string {
	if key, ok := deskDone[c.QueryParam("done")]; ok {
		return say(c, key)
	}
	return ""
}
