package web

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/field"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// keyOf is the question that a fault's pointer means.
func keyOf(pointer string) string {
	key, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/answers/"), "/")
	return key
}

// Check shows everything once more, each answer with the way back to it.
func (s *Site) Check(c echo.Context) error {
	v, err := s.draft(c)
	if err != nil {
		return err
	}
	if v.SubState == procedure.AwaitingUnit {
		return respond.Redirect(c, draftPath(v.ID))
	}
	return s.showCheck(c, http.StatusOK, v, pages.Entry{})
}

func (s *Site) showCheck(c echo.Context, status int, v pages.DraftView, e pages.Entry) error {
	ctx := respond.Context(c)
	base := draftPath(v.ID) + "/sections/"
	reading := s.reading(v.DraftView)
	reading.Change = func(section, key string) string { return base + section + "?review=1#" + key }
	view := pages.CheckView{DraftView: v, Sections: reading.Sections(ctx), Entry: e}
	view.Mistakes = field.MistakesAt(ctx, &v.Item.Form, v.Faults, func(question string) string {
		if section, ok := v.Item.Form.SectionOf(question); ok {
			return base + section.Key + "?review=1"
		}
		return ""
	})
	return respond.Page(c, status, pages.DraftCheck(s.draftFrame(c, v, say(c, "draft.check.title")), view))
}

// Finish hands the draft in: to the unit, or to the agency when no unit has to sign.
func (s *Site) Finish(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	receipt, err := s.Cases.Finish(c.Request().Context(), auth.Actor(c), which, c.FormValue("insist") == "yes", intent(c))
	if err != nil {
		return s.finishRefused(c, err)
	}
	if receipt.AwaitingUnit {
		return respond.Redirect(c, draftPath(which)+"?done=finished")
	}
	return s.receipt(c, receipt, false)
}

// finishRefused shows the check page again with what hinders; a draft that was handed in meanwhile shows how it stands.
func (s *Site) finishRefused(c echo.Context, err error) error {
	refused, ok := fault.As(err)
	if !ok {
		return err
	}
	switch {
	case refused.Code == "ASSURANCE_TOO_LOW":
		return s.confirmFirst(c, draftPath(uuid.MustParse(c.Param("id")))+"/check")
	case refused.Code == "ACT_NOT_NOW":
		return respond.Redirect(c, "/drafts/"+c.Param("id"))
	case !mendable(refused.Kind):
		return err
	}
	v, err := s.draft(c)
	if err != nil {
		return err
	}
	var e pages.Entry
	if len(refused.Fields) == 0 {
		e = pages.Refused(respond.Context(c), nil, refused)
	}
	return s.showCheck(c, respond.Status(refused), v, e)
}

// receipt is the page that answers a hand-in. A reload asks again with the same key and gets the same receipt.
func (s *Site) receipt(c echo.Context, r casework.Receipt, corrected bool) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	view, err := s.Cases.CaseForApplicant(ctx, actor, r.CaseID)
	if err != nil {
		return err
	}
	v := pages.ReceiptView{Receipt: r, Item: view.Item, Corrected: corrected, CaseHref: myCasePath(r.CaseID.String()), Phone: s.Footer.ServicePhone}
	if r.DocumentID != uuid.Nil {
		v.DocumentHref = documentPath(r.DocumentID)
	}
	title := say(c, "receipt.title")
	if corrected {
		v.QueryCode = "" // was given with the first receipt
		title = say(c, "receipt.corrected")
	}
	f := s.frame(c, title, crumb(say(c, "nav.my"), casesPath), crumb(title, ""))
	f.Path = v.CaseHref
	return respond.Page(c, http.StatusOK, pages.Receipt(f, v))
}
