package server

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// How many bytes a request may carry. Uploads, which are larger, have limits of their own.
const (
	bodyLimit  = 1 << 20
	queryLimit = 8 << 10
	uploadPath = "/uploads"
)

// formsWithFiles are pages whose form brings a file along where no script sends it; their handlers read it and see to its limit.
var formsWithFiles = map[string]bool{"/drafts/:id/roster": true, "/drafts/:id/sections/:key": true, "/cases/:id/correction": true, "/desk/cases/:id/files": true, "/cases/:id/statement": true, "/cases/:id/claim": true, "/me/box": true, "/enterprise/takeover": true,
	"/business/requests": true, "/business/requests/:id": true, "/business/requests/:id/papers": true}

// scripted are pages to which our own script sends JSON.
var scripted = map[string]bool{"/drafts/:id/answers": true, "/desk/steps/:id/heartbeat": true}

// sound refuses what no route can use before any looks at it: names that are no text, endless queries, bodies that are too large, at
// once when their length is announced, of a kind that the route does not read, or broken. Forms are read here, so that one that cannot
// be read is refused instead of being taken for an empty one.
func sound(path string, next echo.HandlerFunc) echo.HandlerFunc {
	page := !strings.HasPrefix(path, "/api/")
	ownBody := strings.HasPrefix(path, uploadPath) || path == apiUpload || path == apiEnclosure || path == apiStatement || path == apiLossProof || path == apiRoster || path == apiEvidence || path == apiSheet || formsWithFiles[path]
	return func(c echo.Context) error {
		r := c.Request()
		if err := soundAddress(r.URL, page); err != nil {
			return err
		}
		if ownBody {
			return next(c)
		}
		if r.ContentLength > bodyLimit {
			return fault.New(fault.TooLarge, "TOO_LARGE", "limit", bodyLimit)
		}
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(c.Response(), r.Body, bodyLimit)
			if page && r.ContentLength != 0 {
				if err := readForm(r, scripted[path]); err != nil {
					return err
				}
			}
		}
		return next(c)
	}
}

func soundAddress(u *url.URL, page bool) error {
	if !storable(u.Path) {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	if len(u.RawQuery) > queryLimit {
		return fault.New(fault.TooLarge, "TOO_LARGE", "limit", queryLimit)
	}
	if page && u.RawQuery != "" && !storableValues(u.Query()) { // programs are told which field it is
		return malformed(nil)
	}
	return nil
}

// readForm reads a page's form, and leaves the JSON of scripted pages to their handlers.
func readForm(r *http.Request, scripted bool) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	switch {
	case err == nil && kind == echo.MIMEApplicationForm:
		err = r.ParseForm()
	case err == nil && kind == echo.MIMEMultipartForm:
		err = r.ParseMultipartForm(bodyLimit)
	case err == nil && kind == echo.MIMEApplicationJSON && scripted:
		return nil
	default:
		return fault.New(fault.Unsupported, "UNSUPPORTED").Because(err)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fault.New(fault.TooLarge, "TOO_LARGE", "limit", large.Limit).Because(err)
	case err != nil:
		return malformed(err)
	case !storableValues(r.Form):
		return malformed(errors.New("not UTF-8 text"))
	}
	return nil
}

func malformed(err error) error { return fault.New(fault.Malformed, "MALFORMED").Because(err) }

// storable tells whether a database takes the text: UTF-8 without NUL.
func storable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

func storableValues(all url.Values) bool {
	for name, values := range all {
		if !storable(name) {
			return false
		}
		for _, v := range values {
			if !storable(v) {
				return false
			}
		}
	}
	return true
}
