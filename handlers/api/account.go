package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// RequestCode sends a code by short message. The answer does not tell whether an account has the number.
func (a *API) RequestCode(c echo.Context) error {
	in, err := read[struct {
		Purpose account.Purpose `json:"purpose"`
		Mobile  string          `json:"mobile"`
	}](c)
	if err != nil {
		return err
	}
	return accepted(c, a.Accounts.RequestCode(c.Request().Context(), in.Purpose, in.Mobile, c.RealIP()))
}

// accepted answers a request that goes on elsewhere.
func accepted(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	private(c)
	return c.NoContent(http.StatusAccepted)
}

// RegisterPerson makes the account of a natural person.
func (a *API) RegisterPerson(c echo.Context) error {
	in, err := read[account.Registration](c)
	if err != nil {
		return err
	}
	in.Address = c.RealIP()
	person, err := a.Accounts.RegisterPerson(c.Request().Context(), in)
	if err != nil {
		return err
	}
	return answer(c, http.StatusCreated, identified{person})
}

// ResetPassword sets a new password after a code by short message.
func (a *API) ResetPassword(c echo.Context) error {
	in, err := read[struct {
		Mobile   string `json:"mobile"`
		Code     string `json:"code"`
		Password string `json:"password"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Accounts.ResetPassword(c.Request().Context(), in.Mobile, in.Code, in.Password, c.RealIP()))
}

// SignIn begins a session by password, with the second factor at once or afterwards, or by a code from a short message.
func (a *API) SignIn(c echo.Context) error {
	in, err := read[struct {
		Identifier string `json:"identifier"`
		Password   string `json:"password"`
		TOTP       string `json:"totp"`
		Mobile     string `json:"mobile"`
		Code       string `json:"code"`
	}](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if in.Mobile != "" {
		session, err := a.Accounts.SignInByCode(ctx, in.Mobile, in.Code, account.Program, c.RealIP())
		return a.granted(c, http.StatusCreated, session, err)
	}
	session, err := a.Accounts.SignIn(ctx, account.SignIn{
		Identifier: in.Identifier, Password: in.Password, TOTP: in.TOTP, Door: account.Program, Address: c.RealIP(),
	})
	return a.granted(c, http.StatusCreated, session, err)
}

// granted answers with tokens, or asks for the second factor.
func (a *API) granted(c echo.Context, status int, in account.SignedIn, err error) error {
	switch {
	case err != nil:
		return err
	case in.Challenge != "":
		return answer(c, http.StatusAccepted, map[string]string{"challenge": in.Challenge})
	case in.Refresh == "": // a challenge of the pages' sign-in was answered here: its session has no tokens
		return fault.New(fault.Unauthenticated, "UNAUTHENTICATED")
	}
	tokens, err := a.Auth.Grant(in)
	return or(c, status, tokens, err)
}

// SecondFactor completes an officer's sign-in.
func (a *API) SecondFactor(c echo.Context) error {
	in, err := read[struct {
		Challenge string `json:"challenge"`
		Code      string `json:"code"`
	}](c)
	if err != nil {
		return err
	}
	session, err := a.Accounts.SecondFactor(c.Request().Context(), in.Challenge, in.Code, c.RealIP())
	return a.granted(c, http.StatusCreated, session, err)
}

// Refresh exchanges a refresh token, which works once, for new tokens.
func (a *API) Refresh(c echo.Context) error {
	in, err := read[struct {
		RefreshToken string `json:"refresh_token"`
	}](c)
	if err != nil {
		return err
	}
	session, err := a.Accounts.Refresh(c.Request().Context(), in.RefreshToken, c.RealIP())
	return a.granted(c, http.StatusOK, session, err)
}

// SignOut ends this session: its tokens are refused from now on.
func (a *API) SignOut(c echo.Context) error { return done(c, a.Auth.Leave(c)) }

// SignOutEverywhere ends all sessions of the account.
func (a *API) SignOutEverywhere(c echo.Context) error {
	return done(c, a.Accounts.SignOutEverywhere(c.Request().Context(), auth.Actor(c)))
}

// profile is who asks.
type profile struct {
	Kind        string               `json:"kind"` // person, clerk
	AccountID   uuid.UUID            `json:"account_id"`
	Name        string               `json:"name"`
	Mobile      string               `json:"mobile,omitempty"`
	Officer     string               `json:"officer,omitempty"` // police number
	Assurance   int                  `json:"assurance"`
	Grants      []account.Grant      `json:"grants,omitempty"`
	Enterprises []account.Membership `json:"enterprises,omitempty"`
	Acting      *uuid.UUID           `json:"acting,omitempty"` // the enterprise of this session
	PasswordDue bool                 `json:"password_due"`
	Unread      int                  `json:"unread"` // notices
}

// Me is who asks, and what he may do for whom.
func (a *API) Me(c echo.Context) error {
	actor := auth.Actor(c)
	unread, err := a.Notices.Unread(c.Request().Context(), actor)
	if err != nil {
		return err
	}
	p := profile{Kind: "person", AccountID: actor.AccountID, Name: actor.Name, Mobile: actor.Mobile, Officer: actor.Officer,
		Assurance: actor.Assurance, Grants: actor.Grants, Enterprises: actor.Enterprises, PasswordDue: actor.PasswordDue, Unread: unread}
	if actor.IsClerk() {
		p.Kind = "clerk"
	}
	if actor.Acting != uuid.Nil {
		p.Acting = &actor.Acting
	}
	return answer(c, http.StatusOK, p)
}

// ChangePassword sets a new password and ends the account's other sessions.
func (a *API) ChangePassword(c echo.Context) error {
	in, err := read[struct {
		Old string `json:"old"`
		New string `json:"new"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Accounts.ChangePassword(c.Request().Context(), auth.Actor(c), in.Old, in.New))
}

// ChangeMobile gives the person another mobile number.
func (a *API) ChangeMobile(c echo.Context) error {
	in, err := read[account.NewMobile](c)
	if err != nil {
		return err
	}
	return done(c, a.Accounts.ChangeMobile(c.Request().Context(), auth.Actor(c), in))
}

// RequestMobileCode sends a code to the number that the person wants to change to.
func (a *API) RequestMobileCode(c echo.Context) error {
	in, err := read[struct {
		Mobile string `json:"mobile"`
	}](c)
	if err != nil {
		return err
	}
	return accepted(c, a.Accounts.RequestMobileCode(c.Request().Context(), auth.Actor(c), in.Mobile))
}

// RequestOldMobileCode sends a code to the number that the person has.
func (a *API) RequestOldMobileCode(c echo.Context) error {
	return accepted(c, a.Accounts.RequestOldMobileCode(c.Request().Context(), auth.Actor(c)))
}

// RequestConfirmation sends a code to the person's own number.
func (a *API) RequestConfirmation(c echo.Context) error {
	return accepted(c, a.Accounts.RequestConfirmation(c.Request().Context(), auth.Actor(c)))
}

// Confirm raises the session's assurance by that code.
func (a *API) Confirm(c echo.Context) error {
	in, err := read[struct {
		Code string `json:"code"`
	}](c)
	if err != nil {
		return err
	}
	return done(c, a.Accounts.Confirm(c.Request().Context(), auth.Actor(c), in.Code))
}

// ActFor chooses the enterprise for which the session acts; null is the person himself.
func (a *API) ActFor(c echo.Context) error {
	in, err := read[struct {
		EnterpriseID *uuid.UUID `json:"enterprise_id"`
	}](c)
	if err != nil {
		return err
	}
	enterprise := uuid.Nil
	if in.EnterpriseID != nil {
		enterprise = *in.EnterpriseID
	}
	return done(c, a.Accounts.ActFor(c.Request().Context(), auth.Actor(c), enterprise))
}

// Enterprises lists those for which the person may act today.
func (a *API) Enterprises(c echo.Context) error {
	return answer(c, http.StatusOK, whole(auth.Actor(c).Enterprises, same[account.Membership]))
}

// Members lists who is authorised to act for an enterprise, for those who decide about that.
func (a *API) Members(c echo.Context) error {
	enterprise, err := id(c, "id")
	if err != nil {
		return err
	}
	members, err := a.Accounts.Members(c.Request().Context(), auth.Actor(c), enterprise)
	return or(c, http.StatusOK, whole(members, same[account.Member]), err)
}

// AddMember invites a person to act for an enterprise.
func (a *API) AddMember(c echo.Context) error {
	enterprise, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[struct {
		Name     string       `json:"name"`
		IDNumber string       `json:"id_number"`
		Role     account.Role `json:"role"`
		Scope    []string     `json:"scope"`
		Until    workday.Date `json:"until"`
	}](c)
	if err != nil {
		return err
	}
	member, err := a.Accounts.AddMember(c.Request().Context(), auth.Actor(c), enterprise, account.NewMember(in))
	return or(c, http.StatusCreated, identified{member}, err)
}

// Invitations lists authorisations that wait for the person's consent.
func (a *API) Invitations(c echo.Context) error {
	list, err := a.Accounts.Invitations(c.Request().Context(), auth.Actor(c))
	return or(c, http.StatusOK, whole(list, same[account.Invitation]), err)
}

// AcceptMembership begins an authorisation.
func (a *API) AcceptMembership(c echo.Context) error {
	return a.membership(c, a.Accounts.AcceptMembership)
}

// SuspendMembership stops an authorisation until it is resumed.
func (a *API) SuspendMembership(c echo.Context) error {
	return a.membership(c, a.Accounts.SuspendMember)
}

// ResumeMembership lets a suspended authorisation hold again.
func (a *API) ResumeMembership(c echo.Context) error { return a.membership(c, a.Accounts.ResumeMember) }

// EndMembership ends an authorisation or takes an invitation back.
func (a *API) EndMembership(c echo.Context) error { return a.membership(c, a.Accounts.EndMember) }

func (a *API) membership(c echo.Context, do func(context.Context, account.Actor, uuid.UUID) error) error {
	membership, err := id(c, "id")
	if err != nil {
		return err
	}
	return done(c, do(c.Request().Context(), auth.Actor(c), membership))
}

// Desks lists the tree of desks.
func (a *API) Desks(c echo.Context) error {
	desks, err := a.Accounts.Desks(c.Request().Context())
	type entry struct {
		Code   string `json:"code"`
		Parent string `json:"parent,omitempty"`
		Area   string `json:"area"`
		named
	}
	return or(c, http.StatusOK, whole(desks, func(d account.Desk) entry {
		return entry{Code: d.Code, Parent: d.Parent, Area: d.Area, named: named{Name: d.Name, NameEn: d.NameEn}}
	}), err)
}
