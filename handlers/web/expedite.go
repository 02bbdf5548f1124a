package web

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const businessHome = "/business"

// Business shows the enterprise that the reader acts for; who acts for none asks for himself.
func (s *Site) Business(c echo.Context) error {
	return s.business(c, http.StatusOK, pages.Entry{})
}

func (s *Site) business(c echo.Context, status int, e pages.Entry) error {
	live := s.liveAt(personHome)
	v := pages.BusinessView{Entry: e, Flash: businessFlash(c)}
	var err error
	if v.Overview, err = s.Expedite.Overview(respond.Context(c), auth.Actor(c)); fault.Code(err) == "ENTERPRISE_REQUIRED" {
		return s.businessAlone(c)
	}
	if err != nil {
		return err
	}
	f := s.frame(c, say(c, "business.title"), crumb(say(c, "business.title"), ""))
	f.Path = businessHome
	if c.Request().Method == http.MethodGet {
		f.Live = live
	}
	return respond.Page(c, status, pages.Business(f, v))
}

// businessAlone shows a person who asks for himself his own requests; who has none begins one.
func (s *Site) businessAlone(c echo.Context) error {
	live := s.liveAt(personHome)
	list, err := s.Expedite.Own(respond.Context(c), auth.Actor(c))
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return respond.Redirect(c, businessHome+"/requests/new")
	}
	f := s.frame(c, say(c, "business.title"), crumb(say(c, "business.title"), ""))
	f.Path = businessHome
	if c.Request().Method == http.MethodGet {
		f.Live = live
	}
	return respond.Page(c, http.StatusOK, pages.BusinessAlone(f, pages.BusinessAloneView{Requests: list, Flash: businessFlash(c)}))
}

// businessFlash is what a page says after a redirect.
func businessFlash(c echo.Context) string {
	if word := c.QueryParam("done"); slices.Contains([]string{"applied", "saved", "submitted", "redated", "seats", "stated", "paper", "admitted", "ordinary", "departed", "shift", "verified", "doubted", "answered", "proposed", "decided", "lifted"}, word) {
		return say(c, "business.done."+word)
	}
	return ""
}

// BusinessForm shows the registration form, or with change=1 that of the roster alone.
func (s *Site) BusinessForm(c echo.Context) error {
	if unconfirmed(c) {
		return s.confirmFirst(c, c.Request().URL.RequestURI())
	}
	page, err := s.businessForm(c, pages.Entry{}, c.QueryParam("change") == "1")
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, page)
}

func (s *Site) businessForm(c echo.Context, e pages.Entry, change bool) (templ.Component, error) {
	form, err := s.Expedite.Form(respond.Context(c), auth.Actor(c))
	if err != nil {
		return nil, err
	}
	f := s.frame(c, say(c, "business.form.title"), crumb(say(c, "business.title"), businessHome), crumb(say(c, "business.form.title"), ""))
	f.Path = businessHome + "/registration"
	return pages.BusinessForm(f, pages.BusinessFormView{Entry: e, Form: form, Change: change, Key: newIntent()}), nil
}

// ApplyBusiness hands in a registration, a renewal or another roster.
func (s *Site) ApplyBusiness(c echo.Context) error {
	rows, err := s.sheetRows(c, "roster")
	change := c.FormValue("change") == "1"
	if err == nil {
		roster := expedite.RosterOf(rows)
		ctx, actor := respond.Context(c), auth.Actor(c)
		key := intent(c, c.FormValue("scope"), c.FormValue("partners"), expedite.RosterLines(roster))
		if change {
			_, err = s.Expedite.ChangeRoster(ctx, actor, roster, key)
		} else {
			_, err = s.Expedite.Apply(ctx, actor, applicationOf(c, roster), key)
		}
	}
	if err == nil {
		return respond.Redirect(c, businessHome+"?done=applied")
	}
	return s.businessAgain(c, listed(c, err, "roster"), businessHome+"/registration", func(e pages.Entry) (templ.Component, error) { return s.businessForm(c, e, change) })
}

