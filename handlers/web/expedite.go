package web

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
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
		return respond.Redirect(c, businessHome+"/requests/new")
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

// businessFlash is what a page says after a redirect.
func businessFlash(c echo.Context) string {
	if word := c.QueryParam("done"); slices.Contains([]string{"applied", "saved", "submitted", "redated", "seats", "stated", "paper", "admitted", "ordinary", "departed", "shift", "verified", "proposed", "decided", "lifted"}, word) {
		return say(c, "business.done."+word)
	}
	return ""
}

// BusinessForm shows the registration form, or with change=1 that of the roster alone.
func (s *Site) BusinessForm(c echo.Context) error {
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
	rows, err := sheetRows(c, "roster")
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
	return againOr(c, listed(c, err, "roster"), func(e pages.Entry) (templ.Component, error) { return s.businessForm(c, e, change) })
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

// mostForm bounds a form with a sheet in it.
const mostForm = 3 << 20

// sheetRows are the persons of a form: from the sheet when one was chosen, else from what was typed.
func sheetRows(c echo.Context, name string) ([][]string, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, mostForm)
	if err := r.ParseMultipartForm(mostForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	file, _, err := r.FormFile("sheet")
	if err != nil {
		return expedite.ReadSheet([]byte(r.FormValue(name)))
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if len(raw) == 0 {
		return expedite.ReadSheet([]byte(r.FormValue(name)))
	}
	return expedite.ReadSheet(raw)
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
	heads := map[string][]string{"travellers": expedite.TravellerColumns, "roster": expedite.RosterColumns}
	head, known := heads[c.Param("kind")]
	if !known {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	raw, err := expedite.Template(head)
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

// NewBusinessRequest is an empty request.
func (s *Site) NewBusinessRequest(c echo.Context) error {
	page, err := s.businessRequest(c, pages.Entry{}, uuid.Nil)
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, page)
}

// BusinessRequest shows a request with everything that the check found.
func (s *Site) BusinessRequest(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	page, err := s.businessRequest(c, pages.Entry{}, which)
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, page)
}

func (s *Site) businessRequest(c echo.Context, e pages.Entry, which uuid.UUID) (templ.Component, error) {
	ctx, actor := respond.Context(c), auth.Actor(c)
	live := s.liveAt(personHome)
	v := pages.BusinessRequestView{Entry: e, Flash: businessFlash(c), Key: newIntent(), Today: workday.DateOf(s.Now())}
	if m, acts := actor.Member(actor.Acting); acts {
		v.ForUnit = m.Name
	}
	if which != uuid.Nil {
		checked, err := s.Expedite.Check(ctx, actor, which)
		if err != nil {
			return nil, err
		}
		v.ID, v.Checked, v.Trip = which.String(), &checked, checked.Trip
		persons := make([]expedite.Person, len(checked.Persons))
		for i, p := range checked.Persons {
			persons[i] = p.Person
		}
		v.Lines = expedite.Lines(persons)
	}
	f := s.frame(c, say(c, "business.request"), crumb(say(c, "business.title"), businessHome), crumb(say(c, "business.request"), ""))
	f.Path = businessHome + "/requests"
	if v.Checked != nil && v.Checked.State != expedite.Open && c.Request().Method == http.MethodGet {
		f.Live = live
	}
	return pages.BusinessRequest(f, v), nil
}

// SaveBusinessRequest keeps a request and shows what is still wrong with it.
func (s *Site) SaveBusinessRequest(c echo.Context) error {
	which := uuid.Nil
	if c.Param("id") != "" {
		var err error
		if which, err = id(c, "id"); err != nil {
			return err
		}
	}
	rows, err := sheetRows(c, "persons")
	saved := which
	if err == nil {
		persons := expedite.Travellers(rows)
		letter(c, persons)
		saved, err = s.Expedite.Save(respond.Context(c), auth.Actor(c), which, 0, tripOf(c), persons)
	}
	if err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.businessRequest(c, e, which) })
	}
	return respond.Redirect(c, businessHome+"/requests/"+saved.String()+"?done=saved")
}

// letter gives the letter of consent to the person that it names.
func letter(c echo.Context, persons []expedite.Person) {
	l := expedite.Letter{Person: strings.TrimSpace(c.FormValue("letter_person")), Unit: c.FormValue("letter_unit"), Document: c.FormValue("letter_document"),
		Destination: c.FormValue("letter_destination"), Dated: dateValue(c, "letter_dated"), Sealed: c.FormValue("letter_sealed") == "true"}
	for i := range persons {
		if l.Person != "" && persons[i].Name == l.Person {
			persons[i].StateStaff, persons[i].Letter = true, l
		}
	}
}

