package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/document"
)

// DocumentView is a document as its reader sees it.
type DocumentView struct {
	document.Document
	Letter   document.Letter
	CaseHref string
	Verify   string // where the certificate is verified; empty for other documents
}

func (v DocumentView) file() string { return "/documents/" + v.ID.String() + "/file" }

// rows say how somebody can make sure of the file.
func (v DocumentView) rows(ctx context.Context) []ui.Row {
	rows := []ui.Row{{Label: locale.T(ctx, "doc.issued"), Value: locale.Time(ctx, v.IssuedAt)}}
	if v.Number != "" {
		rows = append(rows, ui.Row{Label: locale.T(ctx, "doc.number"), Value: v.Number})
	}
	if v.SHA256 != "" {
		rows = append(rows, ui.Row{Label: "SHA-256", Show: digest(v.SHA256)})
	}
	return rows
}
