package web

import (
	"mime"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const (
	archivesPath  = clerkHome + "/archives"
	archivesAPage = 30
)

// Archives is the archivist's list: what waits, or with ?done=1 what is archived.
func (s *Site) Archives(c echo.Context) error {
	return s.archives(c, http.StatusOK, c.QueryParam("list") == "done", "")
}

func (s *Site) archives(c echo.Context, status int, finished bool, refusal string) error {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	after, _ := uuid.Parse(c.QueryParam("after")) // what is none begins at the first
	found, err := s.Cases.Archives(ctx, actor, finished, after, archivesAPage)
	if err != nil {
		return err
	}
	v := pages.ArchivesView{Found: found, Done: finished, Today: s.today(), Archives: actor.HasAny(account.Archivist), Refusal: refusal, Flash: deskFlash(c)}
	if after != uuid.Nil {
		v.First = archivesPath + "?list=" + v.List()
	}
	if found.Next != "" {
		v.Next = archivesPath + "?list=" + v.List() + "&after=" + found.Next
	}
	title := say(c, "archive.title")
	return respond.Page(c, status, pages.Archives(s.frame(c, title, crumb(title, "")), v))
}

// ArchiveCase archives one case from the list.
func (s *Site) ArchiveCase(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	_, _, err = s.Cases.Archive(c.Request().Context(), auth.Actor(c), which)
	if f, ok := fault.As(err); ok && f.Kind == fault.Conflict {
		return s.archives(c, respond.Status(f), false, locale.Fault(respond.Context(c), f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, archivesPath+"?done=archived")
}

// Archive sends the signed package of a case that has ended.
func (s *Site) Archive(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	name, data, err := s.Cases.Archive(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set(echo.HeaderCacheControl, "private, no-store")
	return c.Blob(http.StatusOK, "application/zip", data)
}
