package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/enterprise"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

const boxPath = "/me/box"

// Box shows the document box of whom the reader acts for: his enterprise, or himself.
func (s *Site) Box(c echo.Context) error {
	page, err := s.boxPage(c, pages.Entry{})
	if err != nil {
		return err
	}
	return respond.Page(c, http.StatusOK, page)
}

func (s *Site) boxPage(c echo.Context, e pages.Entry) (templ.Component, error) {
	actor := auth.Actor(c)
	papers, err := s.Enterprises.Box(c.Request().Context(), actor, actor.Acting)
	if err != nil {
		return nil, err
	}
	v := pages.BoxView{Entry: e, Name: actor.Name, Papers: papers, Today: s.today(), Flash: flash(c)}
	if m, acts := actor.Member(actor.Acting); acts {
		v.Name = m.Name
	}
	title := say(c, "box.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	f.Path = boxPath
	return pages.Box(f, v), nil
}

// AddPaper puts a file into the box.
func (s *Site) AddPaper(c echo.Context) error {
	values, files, err := s.takePaper(c)
	if err != nil {
		return err
	}
	p := enterprise.NewPaper{Kind: values.Get("kind"), Title: values.Get("title")}
	p.Replaces, _ = uuid.Parse(values.Get("replaces")) // none is a new paper
	err = readDate(c, "valid_to", &p.ValidTo)
	if err == nil {
		err = s.withFile(files, "/file", func(name string, file io.Reader) error {
			_, err := s.Enterprises.AddPaper(c.Request().Context(), auth.Actor(c), auth.Actor(c).Acting, p, name, file)
			return err
		})
	}
	if err != nil {
		return againOr(c, err, func(e pages.Entry) (templ.Component, error) { return s.boxPage(c, e) })
	}
	return respond.Redirect(c, boxPath+"?done=paper")
}

// withFile gives the one file of a form to who takes it; what is wrong with the file stands at its field.
func (s *Site) withFile(files map[string]upload, pointer string, take func(name string, file io.Reader) error) error {
	file, chosen := files[strings.TrimPrefix(pointer, "/")]
	if !chosen {
		return fault.Fields(fault.OneField(pointer, "REQUIRED"))
	}
	r, err := file.open()
	if err != nil {
		return err
	}
	defer r.Close()
	err = take(file.name, r)
	if f, ok := fault.As(err); ok && strings.HasPrefix(f.Code, "FILE_") || ok && strings.HasPrefix(f.Code, "IMAGE_") || ok && strings.HasPrefix(f.Code, "PDF_") {
		return fault.Fields(fault.Field{Pointer: pointer, Code: f.Code, Params: f.Params})
	}
	return err
}

// OpenPaper sends a paper's file.
func (s *Site) OpenPaper(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	m, r, err := s.Enterprises.OpenPaper(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	defer r.Close()
	SendMaterial(c, m, r)
	return nil
}

// RemovePaper takes a paper out of the box; cases that used it keep it.
func (s *Site) RemovePaper(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Enterprises.RemovePaper(c.Request().Context(), auth.Actor(c), which); err != nil {
		return err
	}
	return respond.Redirect(c, boxPath+"?done=paper-removed")
}

// boxFor lists what may be chosen for the file questions of a section: the papers of whom the draft is for that have not expired.
func (s *Site) boxFor(ctx context.Context, actor account.Actor, v casework.DraftView, section *form.Section) (choices []pages.BoxChoice, err error) {
	for _, q := range section.Questions {
		if q.Kind == form.KindFile && slices.Contains(v.Visible, q.Key) {
			choices = append(choices, pages.BoxChoice{Question: q.Key, Label: q.Label})
		}
	}
	if len(choices) == 0 {
		return nil, nil
	}
	papers, err := s.Enterprises.Box(ctx, actor, v.Enterprise)
	if err != nil {
		return nil, err
	}
	for i := range choices {
		for _, p := range papers {
			if p.Usable(s.today()) {
				choices[i].Papers = append(choices[i].Papers, p)
			}
		}
	}
	return choices, nil
}

// takeFromBox answers the questions for which a paper was chosen; what the question does not take is refused at it.
func (s *Site) takeFromBox(c echo.Context, draft uuid.UUID, values url.Values) (taken bool, refused []fault.Field, err error) {
	for name := range values {
		question, chosen := strings.CutPrefix(name, "_box.")
		paper, bad := uuid.Parse(values.Get(name))
		if !chosen || bad != nil {
			continue
		}
		_, err := s.Cases.UseFromBox(c.Request().Context(), auth.Actor(c), draft, question, paper)
		if f, ok := fault.As(err); ok && (mendable(f.Kind) || f.Kind == fault.Unsupported || f.Kind == fault.TooLarge) {
			refused = append(refused, fault.Field{Pointer: "/answers/" + question, Code: f.Code, Params: f.Params})
			continue
		}
		if err != nil {
			return taken, refused, err
		}
		taken = true
	}
	return taken, refused, nil
}
