package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	disclosurePath    = "/disclosure"
	disclosuresAPage  = 20
	longestDisclosure = 60 // characters of a search
)

// Disclosures is the public list of decisions about permits.
func (s *Site) Disclosures(c echo.Context) error {
	q := disclosure.Search{Text: cutText(strings.TrimSpace(c.QueryParam("q")), longestDisclosure), ItemCode: strings.TrimSpace(c.QueryParam("item")),
		After: c.QueryParam("after"), Limit: disclosuresAPage}
	q.From, _ = workday.Parse(c.QueryParam("from")) // what is no day does not narrow the list
	q.To, _ = workday.Parse(c.QueryParam("to"))
	found, err := s.Publicity.Search(c.Request().Context(), q)
	if err != nil {
		return err
	}
	title := say(c, "disclosure.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.Path, f.Canonical, f.Description = disclosurePath, s.PublicURL+disclosurePath, say(c, "disclosure.lead")
	first, next := pagesOf(disclosurePath, c.QueryParams(), found.Next)
	return respond.Page(c, http.StatusOK, pages.Disclosures(f, pages.DisclosuresView{Query: q, Found: found, First: first, Next: next}))
}

// pagesOf are the addresses of the first and the next page of a keyset list with its filters.
func pagesOf(path string, query url.Values, after string) (first, next string) {
	keep := url.Values{}
	for name, values := range query {
		if name != "after" && name != "done" && len(values) > 0 && values[0] != "" {
			keep.Set(name, values[0])
		}
	}
	if query.Get("after") != "" {
		first = strings.TrimSuffix(path+"?"+keep.Encode(), "?")
	}
	if after != "" {
		keep.Set("after", after)
		next = path + "?" + keep.Encode()
	}
	return first, next
}

func cutText(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// Disclosure is one published decision, or the trace of one that was taken down.
func (s *Site) Disclosure(c echo.Context) error {
	record, err := id(c, "id")
	if err != nil {
		return err
	}
	e, err := s.Publicity.Entry(c.Request().Context(), record)
	if err != nil {
		return err
	}
	title := say(c, "disclosure.title")
	f := s.bareFrame(c, e.DocumentTitle, crumb(title, disclosurePath), crumb(e.DocumentNumber, ""))
	f.Path, f.NoIndex = disclosurePath+"/"+record.String(), true // people are found here by who looks for them, not by search engines
	return respond.Page(c, http.StatusOK, pages.Disclosure(f, e))
}

// ObjectionForm shows the person concerned his objections, and takes a new one.
func (s *Site) ObjectionForm(c echo.Context) error {
	return s.objection(c, http.StatusOK, pages.Entry{})
}

func (s *Site) objection(c echo.Context, status int, entry pages.Entry) error {
	record, err := id(c, "id")
	if err != nil {
		return err
	}
	e, list, err := s.Publicity.Objecting(c.Request().Context(), auth.Actor(c), record)
	if err != nil {
		return err
	}
	f := s.frame(c, say(c, "disclosure.object"), crumb(say(c, "disclosure.title"), disclosurePath), crumb(e.DocumentNumber, disclosurePath+"/"+record.String()),
		crumb(say(c, "disclosure.object"), ""))
	return respond.Page(c, status, pages.ObjectionForm(f, pages.ObjectionView{Entry: entry, Record: e, Objections: list, Flash: flash(c)}))
}

// Object takes the objection.
func (s *Site) Object(c echo.Context) error {
	record, err := id(c, "id")
	if err != nil {
		return err
	}
	_, err = s.Publicity.Object(c.Request().Context(), auth.Actor(c), record, strings.TrimSpace(c.FormValue("reason")))
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		values, _ := c.FormParams()
		return s.objection(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, disclosurePath+"/"+record.String()+"/objection?done=objected")
}

const deskDisclosures = clerkHome + "/disclosure"

// DeskDisclosures lists a shelf of the publishing officer.
func (s *Site) DeskDisclosures(c echo.Context) error {
	return s.deskDisclosures(c, http.StatusOK, pages.Entry{})
}

func (s *Site) deskDisclosures(c echo.Context, status int, entry pages.Entry) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	w := disclosure.Work{Shelf: disclosure.Shelf(c.QueryParam("shelf")), After: c.QueryParam("after"), Limit: disclosuresAPage}
	if w.Shelf == "" {
		w.Shelf = disclosure.ShelfDue
	}
	list, counts, err := s.Publicity.Work(ctx, actor, w)
	if err != nil {
		return err
	}
	v := pages.DeskDisclosuresView{Entry: entry, Shelf: w.Shelf, List: list, Counts: counts, Flash: deskFlash(c), Publishes: publishes(actor)}
	if v.Objections, err = s.Publicity.Objections(ctx, actor); err != nil {
		return err
	}
	v.First, v.Next = pagesOf(deskDisclosures, c.QueryParams(), list.Next)
	title := say(c, "disclosure.desk")
	f := s.frame(c, title, crumb(title, ""))
	f.Path = deskDisclosures
	return respond.Page(c, status, pages.DeskDisclosures(f, v))
}

// PublishDisclosures publishes what was chosen.
func (s *Site) PublishDisclosures(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	var ids []uuid.UUID
	for _, text := range values["ids"] {
		if one, err := uuid.Parse(text); err == nil {
			ids = append(ids, one)
		}
	}
	_, err = s.Publicity.Publish(c.Request().Context(), auth.Actor(c), ids)
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.deskDisclosures(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, deskDisclosures+"?done=published")
}

// DeskDisclosure is one record with its trace and objections.
func (s *Site) DeskDisclosure(c echo.Context) error {
	return s.deskDisclosure(c, http.StatusOK, "", pages.Entry{})
}

func (s *Site) deskDisclosure(c echo.Context, status int, open string, entry pages.Entry) error {
	record, err := id(c, "id")
	if err != nil {
		return err
	}
	actor := auth.Actor(c)
	d, err := s.Publicity.Record(c.Request().Context(), actor, record)
	if err != nil {
		return err
	}
	seen, err := s.Cases.Seen(c.Request().Context(), actor, []uuid.UUID{d.CaseID})
	if err != nil {
		return err
	}
	title := say(c, "disclosure.desk")
	f := s.frame(c, d.DocumentNumber, crumb(title, deskDisclosures), crumb(d.DocumentNumber, ""))
	f.Path = deskDisclosures + "/" + record.String()
	return respond.Page(c, status, pages.DeskDisclosure(f, pages.DeskDisclosureView{Entry: entry, Open: open, Detail: d, Seen: seen[d.CaseID], Publishes: publishes(actor),
		Leads: leads(actor), Flash: deskFlash(c)}))
}

// onDisclosure does an act on a record and comes back to it, with what was typed when it was refused.
func (s *Site) onDisclosure(c echo.Context, form string, act func(record uuid.UUID) error) error {
	record, err := id(c, "id")
	if err != nil {
		return err
	}
	err = act(record)
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		values, _ := c.FormParams()
		return s.deskDisclosure(c, respond.Status(f), form, pages.RefusedIn(respond.Context(c), form, values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, deskDisclosures+"/"+record.String()+"?done=disclosure")
}

// PublishDisclosure publishes one record.
func (s *Site) PublishDisclosure(c echo.Context) error {
	return s.onDisclosure(c, "publish", func(record uuid.UUID) error {
		_, err := s.Publicity.Publish(c.Request().Context(), auth.Actor(c), []uuid.UUID{record})
		return err
	})
}

// WithholdDisclosure asks that a record be not published, or be taken down.
func (s *Site) WithholdDisclosure(c echo.Context) error {
	return s.onDisclosure(c, "withhold", func(record uuid.UUID) error {
		return s.Publicity.Withhold(c.Request().Context(), auth.Actor(c), record, c.FormValue("code"), strings.TrimSpace(c.FormValue("words")))
	})
}

// ApproveWithholding is the decision of the head of the agency.
func (s *Site) ApproveWithholding(c echo.Context) error {
	return s.onDisclosure(c, "approve", func(record uuid.UUID) error {
		return s.Publicity.Approve(c.Request().Context(), auth.Actor(c), record, c.FormValue("answer") == "yes", strings.TrimSpace(c.FormValue("words")))
	})
}

// RuleObjection decides an objection.
func (s *Site) RuleObjection(c echo.Context) error {
	objection, err := id(c, "objection")
	if err != nil {
		return err
	}
	return s.onDisclosure(c, "rule-"+objection.String(), func(uuid.UUID) error {
		r := disclosure.Ruling{Result: disclosure.Result(c.FormValue("result")), Code: c.FormValue("code"), Words: strings.TrimSpace(c.FormValue("words"))}
		if r.Result == disclosure.Corrected {
			r.Correction.Content = strings.TrimSpace(c.FormValue("content"))
			var err error
			if r.Correction.ValidFrom, err = optionalDay(c, "valid_from"); err != nil {
				return err
			}
			if r.Correction.ValidTo, err = optionalDay(c, "valid_to"); err != nil {
				return err
			}
		}
		return s.Publicity.Rule(c.Request().Context(), auth.Actor(c), objection, r)
	})
}

// optionalDay reads a day of a form; none is the zero day.
func optionalDay(c echo.Context, name string) (workday.Date, error) {
	text := strings.TrimSpace(c.FormValue(name))
	if text == "" {
		return workday.Date{}, nil
	}
	day, err := workday.Parse(text)
	if err != nil {
		return day, fault.Fields(fault.OneField("/"+name, "DATE_FORMAT"))
	}
	return day, nil
}

func publishes(a account.Actor) bool { return a.HasAny(account.Publisher) }

func leads(a account.Actor) bool { return a.HasAny(account.Leader) }
