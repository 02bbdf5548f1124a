package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/field"
	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/material"
)

// Limits of what a page sends, in bytes.
const (
	mostAnswers  = 512 << 10
	mostFormBody = material.MostBytes + 1<<20 // one file beside the answers
	formInMemory = 1 << 20                    // the rest of a file waits on disk
)

// uploadsPath is where files go by script.
const uploadsPath = "/uploads"

// fieldPage is a draft for the components that ask its questions.
func (s *Site) fieldPage(v casework.DraftView, faults []fault.Field, blank string) field.Page {
	return field.Page{
		Form: &v.Item.Form, Answers: v.Answers, Faults: faults, Blank: blank,
		Env:    form.Env{Today: s.today(), Facts: v.Facts, Material: v.Material},
		Upload: field.Upload{Endpoint: uploadsPath, Case: v.ID.String()},
	}
}

// reading is a draft to be read.
func (s *Site) reading(v casework.DraftView) pages.Reading {
	return pages.Reading{
		Item: v.Item, Answers: v.Answers, Facts: v.Facts, Visible: v.Visible, Material: v.Material, File: fileOf(v.ID),
	}
}

// fileOf is the address of a case's upload.
func fileOf(caseID uuid.UUID) func(uuid.UUID) string {
	return func(material uuid.UUID) string {
		return myCasePath(caseID.String()) + "/materials/" + material.String()
	}
}

// Section asks the questions of one section. Faults are shown to who comes to mend them.
func (s *Site) Section(c echo.Context) error {
	v, err := s.draft(c)
	if err != nil {
		return err
	}
	review := c.QueryParam("review") == "1"
	var faults []fault.Field
	if review {
		faults = v.Faults
	}
	return s.showSection(c, http.StatusOK, v, faults, review, c.QueryParam("add"))
}

func (s *Site) showSection(c echo.Context, status int, v pages.DraftView, faults []fault.Field, review bool, blank string) error {
	section, ok := v.Item.Form.Section(c.Param("key"))
	if !ok {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	ctx := respond.Context(c)
	own := faultsIn(section, faults)
	view := pages.SectionView{
		DraftView: v, Section: section, Review: review,
		Views: s.fieldPage(v.DraftView, own, blank).Section(section), Mistakes: field.Mistakes(ctx, &v.Item.Form, own),
	}
	var err error
	if view.Box, err = s.boxFor(ctx, auth.Actor(c), v.DraftView, section); err != nil {
		return err
	}
	f := s.draftFrame(c, v, locale.Pick(ctx, section.Title.Zh, section.Title.En))
	return respond.Page(c, status, pages.DraftSection(f, view))
}

func faultsIn(section *form.Section, faults []fault.Field) []fault.Field {
	var own []fault.Field
	for i := range section.Questions {
		own = append(own, form.FaultsOf(faults, section.Questions[i].Key)...)
	}
	return own
}

// SaveSection takes a section's answers, and files where script did not send them already. What is wrong is kept and shown.
func (s *Site) SaveSection(c echo.Context) error {
	v, err := s.draft(c)
	if err != nil {
		return err
	}
	values, files, err := s.takeForm(c)
	if err != nil {
		return err
	}
	refused, err := s.saveForm(c, v.DraftView, values, files)
	if err != nil {
		return err
	}
	taken, notTaken, err := s.takeFromBox(c, v.ID, values)
	if err != nil {
		return err
	}
	refused = append(refused, notTaken...)
	here, review := draftPath(v.ID)+"/sections/"+c.Param("key"), values.Get("review") == "1"
	switch {
	case len(refused) > 0:
	case taken && values.Get("_to") == "box":
		return respond.Redirect(c, here)
	case values.Get("_add") != "":
		return respond.Redirect(c, here+"?"+url.Values{"add": {values.Get("_add")}}.Encode()+"#"+url.PathEscape(values.Get("_add")))
	case values.Get("_upload") != "":
		return respond.Redirect(c, here+"#"+url.PathEscape(values.Get("_upload")))
	case values.Get("_to") == "list":
		return respond.Redirect(c, draftPath(v.ID))
	}
	if v.DraftView, err = s.Cases.Draft(c.Request().Context(), auth.Actor(c), v.ID); err != nil {
		return err
	}
	section, ok := v.Item.Form.Section(c.Param("key"))
	if !ok {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	if wrong := unlessMissing(refused, v.Faults); len(faultsIn(section, wrong)) > 0 {
		return s.showSection(c, http.StatusUnprocessableEntity, v, wrong, review, "")
	}
	return respond.Redirect(c, onward(v, section.Key, review))
}

// unlessMissing adds to what was refused the faults of other answers; a refused answer is not there, and saying so too would only confuse.
func unlessMissing(refused, faults []fault.Field) []fault.Field {
	all := refused
	for _, f := range faults {
		taken := false
		for _, r := range refused {
			taken = taken || r.Pointer == f.Pointer
		}
		if !taken {
			all = append(all, f)
		}
	}
	return all
}

// onward is where a section that is done leads to.
func onward(v pages.DraftView, section string, review bool) string {
	for i, key := range v.Result.Sections {
		if key == section && i+1 < len(v.Result.Sections) && !review {
			return draftPath(v.ID) + "/sections/" + v.Result.Sections[i+1]
		}
	}
	return draftPath(v.ID) + "/check"
}

// takeForm reads a form that may bring files along.
func (s *Site) takeForm(c echo.Context) (url.Values, map[string]upload, error) {
	r := c.Request()
	if kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)); kind != echo.MIMEMultipartForm && kind != echo.MIMEApplicationForm {
		return nil, nil, fault.New(fault.Unsupported, "UNSUPPORTED").Because(err) // taken for an empty form, it would take answers away
	}
	if r.ContentLength > mostFormBody {
		return nil, nil, fault.New(fault.TooLarge, "TOO_LARGE", "limit", material.MostBytes)
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, mostFormBody)
	err := r.ParseMultipartForm(formInMemory)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, http.ErrNotMultipart):
		return r.Form, nil, nil
	case errors.As(err, &tooLarge):
		return nil, nil, err
	case err != nil:
		return nil, nil, fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	files := map[string]upload{}
	for name, list := range r.MultipartForm.File {
		if len(list) == 1 && list[0].Filename != "" { // a browser also sends the field in which no file was chosen
			files[name] = upload{list[0].Filename, func() (io.ReadCloser, error) { return list[0].Open() }}
		}
	}
	return r.MultipartForm.Value, files, nil
}

