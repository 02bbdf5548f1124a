package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

const (
	myLicences   = personHome + "/licences"
	deskLicences = clerkHome + "/licences"
)

// holderOf is whose certificates the reader sees: his own, or those of the enterprise for which he acts.
func holderOf(actor account.Actor) string {
	if m, acts := actor.Member(actor.Acting); acts {
		return m.CreditCode
	}
	return actor.IDNumber
}

// MyLicences lists the reader's certificates with what he may ask for.
func (s *Site) MyLicences(c echo.Context) error {
	held, err := s.Documents.HeldBy(c.Request().Context(), holderOf(auth.Actor(c)))
	if err != nil {
		return err
	}
	title := say(c, "licence.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	f.Path = myLicences
	return respond.Page(c, http.StatusOK, pages.MyLicences(f, pages.LicencesView{Held: held, Flash: flash(c)}))
}

// LicenceForm asks what the holder has to say for a loss, a change or a cancellation.
func (s *Site) LicenceForm(c echo.Context) error {
	return s.licenceForm(c, http.StatusOK, pages.Entry{})
}

func (s *Site) licenceForm(c echo.Context, status int, entry pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	held, err := s.Documents.HeldBy(c.Request().Context(), holderOf(auth.Actor(c)))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(held, func(h document.Held) bool { return h.ID == which })
	measure := procedure.Measure(c.Param("measure"))
	if i < 0 || !slices.Contains(pages.OwnMeasures, measure) {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	item, err := s.Catalog.Item(c.Request().Context(), held[i].ItemCode)
	if err != nil {
		return err
	}
	title := say(c, "licence.measure."+string(measure))
	f := s.frame(c, title, inSpace(c, crumb(say(c, "licence.title"), myLicences), crumb(title, ""))...)
	return respond.Page(c, status, pages.LicenceForm(f, pages.LicenceFormView{Entry: entry, Licence: held[i], Measure: measure, Changes: item.Procedure.Changes}))
}

// AskMeasure takes what the holder asks for.
func (s *Site) AskMeasure(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	d, err := s.Cases.AskMeasure(c.Request().Context(), auth.Actor(c), casework.Measure{Certificate: which, Measure: procedure.Measure(c.Param("measure")),
		Facts: strings.TrimSpace(c.FormValue("facts")), Unit: strings.TrimSpace(c.FormValue("unit")), Name: strings.TrimSpace(c.FormValue("name")),
		UnitCode: strings.ToUpper(strings.TrimSpace(c.FormValue("unit_code")))}, key)
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		values, _ := c.FormParams()
		return s.licenceForm(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, "/cases/"+d.CaseID.String()+"?done=asked")
}

// DeskLicences finds certificates by their number and opens what shall become of one.
func (s *Site) DeskLicences(c echo.Context) error {
	return s.deskLicences(c, http.StatusOK, pages.Entry{})
}

func (s *Site) deskLicences(c echo.Context, status int, entry pages.Entry) (err error) {
	v := pages.DeskLicencesView{Entry: entry, Number: strings.TrimSpace(c.QueryParam("q")), Measure: procedure.Measure(c.QueryParam("measure")),
		Measures: measuresOf(auth.Actor(c))}
	if v.Penalties, err = s.waitingPenalties(c); err != nil {
		return err
	}
	if v.Number != "" {
		if v.Found, err = s.Documents.ByNumber(c.Request().Context(), v.Number); err != nil {
			return err
		}
	}
	if v.Unshared, v.Unwanted, err = s.Documents.Unshared(c.Request().Context()); err != nil {
		return err
	}
	title := say(c, "licence.desk")
	f := s.frame(c, title, crumb(title, ""))
	f.Path = deskLicences
	return respond.Page(c, status, pages.DeskLicences(f, v))
}

// measuresOf are what the officer may open: reviewers everything but penalties, case management penalties.
func measuresOf(actor account.Actor) (list []procedure.Measure) {
	if actor.HasAny(account.Reviewer) {
		list = append(list, procedure.Revoke, procedure.Withdraw, procedure.Cancel)
	}
	if actor.HasAny(account.CaseManager) {
		list = append(list, procedure.Punish)
	}
	return list
}

// OpenMeasure opens a case about a certificate.
func (s *Site) OpenMeasure(c echo.Context) error {
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	which, err := uuid.Parse(c.FormValue("certificate"))
	if err != nil {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	d, err := s.Cases.OpenMeasure(c.Request().Context(), auth.Actor(c), casework.Measure{Certificate: which, Measure: procedure.Measure(c.QueryParam("measure")),
		Ground: c.FormValue("ground"), Facts: strings.TrimSpace(c.FormValue("facts")), Proof: strings.TrimSpace(c.FormValue("proof")),
		Penalty: strings.TrimSpace(c.FormValue("penalty"))}, key)
	if f, ok := fault.As(err); ok && (mendable(f.Kind) || f.Kind == fault.Forbidden) {
		values, _ := c.FormParams()
		return s.deskLicences(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, casePath(d.CaseID)+"?done=open_measure")
}
