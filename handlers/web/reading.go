package web

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/reading"
)

const (
	readingsPath  = clerkHome + "/readings"
	readingsAPage = 50
)

// readingFields are the fields of a question to the log; person is a digest, so that no number ever stands in an address.
var readingFields = []string{"officer", "case_number", "person", "day", "kind"}

// Readings shows the log of readings of personal data.
func (s *Site) Readings(c echo.Context) error {
	return s.readings(c, http.StatusOK, c.QueryParams(), pages.Entry{Values: c.QueryParams()})
}

func (s *Site) readings(c echo.Context, status int, asked url.Values, entry pages.Entry) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	v := pages.ReadingsView{Entry: entry, Person: asked.Get("person"), Exports: reading.Exports(actor)}
	f, err := reading.ParseFilter(asked.Get)
	if err == nil && len(v.Mistakes) == 0 {
		f.After, _ = uuid.Parse(asked.Get("after")) // what is none begins at the newest
		f.Limit = readingsAPage
		v.Page, err = s.ReadingLog.Search(ctx, actor, f)
	}
	if refused, ok := fault.As(err); ok && refused.Kind == fault.Invalid {
		v.Entry, status, err = pages.Refused(ctx, asked, refused), respond.Status(refused), nil
	}
	if err != nil {
		return err
	}
	question := url.Values{}
	for _, name := range readingFields {
		if asked.Get(name) != "" {
			question.Set(name, asked.Get(name))
		}
	}
	v.Asked = len(question) > 0
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	v.Query = question.Encode()
	if f.After != uuid.Nil {
		v.First = readingsPath + "?" + v.Query
	}
	if v.Page.Next != nil {
		question.Set("after", v.Page.Next.String())
		v.Next = readingsPath + "?" + question.Encode()
	}
	title := say(c, "reading.title")
	frame := s.frame(c, title, crumb(title, ""))
	frame.Path = readingsPath
	return respond.Page(c, status, pages.Readings(frame, v))
}

// AskReadings turns a typed number into its digest and leads to what the log says.
func (s *Site) AskReadings(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	question := url.Values{}
	for _, name := range readingFields {
		if text := strings.TrimSpace(values.Get(name)); text != "" {
			question.Set(name, text)
		}
	}
	if question.Has("person") {
		question.Set("person", s.ReadingLog.Digest(question.Get("person")))
	} else if values.Get("digest") != "" {
		question.Set("person", values.Get("digest"))
	}
	return respond.Redirect(c, readingsPath+"?"+question.Encode())
}

// ReadingsCSV sends the log as a table; only the audit administrator takes it away (domain.md 6.2).
func (s *Site) ReadingsCSV(c echo.Context) error {
	f, err := reading.ParseFilter(c.QueryParam)
	if err != nil {
		return err
	}
	var head []string
	for _, column := range []string{"at", "officer", "name", "roles", "desks", "kind", "route", "case", "persons", "reason", "terminal"} {
		head = append(head, say(c, "reading.col."+column))
	}
	var b bytes.Buffer
	if err := s.ReadingLog.Export(c.Request().Context(), auth.Actor(c), f, head, &b); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": say(c, "reading.file", "date", s.today().String()) + ".csv"}))
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}
