package respond

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"syscall"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const (
	mimeHTML    = "text/html; charset=utf-8"
	mimeProblem = "application/problem+json"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Page renders a whole page before the first byte is sent, so that a failure can still become an error page. Pages made for one
// reader are never kept by a cache.
func Page(c echo.Context, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Render(Context(c), b); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
	return c.Blob(status, mimeHTML, b.Bytes())
}

// Redirect sends the reader on with 303, so that a reload never repeats a POST.
func Redirect(c echo.Context, path string) error {
	return c.Redirect(http.StatusSeeOther, path)
}

// Context is the request's context with the reader's language: the cookie of a page's reader, or the Accept-Language of a program.
func Context(c echo.Context) context.Context {
	return locale.With(c.Request().Context(), Language(c))
}

// Language is what the reader chose by ?lang= or cookie; a program says it by Accept-Language. Chinese otherwise.
func Language(c echo.Context) locale.Lang {
	if IsAPI(c) {
		if strings.HasPrefix(strings.ToLower(c.Request().Header.Get("Accept-Language")), "en") {
			return locale.English
		}
		return locale.Chinese
	}
	if strings.Contains(c.Request().URL.RawQuery, "lang=") { // the address of one language, as search engines and links know it
		if lang := c.QueryParam("lang"); lang != "" {
			return locale.Parse(lang)
		}
	}
	if cookie, err := c.Cookie("lang"); err == nil {
		return locale.Parse(cookie.Value)
	}
	return locale.Chinese
}

// IsAPI tells the program's door from the person's; its documentation at /api/docs is a page.
func IsAPI(c echo.Context) bool {
	return strings.HasPrefix(c.Request().URL.Path, "/api/v")
}

// Errors is the portal's one error handler: every fault of every door ends here. Programs get a problem, people a page; what
// nobody foresaw is logged with the request id and shown without its inside.
type Errors struct {
	Log   *slog.Logger
	Frame func(c echo.Context) pages.ErrorFrame // what stands around an error page for this reader
	last  map[locale.Lang][]byte                // pages for when nothing else can be rendered
}

// Prepare renders the pages of last resort; called once before the first request.
func (e *Errors) Prepare() error {
	e.last = map[locale.Lang][]byte{}
	for _, lang := range []locale.Lang{locale.Chinese, locale.English} {
		ctx := locale.With(context.Background(), lang)
		p := problem(ctx, fault.New(0, "INTERNAL"), "", "")
		var b bytes.Buffer
		if err := pages.Error(pages.ErrorFrame{}, view(p)).Render(ctx, &b); err != nil {
			return err
		}
		e.last[lang] = b.Bytes()
	}
	return nil
}

// Handle implements echo.HTTPErrorHandler.
func (e *Errors) Handle(err error, c echo.Context) {
	if c.Response().Committed && gone(err) {
		return // nobody is there to be told
	}
	f := Fault(err)
	id := c.Response().Header().Get(echo.HeaderXRequestID)
	if Status(f) >= http.StatusInternalServerError {
		e.Log.Error("request failed", "request_id", id, "method", c.Request().Method, "path", c.Path(), "code", f.Code, "error", err)
	}
	if c.Response().Committed {
		return
	}
	ctx := Context(c)
	p := problem(ctx, f, c.Request().URL.Path, id)
	if wait, ok := f.Params["seconds"]; ok && p.Status == http.StatusTooManyRequests {
		c.Response().Header().Set("Retry-After", fmt.Sprint(wait))
	}
	if sendErr := e.send(c, p); sendErr != nil {
		e.Log.Error("error answer failed", "request_id", id, "error", sendErr)
	}
}

// gone tells whether the reader broke the connection off while an answer was being sent.
func gone(err error) bool { return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) }

func (e *Errors) send(c echo.Context, p Problem) error {
	if c.Request().Method == http.MethodHead {
		return c.NoContent(p.Status)
	}
	if wantsProblem(c) {
		body, err := json.Marshal(p)
		if err != nil {
			return err
		}
		return c.Blob(p.Status, mimeProblem, body)
	}
	if err := Page(c, p.Status, pages.Error(e.Frame(c), view(p))); err != nil {
		_ = c.HTMLBlob(http.StatusInternalServerError, e.last[Language(c)])
		return err
	}
	return nil
}

// wantsProblem: the API always, and scripts of our own pages (uploads, autosave) that say so.
func wantsProblem(c echo.Context) bool {
	if IsAPI(c) {
		return true
	}
	accept := c.Request().Header.Get(echo.HeaderAccept)
	return !strings.Contains(accept, "text/html") &&
		(strings.Contains(accept, "json") || c.Request().Header.Get("Tus-Resumable") != "")
}

func view(p Problem) pages.ErrorView {
	v := pages.ErrorView{Status: p.Status, Code: p.Code, Title: p.Title, RequestID: p.RequestID}
	for _, f := range p.Errors {
		v.Fields = append(v.Fields, f.Detail)
	}
	return v
}
