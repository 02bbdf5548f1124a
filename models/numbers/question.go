package numbers

import (
	"strconv"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ReadQuestion reads a question from the words of an address, for pages and programs alike: desk, month (2026-08), clerks, per_day, more, cutoff
// (15:30), closed_from, closed_to; what is not said is as measured. Faults by field: NOT_A_NUMBER, NOT_A_TIME, NOT_A_DATE, MONTH_UNKNOWN.
func ReadQuestion(get func(name string) string) (Question, error) {
	var faults []fault.Field
	number := func(name string) float64 {
		text := strings.TrimSpace(get(name))
		if text == "" {
			return 0
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n != n {
			faults = append(faults, fault.OneField("/"+name, "NOT_A_NUMBER"))
		}
		return n
	}
	whole := func(name string) int {
		n := number(name)
		if n != float64(int(n)) {
			faults = append(faults, fault.OneField("/"+name, "NOT_A_NUMBER"))
		}
		return int(n)
	}
	day := func(name, text, code string) workday.Date {
		d, err := workday.Parse(strings.TrimSpace(text))
		if err != nil {
			faults = append(faults, fault.OneField("/"+name, code))
		}
		return d
	}
	q := Question{Desk: get("desk"), Clerks: whole("clerks"), PerDay: number("per_day"), More: whole("more")}
	if text := get("month"); text != "" {
		q.Month = day("month", text+"-01", "MONTH_UNKNOWN")
	}
	if text := strings.TrimSpace(get("cutoff")); text != "" {
		minutes, ok := minutesOf(text)
		if q.Cutoff = minutes; !ok {
			faults = append(faults, fault.OneField("/cutoff", "NOT_A_TIME"))
		}
	}
	if text := get("closed_from"); text != "" {
		q.Closed.From = day("closed_from", text, "NOT_A_DATE")
	}
	if text := get("closed_to"); text != "" {
		q.Closed.To = day("closed_to", text, "NOT_A_DATE")
	}
	return q, fault.Fields(faults...)
}

// minutesOf reads a time of day, 15:30, as minutes.
func minutesOf(text string) (int, bool) {
	hour, minute, ok := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	return h*60 + m, ok && err == nil && err2 == nil && h >= 0 && h < 24 && m >= 0 && m < 60
}
