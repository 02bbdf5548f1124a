package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// shortly is a counted day whose label stands beside it (dueMark), or with the later one of two.
func shortly(ctx context.Context, day workday.Date) string { return locale.Date(ctx, day) }

// Told is the end of a clock: labelled when it hangs on a calendar that is not official yet. A limit in natural days and a licence's last day do not.
func Told(ctx context.Context, end workday.Date, provisional bool) string {
	if provisional {
		return locale.Due(ctx, end)
	}
	return locale.Date(ctx, end)
}
