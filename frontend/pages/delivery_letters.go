package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// Lists of the delivery desk.
const (
	ListUnread  = "unread"
	ListWaiting = "waiting"
	ListLetters = "letters"
)

var deliveryLists = []string{ListUnread, ListWaiting, ListLetters}

// DeliveryListPath is the page of a list of the delivery desk.
func DeliveryListPath(list string) string {
	if list == ListUnread {
		return "/desk/deliveries"
	}
	return "/desk/deliveries?list=" + list
}

// LettersView is the delivery desk's list of letters that nobody has signed for.
type LettersView struct {
	Query       delivery.LetterQuery
	Found       casework.Page[delivery.Letter]
	Names       DeskNames
	First, Next string
}

var letterColumns = []string{"letters.waybill", "letters.case", "letters.to", "letters.report", "letters.limit"}

func (v LettersView) states(ctx context.Context) (options []ui.Option) {
	for _, s := range delivery.LetterStates() {
		options = append(options, ui.Option{Value: string(s), Label: locale.T(ctx, "letters.state."+string(s)), Checked: v.Query.State == s})
	}
	return options
}

func (v LettersView) sorts(ctx context.Context) (options []ui.Option) {
	for _, code := range procedure.Codes() {
		options = append(options, ui.Option{Value: code, Label: locale.T(ctx, "delivery.sort."+code), Checked: v.Query.Procedure == code})
	}
	return options
}

func letterTone(l delivery.Letter) ui.Tone {
	switch l.State {
	case delivery.SecondTry:
		return ui.Warning
	case delivery.AtWindow:
		return ui.Danger
	}
	return ui.Info
}

// letterTo is to whom a letter went: the unit with its handler, or the person, by his full name only where he is to be called.
func letterTo(l delivery.Letter) string {
	name := l.Applicant
	if l.Mobile == "" {
		name = listed(name, false)
	}
	if l.ByUnit {
		return l.Unit + " · " + name
	}
	return name
}

// letterReport is what the post said last, and when.
func letterReport(ctx context.Context, l delivery.Letter) string {
	switch {
	case l.State != delivery.OnWay:
		return locale.T(ctx, "letters.returned", "at", locale.Time(ctx, l.ReturnedAt), "reason", l.Reason)
	case l.Report == delivery.NotAsked:
		return locale.T(ctx, "letters.report.none")
	}
	return locale.T(ctx, "letters.report."+string(l.Report), "at", locale.Time(ctx, l.ReportedAt))
}
