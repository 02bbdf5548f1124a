package enterprise

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// C-6: the time to object to a takeover is counted again on a new calendar, once, and members and who asked are told; a time that has ended stays ended.
func TestANewCalendarCountsTheTimeToObjectAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.leaderless()
	_, err := w.AskTakeover(t.Context(), w.as(third), NewTakeover{CreditCode: school, Reason: "原管理员离职，联系不上"})
	check(t, err)
	closed := func(days ...string) *workday.Calendar {
		cal, err := workday.NewCalendar("storm", workday.Year{Year: 2026, Status: workday.Official, Source: "测试", Off: days})
		check(t, err)
		return cal
	}
	storm := closed("2026-11-25")
	for _, want := range []int{1, 0} {
		if n, err := w.Recount(t.Context(), storm, 1); err != nil || n != want {
			t.Errorf("%d limits moved, want %d: %v", n, want, err)
		}
	}
	list, err := w.Takeovers(t.Context(), w.officer("090101"))
	if err != nil || list[0].ObjectUntil.String() != "2026-12-01" {
		t.Errorf("%+v %v", list, err)
	}
	if w.told(head, "limit_moved") != 1 || w.told(clerk1, "limit_moved") != 1 || w.told(third, "limit_moved") != 1 {
		t.Error("not everybody concerned was told once")
	}
	w.clock.Set(t, "2026-12-02T00:00:00+08:00")
	if n, err := w.Recount(t.Context(), closed("2026-11-25", "2026-11-26"), 1); err != nil || n != 0 {
		t.Errorf("a time that has ended came back: %d, %v", n, err)
	}
}
