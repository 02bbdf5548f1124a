package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const relationsPath = clerkHome + "/relations"

// relationsDone are the sentences after an act of the page.
var relationsDone = map[string]string{"declared": "relation.done.declared", "withdrawn": "relation.done.withdrawn"}

// Relations is where an officer tells of whose cases he must keep away.
func (s *Site) Relations(c echo.Context) error {
	flash := ""
	if key, ok := relationsDone[c.QueryParam("done")]; ok {
		flash = say(c, key)
	}
	return s.relations(c, http.StatusOK, pages.RelationsView{Flash: flash})
}

func (s *Site) relations(c echo.Context, status int, v pages.RelationsView) (err error) {
	if v.Declared, err = s.Cases.Declared(c.Request().Context(), auth.Actor(c)); err != nil {
		return err
	}
	v.Key = newIntent()
	title := say(c, "relation.title")
	f := s.frame(c, title, crumb(title, ""))
	f.Path = relationsPath
	return respond.Page(c, status, pages.Relations(f, v))
}

// Declare keeps a relation.
func (s *Site) Declare(c echo.Context) error {
	subject, what := strings.TrimSpace(c.FormValue("subject")), strings.TrimSpace(c.FormValue("what"))
	err := s.Cases.Declare(c.Request().Context(), auth.Actor(c), subject, what, intent(c, subject, what))
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		values, _ := c.FormParams()
		return s.relations(c, respond.Status(f), pages.RelationsView{Entry: pages.Refused(respond.Context(c), values, f)})
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, relationsPath+"?done=declared")
}

// Undeclare ends one.
func (s *Site) Undeclare(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Cases.Undeclare(c.Request().Context(), auth.Actor(c), which); err != nil {
		return err
	}
	return respond.Redirect(c, relationsPath+"?done=withdrawn")
}
