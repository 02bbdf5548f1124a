package web

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const unitPath = "/unit/sign"

// UnitList lists the forms that wait for the signature of the reader's enterprises.
func (s *Site) UnitList(c echo.Context) error {
	waiting, err := s.Cases.AwaitingUnit(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return err
	}
	title := say(c, "unit.title")
	f := s.frame(c, title, crumb(say(c, "nav.space"), personHome), crumb(title, ""))
	return respond.Page(c, http.StatusOK, pages.UnitList(f, pages.UnitListView{Waiting: waiting, Today: s.today(), Flash: flash(c)}))
}

// UnitForm shows one of them as a whole. One that does not wait any more is a case, or went back.
func (s *Site) UnitForm(c echo.Context) error {
	return s.showUnitForm(c, http.StatusOK, pages.Entry{})
}

func (s *Site) showUnitForm(c echo.Context, status int, e pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	v := pages.UnitSignView{DraftView: pages.DraftView{Today: s.today(), Key: newIntent(), Phone: s.Footer.ServicePhone}, Entry: e}
	v.DraftView.DraftView, err = s.Cases.UnitForm(c.Request().Context(), auth.Actor(c), which)
	if fault.Code(err) == "ACT_NOT_NOW" {
		return respond.Redirect(c, unitPath)
	}
	if err != nil {
		return err
	}
	v.Sections = s.reading(v.DraftView.DraftView).Sections(respond.Context(c))
	title := say(c, "unit.sign.title", "name", v.Prepared)
	f := s.frame(c, title, crumb(say(c, "unit.title"), unitPath), crumb(title, ""))
	f.Path = unitPath + "/" + which.String()
	return respond.Page(c, status, pages.UnitSign(f, v))
}

// UnitSign signs for the unit; the case is received today.
func (s *Site) UnitSign(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	agreed := c.FormValue("agreed") == "yes"
	receipt, err := s.Cases.UnitSign(c.Request().Context(), auth.Actor(c), which, agreed, intent(c, c.FormValue("agreed")))
	if err != nil {
		return s.unitRefused(c, err)
	}
	return s.receipt(c, receipt, false)
}

// UnitReturn sends a form back to the person.
func (s *Site) UnitReturn(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Cases.UnitReturn(c.Request().Context(), auth.Actor(c), which, c.FormValue("reason")); err != nil {
		return s.unitRefused(c, err)
	}
	return respond.Redirect(c, unitPath+"?done=returned")
}

func (s *Site) unitRefused(c echo.Context, err error) error {
	refused, ok := fault.As(err)
	switch {
	case !ok:
		return err
	case refused.Code == "ASSURANCE_TOO_LOW":
		return s.confirmFirst(c, unitPath+"/"+uuid.MustParse(c.Param("id")).String())
	case refused.Code == "ACT_NOT_NOW":
		return respond.Redirect(c, unitPath)
	case !mendable(refused.Kind):
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.showUnitForm(c, respond.Status(refused), pages.Refused(respond.Context(c), values, refused))
}