func applicationOf(c echo.Context, roster []expedite.RosterPerson) expedite.Application {
	a := expedite.Application{Scope: c.FormValue("scope"), Partners: c.FormValue("partners"), Promise: c.FormValue("promise") == "true", Roster: roster}
	for _, d := range c.Request().Form["with"] {
		a.With = append(a.With, expedite.Destination(d))
	}
	for i := range expedite.MostLiaisons {
		at := "liaisons/" + strconv.Itoa(i) + "/"
		l := expedite.Liaison{Name: c.FormValue(at + "name"), IDNumber: c.FormValue(at + "id_number"), Mobile: c.FormValue(at + "mobile"), Authorised: dateValue(c, at+"authorised")}
		if strings.TrimSpace(l.Name+l.IDNumber+l.Mobile) != "" {
			a.Liaisons = append(a.Liaisons, l)
		}
	}
	return a
}

// dateValue is a date that was typed; anything else is none, and the rules say that it is missing.
func dateValue(c echo.Context, name string) workday.Date {
	d, err := workday.Parse(c.FormValue(name))
	if err != nil {
		return workday.Date{}
	}
	return d
}

// sheetRows are the persons of a form: from the sheet when one was chosen, else from what was typed.
func (s *Site) sheetRows(c echo.Context, name string) ([][]string, error) {
	values, files, err := s.takePaper(c)
	if err != nil {
		return nil, err
	}
	var raw []byte
	if _, chosen := files["sheet"]; chosen {
		err = s.withFile(files, "/sheet", func(_ string, file io.Reader) (err error) {
			raw, err = io.ReadAll(file)
			return err
		})
	}
	if err == nil && len(raw) == 0 {
		raw = []byte(values.Get(name))
	}
	if err != nil {
		return nil, err
	}
	return expedite.ReadSheet(raw)
}

// businessAgain shows a form again with what was wrong, or asks first who sits there where the step is weighty.
func (s *Site) businessAgain(c echo.Context, err error, back string, show func(pages.Entry) (templ.Component, error)) error {
	if fault.Code(err) == "ASSURANCE_TOO_LOW" {
		return s.confirmFirst(c, back)
	}
	return againOr(c, err, show)
}

// listed gathers the faults of lines at the field in which they stand, each with the number of its line.
func listed(c echo.Context, err error, name string) error {
	f, ok := fault.As(err)
	if !ok || len(f.Fields) == 0 {
		return err
	}
	fields := slices.Clone(f.Fields)
	for i, field := range fields {
		rest, inList := strings.CutPrefix(field.Pointer, "/"+name+"/")
		if line, _, _ := strings.Cut(rest, "/"); inList {
			n, _ := strconv.Atoi(line)
			fields[i] = fault.OneField("/"+name, "LINE_FAULT", "line", n+1, "what", pages.FieldWords(respond.Context(c), field))
		}
	}
	return fault.Fields(fields...)
}

// BusinessTemplate is an empty sheet for travellers or a roster.
func (s *Site) BusinessTemplate(c echo.Context) error {
	raw, err := expedite.TemplateFor(c.Param("kind"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+c.Param("kind")+`.xlsx"`)
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", raw)
}

// BusinessDates tells anybody whether it can be ready in time.
func (s *Site) BusinessDates(c echo.Context) error {
	v := pages.BusinessDatesView{Entry: pages.Entry{Values: c.QueryParams()}}
	status := http.StatusOK
	if c.QueryParam("departure") != "" {
		departure, err := workday.Parse(c.QueryParam("departure"))
		var o expedite.Outlook
		if err == nil {
			o, err = s.Expedite.Dates(departure, expedite.Delivery(c.QueryParam("delivery")))
		}
		if f, ok := fault.As(pinTo(err, "/departure")); ok {
			v.Entry, status = pages.Refused(respond.Context(c), c.QueryParams(), f), respond.Status(f)
		} else {
			v.Outlook = &o
		}
	}
	f := s.bareFrame(c, say(c, "business.dates.title"), crumb(say(c, "business.dates.title"), ""))
	f.Path = businessHome + "/dates"
	return respond.Page(c, status, pages.BusinessDates(f, v))
}

// HearMark keeps the enterprise's statement on a proposed mark.
func (s *Site) HearMark(c echo.Context) error {
	which, err := id(c, "id")
	if err == nil {
		err = s.Expedite.Hear(respond.Context(c), auth.Actor(c), which, c.FormValue("statement"))
	}
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		values, _ := c.FormParams()
		return s.business(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, businessHome+"?done=stated")
}
