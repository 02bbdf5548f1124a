package pages

import (
	"context"
	"slices"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// DocumentView is a document as its reader sees it.
type DocumentView struct {
	document.Document
	Letter   document.Letter
	CaseHref string
	Verify   string // where the certificate is verified; empty for other documents

	Delivery     delivery.Delivery // when Proven
	Proven       bool
	Review, Suit workday.Date // last days of the remedies, once the applicant knows

	Papers []delivery.Delivery // of a proof of delivery: how each paper of the case was read, also after it was made
}

func (v DocumentView) file() string { return "/documents/" + v.ID.String() + "/file" }

// rows say how somebody can make sure of the file.
func (v DocumentView) rows(ctx context.Context) []ui.Row {
	rows := []ui.Row{{Label: locale.T(ctx, "doc.issued"), Value: locale.Time(ctx, v.IssuedAt)}}
	if v.Number != "" {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "doc.number"), Value: v.Number})
	}
	if v.Proven {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "doc.sent"), Value: locale.Time(ctx, v.Delivery.SentAt)},
			ui.Row{Label: locale.T(ctx, "doc.read"), Value: readAt(ctx, v.Delivery)})
	}
	for _, p := range v.Papers {
		if slices.Contains(casework.Delivered(), p.Kind) {
			rows = append(rows, ui.Row{Label: locale.T(ctx, "doc.paper.read", "title", p.Title), Value: readAt(ctx, p)})
		}
	}
	if !v.Review.IsZero() {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "doc.review"), Value: locale.Due(ctx, v.Review)}, ui.Row{Label: locale.T(ctx, "doc.suit"), Value: locale.Due(ctx, v.Suit)})
	}
	if v.SHA256 != "" {
		rows = append(rows, ui.Row{Label: "SHA-256", Show: digest(v.SHA256)})
	}
	return rows
}

// readAt tells when and by whom a paper was first opened.
func readAt(ctx context.Context, d delivery.Delivery) string {
	if d.ReadAt.IsZero() {
		return locale.T(ctx, "doc.unread")
	}
	return locale.T(ctx, "doc.read.by", "at", locale.Time(ctx, d.ReadAt), "name", d.Reader)
}
