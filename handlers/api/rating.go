package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/supervise"
)

// CaseRating is what the applicant of a case has rated and said.
func (a *API) CaseRating(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		o, err := a.Supervise.OpinionOf(c.Request().Context(), auth.Actor(c), id)
		return or(c, http.StatusOK, o, err)
	})
}

// Rate keeps a rating, or the one change of it.
func (a *API) Rate(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		in, err := read[supervise.Rated](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.Rate(c.Request().Context(), auth.Actor(c), id, in))
	})
}

// Speak takes a complaint, praise or 办不成事.
func (a *API) Speak(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		in, err := read[struct {
			Kind supervise.VoiceKind `json:"kind"`
			Text string              `json:"text"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.Speak(c.Request().Context(), auth.Actor(c), id, in.Kind, in.Text))
	})
}

// Rates are the rates that everybody may read.
func (a *API) Rates(c echo.Context) error {
	all, desks, err := a.Supervise.Rates(c.Request().Context())
	return or(c, http.StatusOK, map[string]any{"all": all, "desks": desks}, err)
}

// Repairs lists bad ratings and appeals.
func (a *API) Repairs(c echo.Context) error {
	filter, err := superviseFilter(c)
	if err != nil {
		return err
	}
	found, err := a.Supervise.Repairs(c.Request().Context(), auth.Actor(c), filter)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, same[supervise.Rating]), err)
}

// Voices lists complaints, praise and 办不成事.
func (a *API) Voices(c echo.Context) error {
	filter, err := superviseFilter(c)
	if err != nil {
		return err
	}
	found, err := a.Supervise.Voices(c.Request().Context(), auth.Actor(c), filter)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, same[supervise.Voice]), err)
}

// onRepair is an act on the repair of a bad rating.
func (a *API) onRepair(c echo.Context, act func(context.Context, account.Actor, uuid.UUID, repairIn) error) error {
	return a.act(c, func(id uuid.UUID) error {
		in, err := read[repairIn](c)
		if err != nil {
			return err
		}
		return done(c, act(c.Request().Context(), auth.Actor(c), id, in))
	})
}

// repairIn is what an officer says about a repair; each act uses its own flag.
type repairIn struct {
	Text    string `json:"text"`
	Complex bool   `json:"complex"`
	NoBasis bool   `json:"no_basis"`
	Strike  bool   `json:"strike"`
	Edition int    `json:"edition"` // of the rating that he has read, 0 when it is not told
}

// ContactRater records that the desk has spoken with the citizen (K14).
func (a *API) ContactRater(c echo.Context) error {
	return a.onRepair(c, func(ctx context.Context, actor account.Actor, id uuid.UUID, in repairIn) error {
		return a.Supervise.Contact(ctx, actor, id, in.Text, in.Complex, in.Edition)
	})
}

// ResolveRating tells the result of a repair (K15).
func (a *API) ResolveRating(c echo.Context) error {
	return a.onRepair(c, func(ctx context.Context, actor account.Actor, id uuid.UUID, in repairIn) error {
		return a.Supervise.Resolve(ctx, actor, id, in.Text, in.NoBasis, in.Edition)
	})
}

// AppealRating asks the inspectors to strike a rating.
func (a *API) AppealRating(c echo.Context) error {
	return a.onRepair(c, func(ctx context.Context, actor account.Actor, id uuid.UUID, in repairIn) error {
		return a.Supervise.Appeal(ctx, actor, id, in.Text, in.Edition)
	})
}

// JudgeRating strikes a rating or lets it stand.
func (a *API) JudgeRating(c echo.Context) error {
	return a.onRepair(c, func(ctx context.Context, actor account.Actor, id uuid.UUID, in repairIn) error {
		return a.Supervise.DecideAppeal(ctx, actor, id, in.Strike, in.Text, in.Edition)
	})
}

// AnswerVoice answers a complaint or 办不成事, and says whether a complaint proved true.
func (a *API) AnswerVoice(c echo.Context) error {
	return a.act(c, func(id uuid.UUID) error {
		in, err := read[struct {
			Text     string `json:"text"`
			Verified bool   `json:"verified"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Supervise.AnswerVoice(c.Request().Context(), auth.Actor(c), id, in.Text, in.Verified))
	})
}
