package web

import (
	"context"
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/roster"
)

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// RosterTemplate is the empty roster of guards to fill in.
func (s *Site) RosterTemplate(c echo.Context) error {
	raw, err := roster.Template()
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "保安员名册.xlsx"}))
	return c.Blob(http.StatusOK, sheetType, raw)
}

// ImportRoster takes a filled-in roster. What is wrong is shown row by row, with a copy of the sheet that says so.
func (s *Site) ImportRoster(c echo.Context) error {
	v, err := s.draft(c)
	if err != nil {
		return err
	}
	_, files, err := s.takePaper(c)
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	view := pages.RosterView{DraftView: v, Section: casework.RosterSection(v.Item.Form)}
	raw, err := sheetOf(files)
	if err == nil {
		view.Sheet, err = s.Cases.ImportRoster(c.Request().Context(), auth.Actor(c), v.ID, raw)
	}
	if f, ok := fault.As(err); ok && f.Code == "INVALID_FIELDS" {
		view.Refused = locale.Field(ctx, f.Fields[0])
	} else if err != nil {
		return err
	}
	if view.Refused == "" && view.Sheet.Wrong == 0 {
		return respond.Redirect(c, draftPath(v.ID)+"/sections/"+view.Section+"#guards")
	}
	if view.Refused == "" {
		if view.Marked, err = roster.Mark(raw, view.Sheet, wording(ctx)); err != nil {
			return err
		}
		for _, row := range view.Sheet.Rows {
			line := pages.RosterLine{Line: row.Line, Name: row.Entry.Name}
			for _, p := range row.Problems {
				line.Problems = append(line.Problems, pages.RosterProblem{Cell: p.Cell, Text: wording(ctx)(p)})
			}
			view.Lines = append(view.Lines, line)
		}
	}
	return respond.Page(c, http.StatusUnprocessableEntity, pages.RosterResult(s.draftFrame(c, v, say(c, "roster.title")), view))
}

// Roster is the roster of a filing with its history, for the unit that filed it.
func (s *Site) Roster(c echo.Context) error {
	standing, err := s.Rosters.Show(c.Request().Context(), auth.Actor(c), compact(c.Param("code")))
	if err != nil {
		return err
	}
	title := say(c, "roster.standing")
	f := s.frame(c, title, inSpace(c, crumb(say(c, "filing.mine"), myFilingsPath), crumb(title, ""))...)
	return respond.Page(c, http.StatusOK, pages.Standing(f, pages.StandingView{Standing: standing, Back: myFilingsPath}))
}

// RosterOfCase is the same for an officer of a case of the filing.
func (s *Site) RosterOfCase(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	standing, err := s.Cases.RosterOfCase(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	title := say(c, "roster.standing")
	f := s.frame(c, title, crumb(title, ""))
	f.Path = casePath(which)
	return respond.Page(c, http.StatusOK, pages.Standing(f, pages.StandingView{Standing: standing, Back: casePath(which), Clerk: true}))
}

// wording says a problem in the reader's language.
func wording(ctx context.Context) func(roster.Problem) string {
	return func(p roster.Problem) string { return locale.Field(ctx, fault.Field{Code: p.Code, Params: p.Params}) }
}

func sheetOf(files map[string]upload) ([]byte, error) {
	file, ok := files["file"]
	if !ok {
		return nil, fault.Fields(fault.OneField("/sheet", "ROSTER_FILE_MISSING"))
	}
	body, err := file.open()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(io.LimitReader(body, roster.MostBytes+1))
}
