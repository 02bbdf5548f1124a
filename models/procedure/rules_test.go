package procedure

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// C-5: the extension is ten working days at the end of K2, after suspensions, wherever it was granted.
func TestC5_TheExtensionComesAfterSuspensions(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	k := Clock{Kind: K2, Day0: day("2026-09-17"), Limit: wd(20), Off: []workday.Interval{{From: day("2026-09-21"), To: day("2026-09-24")}}}
	k.count(cal)
	suspended := k.Due
	k.Extra = extensionDays
	k.count(cal)
	if want := cal.AddWD(suspended, 10); k.Due != want {
		t.Errorf("%s, want %s", k.Due, want)
	}
	plain := Clock{Kind: K2, Day0: day("2026-09-17"), Limit: wd(20)}
	if plain.count(cal); suspended != cal.AddWD(plain.Due, 3) {
		t.Errorf("three days were suspended: %s after %s", suspended, plain.Due)
	}
}

// The lamps of domain.md 1.10: green above three working days, yellow up to three, red up to one, overdue behind it; shorter for short clocks.
func TestLampsChangeOnTheirDays(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	for _, c := range []struct {
		length int
		lamps  map[string]Lamp // by day; the limit ends on Friday 2026-11-27
	}{
		{20, map[string]Lamp{"2026-11-23": Green, "2026-11-24": LampYellow, "2026-11-25": LampYellow, "2026-11-26": LampRed, "2026-11-27": LampRed, "2026-11-28": Overdue}},
		{5, map[string]Lamp{"2026-11-24": Green, "2026-11-25": LampYellow, "2026-11-26": LampRed, "2026-11-27": LampRed, "2026-11-28": Overdue}},
		{3, map[string]Lamp{"2026-11-25": Green, "2026-11-26": LampYellow, "2026-11-27": LampRed, "2026-11-30": Overdue}},
	} {
		for on, want := range c.lamps {
			if got := LampOf(Clock{Kind: K2, Due: day("2026-11-27"), Limit: wd(c.length)}, day(on), cal); got != want {
				t.Errorf("%d days, on %s: %s, want %s", c.length, on, got, want)
			}
		}
	}
}
