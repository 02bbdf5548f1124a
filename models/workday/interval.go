package workday

import "slices"

// Interval is a suspension (From, To]: the days d with From < d ≤ To are not counted (C-4). From is the day the written notice is
// issued, To the day the result is complete. While a suspension still runs there is no due date; give it the day of reckoning as To.
// An interval that does not end after it begins holds no day.
type Interval struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Contains tells whether day d is not counted.
func (i Interval) Contains(d Date) bool {
	return !i.From.IsZero() && d.After(i.From) && !d.After(i.To)
}

// Merge unites overlapping and adjoining suspensions, drops empty ones and sorts; it leaves its argument alone.
func Merge(intervals []Interval) []Interval {
	sorted := slices.Clone(intervals)
	slices.SortFunc(sorted, func(a, b Interval) int { return a.From.Compare(b.From) })
	var merged []Interval
	for _, i := range sorted {
		if i.From.IsZero() || !i.To.After(i.From) {
			continue
		}
		if last := len(merged) - 1; last >= 0 && !i.From.After(merged[last].To) {
			if i.To.After(merged[last].To) {
				merged[last].To = i.To
			}
			continue
		}
		merged = append(merged, i)
	}
	return merged
}

func suspended(d Date, excl []Interval) bool {
	for _, i := range excl {
		if i.Contains(d) {
			return true
		}
	}
	return false
}
