package locale

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// show turns a placeholder's value into text: instants and legal dates, also as "2026-11-23", become dates in the reader's language,
// and a role's code ("R-REV") its name.
func show(ctx context.Context, name string, value any) string {
	switch v := value.(type) {
	case time.Time:
		return Day(ctx, v)
	case workday.Date:
		return showDate(ctx, name, v)
	case string:
		return showText(ctx, name, v)
	}
	return fmt.Sprint(value)
}

func showDate(ctx context.Context, name string, d workday.Date) string {
	if name == limit {
		return Due(ctx, d)
	}
	return Date(ctx, d)
}

func showText(ctx context.Context, name, s string) string {
	if d, err := workday.Parse(s); err == nil {
		return showDate(ctx, name, d)
	}
	if strings.HasPrefix(s, "R-") && Has("role."+s) {
		return T(ctx, "role."+s)
	}
	return s
}
