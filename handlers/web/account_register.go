package web

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// RegisterForm is the page on which a person gets an account.
func (s *Site) RegisterForm(c echo.Context) error {
	return respond.Page(c, http.StatusOK, s.registerPage(c, pages.Entry{}, s.noCode()))
}

func (s *Site) noCode() pages.CodeState { return pages.CodeState{Demo: s.Outbox != nil} }

func (s *Site) registerPage(c echo.Context, e pages.Entry, sent pages.CodeState) templ.Component {
	f := s.visitorFrame(c, "account.register.title")
	f.Path = "/register"
	return pages.Register(f, pages.RegisterView{Entry: e, Back: auth.Next(c, ""), Sent: sent})
}

// RegisterCode sends a code for registering.
func (s *Site) RegisterCode(c echo.Context) error {
	return s.sendCode(c, account.ToRegister, func(sent pages.CodeState) templ.Component { return s.registerPage(c, typed(c), sent) })
}

// Register makes the account of a natural person and lets him in at once.
func (s *Site) Register(c echo.Context) error {
	ctx := c.Request().Context()
	r := account.Registration{
		Name: c.FormValue("name"), IDNumber: c.FormValue("id_number"), Mobile: c.FormValue("mobile"), Code: c.FormValue("code"),
		Password: c.FormValue("password"), Address: c.RealIP(),
	}
	if _, err := s.Accounts.RegisterPerson(ctx, r); err != nil {
		return again(c, err, func(e pages.Entry) templ.Component { return s.registerPage(c, e, s.noCode()) })
	}
	in, err := s.Accounts.SignIn(ctx, account.SignIn{Identifier: r.Mobile, Password: r.Password, Door: account.Page, Address: c.RealIP()})
	if err != nil {
		return respond.Redirect(c, auth.SignInPath+"?done=registered")
	}
	return s.enter(c, in, personHome)
}

// ResetForm is the page on which a person sets a new password by short message.
func (s *Site) ResetForm(c echo.Context) error {
	return respond.Page(c, http.StatusOK, s.resetPage(c, pages.Entry{}, s.noCode()))
}

func (s *Site) resetPage(c echo.Context, e pages.Entry, sent pages.CodeState) templ.Component {
	f := s.visitorFrame(c, "account.reset.title")
	f.Path = "/reset-password"
	return pages.ResetPassword(f, pages.ResetView{Entry: e, Sent: sent})
}

// ResetCode sends a code for a new password.
func (s *Site) ResetCode(c echo.Context) error {
	return s.sendCode(c, account.ToReset, func(sent pages.CodeState) templ.Component { return s.resetPage(c, typed(c), sent) })
}

// ResetPassword sets a new password by short message.
func (s *Site) ResetPassword(c echo.Context) error {
	err := s.Accounts.ResetPassword(c.Request().Context(), c.FormValue("mobile"), c.FormValue("code"), c.FormValue("password"), c.RealIP())
	if err != nil {
		err = pin(err, map[string]string{
			"PHONE_FORMAT": "/mobile", "PHONE_NOT_MOBILE": "/mobile", "CODE_WRONG": "/code",
			"PASSWORD_SHORT": "/password", "PASSWORD_LONG": "/password", "PASSWORD_GUESSABLE": "/password",
		})
		return again(c, err, func(e pages.Entry) templ.Component { return s.resetPage(c, e, s.noCode()) })
	}
	return respond.Redirect(c, auth.SignInPath+"?done=reset")
}

// ConfirmForm asks for a code by short message before something weighty (domain.md 6.2).
func (s *Site) ConfirmForm(c echo.Context) error {
	return respond.Page(c, http.StatusOK, s.confirmPage(c, pages.Entry{}, s.noCode()))
}

func (s *Site) confirmPage(c echo.Context, e pages.Entry, sent pages.CodeState) templ.Component {
	f := s.frame(c, say(c, "account.confirm.title"))
	f.Path = "/me/confirm"
	return pages.Confirm(f, pages.ConfirmView{Entry: e, Back: auth.Next(c, ""), Mobile: maskMobile(auth.Actor(c).Mobile), Sent: sent})
}

