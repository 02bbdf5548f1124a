package web

import (
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// How often progress may be asked for without signing in. Asking for one case is limited harder, so that its code cannot be found by
// trying.
var (
	progressOfCase      = account.Limit{N: 10, Window: 30 * time.Minute}
	progressFromAddress = account.Limit{N: 60, Window: 30 * time.Minute}
)

// ProgressForm asks for what proves that somebody may know how a case stands.
func (s *Site) ProgressForm(c echo.Context) error {
	return respond.Page(c, http.StatusOK, s.progressPage(c, pages.Entry{}))
}

func (s *Site) progressPage(c echo.Context, e pages.Entry) templ.Component {
	title := say(c, "progress.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.Path = "/progress"
	return pages.ProgressForm(f, e)
}

// Progress tells how a case stands. The answer comes to a POST, so that numbers and codes stand in no address and no log.
func (s *Site) Progress(c echo.Context) error {
	ctx := respond.Context(c)
	number, err := identity.ParseCaseNumber(c.FormValue("number"))
	if err != nil {
		err = pinTo(err, "/number")
	} else {
		err = s.Accounts.Limiter.AllowAll(ctx,
			account.Use{Key: "progress address|" + c.RealIP(), Limit: progressFromAddress},
			account.Use{Key: "progress case|" + number.String(), Limit: progressOfCase})
	}
	if err != nil {
		return again(c, err, func(e pages.Entry) templ.Component { return s.progressPage(c, e) })
	}
	found, err := s.Cases.Progress(ctx, number.String(), c.FormValue("query_code"), c.FormValue("last_four"))
	if err != nil {
		return again(c, unknownIsInvalid(err), func(e pages.Entry) templ.Component { return s.progressPage(c, e) })
	}
	tone, state := pages.StateWords(ctx, found.Procedure, found.State, "", "")
	view := pages.ProgressView{
		Item: locale.Pick(ctx, found.Name.Zh, found.Name.En), Number: found.Number, Tone: tone, State: state,
		Next: pages.NextWords(ctx, found.Procedure, found.State), ETA: found.ETA,
		Procedure: found.Procedure, Ahead: found.Ahead,
	}
	for _, row := range []ui.Row{
		{Label: locale.T(ctx, "progress.received"), Value: locale.Date(ctx, found.ReceivedOn)},
		{Label: locale.T(ctx, "progress.accepted"), Value: locale.Date(ctx, found.AcceptedOn)},
		{Label: locale.T(ctx, "progress.decided"), Value: locale.Date(ctx, found.DecidedOn)},
		{Label: locale.T(ctx, "progress.due"), Value: pages.Told(ctx, found.Due, found.Provisional)},
	} {
		if row.Value != "" {
			view.Facts = append(view.Facts, row)
		}
	}
	title := locale.T(ctx, "progress.title")
	f := s.bareFrame(c, title, crumb(title, "/progress"), crumb(view.Number, ""))
	f.Path, f.NoIndex = "/progress", true
	return respond.Page(c, http.StatusOK, pages.Progress(f, view))
}

// unknownIsInvalid keeps the reader at the form when nothing fits what he typed.
func unknownIsInvalid(err error) error {
	if f, ok := fault.As(err); ok && f.Kind == fault.NotFound {
		return fault.New(fault.Invalid, f.Code)
	}
	return err
}
