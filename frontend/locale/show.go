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
func show(ctx context.Context, value any) string {
	switch v := value.(type) {
	case time.Time:
		return Day(ctx, v)
	case workday.Date:
		return Date(ctx, v)
	case string:
		return showText(ctx, v)
	}
	return fmt.Sprint(value)
}

func showText(ctx context.Context, s string) string {
	if d, err := workday.Parse(s); err == nil {
		return Date(ctx, d)
	}
	if strings.HasPrefix(s, "R-") && Has("role."+s) {
		return T(ctx, "role."+s)
	}
	return s
}
