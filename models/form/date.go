package form

import (
	"encoding/json"
	"strings"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// date is a civil day. While it is wrong it stays the text that was typed.
type date struct{}

func (date) read(_ *Question, raw json.RawMessage) (any, string) { return lineOf(raw) }

func (date) check(c *checker, q *Question, at string, value any) any {
	typed := value.(string)
	d, err := workday.Parse(isoDate(typed))
	if err != nil {
		c.fault(at, "NOT_A_DATE")
		return typed
	}
	today := c.env.Today
	switch {
	case q.NotFuture && d.After(today):
		c.fault(at, "IN_FUTURE")
	case q.NotPast && d.Before(today):
		c.fault(at, "IN_PAST")
	case q.WithinMonths > 0 && d.Before(today.AddMonths(-q.WithinMonths)):
		c.fault(at, "TOO_OLD", "months", q.WithinMonths, "earliest", today.AddMonths(-q.WithinMonths).String())
	}
	return d.String()
}

// isoDate turns 2026/3/5, 2026.3.5 and 2026年3月5日 into 2026-03-05; anything else stays.
func isoDate(s string) string {
	s = strings.TrimSuffix(strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-").Replace(s), "日")
	parts := strings.Split(s, "-")
	if len(parts) != 3 {
		return s
	}
	for i := 1; i < 3; i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	return strings.Join(parts, "-")
}

func (date) display(s Shown, _ *Question, value any) string {
	d, err := workday.Parse(value.(string))
	if err != nil {
		return value.(string)
	}
	if s.Lang == En {
		return d.Start().Format("2 Jan 2006")
	}
	return d.Start().Format("2006年1月2日")
}

func (date) uses() []string {
	return []string{"not_future", "not_past", "within_months", "prefill", "same", "default"}
}
