package web

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/respond"
)

const mimeHTML = "text/html; charset=utf-8"

// cached serves a page that is the same for all readers with the same language and look, with or without a session; it is rendered once.
// The key needs what the page is about and its revision.
func (s *Site) cached(c echo.Context, about string, revision int64, page func() (templ.Component, error)) error {
	if strings.Contains(c.Request().URL.RawQuery, "lang=") && c.QueryParam("lang") != "" { // who comes by the address of a language goes on in it
		keep(c, "lang", string(respond.Language(c)))
	}
	return s.Cache.Serve(c, cacheKey(c, about, revision), mimeHTML, func() ([]byte, error) {
		component, err := page()
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = component.Render(respond.Context(c), &b)
		return b.Bytes(), err
	})
}

// cacheKey names everything that a cached page depends on.
func cacheKey(c echo.Context, about string, revision int64) string {
	look := [...]byte{'0', '0', ' '}
	if isElder(c) {
		look[0] = '1'
	}
	if hasSession(c) {
		look[1] = '1'
	}
	return string(look[:]) + string(respond.Language(c)) + " " + strconv.FormatInt(revision, 10) + " " + about
}
