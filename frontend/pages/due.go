package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// shortly is a counted day whose label stands beside it (dueMark), or with the later one of two.
func shortly(ctx context.Context, day workday.Date) string { return locale.Date(ctx, day) }

// Told is locale.Told.
func Told(ctx context.Context, end workday.Date, provisional bool) string {
	return locale.Told(ctx, end, provisional)
}
