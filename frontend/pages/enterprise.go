package pages

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/enterprise"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// AuthorisationView is a membership as 授权委托书.
type AuthorisationView struct {
	enterprise.Authorisation
	Items []string // names of the items it is limited to; none: every item
}

// eventWords is what a line of an enterprise's journal says.
func eventWords(ctx context.Context, e enterprise.Event) string {
	who := e.Name
	if e.PoliceNo != "" {
		who = locale.T(ctx, "enterprise.officer", "name", e.Name, "number", e.PoliceNo)
	}
	detail := e.Detail
	if key := "members.role." + detail; locale.Has(key) {
		detail = locale.T(ctx, key)
	}
	return locale.T(ctx, "enterprise.event."+e.Kind, "who", who, "about", e.About, "detail", detail)
}

// WorkspaceView is the first page of who acts for an enterprise: what waits for him, what ends soon, how its cases stand.
type WorkspaceView struct {
	Profile   enterprise.Profile
	Member    account.Membership
	Manages   bool // the reader manages members
	ToSign    []casework.CaseSummary
	Offers    []casework.Handover
	Takeovers []enterprise.Takeover
	Ending    []enterprise.Paper // of the box, within a month
	Papers    int
	Filings   []filing.Entry // active ones
	Cases     []CaseLine
	Counts    casework.CaseCounts
	Today     workday.Date
	Flash     string
}

// UnitCasesView is a page of all cases of an enterprise.
type UnitCasesView struct {
	Name   string
	Cases  []UnitCaseLine
	Filter casework.CaseFilter
	Counts casework.CaseCounts
	States []string
	Query  string
	Next   string
}

// UnitCaseLine is one case of an enterprise.
type UnitCaseLine struct {
	CaseLine
	ID   uuid.UUID
	Hand bool // the enterprise's own: may be handed to another member
}

// states are the states by which the list is narrowed, each with its count.
func (v UnitCasesView) states(ctx context.Context) (options []ui.Option) {
	for _, s := range v.States {
		options = append(options, ui.Option{Value: s, Label: locale.T(ctx, "enterprise.cases."+s, "count", v.count(s)), Checked: s == v.Filter.State})
	}
	return options
}

// count is how many cases are in a state.
func (v UnitCasesView) count(state string) int {
	return map[string]int{"": v.Counts.Draft + v.Counts.Signing + v.Counts.Open + v.Counts.Decided, "draft": v.Counts.Draft, "signing": v.Counts.Signing,
		"open": v.Counts.Open, "decided": v.Counts.Decided, "archived": v.Counts.Archived}[state]
}

// HandOverView asks to whom a case is to be handed.
type HandOverView struct {
	Entry
	Case    casework.CaseSummary
	Members []casework.Receiver
}

// DeskHandOverView is case management's way to offer a case.
type DeskHandOverView struct {
	Entry
	Case    casework.CaseSummary
	Members []casework.Receiver
	Gone    bool // who acts in it
}

func (v DeskHandOverView) members() []ui.Option { return memberOptions(v.Members, v.Value("member")) }

// memberOptions are members to choose from.
func memberOptions(members []casework.Receiver, chosen string) (options []ui.Option) {
	for _, m := range members {
		options = append(options, ui.Option{Value: m.Person.String(), Label: m.Name, Checked: chosen == m.Person.String()})
	}
	return options
}

// BoxView is a document box.
type BoxView struct {
	Entry
	Name   string // whose it is
	Papers []enterprise.Paper
	Today  workday.Date
	Flash  string
}

// kinds are the kinds of papers for a choice.
func (v BoxView) kinds(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, kind := range enterprise.PaperKinds {
		list = append(list, ui.Option{Value: kind, Label: locale.T(ctx, "box.kind."+kind), Checked: kind == v.Value("kind")})
	}
	return list
}

// replaceable are the papers of which a new version may come.
func (v BoxView) replaceable() []ui.Option {
	var list []ui.Option
	for _, p := range v.Papers {
		list = append(list, ui.Option{Value: p.ID.String(), Label: p.Title, Checked: p.ID.String() == v.Value("replaces")})
	}
	return list
}

// BoxChoice is a file question of a form with the papers that may answer it.
type BoxChoice struct {
	Question string
	Label    form.Text
	Papers   []enterprise.Paper
}

// boxOptions are the papers that may answer a file question.
func boxOptions(c BoxChoice) (options []ui.Option) {
	for _, p := range c.Papers {
		options = append(options, ui.Option{Value: p.ID.String(), Label: p.Title + " · " + p.File})
	}
	return options
}

// TakeoverView asks for an account whose administrators are gone.
type TakeoverView struct {
	Entry
	Own   []enterprise.Takeover
	Flash string
}

// DeskEnterprisesView is what officers see to about enterprises' accounts.
type DeskEnterprisesView struct {
	Entry
	Silent    []enterprise.Registration
	Takeovers []enterprise.Takeover
	Officer   string // police number of the reader
	Today     workday.Date
	Flash     string
}

// paperState says in words how a paper stands.
func paperState(ctx context.Context, p enterprise.Paper, today workday.Date) (ui.Tone, string) {
	switch {
	case !p.Ready:
		return ui.Info, locale.T(ctx, "box.state.scanning")
	case p.Expired(today):
		return ui.Danger, locale.T(ctx, "box.state.expired")
	case !p.ValidTo.IsZero() && !p.ValidTo.After(today.AddDays(30)):
		return ui.Warning, locale.T(ctx, "box.state.ending")
	}
	return ui.Success, locale.T(ctx, "box.state.good")
}

func boxDate(e Entry, name, label, hint string) ui.TextInput {
	t := e.Text(name, label, hint)
	t.Type = "date"
	return t
}
