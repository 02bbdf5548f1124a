package locale

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// shanghai is the zone of every date that the portal shows. China has had one fixed offset since 1991, so no zone file is needed.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Day is the civil date of an instant in Asia/Shanghai: 2026年11月23日 or 23 Nov 2026.
func Day(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return civil(ctx, t.In(shanghai))
}

// Date is a legal date: 2026年11月23日 or 23 Nov 2026; "" for none.
func Date(ctx context.Context, d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return civil(ctx, d.Start().In(shanghai))
}

// Time is an instant to the minute in Asia/Shanghai: 2026年11月23日 09:05 or 23 Nov 2026, 09:05.
func Time(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(shanghai)
	if Of(ctx) == English {
		return civil(ctx, t) + t.Format(", 15:04")
	}
	return civil(ctx, t) + t.Format(" 15:04")
}

// Clock is the time of day of an instant in Asia/Shanghai: 09:05.
func Clock(t time.Time) string { return t.In(shanghai).Format("15:04") }

// ClockSeconds is a time of day to the second.
func ClockSeconds(t time.Time) string { return t.In(shanghai).Format("15:04:05") }

// Machine is an instant for <time datetime>: RFC 3339 with the Shanghai offset.
func Machine(t time.Time) string { return t.In(shanghai).Format(time.RFC3339) }

// Size is a number of bytes for people: 476 KB, 1.2 MB (1 KB = 1024 bytes).
func Size(bytes int64) string {
	switch {
	case bytes < 1<<10:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1<<20:
		return fmt.Sprintf("%d KB", bytes>>10)
	default:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(bytes)/(1<<20)), ".0") + " MB"
	}
}

// civil writes the date of t as it stands.
func civil(ctx context.Context, t time.Time) string {
	if Of(ctx) == English {
		return t.Format("2 Jan 2006")
	}
	return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day())
}
