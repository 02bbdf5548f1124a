package web

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// AskCompensation leads the holder from a measure to the case in which he claims.
func (s *Site) AskCompensation(c echo.Context) error {
	measure, err := id(c, "id")
	if err != nil {
		return err
	}
	claim, err := s.Cases.AskCompensation(c.Request().Context(), auth.Actor(c), measure)
	if fault.Code(err) == "ASSURANCE_TOO_LOW" {
		return s.confirmFirst(c, myCasePath(measure.String()))
	}
	if err != nil {
		return err
	}
	return respond.Redirect(c, myCasePath(claim.String()))
}

// ClaimForm asks what a measure cost its holder, or what he adds to his claim.
func (s *Site) ClaimForm(c echo.Context) error {
	return s.claimForm(c, http.StatusOK, pages.Entry{})
}

func (s *Site) claimForm(c echo.Context, status int, entry pages.Entry) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	_, err = s.Cases.LossProofRule(c.Request().Context(), auth.Actor(c), which)
	if fault.Code(err) == "ACT_NOT_NOW" && c.Request().Method == http.MethodGet { // his case tells how it stands
		return respond.Redirect(c, myCasePath(which.String()))
	}
	if err != nil {
		return err
	}
	if status == http.StatusOK && unconfirmed(c) {
		return s.confirmFirst(c, myCasePath(which.String())+"/claim")
	}
	v, err := s.Cases.CaseForApplicant(c.Request().Context(), auth.Actor(c), which)
	if err != nil {
		return err
	}
	title := say(c, "compensation.title")
	f := s.frame(c, title, inSpace(c, crumb(v.Code, myCasePath(which.String())), crumb(title, ""))...)
	return respond.Page(c, status, pages.Claim(f, pages.ClaimView{Entry: entry, Case: v}))
}

// Claim takes it, with the files that prove it. Files that came with a form that is refused stay on the page.
func (s *Site) Claim(c echo.Context) error {
	values, files, err := s.takePaper(c)
	if err != nil {
		return err
	}
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	here := myCasePath(which.String())
	l := casework.Loss{Reason: strings.TrimSpace(values.Get("reason"))}
	for _, value := range values["proofs"] {
		if kept, err := uuid.Parse(value); err == nil {
			l.Proofs = append(l.Proofs, kept)
		}
	}
	done, send := "added", s.Cases.AddToClaim
	if _, claims := values["amount"]; claims {
		done, send = "claimed", s.Cases.ClaimLoss
		if l.Amount, err = procedure.ParseFen(values.Get("amount")); err != nil {
			faults := []fault.Field{fault.OneField("/amount", fault.Code(err))}
			if l.Reason == "" {
				faults = append(faults, fault.OneField("/reason", "REASON_REQUIRED"))
			}
			err = fault.Fields(faults...)
		}
	}
	if more, e := s.lossProofs(c, which, files); e == nil {
		l.Proofs = append(l.Proofs, more...)
	} else if err == nil {
		err = e
	}
	if err == nil {
		err = send(c.Request().Context(), auth.Actor(c), which, l, key)
	}
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return respond.Redirect(c, here+"?done="+done)
	case ok && f.Code == "ASSURANCE_TOO_LOW":
		return s.confirmFirst(c, here+"/claim")
	case ok && mendable(f.Kind):
		return s.claimForm(c, respond.Status(f), pages.Refused(respond.Context(c), values, f))
	}
	return err
}

// lossProofs stores the files of a claim's form.
func (s *Site) lossProofs(c echo.Context, which uuid.UUID, files map[string]upload) (proofs []uuid.UUID, err error) {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	rule, err := s.Cases.LossProofRule(ctx, actor, which)
	if err != nil {
		return nil, err
	}
	for i := range pages.ClaimProofs {
		name := fmt.Sprintf("proof%d", i+1)
		if _, chosen := files[name]; !chosen {
			continue
		}
		err := s.withFile(files, "/"+name, func(name string, file io.Reader) error {
			m, err := s.Materials.Receive(ctx, actor.PersonID, rule, name, file)
			proofs = append(proofs, m.ID)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return proofs, nil
}
