package web

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/enterprise"
)

const enterpriseHome = "/enterprise"

// RegisterEnterpriseForm is the page on which a person registers his enterprise.
func (s *Site) RegisterEnterpriseForm(c echo.Context) error {
	return respond.Page(c, http.StatusOK, s.enterprisePage(c, pages.Entry{}))
}

func (s *Site) enterprisePage(c echo.Context, e pages.Entry) templ.Component {
	title := say(c, "account.enterprise.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	f.Path = "/register/enterprise"
	return pages.RegisterEnterprise(f, pages.EnterpriseView{Entry: e, Name: auth.Actor(c).Name})
}

// RegisterEnterprise registers the enterprise. Its legal representative acts for it from now on; anybody else waits for his word.
func (s *Site) RegisterEnterprise(c echo.Context) error {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	r, err := s.Enterprises.Register(ctx, actor, c.FormValue("credit_code"))
	if err != nil {
		return again(c, pinTo(err, "/credit_code"), func(e pages.Entry) templ.Component { return s.enterprisePage(c, e) })
	}
	if r.State != enterprise.Registered {
		return respond.Redirect(c, personHome)
	}
	actor.Enterprises = append(actor.Enterprises, account.Membership{ID: r.EnterpriseID.UUID, Role: account.Legal})
	if err := s.Accounts.ActFor(ctx, actor, r.EnterpriseID.UUID); err != nil {
		return err
	}
	return respond.Redirect(c, "/me?done=enterprise")
}

// ConfirmRegistration is the legal representative's yes or no to somebody who registers his enterprise.
func (s *Site) ConfirmRegistration(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	agreed := c.FormValue("agreed") == "yes"
	if err := s.Enterprises.Confirm(c.Request().Context(), auth.Actor(c), which, agreed); err != nil {
		return err
	}
	if !agreed {
		return respond.Redirect(c, "/me?done=refused")
	}
	return respond.Redirect(c, "/me?done=confirmed")
}

// Authorisation shows a membership as 授权委托书.
func (s *Site) Authorisation(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	a, err := s.Enterprises.Authorisation(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	v := pages.AuthorisationView{Authorisation: a}
	for _, code := range a.Scope {
		name := code
		if item, err := s.Catalog.Item(c.Request().Context(), code); err == nil {
			name = pick(c, item.Name)
		}
		v.Items = append(v.Items, name)
	}
	title := say(c, "enterprise.letter.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	return respond.Page(c, http.StatusOK, pages.Authorisation(f, v))
}