// maskMobile hides the middle of a number: 138****5678 (domain.md 5.8).
func maskMobile(mobile string) string {
	number, err := identity.ParseMobile(mobile)
	if err != nil {
		return ""
	}
	return number.Masked()
}

// ConfirmCode sends a code to the person's own number.
func (s *Site) ConfirmCode(c echo.Context) error {
	err := s.Accounts.RequestConfirmation(c.Request().Context(), auth.Actor(c))
	return s.codeSent(c, err, func(sent pages.CodeState) templ.Component { return s.confirmPage(c, typed(c), sent) })
}

// Confirm takes the code and goes on to what it was needed for.
func (s *Site) Confirm(c echo.Context) error {
	err := s.Accounts.Confirm(c.Request().Context(), auth.Actor(c), c.FormValue("code"))
	if err != nil {
		err = pin(err, map[string]string{"CODE_WRONG": "/code"})
		return again(c, err, func(e pages.Entry) templ.Component { return s.confirmPage(c, e, s.noCode()) })
	}
	return respond.Redirect(c, auth.Next(c, personHome))
}

// MobileForm is the page on which a person changes his mobile number.
func (s *Site) MobileForm(c echo.Context) error {
	return respond.Page(c, http.StatusOK, s.mobilePage(c, pages.Entry{}, s.noCode(), s.noCode()))
}

func (s *Site) mobilePage(c echo.Context, e pages.Entry, sent, oldSent pages.CodeState) templ.Component {
	title := say(c, "account.mobile.change")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	f.Path = "/me/mobile"
	oldSent.Field, oldSent.Demo = "old", false // the hint stands at the new number
	v := pages.MobileView{Entry: e, By: pages.ByOldNumber, Mobile: maskMobile(auth.Actor(c).Mobile), Sent: sent, OldSent: oldSent, Phone: s.Footer.ServicePhone}
	if c.FormValue("by") == pages.ByIdentity {
		v.By = pages.ByIdentity
	}
	return pages.Mobile(f, v)
}

// MobileCode sends a code to the number that a person wants to change to.
func (s *Site) MobileCode(c echo.Context) error {
	err := s.Accounts.RequestMobileCode(c.Request().Context(), auth.Actor(c), c.FormValue("mobile"))
	return s.codeSent(c, err, func(sent pages.CodeState) templ.Component { return s.mobilePage(c, typed(c), sent, s.noCode()) })
}

// OldMobileCode sends a code to the number that he has.
func (s *Site) OldMobileCode(c echo.Context) error {
	err := s.Accounts.RequestOldMobileCode(c.Request().Context(), auth.Actor(c))
	return s.codeSentFor(c, "old", err, func(sent pages.CodeState) templ.Component { return s.mobilePage(c, typed(c), s.noCode(), sent) })
}

// ChangeMobile changes it.
func (s *Site) ChangeMobile(c echo.Context) error {
	err := s.Accounts.ChangeMobile(c.Request().Context(), auth.Actor(c), account.NewMobile{
		Mobile: c.FormValue("mobile"), Code: c.FormValue("code"), OldLost: c.FormValue("by") == pages.ByIdentity,
		OldCode: c.FormValue("old_code"), Password: c.FormValue("password"), IDNumber: c.FormValue("id_number"),
	})
	if err != nil {
		return again(c, err, func(e pages.Entry) templ.Component { return s.mobilePage(c, e, s.noCode(), s.noCode()) })
	}
	return respond.Redirect(c, personHome+"?done=mobile")
}

// enterpriseOf is the enterprise that a form or address names, else the one that the person acts for, else the first that he heads or administers.
func enterpriseOf(c echo.Context, actor account.Actor) uuid.UUID {
	if named, err := uuid.Parse(c.FormValue("enterprise")); err == nil {
		return named
	}
	if m, acts := actor.Member(actor.Acting); acts && m.Role != account.Agent {
		return m.ID
	}
	if headed := actor.EnterpriseIDs(account.Legal, account.Administrator); len(headed) > 0 {
		return headed[0]
	}
	return uuid.Nil
}
