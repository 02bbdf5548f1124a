package web

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Where people and officers begin.
const (
	personHome = "/me"
	clerkHome  = "/desk"
)

// SignInForm is the page that lets people and officers in. Who is in already goes on at once.
func (s *Site) SignInForm(c echo.Context) error {
	if actor := auth.Actor(c); actor.SignedIn() {
		return respond.Redirect(c, auth.Next(c, homeOf(actor)))
	}
	v := s.signInView(c, pages.Entry{})
	f := s.frame(c, say(c, "account.signin.title"))
	return respond.Page(c, http.StatusOK, pages.SignIn(f, v))
}

func homeOf(a account.Actor) string {
	if a.IsClerk() {
		return clerkHome
	}
	return personHome
}

func (s *Site) signInView(c echo.Context, e pages.Entry) pages.SignInView {
	v := pages.SignInView{
		Entry: e, By: pages.ByPassword, Back: auth.Next(c, ""), Demo: s.DemoAccounts, Flash: flash(c),
		Sent: pages.CodeState{Demo: s.Outbox != nil},
	}
	if c.FormValue("by") == pages.ByCode {
		v.By = pages.ByCode
	}
	return v
}

// SignIn takes a password or a code from a short message. Officers are asked for their second factor next.
func (s *Site) SignIn(c echo.Context) error {
	ctx := c.Request().Context()
	var in account.SignedIn
	var err error
	if c.FormValue("by") == pages.ByCode {
		in, err = s.Accounts.SignInByCode(ctx, c.FormValue("mobile"), c.FormValue("code"), account.Page, c.RealIP())
	} else {
		in, err = s.Accounts.SignIn(ctx, account.SignIn{
			Identifier: c.FormValue("identifier"), Password: c.FormValue("password"), Door: account.Page, Address: c.RealIP(),
		})
	}
	switch {
	case err != nil:
		return again(c, err, func(e pages.Entry) templ.Component {
			return pages.SignIn(s.visitorFrame(c, "account.signin.title"), s.signInView(c, e))
		})
	case in.Challenge != "":
		return respond.Page(c, http.StatusOK, s.stepPage(c, pages.Entry{}, in.Challenge))
	}
	return s.enter(c, in, personHome)
}

// SecondFactor completes an officer's sign-in.
func (s *Site) SecondFactor(c echo.Context) error {
	challenge := c.FormValue("challenge")
	in, err := s.Accounts.SecondFactor(c.Request().Context(), challenge, c.FormValue("code"), c.RealIP())
	if err != nil {
		return again(c, err, func(e pages.Entry) templ.Component {
			e.Values.Del("code")
			return s.stepPage(c, e, challenge)
		})
	}
	return s.enter(c, in, clerkHome)
}

func (s *Site) stepPage(c echo.Context, e pages.Entry, challenge string) templ.Component {
	return pages.SecondFactor(s.visitorFrame(c, "account.step.title"), pages.StepView{
		Entry: e, Challenge: challenge, Back: auth.Next(c, ""), Demo: s.Outbox != nil,
	})
}

// visitorFrame stands around a page that answers a POST of somebody who is not signed in yet: coming back to it means to begin anew.
func (s *Site) visitorFrame(c echo.Context, key string) ui.Frame {
	f := s.bareFrame(c, say(c, key))
	f.Viewer, f.NoIndex, f.Path = ui.Viewer{}, true, auth.SignInPath
	return f
}

func (s *Site) enter(c echo.Context, in account.SignedIn, home string) error {
	if err := s.Auth.Enter(c, in); err != nil {
		return err
	}
	return respond.Redirect(c, auth.Next(c, home))
}

// SignInCode sends a code for signing in.
func (s *Site) SignInCode(c echo.Context) error {
	return s.sendCode(c, account.ToSignIn, func(sent pages.CodeState) templ.Component {
		v := s.signInView(c, typed(c))
		v.By, v.Sent = pages.ByCode, sent
		return pages.SignIn(s.visitorFrame(c, "account.signin.title"), v)
	})
}

// sendCode sends a code to the number in the form and tells how that went: alone when script asked, on the page of the form otherwise.
func (s *Site) sendCode(c echo.Context, purpose account.Purpose, page func(pages.CodeState) templ.Component) error {
	err := s.Accounts.RequestCode(c.Request().Context(), purpose, c.FormValue("mobile"), c.RealIP())
	return s.codeSent(c, err, page)
}

func (s *Site) codeSent(c echo.Context, err error, page func(pages.CodeState) templ.Component) error {
	return s.codeSentFor(c, "", err, page)
}

// codeSentFor is codeSent where a page has several codes: field tells them apart.
func (s *Site) codeSentFor(c echo.Context, field string, err error, page func(pages.CodeState) templ.Component) error {
	state := pages.CodeState{Sent: err == nil, Demo: s.Outbox != nil, Field: field}
	status := http.StatusOK
	if err != nil {
		refused, ok := fault.As(err)
		if !ok || !mendable(refused.Kind) {
			return err
		}
		state.Refuse, status = refused, respond.Status(refused)
	}
	if isFragment(c) {
		return respond.Page(c, http.StatusOK, pages.CodeSent(state))
	}
	return respond.Page(c, status, page(state))
}

// SignOut ends the session.
func (s *Site) SignOut(c echo.Context) error {
	if err := s.Auth.Leave(c); err != nil {
		return err
	}
	return respond.Redirect(c, auth.SignInPath+"?done=left")
}

// Touch keeps the session alive for somebody who reads or writes longer than it may stand idle; finding the session has touched it.
func (s *Site) Touch(c echo.Context) error { return c.NoContent(http.StatusNoContent) }

// PasswordForm is the page on which a password is changed.
func (s *Site) PasswordForm(c echo.Context) error {
	return respond.Page(c, http.StatusOK, s.passwordPage(c, pages.Entry{}))
}

func (s *Site) passwordPage(c echo.Context, e pages.Entry) templ.Component {
	title := say(c, "account.password.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	f.Path = auth.PasswordPath
	return pages.Password(f, pages.PasswordView{Entry: e, Due: auth.Actor(c).PasswordDue, Home: homeOf(auth.Actor(c)), Back: auth.Next(c, "")})
}

// ChangePassword sets a new password.
func (s *Site) ChangePassword(c echo.Context) error {
	actor := auth.Actor(c)
	err := s.Accounts.ChangePassword(c.Request().Context(), actor, c.FormValue("old"), c.FormValue("new"))
	if err != nil {
		err = pin(err, map[string]string{
			"PASSWORD_WRONG": "/old", "PASSWORD_SHORT": "/new", "PASSWORD_LONG": "/new", "PASSWORD_GUESSABLE": "/new", "PASSWORD_SAME": "/new",
		})
		return again(c, err, func(e pages.Entry) templ.Component { return s.passwordPage(c, e) })
	}
	return respond.Redirect(c, auth.Next(c, homeOf(actor)+"?done=password"))
}
