package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const outboxLines = 50

// TestOutbox shows what the demonstration would have sent. Outside demo mode there is no such page.
func (s *Site) TestOutbox(c echo.Context) error {
	if s.Outbox == nil {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	ctx := respond.Context(c)
	messages, err := s.Outbox.List(ctx, "", outboxLines)
	if err != nil {
		return err
	}
	codes, err := s.Accounts.DemoCodes(ctx)
	if err != nil {
		return err
	}
	var v pages.OutboxView
	for _, m := range messages {
		v.Messages = append(v.Messages, pages.OutboxMessage{
			Mobile: m.Mobile, Text: m.Text, At: locale.Time(ctx, m.SentAt), Machine: locale.Machine(m.SentAt),
		})
	}
	for _, code := range codes {
		v.Codes = append(v.Codes, pages.OutboxCode{Login: code.Login, Name: code.Name, Code: code.Code, Seconds: code.Seconds})
	}
	if isFragment(c) {
		return respond.Page(c, http.StatusOK, pages.OutboxLists(v))
	}
	title := locale.T(ctx, "outbox.title")
	f := s.bareFrame(c, title, crumb(title, ""))
	f.NoIndex = true
	return respond.Page(c, http.StatusOK, pages.Outbox(f, v))
}
