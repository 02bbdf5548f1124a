// Package auth tells who knocks: a cookie or an access token becomes an account.Actor, and every route says by a Rule whom it lets in.
// A request that brings neither costs nothing, and a public route asks the database only when its handler asks for the actor.
package auth

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// Auth reads sessions for the doors.
type Auth struct {
	accounts *account.Service
	tokens   *Tokens
	machines []MachineKey
	log      *slog.Logger
}

// New makes the reader of sessions.
func New(accounts *account.Service, tokens *Tokens, machines []MachineKey, log *slog.Logger) *Auth {
	return &Auth{accounts: accounts, tokens: tokens, machines: machines, log: log}
}

const carrierKey = "auth"

// carrier holds what a request brought along and, once somebody asked, who that is.
type carrier struct {
	auth   *Auth
	asked  bool
	actor  account.Actor
	err    error
	bearer string
	cookie string
}

// Middleware notes what a request brought; nothing is looked up yet.
func (a *Auth) Middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Request().Header
		if header.Get(echo.HeaderAuthorization) == "" && header.Get(echo.HeaderCookie) == "" {
			return next(c)
		}
		k := &carrier{auth: a, bearer: header.Get(echo.HeaderAuthorization), cookie: readCookie(c)}
		if k.bearer != "" || k.cookie != "" {
			c.Set(carrierKey, k)
		}
		return next(c)
	}
}

// Actor is who asks; the public when nobody has signed in or the proof does not hold. It is looked up once per request, at the first
// call.
func Actor(c echo.Context) account.Actor {
	actor, err := load(c)
	if err == nil {
		return actor
	}
	if f, ok := fault.As(err); !ok || f.Kind != fault.Unauthenticated {
		carried(c).auth.log.Error("reading a session failed, going on as the public", "error", err)
	}
	return account.Actor{Terminal: c.RealIP()}
}

func carried(c echo.Context) *carrier {
	k, _ := c.Get(carrierKey).(*carrier)
	return k
}

// load is Actor with its failure: UNAUTHENTICATED for a proof that does not hold.
func load(c echo.Context) (account.Actor, error) {
	k := carried(c)
	if k == nil {
		return account.Actor{Terminal: c.RealIP()}, nil
	}
	if !k.asked {
		k.asked = true
		k.actor, k.err = k.look(c)
		k.actor.Terminal = c.RealIP()
	}
	return k.actor, k.err
}

// look finds the session. A token that does not hold is never made good by a cookie.
func (k *carrier) look(c echo.Context) (account.Actor, error) {
	ctx := c.Request().Context()
	if k.bearer == "" && unattended(c.Request().Header) {
		return k.auth.accounts.Peek(ctx, k.cookie)
	}
	if k.bearer == "" {
		return k.auth.accounts.Session(ctx, k.cookie)
	}
	scheme, token, _ := strings.Cut(k.bearer, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return account.Actor{}, unauthenticated()
	}
	if machine, known := k.auth.machine(token); known {
		return machine, nil
	}
	owner, session, err := k.auth.tokens.read(token)
	if err != nil {
		return account.Actor{}, err
	}
	actor, err := k.auth.accounts.SessionByID(ctx, session)
	if err == nil && actor.AccountID != owner {
		return account.Actor{}, unauthenticated()
	}
	return actor, err
}

// UnattendedHeader marks a request that a page makes by itself, to show what is new. Nobody is at the screen for sure, so it does not keep the
// session from ending for want of use (domain.md 6.2).
const UnattendedHeader = "Portal-Unattended"

// Unattended tells whether a page asks by itself.
func Unattended(c echo.Context) bool { return unattended(c.Request().Header) }

// unattended requests bear that mark; streams of events are opened by script that cannot set it.
func unattended(h http.Header) bool {
	return h.Get(UnattendedHeader) != "" || h.Get(echo.HeaderAccept) == EventStream
}

// EventStream is the media type of server-sent events.
const EventStream = "text/event-stream"

// StillActor is who the session of a request belongs to by now, for answers that go on for long: the session is read again and not prolonged.
// Fault: UNAUTHENTICATED once it has ended.
func StillActor(c echo.Context) (account.Actor, error) {
	k := carried(c)
	if k == nil || k.bearer != "" {
		return account.Actor{}, unauthenticated()
	}
	actor, err := k.auth.accounts.Peek(c.Request().Context(), k.cookie)
	actor.Terminal = c.RealIP()
	return actor, err
}

func unauthenticated() *fault.Error { return fault.New(fault.Unauthenticated, "UNAUTHENTICATED") }

// Require lets in whom the rule allows. A person who is not signed in and opens a page is led to the sign-in and back.
func Require(rule Rule) echo.MiddlewareFunc {
	if rule.allow == nil {
		panic("auth: a route has no rule")
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if rule.public {
			return next
		}
		return func(c echo.Context) error {
			actor, err := load(c)
			if err == nil {
				err = rule.allow(actor)
			}
			if err == nil {
				return next(c)
			}
			if path := wayIn(c, err); path != "" {
				return c.Redirect(http.StatusSeeOther, path)
			}
			return err
		}
	}
}

// wayIn is the page that helps somebody who opened a page and was refused; "" when there is none.
func wayIn(c echo.Context, err error) string {
	r := c.Request()
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	if !reads || strings.HasPrefix(r.URL.Path, "/api/") || !strings.Contains(r.Header.Get(echo.HeaderAccept), "text/html") {
		return ""
	}
	switch fault.Code(err) {
	case "UNAUTHENTICATED":
		return withBack(SignInPath, r.URL.RequestURI())
	case "PASSWORD_DUE":
		return withBack(PasswordPath, r.URL.RequestURI())
	}
	return ""
}
