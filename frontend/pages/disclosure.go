package pages

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// DisclosuresView is the public list of decisions with its filters.
type DisclosuresView struct {
	Query       disclosure.Search
	Found       disclosure.Page[disclosure.Entry]
	First, Next string
}

// asked tells whether the reader has narrowed the list.
func (v DisclosuresView) asked() bool {
	q := v.Query
	return q.Text != "" || q.ItemCode != "" || !q.From.IsZero() || !q.To.IsZero() || q.After != ""
}

// ObjectionView is what the person concerned sees of his record.
type ObjectionView struct {
	Entry
	Record     disclosure.Entry
	Objections []disclosure.Objection
	Flash      string
}

// DeskDisclosuresView is a shelf of the publishing officer.
type DeskDisclosuresView struct {
	Entry
	Shelf       disclosure.Shelf
	List        disclosure.Page[disclosure.Record]
	Counts      disclosure.Counts
	Objections  []disclosure.Objection
	Publishes   bool
	First, Next string
	Flash       string
}

// DeskDisclosureView is one record at the desk. Open is the form that came back with mistakes.
type DeskDisclosureView struct {
	Entry
	Open             string
	Detail           disclosure.Detail
	Seen             bool // the reader may open the case itself
	Publishes, Leads bool
	Flash            string
}

// waiting are the objections of the record that nobody has decided.
func (v DeskDisclosureView) waiting() (list []disclosure.Objection) {
	for _, o := range v.Detail.Objections {
		if o.DecidedAt == nil {
			list = append(list, o)
		}
	}
	return list
}

func (v DeskDisclosureView) text(ctx context.Context, form, name, label string) ui.TextInput {
	t := ui.TextInput{FieldFrame: ui.FieldFrame{ID: inputID(form, name), Label: locale.T(ctx, label)}, Name: name, MaxLength: 4000}
	if v.Open == form {
		t.Value, t.Error = v.Value(name), v.Errors[name]
	}
	return t
}

func (v DeskDisclosureView) day(ctx context.Context, form, name, label string) ui.TextInput {
	t := v.text(ctx, form, name, label)
	t.Type, t.MaxLength, t.Optional = "date", 0, true
	return t
}

func (v DeskDisclosureView) choice(form, name, value string) bool {
	return v.Open == form && v.Value(name) == value
}

func (v DeskDisclosureView) frame(ctx context.Context, form, name, label string) ui.FieldFrame {
	f := ui.FieldFrame{ID: inputID(form, name), Label: locale.T(ctx, label), Required: true}
	if v.Open == form {
		f.Error = v.Errors[name]
	}
	return f
}

// optional is a frame of what only one of the answers needs.
func (v DeskDisclosureView) optional(ctx context.Context, form, name, label string) ui.FieldFrame {
	f := v.frame(ctx, form, name, label)
	f.Required = false
	return f
}

// asks tells whether the head may be asked to withhold the record, or to take it down.
func (v DeskDisclosureView) asks() bool {
	return !v.Detail.Waits() && (v.Detail.State == disclosure.Due || v.Detail.State == disclosure.Published)
}

// answers tells whether the take-down that is asked for answers an objection.
func (v DeskDisclosureView) answers() bool {
	return slices.ContainsFunc(v.Detail.Objections, v.Detail.WaitsFor)
}

// withholds is the key of words about withholding, or of those about taking down what is published.
func (v DeskDisclosureView) withholds(key string) string {
	if v.Detail.State == disclosure.Published {
		return key + ".down"
	}
	return key
}

func (v DeskDisclosureView) reasons(ctx context.Context, form string) (list []ui.Option) {
	for _, r := range disclosure.Reasons() {
		list = append(list, ui.Option{Value: r, Label: locale.T(ctx, "disclosure.reason."+r), Checked: v.choice(form, "code", r)})
	}
	return list
}

func (v DeskDisclosureView) results(ctx context.Context, form string) (list []ui.Option) {
	for _, r := range []disclosure.Result{disclosure.Kept, disclosure.Corrected, disclosure.Removed} {
		if r == disclosure.Removed && !v.asks() {
			continue // the head is asked already
		}
		list = append(list, ui.Option{Value: string(r), Label: locale.T(ctx, "disclosure.rule."+string(r)), Checked: v.choice(form, "result", string(r))})
	}
	return list
}

// disclosureRows are the published fields in the order of the law's list.
func disclosureRows(ctx context.Context, e disclosure.Entry) []ui.Row {
	rows := []ui.Row{
		{Label: locale.T(ctx, "disclosure.party"), Value: e.Party},
		{Label: locale.T(ctx, "disclosure.kind"), Value: locale.T(ctx, "disclosure.kind."+e.PartyKind)},
	}
	add := func(label, value string) {
		if value != "" {
			rows = append(rows, ui.Row{Label: locale.T(ctx, label), Value: value})
		}
	}
	add("disclosure.credit", e.CreditCode)
	add("disclosure.document", e.DocumentTitle)
	add("disclosure.number", e.DocumentNumber)
	add("disclosure.category", e.Category)
	add("disclosure.certificate", e.CertificateTitle)
	add("disclosure.certificate.number", e.CertificateNumber)
	add("disclosure.content", e.Content)
	add("disclosure.decided", locale.Date(ctx, e.DecidedOn))
	if !e.ValidTo.IsZero() {
		add("disclosure.term", locale.T(ctx, "verify.fromto", "from", e.ValidFrom, "to", e.ValidTo))
	}
	add("disclosure.agency", e.Agency)
	return rows
}

func itemOf(ctx context.Context, e disclosure.Entry) string {
	return locale.Pick(ctx, e.ItemName, e.ItemNameEn)
}

// disclosureTone is the colour of what became of a decision.
func disclosureTone(s disclosure.Standing) ui.Tone {
	switch s {
	case disclosure.Valid:
		return ui.Success
	case disclosure.Done, disclosure.Superseded, disclosure.Expired:
		return ui.Neutral
	case disclosure.Refused:
		return ui.Warning
	default:
		return ui.Danger
	}
}

func disclosureState(r disclosure.Record) ui.Tone {
	switch {
	case r.Overdue:
		return ui.Danger
	case r.Waits():
		return ui.Warning
	case r.State == disclosure.Published:
		return ui.Success
	default:
		return ui.Neutral
	}
}

func disclosureStateName(ctx context.Context, r disclosure.Record) string {
	if r.Waits() && r.State == disclosure.Published {
		return locale.T(ctx, "disclosure.state.asked_down")
	}
	return locale.T(ctx, "disclosure.state."+string(r.State))
}

// dayValue is a day as an input of type date wants it.
func dayValue(d workday.Date) string { return d.String() }

func timeOf(ctx context.Context, t *time.Time) string {
	if t == nil {
		return ""
	}
	return locale.Time(ctx, *t)
}

// acted names who did something: an officer with his number, or in the reader's words the portal itself.
func acted(ctx context.Context, name, officer string) string {
	if officer == "" && name == account.System().Name {
		return locale.T(ctx, "by.portal")
	}
	return strings.TrimSpace(name + " " + officer)
}
