package web

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	filingsPath   = "/filings"
	myFilingsPath = "/me/filings"
	referralsPath = clerkHome + "/referrals"
	filingsAPage  = 20
	longestFiling = 60 // characters of a search
)

// Filings is the public register of filings.
func (s *Site) Filings(c echo.Context) error {
	q := filing.Search{Text: cutText(strings.TrimSpace(c.QueryParam("q")), longestFiling), List: c.QueryParam("list"), After: c.QueryParam("after"),
		Limit: filingsAPage}
	found, err := s.Filing.List(c.Request().Context(), q)
	if err != nil {
		return err
	}
	title := say(c, "filing.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.Path, f.Canonical, f.Description = filingsPath, s.PublicURL+filingsPath, say(c, "filing.lead")
	first, next := pagesOf(filingsPath, c.QueryParams(), found.Next)
	return respond.Page(c, http.StatusOK, pages.Filings(f, pages.FilingsView{Query: q, Found: found, First: first, Next: next}))
}

// ShowFiling is one filing: where the QR code of its receipt leads.
func (s *Site) ShowFiling(c echo.Context) error {
	e, history, err := s.Filing.Show(c.Request().Context(), compact(c.Param("code")))
	if err != nil {
		return err
	}
	f := s.bareFrame(c, e.Holder, crumb(say(c, "filing.title"), filingsPath), crumb(e.Number, ""))
	f.Path, f.NoIndex = filingsPath+"/"+e.Code, true
	return respond.Page(c, http.StatusOK, pages.Filing(f, pages.FilingView{Entry: e, History: history}))
}

// MyFilings is what the enterprise has filed.
func (s *Site) MyFilings(c echo.Context) error {
	list, err := s.Filing.Mine(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return err
	}
	title := say(c, "filing.mine")
	return respond.Page(c, http.StatusOK, pages.MyFilings(s.frame(c, title, inSpace(c, crumb(title, ""))...), pages.MyFilingsView{Filings: list}))
}

// Referrals is the county brigade's list of late filings.
func (s *Site) Referrals(c echo.Context) error {
	return s.referrals(c, http.StatusOK, uuid.Nil, pages.Entry{})
}

func (s *Site) referrals(c echo.Context, status int, open uuid.UUID, entry pages.Entry) error {
	actor := auth.Actor(c)
	list, err := s.Filing.Referrals(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	v := pages.ReferralsView{Entry: entry, Referrals: list, Open: open, Answers: actor.HasAny(account.County, account.Reviewer)}
	if c.QueryParam("done") == "answered" {
		v.Flash = say(c, "referral.done")
	}
	title := say(c, "referral.title")
	f := s.frame(c, title, crumb(title, ""))
	f.Path = referralsPath
	return respond.Page(c, status, pages.Referrals(f, v))
}

// AnswerReferral records what the brigade did about a late filing.
func (s *Site) AnswerReferral(c echo.Context) error {
	referral, err := id(c, "id")
	if err != nil {
		return err
	}
	answer := filing.Answer{Outcome: filing.Outcome(c.FormValue("outcome")), Words: strings.TrimSpace(c.FormValue("words"))}
	if day := c.FormValue("mend_by"); day != "" {
		if answer.MendBy, err = workday.Parse(day); err != nil {
			err = fault.Fields(fault.OneField("/mend_by", "DATE_FORMAT"))
		}
	}
	if err == nil {
		err = s.Filing.AnswerReferral(c.Request().Context(), auth.Actor(c), referral, answer)
	}
	if f, ok := fault.As(err); ok && mendable(f.Kind) {
		return s.referrals(c, respond.Status(f), referral, pages.RefusedIn(respond.Context(c), "r-"+referral.String(), typed(c).Values, f))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, referralsPath+"?done=answered")
}
