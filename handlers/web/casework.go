package web

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

const casesAPage = 20

func myCasePath(id string) string { return "/cases/" + id }

// pick is a text of data in the reader's language.
func pick(c echo.Context, t form.Text) string { return locale.Pick(respond.Context(c), t.Zh, t.En) }

// MyCases lists the reader's cases, or those of the enterprise that he acts for.
func (s *Site) MyCases(c echo.Context) error {
	ctx, actor, live := respond.Context(c), auth.Actor(c), s.liveAt(personHome)
	after := c.QueryParam("after")
	list, err := s.Cases.MyCases(ctx, actor, after, casesAPage)
	if err != nil {
		return err
	}
	v := pages.CasesView{Total: list.Total}
	if m, acts := actor.Member(actor.Acting); acts {
		v.Unit = m.Name
	}
	for _, one := range list.Items {
		line := caseLine(ctx, one)
		if v.Unit != "" && one.SubState == procedure.AwaitingUnit { // a person's form that waits for the unit's signature
			line.Href = unitPath + "/" + one.ID.String()
		}
		v.Cases = append(v.Cases, line)
	}
	if after != "" {
		v.First = casesPath
	}
	if list.Next != "" {
		v.Next = casesPath + "?" + url.Values{"after": {list.Next}}.Encode()
	}
	title := say(c, "nav.my")
	f := s.frame(c, title, crumb(say(c, "nav.space"), personHome), crumb(title, ""))
	f.Live = live
	return respond.Page(c, http.StatusOK, pages.Cases(f, v))
}

// Case is a case on one page. Opening it marks what the officer wrote as read.
func (s *Site) Case(c echo.Context) error {
	return s.showCase(c, http.StatusOK, pages.Entry{})
}

func (s *Site) showCase(c echo.Context, status int, e pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx, actor, live := respond.Context(c), auth.Actor(c), s.liveAt(myCasePath(which.String()))
	v := pages.CaseView{Key: newIntent(), Flash: flash(c), Entry: e, Phone: s.Footer.ServicePhone}
	if v.ApplicantView, err = s.Cases.CaseForApplicant(ctx, actor, which); err != nil {
		return err
	}
	if !auth.Unattended(c) && unread(v.Messages) && len(v.Acts) > 0 {
		if err := s.Cases.ReadMessages(ctx, actor, which); err != nil && fault.Code(err) != "NOT_FOUND" {
			return err
		}
	}
	v.Sections = pages.Reading{
		Item: v.Item, Answers: v.Answers, Facts: v.Facts, Visible: v.Visible, Material: v.Material, File: fileOf(which),
	}.Sections(ctx)
	if v.VisitAsked {
		if v.Booking, err = s.Appointments.OfCase(ctx, which); err != nil {
			return err
		}
		v.OwnBooking = v.Booking != nil && v.Booking.PersonID == actor.PersonID
	}
	if v.Certificate != nil {
		v.Verify = "/verify/" + v.Certificate.VerifyCode
	}
	f := s.caseFrame(c, v.CaseSummary, "")
	if c.Request().Method == http.MethodGet {
		f.Live = live
	}
	return respond.Page(c, status, pages.Case(f, v))
}

func unread(messages []casework.Message) bool {
	for _, m := range messages {
		if m.FromClerk && m.ReadAt.IsZero() {
			return true
		}
	}
	return false
}

// caseFrame stands around the pages of a case; without a title it is the case's own page.
func (s *Site) caseFrame(c echo.Context, v casework.CaseSummary, title string) ui.Frame {
	here, name := myCasePath(v.ID.String()), pick(c, v.Name)
	crumbs := []ui.Crumb{crumb(say(c, "nav.my"), casesPath), crumb(name, here)}
	if title == "" {
		title, crumbs[1].Href = name, ""
	} else {
		crumbs = append(crumbs, crumb(title, ""))
	}
	f := s.frame(c, title, crumbs...)
	if c.Request().Method != http.MethodGet {
		f.Path = here
	}
	return f
}

// Message writes to the officer.
func (s *Site) Message(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	text := c.FormValue("text")
	if _, err = s.Cases.SendMessage(c.Request().Context(), auth.Actor(c), which, text, intent(c, text)); err != nil {
		refused, ok := fault.As(pin(err, map[string]string{"MESSAGE_EMPTY": "/text"}))
		if !ok || !mendable(refused.Kind) {
			return err
		}
		return s.showCase(c, respond.Status(refused), pages.Refused(respond.Context(c), url.Values{"text": {text}}, refused))
	}
	return respond.Redirect(c, myCasePath(which.String())+"?done=sent#messages")
}

