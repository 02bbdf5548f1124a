package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// special reads what the forms of special moves bring along.
func special(values url.Values, d *casework.Decision) {
	text := func(name string) string { return strings.TrimSpace(values.Get(name)) }
	d.Kind, d.Basis, d.Place, d.Record = text("kind"), text("basis"), text("place"), text("record")
	d.Where, d.Value, d.Phone, d.Officer, d.Party = text("where"), text("value"), text("phone"), text("officer"), text("party")
	d.Body, d.Wrong = text("body"), text("wrong")
	d.Named, d.Unrelated = values["named"], values.Get("unrelated") == "yes"
	d.Days, _ = strconv.Atoi(text("days")) // no number is no length
	if d.Act == procedure.ActDecideAgain && text("days") != "" && d.Days == 0 {
		d.Days = -1 // what is no number is no order to decide within the law's own time
	}
	d.At = text("at")
	d.On, _ = workday.Parse(text("on")) // no date is none
	if amount := text("amount"); amount != "" {
		var err error
		if d.Amount, err = procedure.ParseFen(amount); err != nil {
			d.Amount = -1 // no amount is refused as one
		}
	}
	if d.Act == procedure.ActLegalOpinion && values.Get("agree") == procedure.LawyerDisagrees {
		d.Kind = procedure.LawyerDisagrees
	}
	for _, value := range values["pictures"] {
		if id, err := uuid.Parse(value); err == nil {
			d.Pictures = append(d.Pictures, id)
		}
	}
	for i, officer := range values["member_officer"] {
		v := casework.Voice{Officer: strings.TrimSpace(officer)}
		if all := values["member_verdict"]; i < len(all) {
			v.Verdict = procedure.Verdict(all[i])
		}
		if all := values["member_text"]; i < len(all) {
			v.Text = strings.TrimSpace(all[i])
		}
		if v.Officer != "" {
			d.Members = append(d.Members, v)
		}
	}
}

// Enclose takes a file of an officer for a case: a picture of a verification, a report, a proof.
func (s *Site) Enclose(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := plainForm(c); err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	rule, err := s.Cases.EnclosureRule(ctx, actor, which)
	if err != nil {
		return err
	}
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, material.MostBytes+multipartExtra)
	parts, err := r.MultipartReader()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return fault.New(fault.Malformed, "MALFORMED").Because(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if _, err := s.Materials.Receive(ctx, actor.AccountID, rule, part.FileName(), part); err != nil {
			return s.encloseAgain(c, err)
		}
		return respond.Redirect(c, casePath(which)+"?done=enclosed#enclosures")
	}
}

// encloseAgain shows the case with what was wrong with the file.
func (s *Site) encloseAgain(c echo.Context, err error) error {
	f, ok := fault.As(err)
	if !ok || !mendable(f.Kind) {
		return err
	}
	return s.review(c, respond.Status(f), func(v *pages.ReviewView) {
		v.Entry, v.Open = pages.RefusedIn(respond.Context(c), "files", url.Values{}, f), "files"
	})
}

// Reply takes an applicant's answer to what the agency has put to him: an explanation, a hearing, a correction on the spot.
func (s *Site) Reply(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	act, reason := c.FormValue("act"), strings.TrimSpace(c.FormValue("reason"))
	here := myCasePath(which.String())
	err = s.Cases.Answer(c.Request().Context(), auth.Actor(c), which, casework.ApplicantReply{Act: procedure.ActName(act), Reason: reason}, intent(c, act, reason))
	refused, ok := fault.As(err)
	switch {
	case err == nil:
		return respond.Redirect(c, here+"?done=replied")
	case ok && refused.Code == "ASSURANCE_TOO_LOW":
		return s.confirmFirst(c, here)
	case ok && mendable(refused.Kind):
		return s.showCase(c, respond.Status(refused), pages.Refused(respond.Context(c), url.Values{"reason": {reason}}, refused))
	}
	return err
}
