package web

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
)

const (
	hearingsPath  = "/hearings"
	hearingsAPage = 20
)

// Hearings is the public list of announced hearings. What is no cursor begins at the first page.
func (s *Site) Hearings(c echo.Context) error {
	after, _ := uuid.Parse(c.QueryParam("after"))
	found, err := s.Cases.Hearings(c.Request().Context(), after, hearingsAPage)
	if err != nil {
		return err
	}
	title := say(c, "hearing.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.Path, f.Canonical, f.Description = hearingsPath, s.PublicURL+hearingsPath, say(c, "hearing.lead")
	next := ""
	if found.Next != uuid.Nil {
		next = found.Next.String()
	}
	v := pages.HearingsView{Found: found}
	v.First, v.Next = pagesOf(hearingsPath, c.QueryParams(), next)
	return respond.Page(c, http.StatusOK, pages.Hearings(f, v))
}
