package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	businessDesk  = clerkHome + "/business"
	businessMarks = clerkHome + "/business-marks"
)

// BusinessDesk lists the business cases that wait at the clerk's desks.
func (s *Site) BusinessDesk(c echo.Context) error {
	live := s.liveAt(businessDesk)
	rows, err := s.Expedite.Desk(respond.Context(c), auth.Actor(c))
	if err != nil {
		return err
	}
	f := s.frame(c, say(c, "business.desk.title"), crumb(say(c, "business.desk.title"), ""))
	f.Path, f.Live = businessDesk, live
	return respond.Page(c, http.StatusOK, pages.BusinessDesk(f, rows))
}

// BusinessCase shows a case with its seven conditions and whom its admission would make late.
func (s *Site) BusinessCase(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.businessCase(c, which, http.StatusOK, pages.Entry{})
}

func (s *Site) businessCase(c echo.Context, which uuid.UUID, status int, e pages.Entry) (err error) {
	live := s.liveAt(businessDesk + "/" + which.String())
	v := pages.BusinessCaseView{Entry: e, Flash: businessFlash(c), Key: newIntent()}
	if v.DeskView, err = s.Expedite.Case(respond.Context(c), auth.Actor(c), which); err != nil {
		return err
	}
	f := s.frame(c, v.Standing.Number, crumb(say(c, "business.desk.title"), businessDesk), crumb(v.Standing.Number, ""))
	f.Path = businessDesk + "/" + which.String()
	if c.Request().Method == http.MethodGet {
		f.Live = live
	}
	return respond.Page(c, status, pages.BusinessCase(f, v))
}

// AdmitBusiness takes a case into the expedited queue.
func (s *Site) AdmitBusiness() echo.HandlerFunc {
	return s.decideBusiness("admitted", s.Expedite.Admit)
}

// OrdinaryBusiness puts a case back into the ordinary queue.
func (s *Site) OrdinaryBusiness() echo.HandlerFunc {
	return s.decideBusiness("ordinary", s.Expedite.Ordinary)
}

// DepartedBusiness closes a case whose departure has passed.
func (s *Site) DepartedBusiness() echo.HandlerFunc {
	return s.decideBusiness("departed", s.Expedite.Departed)
}

// ShiftBusiness records a two-person shift.
func (s *Site) ShiftBusiness() echo.HandlerFunc { return s.decideBusiness("shift", s.Expedite.Shift) }

// decideBusiness is an act on a case's admission: its words in the form's field reason.
func (s *Site) decideBusiness(word string, act func(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, key db.Key) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		which, err := id(c, "id")
		if err != nil {
			return err
		}
		reason := strings.TrimSpace(c.FormValue("reason"))
		return s.businessDone(c, which, word, act(respond.Context(c), auth.Actor(c), which, reason, intent(c, reason)))
	}
}

// businessDone leads back to the case, or shows it again with what was wrong.
func (s *Site) businessDone(c echo.Context, which uuid.UUID, word string, err error) error {
	if f, ok := fault.As(err); ok && f.Kind != fault.NotFound {
		values, _ := c.FormParams()
		return s.businessCase(c, which, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, businessDesk+"/"+which.String()+"?done="+word)
}

// VerifyBusiness keeps what an officer found about the evidence.
func (s *Site) VerifyBusiness(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	err = s.Expedite.Verify(respond.Context(c), auth.Actor(c), which, c.FormValue("verified") == "true", strings.TrimSpace(c.FormValue("how")),
		strings.TrimSpace(c.FormValue("disagrees")))
	return s.businessDone(c, which, "verified", err)
}

// BusinessPaper gives an officer a file of the evidence.
func (s *Site) BusinessPaper(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	paper, err := id(c, "paper")
	if err != nil {
		return err
	}
	request, file, err := s.Expedite.Paper(respond.Context(c), auth.Actor(c), which, paper)
	if err != nil {
		return err
	}
	return s.sendPaper(c, request, file)
}

// sendPaper sends a file of a request's evidence.
func (s *Site) sendPaper(c echo.Context, request, file uuid.UUID) error {
	m, r, err := s.Materials.OpenOf(c.Request().Context(), request, file)
	if err != nil {
		return err
	}
	defer r.Close()
	SendMaterial(c, m, r)
	return nil
}

// BusinessMarks lists the marks of abuse.
func (s *Site) BusinessMarks(c echo.Context) error {
	return s.businessMarks(c, http.StatusOK, pages.Entry{})
}

func (s *Site) businessMarks(c echo.Context, status int, e pages.Entry) (err error) {
	v := pages.BusinessMarksView{Entry: e, May: expedite.MayMark(auth.Actor(c)), Flash: businessFlash(c), Today: workday.DateOf(s.Now())}
	if v.MarkBoard, err = s.Expedite.Marks(respond.Context(c), auth.Actor(c)); err != nil {
		return err
	}
	way := []ui.Crumb{crumb(say(c, "business.desk.title"), businessDesk), crumb(say(c, "business.marks"), "")}
	if !expedite.SeesDesk(auth.Actor(c)) {
		way = way[1:]
	}
	f := s.frame(c, say(c, "business.marks"), way...)
	f.Path = businessMarks
	return respond.Page(c, status, pages.BusinessMarks(f, v))
}

// marked leads back to the marks, or shows them again with what was wrong.
func (s *Site) marked(c echo.Context, word string, err error) error {
	if f, ok := fault.As(err); ok && f.Kind != fault.NotFound {
		values, _ := c.FormParams()
		return s.businessMarks(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, businessMarks+"?done="+word)
}

// ProposeMark begins the proceedings of a mark.
func (s *Site) ProposeMark(c echo.Context) error {
	_, err := s.Expedite.Propose(respond.Context(c), auth.Actor(c), expedite.NewMark{Kind: expedite.MarkKind(c.FormValue("kind")),
		UnitCode: c.FormValue("unit_code"), CaseNumber: c.FormValue("case_number"), Evidence: strings.TrimSpace(c.FormValue("evidence"))})
	return s.marked(c, "proposed", err)
}

// DecideMark decides a proposed mark.
func (s *Site) DecideMark(c echo.Context) error {
	which, err := id(c, "id")
	if err == nil {
		members := strings.FieldsFunc(c.FormValue("members"), func(r rune) bool { return strings.ContainsRune("、,，;； \t\n\r", r) })
		err = s.Expedite.Decide(respond.Context(c), auth.Actor(c), which, expedite.Ruling{Impose: c.FormValue("impose") == "true",
			Reason: strings.TrimSpace(c.FormValue("reason")), Members: members})
	}
	return s.marked(c, "decided", err)
}

// LiftMark ends a mark after a successful appeal.
func (s *Site) LiftMark(c echo.Context) error {
	which, err := id(c, "id")
	if err == nil {
		err = s.Expedite.Lift(respond.Context(c), auth.Actor(c), which, strings.TrimSpace(c.FormValue("reason")))
	}
	return s.marked(c, "lifted", err)
}
