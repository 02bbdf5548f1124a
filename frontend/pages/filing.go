package pages

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/filing"
)

// FilingsView is the public register of filings.
type FilingsView struct {
	Query       filing.Search
	Found       filing.Page
	First, Next string
}

// FilingView is one filing as everybody may read it.
type FilingView struct {
	Entry   filing.Entry
	History []filing.Event
	Phone   string
}

// MyFilingsView is what the unit has filed.
type MyFilingsView struct {
	Filings []filing.Owned
}

// ReferralsView is the county brigade's list of late filings. Open is the one whose answer came back with mistakes.
type ReferralsView struct {
	Entry
	Referrals []filing.Referral
	Open      uuid.UUID
	Answers   bool
	Flash     string
}

// filingLists are the registers that can be looked through.
var filingLists = []string{"self_guards", "guard_branch"}

// lists are the registers among which the reader chooses.
func (v FilingsView) lists(ctx context.Context) (options []ui.Option) {
	for _, list := range filingLists {
		options = append(options, ui.Option{Value: list, Label: locale.T(ctx, "filing.list."+list), Checked: v.Query.List == list})
	}
	return options
}

// filingState is how an entry stands, with what changed.
func filingState(e filing.Entry) string {
	if e.State == filing.Active && !e.ChangedOn.IsZero() {
		return "CHANGED"
	}
	return string(e.State)
}

func filingTone(e filing.Entry) ui.Tone {
	if e.State == filing.Active {
		return ui.Success
	}
	return ui.Warning
}

func filingRows(ctx context.Context, e filing.Entry) []ui.Row {
	rows := []ui.Row{
		{Label: locale.T(ctx, "filing.kind"), Value: locale.T(ctx, "filing.list."+e.List)},
		{Label: locale.T(ctx, "filing.code"), Value: e.Subject},
		{Label: locale.T(ctx, "filing.column.number"), Value: e.Number},
		{Label: locale.T(ctx, "filing.column.on"), Value: locale.Date(ctx, e.FiledOn)},
	}
	if e.UnitName != e.Holder {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "filing.filer"), Value: e.UnitName})
	}
	for _, r := range e.Rows {
		rows = append(rows, ui.Row{Label: r.Label, Value: r.Value})
	}
	return rows
}

// changeOf starts the case that reports a change; endOf the one that takes the filing out.
func changeOf(e filing.Entry) string {
	return "/items/" + e.ItemCode + "/situations?" + changing[e.List]
}

func endOf(e filing.Entry) string {
	if e.List == "self_guards" {
		return "/items/430900-ZA-0014/situations?situation.what=stop"
	}
	return "/items/" + e.ItemCode + "/situations?situation.what=end"
}

// changing are the situations that lead to a change of each list.
var changing = map[string]string{"self_guards": "situation.what=first", "guard_branch": "situation.what=change"}

// brief is the start of a code, for people who compare by eye.
func brief(code string) string { return strings.TrimSpace(spaced(code)) }

// referralInput is a field of the answer to one referral; what came back with mistakes keeps what was typed.
func referralInput(ctx context.Context, v ReferralsView, r filing.Referral, name string) ui.TextInput {
	t := ui.TextInput{FieldFrame: ui.FieldFrame{ID: inputID("r-"+r.ID.String(), name), Label: locale.T(ctx, "referral."+name)}, Name: name}
	if v.Open == r.ID {
		t.Value, t.Error = v.Value(name), v.Errors[name]
	}
	if name == "mend_by" {
		t.Type, t.Optional = "date", true
		return t
	}
	t.MaxLength = 1000
	return t
}
