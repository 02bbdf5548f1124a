package web

import (
	"io"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/enterprise"
)

// deskEnterprises is where officers look after enterprises' accounts.
const deskEnterprises = clerkHome + "/enterprises"

// TakeoverForm is the way back to an account whose administrators are gone, with what the reader asked for before.
func (s *Site) TakeoverForm(c echo.Context) error {
	page, err := s.takeoverPage(c, pages.Entry{})
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, page)
}

func (s *Site) takeoverPage(c echo.Context, e pages.Entry) (templ.Component, error) {
	own, err := s.Enterprises.OwnTakeovers(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return nil, err
	}
	title := say(c, "takeover.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	f.Path = "/enterprise/takeover"
	return pages.Takeover(f, pages.TakeoverView{Entry: e, Own: own, Flash: flash(c)}), nil
}

// AskTakeover asks for the account.
func (s *Site) AskTakeover(c echo.Context) error {
	values, files, err := s.takePaper(c)
	if err != nil {
		return err
	}
	n := enterprise.NewTakeover{CreditCode: values.Get("credit_code"), Reason: values.Get("reason")}
	ask := func(name string, file io.Reader) error {
		n.File, n.Content = name, file
		_, err := s.Enterprises.AskTakeover(c.Request().Context(), auth.Actor(c), n)
		return err
	}
	if len(files) > 0 {
		err = s.withFile(files, "/file", ask)
	} else {
		err = ask("", nil)
	}
	if err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.takeoverPage(c, e) })
	}
	return respond.Redirect(c, "/enterprise/takeover?done=takeover")
}

// ObjectTakeover is a member's word against a takeover.
func (s *Site) ObjectTakeover(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Enterprises.Object(c.Request().Context(), auth.Actor(c), which, c.FormValue("text")); err != nil {
		return err
	}
	return respond.Redirect(c, enterpriseHome+"?done=takeover-objected")
}

// DeskEnterprises lists what officers see to: registrations for which the register is silent, and takeovers.
func (s *Site) DeskEnterprises(c echo.Context) error {
	page, err := s.deskEnterprisesPage(c, pages.Entry{})
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, page)
}

func (s *Site) deskEnterprisesPage(c echo.Context, e pages.Entry) (templ.Component, error) {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	silent, err := s.Enterprises.Silent(ctx, actor)
	if err != nil {
		return nil, err
	}
	takeovers, err := s.Enterprises.Takeovers(ctx, actor)
	if err != nil {
		return nil, err
	}
	title := say(c, "enterprise.desk")
	f := s.frame(c, title, crumb(title, ""))
	f.Path = deskEnterprises
	return pages.DeskEnterprises(f, pages.DeskEnterprisesView{Entry: e, Silent: silent, Takeovers: takeovers, Officer: actor.Officer, Today: s.today(),
		Flash: flash(c)}), nil
}

// RecordEnterprise enters by hand what the silent register would say.
func (s *Site) RecordEnterprise(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	r := account.EnterpriseRecord{CreditCode: c.FormValue("credit_code"), Name: c.FormValue("name"), Kind: c.FormValue("kind"), Address: c.FormValue("address"),
		LegalName: c.FormValue("legal_name"), LegalIDNumber: c.FormValue("legal_id_number")}
	if err := s.Enterprises.RecordByHand(c.Request().Context(), auth.Actor(c), which, r); err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.deskEnterprisesPage(c, e) })
	}
	return respond.Redirect(c, deskEnterprises+"?done=recorded")
}

// TakeoverEvidence sends what a staff member handed in.
func (s *Site) TakeoverEvidence(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	m, r, err := s.Enterprises.Evidence(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	defer r.Close()
	SendMaterial(c, m, r)
	return nil
}

// DecideTakeover is an officer's approval or refusal.
func (s *Site) DecideTakeover(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	passed, err := s.Enterprises.DecideTakeover(c.Request().Context(), auth.Actor(c), which, c.FormValue("decision") == "approve", c.FormValue("reason"))
	if err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.deskEnterprisesPage(c, e) })
	}
	if passed {
		return respond.Redirect(c, deskEnterprises+"?done=passed")
	}
	return respond.Redirect(c, deskEnterprises+"?done=noted")
}
