package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// ClaimProofs is how many files one form of a claim brings along; more come with what is added later.
const ClaimProofs = 3

// ClaimView is the holder's form for what a measure cost him, or for what he adds to it.
type ClaimView struct {
	Entry
	Case casework.ApplicantView
}

func (v ClaimView) adding() bool { return v.Case.State != procedure.Offered }

func (v ClaimView) lead(ctx context.Context) string {
	if v.adding() {
		return locale.T(ctx, "compensation.lead.add")
	}
	return locale.T(ctx, "compensation.lead."+redress(*v.Case.Law.Licence))
}

// fresh are the files that were handed in and belong to no claim yet: those of a form that was refused.
func (v ClaimView) fresh() (options []ui.Option) {
	for _, p := range v.Case.LossProofs {
		if !p.Attached {
			options = append(options, ui.Option{Value: p.ID.String(), Label: p.Name, Checked: true})
		}
	}
	return options
}

// redress tells 赔偿, for a fault of the agency, from 补偿.
func redress(m procedure.Licence) string {
	if m.Damages() {
		return "damages"
	}
	return "compensation"
}

// mayClaim says until when the holder may claim, that he has, or that his time is over.
func mayClaim(ctx context.Context, c casework.MeasureCompensation) string {
	switch c.State {
	case procedure.Offered:
		return locale.T(ctx, "compensation.may.text", "due", c.Due)
	case procedure.Unclaimed:
		return locale.T(ctx, "compensation.may.over", "was", c.Due)
	}
	return locale.T(ctx, "compensation.may.done")
}

func yuan(ctx context.Context, f procedure.Fen) string {
	return locale.T(ctx, "compensation.yuan", "amount", f.String())
}

// lossRows are what a claim for compensation says, and what became of it.
func lossRows(ctx context.Context, law procedure.Case) []ui.Row {
	c := law.Compensation
	rows := []ui.Row{{Label: locale.T(ctx, "compensation.kind"), Value: locale.T(ctx, "compensation.kind."+redress(*law.Licence))},
		{Label: locale.T(ctx, "compensation.paper"), Value: c.Paper}}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.Row{Label: locale.T(ctx, key), Value: value})
		}
	}
	if claim := c.Claim; claim != nil {
		add("compensation.claimed", yuan(ctx, claim.Amount))
		add("compensation.claimed.on", locale.Date(ctx, claim.On))
		add("compensation.why", claim.Reason)
		if claim.Lacks != nil {
			add("compensation.lacks", locale.T(ctx, "compensation.lacks.words", "date", claim.Lacks.On, "text", claim.Lacks.What))
		}
	}
	if o := law.Proposal; o != nil {
		add("compensation.proposed", map[bool]string{true: yuan(ctx, o.Amount), false: locale.T(ctx, "compensation.none")}[o.Amount > 0])
		add("compensation.heard", o.Heard)
	}
	switch {
	case c.Awarded > 0:
		add("compensation.awarded", yuan(ctx, c.Awarded))
	case !law.DecidedOn.IsZero():
		add("compensation.awarded", locale.T(ctx, "compensation.none"))
	}
	if p := c.Payment; p != nil {
		add("compensation.paid", locale.T(ctx, "compensation.paid.words", "date", p.On, "voucher", p.Voucher))
	}
	return rows
}

// asDate makes a field one for a day.
func asDate(t ui.TextInput) ui.TextInput { t.Type, t.MaxLength = "date", 0; return t }

func optionalFrame(e Entry, name, label, hint string) ui.FieldFrame {
	f := e.Frame(name, label, hint)
	f.Optional = true
	return f
}
