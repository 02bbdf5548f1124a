package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// ReceiptView is what somebody gets who handed something in.
type ReceiptView struct {
	casework.Receipt
	Item         *catalog.Item
	Corrected    bool // an answered correction, not a new application
	CaseHref     string
	DocumentHref string // 收件凭证; empty where there is none
	Phone        string
}

func (v ReceiptView) title(ctx context.Context) string {
	if v.Corrected {
		return locale.T(ctx, "receipt.corrected")
	}
	return locale.T(ctx, "receipt.title")
}

func (v ReceiptView) rows(ctx context.Context) []ui.Row {
	rows := []ui.Row{
		{Label: locale.T(ctx, "receipt.at"), Value: locale.Time(ctx, v.ReceivedAt)},
		{Label: locale.T(ctx, "receipt.step"), Value: NextWords(ctx, v.Procedure, procedure.Received)},
	}
	if !v.IntakeDue.IsZero() {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "receipt.due"), Value: locale.T(ctx, "receipt.due.text", "due", v.IntakeDue)})
	}
	if !v.Expiry.IsZero() && v.Timely {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "receipt.expiry"), Value: locale.T(ctx, "receipt.timely", "expiry", v.Expiry)})
	}
	return rows
}
