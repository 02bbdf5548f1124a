package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// UnitListView is what waits for the signature of the reader's enterprises.
type UnitListView struct {
	Waiting []casework.CaseSummary
	Today   workday.Date
	Flash   string
}

// UnitSignView is a finished form in front of who may sign it.
type UnitSignView struct {
	DraftView
	Sections []ReadSection
	Entry
}

// until says until when a form waits.
func (v UnitListView) until(ctx context.Context, c casework.CaseSummary) string {
	if c.Due.IsZero() {
		return ""
	}
	return locale.T(ctx, "unit.until", "due", c.Due, "left", days(ctx, v.Today, c.Due))
}
