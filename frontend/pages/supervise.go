package pages

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// CardsView lists 督办单.
type CardsView struct {
	Entry
	Open        uuid.UUID // the card whose answer came back with mistakes
	Desks       DeskNames
	Cards       []supervise.Card
	Seen        map[uuid.UUID]bool // cases that the reader may open
	Total       int
	OnlyOpen    bool
	Orders      bool // he may issue one by hand
	Today       workday.Date
	Officer     string   // police number of the reader
	OwnDesks    []string // at which he works
	First, Next string
	Flash       string
}

// PatrolView lists the hits of patrol rules.
type PatrolView struct {
	Entry
	Open        uuid.UUID
	Desks       DeskNames
	Hits        []supervise.Hit
	Today       workday.Date
	Total       int
	OnlyOpen    bool
	Closes      bool // he may record what was found
	First, Next string
	Flash       string
}

// answers tells whether the reader is the one who must answer.
func (v CardsView) answers(c supervise.Card) bool {
	return c.AnsweredAt == nil && (c.PoliceNo == "" || c.PoliceNo == v.Officer) && slices.Contains(v.OwnDesks, c.Desk)
}

func (v CardsView) late(c supervise.Card) bool {
	return c.AnsweredAt == nil && v.Today.After(c.AnswerDue)
}

func cardTone(c supervise.Card) ui.Tone {
	if c.Colour == procedure.Red {
		return ui.Danger
	}
	return ui.Warning
}

// cardTitle is what a card is about.
func cardTitle(ctx context.Context, c supervise.Card) string {
	if c.Words != "" {
		return c.Words
	}
	return cardReason(ctx, c.Reason)
}

// cardReason is why a card was raised, in words.
func cardReason(ctx context.Context, reason string) string {
	if key := "notice.reason." + reason; locale.Has(key) {
		return locale.T(ctx, key)
	}
	return reason
}

// ticketInput is the box for a written answer.
func ticketInput(e Entry, form string, open bool, label, hint string) ui.TextInput {
	t := ui.TextInput{FieldFrame: ui.FieldFrame{ID: inputID(form, "text"), Label: label, Hint: hint, Required: true}, Name: "text", MaxLength: 4000}
	if open {
		t.Value, t.Error = e.Value("text"), e.Errors["text"]
	}
	return t
}