// WithdrawForm asks before an application is taken back.
func (s *Site) WithdrawForm(c echo.Context) error {
	return s.showWithdraw(c, http.StatusOK, pages.Entry{})
}

func (s *Site) showWithdraw(c echo.Context, status int, e pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	view, err := s.Cases.CaseForApplicant(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	if status == http.StatusOK && unconfirmed(c) {
		return s.confirmFirst(c, myCasePath(which.String())+"/withdraw")
	}
	v := pages.WithdrawView{ID: which, Name: view.Name, Number: view.Code, Key: newIntent(), Entry: e, Claim: view.Law.Compensation != nil}
	return respond.Page(c, status, pages.Withdraw(s.caseFrame(c, view.CaseSummary, say(c, "mycase.withdraw")), v))
}

// Withdraw takes the application back.
func (s *Site) Withdraw(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	here, reason := myCasePath(which.String()), c.FormValue("reason")
	err = s.Cases.Withdraw(c.Request().Context(), auth.Actor(c), which, reason, intent(c, reason))
	refused, ok := fault.As(err)
	switch {
	case err == nil:
		return respond.Redirect(c, here+"?done=withdrawn")
	case ok && refused.Code == "ASSURANCE_TOO_LOW":
		return s.confirmFirst(c, here+"/withdraw")
	case ok && mendable(refused.Kind):
		return s.showWithdraw(c, respond.Status(refused), pages.Refused(respond.Context(c), url.Values{"reason": {reason}}, refused))
	}
	return err
}

// ConfirmDelivery confirms that decision and certificate have arrived electronically (送达回证).
func (s *Site) ConfirmDelivery(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	here := myCasePath(which.String())
	err = s.Cases.ConfirmDelivery(c.Request().Context(), auth.Actor(c), which)
	if err != nil && fault.Code(err) != "ACT_NOT_NOW" { // a second click finds it done
		return err
	}
	return respond.Redirect(c, here+"?done=delivered")
}

// DeliveryAddressForm asks how the papers of a case shall reach its applicant.
func (s *Site) DeliveryAddressForm(c echo.Context) error {
	return s.deliveryAddress(c, http.StatusOK, pages.Entry{})
}

func (s *Site) deliveryAddress(c echo.Context, status int, entry pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	v, err := s.Cases.CaseForApplicant(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	here := myCasePath(which.String())
	if len(v.Ways) == 0 { // his case tells how it stands
		return respond.Redirect(c, here)
	}
	if status == http.StatusOK && unconfirmed(c) {
		return s.confirmFirst(c, here+"/delivery-address")
	}
	title := say(c, "delivery.address.title")
	f := s.frame(c, title, inSpace(c, crumb(v.Code, here), crumb(title, ""))...)
	return respond.Page(c, status, pages.DeliveryAddress(f, pages.DeliveryAddressView{Entry: entry, Case: v}))
}

// ChooseDelivery keeps it (送达地址确认书).
func (s *Site) ChooseDelivery(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	here := myCasePath(which.String())
	choice := casework.DeliveryChoice{Way: c.FormValue("way"), Agree: c.FormValue("agree") != "", Name: c.FormValue("name"), Phone: c.FormValue("phone"), Address: c.FormValue("address")}
	err = s.Cases.ChooseDelivery(c.Request().Context(), auth.Actor(c), which, choice, key)
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return respond.Redirect(c, here+"?done=chosen")
	case ok && f.Code == "ASSURANCE_TOO_LOW":
		return s.confirmFirst(c, here+"/delivery-address")
	case ok && mendable(f.Kind):
		return s.deliveryAddress(c, respond.Status(f), pages.Refused(respond.Context(c), typed(c).Values, f))
	}
	return err
}

// CaseMaterial shows an upload to everybody who may see its case.
func (s *Site) CaseMaterial(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	material, err := id(c, "material")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := s.Cases.MaySee(ctx, auth.Actor(c), which); err != nil {
		return err
	}
	return s.sendMaterial(c, which, material)
}

func (s *Site) sendMaterial(c echo.Context, caseID, id uuid.UUID) error {
	m, r, err := s.Materials.OpenOf(c.Request().Context(), caseID, id)
	if err != nil {
		return err
	}
	defer r.Close()
	SendMaterial(c, m, r)
	return nil
}
