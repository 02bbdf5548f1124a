package pages

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// CalendarView is a year as it counts, how it came about, and what its announcements moved.
type CalendarView struct {
	calendar.YearView
	Moves       casework.Page[casework.DueMove]
	Opens       bool // the reader may open the cases
	First, Next string
}

// CalendarPath is the page of a year.
func CalendarPath(year int) string { return fmt.Sprintf("/desk/calendar/%d", year) }

func (v CalendarView) dayWords(ctx context.Context, d calendar.Day) string {
	return locale.T(ctx, "calendar.day."+string(d.Reason), "date", shortDay(ctx, d.Date))
}

// shortDay is a day within its year: 2月5日（周五） or 5 Feb (Fri).
func shortDay(ctx context.Context, d workday.Date) string {
	_, month, day := d.YMD()
	weekday := locale.T(ctx, "calendar.weekday."+fmt.Sprint(int(d.Weekday())))
	if locale.Of(ctx) == locale.English {
		return fmt.Sprintf("%d %s (%s)", day, month.String()[:3], weekday)
	}
	return fmt.Sprintf("%d月%d日（%s）", int(month), day, weekday)
}

func monthName(ctx context.Context, number int) string {
	if locale.Of(ctx) == locale.English {
		return time.Month(number).String()
	}
	return fmt.Sprintf("%d月", number)
}

func dayTone(d calendar.Day) ui.Tone {
	if d.Reason == workday.MakeUp {
		return ui.Warning
	}
	return ui.Success
}

func statusTone(s workday.Status) ui.Tone {
	if s == workday.Official {
		return ui.Success
	}
	return ui.Warning
}

// clockShort names a clock with its sign, K2; limits beside the clocks of cases have none.
func clockShort(ctx context.Context, m casework.DueMove) string {
	name := locale.T(ctx, "notice.clock."+string(m.Clock))
	if !strings.HasPrefix(string(m.Clock), "K") {
		return name
	}
	return string(m.Clock) + " " + name
}

// MovesPath continues the list of what a year's announcements moved.
func MovesPath(year int, after string) string {
	return CalendarPath(year) + "?after=" + url.QueryEscape(after) + "#moves"
}
