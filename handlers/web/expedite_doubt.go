package web

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const businessDoubts = clerkHome + "/business-doubts"

// DoubtBusiness sends the evidence of a case to the legal officer.
func (s *Site) DoubtBusiness(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	var paper uuid.UUID // none chosen: all of the evidence
	if chosen := c.FormValue("paper"); chosen != "" {
		if paper, err = uuid.Parse(chosen); err != nil {
			return s.businessDone(c, which, "", fault.Fields(fault.OneField("/paper", "PAPER_UNKNOWN")))
		}
	}
	reason := strings.TrimSpace(c.FormValue("doubt"))
	err = s.Expedite.Doubt(respond.Context(c), auth.Actor(c), which, reason, paper, intent(c, paper.String()+reason))
	return s.businessDone(c, which, "doubted", err)
}

// BusinessDoubts lists disputed evidence.
func (s *Site) BusinessDoubts(c echo.Context) error {
	rows, err := s.Expedite.Doubts(respond.Context(c), auth.Actor(c))
	if err != nil {
		return err
	}
	f := s.frame(c, say(c, "doubt.title"), crumb(say(c, "doubt.title"), ""))
	f.Path = businessDoubts
	return respond.Page(c, http.StatusOK, pages.BusinessDoubts(f, rows, s.today()))
}

// BusinessDoubt shows disputed evidence with the form of its answer.
func (s *Site) BusinessDoubt(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	return s.businessDoubt(c, which, http.StatusOK, pages.Entry{})
}

func (s *Site) businessDoubt(c echo.Context, which uuid.UUID, status int, e pages.Entry) (err error) {
	v := pages.BusinessDoubtView{Entry: e, Flash: businessFlash(c), Key: newIntent()}
	if v.DoubtView, err = s.Expedite.DoubtOf(respond.Context(c), auth.Actor(c), which); err != nil {
		return err
	}
	f := s.frame(c, v.Request.Number, crumb(say(c, "doubt.title"), businessDoubts), crumb(v.Request.Number, ""))
	f.Path = businessDoubts + "/" + which.String()
	return respond.Page(c, status, pages.BusinessDoubt(f, v))
}

// AnswerDoubt keeps the legal officer's answer: a level, or that the evidence does not stand.
func (s *Site) AnswerDoubt(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	o := expedite.Opinion{Level: expedite.Level(c.FormValue("level")), Reason: strings.TrimSpace(c.FormValue("reason"))}
	if o.Stands = o.Level != pages.Falls; !o.Stands {
		o.Level = ""
	}
	err = s.Expedite.Answer(respond.Context(c), auth.Actor(c), which, o, intent(c, c.FormValue("level")+o.Reason))
	if f, ok := fault.As(err); ok && f.Kind != fault.NotFound {
		values, _ := c.FormParams()
		return s.businessDoubt(c, which, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, businessDoubts+"/"+which.String()+"?done=answered")
}

// DoubtPaper gives the legal officer a file of the evidence.
func (s *Site) DoubtPaper(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	paper, err := id(c, "paper")
	if err != nil {
		return err
	}
	request, file, err := s.Expedite.DoubtPaper(respond.Context(c), auth.Actor(c), which, paper)
	if err != nil {
		return err
	}
	return s.sendPaper(c, request, file)
}
