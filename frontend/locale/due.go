package locale

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// limit names the placeholder of a day that was counted with the calendar of working days: a message that says by when writes {due}, and the day is
// labelled wherever the message is shown. Days that are facts, and limits in natural days that do not roll, have other names.
const limit = "due"

type calendarKey struct{}

// WithCalendar returns a context in which days are told by the calendar that is in use.
func WithCalendar(ctx context.Context, current *workday.Calendar) context.Context {
	return context.WithValue(ctx, calendarKey{}, current)
}

// Provisional tells whether a day that was counted lies in a year whose calendar the State Council has not announced yet; as long as no calendar
// is known, every day does.
func Provisional(ctx context.Context, d workday.Date) bool {
	if d.IsZero() {
		return false
	}
	current, _ := ctx.Value(calendarKey{}).(*workday.Calendar)
	return current == nil || !current.Official(d, d)
}

// Due is a day that was counted with the calendar of working days: as Date, labelled 以国务院正式通知为准 while its year is provisional (domain.md
// C-6, 5.7).
func Due(ctx context.Context, d workday.Date) string {
	if !Provisional(ctx, d) {
		return Date(ctx, d)
	}
	return T(ctx, "date.provisional", "date", d)
}

// Told is the end of a clock: labelled when it hangs on a calendar that is not official yet. A limit in natural days and a licence's last day do not.
func Told(ctx context.Context, end workday.Date, provisional bool) string {
	if provisional {
		return Due(ctx, end)
	}
	return Date(ctx, end)
}
