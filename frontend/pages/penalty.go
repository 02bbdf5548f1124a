package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/document"
)

// PenaltyView is one imported penalty, and the certificate that it takes away.
type PenaltyView struct {
	Entry
	Penalty     casework.Penalty
	Certificate document.Certified
	Flash       string
}

var penaltyTones = map[casework.PenaltyState]ui.Tone{casework.PenaltyWaiting: ui.Warning, casework.PenaltyConfirmed: ui.Success, casework.PenaltyRejected: ui.Neutral}

// rows are what the penalty system has sent.
func (v PenaltyView) rows(ctx context.Context) []ui.Row {
	p := v.Penalty
	rows := []ui.Row{
		{Label: locale.T(ctx, "penalty.number"), Value: p.Number},
		{Label: locale.T(ctx, "penalty.agency"), Value: p.Agency},
		{Label: locale.T(ctx, "penalty.decided"), Value: locale.Date(ctx, p.DecidedOn)},
		{Label: locale.T(ctx, "penalty.basis"), Value: "《" + p.Law + "》" + p.Article},
		{Label: locale.T(ctx, "penalty.facts"), Value: p.Facts},
		{Label: locale.T(ctx, "penalty.received"), Value: locale.Time(ctx, p.ReceivedAt)},
	}
	if !p.RuledAt.IsZero() {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "penalty.ruled"), Value: locale.Time(ctx, p.RuledAt)})
	}
	if p.Reason != "" {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "penalty.reason"), Value: p.Reason})
	}
	return rows
}
