package web

import (
	"context"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
)

// StatementForm lets somebody speak before a refusal, or a measure against his certificate, is decided.
func (s *Site) StatementForm(c echo.Context) error {
	return s.statement(c, http.StatusOK, pages.Entry{})
}

func (s *Site) statement(c echo.Context, status int, entry pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	v, err := s.Cases.CaseForApplicant(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	title := say(c, "licence.say")
	f := s.frame(c, title, inSpace(c, crumb(v.Code, myCasePath(which.String())), crumb(title, ""))...)
	return respond.Page(c, status, pages.Statement(f, pages.StatementView{Entry: entry, Case: v}))
}

// Statement takes it, with the files that come along.
func (s *Site) Statement(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	values, _, err := s.takePaper(c)
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	said := casework.Statement{Text: strings.TrimSpace(values.Get("reason"))}
	if form := c.Request().MultipartForm; form != nil && said.Text != "" { // without words nothing is taken, and no file is kept
		said.Files, err = s.receiveAll(ctx, actor, which, form.File["files"])
	}
	if err == nil {
		err = s.Cases.State(ctx, actor, which, said, key)
	}
	if f, ok := fault.As(err); ok && (mendable(f.Kind) || f.Kind == fault.Unsupported || f.Kind == fault.TooLarge) {
		return s.statement(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, myCasePath(which.String())+"?done=stated")
}

// receiveAll takes the files of a statement; what is wrong with one stands at their field.
func (s *Site) receiveAll(ctx context.Context, actor account.Actor, which uuid.UUID, files []*multipart.FileHeader) (ids []uuid.UUID, err error) {
	rule, err := s.Cases.StatementRule(ctx, actor, which)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if file.Filename == "" { // a browser also sends the field in which no file was chosen
			continue
		}
		m, err := s.receiveFor(ctx, actor, rule, file)
		if err != nil {
			return nil, pinTo(err, "/files")
		}
		ids = append(ids, m.ID)
	}
	return ids, nil
}

func (s *Site) receiveFor(ctx context.Context, actor account.Actor, rule material.Rule, file *multipart.FileHeader) (m material.Material, err error) {
	body, err := file.Open()
	if err != nil {
		return m, err
	}
	defer body.Close()
	return s.Materials.Receive(ctx, actor.PersonID, rule, file.Filename, body)
}
