package pages

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// JusticeView lists papers of the justice department, with the form that registers one.
type JusticeView struct {
	Entry
	Open        uuid.UUID // the paper whose answer came back with mistakes
	Desks       DeskNames
	Papers      []supervise.Justice
	OnlyOpen    bool
	Registers   bool
	Today       workday.Date
	First, Next string
	Flash       string
}

// OrderView is the form of a 督办单 by hand.
type OrderView struct {
	Entry
	Key string
}

func (v JusticeView) kinds(ctx context.Context) []ui.Option {
	options := []ui.Option{}
	for _, k := range supervise.JusticeKinds() {
		options = append(options, ui.Option{Value: string(k), Label: locale.T(ctx, "justice.kind."+string(k)), Checked: v.Value("kind") == string(k)})
	}
	return options
}

// desks are those that may owe an answer, in the order of their codes.
func (v JusticeView) desks() (options []ui.Option) {
	for code, name := range v.Desks {
		options = append(options, ui.Option{Value: code, Label: name, Checked: v.Value("desk") == code})
	}
	slices.SortFunc(options, func(a, b ui.Option) int { return cmp.Compare(a.Value, b.Value) })
	return options
}

func (v OrderView) colours(ctx context.Context) []ui.Option {
	options := []ui.Option{}
	for _, colour := range []procedure.Card{procedure.Yellow, procedure.Red} {
		options = append(options, ui.Option{Value: string(colour), Label: locale.T(ctx, "desk.card."+string(colour)),
			Hint: locale.T(ctx, "order.colour."+string(colour)), Checked: v.Value("colour") == string(colour)})
	}
	return options
}