// mostPlainForm is how many bytes a form without files may carry.
const mostPlainForm = 1 << 20

// plainForm reads a form without files before anybody takes its body for one with files: what is too large or broken is refused as at every
// other form.
func plainForm(c echo.Context) error {
	r := c.Request()
	kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	switch {
	case kind == echo.MIMEMultipartForm:
		return nil
	case kind != echo.MIMEApplicationForm:
		return fault.New(fault.Unsupported, "UNSUPPORTED").Because(err)
	case r.ContentLength > mostPlainForm:
		return fault.New(fault.TooLarge, "TOO_LARGE", "limit", mostPlainForm)
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, mostPlainForm)
	err = r.ParseForm()
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fault.New(fault.TooLarge, "TOO_LARGE", "limit", large.Limit).Because(err)
	case err != nil:
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	return nil
}

// takePaper reads a form that brings one file beside plain fields; fields that no text could be are refused with the whole form.
func (s *Site) takePaper(c echo.Context) (url.Values, map[string]upload, error) {
	if err := plainForm(c); err != nil {
		return nil, nil, err
	}
	values, files, err := s.takeForm(c)
	for name, list := range values {
		if text := name + strings.Join(list, ""); !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
			return nil, nil, fault.New(fault.Malformed, "MALFORMED").Because(err)
		}
	}
	return values, files, err
}

// upload is a file that came with a form.
type upload struct {
	name string
	open func() (io.ReadCloser, error)
}

// saveForm saves the answers of a form, then its files. What cannot be stored at all is refused by field; the rest is saved without it.
func (s *Site) saveForm(c echo.Context, v casework.DraftView, values url.Values, files map[string]upload) (refused []fault.Field, err error) {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	patch := field.Parse(&v.Item.Form, values)
	for key, file := range files {
		m, err := s.receive(c, v.ID, key, file)
		if f, ok := fault.As(err); ok && f.Kind != fault.NotFound {
			refused = append(refused, fault.Field{Pointer: "/answers/" + key, Code: f.Code, Params: f.Params})
			continue
		}
		if err != nil {
			return nil, err
		}
		if patch[key], err = json.Marshal(map[string]uuid.UUID{"material": m.ID}); err != nil {
			return nil, err
		}
	}
	for len(patch) > 0 {
		_, err = s.Cases.SaveAnswers(ctx, actor, v.ID, patch, 0)
		f, ok := fault.As(err)
		if !ok || f.Code != "INVALID_FIELDS" {
			return refused, err
		}
		before := len(patch)
		for _, one := range f.Fields {
			delete(patch, keyOf(one.Pointer))
		}
		if refused = append(refused, f.Fields...); len(patch) == before {
			return nil, err
		}
	}
	return refused, nil
}

func (s *Site) receive(c echo.Context, caseID uuid.UUID, question string, file upload) (m material.Material, err error) {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	rule, err := s.Cases.UploadRule(ctx, actor, caseID, question)
	if err != nil {
		return m, err
	}
	body, err := file.open()
	if err != nil {
		return m, err
	}
	defer body.Close()
	return s.Materials.Receive(ctx, actor.PersonID, rule, file.name, body)
}

// savedAnswers is what the island learns: the new version, what is wrong in words, and which questions are asked now.
type savedAnswers struct {
	Version int                    `json:"version"`
	Faults  []respond.FieldProblem `json:"faults"`
	Visible []string               `json:"visible"`
}

// SaveAnswers saves field by field for the island: {answers, version} in, the new version and what is wrong out.
func (s *Site) SaveAnswers(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	var in struct {
		Answers form.Answers `json:"answers"`
		Version int          `json:"version"`
	}
	body := json.NewDecoder(http.MaxBytesReader(c.Response(), c.Request().Body, mostAnswers))
	body.DisallowUnknownFields()
	if err := body.Decode(&in); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return err
		}
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	saved, err := s.Cases.SaveAnswers(c.Request().Context(), auth.Actor(c), which, in.Answers, in.Version)
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	out := savedAnswers{Version: saved.Version, Visible: saved.Visible, Faults: make([]respond.FieldProblem, 0, len(saved.Faults))}
	for _, f := range saved.Faults {
		out.Faults = append(out.Faults, respond.FieldProblem{Pointer: f.Pointer, Code: f.Code, Detail: locale.Field(ctx, f), Params: f.Params})
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
	return c.JSON(http.StatusOK, out)
}
