package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/letters"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// noticeView is a notice with its words in the reader's language.
type noticeView struct {
	notice.Notice
	Facts noticeFacts `json:"facts"`
	Title string      `json:"title"`
	Body  string      `json:"body"`
}

// noticeFacts say by themselves when their day is firm, else its year tells.
type noticeFacts struct {
	notice.Facts
	Provisional *bool `json:"provisional,omitempty"`
}

func newNoticeFacts(f notice.Facts) noticeFacts {
	if f.Firm {
		return noticeFacts{f, new(bool)}
	}
	return noticeFacts{Facts: f}
}

func newNoticeView(c echo.Context) func(notice.Notice) noticeView {
	ctx := respond.Context(c)
	return func(n notice.Notice) noticeView {
		said := letters.Notice(ctx, n.Kind, n.Facts)
		return noticeView{Notice: n, Facts: newNoticeFacts(n.Facts), Title: said.Title, Body: said.Body}
	}
}

// Inbox lists what was said to the reader, newest first.
func (a *API) Inbox(c echo.Context) error {
	rows, err := limit(c)
	if err != nil {
		return err
	}
	from, err := after(c)
	if err != nil {
		return err
	}
	found, err := a.Notices.Inbox(c.Request().Context(), auth.Actor(c), from, rows)
	return or(c, http.StatusOK, page(found.Items, cursor(found.Next), found.Total, newNoticeView(c)), err)
}

// ReadNotice opens a notice and keeps when that was first.
func (a *API) ReadNotice(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	n, err := a.Notices.Read(c.Request().Context(), auth.Actor(c), which)
	return or(c, http.StatusOK, newNoticeView(c)(n), err)
}

// ReadNotices marks all notices as read.
func (a *API) ReadNotices(c echo.Context) error {
	_, err := a.Notices.ReadAll(c.Request().Context(), auth.Actor(c))
	return done(c, err)
}
