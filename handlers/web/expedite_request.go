package web

import (
	"io"
	"net/http"
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
	rows, err := s.sheetRows(c, "persons")
	if f, ok := fault.As(err); err != nil && (!ok || f.Kind != fault.Invalid) {
		return err
	}
	which := uuid.Nil
	if c.Param("id") != "" {
		var bad error
		if which, bad = id(c, "id"); bad != nil {
			return bad
		}
	}
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
	_, files, err := s.takePaper(c)
	if err != nil {
		return err
	}
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	ctx, actor := respond.Context(c), auth.Actor(c)
	rule, err := s.Expedite.PaperRule(ctx, actor, which)
	if err != nil {
		return err
	}
	var m material.Material
	if _, chosen := files["file"]; chosen {
		err = s.withFile(files, "/file", func(name string, file io.Reader) (err error) {
			m, err = s.Materials.Receive(ctx, actor.PersonID, rule, name, file)
			return err
		})
	}
	if err == nil {
		p := expedite.Paper{Kind: expedite.PaperKind(c.FormValue("kind")), Dated: dateValue(c, "dated"), Chinese: c.FormValue("chinese") == "true", Of: c.FormValue("of")}
		_, err = s.Expedite.AddPaper(ctx, actor, which, p, m)
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
		return s.businessAgain(c, err, businessHome+"/requests/"+which.String(), func(pages.Entry) (templ.Component, error) { return s.businessRequest(c, pages.Entry{}, which) })
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
		return s.businessAgain(c, err, businessHome+"/requests/"+which.String(), func(e pages.Entry) (templ.Component, error) { return s.businessRequest(c, e, which) })
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
		return s.businessAgain(c, err, businessHome+"/requests/"+which.String(), func(e pages.Entry) (templ.Component, error) { return s.businessRequest(c, e, which) })
	}
	return respond.Redirect(c, businessHome+"/requests/"+which.String()+"?done=seats")
}
