package procedure

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// extensionDays is the one prolongation of K2 (行政许可法 第四十二条第一款).
const extensionDays = 10

// Why a due date moved.
const (
	WhyCalendar  = ""
	WhySuspended = "suspended"
	WhyResumed   = "resumed"
	WhyExtended  = "extended"
)

// off are the days that the law does not count (C-4). While a special procedure goes on, its end is the one that was told.
func (c Case) off() []workday.Interval {
	list := make([]workday.Interval, 0, len(c.Specials))
	for _, s := range c.Specials {
		to := s.To
		if to.IsZero() {
			to = s.Expected
		}
		list = append(list, workday.Interval{From: s.From, To: to})
	}
	return workday.Merge(list)
}

// Held tells whether the decision's clocks stand still now (行政许可法 第四十五条).
func (c Case) Held() bool {
	_, held := c.Special()
	return held
}

// suspend and resume count the decision's clocks again after a special procedure began or ended, and say so with the old date.
func (l *look) suspend(why string) {
	for i := range l.c.Clocks {
		k := &l.c.Clocks[i]
		if !k.Running() || k.Limit.IsZero() || k.Kind != K2 && k.Kind != K3 {
			continue
		}
		k.Held = l.c.Held()
		k.Off = l.c.off()
		l.move(k, why)
	}
}

// extend adds ten working days to the end of K2, after suspensions (C-5).
func (l *look) extend() {
	for i := range l.c.Clocks {
		if k := &l.c.Clocks[i]; k.Kind == K2 && k.Running() {
			was := k.Due
			k.Extra = extensionDays
			l.move(k, WhyExtended)
			l.c.Extension = &Extension{Reason: l.act.Reason, By: l.self(), On: l.today(), Was: was, Due: k.Due}
		}
	}
}

func (l *look) move(k *Clock, why string) {
	old := Recount{Due: k.Due, Calendar: k.Calendar, Why: why, On: l.today()}
	k.count(l.cal)
	if k.Due != old.Due || why != WhyCalendar {
		k.Was = append(slices.Clone(k.Was), old)
	}
}
