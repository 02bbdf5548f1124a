package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/letters"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// UnreadPapers lists papers that nobody opened in time, for those who call.
func (a *API) UnreadPapers(c echo.Context) error {
	list, err := a.Deliveries.Tasks(c.Request().Context(), auth.Actor(c))
	for _, d := range list {
		respond.Shows(c, d.Mobile)
	}
	return or(c, http.StatusOK, whole(list, same[delivery.Delivery]), err)
}

// Letters lists letters that nobody has signed for.
func (a *API) Letters(c echo.Context) error {
	rows, err := limit(c)
	if err != nil {
		return err
	}
	from, err := after(c)
	if err != nil {
		return err
	}
	found, err := a.Deliveries.Letters(c.Request().Context(), auth.Actor(c), delivery.LetterQuery{State: delivery.LetterState(c.QueryParam("state")),
		Procedure: c.QueryParam("procedure"), After: from, Limit: rows})
	for _, l := range found.Items {
		respond.Shows(c, l.Mobile)
	}
	return or(c, http.StatusOK, page(found.Items, found.Next, found.Total, same[delivery.Letter]), err)
}

// RecordDelivery keeps a call or a copy by post.
func (a *API) RecordDelivery(c echo.Context) error {
	return a.act(c, func(paper uuid.UUID) error {
		in, err := read[struct {
			Outcome delivery.Outcome `json:"outcome"`
			Words   string           `json:"words"`
			Waybill string           `json:"waybill"`
		}](c)
		if err != nil {
			return err
		}
		return done(c, a.Deliveries.Record(c.Request().Context(), auth.Actor(c), paper, delivery.NewRecord(in)))
	})
}

// deadLetter is a message that reached nobody, with its title in the reader's language.
type deadLetter struct {
	notice.Dead
	Title string `json:"title"`
}

// DeadLetters lists short messages that reached nobody, the newest first.
func (a *API) DeadLetters(c echo.Context) error {
	rows, err := limit(c)
	if err != nil {
		return err
	}
	from, err := after(c)
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	list, err := a.Notices.DeadList(ctx, auth.Actor(c), from, rows)
	for _, d := range list {
		respond.Shows(c, d.Mobile)
	}
	next := (*uuid.UUID)(nil)
	if len(list) == rows {
		next = &list[rows-1].ID
	}
	return or(c, http.StatusOK, page(list, cursor(next), len(list), func(d notice.Dead) deadLetter {
		return deadLetter{d, letters.Notice(ctx, d.Kind, d.Facts).Title}
	}), err)
}

// ResendLetter tries a dead message once more.
func (a *API) ResendLetter(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		return done(c, a.Notices.Resend(c.Request().Context(), auth.Actor(c), which))
	})
}
