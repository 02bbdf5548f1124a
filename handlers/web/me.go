package web

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
)

// How much of each list stands in the space itself.
const (
	casesInSpace   = 5
	noticesInSpace = 5
)

// Me is the person's own space. Officers have their desk instead.
func (s *Site) Me(c echo.Context) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	if actor.IsClerk() {
		return respond.Redirect(c, clerkHome)
	}
	live := s.liveAt(personHome)
	v := pages.MeView{
		Name: actor.Name, Sides: sides(ctx, actor), HeadsUnit: len(actor.EnterpriseIDs(account.Legal, account.Administrator)) > 0, Flash: flash(c),
	}
	if m, acts := actor.Member(actor.Acting); acts {
		v.Name = m.Name
	}
	if err := s.fillCases(ctx, actor, &v); err != nil {
		return err
	}
	if err := s.fillVisits(ctx, actor, &v); err != nil {
		return err
	}
	if err := s.fillLicences(ctx, actor, &v); err != nil {
		return err
	}
	if err := s.fillNotices(ctx, actor, &v); err != nil {
		return err
	}
	title := locale.T(ctx, "nav.space")
	f := s.frame(c, title, crumb(title, ""))
	f.Path, f.Live = personHome, live
	return respond.Page(c, http.StatusOK, pages.Me(f, v))
}

// sides are for whom the person may act, himself first; nothing to choose from when he belongs to no enterprise.
func sides(ctx context.Context, actor account.Actor) []pages.Side {
	if len(actor.Enterprises) == 0 {
		return nil
	}
	all := []pages.Side{{Name: actor.Name, Role: locale.T(ctx, "me.self"), Current: actor.Acting == uuid.Nil}}
	for _, m := range actor.Enterprises {
		all = append(all, pages.Side{
			ID: m.ID, Name: m.Name, Role: locale.T(ctx, "members.role."+string(m.Role)), Until: locale.Date(ctx, m.Until), Current: actor.Acting == m.ID,
		})
	}
	return all
}

func (s *Site) fillCases(ctx context.Context, actor account.Actor, v *pages.MeView) error {
	drafts, err := s.Cases.OpenDrafts(ctx, actor, "")
	if err != nil {
		return err
	}
	for _, d := range drafts {
		v.Drafts = append(v.Drafts, caseLine(ctx, d))
	}
	cases, err := s.Cases.MyCases(ctx, actor, "", casesInSpace)
	if err != nil {
		return err
	}
	for _, one := range cases.Items {
		if one.Code != "" { // drafts have a list of their own
			v.Cases = append(v.Cases, caseLine(ctx, one))
		}
	}
	if v.HeadsUnit {
		waiting, err := s.Cases.AwaitingUnit(ctx, actor)
		if err != nil {
			return err
		}
		v.ToSign = len(waiting)
	}
	return nil
}

// caseLine is a case in a list: a draft leads to its form, anything else to the page of the case.
func caseLine(ctx context.Context, s casework.CaseSummary) pages.CaseLine {
	tone, state := pages.StateWords(ctx, s.Procedure, s.State, s.SubState, s.Verdict)
	line := pages.CaseLine{
		Item: pages.CaseTitle(ctx, s), Number: s.Code, Href: "/cases/" + s.ID.String(), Tone: tone, State: state,
		When: locale.T(ctx, "me.case.received", "date", s.ReceivedAt),
	}
	if s.Code == "" {
		line.Href, line.When = "/drafts/"+s.ID.String(), locale.T(ctx, "me.draft.saved", "date", s.UpdatedAt)
	}
	return line
}

func (s *Site) fillNotices(ctx context.Context, actor account.Actor, v *pages.MeView) (err error) {
	inbox, err := s.Notices.Inbox(ctx, actor, uuid.Nil, noticesInSpace)
	if err != nil {
		return err
	}
	v.Unread = inbox.Unread
	for _, n := range inbox.Items {
		v.Notices = append(v.Notices, noticeLine(ctx, actor, n))
	}
	if v.Invitations, err = s.Accounts.Invitations(ctx, actor); err != nil {
		return err
	}
	if v.Registrations, v.ToConfirm, err = s.Enterprises.Registrations(ctx, actor); err != nil {
		return err
	}
	v.ContactFails, err = s.Notices.ContactFails(ctx, actor)
	return err
}

// fillLicences lists what was issued to the person, or to the enterprise he acts for.
func (s *Site) fillLicences(ctx context.Context, actor account.Actor, v *pages.MeView) error {
	held, err := s.Documents.HeldBy(ctx, holderOf(actor))
	if err != nil {
		return err
	}
	for _, h := range held {
		v.Licences = append(v.Licences, pages.LicenceLine{
			Title: h.Title, Number: h.Number, Detail: h.Category, Href: "/documents/" + h.DocumentID.String(),
			Valid: locale.T(ctx, "me.licence.until", "date", h.ValidTo),
			Tone:  pages.StandingTone(h.Standing), State: locale.T(ctx, "verify.standing."+string(h.Standing)),
		})
	}
	return nil
}

// fillVisits lists the appointments to come.
func (s *Site) fillVisits(ctx context.Context, actor account.Actor, v *pages.MeView) error {
	list, err := s.Appointments.Mine(ctx, actor)
	if err != nil {
		return err
	}
	now := s.Now()
	for _, b := range list {
		if b.State.Open() && b.End.After(now) {
			v.Visits = append(v.Visits, b)
		}
	}
	return nil
}
