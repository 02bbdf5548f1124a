package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/letters"
	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
)

const noticesAPage = 20

const (
	inboxPath = "/me/inbox"
	textsPath = "/me/texts"
)

// Inbox lists what was said to the reader.
func (s *Site) Inbox(c echo.Context) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	after, _ := uuid.Parse(c.QueryParam("after")) // what is none begins at the newest
	page, err := s.Notices.Inbox(ctx, actor, after, noticesAPage)
	if err != nil {
		return err
	}
	v := pages.InboxView{Unread: page.Unread, Total: page.Total}
	for _, n := range page.Items {
		v.Notices = append(v.Notices, noticeLine(ctx, actor, n))
	}
	if after != uuid.Nil {
		v.First = inboxPath
	}
	if page.Next != nil {
		v.Next = inboxPath + "?after=" + page.Next.String()
	}
	title := locale.T(ctx, "inbox.title")
	f := s.frame(c, title, inSpace(c, crumb(title, ""))...)
	return respond.Page(c, http.StatusOK, pages.Inbox(f, v))
}

// ShowNotice opens a notice; the time of its first opening is kept.
func (s *Site) ShowNotice(c echo.Context) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	n, err := s.Notices.Read(ctx, actor, which)
	if err != nil {
		return err
	}
	line := noticeLine(ctx, actor, n)
	f := s.frame(c, line.Title, inSpace(c, crumb(locale.T(ctx, "inbox.title"), inboxPath), crumb(line.Title, ""))...)
	return respond.Page(c, http.StatusOK, pages.Notice(f, line))
}

// ReadNotices marks all notices as read.
func (s *Site) ReadNotices(c echo.Context) error {
	if _, err := s.Notices.ReadAll(c.Request().Context(), auth.Actor(c)); err != nil {
		return err
	}
	return respond.Redirect(c, inboxPath)
}

// Texts is where a person chooses of what he wants short messages.
func (s *Site) Texts(c echo.Context) error {
	declined, err := s.Notices.Declined(c.Request().Context(), auth.Actor(c))
	if err != nil {
		return err
	}
	ctx := respond.Context(c)
	v := pages.TextsView{Flash: flash(c), Mobile: maskedMobile(auth.Actor(c).Mobile)}
	for _, t := range notice.Topics() {
		v.Topics = append(v.Topics, ui.Option{Value: string(t), Label: locale.T(ctx, "texts.topic."+string(t)), Hint: locale.T(ctx, "texts.topic."+string(t)+".hint"),
			Checked: !slices.Contains(declined, t)})
	}
	if v.Fails, err = s.Notices.ContactFails(ctx, auth.Actor(c)); err != nil {
		return err
	}
	title := locale.T(ctx, "texts.title")
	f := s.frame(c, title, inSpace(c, crumb(locale.T(ctx, "inbox.title"), inboxPath), crumb(title, ""))...)
	return respond.Page(c, http.StatusOK, pages.Texts(f, v))
}

// maskedMobile shows the ends of a number.
func maskedMobile(mobile string) string {
	if len(mobile) < 8 {
		return mobile
	}
	return mobile[:3] + "****" + mobile[len(mobile)-4:]
}

// ChooseTexts keeps the choice.
func (s *Site) ChooseTexts(c echo.Context) error {
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	var wanted []notice.Topic
	for _, t := range values["topics"] {
		wanted = append(wanted, notice.Topic(t))
	}
	if err := s.Notices.Choose(c.Request().Context(), auth.Actor(c), wanted); err != nil {
		return err
	}
	return respond.Redirect(c, textsPath+"?done=texts")
}

// movedLists are where officers find the tasks whose limits a new calendar moved, by the limit's name.
var movedLists = map[string]string{"unread": pages.DeliveryListPath(pages.ListWaiting), "doubt": clerkHome + "/business-doubts", "card": clerkHome + "/cards", "patrol": clerkHome + "/patrol"}

func noticeLine(ctx context.Context, actor account.Actor, n notice.Notice) pages.NoticeLine {
	said := letters.Notice(ctx, n.Kind, n.Facts)
	line := pages.NoticeLine{
		ID: n.ID, Title: said.Title, Body: said.Body, At: locale.Time(ctx, n.PostedAt), Machine: locale.Machine(n.PostedAt), Unread: n.ReadAt == nil,
	}
	if m, ok := actor.Member(n.Enterprise); ok {
		line.For = m.Name
	}
	if n.CaseID != uuid.Nil {
		line.CaseHref = "/cases/" + n.CaseID.String()
		if actor.IsClerk() {
			line.CaseHref = "/desk/cases/" + n.CaseID.String()
		}
	}
	if n.Facts.Appointment != uuid.Nil {
		line.VisitHref = visitPath(n.Facts.Appointment)
	}
	if n.Kind == notice.TasksMoved {
		line.ListHref = movedLists[n.Facts.Clock]
	}
	if n.Facts.Document != uuid.Nil {
		line.DocumentID = n.Facts.Document.String()
	}
	return line
}
