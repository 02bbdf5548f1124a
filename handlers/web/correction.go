package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/field"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Correction shows what a notice asks to mend and the questions that it opens.
func (s *Site) Correction(c echo.Context) error {
	v, err := s.draft(c)
	if err != nil || v.State != procedure.Correction {
		return s.notToCorrect(c, err)
	}
	return s.showCorrection(c, http.StatusOK, v, nil, c.QueryParam("add"), pages.Entry{})
}

// notToCorrect leads back to the case when there is nothing to correct any more.
func (s *Site) notToCorrect(c echo.Context, err error) error {
	if err == nil || fault.Code(err) == "ACT_NOT_NOW" {
		return respond.Redirect(c, myCasePath(c.Param("id")))
	}
	return err
}

func (s *Site) showCorrection(c echo.Context, status int, v pages.DraftView, faults []fault.Field, blank string, e pages.Entry) error {
	ctx := respond.Context(c)
	view := pages.CorrectionView{DraftView: v, Entry: e, Mistakes: field.Mistakes(ctx, &v.Item.Form, faults)}
	page := s.fieldPage(v.DraftView, faults, blank)
	for i := range v.Item.Form.Sections {
		section := &v.Item.Form.Sections[i]
		if slices.ContainsFunc(section.Questions, func(q form.Question) bool { return slices.Contains(v.Opened, q.Key) }) {
			view.Parts = append(view.Parts, pages.CorrectionPart{Key: section.Key, Title: pick(c, section.Title), Views: page.Section(section)})
		}
	}
	f := s.caseFrame(c, casework.CaseSummary{ID: v.ID, Name: v.Item.Name}, say(c, "correction.title"))
	return respond.Page(c, status, pages.Correction(f, view))
}

// AnswerCorrection saves the corrected answers and, when asked to, sends them.
func (s *Site) AnswerCorrection(c echo.Context) error {
	v, err := s.draft(c)
	if err != nil || v.State != procedure.Correction {
		return s.notToCorrect(c, err)
	}
	values, files, err := s.takeForm(c)
	if err != nil {
		return err
	}
	refused, err := s.saveForm(c, v.DraftView, values, files)
	if err != nil {
		return err
	}
	here := myCasePath(c.Param("id")) + "/correction"
	send := values.Get("_to") == "send"
	if len(refused) == 0 && !send {
		if key := values.Get("_add"); key != "" {
			here += "?" + url.Values{"add": {key}}.Encode() + "#" + url.PathEscape(key)
		}
		return respond.Redirect(c, here)
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	if len(refused) == 0 {
		receipt, err := s.Cases.AnswerCorrection(ctx, actor, v.ID, nil, intent(c))
		if err == nil {
			return s.receipt(c, receipt, true)
		}
		f, ok := fault.As(err)
		if !ok || f.Code != "INVALID_FIELDS" {
			return err
		}
		refused = f.Fields
	}
	if v.DraftView, err = s.Cases.Draft(ctx, actor, v.ID); err != nil {
		return err
	}
	return s.showCorrection(c, http.StatusUnprocessableEntity, v, refused, "", pages.Entry{})
}
