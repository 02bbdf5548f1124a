package api

import (
	"io"
	"mime"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const mimeSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// RosterTemplate is the empty roster of guards to fill in.
func (a *API) RosterTemplate(c echo.Context) error {
	raw, err := roster.Template()
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "保安员名册.xlsx"}))
	return c.Blob(http.StatusOK, mimeSheet, raw)
}

// imported is what came of a sheet: every line with its result. With one wrong line nothing was imported, and Marked is a copy that says why.
type imported struct {
	Imported bool           `json:"imported"`
	Rows     int            `json:"rows"`
	Wrong    int            `json:"wrong"`
	Lines    []importedLine `json:"lines"`
	Marked   []byte         `json:"marked,omitempty"` // xlsx, base64
}

type importedLine struct {
	Line     int            `json:"line"` // of the sheet
	Name     string         `json:"name"`
	Problems []sheetProblem `json:"problems"`
}

type sheetProblem struct {
	Cell    string `json:"cell"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// ImportRoster takes a sheet as its body and puts its guards in the place of the draft's roster.
func (a *API) ImportRoster(c echo.Context) error {
	return a.act(c, func(draft uuid.UUID) error {
		raw, err := io.ReadAll(io.LimitReader(c.Request().Body, roster.MostBytes+1))
		if err != nil {
			return fault.New(fault.Malformed, "MALFORMED").Because(err)
		}
		ctx := respond.Context(c)
		sheet, err := a.Cases.ImportRoster(c.Request().Context(), auth.Actor(c), draft, raw)
		if err != nil {
			return err
		}
		say := func(p roster.Problem) string { return locale.Field(ctx, fault.Field{Code: p.Code, Params: p.Params}) }
		out := imported{Imported: sheet.Wrong == 0, Rows: len(sheet.Rows), Wrong: sheet.Wrong, Lines: make([]importedLine, len(sheet.Rows))}
		for i, row := range sheet.Rows {
			out.Lines[i] = importedLine{Line: row.Line, Name: row.Entry.Name, Problems: []sheetProblem{}}
			for _, p := range row.Problems {
				out.Lines[i].Problems = append(out.Lines[i].Problems, sheetProblem{p.Cell, p.Code, say(p)})
			}
		}
		if sheet.Wrong > 0 {
			if out.Marked, err = roster.Mark(raw, sheet, say); err != nil {
				return err
			}
		}
		return answer(c, http.StatusOK, out)
	})
}

// stay is one guard's time on a roster.
type stay struct {
	Name        string       `json:"name"`
	IDNumber    string       `json:"id_number"`
	Education   string       `json:"education,omitempty"`
	Certificate string       `json:"certificate"`
	Since       string       `json:"since,omitempty"`
	Post        string       `json:"post"`
	AddedOn     workday.Date `json:"added_on"`
	RemovedOn   workday.Date `json:"removed_on,omitzero"`
	Elsewhere   bool         `json:"elsewhere,omitempty"`
}

// MyRoster is the roster of a filing of the caller's enterprise: who stands on it, then who stood on it.
func (a *API) MyRoster(c echo.Context) error {
	s, err := a.Rosters.Show(c.Request().Context(), auth.Actor(c), c.Param("code"))
	return or(c, http.StatusOK, whole(append(s.Active, s.Gone...), func(r roster.Stay) stay {
		return stay{r.Name, r.IDNumber, r.Education, r.Certificate, r.Since, r.Post, r.AddedOn, r.RemovedOn, r.RemovedOn.IsZero() && s.Others[r.IDNumber]}
	}), err)
}