func tripOf(c echo.Context) expedite.Trip {
	t := expedite.Trip{UnitCode: strings.ToUpper(strings.TrimSpace(c.FormValue("unit_code"))), UnitName: strings.TrimSpace(c.FormValue("unit_name")),
		Reason: expedite.Reason(c.FormValue("reason")), Delivery: expedite.Delivery(c.FormValue("delivery")), Truth: c.FormValue("truth") == "true",
		Exchange:  c.FormValue("exchange") == "true",
		Host:      expedite.Host{Name: c.FormValue("host/name"), Contact: c.FormValue("host/contact"), Phone: c.FormValue("host/phone"), Address: c.FormValue("host/address")},
		EventFrom: dateValue(c, "event_from"), EventTo: dateValue(c, "event_to"), Departure: dateValue(c, "departure"), Return: dateValue(c, "return"),
		Approval: expedite.ApprovalPaper{Number: c.FormValue("approval/number"), From: dateValue(c, "approval/from"), To: dateValue(c, "approval/to")}}
	for _, d := range c.Request().Form["destinations"] {
		t.Destinations = append(t.Destinations, expedite.Destination(d))
	}
	for _, n := range strings.FieldsFunc(c.FormValue("approval/names"), func(r rune) bool { return strings.ContainsRune("、,，;； \t\n\r", r) }) {
		t.Approval.Names = append(t.Approval.Names, n)
	}
	return t
}

// AddBusinessPaper adds evidence, with its file when one was chosen.
func (s *Site) AddBusinessPaper(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx, actor := respond.Context(c), auth.Actor(c)
	rule, err := s.Expedite.PaperRule(ctx, actor, which)
	if err != nil {
		return err
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, material.MostBytes+multipartExtra)
	if err := r.ParseMultipartForm(mostForm); err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	var m material.Material
	if file, header, missing := r.FormFile("file"); missing == nil && header.Size > 0 {
		m, err = s.Materials.Receive(ctx, actor.PersonID, rule, header.Filename, file)
		file.Close()
		err = pinTo(err, "/file")
	}
	if err == nil {
		p := expedite.Paper{Kind: expedite.PaperKind(c.FormValue("kind")), Dated: dateValue(c, "dated"), Chinese: c.FormValue("chinese") == "true"}
		err = s.Expedite.AddPaper(ctx, actor, which, p, m)
	}
	if err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.businessRequest(c, e, which) })
	}
	return respond.Redirect(c, businessHome+"/requests/"+which.String()+"?done=paper#papers")
}

// RemoveBusinessPaper takes evidence out again.
func (s *Site) RemoveBusinessPaper(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	paper, err := id(c, "paper")
	if err == nil {
		err = s.Expedite.RemovePaper(respond.Context(c), auth.Actor(c), which, paper)
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, businessHome+"/requests/"+which.String()+"#papers")
}

// SubmitBusinessRequest hands a request in.
func (s *Site) SubmitBusinessRequest(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if _, err = s.Expedite.Submit(respond.Context(c), auth.Actor(c), which, intent(c)); err != nil {
		return againOr(c, err, func(pages.Entry) (templ.Component, error) { return s.businessRequest(c, pages.Entry{}, which) })
	}
	return respond.Redirect(c, businessHome+"/requests/"+which.String()+"?done=submitted")
}

// RedateBusinessRequest moves the journey.
func (s *Site) RedateBusinessRequest(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	err = s.Expedite.Redate(respond.Context(c), auth.Actor(c), which, dateValue(c, "departure"), dateValue(c, "return"), dateValue(c, "event_from"), dateValue(c, "event_to"))
	if err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.businessRequest(c, e, which) })
	}
	return respond.Redirect(c, businessHome+"/requests/"+which.String()+"?done=redated")
}

// TakeBusinessSeats hands in those for whom a seat is kept.
func (s *Site) TakeBusinessSeats(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if _, err = s.Expedite.TakeSeats(respond.Context(c), auth.Actor(c), which, intent(c)); err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.businessRequest(c, e, which) })
	}
	return respond.Redirect(c, businessHome+"/requests/"+which.String()+"?done=seats")
}
